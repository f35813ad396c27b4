import Formulas
import Testing

/// Expected values: by hand.
@Suite struct FineTuningTests {
  private let example: Formula.Values = [
    "x": [[1, 2]], "W": [[1, 0], [0, 1]], "A": [[1, 0], [3, 1]], "B": [[2, -1], [1, 1]], "alpha": 3,
  ]

  /// x·A = (7, 2), times B = (16, −5), times α/r = 1.5: (24, −7.5) is added to (1, 2).
  @Test(.formula(.g_LORA)) func g_LORA_besideAndMergedAreTheSame() throws {
    expect(try compute(.g_LORA, "beside", example)["y"], [[25, -5.5]])
    expect(try compute(.g_LORA, "merged", example)["y"], [[25, -5.5]])
    expect(try compute(.g_LORA, "undivided", example)["y"], [[49, -13]])
    // r·(in + out), where the weight itself has in·out.
    expect(try compute(.g_LORA, "beside", example)["parameters"], 8)
    let wide = example.with(["W": [[1, 0, 2], [0, 1, 0]], "A": [[1], [0]], "B": [[1, 2, 0]]])
    expect(try compute(.g_LORA, "beside", wide)["parameters"], 5)
    expect(try compute(.g_LORA, "beside", wide)["y"], [[4, 8, 2]])
  }

  @Test(.formula(.g_LORA)) func g_LORA_zeroIsTheFrozenLayer() throws {
    let fresh = example.with(["B": [[0, 0], [0, 0]]])
    for reading in ["beside", "merged", "undivided"] {
      expect(try compute(.g_LORA, reading, fresh)["y"], [[1, 2]], within: 0)
    }
  }

  /// ln 2 + ½·(ln 2 + ln 4 + ln 2) and ln 2 + ½·(4·ln 2)/3.
  @Test(.formula(.g_AUX)) func g_AUX_sumsAndMeans() throws {
    let inputs: Formula.Values = ["task": [0.5], "text": [0.5, 0.25, 0.5], "lambda": 0.5]
    expect(try compute(.g_AUX, "sums", inputs)["loss"], 2.0794415417)
    expect(try compute(.g_AUX, "means", inputs)["loss"], 1.1552453009)
    for reading in ["sums", "means"] {
      expect(try compute(.g_AUX, reading, inputs.with(["lambda": 0]))["loss"], 0.6931471806)
    }
    // Two labels: the sum doubles, the mean does not.
    let two = inputs.with(["task": [0.5, 0.5]])
    expect(try compute(.g_AUX, "sums", two.with(["lambda": 0]))["loss"], 1.3862943611)
    expect(try compute(.g_AUX, "means", two.with(["lambda": 0]))["loss"], 0.6931471806)
  }

  @Test(.formula(.g_AUX)) func g_AUX_aMeanOfNothingIsNoNumber() throws {
    for nothing in ["task", "text"] {
      let inputs: Formula.Values = ["task": [0.5], "text": [0.5], "lambda": 0.5]
      let loss = try compute(.g_AUX, "means", inputs.with([nothing: []])).number("loss")
      #expect(loss.isNaN)
    }
  }
}
