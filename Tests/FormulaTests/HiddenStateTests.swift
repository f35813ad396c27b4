import Foundation
import Formulas
import Testing

/// Expected values: the ledger's, and by hand.
@Suite struct HiddenStateTests {
  private let inputs: Formula.Values = [
    "pi": [0.6, 0.4], "A": [[0.7, 0.3], [0.4, 0.6]], "B": [[0.5, 0.5], [0.1, 0.9]], "o": [0, 1],
  ]

  @Test(.formula(.g_HMM)) func g_HMM_fourPaths() throws {
    let found = try compute(.g_HMM, "published", inputs)
    expect(.number(exp(try found.number("ln P"))), 0.2156)
    expect(
      .matrix(try found.matrix("ln alpha").mapRows { $0.map { exp($0) } }), [[0.3, 0.04], [0.113, 0.1026]])
    // A thousand places are worth less than any Double: in logarithms that is a number like others.
    let long = try compute(.g_HMM, "published", inputs.with(["o": .integers((0..<1_000).map { $0 % 2 })]))
    #expect(try long.number("ln P") < -500 && long.number("ln P").isFinite)
    let impossible = inputs.with(["B": [[1, 0], [1, 0]]])
    #expect(try compute(.g_HMM, "published", impossible).number("ln P") == -.infinity)
  }

  @Test(.formula(.g_VITERBI)) func g_VITERBI_greatestOfFourPaths() throws {
    let found = try compute(.g_VITERBI, "published", inputs)
    expect(found["states"], [0, 0], within: 0)
    expect(found["ln P"], .number(log(0.105)))
    // The first state of the path is decided by what comes after it.
    let turned = try compute(
      .g_VITERBI, "published", inputs.with(["A": [[0.01, 0.99], [0, 1]], "o": [1, 1]]))
    expect(turned["states"], [1, 1], within: 0)
    expect(turned["ln P"], .number(log(0.4 * 0.9 * 0.9)))
    // Of 0, 1 and 1, 0, which are equally likely, the one whose last state is the lower.
    let turning = inputs.with(["pi": [0.5, 0.5], "A": [[0, 1], [1, 0]], "B": [[1], [1]], "o": [0, 0]])
    expect(try compute(.g_VITERBI, "published", turning)["states"], [1, 0], within: 0)
    let equal = inputs.with([
      "pi": [0.5, 0.5], "A": [[0.5, 0.5], [0.5, 0.5]], "B": [[1], [1]], "o": [0, 0],
    ])
    expect(try compute(.g_VITERBI, "published", equal)["states"], [0, 0], within: 0)
  }

  /// β₁ = (0.62, 0.74): γ₁ = (0.186, 0.0296)/0.2156; ξ of the four paths; γ₂ = (0.113, 0.1026)/0.2156.
  @Test(.formula(.g_BAUMWELCH)) func g_BAUMWELCH_expectedShares() throws {
    let found = try compute(.g_BAUMWELCH, "published", inputs)
    expect(found["pi"], [0.8627087199, 0.1372912801])
    expect(found["A"], [[0.5645161290, 0.4354838710], [0.2702702703, 0.7297297297]])
    expect(found["B"], [[0.6220735786, 0.3779264214], [0.2239031770, 0.7760968230]])
    // Of one symbol there is no move whose share could be.
    let one = try compute(.g_BAUMWELCH, "published", inputs.with(["o": [0]]))
    #expect(try one.matrix("A").rows.joined().allSatisfy(\.isNaN))
    expect(one["pi"], [0.8823529412, 0.1176470588])
    var values = inputs.with(["o": [0, 1, 1, 0, 1]])
    var last = try compute(.g_HMM, "published", values).number("ln P")
    for _ in 0..<10 {
      values = values.with(try compute(.g_BAUMWELCH, "published", values))
      let likelihood = try compute(.g_HMM, "published", values).number("ln P")
      #expect(likelihood > last)
      last = likelihood
    }
  }

  @Test(.formula(.g_CRF)) func g_CRF_globalAndLocal() throws {
    let inputs: Formula.Values = ["s": [[1, 0], [0, 1]], "T": [[0.5, 0], [0, 0.5]], "y": [0, 1]]
    let found = try compute(.g_CRF, "global", inputs)
    expect(.number(exp(try found.number("ln Z"))), 17.3524342396, within: 1e-9)
    expect(.number(exp(try found.number("ln P"))), 0.4258224522)
    expect(.number(exp(try compute(.g_CRF, "local", inputs).number("ln P"))), 0.4550542339)
    // Of one place both are a softmax.
    let one: Formula.Values = ["s": [[1, 0]], "T": [[0.5, 0], [0, 0.5]], "y": [0]]
    for reading in ["global", "local"] {
      expect(.number(exp(try compute(.g_CRF, reading, one).number("ln P"))), 0.7310585786)
    }
    // Of no places there is one path, of score 0.
    let none = try Formula.HiddenStates.logProbability(
      ofTags: [], scores: Matrix(rowCount: 0, columnCount: 2) { _, _ in 0 }, transitions: [[1, 1], [1, 1]])
    #expect(none == (0, 0))
    // Scores of a thousand are no danger.
    let great = inputs.with(["s": [[1000, 0], [0, 1000]]])
    expect(try compute(.g_CRF, "global", great)["ln P"], 0)
  }
}
