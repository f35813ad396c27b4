/// A matrix of `Double`, row by row: the plain arithmetic in which every formula is specified.
///
/// Nothing here is fast. Each operation is the loop of its definition, and the ones whose shapes may not conform
/// throw `ShapeMismatch`, because some formulas of the documents do not conform and a reader should see it.
public struct Matrix: Sendable, Hashable {
  /// The number of rows: one a token, in this course.
  public let rowCount: Int

  /// The number of columns: one a feature, in this course.
  public let columnCount: Int

  /// All entries, row after row.
  public private(set) var elements: [Double]

  /// The matrix with the given entries, row after row; traps when their count is not `rowCount × columnCount`.
  public init(rowCount: Int, columnCount: Int, elements: [Double]) {
    guard elements.count == rowCount * columnCount else {
      fatalError("Matrix: \(elements.count) elements for shape [\(rowCount), \(columnCount)]")
    }
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = elements
  }

  /// The matrix with the given rows; traps when they differ in length.
  public init(_ rows: [[Double]]) {
    let columnCount = rows.first?.count ?? 0
    for (index, row) in rows.enumerated() where row.count != columnCount {
      fatalError("Matrix: row \(index) has \(row.count) entries, row 0 has \(columnCount)")
    }
    self.init(rowCount: rows.count, columnCount: columnCount, elements: rows.flatMap { $0 })
  }

  /// The matrix whose entry in row i and column j is `entry(i, j)`.
  public init(rowCount: Int, columnCount: Int, entry: (_ row: Int, _ column: Int) throws -> Double) rethrows {
    var elements: [Double] = []
    for row in 0..<rowCount {
      for column in 0..<columnCount { elements.append(try entry(row, column)) }
    }
    self.init(rowCount: rowCount, columnCount: columnCount, elements: elements)
  }

  /// The identity Iₙ: ones on the diagonal, zeros elsewhere.
  public static func identity(_ size: Int) -> Matrix {
    Matrix(rowCount: size, columnCount: size) { $0 == $1 ? 1 : 0 }
  }

  /// `[rowCount, columnCount]`.
  public var shape: [Int] { [rowCount, columnCount] }

  /// The entry in row i and column j.
  public subscript(row: Int, column: Int) -> Double {
    get { elements[row * columnCount + column] }
    set { elements[row * columnCount + column] = newValue }
  }

  /// The rows, as arrays.
  public var rows: [[Double]] { (0..<rowCount).map(row) }

  /// The columns, as arrays.
  public var columns: [[Double]] { (0..<columnCount).map(column) }

  /// The entries of row i.
  public func row(_ index: Int) -> [Double] { (0..<columnCount).map { self[index, $0] } }

  /// The entries of column j.
  public func column(_ index: Int) -> [Double] { (0..<rowCount).map { self[$0, index] } }
}

extension Matrix: ExpressibleByArrayLiteral {
  /// `[[1, 2], [3, 4]]`: the matrix with these rows; traps when they differ in length.
  public init(arrayLiteral rows: [Double]...) { self.init(rows) }
}

extension Matrix: CustomStringConvertible {
  /// The rows in brackets, such as `[[1.0, 2.0], [3.0, 4.0]]`.
  public var description: String { rows.description }
}
