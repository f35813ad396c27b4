import Formulas
import Notebook

/// Section 4: the three formulas that the documents print, at the same positions.
func showPrintedForms(_ notebook: ChapterNotebook, _ encoding: Encoding) throws {
  notebook.heading("Three misprints, and what each destroys")
  let forms: [(name: String, id: FormulaID)] = [
    ("asPrintedS0", .s0_3_3_PE), ("asPrintedS1", .s1_3_2_PE), ("asPrintedS3", .s3_3_3_PE),
  ]
  for (name, id) in forms {
    notebook.formula(id)
    let table = try Exhibits.table(id, positions: encoding.positions, width: encoding.channels)
    notebook.tensor(
      name, table.elements, shape: table.shape, axes: ["position", "channel"],
      labels: [encoding.positions.map { "\($0)" }, []], formula: id, display: .summary)
    switch id {
    case .s0_3_3_PE: try checkS0(notebook)
    case .s1_3_2_PE: try checkS1(notebook)
    default: try checkS3(notebook)
    }
  }
  try compareForms(notebook)
}

/// One number a position: the "and" of sine and cosine became a sum, and the index went.
private func checkS0(_ notebook: ChapterNotebook) throws {
  let positions = Array(0..<512)
  let narrow = try Exhibits.table(.s0_3_3_PE, positions: positions, width: 4)
  let wideRows = try Exhibits.table(.s0_3_3_PE, positions: positions, width: 512)
  let wide = wideRows.column(0)
  let published = try Exhibits.table(.s0_3_3_PE, positions: positions, width: 512, asPublished: true)
  let fold = (narrow[78, 0] - narrow[79, 0]).magnitude
  let farFold = (wide[92] - wide[333]).magnitude
  let rowFold = distance(wideRows.row(92), wideRows.row(333))
  // Distances depend on the offset alone: the first row stands for all.
  let rows = published.rows
  let closest = rows.dropFirst().map { distance($0, rows[0]) }.min() ?? 0
  notebook.prose(
    """
    S0 lost the index i, and its “and” became “+”: **one number** for a position, the same in every channel. It \
    is pair 1 of the published table, summed. Such a number comes back: at d = 512 those of positions 92 and 333 differ \
    by \(NumberText.compact(farFold, significant: 3)), so that their rows, 512 times the same number, are \
    \(NumberText.compact(rowFold, significant: 3)) apart, while no two of 512 published rows are closer than \
    \(NumberText.compact(closest, significant: 3)).
    """)
  let sums = rows.map { $0[2] + $0[3] }
  notebook.check(
    "S0(p) = PE(p, 2) + PE(p, 3) at every p", measured: largestDifference(wide, sums), atMost: 1e-12)
  notebook.check(
    "d = 4: the numbers of positions 78 and 79 differ by 5.63e-6", measured: fold, near: 5.63e-6, within: 1e-8
  )
  notebook.check(
    "d = 512: those of 92 and 333 by 1.32e-5", measured: farFold, near: 1.32e-5, within: 1e-7)
  notebook.check(
    "… and the rows are √512 times as far apart", measured: rowFold, near: 512.0.squareRoot() * farFold,
    within: 1e-12)
  notebook.check(
    "d = 512: the closest published rows are 3.7142704 apart", measured: closest, near: 3.714_270_4,
    within: 1e-6)
}

/// 10000² + j: a clock that needs six hundred million positions for one turn.
private func checkS1(_ notebook: ChapterNotebook) throws {
  let table = try Exhibits.table(.s1_3_2_PE, positions: Array(1...64), width: 8)
  let asFloat = table.column(0).map(Float.init)
  let onesCount = asFloat.prefix { $0 == 1 }.count
  var distinct: [Float] = []
  for value in asFloat where !distinct.contains(value) { distinct.append(value) }
  let turn = 2 * Double.pi * 1e8
  notebook.prose(
    """
    S1 put j beside the power instead of into it. The angle is i/10⁸: one turn takes \
    \(NumberText.scientific(turn, decimals: 1)) positions, and all channels are one. Stored as `Float` the first \
    \(onesCount) positions are exactly 1, and 64 positions have \(distinct.count) values.
    """)
  notebook.check("S1: as Float the value is exactly 1 up to position 5", count: onesCount, equals: 5)
  notebook.check("S1: 64 positions, 6 values as Float", count: distinct.count, equals: 6)
  notebook.check(
    "S1: neighbours are 2.8284e-8 apart at d = 8", measured: distance(table.row(0), table.row(1)),
    near: 2.8284e-8, within: 1e-12)
}

