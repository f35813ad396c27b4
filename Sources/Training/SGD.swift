import Autodiff
import Kernels

/// Stochastic gradient descent, with momentum and weight decay where they are asked for.
///
///     g ← g + λ·θ
///     v ← μ·v + g
///     θ ← θ − η·v
///
/// θ is a parameter, g its gradient, v its velocity (zero at first), η the learning rate, μ the momentum and λ
/// the weight decay. With μ = 0 this is θ − η·g, downhill: a loss is made small, whatever a text may say about
/// "maximising the loss". Momentum: Polyak 1964, in the form without damping that libraries use.
public struct SGD: Optimizer {
  /// The rule's name in checkpoints.
  public static let name = "SGD"

  /// η ≥ 0.
  public var learningRate: Float
  /// μ, in [0, 1): 0.9 averages over about ten gradients.
  public var momentum: Float
  /// λ ≥ 0: adds λ/2·‖θ‖² to the loss.
  public var weightDecay: Float
  /// Which parameters λ is for.
  public var decays: WeightDecayRule
  /// The number of updates and, with momentum, every parameter's velocity.
  public var state = OptimizerState()

  private enum CodingKeys: String, CodingKey { case learningRate, momentum, weightDecay, decays }

  /// A rule with nothing remembered yet.
  public init(
    learningRate: Float, momentum: Float = 0, weightDecay: Float = 0, decays: WeightDecayRule = .matrices
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
    self.decays = decays
  }

  /// `velocity`, unless there is no momentum.
  public func slots(of parameter: String, shape: Shape) -> [String] { momentum == 0 ? [] : ["velocity"] }

  /// None.
  public var meansOfSquares: [String] { [] }

  /// Whether η, μ and λ are finite and in their ranges.
  public var isValid: Bool {
    (0..<1).contains(momentum) && learningRate.isFiniteAndNotNegative && weightDecay.isFiniteAndNotNegative
  }

  /// Makes one update of every parameter, in place.
  public mutating func update<Model: Module>(_ model: inout Model, along gradient: Model) {
    state.updateCount += 1
    model.forEachParameter(along: gradient) { name, parameter, gradient in
      // Without momentum the velocity is the gradient itself, and not worth remembering.
      var velocity = state.take("velocity", of: name, shape: parameter.shape)
      sgdUpdate(
        parameter: &parameter.buffer, gradient: gradient.buffer, velocity: &velocity.buffer,
        rate: learningRate, momentum: momentum,
        weightDecay: decays.applies(to: parameter.shape) ? weightDecay : 0)
      if momentum != 0 { state.put(velocity, "velocity", of: name) }
    }
  }
}
