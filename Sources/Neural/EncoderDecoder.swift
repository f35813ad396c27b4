import Autodiff
import Randomness

/// The Transformer of 2017 (Vaswani et al., figure 1): an encoder reads a source, and a decoder writes a target, token
/// by token, from what it has written so far and from what the encoder has made of the source.
///
/// A token's row in its table is multiplied by √channels before the positions are added (§3.4). The model is a value:
/// copying it copies its parameters.
///
/// ```swift
/// let model = EncoderDecoder(configuration, seed: 1)
/// let logits = model(source: [[5, 3, 8]], target: [[0, 2]])  // [1, 2, target vocabulary]
/// ```
public struct EncoderDecoder: Module {
  /// The sizes the model was made from.
  public let configuration: EncoderDecoderConfiguration
  /// One row for every token of the source, `[source vocabulary, channels]`.
  public var source: Embedding
  /// One row for every token of the target, unless the source's table serves.
  public var target: Embedding?
  /// One row for every position of the source; only with learned positions.
  public var sourcePositions: Embedding?
  /// One row for every position of the target; only with learned positions.
  public var targetPositions: Embedding?
  /// The stack that reads.
  public var encoder: [TransformerBlock]
  /// Normalises the result of a pre-norm encoder.
  public var encoderNorm: LayerNorm?
  /// The stack that writes.
  public var decoder: [DecoderBlock]
  /// Normalises the result of a pre-norm decoder.
  public var decoderNorm: LayerNorm?
  /// The output head, unless a table serves.
  public var head: Linear?

  /// A model with random parameters: tables of deviation 1/√channels, which √channels makes 1, and projections of
  /// 1/√inputs. Traps when one table is to serve two vocabularies of different size.
  public init(_ configuration: EncoderDecoderConfiguration, seed: Seed) {
    guard
      configuration.sharing != .all
        || configuration.sourceVocabularySize == configuration.targetVocabularySize
    else {
      fatalError(
        "EncoderDecoder: one table for vocabularies of \(configuration.sourceVocabularySize) and "
          + "\(configuration.targetVocabularySize) tokens")
    }
    var generator = seed.generator()
    let (channels, placement) = (configuration.block.channels, configuration.block.normPlacement)
    func table(_ rows: Int) -> Embedding {
      Embedding(
        vocabularySize: rows, channels: channels, deviation: 1 / Float(channels).squareRoot(),
        using: &generator)
    }
    func positions() -> Embedding? {
      configuration.positions == .learned ? table(configuration.contextLength) : nil
    }
    self.configuration = configuration
    source = table(configuration.sourceVocabularySize)
    target = configuration.sharing == .all ? nil : table(configuration.targetVocabularySize)
    sourcePositions = positions()
    targetPositions = positions()
    encoder = (0..<configuration.encoderLayerCount).map { _ in
      TransformerBlock(configuration.block, using: &generator)
    }
    encoderNorm = placement == .pre ? LayerNorm(channels: channels) : nil
    decoder = (0..<configuration.decoderLayerCount).map { _ in
      DecoderBlock(configuration.block, using: &generator)
    }
    decoderNorm = placement == .pre ? LayerNorm(channels: channels) : nil
    head =
      configuration.sharing == .none
      ? Linear(
        inputs: channels, outputs: configuration.targetVocabularySize, hasBias: false, using: &generator)
      : nil
  }

  /// The logits of the next token at every position of the targets: `[batch, target time, target vocabulary]`.
  ///
  /// In training `target` is the true text with a beginning token before it and without its last token: whatever the
  /// model would have written, it goes on from what is right (teacher forcing). Lengths say how many tokens of each
  /// text are text; what follows is padding, which no token sees. With a seed, dropout is applied as in training.
  public func callAsFunction(
    source: [[Int]], sourceLengths: [Int]? = nil, target: [[Int]], targetLengths: [Int]? = nil,
    dropout seed: Seed? = nil
  ) -> Tensor {
    let memory = encode(source, lengths: sourceLengths, dropout: seed?.derived(0))
    return decode(target, lengths: targetLengths, reading: memory, dropout: seed?.derived(1))
  }

  /// What the decoder is to read of a batch of sources. Traps when a text is longer than the context.
  ///
  /// Observed as `encoder.embedded`, `encoder.N.…`, `encoderNorm.…` and `memory`.
  public func encode(_ tokens: [[Int]], lengths: [Int]? = nil, dropout seed: Seed? = nil) -> EncodedText {
    check(tokens, lengths, past: 0, "source")
    let mask = lengths.map { Mask.padding(lengths: $0, time: tokens.first?.count ?? 0) }
    let rate = configuration.block.dropoutRate
    var hidden = observe("encoder.embedded", embed(tokens, source, sourcePositions, from: 0))
    hidden = dropout(hidden, rate: rate, seed: seed?.derived(-1))
    for index in encoder.indices {
      hidden = scope("encoder.\(index)") { encoder[index](hidden, mask: mask, dropout: seed?.derived(index)) }
    }
    if let encoderNorm { hidden = scope("encoderNorm") { encoderNorm(hidden) } }
    return EncodedText(states: observe("memory", hidden), mask: mask)
  }

