import Autodiff
import Randomness

/// A decoder-only Transformer: token and position embeddings, a stack of causal blocks, and for every position the
/// logits of the next token.
///
/// With the default choices this is GPT-2 (Radford et al. 2019): norms before each sub-layer and after the last
/// block, GELU, learned positions, and the embedding table as output head. The model is a value: copying it
/// copies its parameters.
///
/// ```swift
/// let model = GPT(configuration, seed: 1)
/// let logits = model([[5, 3, 8]])  // [1, 3, vocabulary]
/// ```
public struct GPT: Module, CachedModel {
  /// The sizes the model was made from.
  public internal(set) var configuration: GPTConfiguration
  /// One row for every token, `[vocabulary, channels]`.
  public var embedding: Embedding
  /// One row for every position, `[context, channels]`; a model with sinusoidal or no positions has none.
  public var positions: Embedding?
  /// The stack.
  public var blocks: [TransformerBlock]
  /// Normalises the result of a pre-norm stack.
  public var finalNorm: LayerNorm?
  /// The language-model head, unless the embedding table serves; `head` in checkpoints.
  public var lmHead: Linear?

  /// A model with random parameters: standard deviation 0.02, and 0.02/√(2·layers) for the projections that write to the
  /// residual path, whose sum then varies as much as one layer would (Radford et al. 2019 §2.3).
  public init(_ configuration: GPTConfiguration, seed: Seed) {
    var generator = seed.generator()
    let channels = configuration.block.channels
    let (deviation, outputDeviation) = configuration.deviations
    self.configuration = configuration
    embedding = Embedding(
      vocabularySize: configuration.vocabularySize, channels: channels, deviation: deviation,
      using: &generator)
    positions =
      configuration.positions == .learned
      ? Embedding(
        vocabularySize: configuration.contextLength, channels: channels, deviation: deviation,
        using: &generator) : nil
    blocks = (0..<configuration.layerCount).map { _ in
      TransformerBlock(
        configuration.block, deviation: deviation, outputDeviation: outputDeviation, using: &generator)
    }
    finalNorm = configuration.block.normPlacement == .pre ? LayerNorm(channels: channels) : nil
    lmHead =
      configuration.tiesHead
      ? nil
      : Linear(
        inputs: channels, outputs: configuration.vocabularySize, hasBias: false, deviation: deviation,
        using: &generator)
  }

  /// A model with given parts, such as a file has them; traps with both numbers when the configuration has more or fewer
  /// parameters.
  public init(
    _ configuration: GPTConfiguration, embedding: Embedding, positions: Embedding?,
    blocks: [TransformerBlock], finalNorm: LayerNorm?, lmHead: Linear?
  ) {
    self.configuration = configuration
    self.embedding = embedding
    self.positions = positions
    self.blocks = blocks
    self.finalNorm = finalNorm
    self.lmHead = lmHead
    guard parameterCount == configuration.parameterCount else {
      fatalError("GPT: parts of \(parameterCount) parameters, not \(configuration.parameterCount)")
    }
  }

  /// The logits of the next token at every position of a batch of sequences: `[batch, time, vocabulary]`.
  ///
  /// `lengths` says how many tokens of each sequence are text, from none to all; the rest is padding, which no token
  /// sees. With a seed, dropout is applied as in training. Traps when a sequence is longer than the context.
  ///
  /// Observed as `embedded`, `blocks.N.…`, `finalNorm.…` and `logits`.
  public func callAsFunction(_ tokens: [[Int]], lengths: [Int]? = nil, dropout seed: Seed? = nil) -> Tensor {
    var cache: KeyValueCache?
    return self(tokens, lengths: lengths, dropout: seed, cache: &cache)
  }

  /// The logits at every position of one sequence: `[time, vocabulary]`.
  public func callAsFunction(_ tokens: [Int]) -> Tensor {
    let logits = self([tokens])
    return logits.reshaped(Array(logits.shape.dropFirst()))
  }

  /// The logits of further tokens of one sequence, whose earlier tokens the cache remembers: `[time, vocabulary]`.
  ///
  /// The same numbers as reading everything again, up to rounding, for the price of the new tokens alone. One
  /// token that nobody observes or changes and no gradient is taken through goes a shorter way to the same bits.
  public func callAsFunction(_ tokens: [Int], cache: inout KeyValueCache) -> Tensor {
    if tokens.count == 1, goesShortWay(cache) { return logits(after: tokens[0], cache: &cache) }
    var optional: KeyValueCache? = cache
    cache = KeyValueCache(layerCount: 0)  // so that the layers' memory has one owner and grows in place
    let logits = self([tokens], cache: &optional)
    cache = optional ?? cache
    return logits.reshaped(Array(logits.shape.dropFirst()))
  }

  private func callAsFunction(
    _ tokens: [[Int]], lengths: [Int]? = nil, dropout seed: Seed? = nil, cache: inout KeyValueCache?
  ) -> Tensor {
    let time = tokens.first?.count ?? 0
    let past = cache?.length ?? 0
    guard past + time <= configuration.contextLength else {
      fatalError("GPT: \(past + time) tokens do not fit a context of \(configuration.contextLength)")
    }
    if let lengths, lengths.count != tokens.count || !lengths.allSatisfy((0...time).contains) {
      fatalError("GPT: lengths \(lengths) for \(tokens.count) sequences of \(time) tokens")
    }
    if let cache, cache.layers.count != blocks.count {
      fatalError("GPT: a cache for \(cache.layers.count) blocks in a model of \(blocks.count)")
    }
    let causal = Mask.causal(queries: time, keys: past + time)
    let mask = lengths.map { causal.and(.padding(lengths: $0, time: time)) } ?? causal
    var hidden = observe("embedded", withPositions(embedding(tokens), from: past))
    hidden = dropout(hidden, rate: configuration.block.dropoutRate, seed: seed?.derived(-1))
    for index in blocks.indices {
      var layerCache = cache?.layers[index]
      cache?.layers[index] = nil
      hidden = scope("blocks.\(index)") {
        blocks[index](hidden, mask: mask, dropout: seed?.derived(index), cache: &layerCache)
      }
      cache?.layers[index] = layerCache
    }
    cache?.length = past + time
    return logits(of: hidden)
  }

  /// What the model says when its stack hands this on: the final norm, then the head; `[…, channels] → […, vocabulary]`.
  ///
  /// Of what an earlier block hands on it is the logit lens: what the model would say without the blocks that follow.
  public func logits(of hidden: Tensor) -> Tensor {
    let normalized = finalNorm.map { norm in scope("finalNorm") { norm(hidden) } } ?? hidden
    return observe("logits", lmHead.map { $0(normalized) } ?? embedding.logits(normalized))
  }

  /// A token's row with its position's, of the places from `past` on.
  func withPositions(_ embedded: Tensor, from past: Int) -> Tensor {
    let time = embedded.shape[1]
    switch configuration.positions {
    case .learned:
      guard let positions else { return embedded }
      return embedded + positions(Array(past..<past + time))
    case .sinusoidal:
      let table = sinusoidalPositions(length: past + time, channels: configuration.block.channels)
      return embedded + table.sliced(axis: 0, past..<past + time)
    case .none:
      return embedded
    }
  }

  /// Presents the parameters in the order in which data meets them.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("embedding", &embedding)
    visitor.visit("positions", &positions)
    visitor.visit("blocks", &blocks)
    visitor.visit("finalNorm", &finalNorm)
    visitor.visit("head", &lmHead)
  }
}
