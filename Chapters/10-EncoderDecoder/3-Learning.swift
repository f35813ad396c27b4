import Autodiff
import Neural
import Notebook
import Randomness
import Training

/// The schedule of 2017, the loop, and the loss from step to step.
func showLearning(_ notebook: ChapterNotebook, _ session: Session, _ start: Run) throws -> Fit {
  let material = session.material
  let (end, breakage, smoothing) = (material.end, session.breakage, session.smoothing)
  notebook.heading("Learning")
  notebook.formula(.g_LR)
  notebook.prose(
    """
    The rate rises for \(notebook[Options.warmUp].grouped) steps and then falls with the inverse root of their number; the paper's 4,000 steps of
    warm-up are more than this whole training has, so that warm-up and a factor (\(NumberText.compact(notebook[Options.factor]))) are chosen for it. Texts of about the same
    length share a batch, as in 2017, and a batch has about \(session.tokensInStep.grouped) tokens to write:
    """)
  notebook.declaration("batch", in: "3-Learning.swift")
  // Texts of like length lie side by side.
  let sorted = material.training.sorted { $0.targetTokens.count < $1.targetTokens.count }
  let heldOut = material.heldOut.sorted { $0.targetTokens.count < $1.targetTokens.count }
  func heldOutLoss(_ model: EncoderDecoder) -> Double {
    TranslationChapter.heldOutLoss(of: model, on: heldOut, end: end, by: breakage)
  }
  var fit = Fit(notebook, session, start)
  var run = start
  let (steps, tokensInStep) = (session.steps, session.tokensInStep)
  let cadence = TrainingCadence(
    progress: 1, validation: max(1, steps / 8), checkpoint: max(1, steps / 24))
  let interrupt = Interrupt.onAnySignalToEnd()
  do {
    notebook.code()
    let outcome = try run.train(
      through: steps, cadence: cadence,
      batch: { batch(of: sorted, tokens: tokensInStep, using: &$0) },
      loss: { model, pairs, _ in
        loss(of: model, on: pairs, end: end, by: breakage, smoothing: smoothing)
      },
      validation: heldOutLoss, shouldStop: { interrupt.isRaised },
      watch: { fit.note($0, of: $1) })

    fit.wasStopped = outcome == .stopped
  } catch let error as TrainingError {
    fit.divergence = error
  }
  notebook.prose(
    """
    From step to step the model wavers: the last batch was of one length, and the rate is not small yet. As in the paper, what
    translates is the mean of the last five checkpoints, number by number:
    """)
  notebook.declaration("average", in: "3-Learning.swift")
  let averaged = fit.checkpoints.isEmpty ? run.model : average(of: fit.checkpoints)
  fit.end(with: run, translating: averaged)
  if let divergence = fit.divergence {
    notebook.prose("Training could not go on: \(divergence).")
    notebook.check("the loss stays a number", isTrue: false)
  }
  if fit.wasStopped { notebook.prose("Stopped by a signal after step \(run.step.grouped).") }
  showCurve(notebook, fit)
  let ofMean = heldOutLoss(averaged)
  notebook.prose(
    """
    The last model loses \(NumberText.fixed(fit.validationLosses.last ?? .nan, decimals: 4)) nats a token on the held-out texts, the mean of the five \(NumberText.fixed(ofMean, decimals: 4)).
    """)
  return fit
}

/// Neighbours in a list in order of length, drawn at random: as many as
/// have about so many tokens to write, at least one.
func batch(
  of sorted: [Pair], tokens: Int, using generator: inout SeededGenerator
) -> [Pair] {
  let start = generator.index(below: sorted.count)
  let length = sorted[start].targetTokens.count
  let count = max(1, tokens / length)
  let first = max(0, min(start, sorted.count - count))
  return Array(sorted[first..<min(first + count, sorted.count)])
}

/// The model whose every number is the mean of those of some models.
func average(of models: [EncoderDecoder]) -> EncoderDecoder {
  let parameters = models.map { $0.parameters.map(\.value) }
  var result = models[0]
  var place = 0
  result.forEachParameter { _, parameter in
    let sum = parameters.dropFirst().reduce(parameters[0][place]) {
      $0 + $1[place]
    }
    parameter = sum * (1 / Float(models.count))
    place += 1
  }
  return result
}

/// The loss on the held-out texts, nats per token of the target; labels are not smoothed here.
private func heldOutLoss(
  of model: EncoderDecoder, on pairs: [Pair], end: Int, by breakage: Breakage
) -> Double {
  var total = 0.0
  for first in stride(from: 0, to: pairs.count, by: 40) {
    let some = Array(pairs[first..<min(first + 40, pairs.count)])
    total += Double(loss(of: model, on: some, end: end, by: breakage, reduction: .sum).scalar)
  }
  return total / Double(pairs.reduce(0) { $0 + $1.targetTokens.count })
}

private func showCurve(_ notebook: ChapterNotebook, _ fit: Fit) {
  notebook.tensor(
    "loss", fit.losses, shape: [fit.losses.count], axes: ["step"], formula: .s2_4_2_CE,
    display: .summary)
  let measured = fit.validationSteps.map(Double.init)
  notebook.tensor("validationSteps", measured, shape: [measured.count], display: .summary)
  notebook.tensor(
    "validationLoss", fit.validationLosses, shape: [measured.count], axes: ["measurement"],
    display: .summary)
  guard measured.count > 1 else { return }
  notebook.lineChart(
    "held-out loss", [.init("held-out", x: measured, y: fit.validationLosses)], xAxis: "step",
    yAxis: "nats a token")
}
