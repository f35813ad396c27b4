import Vectors

/// x·Tᵀ for one row and a table `[rows, x.count]`: how well every row of an embedding table fits.
///
/// Sixteen rows of the table are turned round in registers, so that sixteen sums grow side by side, each in the
/// order in which the product of many rows forms it: the bits are the same.
///
/// Oracle: `matrixProduct`, to the bit.
public func matchRow(_ x: Buffer, rowsOf table: Buffer, rows: Int) -> Buffer {
  let inner = x.count
  requireCount(table.count, rows * inner, "matchRow", "the table [\(rows), \(inner)]")
  return Buffer(count: rows) { result in
    guard let to = result.baseAddress else { return }
    nonisolated(unsafe) let (x, table, y) = (x.address, table.address, to)
    let rowsOfPart = (rows + Threads.count - 1) / Threads.count
    parallel(over: rows, nanoseconds: 0.2 * Double(inner), multiple: rowsOfPart) { part in
      // The sixteen rows are far apart, so that each begins where another ended: memory is read in sixteen long
      // stretches. Where they do not divide the part, they overlap.
      let distance = part.count / 16
      let stretch = part.count - 15 * distance
      MemoryPool.shared.withScratch(floats: 256) { square in
        for row in part.lowerBound..<part.lowerBound + stretch {
          let sums = match(x, table + row * inner, distance * inner, inner, square)
          for i in 0..<16 { y[row &+ i &* distance] = sums[i] }
        }
      }
    }
  }
}

/// The products of x with sixteen rows, each so far behind the one before.
@inline(__always)
private func match(
  _ x: UnsafePointer<Float>, _ table: UnsafePointer<Float>, _ distance: Int, _ inner: Int,
  _ square: UnsafeMutablePointer<Float>
) -> Lanes {
  var sum = Lanes.zero
  var k = 0
  while k &+ 16 <= inner {
    transpose16(table + k, distance, square, 16)
    for i in 0..<16 { sum = multiplyAdd(sum, Lanes(repeating: x[k &+ i]), load(square + 16 &* i)) }
    k &+= 16
  }
  while k < inner {
    var column = Lanes.zero
    for row in 0..<16 { column[row] = table[row &* distance &+ k] }
    sum = multiplyAdd(sum, Lanes(repeating: x[k]), column)
    k &+= 1
  }
  return sum
}
