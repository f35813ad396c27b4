extension Matrix {
  /// The product A·B, (A·B)ᵢⱼ = Σₖ Aᵢₖ·Bₖⱼ: `[n, k] · [k, m] → [n, m]`; throws when the inner sizes differ.
  public func times(_ other: Matrix, as operation: String = "matrix product") throws -> Matrix {
    guard columnCount == other.rowCount else {
      throw ShapeMismatch(operation: operation, left: shape, right: other.shape)
    }
    return Matrix(rowCount: rowCount, columnCount: other.columnCount) { row, column in
      var sum = 0.0
      for inner in 0..<columnCount { sum += self[row, inner] * other[inner, column] }
      return sum
    }
  }

  /// The sum A + B, entry by entry; throws when the shapes differ (there is no broadcasting here).
  public func plus(_ other: Matrix, as operation: String = "matrix sum") throws -> Matrix {
    try combined(with: other, as: operation, +)
  }

  /// A ∘ B entry by entry, for any operation ∘ on numbers; throws when the shapes differ.
  public func combined(
    with other: Matrix, as operation: String, _ combine: (Double, Double) -> Double
  ) throws -> Matrix {
    guard shape == other.shape else {
      throw ShapeMismatch(operation: operation, left: shape, right: other.shape)
    }
    return Matrix(rowCount: rowCount, columnCount: columnCount) { combine(self[$0, $1], other[$0, $1]) }
  }

  /// The product A·B; throws when the inner sizes differ.
  public static func * (left: Matrix, right: Matrix) throws -> Matrix { try left.times(right) }

  /// The sum A + B; throws when the shapes differ.
  public static func + (left: Matrix, right: Matrix) throws -> Matrix { try left.plus(right) }

  /// The difference A − B; throws when the shapes differ.
  public static func - (left: Matrix, right: Matrix) throws -> Matrix {
    try left.combined(with: right, as: "matrix difference", -)
  }

  /// −A, every entry negated.
  public static prefix func - (operand: Matrix) -> Matrix { operand.map { -$0 } }

  /// A·c, every entry multiplied by one number.
  public static func * (left: Matrix, right: Double) -> Matrix { left.map { $0 * right } }

  /// A/c, every entry divided by one number.
  public static func / (left: Matrix, right: Double) -> Matrix { left.map { $0 / right } }

  /// The transpose Aᵀ: `[n, m] → [m, n]`.
  public var transposed: Matrix { Matrix(rowCount: columnCount, columnCount: rowCount) { self[$1, $0] } }

  /// The function applied to every entry.
  public func map(_ transform: (Double) -> Double) -> Matrix {
    Matrix(rowCount: rowCount, columnCount: columnCount, elements: elements.map(transform))
  }

  /// The function applied to every row; the new rows must agree in length.
  public func mapRows(_ transform: ([Double]) -> [Double]) -> Matrix { Matrix(rows.map(transform)) }

  /// One row vector added to every row, as a bias is; throws when its length is not the column count.
  public func plusRow(_ bias: [Double]) throws -> Matrix {
    guard bias.count == columnCount else {
      throw ShapeMismatch(operation: "sum with a row vector", left: shape, right: [bias.count])
    }
    return mapRows { row in zip(row, bias).map(+) }
  }

  /// Concat(A₁, …, A_h), side by side: h matrices `[n, dᵢ] → [n, Σ dᵢ]`; throws when the row counts differ.
  public static func concatenatingColumns(_ parts: [Matrix]) throws -> Matrix {
    guard let first = parts.first else { return Matrix([]) }
    for part in parts where part.rowCount != first.rowCount {
      throw ShapeMismatch(operation: "Concat", left: first.shape, right: part.shape)
    }
    return Matrix((0..<first.rowCount).map { row in parts.flatMap { $0.row(row) } })
  }

  /// The matrices one below the other: h matrices `[nᵢ, d] → [Σ nᵢ, d]`; throws when the column counts differ.
  public static func concatenatingRows(_ parts: [Matrix]) throws -> Matrix {
    try concatenatingColumns(parts.map(\.transposed)).transposed
  }

  /// The sum of all parts, entry by entry; throws when their shapes differ.
  public static func sum(_ parts: [Matrix]) throws -> Matrix {
    guard let first = parts.first else { return Matrix([]) }
    return try parts.dropFirst().reduce(first) { try $0 + $1 }
  }

  /// Columns `range`, as a matrix of their own.
  public func columns(_ range: Range<Int>) -> Matrix {
    Matrix(rowCount: rowCount, columnCount: range.count) { self[$0, range.lowerBound + $1] }
  }

  /// The rows in the given order: P·A for the permutation matrix P with P[i, order[i]] = 1.
  public func permutingRows(_ order: [Int]) -> Matrix { Matrix(order.map(row)) }

  /// The greatest |Aᵢⱼ|, 0 for an empty matrix; NaN where an entry is.
  public var largestMagnitude: Double {
    elements.contains(where: \.isNaN) ? .nan : elements.map(abs).max() ?? 0
  }
}
