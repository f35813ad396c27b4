import Autodiff
import Randomness

/// A language model of recurrent layers, one upon the other (Mikolov et al. 2010): the embedding of every token, the
/// layers, and the logits of the next token.
///
/// There is no longest text: all that is remembered of what was read is one state a layer.
///
/// ```swift
/// let model = RecurrentLanguageModel<LSTMLayer>(vocabularySize: 7, channels: 32, layerCount: 1, seed: 1)
/// let logits = model([[5, 3, 6]])  // [1, 3, 7]
/// ```
public struct RecurrentLanguageModel<Layer: RecurrentLayer>: Module {
  /// One row for every token, `[vocabulary, channels]`.
  public var embedding: Embedding
  /// The layers, in the order in which they read.
  public var layers: [Layer]
  /// The output head, `[channels] → [vocabulary]`.
  public var head: Linear

  /// A model with random parameters, its embeddings of deviation 1.
  public init(vocabularySize: Int, channels: Int, layerCount: Int, seed: Seed) {
    var generator = seed.generator()
    embedding = Embedding(
      vocabularySize: vocabularySize, channels: channels, deviation: 1, using: &generator)
    layers = (0..<layerCount).map { _ in Layer(inputs: channels, channels: channels, using: &generator) }
    head = Linear(inputs: channels, outputs: vocabularySize, using: &generator)
  }

  /// How many different tokens there are.
  public var vocabularySize: Int { embedding.weight.shape[0] }

  /// The logits of the next token at every place, `[batch, time, vocabulary]`, and each layer's state after the last.
  ///
  /// It goes on from `states`, or from the beginning of a text. Traps when there are more or fewer states than layers.
  ///
  /// Observed as `embedded`, `layers.N` and `logits`.
  public func read(
    _ tokens: [[Int]], from states: [RecurrentState]? = nil
  ) -> (logits: Tensor, states: [RecurrentState]) {
    let states = states ?? layers.map { $0.emptyState(batch: tokens.count) }
    guard states.count == layers.count else {
      fatalError("RecurrentLanguageModel: \(states.count) states for \(layers.count) layers")
    }
    var hidden = observe("embedded", embedding(tokens))
    var next: [RecurrentState] = []
    for (index, layer) in layers.enumerated() {
      let (outputs, state) = layer(hidden, from: states[index])
      hidden = observe("layers.\(index)", outputs)
      next.append(state)
    }
    return (observe("logits", head(hidden)), next)
  }

  /// The logits of the next token at every place of texts that begin here: `[batch, time, vocabulary]`.
  public func callAsFunction(_ tokens: [[Int]]) -> Tensor { read(tokens).logits }

  /// Presents the parts in the order in which data meets them.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("embedding", &embedding)
    visitor.visit("layers", &layers)
    visitor.visit("head", &head)
  }
}
