import Formulas
import Testing

/// Expected values: ledger S0-3.3-ATT, S2-4.1-ATT, S3-3.1-ATT, S4-4.1-ATT, S1-3.1.1-A, -AVT, S3-3.1-OUT, G-SOFTMAX, G-MASK.
@Suite struct AttentionTests {
  let toyA: Formula.Values = ["Q": [[1, 0], [0, 1]], "K": [[1, 1], [0, 1]], "V": [[1, 2], [3, 4]]]
  let weights: Formula.Value = [[0.669761549, 0.330238451], [0.5, 0.5]]
  let output: Formula.Value = [[1.660476901, 2.660476901], [2, 3]]

  // MARK: - Scaled dot-product attention, four times printed

  @Test(.formula(.s0_3_3_ATT)) func s0_3_3_ATT_R1_alongTheRows() throws {
    let result = try compute(.s0_3_3_ATT, "along the rows", toyA)
    expect(result["A"], weights)
    expect(result["output"], output)
  }

  @Test(.formula(.s2_4_1_ATT)) func s2_4_1_ATT_R1_alongTheRows() throws {
    let result = try compute(.s2_4_1_ATT, "along the rows", toyA)
    expect(result["A"], weights)
    expect(result["output"], output)
  }

  @Test(.formula(.s3_3_1_ATT)) func s3_3_1_ATT_weightsDoNotDependOnTheValues() throws {
    let once = try compute(.s3_3_1_ATT, "along the rows", toyA)
    expect(once["output"], output)
    let twice = try compute(.s3_3_1_ATT, "along the rows", toyA.with(["V": [[2, 4], [6, 8]]]))
    #expect(once["A"] == twice["A"])
    expect(twice["output"], [[3.320953803, 5.320953803], [4, 6]])
  }

  @Test(.formula(.s4_4_1_ATT)) func s4_4_1_ATT_alongTheRows() throws {
    let result = try compute(.s4_4_1_ATT, "along the rows", toyA)
    expect(result["A"], weights)
    expect(result["output"], output)
  }

  @Test(.formula(.s4_4_1_ATT)) func s4_4_1_ATT_R1_fromX() throws {
    let inputs: Formula.Values = [
      "X": [[1, 0], [0, 1]], "WQ": [[1, 2], [0, 1]], "WK": [[1, 0], [1, 1]], "WV": [[2, 0], [0, 1]],
    ]
    expect(
      try compute(.s4_4_1_ATT, "projections of X", inputs)["output"],
      [[0.391140635, 0.804429683], [0.660476901, 0.669761549]])
  }

  @Test(.formula(.s4_4_1_ATT)) func s4_4_1_ATT_R2_scoresAreSymmetric() throws {
    let identity = try compute(.s4_4_1_ATT, "X itself", ["X": [[1, 0], [0, 1]]])
    expect(identity["output"], [[0.669761549, 0.330238451], [0.330238451, 0.669761549]])
    let scores = try matrix(.s4_4_1_ATT, "X itself", ["X": [[1, 2], [3, -1], [0.5, 4]]], "S")
    #expect(scores == scores.transposed)
  }

  @Test(.formula(.s0_3_3_ATT)) func s0_3_3_ATT_unscaled() throws {
    let result = try compute(.s0_3_3_ATT, "along the rows", toyA.with(["scale": 1]))
    expect(.numbers(try result.matrix("A").row(0)), [0.731058579, 0.268941421])
    expect(.numbers(try result.matrix("output").row(0)), [1.537882843, 2.537882843])
  }

  @Test(.formula(.s0_3_3_ATT)) func s0_3_3_ATT_R2_ignoresQueriesAndKeys() throws {
    let inputs: Formula.Values = ["Q": [[1, 2]], "K": [[3, 4]], "V": [[5, 6]]]
    expect(try compute(.s0_3_3_ATT, "row vectors", inputs)["output"], [[5, 6]], within: 0)
    expect(
      try compute(.s0_3_3_ATT, "row vectors", inputs.with(["Q": [[-9, 7]], "K": [[0, 1]]]))["output"],
      [[5, 6]],
      within: 0)
    expectRefusal(.s0_3_3_ATT, "row vectors", toyA, left: [2, 2], right: [1])
  }

