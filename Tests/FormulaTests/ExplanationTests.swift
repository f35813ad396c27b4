import Formulas
import Testing

/// Expected values: by hand.
@Suite struct ExplanationTests {
  /// (1, 3) has the mean 2 and the variance 1: (−1, 1)/√1.00001 + (1, 0) = (0.000005, 0.999995).
  @Test(.formula(.g_LENS)) func g_LENS_normsAndThenReads() throws {
    let inputs: Formula.Values = [
      "h": [[1, 3]], "gamma": [1, 1], "beta": [1, 0], "E": [[1, 0], [1, 1]],
    ]
    expect(try compute(.g_LENS, "final norm", inputs)["logits"], [[0.0000049999, 1]], within: 1e-9)
    expect(try compute(.g_LENS, "without norm", inputs)["logits"], [[1, 4]])
    let far = inputs.with(["h": [[100, 300]]])
    expect(try compute(.g_LENS, "final norm", far)["logits"], [[0, 1]], within: 1e-9)
    expect(try compute(.g_LENS, "without norm", far)["logits"], [[100, 400]])
  }

  /// Of the 6 orders the first player completes the pair in the 4 in which it is not the first to come.
  @Test(.formula(.g_SHAP)) func g_SHAP_ofOneWhoNeedsAnother() throws {
    let inputs: Formula.Values = ["v": .numbers([0, 0, 0, 1, 0, 1, 0, 1])]
    expect(try compute(.g_SHAP, "orders", inputs)["phi"], .numbers([4.0 / 6, 1.0 / 6, 1.0 / 6]))
    expect(try compute(.g_SHAP, "coalitions", inputs)["phi"], .numbers([0.75, 0.25, 0.25]))
    expect(try compute(.g_SHAP, "leaving one out", inputs)["phi"], .numbers([1, 0, 0]), within: 0)
  }

  @Test(.formula(.g_SHAP)) func g_SHAP_ofASumIsWhatIsAdded() throws {
    for reading in ["orders", "coalitions", "leaving one out"] {
      expect(
        try compute(.g_SHAP, reading, ["v": .numbers([5, 8, 3, 6])])["phi"], .numbers([3, -2]), within: 1e-12)
    }
  }

  /// By the normal equations, solved apart.
  @Test(.formula(.g_LIME)) func g_LIME_passesNearTheWholeText() throws {
    let inputs: Formula.Values = ["Z": [[0, 0], [1, 0], [0, 1], [1, 1]], "v": [0, 0, 0, 1], "sigma": 1]
    let near = try compute(.g_LIME, "near", inputs)
    expect(near["w"], .numbers([0.6456805850, 0.6456805850]))
    expect(near["b"], .number(-0.4609265842))
    let everywhere = try compute(.g_LIME, "everywhere", inputs)
    expect(everywhere["w"], .numbers([0.5, 0.5]))
    expect(everywhere["b"], .number(-0.25))
  }
}
