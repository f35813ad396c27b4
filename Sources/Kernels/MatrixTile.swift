import Vectors

/// What one tile reads and writes: c[i, j] += Σₖ a[i·aRow + k·aStep] · b[k·bStep + j].
struct TileOperands {
  var inner: Int
  var a: UnsafePointer<Float>
  var aRow: Int
  var aStep: Int
  var b: UnsafePointer<Float>
  var bStep: Int
  var c: UnsafeMutablePointer<Float>
  var cRow: Int
  /// Whether the sums start from what `c` holds and not from zero.
  var accumulates: Bool
}

/// The innermost loops of the matrix product: a block of `rows` × 16·`vectors` sums that fits in the vector registers.
///
/// For each k it takes one column of the left matrix and one row of the right one and adds their outer product. With
/// 8 × 2 vectors, 8 + 2 loads feed 16 fused multiply-adds of 16 lanes, so the arithmetic units and not the memory are
/// the limit; and sixteen sums that do not wait for each other hide the four cycles that each addition takes. The sizes
/// are part of the type, so that the compiler writes out the short loops and keeps `sums` in registers.
///
/// Every element of the result is c ← c + a·b for k = 0, 1, 2 …, one rounding for each k, in this order. How the
/// matrices are cut into tiles and blocks, and which thread works on them, does not change a bit of it.
enum Tile<let rows: Int, let vectors: Int> {
  @inline(never)
  static func multiply(_ tile: TileOperands) {
    var sums = InlineArray<rows, InlineArray<vectors, Lanes>>(repeating: InlineArray(repeating: .zero))
    if tile.accumulates {
      for i in 0..<rows {
        for j in 0..<vectors { sums[i][j] = load(tile.c + (i &* tile.cRow &+ 16 &* j)) }
      }
    }
    var a = tile.a
    var b = tile.b
    for _ in 0..<tile.inner {
      for i in 0..<rows {
        let factor = Lanes(repeating: a[i &* tile.aRow])
        for j in 0..<vectors { sums[i][j] = multiplyAdd(sums[i][j], factor, load(b + 16 &* j)) }
      }
      a += tile.aStep
      b += tile.bStep
    }
    for i in 0..<rows {
      for j in 0..<vectors { store(sums[i][j], tile.c + (i &* tile.cRow &+ 16 &* j)) }
    }
  }
}

extension TileOperands {
  /// Multiplies `rows` rows, at most 8, with `columns` columns, 16 or 32.
  func multiply(rows: Int, columns: Int) {
    switch (rows, columns) {
    case (1, 16): Tile<1, 1>.multiply(self)
    case (2, 16): Tile<2, 1>.multiply(self)
    case (3, 16): Tile<3, 1>.multiply(self)
    case (4, 16): Tile<4, 1>.multiply(self)
    case (5, 16): Tile<5, 1>.multiply(self)
    case (6, 16): Tile<6, 1>.multiply(self)
    case (7, 16): Tile<7, 1>.multiply(self)
    case (8, 16): Tile<8, 1>.multiply(self)
    case (1, 32): Tile<1, 2>.multiply(self)
    case (2, 32): Tile<2, 2>.multiply(self)
    case (3, 32): Tile<3, 2>.multiply(self)
    case (4, 32): Tile<4, 2>.multiply(self)
    case (5, 32): Tile<5, 2>.multiply(self)
    case (6, 32): Tile<6, 2>.multiply(self)
    case (7, 32): Tile<7, 2>.multiply(self)
    case (8, 32): Tile<8, 2>.multiply(self)
    default: fatalError("TileOperands: there is no tile of \(rows) × \(columns)")
    }
  }

  /// The same where only the first `width` of the columns of a panel are in the result: the sums go through the memory
  /// `edge`, of which those columns are copied.
  func multiply(rows: Int, columns: Int, width: Int, edge: UnsafeMutablePointer<Float>) {
    if width == columns { return multiply(rows: rows, columns: columns) }
    var tile = self
    tile.c = edge
    tile.cRow = columns
    if accumulates {
      for row in 0..<rows { (edge + row * columns).update(from: c + row * cRow, count: width) }
    }
    tile.multiply(rows: rows, columns: columns)
    for row in 0..<rows { (c + row * cRow).update(from: edge + row * columns, count: width) }
  }
}
