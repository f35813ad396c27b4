import Workbench

// MARK: - splitHeads

/// The channels cut into heads: `[…, time, channels] → […, heads, time, headSize]`.
///
/// headSize = channels / headCount, which divides evenly. Head 0 gets the first headSize channels of every token, head
/// 1 the next, and so on; the heads become an axis before time.
///
/// Gradients are taken through it: compose tensor operations.
public func splitHeads(_ x: Tensor, headCount: Int) throws -> Tensor {
  throw Unsolved()
}

// MARK: - joinHeads

/// The heads side by side again: `[…, heads, time, headSize] → […, time, heads × headSize]`.
///
/// The channels of a token are those of head 0, then those of head 1, and so on: the inverse of `splitHeads`.
///
/// Gradients are taken through it: compose tensor operations.
public func joinHeads(_ heads: Tensor) throws -> Tensor {
  throw Unsolved()
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
  throw Unsolved()
}

// MARK: - attentionParameterCount

/// The number of parameters of multi-head self-attention.
///
/// h heads have W^Q, W^K and W^V of `[channels, channels / headCount]` each, and there is one W^O of `[channels,
/// channels]`. With biases each of the four projections of all heads has one of `channels` numbers. `headCount`
/// divides `channels`.
public func attentionParameterCount(channels: Int, headCount: Int, hasBias: Bool) throws -> Int {
  throw Unsolved()
}
