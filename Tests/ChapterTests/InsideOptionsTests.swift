import Foundation
import Testing

/// Chapter 12's options, told by what it then shows.
@Suite("Options of chapter 12")
struct InsideOptionsTests {
  /// Sizes with which the chapter takes a moment.
  static let short: [(option: String, value: String)] = [
    ("--steps", "2"), ("--stories", "2"), ("--players", "3"),
  ]

  private func notebook(_ options: [String]) throws -> NotebookFile {
    try NotebookFile(of: "inside", options, short: Self.short)
  }

  @Test(
    "no check fails, whatever is asked for",
    arguments: [
      ["--prompt", "Anna"], ["--prompt", "."],
      ["--prompt", "Tom and Tom has a red kite and a red", "--players", "9"],
      ["--answer", "blue"], ["--answer", "?"], ["--instead", "red"], ["--filler", "."], ["--seed", "7"],
      ["--players", "14", "--orders", "2"], ["--players", "1"], ["--lens-without-norm", "--seed", "3"],
      ["--one-distance"], ["--shuffled-patch", "--answer", "blue"],
    ])
  func options(_ options: [String]) throws { _ = try notebook(options) }

  @Test("a word that does not stand in the text has nothing to patch; one word has no word before it")
  func nothingToExchange() throws {
    let absent = try notebook(["--answer", "vase"])
    #expect(
      !absent.cells.contains { $0.name == "patching" } && absent.cells.contains { $0.name == "shapley" })
    let alone = try notebook(["--prompt", "Anna"])
    #expect(!alone.cells.contains { $0.name == "shapley" || $0.name == "lime" })
  }

  @Test("more than twelve words are sampled, and then there is no line")
  func sampled() throws {
    let many = try notebook(["--players", "13", "--orders", "2"])
    #expect(try many.values(of: "shapley").count == 26)
    #expect(!many.cells.contains { $0.name == "lime" })
    let few = try notebook(["--players", "2"])
    #expect(try few.values(of: "shapley").count == 4 && few.values(of: "lime").count == 2)
  }

  @Test("what stands where a word is left out is the reader's, and the other filler does not depend on it")
  func filler() throws {
    let the = try notebook([]).values(of: "shapley")
    let not = try notebook(["--filler", "not"]).values(of: "shapley")
    #expect(the.prefix(3) != not.prefix(3) && the.suffix(3) == not.suffix(3))
  }

  @Test("what cannot be is refused in one line, before a word is shown")
  func refusals() throws {
    for (arguments, part) in [
      (["--prompt", ""], "--prompt is empty"), (["--prompt", "Anna has a zebra"], "zebra"),
      (["--prompt", Array(repeating: "Anna", count: 84).joined(separator: " ")], "1 to 83"),
      (["--answer", "zebra"], "--answer"),
      (["--answer", "red kite"], "--answer is 2 tokens"), (["--answer", ""], "--answer is empty"),
      (["--instead", "zebra"], "--instead"), (["--filler", "zebra"], "--filler"),
      (["--players", "0"], "--players"),
      (["--orders", "1"], "--orders"), (["--stories", "0"], "--stories"), (["--steps", "0"], "--steps"),
      (["--one-distance", "--shuffled-patch"], "exclude each other"),
    ] as [([String], String)] {
      let run = try ChapterRun("inside", arguments)
      #expect(run.status == 64 && run.output.isEmpty, "\(arguments): \(run.status) \(run.errors)")
      #expect(run.errors.split(separator: "\n").count == 1 && run.errors.contains(part), "\(run.errors)")
    }
  }
}
