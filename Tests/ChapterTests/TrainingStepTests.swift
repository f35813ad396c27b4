import Foundation
import TestSupport
import Testing

/// What chapter 7 shows of a step of training is what its loop does.
@Suite("Chapter 7 and its step")
struct TrainingStepTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let small = [
    "--layers", "1", "--channels", "16", "--heads", "2", "--context", "16", "--batch", "2", "--stories", "20",
    "--warm-up", "2",
  ]

  private func path(_ name: String) -> String { folder.place(name).path }

  /// The cells of a run, which leaves its checkpoint in `run`.
  private func cells(_ options: [String]) throws -> [NotebookFile.Cell] {
    let run = try ChapterRun("training", options + ["--save", path("run"), "--json", path("json")])
    #expect(run.status == 0, "\(run.errors)")
    return try JSONDecoder().decode(NotebookFile.self, from: Data(contentsOf: URL(filePath: path("json"))))
      .cells
  }

  private func comparison(_ cells: [NotebookFile.Cell]) -> NotebookFile.Cell? {
    cells.first { $0.kind == "check" && $0.name?.contains("the one written out") == true }
  }

  @Test(
    "the step that is written out leaves the model as the loop's own step does, a resumed run's too",
    arguments: [[], ["--no-shift"], ["--dropout", "0.3"], ["--rate", "0.5", "--positions", "none"]])
  func step(_ options: [String]) throws {
    #expect(comparison(try cells(Self.small + options + ["--steps", "2"]))?.passed == true)
    #expect(comparison(try cells(["--resume", path("run"), "--steps", "4"]))?.passed == true)
    // Where no step is left there is none to compare with.
    #expect(comparison(try cells(["--resume", path("run")])) == nil)
  }

  @Test("the targets that are shown are those of the run", arguments: [false, true])
  func targets(isBroken: Bool) throws {
    let code = try cells(Self.small + ["--steps", "1"] + (isBroken ? ["--no-shift"] : [])).compactMap(\.text)
    #expect(code.contains { $0.hasPrefix("targets = \\.targets") } != isBroken)
    #expect(code.contains { $0.hasPrefix("targets = \\.inputs") } == isBroken)
  }
}
