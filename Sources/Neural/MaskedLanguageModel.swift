import Autodiff
import Randomness

/// A model that says of every place of a text what stands there, from what stands on both sides of it (BERT, Devlin et al.
/// 2019): an encoder, in which every token sees all others.
///
/// It has the parts and parameters of a ``GPT``, and differs in the mask alone: a place sees itself too, so that it is asked
/// only where words have been hidden. It gives no probability of a text, and does not continue one. What BERT has besides
/// is left out: segments, a norm of the embeddings, a layer before the head, and the question of the next sentence.
///
/// ```swift
/// let model = MaskedLanguageModel(configuration, seed: 1)
/// let logits = model([[5, 0, 8]])  // [1, 3, vocabulary]
/// ```
public struct MaskedLanguageModel: Module {
  /// Tables, blocks, norm and head.
  public var parts: GPT

  /// A model with random parameters, as a ``GPT`` of this configuration has them.
  public init(_ configuration: GPTConfiguration, seed: Seed) { parts = GPT(configuration, seed: seed) }

  /// The sizes the model was made from.
  public var configuration: GPTConfiguration { parts.configuration }

  /// The logits of what stands at every place: `[batch, time, vocabulary]`.
  ///
  /// `lengths` says how many tokens of each text are text; the rest is padding, which no token sees. With a seed, dropout is
  /// applied as in training. Traps when a text is longer than the context, and for lengths that are not of these texts.
  ///
  /// Observed as `embedded`, `blocks.N.…`, `finalNorm.…` and `logits`.
  public func callAsFunction(_ tokens: [[Int]], lengths: [Int]? = nil, dropout seed: Seed? = nil) -> Tensor {
    let time = tokens.first?.count ?? 0
    guard time <= configuration.contextLength else {
      fatalError("MaskedLanguageModel: \(time) tokens do not fit a context of \(configuration.contextLength)")
    }
    if let lengths, lengths.count != tokens.count || !lengths.allSatisfy((0...time).contains) {
      fatalError("MaskedLanguageModel: lengths \(lengths) for \(tokens.count) texts of \(time) tokens")
    }
    let mask = lengths.map { Mask.padding(lengths: $0, time: time) }
    var hidden = observe("embedded", parts.withPositions(parts.embedding(tokens), from: 0))
    hidden = dropout(hidden, rate: configuration.block.dropoutRate, seed: seed?.derived(-1))
    for (index, block) in parts.blocks.enumerated() {
      hidden = scope("blocks.\(index)") { block(hidden, mask: mask, dropout: seed?.derived(index)) }
    }
    return parts.logits(of: hidden)
  }

  /// Presents the parameters under the names that a ``GPT`` has.
  public mutating func visitParameters(_ visitor: ParameterVisitor) { parts.visitParameters(visitor) }
}
