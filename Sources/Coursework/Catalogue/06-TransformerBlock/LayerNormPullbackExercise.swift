import Autodiff
import Randomness

/// The gradients of layer norm: how the gradient of the result is shared out to the input, the gain and the bias.
package enum LayerNormPullbackExercise: Exercise {
  /// Input, gain, ε and the gradient of the result, to the gradients of input, gain and bias.
  package typealias Function =
    @Sendable (_ x: Tensor, _ gain: Tensor, _ epsilon: Float, _ upstream: Tensor) throws
    -> (x: Tensor, gain: Tensor, bias: Tensor)

  /// What the pullback is tried on.
  package struct Inputs: Codable, Sendable {
    let x: Tensor
    let gain: Tensor
    let epsilon: Float
    let upstream: Tensor
  }

  package static let about = About(
    name: "layerNormPullback", title: "the gradients of layer norm",
    goal:
      "Given the gradient of layer norm's result, work out the gradients of its input, its gain and its bias. "
      + "Every channel of a row moves that row's mean and standard deviation, and so all of its results.",
    formula:
      "n = (x − μ)/√(σ² + ε),  g = upstream ⊙ γ;  x: (g − mean g − n·mean(g ⊙ n))/√(σ² + ε)  […, d];  "
      + "γ: Σ upstream ⊙ n over all rows  [d];  β: Σ upstream over all rows  [d]",
    formulas: [.s1_3_3_LNSTAT, .s1_3_3_LNNORM], minutes: 40, difficulty: .hard)

  package static let hints = Hints(
    idea:
      "Raise all channels of a row together, or push them all apart: layer norm does not notice (but for ε). So "
      + "the gradient of x can have no share in these two directions. Take both out of g = upstream ⊙ γ.",
    shapes:
      "n, g and the gradient of x are […, channels]; both means are over the channels, axis kept: […, 1]. Gain and "
      + "bias are shared by all rows, so their gradients add up over every axis but the last: [channels].",
    pseudocode: """
      n, deviation ← as in layer norm
      g            ← upstream × gain
      x            ← (g − row mean of g − n × row mean of (g × n)) ÷ deviation
      gain         ← (upstream × n) summed over every axis but the last
      bias         ← upstream summed over every axis but the last
      """,
    line: """
      let g = upstream * gain
      let shift = g.mean(alongAxis: -1, keepingAxis: true)
      let stretch = (g * n).mean(alongAxis: -1, keepingAxis: true)
      let rows = Array(0..<x.rank - 1)
      return (
        x: (g - shift - n * stretch) / deviation,
        gain: (upstream * n).sum(alongAxes: rows), bias: upstream.sum(alongAxes: rows)
      )
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ shape: [Int], epsilon: Float) -> Inputs {
      Inputs(
        x: .normal(shape, deviation: 2, using: &random) + 1,
        gain: .normal([shape[shape.count - 1]], using: &random), epsilon: epsilon,
        upstream: .normal(shape, using: &random))
    }
    return [
      Inputs(
        x: Tensor([[1, 2, 3], [2, 4, 9], [0, 3, 3]]), gain: Tensor([1, 2, 1]), epsilon: 1e-5,
        upstream: Tensor([[1, 0, 0], [0, 1, 0], [2, 0, -1]])),
      Inputs(
        x: Tensor([[5, 5, 5, 5]]), gain: Tensor([1, 1, 2, 2]), epsilon: 0.25,
        upstream: Tensor([[1, 2, 3, 4]])),
      // Far from 0, where E[x²] − E[x]² would lose the variance.
      Inputs(
        x: Tensor([[4097, 4108, 4125, 4138]]), gain: Tensor([1, 1, 2, 1]), epsilon: 1e-5,
        upstream: Tensor([[1, -1, 0, 2]])),
      drawn([4, 6], epsilon: 0.1), drawn([2, 3, 4], epsilon: 1e-5), drawn([1, 1, 5], epsilon: 1e-5),
      drawn([2, 1, 3, 4], epsilon: 0.01),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let gradients = try function(inputs.x, inputs.gain, inputs.epsilon, inputs.upstream)
    return Answer([
      Answer.Part("x", gradients.x), Answer.Part("gain", gradients.gain), Answer.Part("bias", gradients.bias),
    ])
  }

  package static let reference: Function = { x, gain, epsilon, upstream in
    let (_, gradients) = valueWithGradient(at: [x, gain, .zeros(gain.shape)]) { parts in
      (layerNorm(parts[0], gain: parts[1], bias: parts[2], epsilon: epsilon) * upstream).sum()
    }
    return (gradients[0], gradients[1], gradients[2])
  }
}
