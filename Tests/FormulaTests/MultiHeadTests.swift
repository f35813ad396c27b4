import Formulas
import Testing

/// Expected values: ledger S0-3.3-MHA, S4-4.2-MHA, S1-3.1.1-SHAPE, S1-3.1.1-P-STACK, S3-3.2-P-MHA and G-HEAD (TOY-M).
@Suite struct MultiHeadTests {
  let toyM: Formula.Values = [
    "Q": [[1, 0], [0, 1]], "K": [[1, 0], [0, 1]], "V": [[1, 0], [0, 1]],
    "WQ": [[[1], [0]], [[0], [1]]], "WK": [[[1], [0]], [[0], [1]]], "WV": [[[1], [0]], [[0], [1]]],
    "WO": [[1, 2], [3, 4]],
  ]
  let concat: Formula.Value = [[0.731058579, 0.5], [0.5, 0.731058579]]
  let output: Formula.Value = [[2.231058579, 3.462117157], [2.693175736, 3.924234315]]

  @Test(.formula(.s0_3_3_MHA)) func s0_3_3_MHA_R1_narrowHeads() throws {
    let result = try compute(.s0_3_3_MHA, "narrow heads", toyM)
    expect(result["concat"], concat)
    expect(result["output"], output)
    expect(result["parameters"], 16, within: 0)
  }

  @Test(.formula(.s4_4_2_MHA)) func s4_4_2_MHA_R1_narrowHeads() throws {
    let result = try compute(.s4_4_2_MHA, "narrow heads", toyM)
    expect(result["concat"], concat)
    expect(result["output"], output)
  }

  @Test(.formula(.s0_3_3_MHA)) func s0_3_3_MHA_orderOfTheHeadsMatters() throws {
    let swapped: Formula.Value = [[[0], [1]], [[1], [0]]]
    let reversed = toyM.with(["WQ": swapped, "WK": swapped, "WV": swapped])
    expect(
      try compute(.s0_3_3_MHA, "narrow heads", reversed)["output"],
      [[2.693175736, 3.924234315], [2.231058579, 3.462117157]])
    // With the rows of W^O exchanged too, nothing has changed.
    expect(
      try compute(.s0_3_3_MHA, "narrow heads", reversed.with(["WO": [[3, 4], [1, 2]]]))["output"], output)
  }

  @Test(.formula(.s0_3_3_MHA, .s4_4_2_MHA)) func s4_4_2_MHA_oneWideHeadIsNotTwoNarrowOnes() throws {
    let identity: Formula.Value = .matrices([.identity(2)])
    let wide = toyM.with(["WQ": identity, "WK": identity, "WV": identity, "WO": [[1, 0], [0, 1]]])
    expect(
      try compute(.s4_4_2_MHA, "narrow heads", wide)["output"],
      [[0.669761549, 0.330238451], [0.330238451, 0.669761549]])
  }

