import Cells
import Formulas
import Foundation
import Pages
import Testing

@testable import Slides

@Suite("Cells read from a notebook's JSON")
struct CellReadingTests {
  private func line(_ cell: Cell) -> String {
    String(decoding: NotebookJSON.line(cell, isFirst: true).dropFirst(), as: UTF8.self)
  }

  private static let requirements: [CheckCell.Requirement] = [
    .atMost(1e-7), .atLeast(0.25), .between(-1, .infinity), .near(expected: 0.1, tolerance: 0.01), .count(3),
    .isTrue,
  ]

  private static let cells: [Cell] =
    [
      .prose("# a\n\"b\" </script> 猫"),
      .code(CodeCell("let x = 1\n  x", file: "Chapters/9/a.swift", line: 12)),
      .formula(FormulaCell(.s0_3_3_ATT)), .formula(FormulaCell(.s0_2_1_P_LM)),
      .tensor(
        TensorCell(
          "a", [0.1, -0.0, .nan, .infinity, -.infinity, 1e-300], shape: [2, 3], axes: ["q", "k"],
          labels: [["x", "y"], []], formula: .s0_3_3_ATT)),
      .tensor(TensorCell("scalar", [1.0 / 3], shape: [])), .tensor(TensorCell("empty", [], shape: [0, 2])),
      .plot(
        PlotCell(
          "p", style: .line, series: [.init("s", x: [0, 1], y: [.nan, 2])], xAxis: "x", yAxis: "y",
          isLogarithmic: true)),
      .plot(PlotCell("b", style: .bar, series: [.init("s", x: [0], y: [1], labels: ["one"])])),
      .plot(
        PlotCell("m", style: .scatter, series: [.init("s", x: [0], y: [1], labels: ["one"])], yAxis: "up")),
      .table(
        TableCell(
          "t", columns: ["a", "b", "c"],
          rows: [[.text("x"), .number(0.25), .integer(3)], [.text("1"), .number(1.5), .integer(1_000_000)]])),
      .table(
        TableCell(
          "\"rows\": [1.0", columns: ["a", "b", "c"],
          rows: [
            [.text("\u{301}1.0, \"2\\"), .number(1), .integer(1)], [.text("]"), .number(-0.0), .integer(-0)],
            [.number(.nan), .number(1e300), .number(-27)],
          ])),
      .tree(TreeCell("t", root: TreeNode("+", value: 1, children: [TreeNode("x", gradient: -.infinity)]))),
      .guess("How *many*?"),
      .explore(
        ExploreCell(
          .choice, title: "«a»", parts: [.init("logits", "a")], constants: [.init("temperature", 0.1)])),
      .tryNext([TryNextCommand("swift run a", explanation: "again"), TryNextCommand("b")]),
    ] + requirements.map { .check(CheckCell("c", measured: 0.5, requirement: $0)) }
    + TensorDisplay.allCases.map { .tensor(TensorCell("d", [1, 2], shape: [2], display: $0)) }

  @Test(
    "Every cell of a notebook comes back: the same JSON, and the same piece of a page",
    arguments: cells.indices)
  func roundTrip(index: Int) throws {
    let cell = Self.cells[index]
    let read = try Cell(json: line(cell))
    #expect(line(read) == line(cell))
    #expect(read.markup == cell.markup)
  }

  @Test("A line that is no cell is refused")
  func refused() {
    for line in [
      "", "{}", "[]", #"{"kind": "poem"}"#, #"{"kind": "prose"}"#, #"{"kind": "formula", "id": "S9"}"#,
      #"{"kind": "check", "name": "a", "measured": 1, "relation": "almost", "tolerance": 1}"#,
    ] { #expect(throws: (any Error).self) { try Cell(json: line) } }
  }
}
