import Autodiff
import Randomness

/// A block of the decoder of Vaswani et al. 2017 (§3.1): causal self-attention, attention to the encoder's result,
/// and a feed-forward layer, each with layer norm and a residual sum.
///
/// Its input is the target text so far; the encoder's result `memory` enters as keys and values of the
/// cross-attention. GPT leaves the cross-attention out and is a stack of `TransformerBlock`s.
public struct DecoderBlock: Module {
  /// Normalises around the self-attention.
  public var attentionNorm: LayerNorm
  /// Causal self-attention.
  public var attention: MultiHeadAttention
  /// Normalises around the cross-attention.
  public var crossAttentionNorm: LayerNorm
  /// Attention from the target to the encoder's result.
  public var crossAttention: MultiHeadAttention
  /// Normalises around the feed-forward layer.
  public var feedForwardNorm: LayerNorm
  /// The feed-forward layer.
  public var feedForward: FeedForward
  /// Where the block normalises.
  public let normPlacement: NormPlacement

  /// A block with normally distributed projections.
  public init(_ configuration: BlockConfiguration, using generator: inout some RandomNumberGenerator) {
    func attentionLayer() -> MultiHeadAttention {
      MultiHeadAttention(
        channels: configuration.channels, headCount: configuration.headCount, hasBias: configuration.hasBias,
        dropoutRate: configuration.dropoutRate, using: &generator)
    }
    attentionNorm = LayerNorm(channels: configuration.channels)
    attention = attentionLayer()
    crossAttentionNorm = LayerNorm(channels: configuration.channels)
    crossAttention = attentionLayer()
    feedForwardNorm = LayerNorm(channels: configuration.channels)
    feedForward = FeedForward(
      channels: configuration.channels, hiddenChannels: configuration.hiddenChannels,
      activation: configuration.activation, hasBias: configuration.hasBias, using: &generator)
    normPlacement = configuration.normPlacement
  }

  /// `[batch, time, channels]` with a memory of `[batch, keys, channels]` → `[batch, time, channels]`.
  ///
  /// The self-attention is causal, joined with `mask` when there is padding among the targets; `memoryMask` hides
  /// padding of the source from the cross-attention.
  public func callAsFunction(
    _ x: Tensor, memory: Tensor, mask: Mask? = nil, memoryMask: Mask? = nil, dropout seed: Seed? = nil
  ) -> Tensor {
    let time = x.shape[x.rank - 2]
    let causal = Mask.causal(queries: time, keys: time)
    let visible = mask.map { causal.and($0) } ?? causal
    observe("input", x)
    let first = normPlacement.residual(x, norm: attentionNorm, name: "attention") {
      attention($0, mask: visible, dropout: seed?.derived(0))
    }
    let second = normPlacement.residual(first, norm: crossAttentionNorm, name: "crossAttention") {
      crossAttention($0, memory: memory, mask: memoryMask, dropout: seed?.derived(1))
    }
    return observe(
      "output",
      normPlacement.residual(second, norm: feedForwardNorm, name: "feedForward") { feedForward($0) })
  }

  /// Presents the parts in the order in which data meets them.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("attentionNorm", &attentionNorm)
    visitor.visit("attention", &attention)
    visitor.visit("crossAttentionNorm", &crossAttentionNorm)
    visitor.visit("crossAttention", &crossAttention)
    visitor.visit("feedForwardNorm", &feedForwardNorm)
    visitor.visit("feedForward", &feedForward)
  }
}
