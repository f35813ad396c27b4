import Kernels

/// Rung 6, tiles of sums that stay in registers from the first k to the last: 8 × 32 of them, where the registers suffice.
///
/// For one k such a tile takes 8 numbers of the left matrix and 32 of the right one for 256 multiply-adds; it reads the
/// right matrix where it lies.
@inline(never)
func productByTiles(_ memory: ProductMemory) {
  let tile = TileSize.current
  for column in wholeColumns(tile, memory) {
    multiply(tile, memory, column: column, right: memory.right + column, rightRow: memory.columns)
  }
  multiplyWhatIsLeft(by: tile, memory)
}

/// Rung 7, the right matrix copied into panels of one tile's width, one after the other.
///
/// A tile of rung 6 goes from one row of the right matrix to the next in steps of columns · 4 bytes, one of a panel in
/// steps of 128. Each panel is copied once and read by all rows of tiles.
@inline(never)
func productByPanels(_ memory: ProductMemory) {
  let tile = TileSize.current
  _ = Buffer(count: memory.inner * tile.columns) { buffer in
    guard let panel = buffer.baseAddress else { return }
    for column in wholeColumns(tile, memory) {
      packPanel(
        from: memory.right + column, row: memory.columns, inner: memory.inner, width: tile.columns, to: panel,
        panelWidth: tile.columns)
      multiply(tile, memory, column: column, right: panel, rightRow: tile.columns)
    }
  }
  multiplyWhatIsLeft(by: tile, memory)
}

/// The first columns of the tiles that lie wholly in the result.
private func wholeColumns(_ tile: TileSize, _ memory: ProductMemory) -> StrideTo<Int> {
  stride(from: 0, to: memory.columns / tile.columns * tile.columns, by: tile.columns)
}

/// All whole tiles below each other from `column` on; `right` is the first row of their columns, `rightRow` from each
/// row to the next.
private func multiply(
  _ tile: TileSize, _ memory: ProductMemory, column: Int, right: UnsafePointer<Float>, rightRow: Int
) {
  for row in stride(from: 0, to: memory.rows / tile.rows * tile.rows, by: tile.rows) {
    tile.multiply(
      inner: memory.inner, memory.left + row * memory.inner, row: memory.inner, right, row: rightRow,
      into: memory.result + (row * memory.columns + column), row: memory.columns)
  }
}

/// The columns to the right of the whole tiles and the rows below them, row by row.
private func multiplyWhatIsLeft(by tile: TileSize, _ memory: ProductMemory) {
  let tiledRows = memory.rows / tile.rows * tile.rows
  let tiledColumns = memory.columns / tile.columns * tile.columns
  for row in 0..<memory.rows {
    let first = row < tiledRows ? tiledColumns : 0
    if first == memory.columns { continue }
    let sums = memory.result + (row * memory.columns + first)
    sums.update(repeating: 0, count: memory.columns - first)
    streamRow(
      inner: memory.inner, columns: memory.columns - first, a: memory.left + row * memory.inner, aStep: 1,
      b: memory.right + first, bRow: memory.columns, c: sums)
  }
}