  /// One head is single-head attention: S1-3.1.1-QKV with three different projections, G-CROSS with three inputs.
  @Test(.formula(.s0_3_3_MHA, .g_HEAD)) func s0_3_3_MHA_everyHeadUsesItsThreeProjections() throws {
    let projected: Formula.Values = [
      "Q": [[1, 0], [0, 1]], "K": [[1, 0], [0, 1]], "V": [[1, 0], [0, 1]],
      "WQ": [[[1, 2], [0, 1]]], "WK": [[[1, 0], [1, 1]]], "WV": [[[2, 0], [0, 1]]], "WO": [[1, 0], [0, 1]],
    ]
    expect(
      try compute(.s0_3_3_MHA, "narrow heads", projected)["output"],
      [[0.391140635, 0.804429683], [0.660476901, 0.669761549]])
    let identity: Formula.Value = .matrices([.identity(3)])
    let crossed: Formula.Values = [
      "Q": [[1, 0, 2], [0, 1, 1]], "K": [[1, 1, 0], [0, 2, 1], [3, 0, 0]],
      "V": [[1, 1, 0], [0, 2, 1], [3, 0, 0]], "WQ": identity, "WK": identity, "WV": identity,
      "WO": .matrix(.identity(3)),
    ]
    expect(
      try compute(.s0_3_3_MHA, "narrow heads", crossed)["output"],
      [[1.766633963, 0.766262875, 0.299159712], [0.566939726, 1.551634361, 0.670208448]])
    // Values are a third input: doubled, they double the output.
    let doubled = try crossed.with(["V": .matrix(crossed.matrix("V") * 2)])
    #expect(
      try matrix(.s0_3_3_MHA, "narrow heads", doubled) == matrix(.s0_3_3_MHA, "narrow heads", crossed) * 2)
    let heads = try compute(.g_HEAD, "published", projected).matrices("heads")
    expect(.matrix(heads[0]), [[0.391140635, 0.804429683], [0.660476901, 0.669761549]])
  }

  /// By hand: head 1 is A = softmax(I/√2), head 2 is A with its columns exchanged, and W^O exchanges them back: 2·A.
  @Test(.formula(.s0_3_3_MHA)) func s0_3_3_MHA_R2_fullWidthHeads() throws {
    let weights: Formula.Value = [[[1, 0], [0, 1]], [[0, 1], [1, 0]]]
    let inputs = toyM.with([
      "WQ": weights, "WK": weights, "WV": weights, "WO": [[1, 0], [0, 1], [0, 1], [1, 0]],
    ])
    let result = try compute(.s0_3_3_MHA, "full-width heads", inputs)
    #expect(try result.matrix("concat").shape == [2, 4])
    expect(
      result["output"], [[1.339523098, 0.660476902], [0.660476902, 1.339523098]], within: 1.2e-9)
    expect(result["parameters"], 32, within: 0)
    expect(try compute(.s4_4_2_MHA, "full-width heads", inputs)["output"], result["output"] ?? 0, within: 0)
    expectRefusal(.s0_3_3_MHA, "full-width heads", toyM, left: [2, 1], right: [2, 2])
  }

  @Test(.formula(.s0_3_3_MHA)) func s0_3_3_MHA_R3_slicesAreProjectionsOntoTheirColumns() throws {
    expect(try compute(.s0_3_3_MHA, "slices", toyM.with(["h": 2]))["output"], output)
    expect(try compute(.s4_4_2_MHA, "slices", toyM.with(["h": 2]))["output"], output)
    expectRefusal(.s0_3_3_MHA, "slices", toyM.with(["h": 3]), left: [2, 2], right: [3])
  }

  @Test(.formula(.s0_3_3_MHA)) func s0_3_3_MHA_R4_allHeadsAreTheSame() throws {
    let inputs = toyM.with(["h": 3, "WO": [[1, 0], [0, 1], [1, 0], [0, 1], [1, 0], [0, 1]]])
    let result = try compute(.s0_3_3_MHA, "identical heads", inputs)
    let heads = try result.matrices("heads")
    #expect(heads.count == 3 && heads.allSatisfy { $0 == heads[0] })
    expect(.matrix(heads[0]), [[0.669761549, 0.330238451], [0.330238451, 0.669761549]])
    #expect(try distance(result.matrix("output"), heads[0] * 3) < 1e-15)
    expect(try compute(.s4_4_2_MHA, "identical heads", inputs)["output"], result["output"] ?? 0, within: 0)
  }

  @Test(.formula(.s0_3_3_MHA)) func s0_3_3_MHA_isCausalWhenAsked() throws {
    // With the mask the first token sees itself alone: (1, 0)·W^O.
    let output = try matrix(.s0_3_3_MHA, "narrow heads", toyM.with(["causal": 1]))
    expect(.numbers(output.row(0)), [1, 2], within: 0)
    expect(.numbers(output.row(1)), [2.693175736, 3.924234315])
  }

  @Test(.formula(.s0_3_3_MHA)) func s0_3_3_MHA_refusesAnOutputWeightOfAnotherHeight() {
    expectRefusal(
      .s0_3_3_MHA, "narrow heads", toyM.with(["WO": [[1, 2], [3, 4], [5, 6]]]), left: [2, 2], right: [3, 2])
  }

  @Test(.formula(.s1_3_1_1_SHAPE)) func s1_3_1_1_SHAPE() throws {
    let inputs: Formula.Values = ["n": 3, "d": 4, "h": 2]
    let printed = try compute(.s1_3_1_1_SHAPE, "as printed", inputs)
    expect(printed["head"], [3, 4], within: 0)
    expect(printed["concat"], [3, 8], within: 0)
    expect(printed["WO"], [8, 4], within: 0)
    let published = try compute(.s1_3_1_1_SHAPE, "published", inputs)
    expect(published["head"], [3, 2], within: 0)
    expect(published["concat"], [3, 4], within: 0)
    expect(published["WO"], [4, 4], within: 0)
  }

  @Test(.formula(.s1_3_1_1_SHAPE)) func s1_3_1_1_SHAPE_fullWidthHeadsCostTwelveTimesAsMuch() throws {
    for heads in [1, 2, 3, 4, 6, 8, 12] {
      let inputs: Formula.Values = ["n": 8, "d": 768, "h": .number(Double(heads))]
      let published = try compute(.s1_3_1_1_SHAPE, "published", inputs)
      expect(published["parameters"], 2_359_296, within: 0)
      expect(published["projectionParameters"], 1_769_472, within: 0)
    }
    let printed = try compute(.s1_3_1_1_SHAPE, "as printed", ["n": 8, "d": 768, "h": 12])
    expect(printed["projectionParameters"], 21_233_664, within: 0)
    expect(printed["parameters"], 28_311_552, within: 0)
  }

  /// The heads of TOY-M, computed by G-HEAD.
  func heads() throws -> [Matrix] { try compute(.g_HEAD, "published", toyM).matrices("heads") }

  @Test(.formula(.g_HEAD)) func g_HEAD() throws {
    let heads = try heads()
    expect(.matrix(heads[0]), [[0.731058579], [0.5]])
    expect(.matrix(heads[1]), [[0.5], [0.731058579]])
  }

  @Test(.formula(.s1_3_1_1_P_STACK)) func s1_3_1_1_P_STACK_sumBroadcastsSilently() throws {
    let inputs: Formula.Values = ["X": [[1, 0], [0, 1]], "heads": .matrices(try heads())]
    let result = try compute(.s1_3_1_1_P_STACK, "sum", inputs)
    expect(result["sum"], [[1.231058579], [1.231058579]])
    expect(result["X + sum"], [[2.231058579, 1.231058579], [1.231058579, 2.231058579]])
  }

  @Test(.formula(.s1_3_1_1_P_STACK)) func s1_3_1_1_P_STACK_stackAndConcat() throws {
    let inputs: Formula.Values = ["heads": .matrices(try heads()), "WO": [[1, 2], [3, 4]]]
    expect(try compute(.s1_3_1_1_P_STACK, "stack", inputs)["shape"], [2, 2, 1], within: 0)
    expect(try compute(.s1_3_1_1_P_STACK, "concat", inputs)["output"], output)
  }

  @Test(.formula(.s1_3_1_1_P_STACK)) func s1_3_1_1_P_STACK_sumIsASpecialOutputWeight() throws {
    let heads: [Matrix] = [[[1, 2], [3, 4]], [[0.5, -1], [2, 7]], [[-3, 1], [0, 1]]]
    let identities = try Matrix.concatenatingRows(Array(repeating: .identity(2), count: 3))
    let concat = try matrix(
      .s1_3_1_1_P_STACK, "concat", ["heads": .matrices(heads), "WO": .matrix(identities)])
    #expect(try matrix(.s1_3_1_1_P_STACK, "sum", ["heads": .matrices(heads)], "sum") == concat)
  }

  @Test(.formula(.s3_3_2_P_MHA)) func s3_3_2_P_MHA() throws {
    expect(try compute(.s3_3_2_P_MHA, "as printed", toyM)["output"], concat)
    expect(try compute(.s3_3_2_P_MHA, "published", toyM)["output"], output)
  }

  @Test(.formula(.s3_3_2_P_MHA)) func s3_3_2_P_MHA_withoutOutputWeightHeadsDoNotMix() throws {
    let changed = toyM.with(["WV": [[[1], [0]], [[5], [-2]]]])
    let before = try matrix(.s3_3_2_P_MHA, "as printed", toyM)
    let after = try matrix(.s3_3_2_P_MHA, "as printed", changed)
    #expect(before.column(0) == after.column(0) && before.column(1) != after.column(1))
    let mixed = try (matrix(.s3_3_2_P_MHA, "published", toyM), matrix(.s3_3_2_P_MHA, "published", changed))
    #expect(mixed.0.column(0) != mixed.1.column(0) && mixed.0.column(1) != mixed.1.column(1))
  }
}
