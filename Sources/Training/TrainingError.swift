/// What ends a training run that cannot go on.
public enum TrainingError: Error, Hashable, CustomStringConvertible {
  /// The loss or the gradient is no longer a number; the model is as it was before the step.
  case diverged(step: Int, loss: Float, gradientNorm: Float)

  /// One line for the reader of a command.
  public var description: String {
    switch self {
    case .diverged(let step, let loss, let norm):
      "training diverged at step \(step): loss \(loss), gradient norm \(norm); a smaller learning rate may help"
    }
  }
}
