/// The right matrix of a product, `[inner, columns]`, copied into panels that tiles read from consecutive memory.
///
/// Packed once, it serves every block of rows.
struct Panels {
  let inner: Int
  let columns: Int
  private let tile: TileSize
  private let memory: UnsafeMutablePointer<Float>

  /// The matrix whose rows lie in `source` one after another.
  init(
    of source: UnsafePointer<Float>, inner: Int, columns: Int, _ tile: TileSize,
    in memory: UnsafeMutablePointer<Float>
  ) {
    (self.inner, self.columns, self.tile, self.memory) = (inner, columns, tile, memory)
    for column in starts {
      packPanel(
        from: source + column, row: columns, inner: inner, width: width(column), to: panel(column),
        panelWidth: panelWidth(column))
    }
  }

  /// The matrix whose columns lie in `source` one after another.
  init(
    ofColumns source: UnsafePointer<Float>, inner: Int, columns: Int, _ tile: TileSize,
    in memory: UnsafeMutablePointer<Float>
  ) {
    (self.inner, self.columns, self.tile, self.memory) = (inner, columns, tile, memory)
    for column in starts {
      packPanelTransposed(
        from: source + column * inner, column: inner, inner: inner, width: width(column), to: panel(column),
        panelWidth: panelWidth(column))
    }
  }

  /// The first columns of the panels.
  var starts: StrideTo<Int> { stride(from: 0, to: columns, by: tile.columns) }

  /// How many columns of the matrix the panel has that begins with this one.
  func width(_ column: Int) -> Int { min(tile.columns, columns - column) }

  /// The length of the panel's rows, zeros after its `width`.
  func panelWidth(_ column: Int) -> Int { width(column) <= 16 ? 16 : tile.columns }

  /// The panel that begins with this column.
  func panel(_ column: Int) -> UnsafeMutablePointer<Float> { memory + column * inner }
}
