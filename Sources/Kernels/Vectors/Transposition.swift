/// (x₀ y₀ x₁ y₁ … x₇ y₇) and (x₈ y₈ … x₁₅ y₁₅).
@inlinable @inline(__always)
public func interleave(_ x: Lanes, _ y: Lanes) -> (Lanes, Lanes) {
  var low = Lanes()
  var high = Lanes()
  low.evenHalf = x.lowHalf
  low.oddHalf = y.lowHalf
  high.evenHalf = x.highHalf
  high.oddHalf = y.highHalf
  return (low, high)
}

/// Transposes a 16 × 16 block: four rounds, each interleaving row i with row i + 8.
///
/// After one round the row number has lost its top bit to the column number's bottom bit; after four rounds the
/// two numbers have changed places.
@inlinable @inline(__always)
public func transpose16(
  _ from: UnsafePointer<Float>, _ fromRow: Int, _ to: UnsafeMutablePointer<Float>, _ toRow: Int
) {
  @inline(__always) func row(_ i: Int) -> Lanes { load(from + i &* fromRow) }
  @inline(__always) func write(_ i: Int, _ lanes: Lanes) { store(lanes, to + i &* toRow) }
  var x0 = row(0), x1 = row(1), x2 = row(2), x3 = row(3), x4 = row(4), x5 = row(5), x6 = row(6)
  var x7 = row(7), x8 = row(8), x9 = row(9), xa = row(10), xb = row(11), xc = row(12), xd = row(13)
  var xe = row(14), xf = row(15)
  for _ in 0..<4 {
    let (y0, y1) = interleave(x0, x8)
    let (y2, y3) = interleave(x1, x9)
    let (y4, y5) = interleave(x2, xa)
    let (y6, y7) = interleave(x3, xb)
    let (y8, y9) = interleave(x4, xc)
    let (ya, yb) = interleave(x5, xd)
    let (yc, yd) = interleave(x6, xe)
    let (ye, yf) = interleave(x7, xf)
    (x0, x1, x2, x3, x4, x5, x6, x7) = (y0, y1, y2, y3, y4, y5, y6, y7)
    (x8, x9, xa, xb, xc, xd, xe, xf) = (y8, y9, ya, yb, yc, yd, ye, yf)
  }
  write(0, x0)
  write(1, x1)
  write(2, x2)
  write(3, x3)
  write(4, x4)
  write(5, x5)
  write(6, x6)
  write(7, x7)
  write(8, x8)
  write(9, x9)
  write(10, xa)
  write(11, xb)
  write(12, xc)
  write(13, xd)
  write(14, xe)
  write(15, xf)
}
