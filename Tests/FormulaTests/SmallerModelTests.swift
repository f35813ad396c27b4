import Formulas
import Testing

/// Expected values: by hand.
@Suite struct SmallerModelTests {
  /// 127·(1, −0.4, 0.26) = (127, −50.8, 33.02) and 127/0.02·(0.02, 0.008, −0.004) = (127, 50.8, −25.4).
  @Test(.formula(.g_QUANT)) func g_QUANT_roundsToTheScaleOfARow() throws {
    let inputs: Formula.Values = ["W": [[1, -0.4, 0.26], [0.02, 0.008, -0.004]]]
    expect(
      try compute(.g_QUANT, "row", inputs)["restored"],
      [[1, -0.4015748031, 0.2598425197], [0.02, 0.0080314961, -0.0039370079]])
    expect(
      try compute(.g_QUANT, "matrix", inputs)["restored"],
      [[1, -0.4015748031, 0.2598425197], [0.0236220472, 0.0078740157, -0.0078740157]])
  }

  @Test(.formula(.g_QUANT)) func g_QUANT_zerosStayAndHalvesGoToEven() throws {
    for reading in ["row", "matrix"] {
      expect(try compute(.g_QUANT, reading, ["W": [[0, 0]]])["restored"], [[0, 0]], within: 0)
      expect(
        try compute(.g_QUANT, reading, ["W": [[127, 0.5, 1.5, -2.5]]])["restored"], [[127, 0, 2, -2]],
        within: 0)
    }
  }

  @Test(.formula(.g_PRUNE)) func g_PRUNE_ofEveryMatrixOrOfAll() throws {
    let inputs: Formula.Values = ["first": [3, -1, 2, -4], "second": [0.1, -0.2, 0.4, 0.3], "share": 0.5]
    let uniform = try compute(.g_PRUNE, "uniform", inputs)
    expect(uniform["first"], [3, 0, 0, -4], within: 0)
    expect(uniform["second"], [0, 0, 0.4, 0.3], within: 0)
    let blind = try compute(.g_PRUNE, "blind", inputs)
    expect(blind["first"], [3, -1, 2, -4], within: 0)
    expect(blind["second"], [0, 0, 0, 0], within: 0)
  }

  @Test(.formula(.g_PRUNE)) func g_PRUNE_nothingEverythingAndTies() throws {
    for reading in ["uniform", "blind"] {
      let inputs: Formula.Values = ["first": [2, -2, 2], "second": [-2, 2, 2], "share": 0]
      expect(try compute(.g_PRUNE, reading, inputs)["first"], [2, -2, 2], within: 0)
      expect(try compute(.g_PRUNE, reading, inputs.with(["share": 1]))["second"], [0, 0, 0], within: 0)
    }
    // The earlier of equal magnitudes go.
    let ties: Formula.Values = ["first": [2, -2, 2], "second": [-2, 2, 1], "share": 0.34]
    expect(try compute(.g_PRUNE, "uniform", ties)["first"], [0, -2, 2], within: 0)
    expect(try compute(.g_PRUNE, "uniform", ties)["second"], [-2, 2, 0], within: 0)
    expect(try compute(.g_PRUNE, "blind", ties)["first"], [0, -2, 2], within: 0)
  }

  /// KL((¾, ¼) ‖ (½, ½)) = ¾·ln 1.5 − ¼·ln 2 = 0.1308120359, and the cross-entropy of both kinds is ln 2.
  @Test(.formula(.g_DISTIL)) func g_DISTIL_threeReadings() throws {
    let inputs: Formula.Values = [
      "student": [0, 0], "teacher": [2.197_224_577_336_219_4, 0], "target": 0, "T": 2, "alpha": 0.5,
    ]
    expect(try compute(.g_DISTIL, "divergence", inputs)["loss"], 0.6081976622)
    expect(try compute(.g_DISTIL, "unscaled", inputs)["loss"], 0.4119796083)
    expect(try compute(.g_DISTIL, "soft targets", inputs)["loss"], 1.7328679514)
    for reading in ["divergence", "unscaled", "soft targets"] {
      expect(try compute(.g_DISTIL, reading, inputs.with(["alpha": 0]))["loss"], 0.6931471806)
    }
    // A student that says what the teacher says loses nothing, at any temperature.
    let taught = inputs.with(["student": [2.197_224_577_336_219_4, 0], "alpha": 1, "T": 3])
    expect(try compute(.g_DISTIL, "divergence", taught)["loss"], 0)
    expect(try compute(.g_DISTIL, "unscaled", taught)["loss"], 0)
  }
}
