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
  /// The share of numbers dropped before each residual sum, in training.
  public let dropoutRate: Float

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
    dropoutRate = configuration.dropoutRate
  }

  /// `[batch, time, channels]` with a memory of `[batch, keys, channels]` → `[batch, time, channels]`.
  ///
  /// The self-attention is causal, joined with `mask` when there is padding among the targets; `memoryMask` hides
  /// padding of the source from the cross-attention. With a cache, x continues the positions that it keeps, and the
  /// memory must be the same at every call. Observed as `input`, `attentionNorm.…`, `attention.…`,
  /// `crossAttentionNorm.…`, `crossAttention.…`, `feedForwardNorm.…`, `feedForward.…` and `output`.
  public func callAsFunction(
    _ x: Tensor, memory: Tensor, mask: Mask? = nil, memoryMask: Mask? = nil, dropout seed: Seed? = nil,
    cache: inout DecoderBlockCache?
  ) -> Tensor {
    var (own, read) = (cache?.attention, cache?.crossAttention)
    let time = x.shape[x.rank - 2]
    let causal = Mask.causal(queries: time, keys: (own?.length ?? 0) + time)
    let visible = mask.map { causal.and($0) } ?? causal
    let x = observe("input", x)
    let first = sublayer(x, attentionNorm, "attention", seed?.derived(2)) {
      attention($0, mask: visible, dropout: seed?.derived(0), cache: &own)
    }
    let second = sublayer(first, crossAttentionNorm, "crossAttention", seed?.derived(3)) {
      crossAttention($0, memory: memory, mask: memoryMask, dropout: seed?.derived(1), cache: &read)
    }
    if let own, let read { cache = DecoderBlockCache(attention: own, crossAttention: read) }
    return observe(
      "output", sublayer(second, feedForwardNorm, "feedForward", seed?.derived(4)) { feedForward($0) })
  }

  /// The block's result without a cache.
  public func callAsFunction(
    _ x: Tensor, memory: Tensor, mask: Mask? = nil, memoryMask: Mask? = nil, dropout seed: Seed? = nil
  ) -> Tensor {
    var none: DecoderBlockCache?
    return self(x, memory: memory, mask: mask, memoryMask: memoryMask, dropout: seed, cache: &none)
  }

  private func sublayer(
    _ x: Tensor, _ norm: LayerNorm, _ name: String, _ seed: Seed?, _ layer: (Tensor) -> Tensor
  ) -> Tensor {
    normPlacement.residual(x, norm: norm, name: name) { dropout(layer($0), rate: dropoutRate, seed: seed) }
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
