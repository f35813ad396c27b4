import Autodiff

/// max(0, x·W₁ + b₁)²·W₂ + b₂, for every token on its own (So et al. 2021): a ``FeedForward`` whose ReLU is squared.
///
/// `[…, channels] → […, hiddenChannels] → […, channels]`.
public struct SquaredReLUFeedForward: Module {
  /// W₁ and b₁.
  public var expand: Linear
  /// W₂ and b₂.
  public var contract: Linear

  /// A layer with given projections.
  public init(expand: Linear, contract: Linear) {
    self.expand = expand
    self.contract = contract
  }

  /// The layer's result. Observed as `expanded` (before the square), `hidden` (after it) and `projected`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    observe("projected", contract(observe("hidden", squaredReLU(observe("expanded", expand(x))))))
  }

  /// Presents `expand` and `contract`.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("expand", &expand)
    visitor.visit("contract", &contract)
  }
}
