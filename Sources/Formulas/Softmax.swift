extension Formula {
  /// Softmax: scores to probabilities (G-SOFTMAX; no document defines it, nor says along which axis it runs).
  public enum Softmax {
    /// softmax(z)ᵢ = e^(zᵢ − max z) / Σⱼ e^(zⱼ − max z): `[n] → [n]`, positive and of sum 1.
    ///
    /// Subtracting the maximum changes nothing in exact arithmetic and keeps every exponent at most 0. A row that is
    /// −∞ throughout has no probabilities: it gives NaN.
    public static func published(_ scores: [Double]) -> [Double] {
      let maximum = scores.max() ?? 0
      let exponentials = scores.map { Mathematics.exponential($0 - maximum) }
      let sum = exponentials.reduce(0, +)
      return exponentials.map { $0 / sum }
    }

    /// e^zᵢ / Σⱼ e^zⱼ as it is usually written: overflows to ∞/∞ = NaN for large scores.
    public static func withoutMaximum(_ scores: [Double]) -> [Double] {
      let exponentials = scores.map(Mathematics.exponential)
      let sum = exponentials.reduce(0, +)
      return exponentials.map { $0 / sum }
    }

    /// The same without the maximum, every exponential rounded to `Float`: NaN from z = 89 on.
    public static func withoutMaximumInFloat(_ scores: [Double]) -> [Double] {
      let exponentials = scores.map { Float(Mathematics.exponential($0)) }
      let sum = exponentials.reduce(0, +)
      return exponentials.map { Double($0 / sum) }
    }

    /// Over which entries of a score matrix the weights sum to 1.
    public enum Axis: String, CaseIterable, Sendable {
      /// Over the keys of one query: the published choice.
      case rows
      /// Over the queries of one key.
      case columns
      /// Over the whole matrix.
      case whole
    }

    /// Softmax along an axis of a score matrix: `[n, m] → [n, m]`.
    public static func published(_ scores: Matrix, along axis: Axis = .rows) -> Matrix {
      switch axis {
      case .rows: scores.mapRows(published)
      case .columns: scores.transposed.mapRows(published).transposed
      case .whole:
        Matrix(
          rowCount: scores.rowCount, columnCount: scores.columnCount, elements: published(scores.elements))
      }
    }
  }
}
