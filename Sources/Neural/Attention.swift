import Autodiff
import Randomness

/// Attention(Q, K, V) = softmax(Q·Kᵀ/√d_k)·V (Vaswani et al. 2017, eq. 1).
///
/// `query` is `[…, queries, d_k]`, `key` `[…, keys, d_k]`, `value` `[…, keys, d_v]`; the result is `[…, queries,
/// d_v]`. Every row of the result is a weighted mean of the rows of `value`. Dividing by √d_k keeps the scores'
/// variance at that of the entries, whatever the width; without it softmax saturates and its gradient vanishes.
/// `mask` hides keys before the softmax; a query that may see no key at all receives zeros. `scale` is for showing
/// what another factor does. `dropout` drops weights.
///
/// Observed as `scores`, `scaled`, `masked` (with a mask), `weights` and `output`.
public func scaledDotProductAttention(
  query: Tensor, key: Tensor, value: Tensor, mask: Mask? = nil, scale: Float? = nil,
  dropoutRate: Float = 0, dropout seed: Seed? = nil
) -> Tensor {
  guard let keySize = query.shape.last, keySize == key.shape.last else {
    fatalError("attention: a query of shape \(query.shape) and a key of shape \(key.shape) differ in width")
  }
  guard key.shape.dropLast() == value.shape.dropLast() else {
    fatalError("attention: keys of shape \(key.shape) and values of shape \(value.shape) differ in number")
  }
  if !Observation.isActive, dropoutRate == 0 || seed == nil,
    let output = attention(query: query, key: key, value: value, mask: mask, scale: scale)
  {
    return output
  }
  let scores = observe("scores", matmul(query, key, rightTransposed: true))  // […, queries, keys]
  let scaled = observe("scaled", scores * (scale ?? 1 / Float(keySize).squareRoot()))
  let visible = mask.map { observe("masked", scaled.masked($0)) } ?? scaled
  let weights = observe("weights", softmax(visible))
  return observe("output", matmul(dropout(weights, rate: dropoutRate, seed: seed), value))
}
