import Autodiff
import Kernels

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2): what GPT is trained with.
///
///     θ ← θ − η·λ·θ
///     m ← β₁·m + (1 − β₁)·g          m̂ = m / (1 − β₁ᵗ)
///     v ← β₂·v + (1 − β₂)·g²         v̂ = v / (1 − β₂ᵗ)
///     θ ← θ − η·m̂ / (√v̂ + ε)
///
/// In ``Adam`` the decay is a part of the gradient and is divided by √v̂, so that the weights that learn most are
/// pulled least. Here it acts beside the gradient's step: every weight shrinks by the same share η·λ. The
/// defaults are those of GPT-2's reproductions: β₂ = 0.95, λ = 0.1 on matrices only.
public struct AdamW: Optimizer {
  /// The rule's name in checkpoints.
  public static let name = "AdamW"

  /// η ≥ 0.
  public var learningRate: Float
  /// β₁ of the gradient's mean, in [0, 1).
  public var beta1: Float
  /// β₂ of the mean of its square, in [0, 1).
  public var beta2: Float
  /// ε > 0, which bounds the step where gradients vanish.
  public var epsilon: Float
  /// λ ≥ 0: the share of itself that a weight loses is η·λ a step.
  public var weightDecay: Float
  /// Which parameters λ is for.
  public var decays: WeightDecayRule
  /// The number of updates and both means of every parameter.
  public var state = OptimizerState()

  private enum CodingKeys: String, CodingKey { case learningRate, beta1, beta2, epsilon, weightDecay, decays }

  /// A rule with nothing remembered yet.
  public init(
    learningRate: Float = 1e-3, beta1: Float = 0.9, beta2: Float = 0.95, epsilon: Float = 1e-8,
    weightDecay: Float = 0.1, decays: WeightDecayRule = .matrices
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
      update(&parameter, named: name, along: gradient)
    }
  }

  /// Makes one parameter's part of the update that `state` counted last.
  mutating func update(_ parameter: inout Tensor, named name: String, along gradient: Tensor) {
    var first = state.take("firstMoment", of: name, shape: parameter.shape)
    var second = state.take("secondMoment", of: name, shape: parameter.shape)
    adamWUpdate(
      parameter: &parameter.buffer, gradient: gradient.buffer, firstMoment: &first.buffer,
      secondMoment: &second.buffer, rate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
      weightDecay: decays.applies(to: parameter.shape) ? weightDecay : 0, step: state.updateCount)
    state.put(first, "firstMoment", of: name)
    state.put(second, "secondMoment", of: name)
  }
}