  @Test(.formula(.s0_3_3_ATT)) func s0_3_3_ATT_R3_columnVectors() throws {
    let inputs: Formula.Values = ["Q": [[1], [2]], "K": [[3], [4]], "V": [[5], [6]]]
    expect(try compute(.s0_3_3_ATT, "column vectors", inputs)["output"], [[5.669761549], [5.804429683]])
  }

  @Test(.formula(.s0_3_3_ATT)) func s0_3_3_ATT_R4_softmaxOverColumns() throws {
    let result = try compute(.s0_3_3_ATT, "along the columns", toyA)
    expect(result["output"], [[1.490715352, 2.320953803], [2.509284648, 3.679046197]])
    for column in try result.matrix("A").columns { #expect(abs(column.reduce(0, +) - 1) < 1e-15) }
  }

  @Test(.formula(.s0_3_3_ATT)) func s0_3_3_ATT_R5_softmaxOverTheWholeMatrix() throws {
    let result = try compute(.s0_3_3_ATT, "over the whole matrix", toyA)
    expect(result["output"], [[0.709750163, 1.137187704], [1.145124918, 1.717687378]])
    #expect(abs(try result.matrix("A").elements.reduce(0, +) - 1) < 1e-15)
  }

  @Test(.formula(.s0_3_3_ATT, .s2_4_1_ATT)) func s0_3_3_ATT_rowsOfWeightsSumToOne() throws {
    for row in try matrix(.s0_3_3_ATT, "along the rows", toyA, "A").rows {
      #expect(abs(row.reduce(0, +) - 1) < 1e-15 && row.allSatisfy { $0 > 0 })
    }
  }

  @Test(.formula(.s0_3_3_ATT, .s2_4_1_ATT)) func s0_3_3_ATT_shiftingAllKeysChangesNothing() throws {
    let plain = try matrix(.s0_3_3_ATT, "along the rows", toyA)
    let keys = try matrix(.s0_3_3_ATT, "along the rows", toyA.with(["K": [[6, -6], [5, -6]]]))
    #expect(distance(plain, keys) <= 1e-12)
    let queries = try matrix(.s0_3_3_ATT, "along the rows", toyA.with(["Q": [[6, -7], [5, -6]]]))
    #expect(abs(distance(plain, queries) - 0.9433642) < 6e-8)
  }

  @Test(.formula(.s0_3_3_ATT)) func s0_3_3_ATT_scoresHaveVarianceOfTheKeyWidth() throws {
    // Over all pairs of sign vectors of width 4 the mean of (q·k)² is exactly 4; divided by √4 it is 1.
    let signs = Matrix((0..<16).map { number in (0..<4).map { number >> $0 & 1 == 0 ? -1 : 1 } })
    let scores = try matrix(
      .s1_3_1_1_QKV, "a token a row",
      [
        "X": .matrix(signs), "WQ": .matrix(.identity(4)), "WK": .matrix(.identity(4)),
        "WV": .matrix(.identity(4)),
      ], "S")
    #expect(scores.elements.map { $0 * $0 }.reduce(0, +) / 256 == 4)
  }

  @Test(.formula(.s0_3_3_ATT)) func s0_3_3_ATT_refusesKeysOfAnotherWidth() {
    expectRefusal(
      .s0_3_3_ATT, "along the rows", toyA.with(["K": [[1, 1, 1], [0, 1, 0]]]), left: [2, 2], right: [3, 2])
    expectRefusal(.s0_3_3_ATT, "along the rows", toyA.with(["V": [[1, 2]]]), left: [2, 2], right: [1, 2])
  }

  // MARK: - Weights and values of S1

  @Test(.formula(.s1_3_1_1_A)) func s1_3_1_1_A_scaledByTheInputWidth() throws {
    let printed = try compute(.s1_3_1_1_A, "scaled by √d", toyA.with(["d": 4]))
    expect(.numbers(try printed.matrix("A").row(0)), [0.622459331, 0.377540669])
    expect(.numbers(try printed.matrix("output").row(0)), [1.755081338, 2.755081338])
    let published = try compute(.s1_3_1_1_A, "scaled by √d_k", toyA.with(["d": 4]))
    expect(published["A"], weights)
    expect(published["output"], output)
  }

  @Test(.formula(.s1_3_1_1_A)) func s1_3_1_1_A_agreesWhenTheHeadHasFullWidth() throws {
    let inputs = toyA.with(["d": 2])
    #expect(
      try compute(.s1_3_1_1_A, "scaled by √d", inputs) == compute(.s1_3_1_1_A, "scaled by √d_k", inputs))
  }

