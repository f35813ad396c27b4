import Formulas
import Notebook

extension Encoding {
  /// The three formulas that the documents print, at the same positions.
  func misprints(_ notebook: ChapterNotebook) throws {
    notebook.heading("Three misprints, and what each destroys")
    try misprintOfS0(notebook)
    try misprintOfS1(notebook)
    try misprintOfS3(notebook)
    try sideBySide(notebook)
  }

  private func show(_ notebook: ChapterNotebook, _ name: String, _ table: Matrix, _ id: FormulaID) {
    notebook.tensor(
      name, table.elements, shape: table.shape, axes: ["position", "channel"],
      labels: [places.map { "\($0)" }, []], formula: id, display: .summary)
  }

  /// One number a position: the "and" of sine and cosine became a sum, and the index went.
  private func misprintOfS0(_ notebook: ChapterNotebook) throws {
    notebook.formula(.s0_3_3_PE)
    notebook.declaration("printed", in: "Encoding.swift")
    notebook.code()
    let asPrintedS0 = try printed(.s0_3_3_PE, at: places, d: channels)

    show(notebook, "asPrintedS0", asPrintedS0, .s0_3_3_PE)
    notebook.code()
    let many = Array(0..<512)
    let narrow = try printed(.s0_3_3_PE, at: many, d: 4)
    let wide = try printed(.s0_3_3_PE, at: many, d: 512)
    let right = try published(at: many, d: 512)
    let fold = (narrow[78, 0] - narrow[79, 0]).magnitude
    let farFold = (wide[92, 0] - wide[333, 0]).magnitude
    let rowFold = distance(wide.row(92), wide.row(333))
    // Distances depend on the offset alone: the first row stands for all.
    let distances = (1..<512).map { distance(right.row($0), right.row(0)) }
    let closest = distances.min() ?? 0

    notebook.prose(
      """
      S0 lost the index i, and its “and” became “+”: **one number** for a position, the same in every channel. It \
      is pair 1 of the published table, summed. Such a number comes back: at d = 512 those of positions 92 and 333 differ \
      by \(NumberText.compact(farFold, significant: 3)), so that their rows, 512 times the same number, are \
      \(NumberText.compact(rowFold, significant: 3)) apart, while no two of 512 published rows are closer than \
      \(NumberText.compact(closest, significant: 3)).
      """)
    notebook.check(
      "S0(p) = PE(p, 2) + PE(p, 3) at every p",
      measured: many.map { (wide[$0, 0] - (right[$0, 2] + right[$0, 3])).magnitude }.max() ?? 0,
      atMost: 1e-12)
    notebook.check(
      "d = 4: the numbers of positions 78 and 79 differ by 5.63e-6", measured: fold, near: 5.63e-6,
      within: 1e-8)
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
  private func misprintOfS1(_ notebook: ChapterNotebook) throws {
    notebook.formula(.s1_3_2_PE)
    notebook.code()
    let asPrintedS1 = try printed(.s1_3_2_PE, at: places, d: channels)

    show(notebook, "asPrintedS1", asPrintedS1, .s1_3_2_PE)
    notebook.code()
    let sample = try printed(.s1_3_2_PE, at: Array(1...64), d: 8)
    let asFloat = sample.column(0).map(Float.init)
    let onesCount = asFloat.prefix { $0 == 1 }.count
    let distinctCount = Set(asFloat).count
    let turn = 2 * Double.pi * 1e8

    notebook.prose(
      """
      S1 put j beside the power instead of into it. The angle is i/10⁸: one turn takes \
      \(NumberText.scientific(turn, decimals: 1)) positions, and all channels are one. Stored as `Float` the first \
      \(onesCount) positions are exactly 1, and 64 positions have \(distinctCount) values.
      """)
    notebook.check("S1: as Float the value is exactly 1 up to position 5", count: onesCount, equals: 5)
    notebook.check("S1: 64 positions, 6 values as Float", count: distinctCount, equals: 6)
    notebook.check(
      "S1: neighbours are 2.8284e-8 apart at d = 8", measured: distance(sample.row(0), sample.row(1)),
      near: 2.8284e-8, within: 1e-12)
  }

  /// The power over the fraction: for all positions below 10000 the angle vanishes as i grows.
  private func misprintOfS3(_ notebook: ChapterNotebook) throws {
    notebook.formula(.s3_3_3_PE)
    notebook.code()
    let asPrintedS3 = try printed(.s3_3_3_PE, at: places, d: channels)

    show(notebook, "asPrintedS3", asPrintedS3, .s3_3_3_PE)
    notebook.code()
    let sample = try printed(.s3_3_3_PE, at: Array(0..<64), d: 8)
    let asFloat = sample.rows.map { $0.map(Float.init) }
    let arePlain = asFloat.allSatisfy { $0.dropFirst(2).allSatisfy { $0 == 1 } }
    let steps = (1..<64).map { distance(sample.row($0), sample.row($0 - 1)) }

    let first = asFloat[0].prefix(4).map { NumberText.compact(Double($0), significant: 7) }
    notebook.prose(
      """
      S3 put the power over the whole fraction, so that (pos/10000)^(2i) vanishes as i grows. As `Float` \
      positions 0 and 1 are the same row, (\(first.joined(separator: ", ")), …), and from i = 2 on every entry is \
      exactly 1.
      """)
    notebook.check("S3: positions 0 and 1 are the same row as Float", isTrue: asFloat[0] == asFloat[1])
    notebook.check("S3: below position 64 every Float at i ≥ 2 is exactly 1", isTrue: arePlain)
    notebook.check(
      "S3: neighbours below 64 are at most 1.398e-6 apart", measured: steps.max() ?? 0, near: 1.398e-6,
      within: 1e-9)
  }

  /// All four tables, at a size where the numbers are known.
  private func sideBySide(_ notebook: ChapterNotebook) throws {
    notebook.code()
    func tables(length: Int) throws -> [Matrix] {
      let places = Array(0..<length)
      let ids: [FormulaID] = [.s0_3_3_PE, .s1_3_2_PE, .s3_3_3_PE]
      return [try published(at: places, d: 8)]
        + (try ids.map { try printed($0, at: places, d: 8) })
    }
    let spectra = try tables(length: 16).map(singularValues)
    let seconds = spectra.map { $0[1] / $0[0] }
    // What is smaller than this is rounding (16 rows, Double).
    let ranks = spectra.map { values in
      values.count { $0 > 16 * Double.ulpOfOne * values[0] }
    }
    let longer = try tables(length: 64)
    let distinctCounts = longer.map { table in
      Set(table.rows.map { $0.map(Float.init) }).count
    }
    let nearest = longer.map { table in
      (1..<64).map { row in
        (0..<row).map { distance(table.row(row), table.row($0)) }.min() ?? 0
      }.min() ?? 0
    }

    let names = ["published", "S0 as printed", "S1 as printed", "S3 as printed"]
    notebook.table(
      "64 positions at d = 8", columns: ["table", "σ₂/σ₁", "distinct as Float", "nearest two rows"],
      rows: names.indices.map {
        [
          names[$0], seconds[$0] < 1e-14 ? "rounding" : NumberText.compact(seconds[$0], significant: 2),
          distinctCounts[$0], NumberText.compact(nearest[$0], significant: 3),
        ]
      })
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
}
