import Autodiff
import Kernels

/// The keys and values that one attention layer has computed so far: `[batch, head, time, size]` each.
///
/// A causal layer's keys and values of a token do not depend on later tokens, so they need computing once.
public struct LayerCache: Sendable {
  private var tensors: (keys: Tensor, values: Tensor)?
  /// The same numbers with room for more, as soon as tokens are read one by one.
  private var memory: AttentionMemory?

  /// An empty cache.
  public init() {}

  /// The keys of every position so far; `nil` before the first.
  public var keys: Tensor? {
    memory.map { tensor($0.contents.keys, $0, size: $0.keySize) } ?? tensors?.keys
  }

  /// The values of every position so far.
  public var values: Tensor? {
    memory.map { tensor($0.contents.values, $0, size: $0.valueSize) } ?? tensors?.values
  }

  private func tensor(_ buffer: Buffer, _ memory: AttentionMemory, size: Int) -> Tensor {
    Tensor(shape: [1, memory.headCount, memory.length, size], buffer: buffer)
  }

  /// How many positions are kept.
  public var length: Int {
    memory?.length ?? tensors.map { $0.keys.shape[$0.keys.rank - 2] } ?? 0
  }

  /// Adds the keys and values of further positions.
  public mutating func append(keys newKeys: Tensor, values newValues: Tensor) {
    let (earlierKeys, earlierValues) = (keys, values)
    tensors = (
      keys: earlierKeys.map { concatenate([$0, newKeys], axis: -2) } ?? newKeys,
      values: earlierValues.map { concatenate([$0, newValues], axis: -2) } ?? newValues
    )
    memory = nil
  }

  /// Remembers one token's key and value and lets its query look at all of them; see `AttentionMemory.attend`.
  ///
  /// `row` is the query, the key and the value; `weights` is memory for the heads' weights.
  mutating func attend(
    _ row: Buffer, headCount: Int, keySize: Int, valueSize: Int, weights: inout Buffer,
    into result: inout Buffer
  ) {
    makeRoom()
    if memory == nil {
      memory = AttentionMemory(headCount: headCount, keySize: keySize, valueSize: valueSize)
    }
    if let memory, (memory.headCount, memory.keySize) != (headCount, keySize) {
      fatalError(
        "LayerCache: \(headCount) heads of \(keySize) continue \(memory.headCount) of \(memory.keySize)")
    }
    memory?.attend(row, scale: 1 / Float(keySize).squareRoot(), scores: &weights, into: &result)
  }

  /// Whether memory with room for more can hold what is kept: one sequence, and no numbers that a gradient is being
  /// taken through.
  var isExtensible: Bool {
    guard let (keys, values) = tensors else { return true }
    return keys.rank == 4 && keys.shape[0] == 1 && !keys.isTracked && !values.isTracked
  }

  /// Moves what is kept, which is extensible, to memory with room for more.
  private mutating func makeRoom() {
    guard let (keys, values) = tensors else { return }
    memory = AttentionMemory(
      keys: keys.buffer, values: values.buffer, headCount: keys.shape[1], keySize: keys.shape[3],
      valueSize: values.shape[3], length: keys.shape[2])
    tensors = nil
  }
}

/// What a GPT remembers of a text while it continues it: one `LayerCache` for every block.
public struct KeyValueCache: Sendable {
  var layers: [LayerCache?]
  /// Memory for the next token's way through the model.
  var rows: TokenRows?
  /// How many tokens are kept.
  public internal(set) var length = 0

  /// An empty cache for a model of a number of blocks.
  public init(layerCount: Int) {
    layers = Array(repeating: LayerCache(), count: layerCount)
  }
}

/// A model that continues a text with the help of a cache: a GPT, whatever the precision of its weights.
public protocol CachedModel: Sendable {
  /// The sizes of the model.
  var configuration: GPTConfiguration { get }

  /// The logits at every position of one sequence: `[time, vocabulary]`.
  func callAsFunction(_ tokens: [Int]) -> Tensor

  /// The logits of further tokens of one sequence, whose earlier tokens the cache remembers: `[time, vocabulary]`.
  func callAsFunction(_ tokens: [Int], cache: inout KeyValueCache) -> Tensor
}
