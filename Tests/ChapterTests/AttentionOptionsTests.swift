import Foundation
import Testing

/// The checks of a chapter speak of the numbers that it shows: «the» stands at 0 and 4 of the default sentence.
@Suite("What chapter 4 says of equal words is what its tables show")
struct AttentionOptionsTests {
  private struct Shown {
    /// The names of the checks, all of which passed.
    let checks: [String]
    /// How far the shown outputs of the two «the» are apart.
    let distance: Double
    /// The outputs of the two without the mask, where they are shown.
    let unmasked: [Double]?
  }

  private func shown(_ options: [String]) throws -> Shown {
    let run = try ChapterRun("attention", ["--json", "-"] + options)
    #expect(run.status == 0, "\(options): \(run.errors)")
    let cells = try JSONDecoder().decode(NotebookFile.self, from: Data(run.output.utf8)).cells
    let output = try #require(cells.first { $0.kind == "tensor" && $0.name == "output" })
    let width = try #require(output.shape?.last)
    func numbers(of cell: NotebookFile.Cell) -> [Double] {
      (cell.values ?? []).map { if case .finite(let number) = $0 { number } else { .nan } }
    }
    let outputs = numbers(of: output)
    let distances = (0..<width).map { (outputs[$0] - outputs[4 * width + $0]).magnitude }
    return Shown(
      checks: cells.filter { $0.kind == "check" }.compactMap(\.name), distance: distances.max() ?? .nan,
      unmasked: cells.first { $0.name == "unmasked" }.map { numbers(of: $0) })
  }

  private static let one = "broken: both «the», at 0 and 4, have one output"
  private static let unmasked = "broken: without the mask both «the», at 0 and 4, have one output"
  private static let besides = "what the second one sees besides is all that sets it apart"

  @Test(
    "Without positions they have one output",
    arguments: [[], ["--no-scale"], ["--softmax-over-queries"], ["--key-width", "1"]])
  func blind(options: [String]) throws {
    let shown = try shown(["--no-positions"] + options)
    #expect(shown.distance < 1e-4)
    #expect(shown.checks.contains(Self.one) && !shown.checks.contains(Self.besides))
  }

  @Test(
    "A mask tells them apart, in time or too late",
    arguments: [
      ["--causal"], ["--mask-after-softmax"], ["--causal", "--mask-after-softmax"],
      ["--causal", "--no-scale"],
      ["--causal", "--softmax-over-queries"],
    ])
  func masked(options: [String]) throws {
    let shown = try shown(["--no-positions"] + options)
    #expect(shown.distance > 0.1)
    #expect(shown.checks.contains(Self.unmasked) && shown.checks.contains(Self.besides))
    #expect(!shown.checks.contains(Self.one))
    let rows = try #require(shown.unmasked, "what is equal without the mask is shown")
    #expect(rows.count == 8 && zip(rows[..<4], rows[4...]).allSatisfy { ($0 - $1).magnitude < 1e-4 })
  }

  @Test("A mask tells nothing of a sentence of one word")
  func sameWord() throws {
    let run = try ChapterRun("attention", ["--causal", "--no-positions", "--text", "the the the"])
    #expect(run.status == 0)
    #expect(run.output.replacing("\n", with: " ").contains("sees besides adds nothing here"))
  }

  @Test("Positions tell them apart")
  func positions() throws {
    let shown = try shown([])
    #expect(shown.distance > 0.1)
    #expect(shown.checks.contains("«the» stands at 0 and 4; its place tells the two apart"))
    #expect(shown.unmasked == nil)
  }

  @Test(
    "What is broken or masked is not said of the outputs but of the inputs",
    arguments: [
      ["--causal"], ["--no-scale"], ["--mask-after-softmax"], ["--softmax-over-queries"],
      ["--no-scale", "--key-width", "512"],
    ])
  func inputs(options: [String]) throws {
    #expect(try shown(options).checks.contains("«the» stands at 0 and 4; its place tells their inputs apart"))
  }
}
