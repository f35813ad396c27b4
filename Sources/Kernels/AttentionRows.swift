import Vectors

// Softmax of a row of scores inside attention, and its pullback: the bits of `softmax` and `softmaxPullback`.
//
// The rows lie in memory that has room for whole vectors: what follows the last element is overwritten.

/// Makes softmax of `scale` times a row of scores, in place, and tells the greatest and the sum of the exponentials, with
/// which `scaledExponentials` makes it again in one pass. Of a row that is −∞ throughout they are 0 and 1, which make
/// zeros.
func makeWeights(
  _ row: UnsafeMutablePointer<Float>, scale: Float, _ count: Int
) -> (greatest: Float, sum: Float) {
  let greatest = maximumSpan(row, scale: scale, count)
  if greatest == -.infinity && !(0..<count).contains(where: { (row[$0] * scale).isNaN }) {
    row.update(repeating: 0, count: count)
    return (0, 1)
  }
  let sum = exponentialSpan(row, scale: scale, minus: greatest, row, count)
  for i in stride(from: 0, to: count, by: 16) { store(load(row + i) / sum, row + i) }
  return (greatest, sum)
}

/// From the gradient of a row of weights, in place, that of the scores before they were scaled.
@inline(never)
func pullBackWeights(
  _ weights: UnsafePointer<Float>, _ row: UnsafeMutablePointer<Float>, scale: Float, _ count: Int
) {
  let mean = dotSpan(weights, row, count)
  for i in stride(from: 0, to: count, by: 16) {
    store(load(weights + i) * (load(row + i) - mean) * scale, row + i)
  }
}
