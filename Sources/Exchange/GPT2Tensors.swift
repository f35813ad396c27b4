import Autodiff
import Neural

/// The tensors of a GPT-2 in Hugging Face's layout, from one safetensors file or several, and the model that they make.
///
/// | in the file | `[rows, columns]` | here |
/// |---|---|---|
/// | `wte.weight` | `[vocabulary, channels]` | `embedding.weight` |
/// | `wpe.weight` | `[context, channels]` | `positions.weight` |
/// | `h.N.ln_1.weight`, `.bias` | `[channels]` | `blocks.N.attentionNorm.gain`, `.bias` |
/// | `h.N.attn.c_attn.weight` | `[channels, 3 × channels]` | `blocks.N.attention.query`, `key` and `value`, side by side |
/// | `h.N.attn.c_proj.weight` | `[channels, channels]` | `blocks.N.attention.output` |
/// | `h.N.ln_2.weight`, `.bias` | `[channels]` | `blocks.N.feedForwardNorm` |
/// | `h.N.mlp.c_fc.weight` | `[channels, hidden]` | `blocks.N.feedForward.expand` |
/// | `h.N.mlp.c_proj.weight` | `[hidden, channels]` | `blocks.N.feedForward.contract` |
/// | `ln_f.weight`, `.bias` | `[channels]` | `finalNorm` |
/// | `lm_head.weight` | `[vocabulary, channels]` | `head.weight`, transposed; absent where the table is the head |
///
/// `transformer.` may stand before all names but the last. The old buffers `h.N.attn.bias` and `h.N.attn.masked_bias`,
/// the causal mask, are passed over.
struct GPT2Tensors {
  private let source: String
  private var places: [String: (file: SafeTensors, name: String, shape: Shape)] = [:]

  /// Opens the files; `source` is the one to be named when a tensor is missing.
  init(_ files: [SafeTensors], source: String) throws(CheckpointError) {
    self.source = source
    for file in files {
      for (name, shape) in file.shapes {
        let short = Self.shortName(name)
        if let other = places.updateValue((file, name, shape), forKey: short) {
          throw CheckpointError(file: file.file, .tensorTwice(short, file: other.file.file))
        }
      }
    }
  }

  /// A tensor's name without `transformer.`.
  static func shortName(_ name: String) -> String {
    name.hasPrefix("transformer.") ? String(name.dropFirst("transformer.".count)) : name
  }

  /// The names and shapes that a model has in the layout, in the order of the walk; an output head of its own comes last.
  static func shapes(of model: GPTConfiguration) -> [(name: String, shape: Shape)] {
    let (channels, hidden) = (model.block.channels, model.block.hiddenChannels)
    func pair(_ name: String, _ weight: Shape) -> [(name: String, shape: Shape)] {
      [("\(name).weight", weight), ("\(name).bias", weight.suffix(1))]
    }
    var shapes: [(name: String, shape: Shape)] = [
      ("wte.weight", model.tableShape), ("wpe.weight", [model.contextLength, channels]),
    ]
    for layer in 0..<model.layerCount {
      shapes += pair("h.\(layer).ln_1", [channels])
      shapes += pair("h.\(layer).attn.c_attn", [channels, 3 * channels])
      shapes += pair("h.\(layer).attn.c_proj", [channels, channels])
      shapes += pair("h.\(layer).ln_2", [channels])
      shapes += pair("h.\(layer).mlp.c_fc", [channels, hidden])
      shapes += pair("h.\(layer).mlp.c_proj", [hidden, channels])
    }
    shapes += pair("ln_f", [channels])
    if !model.tiesHead { shapes.append(("lm_head.weight", model.tableShape)) }
    return shapes
  }

