import Formulas
import Notebook

/// How a position joins a token: added, appended, or multiplied.
func addedAppendedMultiplied(_ notebook: ChapterNotebook) throws {
  notebook.heading("Added, appended or multiplied?")
  notebook.formula(.s0_3_1_P_POS)
  notebook.prose(
    """
    “Add features” may mean further columns. Appended and multiplied by [W; W] they give what the sum gives, \
    (e + p)·W = [e; p]·[W; W]: the sum is appending with one matrix for both, at half the width.
    """)
  notebook.code()
  let tokens: Matrix = [[1, 2, 3, 4], [9, 2, -5, 4]]
  let weight: Matrix = [[1, 0, 2], [-1, 1, 0], [0, 3, 1], [2, 1, -1]]
  let positions = try published(at: [0, 0], d: 4)
  let inputs: Formula.Values = [
    "E": .matrix(tokens), "PE": .matrix(positions), "W": .matrix(weight),
  ]
  let forms = Formula.of(.s0_3_1_P_POS)
  let added = try forms.reading("sum").compute(inputs).matrix("projected")
  let appended = try forms.reading("appended").compute(inputs)
    .matrix("projected")

  notebook.check("[e; p]·[W; W] = (e + p)·W", measured: added.distance(to: appended), atMost: 1e-12)

  notebook.formula(.s4_5_2_P_MULPE)
  notebook.code()
  let joining = Formula.of(.s4_5_2_P_MULPE)
  let zeros = Matrix(
    rowCount: 2, columnCount: 4, elements: Array(repeating: 0, count: 8))
  let pair: Formula.Values = ["E": .matrix(tokens), "P": .matrix(positions)]
  let sum = try joining.published.compute(pair).matrix("X")
  let product = try joining.asPrinted.compute(pair).matrix("X")
  let atStart = try joining.asPrinted.compute(
    pair.with(["P": .matrix(zeros)])
  ).matrix("X")

  func text(_ row: [Double]) -> String { row.map { NumberText.compact($0) }.joined(separator: ", ") }
  notebook.table(
    "two tokens at position 0", columns: ["token", "added", "multiplied", "multiplied by S4's zeros"],
    rows: (0..<2).map { row in [tokens, sum, product, atStart].map { text($0.row(row)) } })
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
