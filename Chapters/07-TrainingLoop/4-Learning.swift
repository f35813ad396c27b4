import Autodiff
import Neural
import Notebook
import Training

/// One step of training written out, the loop that makes them all, and the loss from step to step.
func showLearning(
  _ notebook: ChapterNotebook, _ session: Session, _ ladder: Ladder, _ start: Run
) throws -> Fit {
  let (material, plan) = (session.material, session.plan)
  notebook.heading("Learning")
  notebook.prose("What is asked after each token:")
  let targets: (Piece) -> [Int]
  if plan.shiftsTargets {
    notebook.code()
    targets = \.targets  // the token that comes next
  } else {
    notebook.code()
    targets = \.inputs  // the classic slip: the token that was just read
  }
  var fit = Fit(notebook, session, start, beyond: ladder.best?.order ?? 0)
  if start.step < plan.steps {
    fit.expected = showStep(notebook, session, start, targets)
  }
  notebook.prose(
    """
    The loop \(start.step < plan.steps ? "makes this step and all others" : "has no step left to make"). On the way and at the end the loss is
    measured on the held-out text, in nats a character:
    """)
  notebook.declaration("heldOutLoss", in: "4-Learning.swift")
  let cadence = TrainingCadence(
    progress: 1, validation: max(1, plan.steps / 8), checkpoint: session.keeper.interval)
  var run = start
  let interrupt = Interrupt.onAnySignalToEnd()
  do {
    notebook.code()
    let outcome = try run.train(
      through: plan.steps, cadence: cadence,
      batch: { material.batch(size: plan.batch, using: &$0) },
      loss: { loss(of: $0, on: $1, targets: targets, dropout: $2) },
      validation: { heldOutLoss(of: $0, on: material) },
      shouldStop: { interrupt.isRaised },
      watch: { try fit.note($0, of: $1, isStopped: interrupt.isRaised) })

    fit.wasStopped = outcome == .stopped
  } catch let error as TrainingError {
    fit.divergence = error
    try fit.keeper.keep(run, isStopped: false)
  }
  fit.end(with: run)
  showCurve(notebook, fit)
  return fit
}

/// The next step of a run, written out on copies of its parts; gives the model as the step leaves it.
private func showStep(
  _ notebook: ChapterNotebook, _ session: Session, _ run: Run, _ targets: (Piece) -> [Int]
) -> GPT {
  let (material, plan) = (session.material, session.plan)
  if run.schedule == plan.schedule {
    notebook.prose("How large a step is, its learning rate, is planned: a warm-up, then half a cosine.")
    notebook.declaration("schedule", in: "Plan.swift")
  }
  notebook.prose(
    """
    The next step, written out on copies. The gradient is shortened if it is too long, so that one strange batch cannot
    throw the model far:
    """)
  notebook.code()
  var (model, optimizer) = (run.model, run.optimizer)
  var generator = run.generator
  let step = run.step + 1
  let dropout = run.seed.derived(step)
  let pieces = material.batch(size: plan.batch, using: &generator)
  var (value, gradient) = valueWithGradient(at: model) { model in
    loss(of: model, on: pieces, targets: targets, dropout: dropout)
  }
  let length = clip(&gradient, toNorm: run.maximumNorm ?? .infinity)
  optimizer.learningRate = run.schedule(step: step)
  optimizer.update(&model, along: gradient)

  notebook.table(
    "one step", columns: ["step", "loss", "length of the gradient", "learning rate"],
    rows: [[step, value.scalar, length, optimizer.learningRate]])
  return model
}

/// The loss on the held-out text, nats per character.
func heldOutLoss(of model: GPT, on material: Material) -> Double {
  // Pieces of similar length share a batch, so that little is padded.
  let pieces = material.heldOutPieces.sorted {
    $0.inputs.count < $1.inputs.count
  }
  var total = 0.0
  for first in stride(from: 0, to: pieces.count, by: 32) {
    let batch = Array(pieces[first..<min(first + 32, pieces.count)])
    total += Double(loss(of: model, on: batch, reduction: .sum).scalar)
  }
  return total / Double(material.heldOutCharacters)
}

/// What came of it.
private func showCurve(_ notebook: ChapterNotebook, _ fit: Fit) {
  if let divergence = fit.divergence {
    notebook.prose("Training could not go on: \(divergence).")
    notebook.check("the loss stays a number", isTrue: false)
  }
  if fit.wasStopped { notebook.prose("Stopped by a signal after step \(fit.run.step.grouped).") }
  if let differing = fit.differing {
    notebook.check(
      "parameters in which the loop's step differs from the one written out", count: differing, equals: 0)
  }
  let first = fit.run.step - fit.losses.count + 1
  let measured = fit.validationSteps.map(Double.init)
  notebook.tensor(
    "loss", fit.losses, shape: [fit.losses.count], axes: ["step"], formula: .s2_4_2_CE, display: .summary)
  notebook.tensor("validationSteps", measured, shape: [measured.count], display: .summary)
  notebook.tensor(
    "validationLoss", fit.validationLosses, shape: [measured.count], axes: ["measurement"], display: .summary)
  guard measured.count > 1 else { return }
  notebook.lineChart(
    "held-out loss", [.init("held-out", x: measured, y: fit.validationLosses)], xAxis: "step",
    yAxis: "nats a character")
  let window = max(1, fit.losses.count / 200)
  let ends = Array(stride(from: window, through: fit.losses.count, by: window))
  let means = ends.map { end in
    fit.losses[end - window..<end].reduce(0) { $0 + Double($1) } / Double(window)
  }
  notebook.lineChart(
    "training loss",
    [
      .init(
        window == 1 ? "batch" : "mean of \(window) batches", x: ends.map { Double(first + $0 - 1) }, y: means)
    ], xAxis: "step", yAxis: "nats a token")
  notebook.prose(
    "What the model wrote at each of these measurements, with the same dice (temperature 0.7):")
  notebook.table(
    writtenOnTheWay, columns: ["step", "nats a character", "what it wrote"],
    rows: fit.samples.indices.map {
      [fit.validationSteps[$0], fit.validationLosses[$0], fit.samples[$0] + " …"]
    })
  notebook.explore(.curve("what it wrote", curve: "held-out loss", samples: writtenOnTheWay))
}

/// What the table is called.
let writtenOnTheWay = "what it wrote on the way"
