import Autodiff
import Randomness

/// Everything that decides how training goes on, as one value: the model, the optimizer with what it remembers,
/// the schedule, the step and the random state.
///
/// Two runs that are equal go on alike, bit for bit; so a copy is a snapshot, and a checkpoint of all the parts
/// resumes as if training had never stopped.
///
/// ```swift
/// var run = TrainingRun(model: model, optimizer: AdamW(), schedule: .constant(1e-3), seed: 1)
/// let batch = text.batch(using: &run.generator)
/// let result = try run.step { model, dropout in
///   crossEntropy(logits: model(batch.inputs, dropout: dropout), targets: batch.targets)
/// }
/// ```
public struct TrainingRun<Model: Module, Method: Optimizer>: Sendable {
  /// The model as it is after `step` steps.
  public var model: Model
  /// The rule that updates it; its learning rate is set from the schedule before every step.
  public var optimizer: Method
  /// The learning rate of every step.
  public var schedule: LearningRateSchedule
  /// The longest gradient that is taken as it is; longer ones are shortened. `nil`: none is.
  public var maximumNorm: Float?
  /// What the dropout of every step is derived from.
  public let seed: Seed
  /// The random state that batches are drawn with.
  public var generator: SeededGenerator
  /// How many steps have been made.
  public internal(set) var step: Int

  /// A run that has made no step yet; whatever the optimizer remembers of other runs is forgotten.
  public init(
    model: Model, optimizer: Method, schedule: LearningRateSchedule, maximumNorm: Float? = 1, seed: Seed
  ) {
    self.model = model
    self.optimizer = optimizer
    self.optimizer.state = OptimizerState()
    self.schedule = schedule
    self.maximumNorm = maximumNorm
    self.seed = seed
    generator = seed.derived(0).generator()
    step = 0
  }

  /// Makes one step: loss and gradient, clipping, the schedule's rate, the update.
  ///
  /// `loss` receives the model and the step's own dropout seed, derived from the run's seed and the step's number.
  /// Throws ``TrainingError/diverged(step:loss:gradientNorm:)`` when the loss or the gradient is not finite, and
  /// then leaves the run as it was.
  @discardableResult
  public mutating func step(_ loss: (_ model: Model, _ dropout: Seed) -> Tensor) throws(TrainingError)
    -> StepResult
  {
    let number = step + 1
    let dropout = seed.derived(number)
    var (value, gradient) = valueWithGradient(at: model) { loss($0, dropout) }
    let length = maximumNorm.map { clip(&gradient, toNorm: $0) } ?? Float(norm(of: gradient))
    guard value.scalar.isFinite, length.isFinite else {
      throw .diverged(step: number, loss: value.scalar, gradientNorm: length)
    }
    optimizer.learningRate = schedule(step: number)
    optimizer.update(&model, along: gradient)
    step = number
    return StepResult(
      step: number, loss: value.scalar, gradientNorm: length, learningRate: optimizer.learningRate)
  }
}

/// What one step of training did.
public struct StepResult: Sendable, Hashable {
  /// The step's number, from 1.
  public let step: Int
  /// The loss on the step's batch, before the update.
  public let loss: Float
  /// The gradient's length before clipping.
  public let gradientNorm: Float
  /// The learning rate of the update.
  public let learningRate: Float
}
