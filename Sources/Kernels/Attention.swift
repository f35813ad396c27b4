/// softmax(scale·Q·Kᵀ)·V for every head, over the keys that each query sees.
///
/// The numbers of `matrixProduct`, `softmax` and `matrixProduct`, to the bit: what is left out would add zeros.
///
/// Oracle: `matrixProduct`, `softmax`.
/// - Returns: The output `[batches, queries, valueSize]` and the weights `[batches, queries, keys]`, which the
///   pullback needs.
public func attention(
  query: Buffer, key: Buffer, value: Buffer, scale: Float, _ shape: AttentionShape
) -> (output: Buffer, weights: Buffer) {
  shape.check("attention", query: query, key: key, value: value)
  let sizes = shape.sizesOfHead
  var output = Buffer(count: shape.batches * sizes.output) { _ in }
  var weights = Buffer(count: shape.batches * sizes.weights) { _ in }
  nonisolated(unsafe) let (q, k, v) = (query.address, key.address, value.address)
  nonisolated(unsafe) let (o, w) = (output.uniqueAddress(), weights.uniqueAddress())
  withExtendedLifetime((query, key, value, output, weights)) {
    parallel(over: shape.batches, nanoseconds: shape.nanoseconds(products: 2)) { heads in
      HeadProducts.run(shape) { products in
        for head in heads {
          let w = w + head * sizes.weights
          products.scores(
            q + head * sizes.query, k + head * sizes.key, shape.keySize, into: w)
          for (i, visible) in shape.visible.enumerated() {
            softmaxRow(w + i * shape.keys, scale: scale, visible, of: shape.keys)
          }
          products.mix(w, v + head * sizes.value, shape.valueSize, into: o + head * sizes.output)
        }
      }
    }
  }
  return (output, weights)
}

/// The pullback of `attention`.
///
/// With W the weights and G the upstream gradient, value = Wᵀ·G; S = W ⊙ (G·Vᵀ − Σ over the row of W ⊙ G·Vᵀ)·scale,
/// query = S·K and key = Sᵀ·Q.
///
/// Oracle: `matrixProduct`, `softmaxPullback`.
public func attentionPullback(
  query: Buffer, key: Buffer, value: Buffer, weights: Buffer, upstream: Buffer, scale: Float,
  _ shape: AttentionShape
) -> (query: Buffer, key: Buffer, value: Buffer) {
  shape.check("attentionPullback", query: query, key: key, value: value)
  let sizes = shape.sizesOfHead
  requireCount(
    upstream.count, shape.batches * sizes.output, "attentionPullback", "the upstream gradient")
  requireCount(weights.count, shape.batches * sizes.weights, "attentionPullback", "the weights")
  var gradients = (
    query: Buffer(count: query.count) { _ in }, key: Buffer(count: key.count) { _ in },
    value: Buffer(count: value.count) { _ in }
  )
  nonisolated(unsafe) let (q, k, v) = (query.address, key.address, value.address)
  nonisolated(unsafe) let (w, g) = (weights.address, upstream.address)
  nonisolated(unsafe) let (dq, dk, dv) = (
    gradients.query.uniqueAddress(), gradients.key.uniqueAddress(), gradients.value.uniqueAddress()
  )
  withExtendedLifetime((query, key, value, weights, upstream, gradients)) {
    parallel(over: shape.batches, nanoseconds: shape.nanoseconds(products: 4)) { heads in
      MemoryPool.shared.withScratch(floats: sizes.weights) { s in
        HeadProducts.run(shape) { products in
          for head in heads {
            let (q, dq) = (q + head * sizes.query, dq + head * sizes.query)
            let (k, dk) = (k + head * sizes.key, dk + head * sizes.key)
            let (v, dv) = (v + head * sizes.value, dv + head * sizes.value)
            let (w, g) = (w + head * sizes.weights, g + head * sizes.output)
            products.collect(w, g, shape.valueSize, into: dv)
            products.scores(g, v, shape.valueSize, into: s)
            for (i, visible) in shape.visible.enumerated() {
              let row = i * shape.keys
              softmaxRowPullback(w + row, s + row, scale: scale, visible, of: shape.keys)
            }
            products.mix(s, k, shape.keySize, into: dq)
            products.collect(s, q, shape.keySize, into: dk)
          }
        }
      }
    }
  }
  return gradients
}

/// softmax of the first `visible` scores, scaled, in place; the others become 0.
private func softmaxRow(_ row: UnsafeMutablePointer<Float>, scale: Float, _ visible: Int, of count: Int) {
  for j in 0..<visible { row[j] *= scale }
  softmaxSpan(row, row, visible)
  (row + visible).update(repeating: 0, count: count - visible)
}

/// From the gradient of a row of weights, in place, that of the scores before they were scaled.
private func softmaxRowPullback(
  _ weights: UnsafePointer<Float>, _ row: UnsafeMutablePointer<Float>, scale: Float, _ visible: Int,
  of count: Int
) {
  let mean = dotSpan(weights, row, visible)
  for j in 0..<visible { row[j] = weights[j] * (row[j] - mean) * scale }
  (row + visible).update(repeating: 0, count: count - visible)
}
