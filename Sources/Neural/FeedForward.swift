import Autodiff
import Randomness

/// The nonlinearity between the two projections of a feed-forward layer.
public enum Activation: String, Sendable, Hashable, Codable, CaseIterable {
  /// max(0, x), of the paper of 2017.
  case relu
  /// GELU in its exact form.
  case geluExact
  /// GELU in the tanh form, of GPT-2.
  case geluTanh
  /// max(0, x)² (So et al. 2021).
  case squaredReLU

  /// The function, element by element.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    switch self {
    case .relu: Autodiff.relu(x)
    case .geluExact: gelu(x, form: .exact)
    case .geluTanh: gelu(x, form: .tanh)
    case .squaredReLU: Autodiff.squaredReLU(x)
    }
  }
}

/// FFN(x) = f(x·W₁ + b₁)·W₂ + b₂, for every token on its own (Vaswani et al. 2017 §3.3).
///
/// `[…, channels] → […, hiddenChannels] → […, channels]`; usually four times as many channels in between.
public struct FeedForward: Module {
  /// W₁ and b₁.
  public var expand: Linear
  /// W₂ and b₂.
  public var contract: Linear
  /// f.
  public let activation: Activation

  /// A layer with normally distributed projections.
  public init(
    channels: Int, hiddenChannels: Int, activation: Activation = .geluTanh, hasBias: Bool = true,
    deviation: Float? = nil, outputDeviation: Float? = nil, using generator: inout some RandomNumberGenerator
  ) {
    expand = Linear(
      inputs: channels, outputs: hiddenChannels, hasBias: hasBias, deviation: deviation, using: &generator)
    contract = Linear(
      inputs: hiddenChannels, outputs: channels, hasBias: hasBias, deviation: outputDeviation ?? deviation,
      using: &generator)
    self.activation = activation
  }

  /// A layer with given projections.
  public init(expand: Linear, contract: Linear, activation: Activation) {
    self.expand = expand
    self.contract = contract
    self.activation = activation
  }

  /// The layer's result. Observed as `expanded` (before f), `hidden` (after it) and `projected`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    observe("projected", contract(observe("hidden", activation(observe("expanded", expand(x))))))
  }

  /// Presents `expand` and `contract`.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("expand", &expand)
    visitor.visit("contract", &contract)
  }
}
