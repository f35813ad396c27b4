extension Formula {
  /// Momentum made orthogonal (G-MUON; Jordan et al. 2024).
  public enum Muon {
    /// a, b and c of X ← a·X + b·(X·Xᵀ)·X + c·(X·Xᵀ)²·X.
    public struct Coefficients: Sendable, Hashable {
      /// Of X, of (X·Xᵀ)·X and of (X·Xᵀ)²·X.
      public let a, b, c: Double

      /// Those that lift small singular values most: in five steps whatever is between 0.05 and 1 comes between 0.68 and
      /// 1.14, near 1 and never at it.
      public static let published = Coefficients(a: 3.4445, b: -4.7750, c: 2.0315)

      /// Those of Newton and Schulz: slower, and exactly 1 in the end.
      public static let cubic = Coefficients(a: 1.5, b: -0.5, c: 0)
    }

    /// X near U·Vᵀ where G = U·Σ·Vᵀ: `[m, n]`, the same.
    ///
    /// X starts as G/(‖G‖ + 10⁻⁷), ‖G‖² the sum of all squares, so that no singular value is above 1; a matrix that is
    /// taller than wide is transposed before and after, so that X·Xᵀ is the smaller product.
    public static func orthogonalized(
      _ gradient: Matrix, steps: Int = 5, by coefficients: Coefficients = .published
    ) throws -> Matrix {
      let isTall = gradient.rowCount > gradient.columnCount
      let length = gradient.elements.reduce(0) { $0 + $1 * $1 }.squareRoot()
      var x = (isTall ? gradient.transposed : gradient) / (length + 1e-7)
      for _ in 0..<steps {
        let square = try x * x.transposed
        let factor = try square * coefficients.b + square * square * coefficients.c
        x = try x * coefficients.a + factor * x
      }
      return isTall ? x.transposed : x
    }

    /// W after a step along each gradient: M ← μ·M + G, O = Newton–Schulz of G + μ·M, W ← W − η·√max(1, m/n)·O.
    ///
    /// All `[m, n]`: m outputs and n inputs, where it was published. Throws when a gradient has another shape.
    public static func steps(
      from weight: Matrix, gradients: [Matrix], rate: Double, momentum: Double = 0.95,
      by coefficients: Coefficients = .published
    ) throws -> Matrix {
      let stretch = max(1, Double(weight.rowCount) / Double(weight.columnCount)).squareRoot()
      var (weight, memory) = (weight, weight * 0)
      for gradient in gradients {
        memory = try (memory * momentum).plus(gradient, as: "μ·M + G")
        let direction = try orthogonalized(gradient + memory * momentum, by: coefficients)
        weight = try weight - direction * (rate * stretch)
      }
      return weight
    }
  }
}
