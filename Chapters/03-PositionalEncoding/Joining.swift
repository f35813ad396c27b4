import Formulas
import Notebook

/// Section 6: how a position joins a token: added, appended, or multiplied.
func showJoining(_ notebook: ChapterNotebook, _ encoding: Encoding) throws {
  let tokens: Matrix = [[1, 2, 3, 4], [9, 2, -5, 4]]
  let weight: Matrix = [[1, 0, 2], [-1, 1, 0], [0, 3, 1], [2, 1, -1]]
  let positions = try Exhibits.table(.s0_3_3_PE, positions: [0, 0], width: 4, asPublished: true)

  notebook.heading("Added, appended or multiplied?")
  notebook.formula(.s0_3_1_P_POS)
  let inputs: Formula.Values = ["E": .matrix(tokens), "PE": .matrix(positions), "W": .matrix(weight)]
  let formula = Formula.of(.s0_3_1_P_POS)
  let added = try formula.reading("sum").compute(inputs).matrix("projected")
  let appended = try formula.reading("appended").compute(inputs).matrix("projected")
  notebook.prose(
    """
    “Add features” may mean further columns. Appended and multiplied by [W; W] they give what the sum gives, \
    (e + p)·W = [e; p]·[W; W]: the sum is appending with one matrix for both, at half the width.
    """)
  notebook.check(
    "[e; p]·[W; W] = (e + p)·W", measured: largestDifference(added.elements, appended.elements), atMost: 1e-12
  )

  notebook.formula(.s4_5_2_P_MULPE)
  let pair: Formula.Values = ["E": .matrix(tokens), "P": .matrix(positions)]
  let joining = Formula.of(.s4_5_2_P_MULPE)
  let product = try joining.asPrinted.compute(pair).matrix("X")
  let sum = try joining.published.compute(pair).matrix("X")
  let zeros = Matrix(rowCount: 2, columnCount: 4, elements: Array(repeating: 0, count: 8))
  let atStart = try joining.asPrinted.compute(pair.with(["P": .matrix(zeros)])).matrix("X")
  func text(_ row: [Double]) -> String { row.map { NumberText.compact($0) }.joined(separator: ", ") }
  notebook.table(
    "two tokens at position 0", columns: ["token", "added", "multiplied", "multiplied by S4's zeros"],
    rows: (0..<2).map {
      [text(tokens.row($0)), text(sum.row($0)), text(product.row($0)), text(atStart.row($0))]
    })
  notebook.prose(
    """
    S4's code multiplies. Where a channel of the position is 0 that of the token is lost; with sines, position 0 makes \
    one of two different tokens. And S4's own table is not of sines: it starts as zeros, so that at first nothing at \
    all passes, at any position.
    """)
  notebook.check("multiplied: both tokens become the same", isTrue: product.row(0) == product.row(1))
  notebook.check(
    "added: they stay as far apart as they were", measured: distance(sum.row(0), sum.row(1)),
    near: distance(tokens.row(0), tokens.row(1)), within: 1e-12)
  notebook.check("multiplied by zeros: nothing passes", isTrue: atStart.elements.allSatisfy { $0 == 0 })
}
