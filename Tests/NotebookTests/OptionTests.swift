import Testing

@testable import Notebook

@Suite("Options")
struct OptionTests {
  private enum Shade: String, CaseIterable { case light, dark }

  private static let count = Option.optionalInteger("count", in: 2...4, help: "")
  private static let shade = Option<Shade>.choice("shade", default: .dark, help: "")
  private static let other = Option.optionalChoice("other", Shade.self, help: "")
  private static let open = Option.integer("open", default: 0, in: 0 ... .max, help: "")
  private static let any = Option.number("any", default: 0, in: -.infinity ... .infinity, help: "")
  private static let word = Option.string("word", default: "a", help: "")
  private static let chapter = Chapter(
    "example", title: "", summary: "", options: [count, shade, other, open, any, word])

  private func run(_ arguments: [String], _ body: (ChapterNotebook) throws -> Void = { _ in }) -> Run {
    NotebookTests.run(arguments, chapter: Self.chapter, body)
  }

  @Test("What is not given is nil, or the default")
  func absent() {
    let result = run([]) {
      #expect(
        $0[Self.count] == nil && $0[Self.shade] == .dark && $0[Self.other] == nil && $0[Self.word] == "a")
    }
    #expect(result.status == 0)
    let given = run(["--count", "2", "--shade", "light", "--other=dark", "--word", "-x"]) {
      #expect(
        $0[Self.count] == 2 && $0[Self.shade] == .light && $0[Self.other] == .dark && $0[Self.word] == "-x")
    }
    #expect(given.status == 0)
  }

  @Test(
    "Each says what it takes",
    arguments: [
      (["--count", "5"], "--count takes a whole number from 2 to 4, not \"5\""),
      (["--count", "1"], "--count takes a whole number from 2 to 4, not \"1\""),
      (["--open", "-1"], "--open takes a whole number from 0, not \"-1\""),
      (["--any", "x"], "--any takes a number, not \"x\""),
      (["--any", "inf"], "--any takes a number, not \"inf\""),
      (["--shade", "Light"], "--shade takes one of light, dark, not \"Light\""),
      (["--word="], "--word is empty; it takes a text"), (["--word"], "--word needs a value: a text"),
      (["--seed", "4294967296"], "--seed takes a whole number from 0 to 4294967295, not \"4294967296\""),
      (["--count", "a\u{1B}b"], "--count takes a whole number from 2 to 4, not \"a␛b\""),
    ])
  func accepted(arguments: [String], message: String) {
    let result = run(arguments)
    #expect(result.status == 64 && result.errors == "example: \(message)\n")
  }

  @Test("Seeds reach from 0 to 4294967295, and 1 is the one that is not given")
  func seeds() {
    for (arguments, seed) in [([], 1), (["--seed", "0"], 0), (["--seed", "4294967295"], 4_294_967_295)] {
      let result = run(arguments) { #expect($0.seed == UInt64(seed)) }
      #expect(result.status == 0)
    }
  }

  @Test("The nearest name: within a third of the letters, or one that is begun; of equals the first")
  func nearest() {
    #expect(NearestName.of("causl", among: ["width", "causal"]) == "causal")
    #expect(NearestName.of("abcdef", among: ["abcdxy"]) == "abcdxy", "two of six")
    #expect(
      NearestName.of("abcde", among: ["abxyz"]) == nil && NearestName.of("abcde", among: ["abxye"]) == nil)
    #expect(NearestName.of("ab", among: ["ax"]) == "ax" && NearestName.of("ab", among: ["xy"]) == nil)
    #expect(NearestName.of("bat", among: ["cat", "hat"]) == "cat")
    #expect(NearestName.of("feed", among: ["no-feed", "feed-forward"]) == "feed-forward")
    #expect(
      NearestName.of("stepsize", among: ["steps"]) == "steps" && NearestName.of("", among: ["a"]) == nil)
    #expect(NearestName.of("CAUSAL", among: ["causal"]) == "causal")
    #expect(NearestName.distance("kitten", "sitting") == 3 && NearestName.distance("", "abc") == 3)
  }

  @Test("A star stands for one part of a name, not for several, and not for a part of a part")
  func stars() throws {
    let star = try #require(NamePattern("*"))
    #expect(star.matches("logits") && !star.matches("blocks.0"))
    let part = try #require(NamePattern("block*"))
    #expect(!part.matches("blocks"))
  }
}
