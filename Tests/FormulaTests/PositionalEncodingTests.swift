import Formulas
import Testing

/// Expected values: ledger S0-3.3-PE, S1-3.2-PE, S3-3.3-PE, S0-3.1-P-POS and S4-5.2-P-MULPE.
@Suite struct PositionalEncodingTests {
  /// The table of one reading for positions `from …< upTo`.
  func table(
    _ id: FormulaID, _ reading: String, _ positions: [Int], width: Int
  ) throws -> Matrix {
    try matrix(id, reading, ["p": .integers(positions), "d": .number(Double(width))], "PE")
  }

  func canonical(_ positions: [Int], width: Int) throws -> Matrix {
    try table(.s0_3_3_PE, "published", positions, width: width)
  }

  // MARK: - S0-3.3-PE

  @Test(.formula(.s0_3_3_PE)) func s0_3_3_PE_published() throws {
    let expected: Formula.Value = [
      [0, 1, 0, 1], [0.8414709848, 0.5403023059, 0.0099998333, 0.9999500004],
      [0.9092974268, -0.4161468365, 0.0199986667, 0.9998000067],
      [0.1411200081, -0.9899924966, 0.0299955002, 0.9995500337],
    ]
    expect(try compute(.s0_3_3_PE, "published", ["p": [0, 1, 2, 3], "d": 4])["PE"], expected)
  }

  @Test(.formula(.s0_3_3_PE)) func s0_3_3_PE_R1_isTheSameNumberInEveryDimension() throws {
    let table = try matrix(.s0_3_3_PE, "one number a position", ["p": [0, 1, 2, 3], "d": 4], "PE")
    for column in table.columns {
      expect(.numbers(column), [1.0000000000, 1.0099498338, 1.0197986734, 1.0295455340])
    }
  }

  @Test(.formula(.s0_3_3_PE)) func s0_3_3_PE_R1Prime_powerOfTheFraction() throws {
    let table = try matrix(.s0_3_3_PE, "power of the fraction", ["p": [1, 2, 3], "d": 4], "PE")
    for column in table.columns { expect(.numbers(column), [1.0099498338, 1.0140416659, 1.0171696458]) }
  }

  @Test(.formula(.s0_3_3_PE)) func s0_3_3_PE_R2_sumOfEachPair() throws {
    let row: Formula.Value = [[1.3817732907, 1.3817732907, 1.0099498338, 1.0099498338]]
    expect(try compute(.s0_3_3_PE, "summed in pairs", ["p": [1], "d": 4])["PE"], row)
  }

  @Test(.formula(.s0_3_3_PE)) func s0_3_3_PE_R3_isThePairWithIndexOne() throws {
    let pair = try matrix(.s0_3_3_PE, "one pair", ["p": [0, 1, 2, 3], "d": 4], "PE")
    #expect(try pair == canonical([0, 1, 2, 3], width: 4).columns(2..<4))
  }

  @Test(.formula(.s0_3_3_PE)) func s0_3_3_PE_R1_isTheSumOfThePairWithIndexOne() throws {
    let positions = Array(0..<64)
    let printed = try table(.s0_3_3_PE, "one number a position", positions, width: 8)
    let canonical = try canonical(positions, width: 8)
    for position in positions {
      #expect(abs(canonical[position, 2] + canonical[position, 3] - printed[position, 0]) <= 1e-14)
    }
  }

  @Test(.formula(.s0_3_3_PE)) func s0_3_3_PE_atWidth512() throws {
    let pair = try canonical([1], width: 512).row(0)[2...3]
    expect(.numbers(Array(pair)), [0.8218561900, 0.5696950087])
    let printed = try table(.s0_3_3_PE, "one number a position", [1, 92, 333], width: 512).column(0)
    expect(.numbers(printed), [1.3915511987, 1.4142126699, 1.4141994300])
    #expect(abs(printed[1] - printed[2] - 1.32e-5) < 1e-7)
  }

  @Test(.formula(.s0_3_3_PE)) func s0_3_3_PE_R1_foldsDistantPositionsTogether() throws {
    let printed = try table(.s0_3_3_PE, "one number a position", [78, 79], width: 4).column(0)
    expect(.numbers(printed), [1.414192957, 1.414198588])
    #expect(abs(printed[1] - printed[0] - 5.63e-6) < 5e-9)
    #expect(printed.allSatisfy { $0 <= 2.0.squareRoot() })
  }

