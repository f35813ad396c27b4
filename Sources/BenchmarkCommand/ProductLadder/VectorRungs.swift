import Kernels
import Vectors

/// Rung 4, the loops of rung 3 in vectors of 16 numbers, with multiply-adds that round once.
///
/// For each k, 16 sums are loaded, changed by one instruction and stored. The last columns % 16 go in a vector of which
/// the lanes after the last column are dropped: a vector may be loaded from the last element of a `Buffer`.
@inline(never)
func productByVectors(_ memory: ProductMemory) {
  let wholeVectors = memory.columns & ~15
  let result = UnsafeMutableRawPointer(memory.result)
  memory.result.update(repeating: 0, count: memory.rows * memory.columns)
  for i in 0..<memory.rows {
    let sums = memory.result + i * memory.columns
    for k in 0..<memory.inner {
      let factor = Lanes(repeating: memory.left[i &* memory.inner &+ k])
      let row = memory.right + k &* memory.columns
      var j = 0
      while j < wholeVectors {
        let sum = multiplyAdd(load(sums + j), factor, load(row + j))
        result.storeBytes(
          of: sum, toByteOffset: (i &* memory.columns &+ j) &* MemoryLayout<Float>.stride, as: Lanes.self)
        j &+= 16
      }
      if j < memory.columns {
        let sum = multiplyAdd(load(sums + j), factor, load(row + j))
        for lane in 0..<memory.columns &- j { sums[j &+ lane] = sum[lane] }
      }
    }
  }
}

/// Rung 5, eight k's at a time: a sum is loaded, changed by eight multiply-adds and stored.
///
/// The eight rows of the right matrix stay in the fastest cache while all rows of the left one pass. `streamRow` is
/// what `matrixProduct` itself does with up to four rows.
@inline(never)
func productByEights(_ memory: ProductMemory) {
  memory.result.update(repeating: 0, count: memory.rows * memory.columns)
  for k in stride(from: 0, to: memory.inner, by: 8) {
    for i in 0..<memory.rows {
      streamRow(
        inner: min(8, memory.inner - k), columns: memory.columns, a: memory.left + (i * memory.inner + k),
        aStep: 1, b: memory.right + k * memory.columns, bRow: memory.columns,
        c: memory.result + i * memory.columns)
    }
  }
}
