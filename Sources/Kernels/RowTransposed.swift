@inline(__always)
private func load(_ pointer: UnsafePointer<Float>) -> Lanes {
  UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
}

@inline(__always)
private func multiplyAdd(_ c: Lanes, _ a: Lanes, _ b: Lanes) -> Lanes {
  #if FUSED_MULTIPLY_ADD
    c.addingProduct(a, b)
  #else
    c + a * b
  #endif
}

/// x·Tᵀ for one row and a table `[rows, x.count]`: how well every row of an embedding table fits.
///
/// Sixteen rows of the table are turned round in registers, so that sixteen sums grow side by side, each in the
/// order in which the product of many rows forms it: the bits are the same.
public func matchRow(_ x: Buffer, rowsOf table: Buffer, rows: Int) -> Buffer {
  let inner = x.count
  requireCount(table.count, rows * inner, "matchRow", "the table [\(rows), \(inner)]")
  return Buffer(count: rows) { result in
    guard let to = result.baseAddress else { return }
    nonisolated(unsafe) let (x, table, y) = (x.address, table.address, to)
    parallel(over: rows, nanoseconds: 0.2 * Double(inner), multiple: 16) { part in
      MemoryPool.withScratch(floats: 256) { square in
        var row = part.lowerBound
        while row < part.upperBound {
          let count = min(16, part.upperBound - row)
          // The last sixteen rows overlap those before them, where there are as many.
          let first = max(0, min(row, rows - 16))
          var sums = match(x, table + first * inner, rows: min(16, rows), inner, square)
          withUnsafeBytes(of: &sums) {
            UnsafeMutableRawPointer(y + row).copyMemory(
              from: $0.baseAddress.unsafelyUnwrapped + (row - first) * MemoryLayout<Float>.stride,
              byteCount: count * MemoryLayout<Float>.stride)
          }
          row += 16
        }
      }
    }
  }
}

/// The products of x with up to sixteen rows.
@inline(__always)
private func match(
  _ x: UnsafePointer<Float>, _ table: UnsafePointer<Float>, rows: Int, _ inner: Int,
  _ square: UnsafeMutablePointer<Float>
) -> Lanes {
  var sum = Lanes.zero
  var k = 0
  while rows == 16, k &+ 16 <= inner {
    transposeBlock16(table + k, inner, square, 16)
    for i in 0..<16 {
      sum = multiplyAdd(sum, Lanes(repeating: x[k &+ i]), load(UnsafePointer(square + 16 &* i)))
    }
    k &+= 16
  }
  while k < inner {
    var column = Lanes.zero
    for row in 0..<rows { column[row] = table[row &* inner &+ k] }
    sum = multiplyAdd(sum, Lanes(repeating: x[k]), column)
    k &+= 1
  }
  return sum
}
