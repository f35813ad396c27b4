import Workbench

// MARK: - softmax

/// Softmax of every row, stable for scores of any size: `[…, keys] → […, keys]`.
///
/// softmax(s)ⱼ = e^(sⱼ) / Σₖ e^(sₖ) along the last axis: positive weights of which every row sums to 1. Scores may be
/// as large as 1000 or as small as −1000, and e¹⁰⁰⁰ does not fit a `Float`.
///
/// Gradients are taken through it: compose tensor operations and do not rebuild a tensor from its scalars.
public func softmax(_ scores: Tensor) throws -> Tensor {
  // Subtracting the largest score of a row changes no weight, since e^(s−m) = e^s / e^m and the factor e^−m
  // cancels; it only keeps every exponent at or below 0, where e^s cannot overflow. Both the largest score and the
  // sum keep their axis: one number a row has to stand beside its row, [queries, 1], and [queries] would be laid
  // along the keys.
  let powers = exp(scores - scores.max(alongAxis: -1, keepingAxis: true))
  return powers / powers.sum(alongAxis: -1, keepingAxis: true)
}

// MARK: - attentionScores

/// How well every key suits every query, Q·Kᵀ/√d_k: `[…, queries, d_k]` and `[…, keys, d_k]` → `[…, queries, keys]`.
///
/// Row i holds the scores of query i. There may be more keys than queries, and any number of batch axes before the
/// last two; query and key have the same ones. No mask and no softmax yet.
///
/// Gradients are taken through it: compose tensor operations.
public func attentionScores(_ query: Tensor, _ key: Tensor) throws -> Tensor {
  // A score is a sum of d_k products of variance 1, so that its variance is d_k and its standard deviation √d_k:
  // that is what has to be divided by. d_k is the last axis of the query, counted from the end because of the batch axes;
  // it is not the number of tokens, and not the width of all heads together.
  let keySize = Float(query.shape[query.rank - 1])
  return matmul(query, key.transposed()) / keySize.squareRoot()  // […, queries, keys]
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
  // Query i is token i + past, and may see the keys up to its own place, itself included: ≤ and not <. The mask
  // holds 0 and −∞ themselves and is added; made by multiplying zeros and ones by −∞ it would hold 0 · ∞, which is
  // not a number.
  let (queries, keys) = (scores.shape[scores.rank - 2], scores.shape[scores.rank - 1])
  let past = keys - queries
  let mask: [Float] = (0..<queries * keys).map { place in
    let (query, key) = (place / keys, place % keys)
    return key <= query + past ? 0 : -.infinity
  }
  return scores + Tensor(shape: [queries, keys], scalars: mask)
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
  // The mask comes before the softmax: a key that is hidden afterwards has already taken its part of the sum. And
  // the values are not transposed: the sum over keys is the inner axis of […, queries, keys] · […, keys, d_v].
  let all = try scores(query, key)
  let visible = try isCausal ? mask(all) : all
  let weights = try softmax(visible)  // […, queries, keys]
  return matmul(weights, value)
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
  // ∂L/∂sⱼ = Σᵢ uᵢ·yᵢ·(δᵢⱼ − yⱼ) = uⱼ·yⱼ − yⱼ·Σᵢ uᵢ·yᵢ. The sum is the mean of upstream under the weights, one number for a
  // row: what counts is how much better than this mean a key is. The Jacobian is never formed.
  let common = (upstream * weights).sum(alongAxis: -1, keepingAxis: true)
  return weights * (upstream - common)
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
  // Attention backwards, a step at a time; for every product Y = A·B, ∂A = ∂Y·Bᵀ and ∂B = Aᵀ·∂Y. The division by √d_k
  // stands between Q·Kᵀ and the softmax, so that it belongs to the gradients of both factors. A hidden key needs no
  // care: softmax's pullback multiplies by its weight, which is 0.
  let keySize = Float(query.shape[query.rank - 1])
  let forWeights = matmul(upstream, value.transposed())  // […, queries, keys]
  let forScores = try softmaxPullback(weights, forWeights) / keySize.squareRoot()
  return (
    query: matmul(forScores, key),
    key: matmul(forScores.transposed(), query),
    value: matmul(weights.transposed(), upstream)
  )
}
