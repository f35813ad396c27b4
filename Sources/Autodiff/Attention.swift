import Kernels

/// softmax(scale·Q·Kᵀ, masked)·V in one operation, without its intermediates: half the work under a causal mask, and
/// memory that grows with the queries and keys, not with their product.
///
/// `query` is `[…, queries, d_k]`, `key` `[…, keys, d_k]` and `value` `[…, keys, d_v]` with the same axes before;
/// query i sees the first `visible[i]` keys. The same numbers as `matmul`, `masked`, `softmax` and `matmul`, to the
/// bit. Traps with all shapes when they do not conform.
///
/// With W the weights, the gradient of V is Wᵀ·upstream; with S = W ⊙ (G − Σⱼ Wⱼ·Gⱼ)·scale where G = upstream·Vᵀ, those
/// of Q and K are S·K and Sᵀ·Q. W is not kept for them but made again,
/// from the greatest score and the sum of the exponentials of each row.
package func fusedAttention(
  query: Tensor, key: Tensor, value: Tensor, visible: [Int], scale: Float
) -> Tensor {
  guard query.rank >= 2, key.rank >= 2, query.shape.dropLast(2) == key.shape.dropLast(2),
    key.shape.dropLast() == value.shape.dropLast(),
    let keySize = query.shape.last, let valueSize = value.shape.last, keySize == key.shape.last
  else {
    fatalError(
      "fusedAttention: a query of \(query.shape), a key of \(key.shape) and a value of \(value.shape)")
  }
  let (queries, keys) = (query.shape[query.rank - 2], key.shape[key.rank - 2])
  let batch = Shape(query.shape.dropLast(2))
  let shape = AttentionShape(
    batches: batch.elementCount, queries: queries, keys: keys, keySize: keySize, valueSize: valueSize,
    visible: visible)
  return differentiable("attention", [query, key, value]) { parts in
    let (query, key, value) = (parts[0], parts[1], parts[2])
    let (output, normalizers) = attention(
      query: query.buffer, key: key.buffer, value: value.buffer, scale: scale, shape)
    return (
      Tensor(shape: batch + [queries, valueSize], buffer: output),
      { upstream, _ in
        let gradients = attentionPullback(
          query: query.buffer, key: key.buffer, value: value.buffer, normalizers: normalizers,
          upstream: upstream.buffer, scale: scale, shape)
        return [
          Tensor(shape: query.shape, buffer: gradients.query),
          Tensor(shape: key.shape, buffer: gradients.key),
          Tensor(shape: value.shape, buffer: gradients.value),
        ]
      }
    )
  }
}
