import Formulas
import Neural
import Notebook

extension Encoding {
  /// The table itself.
  func positionAsVector(_ notebook: ChapterNotebook) throws {
    notebook.heading("A position as a vector")
    notebook.prose(
      """
      Attention sees a set. To let it see an order, every position gets a vector of its own, added to the token's: \
      pairs of a sine and a cosine, like the hands of clocks from fast to slow.

          \(Formula.of(.s0_3_3_PE).unicode)
      """)
    if let change { notebook.prose("In this run the table is changed: \(change).") }
    notebook.declaration("entry", in: "Encoding.swift")
    notebook.declaration("table", in: "Encoding.swift")
    notebook.code()
    let positions = table

    notebook.tensor(
      "positions", positions, axes: ["position", "channel"], labels: [places.map { "\($0)" }, []],
      formula: .s0_3_3_PE, display: .heatMap)
    let (rowCount, columnCount) = (min(4, length), min(8, channels))
    notebook.tensor(
      "firstRows", positions.sliced(axis: 0, 0..<rowCount).sliced(axis: 1, 0..<columnCount),
      axes: ["position", "channel"],
      labels: [
        places.prefix(rowCount).map { "\($0)" },
        (0..<columnCount).map { ($0.isMultiple(of: 2) == isSwapped ? "cos" : "sin") + " ω\($0 / 2)" },
      ])
    try checkTable(notebook)
    wavelengths(notebook)
  }

  /// What the options changed, in words.
  private var change: String? {
    if isAbsent { return "no positions, all zeros" }
    let changes = [
      base == 10_000 ? "" : "the base is \(NumberText.compact(base))",
      first == 0 ? "" : "the first position is 1", isSwapped ? "cosine comes before sine" : "",
    ].filter { !$0.isEmpty }
    return changes.isEmpty ? nil : changes.joined(separator: ", ")
  }

  private func checkTable(_ notebook: ChapterNotebook) throws {
    if isPublished {
      notebook.code()
      let library = sinusoidalPositions(length: length, channels: channels)

      notebook.check("bit for bit what the library's models add", isTrue: table == library)
      notebook.check(
        "the published formula in Double says the same",
        measured: table.matrix.distance(to: try published(at: places, d: channels)), atMost: 1e-7)
    } else if isAbsent {
      notebook.check("no two positions can be told apart", isTrue: rows.allSatisfy { $0 == rows[0] })
      return
    } else if base == 10_000 {
      var unchanged = self
      (unchanged.first, unchanged.isSwapped) = (0, false)
      if first == 1, !isSwapped {
        unchanged.length += 1
        notebook.check(
          "counting from 1 shifts the table by one row, and nothing else",
          isTrue: rows == Array(unchanged.rows.dropFirst()))
      } else {
        notebook.check(
          "a model trained on the published table would read this one wrongly: the first rows are apart",
          measured: distance(rows[0], unchanged.rows[0]), atLeast: 0.5)
      }
    }
    guard first == 0 else { return }
    let start: [Double] = isSwapped ? [1, 0] : [0, 1]
    notebook.check(
      "position 0 is \(NumberText.compact(start[0])), \(NumberText.compact(start[1])), … : every clock at the start",
      isTrue: rows[0] == (0..<channels).map { start[$0 % 2] })
  }

  /// How far one must go until a pair's clock is round.
  private func wavelengths(_ notebook: ChapterNotebook) {
    guard !isAbsent, pairCount > 0 else { return }
    notebook.declaration("frequency", in: "Encoding.swift")
    notebook.code()
    let frequencies = (0..<pairCount).map(frequency)  // ω
    let wavelengths = frequencies.map { 2 * Double.pi / $0 }
    let turns = wavelengths.map { Double(length) / $0 }

    let shown = pairCount <= 8 ? Array(0..<pairCount) : Array(0..<5) + Array(pairCount - 3..<pairCount)
    notebook.table(
      "the clocks" + (pairCount > 8 ? " (the first and the last of \(pairCount))" : ""),
      columns: ["pair", "channels", "ω", "wavelength", "turns in \(length)"],
      rows: shown.map { pair in
        [
          pair, "\(2 * pair), \(2 * pair + 1)", NumberText.compact(frequencies[pair]),
          NumberText.compact(wavelengths[pair]), NumberText.compact(turns[pair], significant: 3),
        ]
      })
    guard !hasLoneChannel, pairCount > 1 else { return }
    let factor = wavelengths[pairCount - 1] / wavelengths[0]
    notebook.prose(
      """
      Fast clocks tell neighbours apart, slow ones regions, as the digits of a number do. The slowest is not \
      \(NumberText.compact(base)) times as slow as the fastest but \(NumberText.compact(factor)) times: \
      the exponent ends at (d − 2)/d.
      """)
    let perPair = wavelengths[1] / wavelengths[0]
    let product = (1..<pairCount).reduce(1.0) { product, _ in product * perPair }
    notebook.check(
      "wavelengths grow by the same factor from pair to pair (the last, as a share of the expected)",
      measured: factor / product, near: 1, within: 1e-9)
  }
}
