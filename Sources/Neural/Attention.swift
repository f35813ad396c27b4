import Autodiff
import Randomness

/// Attention(Q, K, V) = softmax(Q·Kᵀ/√d_k)·V (Vaswani et al. 2017, eq. 1).
///
/// `query` is `[…, queries, d_k]`, `key` `[…, keys, d_k]`, `value` `[…, keys, d_v]`; the result is `[…, queries,
/// d_v]`. Every row of the result is a weighted mean of the rows of `value`. Dividing by √d_k keeps the scores'
/// variance at that of the entries, whatever the width; without it softmax saturates and its gradient vanishes.
/// `mask` hides keys before the softmax; a query that may see no key at all receives zeros. `scale` is for showing
/// what another factor does. `dropout` drops weights. Traps with the shapes when they do not conform.
///
/// Here alone it is decided whether one kernel computes it or the steps do one by one, to the same bits. Observed, it
/// always takes the steps: as `scores`, `scaled`, `masked` (with a mask), `weights` and `output`.
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
  let scale = scale ?? 1 / Float(keySize).squareRoot()
  let isWhole = !Observation.isActive && (dropoutRate == 0 || seed == nil)
  if isWhole, let visible = visibleKeys(query: query, key: key, mask: mask) {
    return fusedAttention(query: query, key: key, value: value, visible: visible, scale: scale)
  }
  let scores = observe("scores", matmul(query, key, rightTransposed: true))  // […, queries, keys]
  let scaled = observe("scaled", scores * scale)
  let masked = mask.map { observe("masked", scaled.masked($0)) } ?? scaled
  let weights = observe("weights", softmax(masked))
  return observe("output", matmul(dropout(weights, rate: dropoutRate, seed: seed), value))
}

/// How many keys each query sees, where these are the first ones for every head alike, and no axis is broadcast: what
/// the kernel is written for. Else `nil`.
private func visibleKeys(query: Tensor, key: Tensor, mask: Mask?) -> [Int]? {
  guard query.rank >= 2, key.rank >= 2, query.shape.dropLast(2) == key.shape.dropLast(2) else { return nil }
  let (queries, keys) = (query.shape[query.rank - 2], key.shape[key.rank - 2])
  guard let mask else { return Array(repeating: keys, count: queries) }
  return mask.visible(queries: queries, keys: keys)
}
