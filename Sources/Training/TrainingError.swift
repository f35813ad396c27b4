/// What ends a training run that cannot go on.
public enum TrainingError: Error, Hashable, CustomStringConvertible {
  /// The loss or the gradient is no longer a number; the model is as it was before the step.
  case diverged(step: Int, loss: Float, gradientNorm: Float)
  /// A batch in which every token is masked: a mean over no targets is no number.
  case nothingToLearn(sequences: Int)

  /// One line for the reader of a command.
  public var description: String {
    switch self {
    case .diverged(let step, let loss, let norm):
      "training diverged at step \(step): loss \(loss), gradient norm \(norm); a smaller learning rate may help"
    case .nothingToLearn(let sequences):
      "a batch of \(sequences) sequence\(sequences == 1 ? "" : "s") has nothing to learn: all of its targets are masked"
    }
  }
}
