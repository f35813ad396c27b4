import Vectors

/// Copies `inner` rows of `width` columns into a panel whose rows are `panelWidth` long, zeros after `width`.
///
/// The tile then reads its right operand from consecutive memory, and never past the last column.
/// - Parameters:
///   - source: The first element of the block.
///   - row: The distance from one row (one k) to the next.
@inline(never)
package func packPanel(
  from source: UnsafePointer<Float>, row: Int, inner: Int, width: Int,
  to panel: UnsafeMutablePointer<Float>, panelWidth: Int
) {
  switch (width, panelWidth) {
  case (16, 16):
    for k in 0..<inner { store(load(source + k &* row), panel + k &* 16) }
  case (32, 32):
    for k in 0..<inner {
      let (from, to) = (source + k &* row, panel + k &* 32)
      store(load(from), to)
      store(load(from + 16), to + 16)
    }
  default:
    for k in 0..<inner {
      let (from, to) = (source + k &* row, panel + k &* panelWidth)
      for j in 0..<width { to[j] = from[j] }
      for j in width..<panelWidth { to[j] = 0 }
    }
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
