import Autodiff

/// y = γ ⊙ (x − μ)/√(σ² + ε) + β over the last axis (Ba et al. 2016): every token on its own scale.
///
/// `[…, channels] → […, channels]`, with the mean μ and the population variance σ² of each row. A constant row
/// becomes β: ε > 0 keeps the quotient finite.
public struct LayerNorm: Module {
  /// γ, `[channels]`.
  public var gain: Tensor
  /// β, `[channels]`.
  public var bias: Tensor
  /// ε, added to the variance under the root.
  public let epsilon: Float

  /// The ε of every layer of this library, and of GPT-2.
  public static let defaultEpsilon: Float = 1e-5

  /// γ = 1 and β = 0.
  public init(channels: Int, epsilon: Float = defaultEpsilon) {
    self.init(gain: .ones([channels]), bias: .zeros([channels]), epsilon: epsilon)
  }

  /// A layer with given numbers; traps with both shapes when they do not conform.
  public init(gain: Tensor, bias: Tensor, epsilon: Float = defaultEpsilon) {
    guard gain.rank == 1, bias.shape == gain.shape else {
      fatalError("LayerNorm: a gain of shape \(gain.shape) and a bias of shape \(bias.shape)")
    }
    self.gain = gain
    self.bias = bias
    self.epsilon = epsilon
  }

  /// The normalised rows. Observed as `mean`, `variance` (each `[…, 1]`) and `normalized`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard Observation.isActive else { return layerNorm(x, gain: gain, bias: bias, epsilon: epsilon) }
    let mean = observe("mean", x.mean(alongAxis: -1, keepingAxis: true))
    let variance = observe("variance", x.variance(alongAxis: -1, keepingAxis: true))
    let normalized = observe("normalized", (x - mean) / sqrt(variance + epsilon))
    return normalized * gain + bias
  }

  /// Presents `gain` and `bias`.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("gain", &gain)
    visitor.visit("bias", &bias)
  }
}
