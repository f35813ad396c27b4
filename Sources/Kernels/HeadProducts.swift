/// The products of one head, on the calling thread.
struct HeadProducts {
  let shape: AttentionShape
  let panel: UnsafeMutablePointer<Float>
  let edge: UnsafeMutablePointer<Float>

  /// Lends the scratch memory that the products of heads of this shape need.
  static func run(_ shape: AttentionShape, _ body: (HeadProducts) -> Void) {
    let inner = max(shape.queries, shape.keys, shape.keySize, shape.valueSize)
    let size = shape.tile
    MemoryPool.shared.withScratch(floats: (inner + size.rows) * size.columns) { scratch in
      body(HeadProducts(shape: shape, panel: scratch, edge: scratch + inner * size.columns))
    }
  }

  /// a·bᵀ where a query sees a key: `[queries, size] · [keys, size]ᵀ`. The rest is left as it is or overwritten.
  func scores(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ size: Int, into c: UnsafeMutablePointer<Float>
  ) {
    let full = shape.tile
    for column in stride(from: 0, to: shape.keys, by: full.columns) {
      let width = min(full.columns, shape.keys - column)
      let panelWidth = width <= 16 ? 16 : full.columns
      packPanelTransposed(
        from: b + column * size, column: size, inner: size, width: width, to: panel, panelWidth: panelWidth)
      var tile = TileOperands(
        inner: size, a: a, aRow: size, aStep: 1, b: UnsafePointer(panel), bStep: panelWidth, c: c + column,
        cRow: shape.keys, accumulates: false)
      for (index, seen) in shape.seen.enumerated() {
        let rows = min(full.rows, shape.queries - index * full.rows)
        if seen > column { tile.multiply(rows: rows, columns: panelWidth, width: width, edge: edge) }
        tile.a += rows * size
        tile.c += rows * shape.keys
      }
    }
  }

  /// w·b: for every query the sum of the rows of `b`, `[keys, size]`, that it sees.
  func mix(
    _ w: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ size: Int, into c: UnsafeMutablePointer<Float>
  ) {
    product(w, row: shape.keys, step: 1, rows: shape.queries, b, shape.keys, size, into: c) { tile in
      0..<shape.seen[tile]
    }
  }

  /// wᵀ·b: for every key the sum of the rows of `b`, `[queries, size]`, of the queries that see it.
  func collect(
    _ w: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ size: Int, into c: UnsafeMutablePointer<Float>
  ) {
    product(w, row: 1, step: shape.keys, rows: shape.keys, b, shape.queries, size, into: c) { tile in
      shape.seeing[tile]
    }
  }

  /// a·b with b of `inner` rows and `size` columns; of `inner`, the rows of a tile need only what `range` says.
  @inline(__always)
  private func product(
    _ a: UnsafePointer<Float>, row aRow: Int, step aStep: Int, rows: Int, _ b: UnsafePointer<Float>,
    _ inner: Int, _ size: Int, into c: UnsafeMutablePointer<Float>, range: (Int) -> Range<Int>
  ) {
    let full = shape.tile
    for column in stride(from: 0, to: size, by: full.columns) {
      let width = min(full.columns, size - column)
      let panelWidth = width <= 16 ? 16 : full.columns
      packPanel(from: b + column, row: size, inner: inner, width: width, to: panel, panelWidth: panelWidth)
      var tile = TileOperands(
        inner: 0, a: a, aRow: aRow, aStep: aStep, b: UnsafePointer(panel), bStep: panelWidth, c: c + column,
        cRow: size, accumulates: false)
      for row in stride(from: 0, to: rows, by: full.rows) {
        let range = range(row / full.rows)
        tile.inner = range.count
        tile.a = a + row * aRow + range.lowerBound * aStep
        tile.b = UnsafePointer(panel + range.lowerBound * panelWidth)
        tile.multiply(rows: min(full.rows, rows - row), columns: panelWidth, width: width, edge: edge)
        tile.c += full.rows * size
      }
    }
  }
}
