import Formulas
import Testing

/// Expected values: ledger S0-3.3-ENC, S0-3.3-DEC, S2-4.1-P-LAYER, S3-3.4-P-ENC, S3-3.5-P-DEC and G-CROSS (TOY-E).
@Suite struct EncoderDecoderTests {
  let toyE: Formula.Values = ["X": [[1, 0, 2], [0, 1, 1]], "WK": [[0, 1, 0], [0, 0, 1], [1, 0, 0]]]
  let allIdentity: Formula.Values = [
    "X": [[1, 0, 2], [0, 1, 1]], "memory": [[1, 1, 0], [0, 2, 1], [3, 0, 0]],
  ]
  let printedOutput: Formula.Value = [
    [-0.177537057, -1.126283822, 1.303820880], [-0.969288997, -0.407173025, 1.376462022],
  ]
  let postNorm: Formula.Value = [
    [-0.506844583, -0.889961193, 1.396805775], [-1.069042677, -0.267260669, 1.336303346],
  ]
  let preNorm: Formula.Value = [
    [-0.292837968, 0.541330615, 4.115106922], [-0.924010480, 1.352569257, 2.922935257],
  ]
  let decoded: Formula.Value = [
    [0.909846304, -1.392540602, 0.482694298], [-1.402912194, 0.546957979, 0.855954215],
  ]

  // MARK: - S0-3.3-ENC

  @Test(.formula(.s0_3_3_ENC)) func s0_3_3_ENC_R1_byPosition() throws {
    let result = try compute(.s0_3_3_ENC, "by position", toyE)
    expect(
      result["attention"],
      [[0.640457476, 0.359542524, 1.640457476], [0.760368442, 0.239631558, 1.760368442]])
    expect(result["output"], printedOutput)
  }

  @Test(.formula(.s0_3_3_ENC)) func s0_3_3_ENC_R2_byName() throws {
    let result = try compute(.s0_3_3_ENC, "by name", toyE)
    expect(result["attention"], [[0.359542524, 0.640457476, 1.359542524], [0.5, 0.5, 1.5]])
    expect(
      result["output"], [[-0.371153477, -0.996232251, 1.367385728], [-1.224735686, 0, 1.224735686]])
  }

