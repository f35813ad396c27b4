import Autodiff

// What a wrong solution checks of its shapes: it refuses by `Stops` where a learner's own would trap.

/// The matrix product, `matmul`.
func conformingProduct(
  _ left: Tensor, _ right: Tensor, leftTransposed: Bool = false, rightTransposed: Bool = false
) throws -> Tensor {
  let inner = left.shape[left.rank - (leftTransposed ? 2 : 1)]
  let other = right.shape[right.rank - (rightTransposed ? 1 : 2)]
  guard inner == other else {
    throw Stops("matmul: \(left.shape) and \(right.shape): the inner sizes \(inner) and \(other) differ")
  }
  return matmul(left, right, leftTransposed: leftTransposed, rightTransposed: rightTransposed)
}

/// A tensor that broadcasts against another, as an operator of both asks.
func conforming(_ x: Tensor, to other: Tensor) throws -> Tensor {
  guard zip(x.shape.reversed(), other.shape.reversed()).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else {
    throw Stops("shapes \(other.shape) and \(x.shape) do not broadcast")
  }
  return x
}
