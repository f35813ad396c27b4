/// Copies `inner` rows of `width` columns into a panel whose rows are `panelWidth` long, zeros after `width`.
///
/// The tile then reads its right operand from consecutive memory, and never past the last column.
/// - Parameters:
///   - source: The first element of the block.
///   - row: The distance from one row (one k) to the next.
@inline(never)
func packPanel(
  from source: UnsafePointer<Float>, row: Int, inner: Int, width: Int,
  to panel: UnsafeMutablePointer<Float>, panelWidth: Int
) {
  if width == 32 && panelWidth == 32 {
    for k in 0..<inner {
      let from = UnsafeRawPointer(source + k &* row)
      let to = UnsafeMutableRawPointer(panel + k &* 32)
      to.storeBytes(of: from.loadUnaligned(as: SIMD16<Float>.self), as: SIMD16<Float>.self)
      to.storeBytes(
        of: from.loadUnaligned(fromByteOffset: 64, as: SIMD16<Float>.self), toByteOffset: 64,
        as: SIMD16<Float>.self)
    }
    return
  }
  for k in 0..<inner {
    let from = source + k &* row
    let to = panel + k &* panelWidth
    for j in 0..<width { to[j] = from[j] }
    for j in width..<panelWidth { to[j] = 0 }
  }
}

/// Copies a block whose *columns* lie in consecutive memory (a transposed matrix) into a panel.
///
/// Blocks of 16 × 16 are transposed in registers: 16 loads, 64 shuffles and 16 stores for 256 elements.
/// - Parameters:
///   - source: The first element of the block.
///   - column: The distance from one column to the next.
@inline(never)
func packPanelTransposed(
  from source: UnsafePointer<Float>, column: Int, inner: Int, width: Int,
  to panel: UnsafeMutablePointer<Float>, panelWidth: Int
) {
  var j = 0
  while j < panelWidth {
    let columns = min(16, width - j)
    var k = 0
    if columns == 16 {
      while k + 16 <= inner {
        transpose16(source + j &* column + k, column, panel + k &* panelWidth + j, panelWidth)
        k &+= 16
      }
    }
    while k < inner {
      let to = panel + k &* panelWidth + j
      for offset in 0..<16 {
        to[offset] = offset < columns ? source[(j &+ offset) &* column &+ k] : 0
      }
      k &+= 1
    }
    j &+= 16
  }
}

/// (x₀ y₀ x₁ y₁ … x₇ y₇) and (x₈ y₈ … x₁₅ y₁₅).
@inline(__always)
private func interleave(
  _ x: SIMD16<Float>, _ y: SIMD16<Float>
) -> (SIMD16<Float>, SIMD16<Float>) {
  var low = SIMD16<Float>()
  var high = SIMD16<Float>()
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
@inline(__always)
private func transpose16(
  _ from: UnsafePointer<Float>, _ fromRow: Int, _ to: UnsafeMutablePointer<Float>, _ toRow: Int
) {
  @inline(__always) func row(_ i: Int) -> SIMD16<Float> {
    UnsafeRawPointer(from + i &* fromRow).loadUnaligned(as: SIMD16<Float>.self)
  }
  @inline(__always) func write(_ i: Int, _ lanes: SIMD16<Float>) {
    UnsafeMutableRawPointer(to + i &* toRow).storeBytes(of: lanes, as: SIMD16<Float>.self)
  }
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

/// `transpose16` for callers in other files, which cannot inline it.
@inline(never)
func transposeBlock16(
  _ from: UnsafePointer<Float>, _ fromRow: Int, _ to: UnsafeMutablePointer<Float>, _ toRow: Int
) {
  transpose16(from, fromRow, to, toRow)
}
