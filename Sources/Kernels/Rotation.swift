import Vectors

/// Every pair of neighbours turned by its angle: (a, b) → (a·cos − b·sin, a·sin + b·cos); `backwards`, by the opposite one,
/// which is the pullback: a rotation's transpose is its inverse.
///
/// Row i of `x` is turned by row i mod n of the n rows of angles.
///
/// Oracle: `Plain.turnPairs`.
/// - Parameters:
///   - x: `[rows, columns]`, the columns in pairs.
///   - cosines: `[n, columns / 2]`, and so the `sines`.
public func turnPairs(
  _ x: Buffer, cosines: Buffer, sines: Buffer, backwards: Bool = false, rows: Int, columns: Int
) -> Buffer {
  let pairs = columns / 2
  let period = pairs == 0 ? 0 : cosines.count / pairs
  requireCount(x.count, rows * 2 * pairs, "turnPairs", "[\(rows), \(columns)] in pairs")
  requireCount(cosines.count, period * pairs, "turnPairs", "the cosines")
  requireCount(sines.count, cosines.count, "turnPairs", "the sines")
  guard x.count > 0, period > 0 else { return x }
  var result = Buffer(count: x.count) { _ in }
  nonisolated(unsafe) let (from, to) = (x.address, result.uniqueAddress())
  nonisolated(unsafe) let (cosine, sine) = (cosines.address, sines.address)
  withExtendedLifetime((x, cosines, sines, result)) {
    parallel(over: rows, nanoseconds: 2 + 0.15 * Double(columns)) { part in
      for i in part {
        let angles = i % period * pairs
        turnRow(
          from + i * columns, cosine + angles, sine + angles, sign: backwards ? -1 : 1, to + i * columns,
          columns)
      }
    }
  }
  return result
}

/// One row, eight pairs at a time. The last vector may read past the row's end, see `MemoryPool`.
@inline(__always)
private func turnRow(
  _ x: UnsafePointer<Float>, _ cosine: UnsafePointer<Float>, _ sine: UnsafePointer<Float>, sign: Float,
  _ y: UnsafeMutablePointer<Float>, _ columns: Int
) {
  var j = 0
  while j < columns {
    let pairs = load(x + j)
    let (a, b) = (pairs.evenHalf, pairs.oddHalf)
    let c = UnsafeRawPointer(cosine + j / 2).loadUnaligned(as: SIMD8<Float>.self)
    let s = UnsafeRawPointer(sine + j / 2).loadUnaligned(as: SIMD8<Float>.self) * sign
    var turned = Lanes()
    turned.evenHalf = multiplyAdd(-(b * s), a, c)
    turned.oddHalf = multiplyAdd(b * c, a, s)
    if j &+ 16 <= columns { store(turned, y + j) } else { store(turned, y + j, count: columns &- j) }
    j &+= 16
  }
}