  @Test(.formula(.s1_3_1_1_A)) func s1_3_1_1_A_otherAxes() throws {
    // At d = d_k these are the readings of the same axes of S0-3.3-ATT.
    let inputs = toyA.with(["d": 2])
    expect(
      try compute(.s1_3_1_1_A, "scaled by √d, along the columns", inputs)["output"],
      [[1.490715352, 2.320953803], [2.509284648, 3.679046197]])
    expect(
      try compute(.s1_3_1_1_A, "scaled by √d, over the whole matrix", inputs)["output"],
      [[0.709750163, 1.137187704], [1.145124918, 1.717687378]])
  }

  @Test(.formula(.s1_3_1_1_A)) func s1_3_1_1_A_atTheSizeOfGPT2() throws {
    let inputs: Formula.Values = ["Q": [[8]], "K": [[1], [0]], "V": [[1], [0]]]
    expect(
      try compute(.s1_3_1_1_A, "scaled by √d", inputs.with(["d": 64]))["A"], [[0.731058579, 0.268941421]])
    expect(
      try compute(.s1_3_1_1_A, "scaled by √d", inputs.with(["d": 768]))["A"], [[0.571671753, 0.428328247]])
  }

  /// A of TOY-A as a value, for the formulas that start from it.
  func weightsAndValues() throws -> Formula.Values {
    ["A": .matrix(try matrix(.s1_3_1_1_A, "scaled by √d_k", toyA, "A")), "V": [[1, 2], [3, 4]]]
  }

  @Test(.formula(.s1_3_1_1_AVT)) func s1_3_1_1_AVT() throws {
    let inputs = try weightsAndValues()
    expect(
      try compute(.s1_3_1_1_AVT, "as printed", inputs)["output"], [[1.330238451, 3.330238451], [1.5, 3.5]])
    expect(try compute(.s1_3_1_1_AVT, "published", inputs)["output"], output)
  }

  @Test(.formula(.s1_3_1_1_AVT)) func s1_3_1_1_AVT_isRefusedWhenLengthAndWidthDiffer() throws {
    let inputs: Formula.Values = [
      "A": [[0.2, 0.3, 0.5], [0.2, 0.3, 0.5], [0.2, 0.3, 0.5]], "V": [[1, 2], [3, 4], [5, 6]],
    ]
    expectRefusal(.s1_3_1_1_AVT, "as printed", inputs, left: [3, 3], right: [2, 3])
    let row: [Double] = [3.6, 4.6]
    for found in try matrix(.s1_3_1_1_AVT, "published", inputs).rows {
      expect(.numbers(found), .numbers(row))
    }
  }

  @Test(.formula(.s1_3_1_1_AVT)) func s1_3_1_1_AVT_publishedRowsAreConvexCombinations() throws {
    let inputs = try weightsAndValues()
    let columns = try inputs.matrix("V").columns
    func isConvex(_ matrix: Matrix) -> Bool {
      matrix.rows.allSatisfy { row in
        zip(row, columns).allSatisfy { entry, column in
          entry >= (column.min() ?? 0) - 1e-12 && entry <= (column.max() ?? 0) + 1e-12
        }
      }
    }
    #expect(isConvex(try matrix(.s1_3_1_1_AVT, "published", inputs)))
    let wide = inputs.with(["V": [[10, 0], [11, 1]]])
    let others = try wide.matrix("V").columns
    let printed = try matrix(.s1_3_1_1_AVT, "as printed", wide)
    // A·Vᵀ averages the components of one token: 6.7 lies between 0 and 10, where no token has its first component.
    #expect(printed[0, 0] < (others[0].min() ?? 0))
  }

  // MARK: - The output of S3

