import Formulas
import Neural
import Notebook

/// Section 1: the table itself.
func showTable(_ notebook: ChapterNotebook, _ encoding: Encoding) throws {
  let table = encoding.table
  notebook.heading("A position as a vector")
  notebook.prose(
    """
    Attention sees a set. To let it see an order, every position gets a vector of its own, added to the token's: \
    pairs of a sine and a cosine, like the hands of clocks from fast to slow.

        \(Formula.of(.s0_3_3_PE).unicode)
    """)
  if let change = encoding.change { notebook.prose("In this run the table is changed: \(change).") }
  notebook.code(
    encoding.isPublished
      ? "let positions = sinusoidalPositions(length: \(encoding.length), channels: \(encoding.channels))"
      : "let positions = encoding.table")
  notebook.tensor(
    "positions", table, axes: ["position", "channel"], labels: [encoding.positions.map { "\($0)" }, []],
    formula: .s0_3_3_PE, display: .heatMap)
  let (rows, columns) = (min(4, encoding.length), min(8, encoding.channels))
  notebook.tensor(
    "firstRows", table.sliced(axis: 0, 0..<rows).sliced(axis: 1, 0..<columns), axes: ["position", "channel"],
    labels: [
      encoding.positions.prefix(rows).map { "\($0)" },
      (0..<columns).map { ($0.isMultiple(of: 2) == encoding.isSwapped ? "cos" : "sin") + " ω\($0 / 2)" },
    ])
  try checkTable(notebook, encoding)
  showWavelengths(notebook, encoding)
}

extension Encoding {
  /// What the options changed, in words.
  fileprivate var change: String? {
    if isAbsent { return "no positions, all zeros" }
    let changes = [
      base == 10_000 ? "" : "the base is \(NumberText.compact(base))",
      first == 0 ? "" : "the first position is 1", isSwapped ? "cosine comes before sine" : "",
    ].filter { !$0.isEmpty }
    return changes.isEmpty ? nil : changes.joined(separator: ", ")
  }
}

private func checkTable(_ notebook: ChapterNotebook, _ encoding: Encoding) throws {
  if encoding.isPublished {
    notebook.check(
      "bit for bit what the library's models add",
      isTrue: encoding.table == sinusoidalPositions(length: encoding.length, channels: encoding.channels))
    let published = try Exhibits.table(
      .s0_3_3_PE, positions: encoding.positions, width: encoding.channels, asPublished: true)
    notebook.check(
      "the published formula in Double says the same",
      measured: largestDifference(encoding.table.doubles, published.elements), atMost: 1e-7)
  } else if encoding.isAbsent {
    notebook.check(
      "no two positions can be told apart", isTrue: encoding.rows.allSatisfy { $0 == encoding.rows[0] })
    return
  } else if encoding.base == 10_000 {
    var published = encoding
    (published.first, published.isSwapped) = (0, false)
    if encoding.first == 1, !encoding.isSwapped {
      published.length += 1
      notebook.check(
        "counting from 1 shifts the table by one row, and nothing else",
        isTrue: encoding.rows == Array(published.rows.dropFirst()))
    } else {
      notebook.check(
        "a model trained on the published table would read this one wrongly: the first rows are apart",
        measured: distance(encoding.rows[0], published.rows[0]), atLeast: 0.5)
    }
  }
  let angles = encoding.first == 0 ? (encoding.isSwapped ? [1.0, 0] : [0, 1]) : nil
  if let angles {
    let expected = (0..<encoding.channels).map { angles[$0 % 2] }
    notebook.check(
      "position 0 is \(NumberText.compact(angles[0])), \(NumberText.compact(angles[1])), … : every clock at the start",
      isTrue: encoding.rows[0] == expected)
  }
}

/// How far one must go until a pair's clock is round.
private func showWavelengths(_ notebook: ChapterNotebook, _ encoding: Encoding) {
  guard !encoding.isAbsent, encoding.pairCount > 0 else { return }
  let pairs = encoding.pairCount
  let shown = pairs <= 8 ? Array(0..<pairs) : Array(0..<5) + Array(pairs - 3..<pairs)
  let wavelengths = (0..<pairs).map { 2 * Double.pi / encoding.frequency(pair: $0) }
  notebook.table(
    "the clocks" + (pairs > 8 ? " (the first and the last of \(pairs))" : ""),
    columns: ["pair", "channels", "ω", "wavelength", "turns in \(encoding.length)"],
    rows: shown.map { pair in
      [
        pair, "\(2 * pair), \(2 * pair + 1)", NumberText.compact(encoding.frequency(pair: pair)),
        NumberText.compact(wavelengths[pair]),
        NumberText.compact(Double(encoding.length) / wavelengths[pair], significant: 3),
      ]
    })
  guard !encoding.hasLoneChannel, pairs > 1 else { return }
  let factor = wavelengths[pairs - 1] / wavelengths[0]
  notebook.prose(
    """
    Fast clocks tell neighbours apart, slow ones regions, as the digits of a number do. The slowest is not \
    \(NumberText.compact(encoding.base)) times as slow as the fastest but \(NumberText.compact(factor)) times: \
    the exponent ends at (d − 2)/d.
    """)
  let perPair = wavelengths[1] / wavelengths[0]
  let product = (1..<pairs).reduce(1.0) { product, _ in product * perPair }
  notebook.check(
    "wavelengths grow by the same factor from pair to pair (the last, as a share of the expected)",
    measured: factor / product, near: 1, within: 1e-9)
}
