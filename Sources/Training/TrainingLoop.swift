import Autodiff
import Randomness

/// How often something happens during training; `nil` is never.
public struct TrainingCadence: Sendable, Hashable {
  /// Steps from one progress report to the next.
  public var progress: Int?
  /// Steps from one validation to the next.
  public var validation: Int?
  /// Steps from one checkpoint to the next; one at the end, and when training is stopped, is always due.
  public var checkpoint: Int?

  /// A cadence; by default progress alone, every ten steps.
  public init(progress: Int? = 10, validation: Int? = nil, checkpoint: Int? = nil) {
    self.progress = progress
    self.validation = validation
    self.checkpoint = checkpoint
  }
}

/// What a loop tells the one who watches it.
public enum TrainingEvent: Sendable {
  /// Some steps have been made, this one the last.
  case progress(StepResult)
  /// The loss on text that is not trained on, after `step` steps.
  case validation(loss: Double, step: Int)
  /// The run should be saved.
  case checkpoint(step: Int)
}

/// How a loop ended.
public enum TrainingOutcome: Sendable, Hashable {
  /// After its last step.
  case finished
  /// Before its last step, because it was asked to stop.
  case stopped
}

extension TrainingRun {
  /// Trains until `lastStep` steps have been made in all, or until `shouldStop` says so between two steps.
  ///
  /// Every step draws a batch with the run's own generator and descends its loss. `validation` measures the model
  /// before a run's very first step (not again where a run goes on), as often as the cadence says, and after the last.
  /// Whatever is due is given to `watch` together with the run as it then is; a checkpoint is due whenever the loop
  /// ends, so that a run that was interrupted is saved like one that is complete, and so is one that had no step left
  /// to make. Watching and validating do not influence the training. Throws what `watch` throws, and ``TrainingError``.
  public mutating func train<Batch>(
    through lastStep: Int, cadence: TrainingCadence = TrainingCadence(),
    batch: (_ generator: inout SeededGenerator) -> Batch,
    loss: (_ model: Model, _ batch: Batch, _ dropout: Seed) -> Tensor,
    validation: ((_ model: Model) -> Double)? = nil,
    shouldStop: () -> Bool = { false },
    watch: (_ event: TrainingEvent, _ run: TrainingRun) throws -> Void
  ) throws -> TrainingOutcome {
    if step == 0, step < lastStep, let validation {
      try watch(.validation(loss: validation(model), step: 0), self)
    }
    while step < lastStep {
      if shouldStop() {
        try watch(.checkpoint(step: step), self)
        return .stopped
      }
      let drawn = batch(&generator)
      let result = try step { model, dropout in loss(model, drawn, dropout) }
      let isLast = step == lastStep
      func isDue(_ interval: Int?) -> Bool {
        interval.map { isLast || ($0 > 0 && step.isMultiple(of: $0)) } ?? false
      }
      if isDue(cadence.progress) { try watch(.progress(result), self) }
      if let validation, isLast || isDue(cadence.validation) {
        try watch(.validation(loss: validation(model), step: step), self)
      }
      if !isLast, isDue(cadence.checkpoint) { try watch(.checkpoint(step: step), self) }
    }
    try watch(.checkpoint(step: step), self)
    return .finished
  }
}
