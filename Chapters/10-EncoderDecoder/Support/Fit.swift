import Neural
import Notebook
import Training

/// What is noted of a training while it goes on, and what it leaves behind.
struct Fit {
  private(set) var run: Run
  /// The models of the last checkpoints, five at most.
  private(set) var checkpoints: [EncoderDecoder] = []
  /// Their mean: what translates.
  private(set) var model: EncoderDecoder
  /// The smoothed loss of every step's batch, nats per token.
  private(set) var losses: [Float] = []
  /// After how many steps the loss on the held-out texts was measured, and what it was, nats per token.
  private(set) var validationSteps: [Int] = []
  private(set) var validationLosses: [Double] = []
  /// Whether a signal ended it early.
  var wasStopped = false
  /// Why it ended where the loss was no longer a number.
  var divergence: TrainingError?
  private let progress: Progress

  init(_ notebook: ChapterNotebook, _ session: Session, _ run: Run) {
    self.run = run
    model = run.model
    progress = notebook.progress("training", total: session.steps)
  }

  /// Whether it was made to its end.
  var isWhole: Bool { !wasStopped && divergence == nil }

  mutating func note(_ event: TrainingEvent, of now: Run) {
    switch event {
    case .progress(let result):
      losses.append(result.loss)
      progress.report(step: result.step, loss: Double(result.loss))
    case .validation(let loss, let step):
      validationSteps.append(step)
      validationLosses.append(loss)
    case .checkpoint: checkpoints = Array((checkpoints + [now.model]).suffix(5))
    }
  }

  mutating func end(with run: Run, translating model: EncoderDecoder) {
    progress.finish()
    self.run = run
    self.model = model
  }
}
