import Autodiff
import Kernels

/// Adam (Kingma and Ba 2015, algorithm 1): every parameter has a step size of its own, from the running means of
/// its gradient and of the gradient's square.
///
///     g ← g + λ·θ
///     m ← β₁·m + (1 − β₁)·g          m̂ = m / (1 − β₁ᵗ)
///     v ← β₂·v + (1 − β₂)·g²         v̂ = v / (1 − β₂ᵗ)
///     θ ← θ − η·m̂ / (√v̂ + ε)
///
/// t counts updates from 1. Both means start at zero and would be too small at first; dividing by 1 − βᵗ takes
/// that out, so that the first step is η·sign(g) whatever the gradient's size. λ is weight decay as a part of
/// the loss; it is divided by √v̂ with the rest of the gradient, which is why ``AdamW`` does it otherwise.
public struct Adam: Optimizer {
  /// The rule's name in checkpoints.
  public static let name = "Adam"

  /// η ≥ 0.
  public var learningRate: Float
  /// β₁ of the gradient's mean, in [0, 1).
  public var beta1: Float
  /// β₂ of the mean of its square, in [0, 1).
  public var beta2: Float
  /// ε > 0, which bounds the step where gradients vanish.
  public var epsilon: Float
  /// λ ≥ 0: adds λ/2·‖θ‖² to the loss.
  public var weightDecay: Float
  /// Which parameters λ is for.
  public var decays: WeightDecayRule
  /// The number of updates and both means of every parameter.
  public var state = OptimizerState()

  private enum CodingKeys: String, CodingKey { case learningRate, beta1, beta2, epsilon, weightDecay, decays }

  /// A rule with nothing remembered yet.
  public init(
    learningRate: Float = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
    weightDecay: Float = 0, decays: WeightDecayRule = .matrices
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.decays = decays
  }

  /// `firstMoment` (m) and `secondMoment` (v).
  public func slots(of parameter: String, shape: Shape) -> [String] { ["firstMoment", "secondMoment"] }

  /// `secondMoment`.
  public var meansOfSquares: [String] { ["secondMoment"] }

  /// Whether η, β₁, β₂, ε and λ are finite and in their ranges.
  public var isValid: Bool {
    (0..<1).contains(beta1) && (0..<1).contains(beta2) && epsilon > 0 && epsilon.isFinite
      && learningRate.isFiniteAndNotNegative && weightDecay.isFiniteAndNotNegative
  }

  /// Makes one update of every parameter, in place.
  public mutating func update<Model: Module>(_ model: inout Model, along gradient: Model) {
    state.updateCount += 1
    model.forEachParameter(along: gradient) { name, parameter, gradient in
      var direction = gradient.buffer
      if weightDecay != 0, decays.applies(to: parameter.shape) {
        addScaled(&direction, parameter.buffer, by: weightDecay)
      }
      var first = state.take("firstMoment", of: name, shape: parameter.shape)
      var second = state.take("secondMoment", of: name, shape: parameter.shape)
      adamWUpdate(
        parameter: &parameter.buffer, gradient: direction, firstMoment: &first.buffer,
        secondMoment: &second.buffer, rate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
        weightDecay: 0, step: state.updateCount)
      state.put(first, "firstMoment", of: name)
      state.put(second, "secondMoment", of: name)
    }
  }
}
