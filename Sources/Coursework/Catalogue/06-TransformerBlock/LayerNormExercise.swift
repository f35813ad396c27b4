import Autodiff
import Randomness

/// Layer norm: every token on its own scale, then on a learnt one.
package enum LayerNormExercise: Exercise {
  /// Rows of `[…, channels]`, gain and bias of `[channels]`, and ε, to rows of the same shape.
  package typealias Function =
    @Sendable (_ x: Tensor, _ gain: Tensor, _ bias: Tensor, _ epsilon: Float) throws -> Tensor

  /// What layer norm is tried on.
  package struct Inputs: Codable, Sendable {
    let x: Tensor
    let gain: Tensor
    let bias: Tensor
    let epsilon: Float
  }

  package static let about = About(
    name: "layerNorm", title: "layer norm of every row",
    goal:
      "Bring every row (the channels of one token) to mean 0 and variance 1, then multiply each channel by its "
      + "gain and add its bias. A row that is constant must give the bias, not NaN.",
    formula: "y = γ ⊙ (x − μ)/√(σ² + ε) + β,  μ = (1/d) Σⱼ xⱼ,  σ² = (1/d) Σⱼ (xⱼ − μ)²      […, d] → […, d]",
    formulas: [.s1_3_3_LNSTAT, .s1_3_3_LNNORM], minutes: 15, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "A token is measured by itself alone: its mean and its variance come from its own channels, and no other "
      + "token changes them. Along which axis do the channels lie?",
    shapes:
      "Mean and variance keep their axis: [time, channels] → [time, 1], so that they broadcast against the rows. "
      + "Gain and bias are [channels] and broadcast by themselves.",
    pseudocode: """
      centred    ← x − mean of every row, axis kept
      variance   ← mean of centred², axis kept (divided by d, not d − 1)
      normalized ← centred ÷ root of (variance + ε)
      result     ← normalized × gain + bias
      """,
    line: """
      let centred = x - x.mean(alongAxis: -1, keepingAxis: true)
      let variance = (centred * centred).mean(alongAxis: -1, keepingAxis: true)
      return centred / sqrt(variance + epsilon) * gain + bias
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ shape: [Int], epsilon: Float) -> Inputs {
      let channels = shape[shape.count - 1]
      return Inputs(
        x: .normal(shape, deviation: 2, using: &random) + 1, gain: .normal([channels], using: &random),
        bias: .normal([channels], using: &random), epsilon: epsilon)
    }
    return [
      Inputs(
        x: Tensor([[1, 2, 3], [2, 4, 9], [0, 3, 3]]), gain: Tensor([2, 2, 2]), bias: Tensor([1, 1, 1]),
        epsilon: 1e-5),
      Inputs(
        x: Tensor([[0, 0.001, 0.002]]), gain: Tensor([1, 1, 1]), bias: Tensor([0, 0, 0]), epsilon: 1e-5),
      Inputs(
        x: Tensor([[5, 5, 5, 5]]), gain: Tensor([1, 2, 1, 2]), bias: Tensor([1, 2, 3, 4]), epsilon: 1e-5),
      // Far from 0: E[x²] − E[x]² would lose the variance in the rounding of numbers a million times larger.
      Inputs(
        x: Tensor([[4097, 4108, 4125, 4138]]), gain: Tensor([1, 1, 1, 1]), bias: Tensor([0, 0, 0, 0]),
        epsilon: 1e-5),
      drawn([5, 3], epsilon: 0.3), drawn([3, 4, 5], epsilon: 1e-5), drawn([1, 1, 6], epsilon: 0.1),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try .withGradients(of: [("x", inputs.x), ("gain", inputs.gain), ("bias", inputs.bias)]) {
      try function($0[0], $0[1], $0[2], inputs.epsilon)
    }
  }

  package static let reference: Function = { layerNorm($0, gain: $1, bias: $2, epsilon: $3) }
}
