/// The plain meaning of attention.
extension Plain {
  /// softmax(scale·Q·Kᵀ)·V of every head, query i over its first `visible[i]` keys; and the weights.
  public static func attention(
    query: [Float], key: [Float], value: [Float], scale: Float, batches: Int, queries: Int, keys: Int,
    keySize: Int, valueSize: Int, visible: [Int]
  ) -> (output: [Float], weights: [Float]) {
    var scores = matrixProduct(
      query, key, batches: batches, rows: queries, inner: keySize, columns: keys, rightTransposed: true)
    for at in scores.indices {
      scores[at] = at % keys < visible[at / keys % queries] ? scores[at] * scale : -.infinity
    }
    let weights = softmax(scores, columns: keys)
    return (
      matrixProduct(weights, value, batches: batches, rows: queries, inner: keys, columns: valueSize), weights
    )
  }

  /// The pullback of `attention`, from its weights.
  public static func attentionPullback(
    query: [Float], key: [Float], value: [Float], weights: [Float], upstream: [Float], scale: Float,
    batches: Int, queries: Int, keys: Int, keySize: Int, valueSize: Int
  ) -> (query: [Float], key: [Float], value: [Float]) {
    let ofWeights = matrixProduct(
      upstream, value, batches: batches, rows: queries, inner: valueSize, columns: keys, rightTransposed: true
    )
    let ofScores = softmaxPullback(y: weights, upstream: ofWeights, columns: keys).map { $0 * scale }
    return (
      matrixProduct(ofScores, key, batches: batches, rows: queries, inner: keys, columns: keySize),
      matrixProduct(
        ofScores, query, batches: batches, rows: keys, inner: queries, columns: keySize, leftTransposed: true),
      matrixProduct(
        weights, upstream, batches: batches, rows: keys, inner: queries, columns: valueSize,
        leftTransposed: true)
    )
  }
}
