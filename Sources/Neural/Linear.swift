import Autodiff
import Randomness

/// y = x·W + b: every row projected by one matrix, `[…, inputs] → […, outputs]`.
///
/// The weight is stored `[inputs, outputs]`, as the row convention Q = X·W^Q wants it. Vaswani et al. 2017 §3.2.2
/// for projections; Glorot and Bengio 2010 for why the initial numbers shrink with the width.
public struct Linear: Module {
  /// `[inputs, outputs]`.
  public var weight: Tensor
  /// `[outputs]`, or `nil` for a layer without one.
  public var bias: Tensor?
  /// What fine-tuning adds beside the frozen weight; its parameters are presented by `AdaptedGPT`, not by the layer.
  var adapter: LowRankAdapter?

  /// A layer with given numbers; traps with both shapes when they do not conform.
  public init(weight: Tensor, bias: Tensor? = nil) {
    guard weight.rank == 2, bias.map({ $0.shape == [weight.shape[1]] }) ?? true else {
      fatalError("Linear: a weight of shape \(weight.shape) and a bias of shape \(bias?.shape ?? [])")
    }
    self.weight = weight
    self.bias = bias
  }

  /// A layer with a normally distributed weight and a bias of zeros.
  ///
  /// The standard deviation is 1/√inputs when none is given: the outputs then vary as much as the inputs do.
  public init(
    inputs: Int, outputs: Int, hasBias: Bool = true, deviation: Float? = nil,
    using generator: inout some RandomNumberGenerator
  ) {
    self.init(
      weight: .normal(
        [inputs, outputs], deviation: deviation ?? 1 / Float(inputs).squareRoot(), using: &generator),
      bias: hasBias ? .zeros([outputs]) : nil)
  }

  /// x·W + b, and what an adapter adds.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let projected = affine(x, weight: weight, bias: bias)
    return adapter.map { projected + $0(x) } ?? projected
  }

  /// Presents `weight` and `bias`.
  public mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("weight", &weight)
    visitor.visit("bias", &bias)
  }
}
