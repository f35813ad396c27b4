import Foundation
import Testing

/// Chapter 13's options, told by what it then shows.
@Suite("Options of chapter 13")
struct RelativesOptionsTests {
  /// Sizes with which the chapter takes a moment.
  static let short: [(option: String, value: String)] = [
    ("--steps", "2"), ("--masked-steps", "2"), ("--sweeps", "2"), ("--held-out", "3"), ("--written", "2"),
    ("--tagged", "2"), ("--stories", "60"), ("--texts", "60"),
  ]

  private func notebook(_ options: [String]) throws -> NotebookFile {
    try NotebookFile(of: "relatives", options, short: Self.short)
  }

  @Test(
    "no check fails, whatever is asked for",
    arguments: [
      ["--states", "1"], ["--sentence", "Mia"], ["--sentence", "."], ["--seed", "7"], ["--held-out", "1"],
      ["--no-rescaling", "--seed", "3"], ["--no-rescaling", "--held-out", "20"],
      ["--no-transitions", "--tagged", "1"], ["--never-forget"], ["--mask-only"],
      ["--causal-mask", "--written", "1"], ["--steps", "1", "--masked-steps", "1", "--sweeps", "1"],
    ])
  func options(_ options: [String]) throws {
    let failed = try notebook(options).cells.filter { $0.passed == false }
    #expect(failed.isEmpty, "\(failed.compactMap(\.name))")
  }

  @Test("a path has a state for every word of the reader's sentence, and not more states than there are")
  func path() throws {
    let path = try notebook(["--sentence", "Mia has a red hat.", "--states", "3"]).values(of: "viterbi")
    #expect(path.count == 6 && path.allSatisfy { (0..<3).contains($0) })
  }

  @Test("without weights between tags the field is maximum entropy, to the last word")
  func transitions() throws {
    let accuracy = try notebook(["--no-transitions"]).values(of: "crfAccuracy")
    #expect(accuracy.count == 9 && accuracy[3..<6] == accuracy[6..<9])
    let whole = try notebook([]).values(of: "crfAccuracy")
    #expect(whole[3..<6] == accuracy[3..<6] && whole[6..<9] != accuracy[6..<9])
  }

  @Test("an LSTM that never forgets loses no gradient on its way back, and nothing else changes")
  func forgetting() throws {
    let (usual, open) = try (notebook([]), notebook(["--never-forget"]))
    let (reach, openReach) = try (
      usual.values(of: "gradientByDistance"), open.values(of: "gradientByDistance")
    )
    #expect(openReach[60 + 59] / openReach[60] > 0.1)
    #expect(reach[60 + 59] / reach[60] < openReach[60 + 59] / openReach[60])
    #expect(reach[0..<60] == openReach[0..<60] && reach[120..<180] == openReach[120..<180])
    #expect(try usual.values(of: "maskedAccuracy") == open.values(of: "maskedAccuracy"))
  }

  @Test("what is multiplied as it is becomes 0, and the text impossible")
  func rescaling() throws {
    let broken = try notebook(["--no-rescaling", "--held-out", "20"])
    #expect(
      broken.cells.contains { $0.name == "broken: every state has the probability" && $0.passed == true })
    #expect(broken.cells.contains { $0.text?.contains("words the product is smaller") == true })
    let short = try notebook(["--no-rescaling", "--held-out", "1"])
    #expect(short.cells.contains { $0.text?.contains("has not come to its end yet") == true })
  }

  @Test("a step of the LSTM stands for more of the others'")
  func pace() throws {
    let told = try notebook(["--steps", "5"]).cells.compactMap(\.text).joined()
    #expect(told.contains("the two others make 11:"))
  }

  @Test("what cannot be is refused in one line, before a word is shown")
  func refusals() throws {
    for (arguments, part) in [
      (["--sentence", ""], "--sentence is empty"), (["--sentence", "Mia has a zebra"], "zebra"),
      (["--sentence", Array(repeating: "Mia", count: 201).joined(separator: " ")], "1 to 200"),
      (["--states", "0"], "--states"), (["--states", "101"], "--states"), (["--sweeps", "0"], "--sweeps"),
      (["--stories", "19"], "--stories"), (["--texts", "19"], "--texts"), (["--steps", "0"], "--steps"),
      (["--masked-steps", "100001"], "--masked-steps"),
      (["--tagged", "0"], "--tagged"), (["--held-out", "0"], "--held-out"),
      (["--written", "0"], "--written"),
      (["--no-rescaling", "--causal-mask"], "exclude each other"),
    ] as [([String], String)] {
      let run = try ChapterRun("relatives", arguments)
      #expect(run.status == 64 && run.output.isEmpty, "\(arguments): \(run.status) \(run.errors)")
      #expect(run.errors.split(separator: "\n").count == 1 && run.errors.contains(part), "\(run.errors)")
    }
  }
}
