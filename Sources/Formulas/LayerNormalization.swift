extension Formula {
  /// Layer normalization (S1-3.3-LNSTAT, S1-3.3-LNNORM; Ba, Kiros and Hinton 2016) and the readings of its indices.
  public enum LayerNormalization {
    /// ε, the constant that keeps the root from 0: 10⁻⁵.
    public static let epsilon = 1e-5

    /// μ = (1/d) Σ xᵢ of one row.
    public static func mean(_ row: [Double]) -> Double { Mathematics.mean(row) }

    /// σ² = (1/d) Σ (xᵢ − μ)² of one row: the biased variance.
    public static func variance(_ row: [Double]) -> Double {
      let mean = mean(row)
      return Mathematics.mean(row.map { ($0 - mean) * ($0 - mean) })
    }

    /// (1/(d − 1)) Σ (xᵢ − μ)²: the unbiased variance, which layer normalization does not use.
    public static func unbiasedVariance(_ row: [Double]) -> Double {
      variance(row) * Double(row.count) / Double(row.count - 1)
    }

    /// y = γ ⊙ (x − μ)/√(σ² + ε) + β, every row by its own μ and σ²: `[n, d] → [n, d]`; γ = 1 and β = 0 unless given.
    public static func published(
      _ input: Matrix, gain: [Double]? = nil, bias: [Double]? = nil, epsilon: Double = epsilon
    ) throws -> Matrix {
      let normalized = input.mapRows { row in
        Self.normalized(row, mean: mean(row), variance: variance(row), epsilon: epsilon)
      }
      let gain = gain ?? Array(repeating: 1, count: input.columnCount)
      guard gain.count == input.columnCount else {
        throw ShapeMismatch(operation: "γ ⊙ (x − μ)/√(σ² + ε)", left: [gain.count], right: input.shape)
      }
      let scaled = normalized.mapRows { row in zip(gain, row).map(*) }
      return try scaled.plusRow(bias ?? Array(repeating: 0, count: input.columnCount))
    }

    /// The same with the unbiased variance.
    public static func withUnbiasedVariance(_ input: Matrix, epsilon: Double = epsilon) -> Matrix {
      input.mapRows { normalized($0, mean: mean($0), variance: unbiasedVariance($0), epsilon: epsilon) }
    }

    /// S1-3.3-LNSTAT with X_i as the i-th *row*: μ = (1/d) Σ_{i=1}^{d} X_i over the first d rows, `[n, d] → [d]`.
    ///
    /// Throws when there are fewer than d rows; ignores the rows after the d-th.
    public static func meanOfFirstRows(_ input: Matrix) throws -> [Double] {
      let width = input.columnCount
      guard input.rowCount >= width else {
        throw ShapeMismatch(operation: "Σ_{i=1}^{d} X_i over rows", left: input.shape, right: [width, width])
      }
      return input.columns.map { $0.prefix(width).reduce(0, +) / Double(width) }
    }

    /// S1-3.3-LNNORM as printed, (X_ij − μ_j)/√(σ²_j + ε) with μ_j the mean of *row* j: `[n, d] → [n, d]`.
    ///
    /// Throws when n < d: there is no row j for every column j.
    public static func asPrintedS1(_ input: Matrix, epsilon: Double = epsilon) throws -> Matrix {
      guard input.rowCount >= input.columnCount else {
        throw ShapeMismatch(
          operation: "X_ij − μ_j with the statistics of row j", left: input.shape, right: [input.rowCount])
      }
      let means = input.rows.map(mean)
      let variances = input.rows.map(variance)
      return input.mapRows { row in
        row.enumerated().map { column, entry in
          (entry - means[column]) / (variances[column] + epsilon).squareRoot()
        }
      }
    }

    /// S1-3.3-LNNORM with the statistics of *column* j, as batch normalization has them: `[n, d] → [n, d]`.
    public static func byColumns(_ input: Matrix, epsilon: Double = epsilon) throws -> Matrix {
      try published(input.transposed, epsilon: epsilon).transposed
    }

    private static func normalized(_ row: [Double], mean: Double, variance: Double, epsilon: Double)
      -> [Double]
    {
      row.map { ($0 - mean) / (variance + epsilon).squareRoot() }
    }
  }

  /// The residual connection (S1-3.4-RES; He et al. 2015).
  public enum Residual {
    /// Y = X + F(X): `[n, d], [n, d] → [n, d]`; throws when F does not keep the shape.
    public static func published(_ input: Matrix, _ transformed: Matrix) throws -> Matrix {
      try input.plus(transformed, as: "X + F(X)")
    }

    /// (1 − λ)·V + λ·V₁, the values of a block with those of the first (G-VALUERES; Zhou et al. 2024): `[n, d], [n, d] →
    /// [n, d]`; throws when the shapes differ.
    public static func ofValues(_ values: Matrix, first: Matrix, share: Double) throws -> Matrix {
      try (values * (1 - share)).plus(first * share, as: "(1 − λ)·V + λ·V₁")
    }

    /// (1 + F′)ᴸ, the gradient through L residual layers of slope F′; F′ᴸ without the residual.
    public static func gain(slope: Double, layerCount: Int, residual: Bool = true) -> Double {
      (0..<layerCount).reduce(1) { gain, _ in gain * (residual ? 1 + slope : slope) }
    }
  }
}
