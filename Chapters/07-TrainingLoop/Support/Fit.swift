import Autodiff
import Neural
import Notebook
import Training

/// What is noted of a training while it goes on, and what it leaves behind.
struct Fit {
  private(set) var run: Run
  var keeper: Keeper
  /// The model after the loop's first step as it should be, until the loop has made that step.
  var expected: GPT?
  /// In how many of its parameters it was another.
  private(set) var differing: Int?
  /// The loss of every step's batch, nats per token.
  private(set) var losses: [Float] = []
  /// After how many steps the held-out loss was measured, and what it was, nats per character.
  private(set) var validationSteps: [Int] = []
  private(set) var validationLosses: [Double] = []
  /// What the model wrote at each of these steps.
  private(set) var samples: [String] = []
  /// Where it looked from each of the gaps, at each of these steps.
  private(set) var looks: [[Tensor]] = []
  /// The places in held-out stories that ask for what no n-gram sees.
  let gaps: [Gap]
  /// Whether a signal ended it early.
  var wasStopped = false
  /// The step at which the loss was no longer a number, if it came to that.
  var divergence: TrainingError?
  private let session: Session
  private let progress: Progress

  init(_ notebook: ChapterNotebook, _ session: Session, _ run: Run, beyond distance: Int) {
    self.run = run
    gaps = session.material.gaps(
      beyond: distance, context: session.plan.configuration.contextLength)
    keeper = session.keeper
    self.session = session
    progress = notebook.progress("training", total: session.plan.steps, after: run.step)
  }

  /// The last measured loss on the held-out text, nats per character.
  var heldOutLoss: Double { validationLosses.last ?? .nan }

  /// Notes what has become of the run, and keeps it when a checkpoint is due.
  mutating func note(_ event: TrainingEvent, of now: Run, isStopped: Bool) throws {
    switch event {
    case .progress(let result):
      losses.append(result.loss)
      progress.report(step: result.step, loss: Double(result.loss))
      if let expected {
        differing = differingParameters(expected, now.model)
        self.expected = nil
      }
    case .validation(let loss, let step):
      noteMeasurement(loss, of: now.model, at: step)
    case .checkpoint:
      try keeper.keep(now, isStopped: isStopped)
    }
  }

  /// Ends it with the run as it is then, and measures the held-out loss where the loop has not come to it.
  mutating func end(with run: Run) {
    progress.finish()
    self.run = run
    guard validationSteps.last != run.step else { return }
    noteMeasurement(
      TrainingChapter.heldOutLoss(of: run.model, on: session.material), of: run.model, at: run.step)
  }

  /// Notes a held-out loss, and what the model writes and where it looks by then.
  private mutating func noteMeasurement(_ loss: Double, of model: GPT, at step: Int) {
    validationSteps.append(step)
    validationLosses.append(loss)
    samples.append(sample(of: model, material: session.material))
    if !gaps.isEmpty { looks.append(TrainingChapter.looks(of: model, before: gaps)) }
  }
}
