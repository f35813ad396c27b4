import Autodiff

/// A layer that treats every token on its own, `[…, channels] → […, channels]`: what the fast model exchanges for another.
public protocol TokenwiseLayer: Module {
  /// The layer's result.
  func callAsFunction(_ x: Tensor) -> Tensor
}

extension LayerNorm: TokenwiseLayer {}
extension RMSNorm: TokenwiseLayer {}
extension FeedForward: TokenwiseLayer {}
extension GatedFeedForward: TokenwiseLayer {}
