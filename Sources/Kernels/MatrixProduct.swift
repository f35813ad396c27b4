/// The matrix product left · right of every batch.
///
/// result[n, i, j] = Σₖ left[n, i, k] · right[n, k, j]   (+ bias[j])
///
/// Oracle: `Plain.matrixProduct`.
/// - Parameters:
///   - left: `[batches, rows, inner]`, or `[batches, inner, rows]` when `leftTransposed`.
///   - right: `[batches, inner, columns]`, or `[batches, columns, inner]` when `rightTransposed`.
///   - leftShared: Whether `left` is one matrix, used by every batch.
///   - rightShared: Whether `right` is one matrix, used by every batch.
///   - sumOverBatches: Whether the result is the sum of the products of all batches (the gradient of a shared
///     matrix), in the order of the batches.
///   - bias: `[columns]`, added to every row after the last product.
/// - Returns: `[batches, rows, columns]`, or `[rows, columns]` when `sumOverBatches`.
public func matrixProduct(
  _ left: Buffer, _ right: Buffer, batches: Int = 1, rows: Int, inner: Int, columns: Int,
  leftTransposed: Bool = false, rightTransposed: Bool = false, leftShared: Bool = false,
  rightShared: Bool = false, sumOverBatches: Bool = false, bias: Buffer? = nil
) -> Buffer {
  if let bias { requireCount(bias.count, columns, "matrixProduct", "the bias") }
  return Buffer(count: (sumOverBatches ? 1 : batches) * rows * columns) { result in
    multiply(
      left, right, into: result, accumulates: false, bias: bias,
      ProductShape(
        batches: batches, rows: rows, inner: inner, columns: columns, leftTransposed: leftTransposed,
        rightTransposed: rightTransposed, leftShared: leftShared, rightShared: rightShared,
        sumsBatches: sumOverBatches))
  }
}

/// Adds the matrix product left · right of every batch to `result`: each sum starts from the element that is there.
///
/// The parameters are those of ``matrixProduct(_:_:batches:rows:inner:columns:leftTransposed:rightTransposed:leftShared:rightShared:sumOverBatches:bias:)``.
///
/// Oracle: `Plain.matrixProduct`.
public func accumulateMatrixProduct(
  into result: inout Buffer, _ left: Buffer, _ right: Buffer, batches: Int = 1, rows: Int, inner: Int,
  columns: Int, leftTransposed: Bool = false, rightTransposed: Bool = false, leftShared: Bool = false,
  rightShared: Bool = false, sumOverBatches: Bool = false
) {
  requireCount(
    result.count, (sumOverBatches ? 1 : batches) * rows * columns, "accumulateMatrixProduct", "the result")
  result.withMutablePointer { result in
    multiply(
      left, right, into: result, accumulates: true, bias: nil,
      ProductShape(
        batches: batches, rows: rows, inner: inner, columns: columns, leftTransposed: leftTransposed,
        rightTransposed: rightTransposed, leftShared: leftShared, rightShared: rightShared,
        sumsBatches: sumOverBatches))
  }
}

/// The sizes of a product and how its operands lie in memory.
private struct ProductShape {
  var batches: Int
  var rows: Int
  var inner: Int
  var columns: Int
  var leftTransposed: Bool
  var rightTransposed: Bool
  var leftShared: Bool
  var rightShared: Bool
  var sumsBatches: Bool

  /// The same product with fewer and larger matrices, where memory already lies so.
  var merged: ProductShape {
    var shape = self
    if sumsBatches, leftTransposed, !rightTransposed, !leftShared, !rightShared {
      // Σₙ Aₙᵀ·Bₙ is one product of the batches stacked along k.
      shape.inner *= batches
      shape.batches = 1
    } else if !sumsBatches, rightShared, !leftTransposed, !leftShared {
      // One right matrix: the batches are only more rows.
      shape.rows *= batches
      shape.batches = 1
    }
    if shape.batches == 1 { shape.sumsBatches = false }
    return shape
  }
}

