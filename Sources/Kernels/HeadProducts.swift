/// The products of one head, on the calling thread, for a block of its queries at a time.
///
/// Each sum is c ← c + a·b in the order of its terms, whatever the blocks: between two blocks it waits in memory, which
/// rounds nothing. So the bits are those of `matrixProduct`.
struct HeadProducts {
  let shape: AttentionShape
  /// Memory for a block's weights `[rows of a block, keys]`, and as much for their gradient. The rows begin
  /// `shape.weightsRow` apart.
  let weights: UnsafeMutablePointer<Float>
  let gradient: UnsafeMutablePointer<Float>
  private let places: UnsafeMutablePointer<Float>
  private let edge: UnsafeMutablePointer<Float>

  /// Lends the scratch memory that the heads of this shape need: it grows with the keys, not with queries × keys.
  static func run(_ shape: AttentionShape, _ body: (HeadProducts) -> Void) {
    let block = shape.rowsOfBlock * shape.weightsRow
    let edge = shape.tile.rows * shape.tile.columns
    MemoryPool.shared.withScratch(floats: 2 * block + edge + 4 * shape.panelSize) { scratch in
      body(
        HeadProducts(
          shape: shape, weights: scratch, gradient: scratch + block, places: scratch + (2 * block + edge),
          edge: scratch + 2 * block))
    }
  }

  /// Packs a matrix `[inner, columns]` in one of four places.
  func panels(_ source: UnsafePointer<Float>, _ inner: Int, _ columns: Int, in place: Int) -> Panels {
    Panels(of: source, inner: inner, columns: columns, shape.tile, in: places + place * shape.panelSize)
  }

  /// Packs the transpose of a matrix `[columns, inner]` in one of four places.
  func panels(ofColumns source: UnsafePointer<Float>, _ inner: Int, _ columns: Int, in place: Int) -> Panels {
    Panels(
      ofColumns: source, inner: inner, columns: columns, shape.tile, in: places + place * shape.panelSize)
  }

  /// Runs `body` with the place of each of the block's queries in a matrix like `weights`, its number, and how many keys
  /// it sees; then what it does not see of what the block sees becomes 0.
  @inline(__always)
  func forEachRow(
    of matrix: UnsafeMutablePointer<Float>, _ block: QueryBlock,
    _ body: (_ row: UnsafeMutablePointer<Float>, _ query: Int, _ visible: Int) -> Void
  ) {
    for (i, query) in block.queries.enumerated() {
      let (row, visible) = (matrix + i * shape.weightsRow, shape.visible[query])
      body(row, query, visible)
      (row + visible).update(repeating: 0, count: block.keys - visible)
    }
  }

  /// a·b where a query of the block sees a key: `[queries, size] · [size, keys]`. The rest is left as it is or
  /// overwritten.
  func scores(
    _ block: QueryBlock, _ a: UnsafePointer<Float>, _ b: Panels, into c: UnsafeMutablePointer<Float>
  ) {
    let first = block.queries.lowerBound
    product(
      a + first * b.inner, row: b.inner, step: 1, rows: block.queries.count, b, into: c,
      row: shape.weightsRow, accumulates: false
    ) { row, column in
      shape.seen[(first + row) / shape.tile.rows] > column ? 0..<b.inner : nil
    }
  }

  /// w·b: for every query of the block the sum of the rows of `b`, `[keys, size]`, that it sees.
  func mix(
    _ block: QueryBlock, _ w: UnsafePointer<Float>, _ b: Panels, into c: UnsafeMutablePointer<Float>
  ) {
    let first = block.queries.lowerBound
    product(
      w, row: shape.weightsRow, step: 1, rows: block.queries.count, b, into: c + first * b.columns,
      row: b.columns, accumulates: false
    ) { row, _ in 0..<shape.seen[(first + row) / shape.tile.rows] }
  }

  /// Adds wᵀ·b to `c`: for every key the sum of the rows of `b`, `[queries, size]`, of the block's queries that see it.
  func collect(
    _ block: QueryBlock, _ w: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ size: Int,
    into c: UnsafeMutablePointer<Float>
  ) {
    let first = block.queries.lowerBound
    let b = panels(b + first * size, block.queries.count, size, in: 3)
    product(
      w, row: 1, step: shape.weightsRow, rows: block.keys, b, into: c, row: size, accumulates: true
    ) { row, _ in
      let seeing = shape.seeing[row / shape.tile.rows].clamped(to: block.queries)
      return seeing.isEmpty ? nil : seeing.lowerBound - first..<seeing.upperBound - first
    }
  }

  /// a·b a tile at a time; of b's inner rows, the tile at a row and a column needs only what `range` says, and nothing
  /// is done where it is `nil`.
  @inline(__always)
  private func product(
    _ a: UnsafePointer<Float>, row aRow: Int, step aStep: Int, rows: Int, _ b: Panels,
    into c: UnsafeMutablePointer<Float>, row cRow: Int, accumulates: Bool,
    range: (_ row: Int, _ column: Int) -> Range<Int>?
  ) {
    for column in b.starts {
      let (width, panelWidth) = (b.width(column), b.panelWidth(column))
      let panel = UnsafePointer(b.panel(column))
      var tile = TileOperands(
        inner: 0, a: a, aRow: aRow, aStep: aStep, b: panel, bStep: panelWidth, c: c, cRow: cRow,
        accumulates: accumulates)
      for row in stride(from: 0, to: rows, by: shape.tile.rows) {
        guard let range = range(row, column) else { continue }
        tile.inner = range.count
        tile.a = a + row * aRow + range.lowerBound * aStep
        tile.b = panel + range.lowerBound * panelWidth
        tile.c = c + row * cRow + column
        tile.multiply(rows: min(shape.tile.rows, rows - row), columns: panelWidth, width: width, edge: edge)
      }
    }
  }
}
