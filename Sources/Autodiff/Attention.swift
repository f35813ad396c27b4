import Kernels

/// softmax(scale·Q·Kᵀ, masked)·V in one operation, without its intermediates: half the work under a causal mask.
///
/// `query` is `[…, queries, d_k]`, `key` `[…, keys, d_k]` and `value` `[…, keys, d_v]` with the same axes before;
/// `scale` is 1/√d_k unless given. The same numbers as `matmul`, `masked`, `softmax` and `matmul`, to the bit. `nil`
/// when the mask is not one in which every query sees the first so many keys: then the caller takes the four steps.
///
/// With W the weights, the change of V is Wᵀ·upstream; with S = W ⊙ (G − Σⱼ Wⱼ·Gⱼ)·scale where G = upstream·Vᵀ, those
/// of Q and K are S·K and Sᵀ·Q.
public func attention(
  query: Tensor, key: Tensor, value: Tensor, mask: Mask?, scale: Float? = nil
) -> Tensor? {
  guard query.rank >= 2, key.rank == query.rank, query.shape.dropLast(2) == key.shape.dropLast(2),
    key.shape.dropLast() == value.shape.dropLast(),
    let keySize = query.shape.last, let valueSize = value.shape.last, keySize == key.shape.last
  else { return nil }
  let (queries, keys) = (query.shape[query.rank - 2], key.shape[key.rank - 2])
  let all = Array(repeating: keys, count: queries)
  guard let visible = mask.map({ $0.visible(queries: queries, keys: keys) }) ?? all else { return nil }
  let batch = Shape(query.shape.dropLast(2))
  let shape = AttentionShape(
    batches: batch.elementCount, queries: queries, keys: keys, keySize: keySize, valueSize: valueSize,
    visible: visible)
  let factor = scale ?? 1 / Float(keySize).squareRoot()
  return differentiable("attention", [query, key, value]) { parts in
    let (query, key, value) = (parts[0], parts[1], parts[2])
    let (output, weights) = Kernels.attention(
      query: query.buffer, key: key.buffer, value: value.buffer, scale: factor, shape)
    return (
      Tensor(shape: batch + [queries, valueSize], buffer: output),
      { upstream, _ in
        let changes = attentionPullback(
          query: query.buffer, key: key.buffer, value: value.buffer, weights: weights,
          upstream: upstream.buffer, scale: factor, shape)
        return [
          Tensor(shape: query.shape, buffer: changes.query), Tensor(shape: key.shape, buffer: changes.key),
          Tensor(shape: value.shape, buffer: changes.value),
        ]
      }
    )
  }
}
