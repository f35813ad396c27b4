import Autodiff
import Randomness

/// SwiGLU: (silu(x·W) ⊙ x·V)·W₂ with silu(g) = g·σ(g), for every token on its own (Shazeer 2020 §2).
///
/// `[…, channels] → […, hiddenChannels] → […, channels]`, without biases: one projection decides how much of another
/// goes on.
public struct GatedFeedForward: Module {
  /// W.
  public var gate: Linear
  /// V.
  public var expand: Linear
  /// W₂.
  public var contract: Linear

  /// A layer with normally distributed projections, of about as many parameters as a layer of two of this hidden width.
  public init(
    channels: Int, hiddenChannels: Int, deviation: Float? = nil, outputDeviation: Float? = nil,
    using generator: inout some RandomNumberGenerator
  ) {
    let hidden = Self.hiddenChannels(matching: hiddenChannels)
    func projection(_ inputs: Int, _ outputs: Int, _ deviation: Float?) -> Linear {
      Linear(inputs: inputs, outputs: outputs, hasBias: false, deviation: deviation, using: &generator)
    }
    gate = projection(channels, hidden, deviation)
    expand = projection(channels, hidden, deviation)
    contract = projection(hidden, channels, outputDeviation ?? deviation)
  }

  /// ⌊2·hidden/3⌋, rounded up to a multiple of 8: three matrices of this width have about as many numbers as two of the
  /// other.
  public static func hiddenChannels(matching hidden: Int) -> Int { (2 * hidden / 3 + 7) / 8 * 8 }

  /// The layer's result. Observed as `gate` (before silu), `expanded`, `hidden` (their product) and `projected`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let gates = observe("gate", gate(x))
    let hidden = gatedSiLU(gate: gates, observe("expanded", expand(x)))
    return observe("projected", contract(observe("hidden", hidden)))
  }

  /// Presents `gate`, `expand` and `contract`.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("gate", &gate)
    visitor.visit("expand", &expand)
    visitor.visit("contract", &contract)
  }
}