  @Test(.formula(.s0_3_3_ENC)) func s0_3_3_ENC_exchangingTheNamesUndoesTheOrder() throws {
    let renamed: Formula.Values = [
      "X": [[1, 0, 2], [0, 1, 1]], "WQ": [[0, 1, 0], [0, 0, 1], [1, 0, 0]],
    ]
    #expect(
      try matrix(.s0_3_3_ENC, "by position", renamed) == matrix(.s0_3_3_ENC, "by name", toyE))
  }

  @Test(.formula(.s0_3_3_ENC)) func s0_3_3_ENC_R1InColumns_multipliesFromTheLeft() throws {
    let weight: Formula.Value = [[1, 2], [0, 1]]
    let columns = try compute(.s0_3_3_ENC, "by position, in columns", ["X": [[1, 0]], "WQ": weight])
    expect(columns["queries"], [[1, 0]], within: 0)
    let rows = try compute(
      .s1_3_1_1_QKV, "a token a row", ["X": [[1, 0]], "WQ": weight, "WK": weight, "WV": weight])
    expect(rows["Q"], [[1, 2]], within: 0)
    let transposed = toyE.with(["WK": .matrix(try toyE.matrix("WK").transposed)])
    #expect(
      try matrix(.s0_3_3_ENC, "by position, in columns", toyE)
        == matrix(.s0_3_3_ENC, "by position", transposed))
  }

  @Test(.formula(.s0_3_3_ENC)) func s0_3_3_ENC_R3_twoProjectionsAreOne() throws {
    let inputs = toyE.with([
      "W_iQ": [[1, 1, 0], [0, 1, 0], [0, 0, 1]], "W_iK": [[1, 0, 0], [0, 2, 0], [0, 0, 1]],
    ])
    let result = try compute(.s0_3_3_ENC, "projected twice", inputs)
    #expect(try distance(result.matrix("attention"), result.matrix("merged")) < 1e-14)
    let plain = try compute(.s0_3_3_ENC, "projected twice", toyE)
    expect(
      plain["attention"],
      [[0.640457476, 0.359542524, 1.640457476], [0.760368442, 0.239631558, 1.760368442]])
  }

  @Test(.formula(.s0_3_3_ENC)) func s0_3_3_ENC_published() throws {
    expect(try compute(.s0_3_3_ENC, "published", toyE)["output"], postNorm)
    expect(try compute(.s0_3_3_ENC, "pre-norm", toyE)["output"], preNorm)
  }

  @Test(.formula(.s0_3_3_ENC)) func s0_3_3_ENC_isOdd() throws {
    let negated = toyE.with(["X": .matrix(-(try toyE.matrix("X")))])
    for reading in ["by position", "by name"] {
      let sum = try matrix(.s0_3_3_ENC, reading, negated) + matrix(.s0_3_3_ENC, reading, toyE)
      #expect(sum.largestMagnitude <= 1e-14)
    }
    let full = try matrix(.s0_3_3_ENC, "published", negated) + matrix(.s0_3_3_ENC, "published", toyE)
    #expect(abs(full.largestMagnitude - 0.5345213) < 1e-7)
  }

  @Test(.formula(.s0_3_3_ENC)) func s0_3_3_ENC_oneTokenIsScaleBlind() throws {
    let one = try matrix(.s0_3_3_ENC, "by position", toyE.with(["X": [[1, 0, 2]]]))
    let three = try matrix(.s0_3_3_ENC, "by position", toyE.with(["X": [[3, 0, 6]]]))
    #expect(abs(distance(one, three) - 2.0e-6) < 1e-7)
  }

  @Test(.formula(.s0_3_3_ENC)) func s0_3_3_ENC_isPermutationEquivariant() throws {
    let input: Matrix = [[1, 0, 2], [0, 1, 1], [3, -1, 0.5]]
    for reading in ["by position", "by name", "published", "pre-norm"] {
      let plain = try matrix(.s0_3_3_ENC, reading, toyE.with(["X": .matrix(input)]))
      let permuted = try matrix(
        .s0_3_3_ENC, reading, toyE.with(["X": .matrix(input.permutingRows([2, 0, 1]))]))
      #expect(distance(plain.permutingRows([2, 0, 1]), permuted) <= 1e-12, "\(reading)")
    }
    let causal = toyE.with(["causal": 1])
    let plain = try matrix(.s0_3_3_ENC, "pre-norm", causal.with(["X": .matrix(input)]))
    let permuted = try matrix(
      .s0_3_3_ENC, "pre-norm", causal.with(["X": .matrix(input.permutingRows([2, 0, 1]))]))
    #expect(distance(plain.permutingRows([2, 0, 1]), permuted) > 1e-2)
  }

  // MARK: - S0-3.3-DEC

  @Test(.formula(.s0_3_3_DEC)) func s0_3_3_DEC_byPosition_isTheEncoderOnEveryInput() throws {
    expect(try compute(.s0_3_3_DEC, "by position", toyE)["output"], printedOutput)
    for input: Matrix in [[[1, 0, 2], [0, 1, 1]], [[5, -3, 2]], [[0.5, 1, -1], [2, 2, 9], [1, 0, 0]]] {
      let inputs = toyE.with(["X": .matrix(input)])
      #expect(try matrix(.s0_3_3_DEC, "by position", inputs) == matrix(.s0_3_3_ENC, "by position", inputs))
    }
  }

  @Test(.formula(.s0_3_3_DEC)) func s0_3_3_DEC_byName_causal() throws {
    expect(
      try compute(.s0_3_3_DEC, "by name", toyE.with(["causal": 1]))["output"],
      [[0, -1.224742575, 1.224742575], [-1.224735686, 0, 1.224735686]])
  }

  @Test(.formula(.s0_3_3_DEC)) func s0_3_3_DEC_theFutureLeaksWithoutAMask() throws {
    let changed = toyE.with(["X": [[1, 0, 2], [5, -3, 2]]])
    let before = try matrix(.s0_3_3_DEC, "by name", toyE).row(0)
    let after = try matrix(.s0_3_3_DEC, "by name", changed).row(0)
    expect(.numbers(before), [-0.3711535, -0.9962323, 1.3673857], within: 6e-8)
    expect(.numbers(after), [0.0665586, -1.2566648, 1.1901062], within: 6e-8)
    let leak = zip(before, after).map { abs($0 - $1) }.max() ?? 0
    #expect(abs(leak - 0.4377120) < 6e-8)
    #expect(
      try matrix(.s0_3_3_DEC, "by name", toyE.with(["causal": 1])).row(0)
        == matrix(.s0_3_3_DEC, "by name", changed.with(["causal": 1])).row(0))
  }

  @Test(.formula(.s0_3_3_DEC, .g_CROSS)) func s0_3_3_DEC_theMemoryHasNoInfluence() throws {
    let other: Formula.Values = ["memory": [[2, 1, 0], [0, 2, 1], [3, 0, 0]]]
    let printed = toyE.with(["memory": [[1, 1, 0], [0, 2, 1], [3, 0, 0]]])
    #expect(
      try matrix(.s0_3_3_DEC, "by position", printed)
        == matrix(.s0_3_3_DEC, "by position", printed.with(other)))
    let moved = distance(
      try matrix(.s0_3_3_DEC, "published", allIdentity),
      try matrix(.s0_3_3_DEC, "published", allIdentity.with(other)))
    #expect(moved > 0.1)
    // The cross-attention alone, of the same inputs, moves by what the ledger says.
    let crossed = try distance(
      matrix(.g_CROSS, "published", allIdentity), matrix(.g_CROSS, "published", allIdentity.with(other)))
    #expect(abs(crossed - 0.2112175) < 6e-8)
  }

  @Test(.formula(.s0_3_3_DEC)) func s0_3_3_DEC_GPT2() throws {
    expect(
      try compute(.s0_3_3_DEC, "GPT-2", toyE.with(["causal": 1]))["output"],
      [[1, -1.224735686, 4.449478701], [-0.924010480, 1.352569257, 2.922935257]])
  }

  @Test(.formula(.s0_3_3_DEC)) func s0_3_3_DEC_published() throws {
    expect(try compute(.s0_3_3_DEC, "published", allIdentity)["output"], decoded)
    expect(
      try compute(.s0_3_3_DEC, "by position", allIdentity)["output"],
      [[-0.066284661, -1.190253842, 1.256538503], [-1.224735686, 0, 1.224735686]])
  }

  @Test(.formula(.s0_3_3_ENC, .s0_3_3_DEC)) func layersRefuseWeightsOfAnotherWidth() {
    let inputs = toyE.with(["X": [[1, 0], [0, 1]]])
    expectRefusal(.s0_3_3_ENC, "by position", inputs, left: [2, 2], right: [3, 3])
    expectRefusal(
      .s0_3_3_DEC, "published", allIdentity.with(["memory": [[1, 1]]]), left: [1, 2], right: [3, 3])
  }

  // MARK: - Prose

  @Test(.formula(.s2_4_1_P_LAYER)) func s2_4_1_P_LAYER() throws {
    expect(try compute(.s2_4_1_P_LAYER, "post-norm", toyE)["output"], postNorm)
    expect(try compute(.s2_4_1_P_LAYER, "pre-norm", toyE)["output"], preNorm)
  }

  @Test(.formula(.s3_3_4_P_ENC)) func s3_3_4_P_ENC() throws {
    let inputs = toyE.with(["E": [[1, -1, 2], [-0.5, 0.5, 1]]])
    expect(
      try compute(.s3_3_4_P_ENC, "three summands", inputs)["output"],
      [[1.719085049, 1.280914951, 4.719085049], [1, 2, 4]])
    expect(
      try compute(.s3_3_4_P_ENC, "four summands", inputs)["output"],
      [[2.719085049, 0.280914951, 6.719085049], [0.5, 2.5, 5]])
    expect(
      try compute(.s3_3_4_P_ENC, "two sums in a row", inputs)["output"],
      [[2.719085049, 1.280914951, 6.719085049], [1, 3, 5]])
    expect(try compute(.s3_3_4_P_ENC, "published", inputs)["output"], postNorm)
  }

  @Test(.formula(.s3_3_5_P_DEC)) func s3_3_5_P_DEC_outputDependsOnNoToken() throws {
    let other = allIdentity.with(["X": [[5, -3, 2], [1, 1, 1]]])
    #expect(
      try matrix(.s3_3_5_P_DEC, "as printed", allIdentity) == matrix(.s3_3_5_P_DEC, "as printed", other))
    #expect(try matrix(.s3_3_5_P_DEC, "as printed", allIdentity).shape == [3, 3])
    expect(try compute(.s3_3_5_P_DEC, "published", allIdentity)["output"], decoded)
    let moved = try distance(
      matrix(.s3_3_5_P_DEC, "published", allIdentity), matrix(.s3_3_5_P_DEC, "published", other))
    #expect(moved > 0.1)
  }

  @Test(.formula(.g_CROSS)) func g_CROSS() throws {
    expect(
      try compute(.g_CROSS, "published", allIdentity)["output"],
      [[1.766633963, 0.766262875, 0.299159712], [0.566939726, 1.551634361, 0.670208448]])
  }
}