private func multiply(
  _ left: Buffer, _ right: Buffer, into result: UnsafeMutableBufferPointer<Float>, accumulates: Bool,
  bias: Buffer?, _ shape: ProductShape
) {
  let batches = shape.batches
  let (rows, inner, columns) = (shape.rows, shape.inner, shape.columns)
  guard batches >= 0, rows >= 0, inner >= 0, columns >= 0 else {
    fatalError("matrixProduct: negative size in [\(batches), \(rows), \(inner)] · [\(inner), \(columns)]")
  }
  let leftCount = (shape.leftShared ? 1 : batches) * rows * inner
  let rightCount = (shape.rightShared ? 1 : batches) * inner * columns
  guard left.count == leftCount, right.count == rightCount else {
    fatalError(
      """
      matrixProduct: left has \(left.count) and right \(right.count) elements; \
      [\(shape.leftShared ? 1 : batches), \(rows), \(inner)] · \
      [\(shape.rightShared ? 1 : batches), \(inner), \(columns)] needs \(leftCount) and \(rightCount)
      """)
  }
  guard let c = result.baseAddress, !result.isEmpty else { return }
  if !accumulates && (inner == 0 || batches == 0) { result.update(repeating: 0) }
  left.withPointer { left in
    right.withPointer { right in
      guard let a = left.baseAddress, let b = right.baseAddress else { return }
      if let bias {
        bias.withPointer { bias in
          MatrixProduct(
            shape: shape.merged, a: a, b: b, c: c, bias: bias.baseAddress, accumulates: accumulates
          )
          .run()
        }
      } else {
        MatrixProduct(shape: shape.merged, a: a, b: b, c: c, bias: nil, accumulates: accumulates).run()
      }
    }
  }
}

/// One product, cut into parts that threads can compute independently.
private struct MatrixProduct: Sendable {
  let shape: ProductShape
  nonisolated(unsafe) let a: UnsafePointer<Float>
  nonisolated(unsafe) let b: UnsafePointer<Float>
  nonisolated(unsafe) let c: UnsafeMutablePointer<Float>
  nonisolated(unsafe) let bias: UnsafePointer<Float>?
  let accumulates: Bool
  let tile = TileSize.current

  /// Distances between an element of an operand and the next one along each direction.
  private var aRow: Int { shape.leftTransposed ? 1 : shape.inner }
  private var aStep: Int { shape.leftTransposed ? shape.rows : 1 }
  private var aBatch: Int { shape.leftShared ? 0 : shape.rows * shape.inner }
  private var bBatch: Int { shape.rightShared ? 0 : shape.inner * shape.columns }

  /// The batches whose results are separate, and those that are summed into each of them.
  private var separate: Int { shape.sumsBatches ? 1 : shape.batches }
  private var summed: Int { shape.sumsBatches ? shape.batches : 1 }

  /// About 100 multiplications and additions a nanosecond.
  private func nanoseconds(rows: Int, columns: Int) -> Double {
    Double(2 * rows) * Double(columns * shape.inner * summed) / 100
  }

  func run() {
    if shape.rows <= streamedRows && !shape.rightTransposed { streamed() } else { tiled() }
  }

  // MARK: Few rows

  /// Up to so many rows the right matrix is streamed, not packed.
  private var streamedRows: Int { 4 }

  private func streamed() {
    let width = min(1024, max(64, (shape.columns + 63) / 64 * 16))
    let blocks = (shape.columns + width - 1) / width
    // Reading the right matrix, at some 20 bytes a nanosecond, takes the time.
    let time = Double(shape.inner * summed * min(width, shape.columns)) * (0.2 + 0.02 * Double(shape.rows))
    parallel(over: separate * blocks, nanoseconds: time) { parts in
      for part in parts {
        let batch = part / blocks
        let first = part % blocks * width
        let columns = min(width, shape.columns - first)
        let c = c + batch * shape.rows * shape.columns + first
        if !accumulates {
          for row in 0..<shape.rows { (c + row * shape.columns).update(repeating: 0, count: columns) }
        }
        for n in 0..<summed {
          let a = a + (batch + n) * aBatch
          let b = b + (batch + n) * bBatch + first
          // A few rows of the right matrix at a time, so that the second row finds them in the cache.
          var k = 0
          while k < shape.inner {
            let inner = min(shape.rows == 1 ? shape.inner : 8, shape.inner - k)
            for row in 0..<shape.rows {
              streamRow(
                inner: inner, columns: columns, a: a + row * aRow + k * aStep, aStep: aStep,
                b: b + k * shape.columns, bRow: shape.columns, c: c + row * shape.columns)
            }
            k += inner
          }
        }
        addBias(c, rows: shape.rows, first: first, columns: columns)
      }
    }
  }

