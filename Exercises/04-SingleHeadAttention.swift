import Workbench

// MARK: - softmax

/// Softmax of every row, stable for scores of any size: `[…, keys] → […, keys]`.
///
/// softmax(s)ⱼ = e^(sⱼ) / Σₖ e^(sₖ) along the last axis: positive weights of which every row sums to 1. Scores may be
/// as large as 1000 or as small as −1000, and e¹⁰⁰⁰ does not fit a `Float`.
///
/// Gradients are taken through it: compose tensor operations and do not rebuild a tensor from its scalars.
public func softmax(_ scores: Tensor) throws -> Tensor {
  throw Unsolved()
}

// MARK: - attentionScores

/// How well every key suits every query, Q·Kᵀ/√d_k: `[…, queries, d_k]` and `[…, keys, d_k]` → `[…, queries, keys]`.
///
/// Row i holds the scores of query i. There may be more keys than queries, and any number of batch axes before the
/// last two; query and key have the same ones. No mask and no softmax yet.
///
/// Gradients are taken through it: compose tensor operations.
public func attentionScores(_ query: Tensor, _ key: Tensor) throws -> Tensor {
  throw Unsolved()
}

// MARK: - causalMask

/// The scores with −∞ in the place of every key that comes after its query: `[…, queries, keys]` → the same shape.
///
/// The other scores stay as they are. There are at most as many queries as keys; where there are fewer, the queries
/// are the last tokens, as when earlier keys come from a cache: the last query sees every key. One mask serves all
/// batch axes. A Float's infinity is `Float.infinity`.
///
/// Gradients are taken through it: compose tensor operations.
public func causalMask(_ scores: Tensor) throws -> Tensor {
  throw Unsolved()
}

// MARK: - attention

/// Attention, softmax(Q·Kᵀ/√d_k)·V: every query's mean of the values, weighted by how well their keys suit it.
///
/// - Parameters:
///   - query: `[…, queries, d_k]`.
///   - key: `[…, keys, d_k]`.
///   - value: `[…, keys, d_v]`.
///   - isCausal: whether keys that come after their query are hidden.
///   - scores: the scores of a query and a key, already divided by √d_k: your `attentionScores`.
///   - mask: scores with −∞ in the place of later keys: your `causalMask`.
///   - softmax: scores to weights, row by row: your `softmax`.
/// - Returns: `[…, queries, d_v]`.
///
/// Gradients are taken through it: compose tensor operations.
public func attention(
  query: Tensor, key: Tensor, value: Tensor, isCausal: Bool, scores: (Tensor, Tensor) throws -> Tensor,
  mask: (Tensor) throws -> Tensor, softmax: (Tensor) throws -> Tensor
) throws -> Tensor {
  throw Unsolved()
}

// MARK: - softmaxPullback

/// The gradient with respect to the scores from the gradient with respect to softmax's weights.
///
/// With y = softmax(s) and the loss L, `upstream` is ∂L/∂y and the result ∂L/∂s, where ∂yᵢ/∂sⱼ = yᵢ·(δᵢⱼ − yⱼ) within a
/// row and 0 between rows (δᵢⱼ is 1 for i = j and otherwise 0).
///
/// - Parameters:
///   - weights: y, what softmax returned, `[…, keys]`; weights of hidden keys are 0.
///   - upstream: ∂L/∂y, of the same shape.
/// - Returns: ∂L/∂s, of the same shape.
public func softmaxPullback(_ weights: Tensor, upstream: Tensor) throws -> Tensor {
  throw Unsolved()
}

// MARK: - attentionPullback

/// The gradients with respect to query, key and value from the gradient with respect to attention's output.
///
/// Attention was A·V with A = softmax(Q·Kᵀ/√d_k), with or without a mask. Each gradient has the shape of its tensor;
/// all tensors have the same batch axes before the last two.
///
/// - Parameters:
///   - query: Q, `[…, queries, d_k]`.
///   - key: K, `[…, keys, d_k]`.
///   - value: V, `[…, keys, d_v]`.
///   - weights: A, `[…, queries, keys]`; 0 where a key was hidden.
///   - upstream: ∂L/∂(A·V), `[…, queries, d_v]`.
///   - softmaxPullback: weights and the gradient that arrives at them to the gradient with respect to the scores:
///     your `softmaxPullback`.
public func attentionPullback(
  query: Tensor, key: Tensor, value: Tensor, weights: Tensor, upstream: Tensor,
  softmaxPullback: (Tensor, Tensor) throws -> Tensor
) throws -> (query: Tensor, key: Tensor, value: Tensor) {
  throw Unsolved()
}