  @Test(.formula(.s3_3_1_OUT)) func s3_3_1_OUT() throws {
    expect(try compute(.s3_3_1_OUT, "along the rows", toyA)["output"], output)
    expect(
      try compute(.s3_3_1_OUT, "times V again", toyA)["output"], [[9.641907605, 13.962861408], [11, 16]])
  }

  @Test(.formula(.s3_3_1_OUT)) func s3_3_1_OUT_R2_isRefusedWhenLengthAndWidthDiffer() {
    let inputs: Formula.Values = [
      "Q": [[1, 0], [0, 1], [1, 1]], "K": [[1, 0], [0, 1], [1, 1]], "V": [[1, 2], [3, 4], [5, 6]],
    ]
    expectRefusal(.s3_3_1_OUT, "times V again", inputs, left: [3, 2], right: [3, 2])
  }

  // MARK: - Softmax and mask

  @Test(.formula(.g_SOFTMAX)) func g_SOFTMAX() throws {
    let expected: Formula.Value = [0.090030573, 0.244728471, 0.665240956]
    expect(try compute(.g_SOFTMAX, "published", ["z": [1, 2, 3]])["p"], expected)
    expect(try compute(.g_SOFTMAX, "naive", ["z": [1, 2, 3]])["p"], expected)
    expect(try compute(.g_SOFTMAX, "naive in Float", ["z": [1, 2, 3]])["p"], expected, within: 1e-7)
  }

  @Test(.formula(.g_SOFTMAX)) func g_SOFTMAX_isUnchangedByAConstant() throws {
    let plain = try compute(.g_SOFTMAX, "published", ["z": [1, 2, 3]])
    #expect(try compute(.g_SOFTMAX, "published", ["z": [1001, 1002, 1003]]) == plain)
    #expect(try compute(.g_SOFTMAX, "naive", ["z": [1001, 1002, 1003]]).numbers("p").allSatisfy(\.isNaN))
  }

  @Test(.formula(.g_SOFTMAX)) func g_SOFTMAX_naiveFloatOverflowsAt89() throws {
    #expect(try compute(.g_SOFTMAX, "naive in Float", ["z": [88, 0]]).numbers("p").allSatisfy(\.isFinite))
    #expect(try compute(.g_SOFTMAX, "naive in Float", ["z": [89, 0]]).numbers("p")[0].isNaN)
    #expect(try compute(.g_SOFTMAX, "published", ["z": [89, 0]]).numbers("p").allSatisfy(\.isFinite))
  }

  @Test(.formula(.g_MASK)) func g_MASK_beforeSoftmax() throws {
    expect(try compute(.g_MASK, "before softmax", toyA)["output"], [[1, 2], [2, 3]])
    let zeros: Formula.Values = [
      "Q": [[0], [0], [0]], "K": [[0], [0], [0]], "V": [[1], [2], [3]],
    ]
    expect(
      try compute(.g_MASK, "before softmax", zeros)["A"],
      [[1, 0, 0], [0.5, 0.5, 0], [0.333333333333, 0.333333333333, 0.333333333333]])
  }

  @Test(.formula(.g_MASK)) func g_MASK_afterSoftmax_rowsDoNotSumToOne() throws {
    let weights = try matrix(.g_MASK, "after softmax", toyA, "A")
    #expect(abs(weights.row(0).reduce(0, +) - 0.6697615) < 6e-8)
    #expect(weights.row(1).reduce(0, +) == 1)
  }

  @Test(.formula(.g_MASK)) func g_MASK_laterTokensDoNotReachEarlierOnes() throws {
    let changed = toyA.with(["K": [[1, 1], [7, -3]], "V": [[1, 2], [-8, 9]]])
    let (before, after) = try (
      matrix(.g_MASK, "before softmax", toyA), matrix(.g_MASK, "before softmax", changed)
    )
    #expect(before.row(0) == after.row(0))
    #expect(before.row(1) != after.row(1))
    // Masked too late, the later key has already taken its share of row 0.
    let late = try (matrix(.g_MASK, "after softmax", toyA), matrix(.g_MASK, "after softmax", changed))
    #expect(late.0.row(0) != late.1.row(0))
  }
}
