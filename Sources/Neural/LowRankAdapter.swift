import Autodiff
import Randomness

/// A change of a frozen projection by the product of two thin matrices: y = x·W + b + (α/r)·(x·A)·B (LoRA, Hu et al.
/// 2021).
///
/// Instead of the inputs × outputs numbers of W, only the r·(inputs + outputs) numbers of A and B are learned. A is
/// random and B zero at first, so that a new adapter changes nothing and yet has a gradient: B's is not zero, because
/// A is not. Dividing by r keeps the size of the change when another rank is tried.
public struct LowRankAdapter: Module {
  /// A, `[inputs, rank]`.
  public var down: Tensor
  /// B, `[rank, outputs]`.
  public var up: Tensor
  /// α/r, by which the product counts.
  public let scale: Float

  /// An adapter with given matrices, `[inputs, rank]` and `[rank, outputs]`; traps with both shapes when they do not
  /// conform.
  public init(down: Tensor, up: Tensor, alpha: Float) {
    guard down.rank == 2, up.rank == 2, down.shape[1] == up.shape[0], down.shape[1] > 0 else {
      fatalError("LowRankAdapter: \(down.shape) and \(up.shape) are not [inputs, rank] and [rank, outputs]")
    }
    self.down = down
    self.up = up
    scale = alpha / Float(down.shape[1])
  }

  /// An adapter that changes nothing yet: A with standard deviation 1/√inputs, B zero.
  public init(
    inputs: Int, outputs: Int, rank: Int, alpha: Float, using generator: inout some RandomNumberGenerator
  ) {
    guard rank > 0 else { fatalError("LowRankAdapter: a rank of \(rank) is not positive") }
    self.init(
      down: .normal([inputs, rank], deviation: 1 / Float(inputs).squareRoot(), using: &generator),
      up: .zeros([rank, outputs]), alpha: alpha)
  }

  /// What is added to the projection of `x`: (α/r)·(x·A)·B, `[…, inputs] → […, outputs]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    matmul(matmul(x, down), up) * scale
  }

  /// What is added to the weight when both become one: (α/r)·A·B, `[inputs, outputs]`.
  public var change: Tensor { matmul(down, up) * scale }

  /// Presents `down` and `up`.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("down", &down)
    visitor.visit("up", &up)
  }
}