  @Test(.formula(.s0_3_3_PE)) func s0_3_3_PE_publishedKeepsPositionsApart() throws {
    let positions = Array(0..<512)
    let narrow = try canonical(positions, width: 4).rows
    var closest = Double.infinity
    for one in positions {
      for two in positions.dropFirst(one + 1) { closest = min(closest, euclidean(narrow[one], narrow[two])) }
    }
    #expect(abs(closest - 0.2420378) < 6e-8)
    // The distance depends on the offset alone (below), so the first row stands for all.
    let wide = try canonical(positions, width: 512).rows
    let nearest = positions.dropFirst().map { euclidean(wide[0], wide[$0]) }.min() ?? 0
    #expect(abs(nearest - 3.7142704) < 6e-8)
  }

  @Test(.formula(.s0_3_3_PE)) func s0_3_3_PE_R1_squaredNormVaries() throws {
    let printed = try table(.s0_3_3_PE, "one number a position", [0, 1, 2, 3], width: 8).rows.map {
      dot($0, $0)
    }
    expect(.numbers(printed), [8, 9.5893546, 11.1153467, 12.5171398], within: 6e-8)
    for row in try canonical([0, 1, 2, 3], width: 8).rows { #expect(abs(dot(row, row) - 4) < 1e-12) }
  }

  @Test(.formula(.s0_3_3_PE)) func s0_3_3_PE_publishedProductDependsOnTheOffsetAlone() throws {
    let canonical = try canonical(Array(0..<64), width: 8)
    expect(
      .numbers([0, 7, 40].map { dot(canonical.row($0), canonical.row($0 + 3)) }),
      [1.9648895263, 1.9648895263, 1.9648895263])
    let summed = try table(.s0_3_3_PE, "summed in pairs", [0, 1, 3, 4], width: 8)
    expect(
      .numbers([dot(summed.row(0), summed.row(2)), dot(summed.row(1), summed.row(3))]),
      [4.8690505, 3.0807399],
      within: 6e-8)
  }

  @Test(.formula(.s0_3_3_PE)) func s0_3_3_PE_rankIsOne() throws {
    let positions = Array(0..<16)
    let printed = singularValues(try table(.s0_3_3_PE, "one number a position", positions, width: 8))
    #expect(printed[1] < 1e-14 * printed[0])
    let summed = singularValues(try table(.s0_3_3_PE, "summed in pairs", positions, width: 8))
    #expect(summed[3] > 1e-9 && summed[4] < 1e-14 * summed[0])
    let canonical = singularValues(try canonical(positions, width: 8))
    #expect(canonical[7] > 1e-9)
  }

  @Test(.formula(.s0_3_3_PE)) func s0_3_3_PE_publishedShiftIsARotation() throws {
    let canonical = try canonical(Array(0..<32), width: 8)
    for position in [0, 5, 20] {
      for pair in 0..<4 {
        // PE(k), the encoding of the offset itself, holds the sine and cosine of the rotation's angle.
        let (sine, cosine) = (canonical[7, 2 * pair], canonical[7, 2 * pair + 1])
        let (x, y) = (canonical[position, 2 * pair], canonical[position, 2 * pair + 1])
        #expect(abs(canonical[position + 7, 2 * pair] - (x * cosine + y * sine)) < 1e-15)
        #expect(abs(canonical[position + 7, 2 * pair + 1] - (y * cosine - x * sine)) < 1e-15)
      }
    }
  }

  // MARK: - S1-3.2-PE

  @Test(.formula(.s1_3_2_PE)) func s1_3_2_PE_R1_addedToThePower() throws {
    let table = try matrix(.s1_3_2_PE, "added to the power", ["p": [1, 2, 512], "d": 512], "PE")
    expect(
      .numbers([table[0, 0], table[0, 1], table[1, 0], table[2, 511]]),
      [1.00000000999999985, 1.00000000999999975, 1.0000000199999996, 1.0000051199606786], within: 3e-16)
  }

  @Test(.formula(.s1_3_2_PE)) func s1_3_2_PE_R2_exponentSlipped() throws {
    let table = try matrix(.s1_3_2_PE, "added to the exponent", ["p": [1], "d": 2], "PE")
    expect(.number(table[0, 0]), 1.000000000001, within: 3e-16)
    expect(.number(table[0, 1]), 1, within: 3e-16)
  }

  @Test(.formula(.s1_3_2_PE)) func s1_3_2_PE_R3_isPublishedWithPositionsFromOne() throws {
    let rows: Formula.Value = [[0.8414709848, 0.5403023059], [0.9092974268, -0.4161468365]]
    expect(try compute(.s1_3_2_PE, "published", ["p": [1, 2], "d": 2])["PE"], rows)
  }

  @Test(.formula(.s1_3_2_PE)) func s1_3_2_PE_neighboursAreIndistinguishable() throws {
    let printed = try table(.s1_3_2_PE, "added to the power", Array(1...16), width: 8)
    #expect(abs(printed[1, 0] - printed[0, 0] - 9.99999975e-9) < 3e-16)
    #expect(abs(euclidean(printed.row(0), printed.row(1)) - 2.8284e-8) < 1e-12)
    let canonical = try table(.s1_3_2_PE, "published", Array(1...16), width: 8)
    for position in 0..<15 {
      #expect(abs(euclidean(canonical.row(position), canonical.row(position + 1)) - 0.9640996) < 6e-8)
    }
    var widest = 0.0
    for row in printed.rows {
      for (left, right) in zip(row, row.dropFirst()) { widest = max(widest, abs(left - right)) }
    }
    #expect(widest < 2e-15)
    let values = singularValues(printed)
    #expect(values[1] < 2e-14)
  }

  @Test(.formula(.s1_3_2_PE)) func s1_3_2_PE_isConstantAsFloat() throws {
    let printed = try table(.s1_3_2_PE, "added to the power", Array(1...64), width: 8)
    for position in 0..<5 { #expect(printed.row(position).allSatisfy { Float($0) == 1 }) }
    #expect(printed.row(5).allSatisfy { Float($0) != 1 })
    #expect(Set(printed.elements.map(Float.init)).count == 6)
  }

  // MARK: - S3-3.3-PE

  @Test(.formula(.s3_3_3_PE)) func s3_3_3_PE_R1_powerOfTheFraction() throws {
    let rows: Formula.Value = [
      [1.841470984808, 1, 1], [1.841470979808, 1.00000001, 1], [1.841420985225, 1.000099999999, 1.00000001],
      [1.719053546698, 1.239601626484, 1.061971076328],
    ]
    expect(
      try compute(.s3_3_3_PE, "power of the fraction", ["p": [0, 1, 100, 5000], "d": 3])["PE"], rows,
      within: 6e-13)
  }

  @Test(.formula(.s3_3_3_PE)) func s3_3_3_PE_R2_powerOfTheDenominator() throws {
    let rows: Formula.Value = [
      [1.841470979808, 1.00000001], [1.909297406826, 1.00000002], [0.493584359307, 1.000001],
    ]
    expect(
      try compute(.s3_3_3_PE, "power of the denominator", ["p": [1, 2, 100], "d": 2])["PE"], rows,
      within: 6e-13)
  }

  @Test(.formula(.s3_3_3_PE)) func s3_3_3_PE_R3_isOneColumnOfR1() throws {
    let full = try table(.s3_3_3_PE, "power of the fraction", [0, 1, 100, 5000], width: 3)
    for dimension in 0..<3 {
      let inputs: Formula.Values = ["p": [0, 1, 100, 5000], "d": 5, "i": .number(Double(dimension))]
      let broadcast = try matrix(.s3_3_3_PE, "one number a position", inputs, "PE")
      #expect(broadcast.columnCount == 5)
      for column in broadcast.columns { #expect(column == full.column(dimension)) }
    }
  }

  @Test(.formula(.s3_3_3_PE)) func s3_3_3_PE_R4_powerOfTheValue() throws {
    // By hand: sin(0)⁰ + cos(0)¹ = 2, sin(0)² + cos(0)³ = 1; sin(1)⁰ + cos(1)¹ = 1 + 0.5403023059.
    let rows: Formula.Value = [[2, 1], [1.5403023059, 0.8658020234]]
    expect(try compute(.s3_3_3_PE, "power of the value", ["p": [0, 10_000], "d": 2])["PE"], rows)
  }

  @Test(.formula(.s3_3_3_PE)) func s3_3_3_PE_published() throws {
    #expect(
      try table(.s3_3_3_PE, "published", [0, 3, 9], width: 6) == canonical([0, 3, 9], width: 6))
  }

  @Test(.formula(.s3_3_3_PE)) func s3_3_3_PE_R1_isConstantAsFloat() throws {
    let rows = try table(.s3_3_3_PE, "power of the fraction", Array(0..<64), width: 8).rows.map {
      $0.map(Float.init)
    }
    for row in rows { #expect(row.dropFirst(2).allSatisfy { $0 == 1 }) }
    #expect(rows[0] == rows[1])
    #expect(rows[0].prefix(4) == [1.841471, 1, 1, 1])
  }

  @Test(.formula(.s3_3_3_PE)) func s3_3_3_PE_R1_neighboursAreClose() throws {
    let rows = try table(.s3_3_3_PE, "power of the fraction", Array(0..<65), width: 8).rows
    let distances = zip(rows, rows.dropFirst()).map { euclidean($0, $1) }
    expect(.numbers([distances[0], distances[1]]), [1.118e-8, 3.354e-8], within: 6e-12)
    #expect(abs((distances.prefix(63).max() ?? 0) - 1.398e-6) < 6e-10)
  }

  @Test(.formula(.s3_3_3_PE)) func s3_3_3_PE_hasOneUsefulDimension() throws {
    func centred(_ matrix: Matrix) -> Matrix {
      Matrix(
        matrix.columns.map { column in
          let mean = column.reduce(0, +) / Double(column.count)
          return column.map { $0 - mean }
        }
      ).transposed
    }
    let printed = singularValues(
      centred(try table(.s3_3_3_PE, "power of the fraction", Array(0..<64), width: 8)))
    #expect(abs(printed[0] - 1.08e-4) < 1e-6)
    #expect(abs(printed[1] - 9.9e-10) < 2e-11)
    let denominator = try table(.s3_3_3_PE, "power of the denominator", Array(0..<64), width: 8)
    let values = singularValues(centred(denominator))
    #expect(abs(values[1] / values[0] - 2.6e-7) < 1e-8)
    let long = try table(.s3_3_3_PE, "power of the denominator", Array(0..<512), width: 8)
    for column in long.columns.dropFirst(3) { #expect(Set(column).count == 1) }
  }

  @Test(.formula(.s3_3_3_PE)) func s3_3_3_PE_R1_allDimensionsEqualAtTenThousand() throws {
    let row = try table(.s3_3_3_PE, "power of the fraction", [10_000], width: 6).row(0)
    for value in row { expect(.number(value), 1.3817732907) }
    // At position 0 the first sine is that of 0⁰ = 1.
    expect(
      .number(try table(.s3_3_3_PE, "power of the fraction", [0], width: 1)[0, 0]), 1.841470984808,
      within: 6e-13)
  }

  // MARK: - Sum, concatenation, product

  @Test(.formula(.s0_3_1_P_POS)) func s0_3_1_P_POS_concatenationGeneralisesTheSum() throws {
    let inputs: Formula.Values = [
      "E": [[1, 2], [0, -1]], "PE": [[3, 5], [2, 7]], "W": [[1, 2], [0.5, 1]],
    ]
    let summed = try compute(.s0_3_1_P_POS, "sum", inputs)
    let appended = try compute(.s0_3_1_P_POS, "appended", inputs)
    expect(summed["X"], [[4, 7], [2, 6]])
    expect(appended["X"], [[1, 2, 3, 5], [0, -1, 2, 7]])
    expect(summed["projected"], [[7.5, 15], [5, 10]])
    #expect(summed["projected"] == appended["projected"])
  }

  @Test(.formula(.s4_5_2_P_MULPE)) func s4_5_2_P_MULPE_productsCollide() throws {
    let inputs: Formula.Values = [
      "E": [[1, 2, 3, 4], [9, 2, -5, 4]], "P": [[0, 1, 0, 1], [0, 1, 0, 1]],
    ]
    expect(try compute(.s4_5_2_P_MULPE, "product", inputs)["X"], [[0, 2, 0, 4], [0, 2, 0, 4]], within: 0)
    expect(try compute(.s4_5_2_P_MULPE, "sum", inputs)["X"], [[1, 3, 3, 5], [9, 3, -5, 5]], within: 0)
    // P(0) of the published table is the P above.
    expect(.numbers(try canonical([0], width: 4).row(0)), [0, 1, 0, 1], within: 0)
  }

  @Test(.formula(.s4_5_2_P_MULPE)) func s4_5_2_P_MULPE_initialTableOfZerosStopsEverything() throws {
    let inputs: Formula.Values = ["E": [[1, 2], [9, -5]], "P": [[0, 0], [0, 0]]]
    #expect(try matrix(.s4_5_2_P_MULPE, "product", inputs, "X").largestMagnitude == 0)
  }

  @Test(.formula(.s4_5_2_P_MULPE, .s0_3_1_P_POS)) func positionsOfAnotherShapeAreRefused() {
    let inputs: Formula.Values = ["E": [[1, 2], [9, -5]], "P": [[0, 1]]]
    expectRefusal(.s4_5_2_P_MULPE, "product", inputs, left: [2, 2], right: [1, 2])
    expectRefusal(.s4_5_2_P_MULPE, "sum", inputs, left: [2, 2], right: [1, 2])
    expectRefusal(
      .s0_3_1_P_POS, "appended", ["E": [[1, 2], [9, -5]], "PE": [[0, 1]]], left: [2, 2], right: [1, 2])
  }
}
