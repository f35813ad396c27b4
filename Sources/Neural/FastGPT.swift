import Autodiff
import Randomness

/// A decoder-only Transformer made of parts that were found since GPT-2, each of them a switch.
///
/// Without parts it is ``GPT``: of the same seed the same numbers, function and gradient, to the bit. A part changes no
/// initial number but of what it replaces, so that models of one seed can be compared part by part. What a part is,
/// ``FastPart`` says, and where its formula stands.
///
/// ```swift
/// let model = FastGPT(configuration, seed: 1)
/// let logits = model([[5, 3, 8]])  // [1, 3, vocabulary]
/// ```
public struct FastGPT: Module {
  /// The sizes and parts the model was made from.
  public let configuration: FastGPTConfiguration
  /// One row for every token, `[vocabulary, channels]`.
  public var embedding: Embedding
  /// One row for every position, `[context, channels]`, unless positions are rotary.
  public var positions: Embedding?
  /// The stack.
  public var blocks: [FastBlock]
  /// Normalises the result of the stack.
  public var finalNorm: any TokenwiseLayer
  /// The language-model head, unless the embedding table serves; `head` in checkpoints.
  public var lmHead: Linear?

  /// The cap of the logits, where they have one.
  public static let logitCap: Float = 15

  /// A model with the random parameters of a ``GPT``; λ of value residuals is ½.
  ///
  /// Traps when squared ReLU and SwiGLU are both asked for, and when rotary positions are for heads of an odd size.
  public init(_ configuration: FastGPTConfiguration, seed: Seed) {
    let (parts, channels) = (configuration.parts, configuration.channels)
    let present = FastPart.allCases.filter(parts.contains)
    if let part = present.first(where: { $0.excluded.map(parts.contains) ?? false }) {
      fatalError("FastGPT: \(part.rawValue) excludes one of the other parts")
    }
    let start = GPT(configuration.reference, seed: seed)
    let rotary =
      parts.contains(.rotary)
      ? RotaryPositions(size: channels / configuration.headCount, length: configuration.contextLength) : nil
    func norm() -> any TokenwiseLayer {
      parts.contains(.rmsNorm) ? RMSNorm(channels: channels) : LayerNorm(channels: channels)
    }
    self.configuration = configuration
    embedding = start.embedding
    positions = rotary == nil ? start.positions : nil
    blocks = start.blocks.enumerated().map { index, block in
      FastBlock(
        attentionNorm: norm(),
        attention: FastAttention(
          block.attention, rotary: rotary,
          normalizesQueriesAndKeys: parts.contains(.normalizedQueriesAndKeys),
          valueShare: parts.contains(.valueResiduals) && index > 0 ? 0.5 : nil),
        feedForwardNorm: norm(),
        feedForward: configuration.feedForward(block.feedForward, seed: seed.derived(index)))
    }
    finalNorm = norm()
    lmHead = start.lmHead
    guard parts.contains(.zeroProjections) else { return }
    forEachParameter { name, parameter in
      guard name.hasSuffix("attention.output.weight") || name.hasSuffix("feedForward.contract.weight") else {
        return
      }
      parameter = .zeros(parameter.shape)
    }
  }

  /// The logits of the next token at every position of a batch of sequences: `[batch, time, vocabulary]`.
  ///
  /// `lengths` says how many tokens of each sequence are text, from none to all; the rest is padding, which no token
  /// sees. Traps when a sequence is longer than the context, and for lengths that are not of these sequences.
  ///
  /// Observed as `embedded`, `blocks.N.…`, `finalNorm.…`, `uncapped` (where a cap follows) and `logits`.
  public func callAsFunction(_ tokens: [[Int]], lengths: [Int]? = nil) -> Tensor {
    let time = tokens.first?.count ?? 0
    guard time <= configuration.contextLength else {
      fatalError("FastGPT: \(time) tokens do not fit a context of \(configuration.contextLength)")
    }
    if let lengths, lengths.count != tokens.count || !lengths.allSatisfy((0...time).contains) {
      fatalError("FastGPT: lengths \(lengths) for \(tokens.count) sequences of \(time) tokens")
    }
    let causal = Mask.causal(queries: time, keys: time)
    let mask = lengths.map { causal.and(.padding(lengths: $0, time: time)) } ?? causal
    let embedded = embedding(tokens)
    var hidden = observe("embedded", positions.map { embedded + $0(Array(0..<time)) } ?? embedded)
    var firstValues: Tensor?
    for (index, block) in blocks.enumerated() {
      hidden = scope("blocks.\(index)") { block(hidden, mask: mask, firstValues: &firstValues) }
    }
    return logits(of: hidden)
  }

  /// What the model says when its stack hands this on: the final norm, then the head; `[…, channels] → […, vocabulary]`.
  public func logits(of hidden: Tensor) -> Tensor {
    let normalized = scope("finalNorm") { finalNorm(hidden) }
    let logits = lmHead.map { $0(normalized) } ?? embedding.logits(normalized)
    guard configuration.parts.contains(.softCap) else { return observe("logits", logits) }
    return observe("logits", softCapped(observe("uncapped", logits), at: Self.logitCap))
  }

  /// Presents the parameters in the order in which data meets them, under the names that a ``GPT`` has.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("embedding", &embedding)
    visitor.visit("positions", &positions)
    visitor.visit("blocks", &blocks)
    visitor.visit("finalNorm", &finalNorm)
    visitor.visit("head", &lmHead)
  }
}

extension FastGPTConfiguration {
  /// The feed-forward layer of these parts: the given one's projections, or a gated layer's own.
  fileprivate func feedForward(_ layer: FeedForward, seed: Seed) -> any TokenwiseLayer {
    if parts.contains(.squaredReLU) {
      return FeedForward(expand: layer.expand, contract: layer.contract, activation: .squaredReLU)
    }
    guard parts.contains(.swiGLU) else { return layer }
    var generator = seed.generator()
    return GatedFeedForward(
      channels: channels, hiddenChannels: reference.block.hiddenChannels,
      deviation: reference.deviations.inside, outputDeviation: reference.deviations.ofOutputs,
      using: &generator)
  }
}
