/// How large a block of a matrix product's result is kept in registers at a time.
///
/// The size changes the time that a product takes, never a bit of it: each sum is formed in one order.
package struct TileSize: Hashable, Sendable {
  /// At most 8.
  package let rows: Int
  /// 16 or 32.
  package let columns: Int

  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// The size that the products of the current task use.
  @TaskLocal package static var current = fastest

  /// Those among which the fastest is looked for: each fits the registers of some processor and leaves a few over.
  ///
  /// - 8 × 32: 16 of 32 registers of 512 bits (AVX-512).
  /// - 6 × 16: 12 of 16 registers of 256 bits (AVX2), 24 of 32 of 128 bits (arm64).
  /// - 4 × 16: 16 of 32 registers of 128 bits.
  /// - 2 × 16: 8 of 16 registers of 128 bits (any x86-64).
  package static let candidates = [(8, 32), (6, 16), (4, 16), (2, 16)].map { TileSize(rows: $0, columns: $1) }

  /// The fastest of the candidates on this machine, asked once.
  ///
  /// Instructions and registers differ between processors, and with the options of a build. A tile that does not fit
  /// moves sums between registers and memory all the time and takes up to twice as long, so that a trial of a microsecond
  /// tells them apart. The best of several counts: interruptions only make a trial longer.
  private static let fastest: TileSize = {
    var best = (size: candidates[0], rate: 0.0)
    for _ in 0..<8 {
      for size in candidates {
        let rate = size.trial()
        if rate > best.rate { best = (size, rate) }
      }
    }
    return best.size
  }()

  /// Multiply-adds a nanosecond of one tile.
  private func trial() -> Double {
    let inner = 65_536 / (rows * columns)
    return MemoryPool.shared.withScratch(floats: inner * (rows + columns) + rows * columns) { memory in
      memory.update(repeating: 0, count: inner * (rows + columns))
      let start = ContinuousClock.now
      multiply(
        inner: inner, memory, row: inner, memory + inner * rows, row: columns,
        into: memory + inner * (rows + columns), row: columns)
      let time = (ContinuousClock.now - start) / .nanoseconds(1)
      return Double(inner * rows * columns) / time
    }
  }

  /// One whole tile of a product: result[i, j] = Σₖ left[i, k] · right[k, j], in the order of k.
  ///
  /// In each matrix a row begins so many elements after the one before.
  package func multiply(
    inner: Int, _ left: UnsafePointer<Float>, row leftRow: Int, _ right: UnsafePointer<Float>,
    row rightRow: Int, into result: UnsafeMutablePointer<Float>, row resultRow: Int
  ) {
    TileOperands(
      inner: inner, a: left, aRow: leftRow, aStep: 1, b: right, bStep: rightRow, c: result, cRow: resultRow,
      accumulates: false
    ).multiply(rows: rows, columns: columns)
  }
}
