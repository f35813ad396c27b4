import Workbench

// MARK: - splitHeads

/// The channels cut into heads: `[…, time, channels] → […, heads, time, headSize]`.
///
/// headSize = channels / headCount, which divides evenly. Head 0 gets the first headSize channels of every token, head
/// 1 the next, and so on; the heads become an axis before time.
///
/// Gradients are taken through it: compose tensor operations.
public func splitHeads(_ x: Tensor, headCount: Int) throws -> Tensor {
  // In row-major order a token's channels lie side by side, so that cutting *them* is a reshape. Moving the heads
  // before time is not: reshaped straight to [heads, time, headSize], head 0 would hold the first tokens.
  let headSize = x.shape[x.rank - 1] / headCount
  let cut = x.reshaped(x.shape.dropLast() + [headCount, headSize])  // […, time, heads, headSize]
  var axes = Array(0..<cut.rank)
  axes.swapAt(cut.rank - 3, cut.rank - 2)
  return cut.permuted(axes)  // […, heads, time, headSize]
}

// MARK: - joinHeads

/// The heads side by side again: `[…, heads, time, headSize] → […, time, heads × headSize]`.
///
/// The channels of a token are those of head 0, then those of head 1, and so on: the inverse of `splitHeads`.
///
/// Gradients are taken through it: compose tensor operations.
public func joinHeads(_ heads: Tensor) throws -> Tensor {
  // The inverse takes the steps back in the opposite order: first the axes, then the borders. Without the first, a
  // row would be filled with one head's numbers of several tokens.
  var axes = Array(0..<heads.rank)
  axes.swapAt(heads.rank - 3, heads.rank - 2)
  let aligned = heads.permuted(axes)  // […, time, heads, headSize]
  return aligned.reshaped(aligned.shape.dropLast(2) + [-1])
}

// MARK: - multiHeadAttention

/// Multi-head self-attention, Concat(head₁, …, head_h)·W^O: `[…, time, channels]` → the same shape.
///
/// Head i attends with X·Wᵢ^Q, X·Wᵢ^K and X·Wᵢ^V. The heads' projections stand side by side in one matrix each, head 0 in
/// the first channels / headCount columns. There are no biases and no mask.
///
/// - Parameters:
///   - x: X, a row for each token.
///   - queryWeight: W^Q of all heads, `[channels, channels]`, which x is multiplied by from the right.
///   - keyWeight: W^K of all heads.
///   - valueWeight: W^V of all heads.
///   - outputWeight: W^O, which mixes the heads.
///   - headCount: h.
///   - splitHeads: a tensor and the number of heads to `[…, heads, time, headSize]`: your `splitHeads`.
///   - joinHeads: the inverse: your `joinHeads`.
///   - attention: query, key and value to their attention, over any batch axes: your `attention`, without a mask.
///
/// Gradients are taken through it: compose tensor operations.
public func multiHeadAttention(
  _ x: Tensor, queryWeight: Tensor, keyWeight: Tensor, valueWeight: Tensor, outputWeight: Tensor,
  headCount: Int, splitHeads: (Tensor, Int) throws -> Tensor, joinHeads: (Tensor) throws -> Tensor,
  attention: (Tensor, Tensor, Tensor) throws -> Tensor
) throws -> Tensor {
  // One product makes the queries of all heads, and after the split the heads are a batch axis: attention works on
  // the last two and needs no loop. It divides by √d_k of a head by itself, since that is the last axis it sees.
  let query = try splitHeads(matmul(x, queryWeight), headCount)  // […, heads, time, headSize]
  let key = try splitHeads(matmul(x, keyWeight), headCount)
  let value = try splitHeads(matmul(x, valueWeight), headCount)
  // Without W^O every channel of the output would belong to one head alone.
  return matmul(try joinHeads(attention(query, key, value)), outputWeight)
}

// MARK: - attentionParameterCount

/// The number of parameters of multi-head self-attention.
///
/// h heads have W^Q, W^K and W^V of `[channels, channels / headCount]` each, and there is one W^O of `[channels,
/// channels]`. With biases each of the four projections of all heads has one of `channels` numbers. `headCount`
/// divides `channels`.
public func attentionParameterCount(channels: Int, headCount: Int, hasBias: Bool) throws -> Int {
  // The heads share the channels: h · 3 · d · (d/h) = 3·d², whatever h is. W^O is the fourth d².
  let headSize = channels / headCount
  let projections = headCount * 3 * channels * headSize
  let output = channels * channels
  return projections + output + (hasBias ? 4 * channels : 0)
}
