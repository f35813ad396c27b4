import Autodiff
import Kernels

/// A GPT whose weights have eight bits: the embedding table, the positions, the output head and every projection, each
/// with a scale for every token, position or output (see ``QuantizedMatrix``).
///
/// Norms and biases stay as they are, and so do the numbers on the way through the model. It reads and writes texts a
/// token at a time, which takes the time of reading every weight once: a quarter of the bytes. It is not trained.
///
/// ```swift
/// let small = QuantizedGPT(model)
/// var cache = KeyValueCache(layerCount: small.configuration.layerCount)
/// let logits = small([5, 3, 8], cache: &cache)  // [3, vocabulary]
/// ```
public struct QuantizedGPT: CachedModel {
  /// The sizes of the model.
  public let configuration: GPTConfiguration
  private let embedding: QuantizedMatrix
  private let positions: QuantizedMatrix?
  private let blocks: [SingleTokenBlock]
  let finalNorm: LayerNorm?
  /// Absent where the embedding table serves.
  private let lmHead: RowProjection?

  /// A model's weights, rounded to eight bits; what adapters add to a weight is added first.
  public init(_ model: GPT) {
    configuration = model.configuration
    embedding = model.embedding.quantized
    positions = model.positions?.quantized
    blocks = model.blocks.map { SingleTokenBlock($0, projection: \.quantized) }
    finalNorm = model.finalNorm
    lmHead = model.lmHead?.quantized
  }

  /// The bytes that its numbers take in memory: a byte each and four for a scale, four for those of norms and biases;
  /// rows are filled up to a multiple of 64.
  public var byteCount: Int {
    let norms = finalNorm.map { $0.byteCount } ?? 0
    return embedding.byteCount + (positions?.byteCount ?? 0) + norms + (lmHead?.byteCount ?? 0)
      + blocks.reduce(0) { $0 + $1.byteCount }
  }

  /// The logits of further tokens of one sequence, whose earlier tokens the cache remembers: `[time, vocabulary]`.
  ///
  /// Traps when the sequence becomes longer than the context, and for a cache of another number of blocks.
  public func callAsFunction(_ tokens: [Int], cache: inout KeyValueCache) -> Tensor {
    guard cache.length + tokens.count <= configuration.contextLength else {
      fatalError(
        "QuantizedGPT: \(cache.length + tokens.count) tokens do not fit a context of \(configuration.contextLength)"
      )
    }
    guard cache.layers.count == blocks.count else {
      fatalError(
        "QuantizedGPT: a cache for \(cache.layers.count) blocks in a model of \(blocks.count)")
    }
    guard !tokens.isEmpty else { return .zeros([0, configuration.vocabularySize]) }
    return concatenate(tokens.map { logits(after: $0, cache: &cache) }, axis: 0)
  }

  /// The logits at every position of one sequence: `[time, vocabulary]`.
  public func callAsFunction(_ tokens: [Int]) -> Tensor {
    var cache = KeyValueCache(layerCount: blocks.count)
    return self(tokens, cache: &cache)
  }

  /// The logits at every position of a batch of sequences of one length, each read by itself: `[batch, time, vocabulary]`.
  public func callAsFunction(_ tokens: [[Int]]) -> Tensor { stack(tokens.map { self($0) }) }
}

extension QuantizedGPT: SingleTokenModel {
  func embed(_ token: Int, into hidden: inout Buffer) { copyRow(of: embedding, at: token, into: &hidden) }

  func addLearnedPosition(_ position: Int, to hidden: inout Buffer) {
    guard let positions else { return }
    copyRow(of: positions, at: position, adds: true, into: &hidden)
  }

  func block(_ index: Int) -> SingleTokenBlock { blocks[index] }

  func logits(ofRow hidden: Buffer) -> Buffer {
    var logits: Buffer = []
    projectRow(hidden, by: lmHead ?? RowProjection(weight: embedding, bias: nil), into: &logits)
    return logits
  }
}

extension Embedding {
  /// A scale for every row.
  fileprivate var quantized: QuantizedMatrix {
    quantize(weight.buffer, rows: weight.shape[0], columns: weight.shape[1])
  }
}

extension Linear {
  /// A scale for every output.
  fileprivate var quantized: RowProjection {
    let weight = merged.weight.transposed()
    return RowProjection(
      weight: quantize(weight.buffer, rows: weight.shape[0], columns: weight.shape[1]), bias: bias?.buffer)
  }
}

extension LayerNorm {
  fileprivate var byteCount: Int { 4 * (gain.count + bias.count) }
}

extension SingleTokenBlock {
  fileprivate var byteCount: Int {
    attentionNorm.byteCount + feedForwardNorm.byteCount
      + [query, key, value, output, expand, contract].reduce(0) { $0 + $1.byteCount }
  }
}
