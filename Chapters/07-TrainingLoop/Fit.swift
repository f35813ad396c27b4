import Autodiff
import Language
import Neural
import Notebook
import Randomness
import Training

/// What training left behind.
struct Fit {
  var run: Run
  /// The loss of every step's batch, nats per token.
  var losses: [Float] = []
  /// After how many steps the held-out loss was measured, and what it was, nats per character.
  var validationSteps: [Int] = []
  var validationLosses: [Double] = []
  /// What the model wrote on the way, and after how many steps.
  var samples: [(step: Int, text: String)] = []
  /// Held to the end of the chapter: a second signal in a hurry is not to end it before it says where the run is kept.
  var interrupt: Interrupt?
  /// Whether a signal ended it early.
  var wasStopped = false
  /// The step at which the loss was no longer a number, if it came to that.
  var divergence: TrainingError?

  /// The last measured loss on the held-out text, nats per character.
  var heldOutLoss: Double { validationLosses.last ?? .nan }
}

/// Trains `run` up to the plan's last step, measuring the held-out loss some twelve times on the way and letting the
/// model write something now and then; `keeper` keeps it when a checkpoint is due.
func fit(
  _ run: Run, to material: Material, plan: Plan, keeper: inout Keeper, notebook: ChapterNotebook
) throws -> Fit {
  var run = run
  var fit = Fit(run: run)
  let progress = notebook.progress("training", total: plan.steps, after: run.step)
  let interrupt = Interrupt.onAnySignalToEnd()
  do {
    let outcome = try run.train(
      through: plan.steps,
      cadence: TrainingCadence(
        progress: 1, validation: max(1, plan.steps / 12), sample: max(1, plan.steps / 8),
        checkpoint: keeper.interval),
      tokensPerStep: material.tokensPerStep(size: plan.batch),
      batch: { material.batch(size: plan.batch, using: &$0) },
      loss: { model, pieces, dropout in
        loss(of: model, on: plan.shiftsTargets ? pieces : pieces.map(copying), dropout: dropout)
      },
      validation: { heldOutLoss(of: $0, on: material) },
      shouldStop: { interrupt.isRaised }
    ) { event, now in
      switch event {
      case .progress(let report):
        fit.losses.append(report.result.loss)
        progress.report(step: report.result.step, loss: Double(report.result.loss))
      case .validation(let loss, let step):
        fit.validationSteps.append(step)
        fit.validationLosses.append(loss)
      case .sample(let step):
        // Powers of two of an eighth of the way: early on there is most to see.
        let eighths = step / max(1, plan.steps / 8)
        if [1, 2, 4].contains(eighths) {
          fit.samples.append((step, line(of: now.model, material: material)))
        }
      case .checkpoint:
        try keeper.keep(now, isStopped: interrupt.isRaised)
      }
    }
    fit.wasStopped = outcome == .stopped
    if fit.wasStopped { fit.interrupt = interrupt }
  } catch let error as TrainingError {
    fit.divergence = error
    try keeper.keep(run, isStopped: false)
  }
  progress.finish()
  fit.run = run
  if fit.validationSteps.last != run.step {
    fit.validationSteps.append(run.step)
    fit.validationLosses.append(heldOutLoss(of: run.model, on: material))
  }
  return fit
}

/// The classic slip: the target is the token that the model has just been shown.
private func copying(_ piece: Piece) -> Piece {
  Piece(inputs: piece.inputs, targets: piece.inputs)
}

/// The beginning of what the model writes, in one line.
private func line(of model: GPT, material: Material) -> String {
  var generator = SeededGenerator(seed: 0)  // the same dice each time, so that only the model differs
  let prompt = [material.start ?? material.heldOutSequences[0][0]]
  let text = written(material) {
    try generate(
      model, prompt: prompt, maximumNewTokens: 40, sampler: Sampler(temperature: 0.7),
      stopToken: material.start, using: &generator)
  }
  return text.split(whereSeparator: \.isNewline).joined(separator: " ")
}

/// What was written, as text; a model that has diverged cannot write, and that is said in its place.
func written(_ material: Material, _ tokens: () throws -> [Int]) -> String {
  do {
    return try material.tokenizer.decode(tokens())
  } catch {
    return "(\(error))"
  }
}
