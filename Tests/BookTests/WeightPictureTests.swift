import Cells
import Foundation
import Pages
import Programs
import Slides
import Testing

@testable import Book

@Suite("The picture of a weight", .timeLimit(.minutes(5)))
struct WeightPictureTests {
  /// The tensors of a head with two queries, three keys and two channels.
  private static let tensors: [(name: String, values: [Double], shape: [Int])] = [
    ("query", [1, 2, 3, 4], [2, 2]), ("key", [5, 6, 7, 8, 9, 10], [3, 2]),
    ("scores", [1, 2, 3, 4, 5.5, 6], [2, 3]), ("scaled", [1, 2, 3, 4, 3.5, 6], [2, 3]),
    ("weights", [0.25, 0.25, 0.5, 0.125, 0.75, 0.125], [2, 3]),
  ]

  private func cells(without name: String = "") -> [Cell] {
    Self.tensors.filter { $0.name != name }.map { .tensor(TensorCell($0.name, $0.values, shape: $0.shape)) }
  }

  @Test("It shows how the largest weight is made, in the numbers of the notebook")
  func making() throws {
    let picture = try #require(WeightPicture(of: cells())).markup.html
    let words = "«1» looks at «1»; query 3   4; key 7   8; query · key 5.500; ÷ √2 3.500;"
    #expect(picture.contains("<desc>" + words) && picture.contains("weight 0.750</desc>"), "\(picture)")
  }

  @Test("Without one of the tensors there is no picture", arguments: tensors.map(\.name))
  func missing(_ name: String) { #expect(WeightPicture(of: cells(without: name)) == nil) }

  @Test("The one that is shown in README.md is what `swift run book picture` writes")
  func committed() throws {
    let run = try ProgramRun(of: builtProgram("attention"), ["--json", "-"], deadline: 60)
    let recorded = try RecordedRun(command: "", title: "", json: run.output)
    let picture = try #require(WeightPicture(of: recorded.cells)).markup.html + "\n"
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    #expect(try String(contentsOf: folder.appending(path: "Docs/Weights.svg"), encoding: .utf8) == picture)
  }
}
