import Autodiff
import Kernels

/// The matrix with the directions of another and lengths near one: U·Vᵀ, nearly, of U·Σ·Vᵀ (Jordan et al. 2024).
///
///     X ← G / (‖G‖ + 10⁻⁷)
///     X ← a·X + (b·A + c·A²)·X    with A = X·Xᵀ, five times
///     a = 3.4445   b = −4.7750   c = 2.0315
///
/// ‖G‖ is the root of the sum of all squares, so that no singular value is above one. A step turns each singular value σ
/// into a·σ + b·σ³ + c·σ⁵ and leaves U and V alone. The numbers are chosen not to converge but to climb fast from near 0:
/// after five steps whatever was above 0.0015 of ‖G‖ is between 0.67 and 1.21. A matrix of zeros stays one.
///
/// A matrix with more rows than columns is worked on from its other side, X·(b·A + c·A²) with A = Xᵀ·X: the same result
/// as that of its transpose, with the smaller A. `[rows, columns] → [rows, columns]`; traps with the shape of what is
/// no matrix.
///
/// ```swift
/// newtonSchulz(Tensor([[3, 0], [0, 2]]))  // about [[1, 0], [0, 1]], each up to a third off
/// ```
public func newtonSchulz(_ gradient: Tensor, steps: Int = 5) -> Tensor {
  guard gradient.rank == 2 else {
    fatalError("newtonSchulz: a tensor of shape \(gradient.shape) is not a matrix")
  }
  let isTall = gradient.shape[0] > gradient.shape[1]
  let length = sumOfSquares(gradient.buffer).squareRoot()
  var x = gradient * Float(1 / (length + 1e-7))
  for _ in 0..<steps {
    let square = matmul(x, x, leftTransposed: isTall, rightTransposed: !isTall)  // the smaller size, twice
    let factor = -4.7750 * square + 2.0315 * matmul(square, square)
    x = 3.4445 * x + (isTall ? matmul(x, factor) : matmul(factor, x))
  }
  return x
}
