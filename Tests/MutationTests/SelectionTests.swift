import Terminal
import Testing

@testable import MutationTesting

@Suite("Which mutations are run")
struct SelectionTests {
  /// Seven mutations in two lists, whose tests and files alternate.
  private static let all = (0..<7).map { index in
    Mutation(
      name: "m\(index)", room: index < 4 ? "kernels" : "neural", breakage: "",
      file: "Sources/\(index % 3).swift", test: index % 2 == 0 ? "BTests.S/t" : "ATests.S/t", original: [],
      replacement: [], text: "text \(index)")
  }

  private func names(
    _ words: String..., differing: (Mutation) -> Bool = { _ in false }
  ) throws -> [String] {
    try Options(words).selection(of: Self.all, differing: differing).map(\.name)
  }

  @Test("Those of one target's tests and of one file are neighbours, whatever is asked for")
  func order() throws {
    #expect(try names() == ["m3", "m1", "m5", "m0", "m6", "m4", "m2"])
    #expect(try names("--only", "m6", "--only", "m3", "--only", "m6") == ["m3", "m6"])
    #expect(try names("--room", "neural") == ["m5", "m6", "m4"])
    #expect(try names("--room", "neural", "--room", "kernels").count == 7)
    #expect(try names("--room", "neural", "--only", "m1", "--only", "m4") == ["m4"])
  }

  @Test("A sample is spread over the lists, and all when there are no more")
  func sample() throws {
    #expect(try names("--sample", "2") == ["m1", "m5"])
    #expect(try names("--sample", "3") == ["m3", "m1", "m5"])
    for count in ["7", "8"] { #expect(try names("--sample", count).count == 7) }
  }

  @Test("Each mutation is in one part, and no part has two more than another", arguments: 1...9)
  func parts(_ count: Int) throws {
    let parts = try (1...count).map { try names("--part", "\($0)/\(count)") }
    #expect(try parts.flatMap { $0 } == names())
    #expect(parts.allSatisfy { [7 / count, (7 + count - 1) / count].contains($0.count) })
    #expect(try names("--part", "2/2", "--sample", "2") == ["m5"])
  }

  @Test("Since a revision only those that differ, of which a sample or a part is taken")
  func since() throws {
    let revision = Revision(
      changedPaths: ["Sources/1.swift", "Tests/CTests/x.swift"],
      texts: Set(Self.all.dropLast().map(\.text)))
    #expect(try names("--since", "HEAD", differing: revision.differs) == ["m1", "m6", "m4"])
    #expect(try names("--since", "HEAD", "--part", "2/3", differing: revision.differs) == ["m6"])
    #expect(try names("--since", "HEAD").isEmpty)
    // A target's folder, not one whose name begins alike.
    for (path, count) in [("Tests/ATests/x.swift", 3), ("Tests/ATestsMore/x.swift", 0)] {
      let revision = Revision(changedPaths: [path], texts: Set(Self.all.map(\.text)))
      #expect(try names("--since", "HEAD", differing: revision.differs).count == count)
    }
  }

  @Test("Without a word everything is run, in one copy, from the beginning")
  func defaults() throws {
    let options = try Options([])
    #expect(options.action == .run && !options.resumes && options.jobs == 1)
    let told = try Options(["--resume", "--jobs", "2", "--list"])
    #expect(told.action == .list && told.resumes && told.jobs == 2)
    #expect(try Options(["--count"]).action == .count && Options(["-h"]).action == .help)
  }

  @Test(
    "What cannot be had is refused with what is accepted",
    arguments: [
      (["--fly"], "unknown option --fly"), (["m1"], "unexpected argument \"m1\""),
      (["--only"], "--only needs a value: a name"), (["--only", "--list"], "--only needs"),
      (["--only", "m9"], "no mutation m9; --list shows them"),
      (["--room", "cellar"], "no list cellar, but kernels, neural"), (["--room", ""], "--room is empty"),
      (["--sample", "0"], "a whole number from 1"), (["--sample", "x"], "a whole number from 1"),
      (["--part", "0/5"], "I/N, such as 2/5, with I from 1 to N"), (["--part", "6/5"], "I from 1 to N"),
      (["--part", "2"], "I/N"), (["--part", "1/2/3"], "I/N"), (["--part", "1/"], "I/N"),
      (["--part", "-1/-2"], "I/N"), (["--jobs", "0"], "from 1 to 16"), (["--jobs", "17"], "from 1 to 16"),
      (["--since"], "--since needs a value"), (["--list", "--count"], "exclude each other"),
      (["--part", "1/2", "--part", "1/2"], "--part is given twice"),
      (["--resume", "--resume"], "--resume is given twice"),
    ])
  func refusals(_ words: [String], _ complaint: String) throws {
    let error = #expect(throws: CommandFailure.self) {
      try Options(words).selection(of: Self.all) { _ in true }
    }
    #expect(error?.description.contains(complaint) == true, "\(error?.description ?? "")")
  }
}
