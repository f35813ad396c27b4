import Formulas
import Testing

/// Expected values: ledger S1-3.1.1-QKV and S3-3.1-Q, -K, -V.
@Suite struct ProjectionTests {
  let inputs: Formula.Values = [
    "X": [[1, 0], [0, 1]], "WQ": [[1, 2], [0, 1]], "WK": [[1, 0], [1, 1]], "WV": [[2, 0], [0, 1]],
  ]

  /// Attention over the Q, K and V of S3 as printed or as published.
  func attention(_ inputs: Formula.Values, _ reading: String) throws -> Formula.Values {
    let projected = try Formula.Values(
      dictionaryLiteral: ("Q", .matrix(matrix(.s3_3_1_Q, reading, inputs, "Q"))),
      ("K", .matrix(matrix(.s3_3_1_K, reading, inputs, "K"))),
      ("V", .matrix(matrix(.s3_3_1_V, reading, inputs, "V"))))
    return try compute(.s3_3_1_ATT, "along the rows", projected)
  }

  /// The scores Q·Kᵀ of S3.
  func scores(_ inputs: Formula.Values, _ reading: String) throws -> Matrix {
    let query = try matrix(.s3_3_1_Q, reading, inputs, "Q")
    return try query * matrix(.s3_3_1_K, reading, inputs, "K").transposed
  }

  @Test(.formula(.s1_3_1_1_QKV)) func s1_3_1_1_QKV() throws {
    let result = try compute(.s1_3_1_1_QKV, "a token a row", inputs)
    expect(result["Q"], [[1, 2], [0, 1]], within: 0)
    expect(result["K"], [[1, 0], [1, 1]], within: 0)
    expect(result["V"], [[2, 0], [0, 1]], within: 0)
    expect(result["S"], [[1, 3], [0, 1]], within: 0)
    let attended = try compute(.s3_3_1_ATT, "along the rows", result)
    expect(attended["A"], [[0.195570317, 0.804429683], [0.330238451, 0.669761549]])
    expect(attended["output"], [[0.391140635, 0.804429683], [0.660476901, 0.669761549]])
  }

  @Test(.formula(.s1_3_1_1_QKV)) func s1_3_1_1_QKV_isPerToken() throws {
    let input: Matrix = [[1, 2], [3, -1], [0.5, 4]]
    let plain = try matrix(.s1_3_1_1_QKV, "a token a row", inputs.with(["X": .matrix(input)]), "Q")
    let permuted = try matrix(
      .s1_3_1_1_QKV, "a token a row", inputs.with(["X": .matrix(input.permutingRows([2, 0, 1]))]), "Q")
    #expect(plain.permutingRows([2, 0, 1]) == permuted)
  }

  @Test(.formula(.s1_3_1_1_QKV)) func s1_3_1_1_QKV_refusesWeightsOfAnotherWidth() {
    expectRefusal(
      .s1_3_1_1_QKV, "a token a row", inputs.with(["X": [[1, 2, 3]]]), left: [1, 3], right: [2, 2])
  }

  @Test(.formula(.s3_3_1_Q, .s3_3_1_K, .s3_3_1_V)) func s3_3_1_QKV_asPrinted() throws {
    expect(try compute(.s3_3_1_Q, "as printed", inputs)["Q"], [[3, 2], [1, 1]], within: 0)
    expect(try compute(.s3_3_1_K, "as printed", inputs)["K"], [[3, 2], [1, 1]], within: 0)
    expect(try compute(.s3_3_1_V, "as printed", inputs)["V"], [[2, 2], [0, 1]], within: 0)
    expect(.matrix(try scores(inputs, "as printed")), [[13, 5], [5, 2]], within: 0)
    let attended = try attention(inputs, "as printed")
    expect(attended["A"], [[0.996518673, 0.003481327], [0.892958199, 0.107041801]])
    expect(attended["output"], [[1.993037345, 1.996518673], [1.785916397, 1.892958199]])
  }

  @Test(.formula(.s3_3_1_Q, .s3_3_1_K, .s3_3_1_V)) func s3_3_1_QKV_published() throws {
    expect(try compute(.s3_3_1_Q, "published", inputs)["Q"], [[1, 2], [0, 1]], within: 0)
    expect(try compute(.s3_3_1_K, "published", inputs)["K"], [[1, 0], [1, 1]], within: 0)
    expect(try compute(.s3_3_1_V, "published", inputs)["V"], [[2, 0], [0, 1]], within: 0)
    expect(.matrix(try scores(inputs, "published")), [[1, 3], [0, 1]], within: 0)
    expect(
      try attention(inputs, "published")["output"],
      [[0.391140635, 0.804429683], [0.660476901, 0.669761549]])
  }

  @Test(.formula(.s3_3_1_Q, .s3_3_1_K)) func s3_3_1_K_scoresAreSymmetricAndPositiveSemidefinite() throws {
    for input: Matrix in [[[1, 2], [3, -1]], [[0.5, -4], [2, 2]], [[-1, 1], [0, 7]]] {
      let scores = try scores(inputs.with(["X": .matrix(input)]), "as printed")
      #expect(scores == scores.transposed)
      #expect(scores[0, 0] >= 0 && scores[1, 1] >= 0)
      #expect(scores[0, 1] * scores[0, 1] <= scores[0, 0] * scores[1, 1] + 1e-9)
      let published = try self.scores(inputs.with(["X": .matrix(input)]), "published")
      #expect(published != published.transposed)
    }
  }

  @Test(.formula(.s3_3_1_Q, .s3_3_1_K, .s3_3_1_V)) func s3_3_1_QKV_areRefusedAtAnotherLength() {
    let longer = inputs.with(["X": [[1, 0], [0, 1], [1, 1]]])
    expectRefusal(.s3_3_1_Q, "as printed", longer, left: [2, 2], right: [3, 2])
    expectRefusal(.s3_3_1_K, "as printed", longer, left: [2, 2], right: [3, 2])
    expectRefusal(.s3_3_1_V, "as printed", longer, left: [2, 2], right: [3, 2])
    #expect(throws: Never.self) { try attention(longer, "published") }
  }

  @Test(.formula(.s3_3_1_Q, .s3_3_1_V)) func s3_3_1_Q_isNotPermutationEquivariant() throws {
    let input: Matrix = [[1, 2], [3, -1]]
    func error(_ reading: String) throws -> Double {
      let plain = try attention(inputs.with(["X": .matrix(input)]), reading).matrix("output")
      let swapped = try attention(inputs.with(["X": .matrix(input.permutingRows([1, 0]))]), reading)
      return try distance(plain.permutingRows([1, 0]), swapped.matrix("output"))
    }
    #expect(abs(try error("as printed") - 4.0000481) < 6e-8)
    #expect(try error("published") == 0)
  }

  @Test(.formula(.s3_3_1_V)) func s3_3_1_V_mixesTheFutureInBeforeAnyMask() throws {
    let before = try matrix(.s3_3_1_V, "as printed", inputs, "V")
    let after = try matrix(.s3_3_1_V, "as printed", inputs.with(["X": [[1, 0], [5, -3]]]), "V")
    #expect(before.row(0) != after.row(0))
    let published = try matrix(.s3_3_1_V, "published", inputs.with(["X": [[1, 0], [5, -3]]]), "V")
    #expect(try matrix(.s3_3_1_V, "published", inputs, "V").row(0) == published.row(0))
  }
}
