import Autodiff
import Randomness

/// Where a block normalises.
public enum NormPlacement: String, Sendable, Hashable, Codable, CaseIterable {
  /// LN(x + f(x)): after every residual sum, as in 2017.
  case post
  /// x + f(LN(x)): before every sub-layer, as in GPT-2. The residual path stays free of anything but sums, and
  /// deep stacks train without warm-up (Xiong et al. 2020).
  case pre
}

/// The sizes that a block is made from.
public struct BlockConfiguration: Sendable, Hashable, Codable {
  /// The width of a token.
  public var channels: Int
  /// How many heads share it.
  public var headCount: Int
  /// The width inside the feed-forward layer.
  public var hiddenChannels: Int
  /// Where it normalises.
  public var normPlacement: NormPlacement
  /// The nonlinearity of the feed-forward layer.
  public var activation: Activation
  /// Whether the projections have biases.
  public var hasBias: Bool
  /// The share of numbers dropped in training, in attention weights and before each residual sum.
  public var dropoutRate: Float

  /// A block's sizes, with GPT-2's choices for what is not given.
  public init(
    channels: Int, headCount: Int, hiddenChannels: Int? = nil, normPlacement: NormPlacement = .pre,
    activation: Activation = .geluTanh, hasBias: Bool = true, dropoutRate: Float = 0
  ) {
    self.channels = channels
    self.headCount = headCount
    self.hiddenChannels = hiddenChannels ?? 4 * channels
    self.normPlacement = normPlacement
    self.activation = activation
    self.hasBias = hasBias
    self.dropoutRate = dropoutRate
  }
}

/// Self-attention and a feed-forward layer, each with layer norm and a residual sum.
///
/// Without a mask this is a block of the encoder of Vaswani et al. 2017 (§3.1); with the causal mask, a block of
/// GPT. `[batch, time, channels] → [batch, time, channels]`, so that any number of blocks can follow one another.
public struct TransformerBlock: Module {
  /// Normalises around the attention.
  public var attentionNorm: LayerNorm
  /// Self-attention.
  public var attention: MultiHeadAttention
  /// Normalises around the feed-forward layer.
  public var feedForwardNorm: LayerNorm
  /// The feed-forward layer.
  public var feedForward: FeedForward
  /// Where the block normalises.
  public let normPlacement: NormPlacement
  /// The share of numbers dropped before each residual sum, in training.
  public let dropoutRate: Float

  /// A block with normally distributed projections; `outputDeviation` is the standard deviation of those that write to the residual path.
  public init(
    _ configuration: BlockConfiguration, deviation: Float? = nil, outputDeviation: Float? = nil,
    using generator: inout some RandomNumberGenerator
  ) {
    attentionNorm = LayerNorm(channels: configuration.channels)
    attention = MultiHeadAttention(
      channels: configuration.channels, headCount: configuration.headCount, hasBias: configuration.hasBias,
      dropoutRate: configuration.dropoutRate, deviation: deviation, outputDeviation: outputDeviation,
      using: &generator)
    feedForwardNorm = LayerNorm(channels: configuration.channels)
    feedForward = FeedForward(
      channels: configuration.channels, hiddenChannels: configuration.hiddenChannels,
      activation: configuration.activation, hasBias: configuration.hasBias, deviation: deviation,
      outputDeviation: outputDeviation, using: &generator)
    normPlacement = configuration.normPlacement
    dropoutRate = configuration.dropoutRate
  }

  /// A block with given parts, whose sizes are those of the configuration.
  public init(
    _ configuration: BlockConfiguration, attentionNorm: LayerNorm, attention: MultiHeadAttention,
    feedForwardNorm: LayerNorm, feedForward: FeedForward
  ) {
    self.attentionNorm = attentionNorm
    self.attention = attention
    self.feedForwardNorm = feedForwardNorm
    self.feedForward = feedForward
    normPlacement = configuration.normPlacement
    dropoutRate = configuration.dropoutRate
  }

  /// The block's result; see `MultiHeadAttention` for mask, seed and cache.
  ///
  /// Observed as `input`, `attentionNorm.…`, `attention.…`, `residual` (what the attention's half hands on: x + f(LN(x)),
  /// or LN(x + f(x)) with the norm after), `feedForwardNorm.…`, `feedForward.…` and `output`.
  public func callAsFunction(
    _ x: Tensor, mask: Mask? = nil, dropout seed: Seed? = nil, cache: inout LayerCache?
  ) -> Tensor {
    let x = observe("input", x)
    let residual = observe(
      "residual",
      sublayer(x, norm: attentionNorm, name: "attention", dropout: seed?.derived(0)) {
        attention($0, mask: mask, dropout: seed?.derived(1), cache: &cache)
      })
    return observe(
      "output",
      sublayer(residual, norm: feedForwardNorm, name: "feedForward", dropout: seed?.derived(2)) {
        feedForward($0)
      })
  }

  /// The block's result without a cache.
  public func callAsFunction(_ x: Tensor, mask: Mask? = nil, dropout seed: Seed? = nil) -> Tensor {
    var none: LayerCache?
    return self(x, mask: mask, dropout: seed, cache: &none)
  }

  /// x + f(LN(x)) before, or LN(x + f(x)) after.
  private func sublayer(
    _ x: Tensor, norm: LayerNorm, name: String, dropout seed: Seed?, _ layer: (Tensor) -> Tensor
  ) -> Tensor {
    normPlacement.residual(x, norm: norm, name: name) {
      dropout(layer($0), rate: dropoutRate, seed: seed)
    }
  }

  /// Presents the parts in the order in which data meets them.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("attentionNorm", &attentionNorm)
    visitor.visit("attention", &attention)
    visitor.visit("feedForwardNorm", &feedForwardNorm)
    visitor.visit("feedForward", &feedForward)
  }
}

extension NormPlacement {
  /// A residual sum around a layer: x + f(LN(x)) with the norm before, LN(x + f(x)) with the norm after.
  ///
  /// The layer's intermediates are observed under `name`, the norm's under `nameNorm`.
  public func residual(_ x: Tensor, norm: LayerNorm, name: String, _ layer: (Tensor) -> Tensor) -> Tensor {
    switch self {
    case .pre:
      let normalized = scope(name + "Norm") { norm(x) }
      return x + scope(name) { layer(normalized) }
    case .post:
      let sum = x + scope(name) { layer(x) }
      return scope(name + "Norm") { norm(sum) }
    }
  }
}
