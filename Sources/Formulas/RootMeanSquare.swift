extension Formula {
  /// Normalization by the length alone, of vectors (G-RMS; Zhang and Sennrich 2019) and of queries and keys (G-QKNORM).
  public enum RootMeanSquare {
    /// x/√((1/d)·Σ xᵢ² + ε) ⊙ γ, row by row: `[n, d]`, the same; γ = 1 unless given.
    public static func published(
      _ input: Matrix, gain: [Double]? = nil, epsilon: Double = LayerNormalization.epsilon
    ) throws -> Matrix {
      try scaled(input, gain) { ($0 + epsilon).squareRoot() }
    }

    /// The same with ε beside the root: x/(√((1/d)·Σ xᵢ²) + ε) ⊙ γ.
    public static func withEpsilonOutside(
      _ input: Matrix, gain: [Double]? = nil, epsilon: Double = LayerNormalization.epsilon
    ) throws -> Matrix {
      try scaled(input, gain) { $0.squareRoot() + epsilon }
    }

    private static func scaled(
      _ input: Matrix, _ gain: [Double]?, _ divisor: (_ meanSquare: Double) -> Double
    ) throws -> Matrix {
      let gain = gain ?? Array(repeating: 1, count: input.columnCount)
      guard gain.count == input.columnCount else {
        throw ShapeMismatch(operation: "γ ⊙ x/RMS(x)", left: [gain.count], right: input.shape)
      }
      return input.mapRows { row in
        let size = divisor(Mathematics.mean(row.map { $0 * $0 }))
        return zip(row, gain).map { $0 / size * $1 }
      }
    }

    /// S = q̂·k̂ᵀ/√d with q̂ and k̂ the rows over their root mean square: `[n, d], [m, d] → [n, m]`.
    ///
    /// √d times the cosine of the angle between query and key, so never beyond √d, however long they are.
    public static func scores(
      query: Matrix, key: Matrix, epsilon: Double = LayerNormalization.epsilon
    ) throws -> Matrix {
      try Attention.scores(
        query: published(query, epsilon: epsilon), key: published(key, epsilon: epsilon))
    }

    /// g·cos(q, k), the cosines times a learned number, as they were first published (Henry et al. 2020, §3).
    public static func scaledCosines(query: Matrix, key: Matrix, factor: Double) throws -> Matrix {
      let width = Double(query.columnCount).squareRoot()
      return try scores(query: query, key: key, epsilon: 0) * (factor / width)
    }
  }
}
