/// Rung 1, the product as its formula reads: for every element of the result a sum over k.
@inline(never)
func productByThreeLoops(
  _ left: [Float], _ right: [Float], rows: Int, inner: Int, columns: Int
) -> [Float] {
  var result = [Float](repeating: 0, count: rows * columns)
  for i in 0..<rows {
    for j in 0..<columns {
      var sum: Float = 0
      for k in 0..<inner { sum += left[i * inner + k] * right[k * columns + j] }
      result[i * columns + j] = sum
    }
  }
  return result
}

/// Rung 2, the same loops in the order i, k, j: a row of the right matrix, times one number, is added to a row of the
/// result.
///
/// All matrices are read along their rows, and the sums of a row do not wait for each other.
@inline(never)
func productInOrder(_ left: [Float], _ right: [Float], rows: Int, inner: Int, columns: Int) -> [Float] {
  var result = [Float](repeating: 0, count: rows * columns)
  for i in 0..<rows {
    for k in 0..<inner {
      let factor = left[i * inner + k]
      for j in 0..<columns { result[i * columns + j] += factor * right[k * columns + j] }
    }
  }
  return result
}

/// Rung 3, the loops of rung 2 over memory whose bounds nobody checks.
///
/// An array traps at the first index that is outside, so a loop over it cannot run several turns at
/// once; this one the compiler turns into vector instructions.
@inline(never)
func productWithoutChecks(_ memory: ProductMemory) {
  memory.result.update(repeating: 0, count: memory.rows * memory.columns)
  for i in 0..<memory.rows {
    let sums = memory.result + i * memory.columns
    for k in 0..<memory.inner {
      let factor = memory.left[i * memory.inner + k]
      let row = memory.right + k * memory.columns
      for j in 0..<memory.columns { sums[j] += factor * row[j] }
    }
  }
}