/// The power over the fraction: for all positions below 10000 the angle vanishes as i grows.
private func checkS3(_ notebook: ChapterNotebook) throws {
  let table = try Exhibits.table(.s3_3_3_PE, positions: Array(0..<64), width: 8)
  let rows = table.rows.map { $0.map(Float.init) }
  let farthest = (1..<64).map { distance(table.row($0), table.row($0 - 1)) }.max() ?? 0
  let arePlain = rows.allSatisfy { $0.dropFirst(2).allSatisfy { $0 == 1 } }
  let first = rows[0].prefix(4).map { NumberText.compact(Double($0), significant: 7) }
  notebook.prose(
    """
    S3 put the power over the whole fraction, so that (pos/10000)^(2i) vanishes as i grows. As `Float` \
    positions 0 and 1 are the same row, (\(first.joined(separator: ", ")), …), and from i = 2 on every entry is \
    exactly 1.
    """)
  notebook.check("S3: positions 0 and 1 are the same row as Float", isTrue: rows[0] == rows[1])
  notebook.check("S3: below position 64 every Float at i ≥ 2 is exactly 1", isTrue: arePlain)
  notebook.check(
    "S3: neighbours below 64 are at most 1.398e-6 apart", measured: farthest, near: 1.398e-6, within: 1e-9)
}

/// All four tables side by side, at a size where the numbers are known.
private func compareForms(_ notebook: ChapterNotebook) throws {
  var rows: [[any TableValue]] = []
  var (ranks, seconds): ([Int], [Double]) = ([], [])
  let forms: [(String, FormulaID, Bool)] = [
    ("published", .s0_3_3_PE, true), ("S0 as printed", .s0_3_3_PE, false),
    ("S1 as printed", .s1_3_2_PE, false), ("S3 as printed", .s3_3_3_PE, false),
  ]
  for (name, id, isPublished) in forms {
    let table = try Exhibits.table(id, positions: Array(0..<64), width: 8, asPublished: isPublished)
    let spectrum = singularValues(
      try Exhibits.table(id, positions: Array(0..<16), width: 8, asPublished: isPublished))
    // What is smaller than this is rounding (16 rows, Double).
    ranks.append(spectrum.count { $0 > 16 * Double.ulpOfOne * spectrum[0] })
    let second = spectrum[1] / spectrum[0]
    seconds.append(second)
    var distinct: [[Float]] = []
    for row in table.rows.map({ $0.map(Float.init) }) where !distinct.contains(row) { distinct.append(row) }
    var nearest = Double.infinity
    for first in 0..<64 {
      for second in 0..<first { nearest = min(nearest, distance(table.row(first), table.row(second))) }
    }
    rows.append([
      name, second < 1e-14 ? "rounding" : NumberText.compact(second, significant: 2), distinct.count,
      NumberText.compact(nearest, significant: 3),
    ])
  }
  notebook.table(
    "64 positions at d = 8", columns: ["table", "σ₂/σ₁", "distinct as Float", "nearest two rows"], rows: rows)
  notebook.prose(
    """
    σ₂/σ₁ is the size of the table's second direction beside its first (singular values of 16 rows). The \
    published table fills its eight dimensions; every misprint leaves a line.
    """)
  notebook.check("the published table has rank 8 in Double", count: ranks[0], equals: 8)
  notebook.check("S0's has rank 1: all columns are one", count: ranks[1], equals: 1)
  notebook.check("S1's has rank 1, up to rounding", count: ranks[2], equals: 1)
  notebook.check(
    "S3's second direction is less than a millionth of its first", measured: seconds[3], atMost: 1e-6)
}
