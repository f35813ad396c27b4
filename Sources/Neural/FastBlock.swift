import Autodiff
import Randomness

/// A block of the fast model: x + f(norm(x)) for attention and for a feed-forward layer, as a pre-norm ``TransformerBlock``.
///
/// `[batch, time, channels] → [batch, time, channels]`.
public struct FastBlock: Module {
  /// Normalises before the attention.
  public var attentionNorm: any TokenwiseLayer
  /// Self-attention.
  public var attention: FastAttention
  /// Normalises before the feed-forward layer.
  public var feedForwardNorm: any TokenwiseLayer
  /// The feed-forward layer.
  public var feedForward: any TokenwiseLayer

  /// A block of given parts.
  public init(
    attentionNorm: any TokenwiseLayer, attention: FastAttention, feedForwardNorm: any TokenwiseLayer,
    feedForward: any TokenwiseLayer
  ) {
    self.attentionNorm = attentionNorm
    self.attention = attention
    self.feedForwardNorm = feedForwardNorm
    self.feedForward = feedForward
  }

  /// The block's result; see ``FastAttention`` for mask and values.
  ///
  /// Observed as `input`, `attentionNorm.…`, `attention.…`, `residual`, `feedForwardNorm.…`, `feedForward.…` and `output`.
  public func callAsFunction(_ x: Tensor, mask: Mask? = nil, firstValues: inout Tensor?) -> Tensor {
    let x = observe("input", x)
    let normalized = scope("attentionNorm") { attentionNorm(x) }
    let attended = scope("attention") { attention(normalized, mask: mask, firstValues: &firstValues) }
    let residual = observe("residual", x + attended)
    let again = scope("feedForwardNorm") { feedForwardNorm(residual) }
    return observe("output", residual + scope("feedForward") { feedForward(again) })
  }

  /// Presents the parts in the order in which data meets them.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("attentionNorm", &attentionNorm)
    visitor.visit("attention", &attention)
    visitor.visit("feedForwardNorm", &feedForwardNorm)
    visitor.visit("feedForward", &feedForward)
  }
}
