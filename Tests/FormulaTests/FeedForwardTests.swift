import Formulas
import Testing

/// Expected values: ledger G-FFN, G-GELU and G-DROP.
@Suite struct FeedForwardTests {
  let inputs: Formula.Values = [
    "x": [[1, -2]], "W1": [[1, 0, -1], [0, 1, 1]], "W2": [[1, 2], [3, 4], [5, 6]],
  ]

  @Test(.formula(.g_FFN)) func g_FFN() throws {
    let result = try compute(.g_FFN, "published", inputs)
    expect(result["inner"], [[1, -2, -3]], within: 0)
    expect(result["output"], [[1, 2]], within: 0)
    // By hand with b₁ = (0, 3, 0), b₂ = (10, 20): inner (1, 1, −3), output (1 + 3 + 10, 2 + 4 + 20).
    let biased = try compute(.g_FFN, "published", inputs.with(["b1": [0, 3, 0], "b2": [10, 20]]))
    expect(biased["output"], [[14, 26]], within: 0)
  }

  @Test(.formula(.g_FFN)) func g_FFN_withoutActivationIsLinear() throws {
    // By hand: (1, −2, −3)·W₂ = (1 − 6 − 15, 2 − 8 − 18).
    expect(try compute(.g_FFN, "linear", inputs)["output"], [[-20, -24]], within: 0)
    let doubled = inputs.with(["x": [[-2, 4]]])
    expect(try compute(.g_FFN, "linear", doubled)["output"], [[40, 48]], within: 0)
    #expect(try matrix(.g_FFN, "published", doubled) != [[-2, -4]])
  }

  @Test(.formula(.g_FFN)) func g_FFN_refusesAnotherWidth() {
    expectRefusal(.g_FFN, "published", inputs.with(["x": [[1, 2, 3]]]), left: [1, 3], right: [2, 3])
    expectRefusal(.g_FFN, "published", inputs.with(["W2": [[1, 2]]]), left: [1, 3], right: [1, 2])
  }

  @Test(.formula(.g_GELU)) func g_GELU() throws {
    expect(try compute(.g_GELU, "erf", ["x": [1, -1, 0]])["y"], [0.8413447461, -0.1586552539, 0])
    expect(try compute(.g_GELU, "tanh", ["x": [1, -1, 0]])["y"], [0.8411919906, -0.1588080094, 0])
  }

  @Test(.formula(.g_DROP)) func g_DROP_keepsTheExpectation() throws {
    let inputs: Formula.Values = ["x": [[1, 2]], "kept": [[1, 0]], "p": 0.1]
    expect(try compute(.g_DROP, "inverted", inputs)["y"], [[1.1111111111, 0]])
    expect(try compute(.g_DROP, "evaluation", inputs)["y"], [[1, 2]], within: 0)
    expect(try compute(.g_DROP, "unscaled", inputs)["y"], [[1, 0]], within: 0)
    // The mean over both masks of one entry, weighted by their probabilities, is the entry itself.
    let kept = try matrix(.g_DROP, "inverted", ["x": [[5]], "kept": [[1]], "p": 0.1], "y")[0, 0]
    let dropped = try matrix(.g_DROP, "inverted", ["x": [[5]], "kept": [[0]], "p": 0.1], "y")[0, 0]
    #expect(abs(0.9 * kept + 0.1 * dropped - 5) < 1e-14)
    expectRefusal(.g_DROP, "inverted", inputs.with(["kept": [[1]]]), left: [1, 2], right: [1, 1])
  }
}
