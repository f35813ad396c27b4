extension Formula {
  /// Where a token stands, as an angle by which its query and its key are turned (G-ROPE; Su et al. 2021, §3.4.2).
  public enum RotaryPositions {
    /// The row at position p with each pair of dimensions (2i, 2i + 1) turned by p·base^(−2i/d): `[n, d]`, the same.
    ///
    /// Row 0 stands at position `start`. Throws when d is odd: a dimension would be left without a partner.
    public static func published(_ x: Matrix, from start: Int = 0, base: Double = 10_000) throws -> Matrix {
      try turned(x, from: start, base: base) { pair, _ in (2 * pair, 2 * pair + 1) }
    }

    /// The same with the pairs (i, i + d/2), as files of LLaMA's layout have them: other rows, equal scores of queries
    /// and keys whose columns are put in the same order.
    public static func inHalves(_ x: Matrix, from start: Int = 0, base: Double = 10_000) throws -> Matrix {
      try turned(x, from: start, base: base) { pair, count in (pair, pair + count) }
    }

    private static func turned(
      _ x: Matrix, from start: Int, base: Double, _ dimensions: (_ pair: Int, _ count: Int) -> (Int, Int)
    ) throws -> Matrix {
      guard x.columnCount.isMultiple(of: 2) else {
        throw ShapeMismatch(operation: "pairs of dimensions", left: x.shape, right: [2])
      }
      let count = x.columnCount / 2
      var result = x
      for row in 0..<x.rowCount {
        for pair in 0..<count {
          let (first, second) = dimensions(pair, count)
          let angle =
            Double(start + row) * Mathematics.power(base, -Double(2 * pair) / Double(x.columnCount))
          let (cosine, sine) = (Mathematics.cosine(angle), Mathematics.sine(angle))
          result[row, first] = x[row, first] * cosine - x[row, second] * sine
          result[row, second] = x[row, first] * sine + x[row, second] * cosine
        }
      }
      return result
    }
  }
}