  /// The model of these settings; rows of the vocabulary after the first `tokens` are left out.
  ///
  /// All names and shapes are compared before a number is read, and every tensor is read by itself, so that beside the model
  /// there is never more than one of them. Throws ``CheckpointError`` when one is missing, too many, of another shape or
  /// has a number that is not finite.
  func model(_ settings: GPT2Settings, tokens: Int) throws(CheckpointError) -> GPT {
    try compare(with: settings.model)
    var configuration = settings.model
    configuration.vocabularySize = tokens
    let table = try tensor("wte.weight").firstRows(tokens)
    var head: Tensor?
    if let found = places["lm_head.weight"] {
      let rows = try tensor("lm_head.weight").firstRows(tokens)
      if configuration.tiesHead {
        guard rows.scalars == table.scalars else {
          throw CheckpointError(file: found.file.file, .otherHead(found.name))
        }
      } else {
        head = rows.transposed()
      }
    }
    var blocks: [TransformerBlock] = []
    for layer in 0..<configuration.layerCount {
      blocks.append(
        try block(layer, configuration.block, queryFactor: settings.queryFactor(layer: layer)))
    }
    return GPT(
      configuration, embedding: Embedding(weight: table),
      positions: Embedding(weight: try tensor("wpe.weight")), blocks: blocks, finalNorm: try norm("ln_f"),
      lmHead: head.map { Linear(weight: $0) })
  }

  private func compare(with model: GPTConfiguration) throws(CheckpointError) {
    var left = Set(places.keys)
    func compare(_ name: String, _ shape: Shape) throws(CheckpointError) {
      guard let found = places[name] else { throw CheckpointError(file: source, .missingTensor(name)) }
      guard found.shape == shape else {
        throw CheckpointError(
          file: found.file.file, .wrongShape(tensor: found.name, expected: shape, found: found.shape))
      }
      left.remove(name)
    }
    // A number of layers that is not in the file ends here, before a list of that length is made.
    for layer in 0..<model.layerCount where places["h.\(layer).ln_1.weight"] == nil {
      throw CheckpointError(file: source, .missingTensor("h.\(layer).ln_1.weight"))
    }
    for (name, shape) in Self.shapes(of: model) { try compare(name, shape) }
    for layer in 0..<model.layerCount {
      left.subtract(["h.\(layer).attn.bias", "h.\(layer).attn.masked_bias"])
    }
    if model.tiesHead, places["lm_head.weight"] != nil { try compare("lm_head.weight", model.tableShape) }
    if let name = left.min(), let place = places[name] {
      throw CheckpointError(file: place.file.file, .unexpectedTensor(place.name))
    }
  }

  private func tensor(_ name: String) throws(CheckpointError) -> Tensor {
    guard let place = places[name], let tensor = try place.file.tensor(place.name) else {
      throw CheckpointError(file: source, .missingTensor(name))
    }
    try Checkpoint.checkNumbers(of: tensor, place.name, file: place.file.file)
    return tensor
  }

  private func norm(_ name: String) throws(CheckpointError) -> LayerNorm {
    LayerNorm(gain: try tensor("\(name).weight"), bias: try tensor("\(name).bias"))
  }

  private func linear(_ name: String) throws(CheckpointError) -> Linear {
    Linear(weight: try tensor("\(name).weight"), bias: try tensor("\(name).bias"))
  }

  private func block(
    _ layer: Int, _ configuration: BlockConfiguration, queryFactor: Float
  ) throws(CheckpointError) -> TransformerBlock {
    let (name, channels) = ("h.\(layer)", configuration.channels)
    let joined = try linear("\(name).attn.c_attn")
    func part(_ place: Int, factor: Float = 1) -> Linear {
      let columns = place * channels..<(place + 1) * channels
      let weight = joined.weight.sliced(axis: 1, columns)
      let bias = joined.bias?.sliced(axis: 0, columns)
      return factor == 1
        ? Linear(weight: weight, bias: bias) : Linear(weight: weight * factor, bias: bias.map { $0 * factor })
    }
    return TransformerBlock(
      configuration, attentionNorm: try norm("\(name).ln_1"),
      attention: MultiHeadAttention(
        query: part(0, factor: queryFactor), key: part(1), value: part(2),
        output: try linear("\(name).attn.c_proj"), headCount: configuration.headCount,
        dropoutRate: configuration.dropoutRate),
      feedForwardNorm: try norm("\(name).ln_2"),
      feedForward: FeedForward(
        expand: try linear("\(name).mlp.c_fc"), contract: try linear("\(name).mlp.c_proj"),
        activation: configuration.activation))
  }
}

extension GPTConfiguration {
  /// `[vocabulary, channels]`.
  fileprivate var tableShape: Shape { [vocabularySize, block.channels] }
}

extension Tensor {
  /// The first rows of a matrix, which is itself when it has no more.
  fileprivate func firstRows(_ count: Int) -> Tensor {
    count == shape[0] ? self : sliced(axis: 0, 0..<count)
  }
}
