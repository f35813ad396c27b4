import Autodiff
import Formulas

/// The largest magnitude; NaN where one is NaN, so that every check of it fails.
private func largest(_ numbers: some Sequence<Double>) -> Double {
  numbers.reduce(0) { $1.isNaN ? $1 : $0.isNaN ? $0 : max($0, $1.magnitude) }
}

extension Tensor {
  /// A tensor of two axes in the arithmetic of the specification, `Double`; traps for another rank.
  public var matrix: Matrix {
    guard rank == 2 else { fatalError("a tensor of shape \(shape) is not a matrix") }
    return Matrix(rowCount: shape[0], columnCount: shape[1], elements: scalars.map(Double.init))
  }

  /// The largest |xᵢ − yᵢ|, NaN where one is NaN; traps when the shapes differ.
  public func distance(to other: Tensor) -> Double {
    guard shape == other.shape else { fatalError("no distance between shapes \(shape) and \(other.shape)") }
    return largest(zip(scalars, other.scalars).lazy.map { Double($0) - Double($1) })
  }

  /// The largest |xᵢ|, NaN where one is NaN.
  public var largestMagnitude: Double { largest(scalars.lazy.map(Double.init)) }

  /// All but the last along the first axis: every row of a matrix but the last.
  public var withoutLastRow: Tensor { sliced(axis: 0, 0..<shape[0] - 1) }
}

extension Matrix {
  /// The matrix as a tensor, `[rows, columns]`.
  public var tensor: Tensor { Tensor(shape: shape, scalars: elements.map(Float.init)) }

  /// The largest |xᵢ − yᵢ|, NaN where one is NaN; traps when the shapes differ.
  public func distance(to other: Matrix) -> Double {
    guard shape == other.shape else { fatalError("no distance between shapes \(shape) and \(other.shape)") }
    return largest(zip(elements, other.elements).lazy.map { $0 - $1 })
  }
}
