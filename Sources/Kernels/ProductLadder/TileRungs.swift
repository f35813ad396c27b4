/// Rung 6, tiles of 8 × 32 sums that stay in registers from the first k to the last.
///
/// For one k a tile takes 8 numbers of the left matrix and 32 of the right one for 256 multiply-adds; it reads the
/// right matrix where it lies.
@inline(never)
func productByTiles(_ memory: ProductMemory) {
  for column in wholeTileColumns(memory) {
    multiplyTiles(memory, column: column, right: memory.right + column, rightStep: memory.columns)
  }
  multiplyWhatTilesLeave(memory)
}

/// Rung 7, the right matrix copied into panels of one tile's width, one after the other.
///
/// A tile of rung 6 goes from one row of the right matrix to the next in steps of columns · 4 bytes, one of a panel in
/// steps of 128. Each panel is copied once and read by all rows of tiles.
@inline(never)
func productByPanels(_ memory: ProductMemory) {
  MemoryPool.withScratch(floats: memory.inner * tileColumns) { panel in
    for column in wholeTileColumns(memory) {
      packPanel(
        from: memory.right + column, row: memory.columns, inner: memory.inner, width: tileColumns, to: panel,
        panelWidth: tileColumns)
      multiplyTiles(memory, column: column, right: UnsafePointer(panel), rightStep: tileColumns)
    }
  }
  multiplyWhatTilesLeave(memory)
}

/// The first columns of the tiles that lie wholly in the result.
private func wholeTileColumns(_ memory: ProductMemory) -> StrideTo<Int> {
  stride(from: 0, to: memory.columns / tileColumns * tileColumns, by: tileColumns)
}

/// All whole tiles below each other from `column` on; `right` is the first row of their columns, `rightStep` from each
/// row to the next.
private func multiplyTiles(
  _ memory: ProductMemory, column: Int, right: UnsafePointer<Float>, rightStep: Int
) {
  for row in stride(from: 0, to: memory.rows / tileRows * tileRows, by: tileRows) {
    let tile = TileOperands(
      inner: memory.inner, a: memory.left + row * memory.inner, aRow: memory.inner, aStep: 1, b: right,
      bStep: rightStep, c: memory.result + (row * memory.columns + column), cRow: memory.columns,
      accumulates: false)
    if tileColumns == 32 { tile8x32(tile) } else { tile4x16(tile) }
  }
}

/// The columns to the right of the whole tiles and the rows below them, row by row.
private func multiplyWhatTilesLeave(_ memory: ProductMemory) {
  let tiledRows = memory.rows / tileRows * tileRows
  let tiledColumns = memory.columns / tileColumns * tileColumns
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
