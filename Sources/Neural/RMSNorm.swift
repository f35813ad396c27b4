import Autodiff

/// y = γ ⊙ x/√(mean x² + ε) over the last axis (Zhang and Sennrich 2019): a layer norm without mean and bias.
///
/// `[…, channels] → […, channels]`. Ten times the row is the same result, up to ε.
public struct RMSNorm: Module {
  /// γ, `[channels]`.
  public var gain: Tensor
  /// ε, added to the mean square under the root.
  public let epsilon: Float

  /// γ = 1.
  public init(channels: Int, epsilon: Float = LayerNorm.defaultEpsilon) {
    self.init(gain: .ones([channels]), epsilon: epsilon)
  }

  /// A layer with a given gain; traps with its shape when it is no vector.
  public init(gain: Tensor, epsilon: Float = LayerNorm.defaultEpsilon) {
    guard gain.rank == 1 else { fatalError("RMSNorm: a gain of shape \(gain.shape) is not a vector") }
    self.gain = gain
    self.epsilon = epsilon
  }

  /// The normalised rows. Observed as `meanSquare` (`[…, 1]`) and `normalized`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard Observation.isActive else { return rmsNorm(x, gain: gain, epsilon: epsilon) }
    let meanSquare = observe("meanSquare", square(x).mean(alongAxis: -1, keepingAxis: true))
    return observe("normalized", x / sqrt(meanSquare + epsilon)) * gain
  }

  /// Presents `gain`.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("gain", &gain)
  }
}
