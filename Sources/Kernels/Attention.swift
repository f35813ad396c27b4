/// softmax(scale·Q·Kᵀ)·V for every head, over the keys that each query sees.
///
/// The numbers of `matrixProduct`, `softmax` and `matrixProduct`, to the bit: what is left out would add zeros. The weights
/// of a block of queries are made, used and forgotten: queries × keys of them are never there at once.
///
/// Oracle: `matrixProduct`, `softmax`.
/// - Returns: The output `[batches, queries, valueSize]`, and what the pullback needs to make the weights again: of every
///   row of scores the greatest and the sum of the exponentials, `[batches, queries, 2]`.
public func attention(
  query: Buffer, key: Buffer, value: Buffer, scale: Float, _ shape: AttentionShape
) -> (output: Buffer, normalizers: Buffer) {
  shape.check("attention", query: query, key: key, value: value)
  let (sizes, blocks) = (shape.sizesOfHead, shape.blocks.count)
  var output = Buffer(count: shape.batches * sizes.output) { _ in }
  var normalizers = Buffer(count: shape.batches * sizes.normalizers) { _ in }
  nonisolated(unsafe) let (q, k, v) = (query.address, key.address, value.address)
  nonisolated(unsafe) let (o, n) = (output.uniqueAddress(), normalizers.uniqueAddress())
  withExtendedLifetime((query, key, value, output, normalizers)) {
    parallel(
      over: shape.batches * blocks, nanoseconds: shape.nanoseconds(products: 2) / Double(blocks)
    ) { parts in
      HeadProducts.run(shape) { products in
        for head in parts.lowerBound / blocks...(parts.upperBound - 1) / blocks {
          let (q, n) = (q + head * sizes.query, n + head * sizes.normalizers)
          let keys = products.panels(ofColumns: k + head * sizes.key, shape.keySize, shape.keys, in: 0)
          let values = products.panels(v + head * sizes.value, shape.keys, shape.valueSize, in: 1)
          for part in parts.clamped(to: head * blocks..<(head + 1) * blocks) {
            let block = shape.blocks[part - head * blocks]
            products.scores(block, q, keys, into: products.weights)
            products.forEachRow(of: products.weights, block) { row, query, visible in
              (n[2 * query], n[2 * query + 1]) = makeWeights(row, scale: scale, visible)
            }
            products.mix(block, products.weights, values, into: o + head * sizes.output)
          }
        }
      }
    }
  }
  return (output, normalizers)
}

/// The pullback of `attention`, which makes the weights again, block by block.
///
/// With W the weights and G the upstream gradient, value = Wᵀ·G; S = W ⊙ (G·Vᵀ − Σ over the row of W ⊙ G·Vᵀ)·scale,
/// query = S·K and key = Sᵀ·Q.
///
/// Oracle: `matrixProduct`, `softmaxPullback`.
public func attentionPullback(
  query: Buffer, key: Buffer, value: Buffer, normalizers: Buffer, upstream: Buffer, scale: Float,
  _ shape: AttentionShape
) -> (query: Buffer, key: Buffer, value: Buffer) {
  shape.check("attentionPullback", query: query, key: key, value: value)
  let sizes = shape.sizesOfHead
  requireCount(
    upstream.count, shape.batches * sizes.output, "attentionPullback", "the upstream gradient")
  requireCount(
    normalizers.count, shape.batches * sizes.normalizers, "attentionPullback", "the normalizers")
  var gradients = (
    query: Buffer(count: query.count) { _ in }, key: Buffer(repeating: 0, count: key.count),
    value: Buffer(repeating: 0, count: value.count)
  )
  nonisolated(unsafe) let (q, k, v) = (query.address, key.address, value.address)
  nonisolated(unsafe) let (n, g) = (normalizers.address, upstream.address)
  nonisolated(unsafe) let (dq, dk, dv) = (
    gradients.query.uniqueAddress(), gradients.key.uniqueAddress(), gradients.value.uniqueAddress()
  )
  withExtendedLifetime((query, key, value, normalizers, upstream, gradients)) {
    parallel(over: shape.batches, nanoseconds: shape.nanoseconds(products: 5)) { heads in
      HeadProducts.run(shape) { products in
        for head in heads {
          let (q, g) = (q + head * sizes.query, g + head * sizes.output)
          let (k, n) = (k + head * sizes.key, n + head * sizes.normalizers)
          let keys = products.panels(ofColumns: k, shape.keySize, shape.keys, in: 0)
          let keyRows = products.panels(k, shape.keys, shape.keySize, in: 1)
          let values = products.panels(ofColumns: v + head * sizes.value, shape.valueSize, shape.keys, in: 2)
          for block in shape.blocks {
            products.scores(block, q, keys, into: products.weights)
            products.forEachRow(of: products.weights, block) { row, query, visible in
              scaledExponentials(
                row, scale: scale, minus: n[2 * query], dividedBy: n[2 * query + 1], visible)
            }
            products.collect(block, products.weights, g, shape.valueSize, into: dv + head * sizes.value)
            products.scores(block, g, values, into: products.gradient)
            products.forEachRow(of: products.gradient, block) { row, query, visible in
              pullBackWeights(
                products.weights + (row - products.gradient), row, scale: scale, visible)
            }
            products.mix(block, products.gradient, keyRows, into: dq + head * sizes.query)
            products.collect(block, products.gradient, q, shape.keySize, into: dk + head * sizes.key)
          }
        }
      }
    }
  }
  return gradients
}