  // MARK: Many rows

  /// The k's of one block: a packed panel of 256 × 32 elements takes 32 KiB, and a fast cache has 48.
  private static var innerBlock: Int { 256 }

  private func tiled() {
    let panels = (shape.columns + tile.columns - 1) / tile.columns
    // A block of rows and k's of the left matrix stays in the second-level cache while all panels pass. More
    // and smaller blocks where there would be too few parts to share out.
    var rowBlock = 384
    while rowBlock > 96 && separate * panels * ((shape.rows + rowBlock - 1) / rowBlock) < 4 * Threads.count {
      rowBlock /= 2
    }
    let blocks = (shape.rows + rowBlock - 1) / rowBlock
    let innerBlocks = (shape.inner + Self.innerBlock - 1) / Self.innerBlock
    let innerBlock = innerBlocks == 0 ? 0 : (shape.inner + innerBlocks - 1) / innerBlocks
    let rowsOfBlock = rowBlock
    parallel(
      over: separate * blocks * panels,
      nanoseconds: nanoseconds(rows: min(shape.rows, rowBlock), columns: min(shape.columns, tile.columns))
    ) { parts in
      MemoryPool.shared.withScratch(floats: (innerBlock + tile.rows) * tile.columns) { scratch in
        for part in parts {
          let row = part / panels % blocks * rowsOfBlock
          compute(
            batch: part / panels / blocks, firstRow: row, rows: min(rowsOfBlock, shape.rows - row),
            firstColumn: part % panels * tile.columns, innerBlock: innerBlock, scratch: scratch)
        }
      }
    }
  }

  /// A block of rows and one panel of columns of the result of `batch`.
  private func compute(
    batch: Int, firstRow: Int, rows: Int, firstColumn: Int, innerBlock: Int,
    scratch: UnsafeMutablePointer<Float>
  ) {
    let panel = scratch
    let edge = panel + innerBlock * tile.columns
    let width = min(tile.columns, shape.columns - firstColumn)
    let panelWidth = width <= 16 ? 16 : tile.columns
    let c = c + (batch * shape.rows + firstRow) * shape.columns + firstColumn
    var accumulates = accumulates
    for n in 0..<summed {
      let a = a + (batch + n) * aBatch + firstRow * aRow
      let b = b + (batch + n) * bBatch
      var k = 0
      while k < shape.inner {
        let inner = min(innerBlock, shape.inner - k)
        var operands = TileOperands(
          inner: inner, a: a + k * aStep, aRow: aRow, aStep: aStep, b: UnsafePointer(panel),
          bStep: panelWidth, c: c, cRow: shape.columns, accumulates: accumulates)
        if shape.rightTransposed {
          packPanelTransposed(
            from: b + firstColumn * shape.inner + k, column: shape.inner, inner: inner, width: width,
            to: panel, panelWidth: panelWidth)
        } else if rows <= tile.rows && width == tile.columns {
          // Each element of the panel is used by one tile only: read it where it is.
          operands.b = b + k * shape.columns + firstColumn
          operands.bStep = shape.columns
        } else {
          packPanel(
            from: b + k * shape.columns + firstColumn, row: shape.columns, inner: inner, width: width,
            to: panel, panelWidth: panelWidth)
        }
        var row = 0
        while row < rows {
          let count = min(tile.rows, rows - row)
          operands.multiply(rows: count, columns: panelWidth, width: width, edge: edge)
          operands.a += count * aRow
          operands.c += count * shape.columns
          row += count
        }
        accumulates = true
        k += inner
      }
    }
    addBias(c, rows: rows, first: firstColumn, columns: width)
  }

  private func addBias(_ c: UnsafeMutablePointer<Float>, rows: Int, first: Int, columns: Int) {
    guard let bias else { return }
    let added = bias + first
    for row in 0..<rows {
      let c = c + row * shape.columns
      for column in 0..<columns { c[column] += added[column] }
    }
  }
}
