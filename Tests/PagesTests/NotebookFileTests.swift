import Cells
import Formulas
import Foundation
import Testing

@testable import Pages

/// A notebook file as another program reads it.
private struct Document: Decodable {
  struct Cell: Decodable {
    struct Output: Decodable {
      var data: [String: String]
      var output_type: String
    }
    struct Metadata: Decodable {
      var file: String?
      var line: Int?
      var jupyter: [String: Bool]?
    }
    var cell_type: String
    var id: String
    var source: String
    var outputs: [Output]?
    var metadata: Metadata
  }
  var cells: [Cell]
  var nbformat: Int
  var nbformat_minor: Int
}

@Suite("A run as a Jupyter notebook")
struct NotebookFileTests {
  private func document(_ cells: [Cell]) throws -> Document {
    try JSONDecoder().decode(
      Document.self, from: Data(NotebookFile(cells: cells) { "plain \($0)".prefix(40).description }.json))
  }

  @Test("Words are Markdown, code is code, and what is shown is the output of the code before it")
  func structure() throws {
    let document = try document(everyKind("a"))
    #expect(document.nbformat == 4 && document.nbformat_minor == 5)
    #expect(
      document.cells.map(\.cell_type)
        == ["markdown", "markdown", "markdown", "code", "markdown", "code", "markdown", "code"])
    #expect(document.cells.map(\.id) == (1...8).map { "cell-\($0)" })
    #expect(document.cells[3].source == "let x = \"a\"  // a" && document.cells[3].outputs?.count == 0)
    #expect(document.cells[3].metadata.file == "Chapters/9/a.swift" && document.cells[3].metadata.line == 7)
    #expect(document.cells[5].source.isEmpty && document.cells[5].outputs?.count == 6)
    #expect(document.cells[5].metadata.jupyter == ["source_hidden": true])
    #expect(document.cells[7].outputs?.count == 3)
  }

  @Test("An output is HTML or a picture, always with plain text; the first brings the colours, once")
  func outputs() throws {
    let outputs = try document(everyKind("a")).cells.flatMap { $0.outputs ?? [] }
    for output in outputs {
      #expect(output.output_type == "display_data" && output.data["text/plain"]?.hasPrefix("plain ") == true)
      #expect((output.data["text/html"] == nil) != (output.data["image/svg+xml"] == nil))
    }
    #expect(outputs.map { $0.data["image/svg+xml"] != nil }.filter { $0 }.count == 4)
    #expect(
      outputs.map { $0.data["text/html"]?.hasPrefix("<style>") == true } == [true]
        + Array(repeating: false, count: 8))
  }

  @Test("A number that is another in every run stands neither here nor in a page, which two runs have alike")
  func momentary() throws {
    func cells(_ seconds: Double) -> [Cell] {
      [.prose("Words."), .tensor(TensorCell("seconds", [seconds], shape: [], display: .momentary))]
    }
    let (one, other) = (cells(1.5), cells(2.5))
    #expect(try document(one).cells.count == 1)
    #expect(NotebookFile(cells: one) { _ in "" }.json == NotebookFile(cells: other) { _ in "" }.json)
    let pages = [one, other].map { Page(title: "t", command: "c", seed: 1, cells: $0).html }
    #expect(pages[0] == pages[1] && !pages[0].contains("seconds"))
  }

  @Test("A formula stands between dollar signs; the printed form follows where it is another")
  func formulas() throws {
    let same = FormulaCell(.s0_3_3_ATT)
    let text = try #require(try document([.formula(same)]).cells.first).source
    #expect(text.contains("$$\(same.latex)$$") && text.contains(same.provenance))
    let other = try #require(
      FormulaID.allCases.map { FormulaCell($0) }.first { $0.isPrintedOtherwise && $0.latexPrinted != nil })
    let both = try #require(try document([.formula(other)]).cells.first).source
    #expect(
      both.contains("$$\(other.latex)$$") && both.contains("as printed:\n\n$$\(other.latexPrinted ?? "")$$"))
  }

  @Test("A chart or tree is a well-formed picture that brings its colours", arguments: PageTests.hostile)
  func picture(typed: String) throws {
    let pictures = try document(everyKind(typed)).cells.flatMap { $0.outputs ?? [] }.compactMap {
      $0.data["image/svg+xml"]
    }
    #expect(pictures.count == 4)
    for picture in pictures {
      let parsed = try ParsedMarkup(html: picture)
      #expect(parsed.elements.first?.name == "svg" && parsed.names.count { $0 == "style" } == 1)
      #expect(!parsed.names.contains("script") && picture.contains("--series-1:"))
    }
  }
}
