import Autodiff
import Randomness

/// The mean cross-entropy of logits against the tokens that came.
package enum CrossEntropyExercise: Exercise {
  /// Logits `[rows, vocabulary]` and a target for every row to the mean loss, a scalar.
  package typealias Function = @Sendable (_ logits: Tensor, _ targets: [Int]) throws -> Tensor

  /// What the loss is tried on.
  package struct Inputs: Codable, Sendable {
    let logits: Tensor
    let targets: [Int]
  }

  package static let about = About(
    name: "crossEntropy", title: "the loss: how surprised the model is",
    goal:
      "For every row, take minus the natural logarithm of the probability that softmax gives to the "
      + "row's target; "
      + "return the mean over the rows. Logits may be as large as ±1000, and the target may be a token "
      + "that the "
      + "model holds impossible: the loss is large then, but never infinite.",
    formula: """
      L = (1/rows) Σᵣ −ln softmax(zᵣ)_y      y = targets[r]
        = (1/rows) Σᵣ ( ln Σⱼ e^(zᵣⱼ) − zᵣ_y )
      [rows, vocabulary], rows targets → []
      """,
    formulas: [.s2_4_2_CE, .s1_3_5_1_PRE], minutes: 20, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "The logarithm of softmax is a difference: ln(e^y / Σ e^z) = y − ln Σ e^z. Written so, nothing is "
      + "divided, "
      + "and no probability that has become 0 meets a logarithm. Subtracting the row's largest logit from "
      + "the "
      + "whole row first changes nothing, and then no exponential overflows either.",
    shapes:
      "logits [rows, vocabulary]; the largest of each row, axis kept, [rows, 1]; the logarithm of the sum of "
      + "exponentials, axis kept, [rows, 1]. A constant table [rows, vocabulary] with a 1 at each row's "
      + "target "
      + "and 0 elsewhere picks the targets: multiply by it and sum. The loss has the shape [].",
    pseudocode: """
      shifted  ← logits − the largest of every row, axis kept
      logTotal ← ln of the row sums of e^shifted
      chosen   ← a constant table: 1 at (row, target of the row), else 0
      loss     ← (sum of logTotal − sum of shifted · chosen) ÷ rows
      """,
    line: """
      let shifted = logits - logits.max(alongAxis: -1, keepingAxis: true)
      let logTotal = log(exp(shifted).sum(alongAxis: -1))
      let vocabulary = logits.shape[1]
      let chosen = Tensor(targets.map { target in (0..<vocabulary).map { $0 == target ? 1 : 0 } })
      return (logTotal.sum() - (shifted * chosen).sum()) / Float(targets.count)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    [
      // Square, so that one number a row may be laid along the columns without a protest.
      Inputs(logits: Tensor([[1, 3], [2, 0]]), targets: [0, 0]),
      Inputs(logits: Tensor([[1, 2, 3], [0, 1, 0]]), targets: [2, 0]),
      // A model that knows nothing: ln 4.
      Inputs(logits: .zeros([3, 4]), targets: [0, 3, 1]),
      // e^1000 is no Float, and e^−1000 is 0.
      Inputs(logits: Tensor([[1000, 999, 998], [-1000, -1001, -1000]]), targets: [1, 1]),
      // All exponentials are Floats, but not those of a row that is measured by the other's largest logit.
      Inputs(logits: Tensor([[50, 49, 0], [-60, -61, -62]]), targets: [1, 0]),
      // The target's probability, e^−160, is no Float either.
      Inputs(logits: Tensor([[80, 79, -80], [1, 0, 0]]), targets: [2, 1]),
      Inputs(logits: .normal([1, 5], deviation: 2, using: &random), targets: [3]),
      Inputs(
        logits: .normal([5, 7], deviation: 2, using: &random),
        targets: [6, 2] + (0..<3).map { _ in Int.random(in: 0..<7, using: &random) }),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try .withGradients(of: [("logits", inputs.logits)]) { try function($0[0], inputs.targets) }
  }

  package static let reference: Function = { crossEntropy(logits: $0, targets: $1) }
}
