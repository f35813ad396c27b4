import Autodiff
import Randomness

/// MultiHead(Q, K, V) = Concat(head₁, …, head_h)·W^O with headᵢ = Attention(Q·Wᵢ^Q, K·Wᵢ^K, V·Wᵢ^V)
/// (Vaswani et al. 2017 §3.2.2).
///
/// The heads' projections stand side by side in one matrix each: head i owns columns i·s ..< (i+1)·s, with
/// s = channels / headCount. The number of parameters, 4·channels² without biases, does not depend on the number
/// of heads. Queries come from `x`; keys and values from `x` too (self-attention) or from `memory`
/// (cross-attention).
public struct MultiHeadAttention: Module {
  /// W^Q of all heads, `[channels, channels]`.
  public var query: Linear
  /// W^K of all heads.
  public var key: Linear
  /// W^V of all heads.
  public var value: Linear
  /// W^O, which mixes the heads.
  public var output: Linear
  /// h.
  public let headCount: Int
  /// The share of weights dropped in training.
  public let dropoutRate: Float

  /// Attention with normally distributed projections; `headCount` must divide `channels`.
  public init(
    channels: Int, headCount: Int, hasBias: Bool = true, dropoutRate: Float = 0, deviation: Float? = nil,
    outputDeviation: Float? = nil, using generator: inout some RandomNumberGenerator
  ) {
    guard headCount > 0, channels % headCount == 0 else {
      fatalError("MultiHeadAttention: \(channels) channels cannot be shared by \(headCount) heads")
    }
    func projection(_ deviation: Float?) -> Linear {
      Linear(inputs: channels, outputs: channels, hasBias: hasBias, deviation: deviation, using: &generator)
    }
    query = projection(deviation)
    key = projection(deviation)
    value = projection(deviation)
    output = projection(outputDeviation ?? deviation)
    self.headCount = headCount
    self.dropoutRate = dropoutRate
  }

  /// Attention with given projections; the heads share the columns of `query` and of `value` evenly.
  public init(
    query: Linear, key: Linear, value: Linear, output: Linear, headCount: Int, dropoutRate: Float = 0
  ) {
    guard headCount > 0, query.weight.shape[1] % headCount == 0, value.weight.shape[1] % headCount == 0 else {
      fatalError(
        "MultiHeadAttention: queries of \(query.weight.shape) and values of \(value.weight.shape) cannot be shared by "
          + "\(headCount) heads")
    }
    self.query = query
    self.key = key
    self.value = value
    self.output = output
    self.headCount = headCount
    self.dropoutRate = dropoutRate
  }

  /// `[batch, time, channels] → [batch, time, channels]`, or without the batch axis.
  ///
  /// `memory` is `[batch, keys, channels]`; `mask` broadcasts against `[batch, head, query, key]`. With a cache
  /// the keys and values of `x` join the earlier ones there, and the queries see them all (as far as the mask
  /// lets them); those of a memory, which stays the same, are computed at the first call and read from the cache at
  /// every later one. Observed as `query`, `key`, `value` (each `[batch, head, time, size]`), what
  /// `scaledDotProductAttention` shows of all heads at once, `concatenated` and `projected`.
  public func callAsFunction(
    _ x: Tensor, memory: Tensor? = nil, mask: Mask? = nil, dropout seed: Seed? = nil,
    cache: inout LayerCache?
  ) -> Tensor {
    let queries = observe("query", split(query(x)))
    let (keys, values) = keysAndValues(x, memory, cache: &cache)
    let heads = scaledDotProductAttention(
      query: queries, key: keys, value: values, mask: mask, dropoutRate: dropoutRate, dropout: seed)
    return observe("projected", output(observe("concatenated", join(heads))))
  }

  private func keysAndValues(
    _ x: Tensor, _ memory: Tensor?, cache: inout LayerCache?
  ) -> (keys: Tensor, values: Tensor) {
    if memory != nil, let keys = cache?.keys, let values = cache?.values { return (keys, values) }
    let source = memory ?? x
    let keys = observe("key", split(key(source)))
    let values = observe("value", split(value(source)))
    guard cache != nil else { return (keys, values) }
    cache?.append(keys: keys, values: values)
    return (cache?.keys ?? keys, cache?.values ?? values)
  }

  /// Attention without a cache.
  public func callAsFunction(
    _ x: Tensor, memory: Tensor? = nil, mask: Mask? = nil, dropout seed: Seed? = nil
  ) -> Tensor {
    var none: LayerCache?
    return self(x, memory: memory, mask: mask, dropout: seed, cache: &none)
  }

  /// `[…, time, channels] → […, head, time, size]`: first the channels are cut into heads, then the head axis
  /// moves before time. Reshaping straight to `[head, time, size]` would deal out positions instead of channels.
  func split(_ x: Tensor) -> Tensor {
    let size = x.shape[x.rank - 1] / headCount
    let cut = x.reshaped(x.shape.dropLast() + [headCount, size])  // […, time, head, size]
    return cut.permuted(swapping(cut.rank - 3, cut.rank - 2, of: cut.rank))
  }

  /// `[…, head, time, size] → […, time, head × size]`.
  func join(_ heads: Tensor) -> Tensor {
    let aligned = heads.permuted(swapping(heads.rank - 3, heads.rank - 2, of: heads.rank))
    return aligned.reshaped(aligned.shape.dropLast(2) + [headCount * heads.shape[heads.rank - 1]])
  }

  private func swapping(_ first: Int, _ second: Int, of rank: Int) -> [Int] {
    var axes = Array(0..<rank)
    axes.swapAt(first, second)
    return axes
  }

  /// Presents `query`, `key`, `value` and `output`.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("query", &query)
    visitor.visit("key", &key)
    visitor.visit("value", &value)
    visitor.visit("output", &output)
  }
}

extension Tensor {
  /// The same with zeros for one head, where the axis before the last two counts heads: `[…, head, time, size]`, such as
  /// the attention's `weights` and `output`. Traps when there is no such head.
  public func zeroing(head: Int) -> Tensor {
    guard rank >= 3, (0..<shape[rank - 3]).contains(head) else {
      fatalError("zeroing: no head \(head) in a tensor of shape \(shape)")
    }
    let heads = shape[rank - 3]
    return self * Tensor(shape: [heads, 1, 1], scalars: (0..<heads).map { $0 == head ? 0 : 1 })
  }
}
