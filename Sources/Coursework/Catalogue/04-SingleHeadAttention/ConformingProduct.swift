import Autodiff

/// The matrix product of a wrong solution: `matmul`, which refuses by `Stops` where a learner's own would trap.
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
