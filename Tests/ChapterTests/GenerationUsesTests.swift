import Foundation
import Testing

@testable import GenerationChapter

@Suite("Chapter 8's applications")
struct GenerationUsesTests {
  private func notebook(_ options: [String]) throws -> NotebookFile {
    try NotebookFile(of: "generation", ["--judged", "2"] + options)
  }

  @Test("a writer without errors is not corrected; without the channel right words are rewritten")
  func channel() throws {
    let faultless = try notebook(["--slips", "0", "--mix-ups", "0", "--held-out", "3"])
    // Three models; of non-words and wrong words there are none, and every right word is kept.
    #expect(try faultless.values(of: "correctionAccuracy") == [0, 0, 1, 0, 0, 1, 0, 0, 1])
    let broken = try notebook(["--no-channel"])
    #expect(
      broken.cells.contains { $0.kind == "check" && ($0.name ?? "").hasPrefix("broken: without the channel") }
    )
    #expect(try broken.values(of: "correctionAccuracy")[8] < 0.95)
  }

  @Test("a text that begins in the middle of a story is read so, and a nearest word is found for any other")
  func typed() throws {
    for text in ["Anna has a rde kite.", "All is xyzzy.", "It", "Ana"] {
      _ = try notebook(["--held-out", "1", "--typed", text])
    }
  }

  @Test("a few steps on the package's own sources give a model that writes lines")
  func code() throws {
    let balance = try notebook(["--held-out", "1", "--code", "--steps", "2"]).values(of: "bracketBalance")
    // Of written lines with brackets most are balanced, and not all: long calls are broken over lines.
    #expect(balance.count == 3 && (0.7..<1).contains(balance[0]))
  }

  @Test(
    "brackets are closed in the right order",
    arguments: [
      ("", true), ("f(x)[0]", true), ("a(b[c(d)])", true), ("(]", false), ("[)", false), (")(", false),
      ("f(", false), ("f)", false), ("if x {", true),
    ])
  func brackets(line: String, isBalanced expected: Bool) {
    #expect(isBalanced(line) == expected)
  }

  @Test("what cannot be corrected is refused in one line, before anything is shown")
  func refusals() throws {
    let long = Array(repeating: "Anna", count: 96).joined(separator: " ")
    for (arguments, part) in [
      (["--typed", ""], "--typed"), (["--typed", "Anna; Tom"], "“;”, number 2"),
      (["--typed", long], "96 words and marks; the model's context has room for 1 to 95"),
      (["--steps", "3"], "--code"), (["--slips", "-1"], "--slips"), (["--mix-ups", "0.6"], "--mix-ups"),
      (["--held-out", "0"], "--held-out"),
    ] {
      let run = try ChapterRun("generation", arguments)
      #expect(run.status == 64 && run.output.isEmpty, "\(arguments): \(run.errors)")
      #expect(run.errors.split(separator: "\n").count == 1 && run.errors.contains(part), "\(run.errors)")
    }
  }
}
