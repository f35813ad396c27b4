/// The sizes of a tensor's axes, outermost first: `[batch, time, channels]`. The empty shape is a scalar's.
public typealias Shape = [Int]

extension Array where Element == Int {
  /// How many scalars a tensor of this shape has; 1 for the empty shape.
  public var elementCount: Int {
    reduce(1, *)
  }

  /// The index of an axis that may be counted from the end: −1 is the last.
  func axis(_ axis: Int, in operation: String) -> Int {
    let index = axis < 0 ? axis + count : axis
    guard indices.contains(index) else {
      fatalError("\(operation): axis \(axis) does not exist in a tensor of shape \(self)")
    }
    return index
  }

  /// The sizes before, at and after one axis: every tensor is `[outer, size, inner]` to an operation along it.
  func split(at axis: Int) -> (outer: Int, size: Int, inner: Int) {
    (self[..<axis].reduce(1, *), self[axis], self[(axis + 1)...].reduce(1, *))
  }

  /// This shape with one axis of another size.
  func replacing(axis: Int, with size: Int) -> Shape {
    var result = self
    result[axis] = size
    return result
  }

  /// The common shape of two operands: axes are matched from the last, and a size of 1 stretches.
  ///
  /// `[4, 1, 3]` and `[2, 1]` give `[4, 2, 3]`. Traps with both shapes when two sizes differ and neither is 1.
  func broadcast(with other: Shape, in operation: String) -> Shape {
    var result = Shape(repeating: 1, count: Swift.max(count, other.count))
    for fromEnd in 1...Swift.max(1, result.count) where fromEnd <= result.count {
      let left = fromEnd <= count ? self[count - fromEnd] : 1
      let right = fromEnd <= other.count ? other[other.count - fromEnd] : 1
      guard left == right || left == 1 || right == 1 else {
        fatalError("\(operation): shapes \(self) and \(other) do not broadcast (\(left) against \(right))")
      }
      result[result.count - fromEnd] = left == 1 ? right : left
    }
    return result
  }
}
