import Foundation
import Testing

@Suite("Chapter 10 under its options")
struct TranslationOptionsTests {
  private func notebook(_ options: [String]) throws -> NotebookFile {
    try NotebookFile(of: "translation", ["--texts", "50", "--channels", "8", "--layers", "1"] + options)
  }

  @Test(
    "no check fails, whatever is asked for; what a short training cannot do is not claimed",
    arguments: [
      "--steps 0", "--steps 1 --batch 1", "--steps 2 --from chinese", "--steps 2 --norm post --beams 3",
      "--steps 2 --stories", "--steps 2 --smoothing 1 --heads 1", "--steps 2 --warm-up 0 --factor 0.1",
      "--steps 2 --no-cross-attention", "--steps 2 --no-positions --from chinese",
      "--steps 2 --no-target-mask",
      "--steps 2 --memory-as-input --stories",
    ])
  func options(_ words: String) throws {
    let checks = try notebook(words.split(separator: " ").map(String.init)).cells.compactMap(\.name)
    #expect(!checks.contains { $0.hasPrefix("the whole meaning is kept") })
  }

  @Test("without positions the words of a text are seen alike in any order; with them they are not")
  func order() throws {
    func weights(_ text: String, _ options: [String]) throws -> [Double] {
      let cells = try notebook(options + ["--steps", "0", "--text", text]).cells
      let tensor = try #require(cells.first { $0.name == "crossWeights" })
      let time = try #require(tensor.shape)[1]
      let row = (tensor.values ?? []).prefix(time)
      return row.compactMap { if case .finite(let number) = $0 { number } else { nil } }.sorted()
    }
    func distance(_ options: [String]) throws -> Double {
      let one = try weights("Anna has the drum and the kite.", options)
      let other = try weights("Anna has the kite and the drum.", options)
      #expect(one.count == other.count && one.count > 5)
      return zip(one, other).map { abs($0 - $1) }.max() ?? .infinity
    }
    #expect(try distance(["--no-positions"]) < 1e-5)
    #expect(try distance([]) > 1e-4)
  }

  @Test("what cannot be translated is refused in one line, before anything is shown")
  func refusals() throws {
    let long = Array(repeating: "Tom has a red drum.", count: 40).joined(separator: " ")
    for (arguments, part) in [
      (["--text", "Tom has a red zebra."], "zebra"), (["--text", long], "tokens; a text may have"),
      (["--from", "chinese", "--text", "Tom"], "cannot be translated"),
      (["--channels", "10", "--heads", "4"], "--channels 10 cannot be shared evenly by --heads 4"),
      (["--beams", "2", "--no-positions"], "exclude each other"),
      (["--beams", "0"], "--beams"), (["--smoothing", "1.5"], "--smoothing"), (["--texts", "0"], "--texts"),
    ] {
      let run = try ChapterRun("translation", ["--texts", "50", "--steps", "0"] + arguments)
      #expect(run.status == 64 && run.output.isEmpty, "\(arguments): \(run.errors)")
      #expect(run.errors.split(separator: "\n").count == 1 && run.errors.contains(part), "\(run.errors)")
    }
  }
}
