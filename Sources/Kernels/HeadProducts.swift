/// The products of one head, on the calling thread.
struct HeadProducts {
  let shape: AttentionShape
  let panel: UnsafeMutablePointer<Float>
  let edge: UnsafeMutablePointer<Float>

  /// Lends the scratch memory that the products of heads of this shape need.
  static func run(_ shape: AttentionShape, _ body: (HeadProducts) -> Void) {
    let inner = max(shape.queries, shape.keys, shape.keySize, shape.valueSize)
    MemoryPool.withScratch(floats: inner * tileColumns + TileOperands.edgeScratch(inner: inner)) { scratch in
      body(HeadProducts(shape: shape, panel: scratch, edge: scratch + inner * tileColumns))
    }
  }

  /// a·bᵀ where a query sees a key: `[queries, size] · [keys, size]ᵀ`. The rest is left as it is or overwritten.
  func scores(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ size: Int, into c: UnsafeMutablePointer<Float>
  ) {
    var column = 0
    while column < shape.keys {
      let width = min(tileColumns, shape.keys - column)
      let panelWidth = width <= 16 ? 16 : tileColumns
      packPanelTransposed(
        from: b + column * size, column: size, inner: size, width: width, to: panel, panelWidth: panelWidth)
      var tile = TileOperands(
        inner: size, a: a, aRow: size, aStep: 1, b: UnsafePointer(panel), bStep: panelWidth, c: c + column,
        cRow: shape.keys, accumulates: false)
      for (index, seen) in shape.seen.enumerated() {
        let rows = min(tileRows, shape.queries - index * tileRows)
        if seen > column { tile.multiply(rows: rows, width: width, panelWidth: panelWidth, edge: edge) }
        tile.a += rows * size
        tile.c += rows * shape.keys
      }
      column += tileColumns
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
    var column = 0
    while column < size {
      let width = min(tileColumns, size - column)
      let panelWidth = width <= 16 ? 16 : tileColumns
      packPanel(from: b + column, row: size, inner: inner, width: width, to: panel, panelWidth: panelWidth)
      var tile = TileOperands(
        inner: 0, a: a, aRow: aRow, aStep: aStep, b: UnsafePointer(panel), bStep: panelWidth, c: c + column,
        cRow: size, accumulates: false)
      for row in stride(from: 0, to: rows, by: tileRows) {
        let range = range(row / tileRows)
        tile.inner = range.count
        tile.a = a + row * aRow + range.lowerBound * aStep
        tile.b = UnsafePointer(panel + range.lowerBound * panelWidth)
        tile.multiply(rows: min(tileRows, rows - row), width: width, panelWidth: panelWidth, edge: edge)
        tile.c += tileRows * size
      }
      column += tileColumns
    }
  }
}