  /// The logits after every token of the targets, which read a memory of as many texts.
  ///
  /// Observed as `decoder.embedded`, `decoder.N.…`, `decoderNorm.…` and `logits`.
  public func decode(
    _ tokens: [[Int]], lengths: [Int]? = nil, reading memory: EncodedText, dropout seed: Seed? = nil
  ) -> Tensor {
    var none: DecoderCache?
    return decode(tokens, lengths: lengths, reading: memory, dropout: seed, cache: &none)
  }

  /// The logits after further tokens of one target, whose earlier tokens the cache remembers: `[time, vocabulary]`.
  ///
  /// The same numbers as reading everything again, up to rounding, for the price of the new tokens alone.
  public func decode(_ tokens: [Int], reading memory: EncodedText, cache: inout DecoderCache) -> Tensor {
    var optional: DecoderCache? = cache
    let logits = decode([tokens], lengths: nil, reading: memory, dropout: nil, cache: &optional)
    cache = optional ?? cache
    return logits.reshaped(Array(logits.shape.dropFirst()))
  }

  private func decode(
    _ tokens: [[Int]], lengths: [Int]?, reading memory: EncodedText, dropout seed: Seed?,
    cache: inout DecoderCache?
  ) -> Tensor {
    let past = cache?.length ?? 0
    check(tokens, lengths, past: past, "target")
    guard tokens.count == memory.states.shape[0], cache.map({ $0.blocks.count == decoder.count }) ?? true
    else {
      fatalError(
        "EncoderDecoder: \(tokens.count) targets read a memory of shape \(memory.states.shape), with a cache for "
          + "\(cache?.blocks.count ?? decoder.count) of \(decoder.count) blocks")
    }
    let time = tokens.first?.count ?? 0
    let mask = lengths.map { Mask.padding(lengths: $0, time: time) }
    var hidden = observe("decoder.embedded", embed(tokens, target ?? source, targetPositions, from: past))
    hidden = dropout(hidden, rate: configuration.block.dropoutRate, seed: seed?.derived(-1))
    for index in decoder.indices {
      var blockCache = cache?.blocks[index]
      hidden = scope("decoder.\(index)") {
        decoder[index](
          hidden, memory: memory.states, mask: mask, memoryMask: memory.mask, dropout: seed?.derived(index),
          cache: &blockCache)
      }
      if let blockCache { cache?.blocks[index] = blockCache }
    }
    cache?.length = past + time
    return logits(hidden)
  }

  /// A target's rows before the first block of the decoder, `[batch, time, channels]`.
  public func embedTarget(_ tokens: [[Int]]) -> Tensor {
    embed(tokens, target ?? source, targetPositions, from: 0)
  }

  /// The logits of what the last block of the decoder hands on.
  public func logits(_ hidden: Tensor) -> Tensor {
    var hidden = hidden
    if let decoderNorm { hidden = scope("decoderNorm") { decoderNorm(hidden) } }
    return observe("logits", head.map { $0(hidden) } ?? (target ?? source).logits(hidden))
  }

  /// √channels · table[token] + position.
  private func embed(_ tokens: [[Int]], _ table: Embedding, _ positions: Embedding?, from past: Int) -> Tensor
  {
    let channels = configuration.block.channels
    let rows = table(tokens) * Float(channels).squareRoot()
    let places = past..<past + rows.shape[1]
    return switch configuration.positions {
    case .learned: positions.map { rows + $0(Array(places)) } ?? rows
    case .sinusoidal: rows + sinusoidalPositions(places, channels: channels)
    case .none: rows
    }
  }

  private func check(_ tokens: [[Int]], _ lengths: [Int]?, past: Int, _ side: String) {
    let time = tokens.first?.count ?? 0
    guard past + time <= configuration.contextLength else {
      fatalError(
        "EncoderDecoder: a \(side) of \(past + time) tokens in a model with a context of "
          + "\(configuration.contextLength)")
    }
    if let lengths, lengths.count != tokens.count || !lengths.allSatisfy((0...time).contains) {
      fatalError("EncoderDecoder: lengths \(lengths) for \(tokens.count) \(side)s of \(time) tokens")
    }
  }

  /// Presents the parameters in the order in which data meets them.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("source", &source)
    visitor.visit("sourcePositions", &sourcePositions)
    visitor.visit("encoder", &encoder)
    visitor.visit("encoderNorm", &encoderNorm)
    visitor.visit("target", &target)
    visitor.visit("targetPositions", &targetPositions)
    visitor.visit("decoder", &decoder)
    visitor.visit("decoderNorm", &decoderNorm)
    visitor.visit("head", &head)
  }
}

/// A batch of sources as the encoder has read them.
public struct EncodedText: Sendable {
  /// One row for every token, `[batch, source time, channels]`.
  public let states: Tensor
  /// Which tokens are text; `nil`: all.
  public let mask: Mask?
}
