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
  let greatest = scaledMaximum(row, scale: scale, count)
  if greatest == -.infinity && !(0..<count).contains(where: { (row[$0] * scale).isNaN }) {
    row.update(repeating: 0, count: count)
    return (0, 1)
  }
  let sum = scaledExponentials(row, scale: scale, minus: greatest, count)
  for i in stride(from: 0, to: count, by: 16) { store(load(row + i) / sum, row + i) }
  return (greatest, sum)
}

/// The greatest of `scale` times each element, as `maximumSpan` has it.
@inline(never)
private func scaledMaximum(_ x: UnsafePointer<Float>, scale: Float, _ count: Int) -> Float {
  var greatest = Lanes(repeating: -.infinity)
  for i in stride(from: 0, to: count, by: 16) {
    var next = load(x + i) * scale
    if i &+ 16 > count { next = first(count &- i, of: next, else: -.infinity) }
    greatest = greatest.replacing(with: next, where: next .> greatest)
  }
  let eight = greatest.lowHalf.replacing(
    with: greatest.highHalf, where: greatest.highHalf .> greatest.lowHalf)
  let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.highHalf .> eight.lowHalf)
  let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
  return two[1] > two[0] ? two[1] : two[0]
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
