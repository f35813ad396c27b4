import Autodiff
import Randomness

/// Normalization by the root mean square: every token on its own scale, with no mean taken off.
package enum RMSNormExercise: Exercise {
  /// Rows of `[…, channels]`, a gain of `[channels]`, and ε, to rows of the same shape.
  package typealias Function =
    @Sendable (_ x: Tensor, _ gain: Tensor, _ epsilon: Float) throws -> Tensor

  /// What it is tried on.
  package struct Inputs: Codable, Sendable {
    let x: Tensor
    let gain: Tensor
    let epsilon: Float
  }

  package static let about = About(
    name: "rmsNorm", title: "a norm without a mean",
    goal:
      "Divide every row (the channels of one token) by the root of the mean of its squares, with ε under the root, then "
      + "multiply each channel by its gain. Nothing is taken off and nothing added. A row of zeros stays one.",
    formula: "y = x/√((1/d)·Σⱼ xⱼ² + ε) ⊙ γ      […, d] → […, d]",
    formulas: [.g_RMS], minutes: 10, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "Of layer norm the half is left that costs less: a row is brought to a length, and its mean stays where it is. "
      + "Along which axis do the channels lie?",
    shapes:
      "The mean keeps its axis: [time, channels] → [time, 1], so that it broadcasts against the rows. The gain is "
      + "[channels] and broadcasts by itself.",
    pseudocode: """
      square ← mean of x² of every row, axis kept
      result ← x ÷ root of (square + ε) × gain
      """,
    line: """
      let square = (x * x).mean(alongAxis: -1, keepingAxis: true)
      return x / sqrt(square + epsilon) * gain
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ shape: [Int], epsilon: Float) -> Inputs {
      Inputs(
        x: .normal(shape, deviation: 2, using: &random) + 1,
        gain: .normal([shape[shape.count - 1]], using: &random), epsilon: epsilon)
    }
    return [
      Inputs(x: Tensor([[1, 2, 3], [2, 4, 9], [0, 3, 3]]), gain: Tensor([2, 2, 2]), epsilon: 1e-5),
      // So small that ε decides, and a row of zeros.
      Inputs(x: Tensor([[0.003, 0.004]]), gain: Tensor([1, 1]), epsilon: 1e-5),
      Inputs(x: Tensor([[0, 0, 0, 0]]), gain: Tensor([1, 2, 3, 4]), epsilon: 1e-5),
      drawn([5, 3], epsilon: 0.3), drawn([3, 4, 5], epsilon: 1e-5), drawn([1, 1, 6], epsilon: 0.1),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try .withGradients(of: [("x", inputs.x), ("gain", inputs.gain)]) {
      try function($0[0], $0[1], inputs.epsilon)
    }
  }

  package static let reference: Function = { x, gain, epsilon in
    x / sqrt(meanSquare(of: x) + epsilon) * gain
  }

  /// The mean of the squares of every row, its axis kept.
  static func meanSquare(of x: Tensor, alongAxis axis: Int = -1) -> Tensor {
    (x * x).mean(alongAxis: axis, keepingAxis: true)
  }
}
