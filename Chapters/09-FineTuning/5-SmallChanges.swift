import Autodiff
import Language
import Neural
import Notebook
import Training

/// Adapters beside a frozen model, and the whole model: what each learns, costs and forgets.
func smallChanges(_ notebook: ChapterNotebook, _ lesson: Lesson, _ task: LabelledTask) throws {
  notebook.heading("Small changes")
  let (rank, start) = (notebook[Options.rank], lesson.model)
  notebook.prose(
    """
    All \(start.parameterCount.grouped) numbers of the model were changed to teach it one question. A low-rank adapter leaves them as they are: beside each
    weight W stands a product of two thin matrices, and only those are learned. B is zero at first, so that nothing changes.
    """)
  notebook.formula(.g_LORA)
  let stories = try otherStories(notebook, lesson)
  let progress = notebook.progress("tuning adapters", total: lesson.labelPlan.steps)
  var plan = lesson.labelPlan
  plan.rate = Float(notebook[Options.adapterRate])
  notebook.code()
  let adapted = AdaptedGPT(
    start, rank: rank, alpha: Float(2 * rank),
    projections: Set(AdaptedGPT.Projection.allCases), seed: plan.seed)
  let small = try tuned(adapted, on: task.sequences, by: plan) {
    $0.model($1, dropout: $2)
  } watch: { result, _ in
    progress.report(step: result.step, loss: Double(result.loss))
  }

  progress.finish()
  let adapters = adapted.parameterCount
  notebook.prose(
    """
    An adapter has r·(in + out) numbers, a weight in·out. For the new token `<sad>` the row of the embedding stays as random as it
    was: what the adapters make of it is all that they can change.
    """)
  let example = Array(stories[0].tokens.dropLast())
  notebook.code()
  let merged = small.merged()
  let beside = small.model(example)
  let difference = merged(example).distance(to: beside)
  let largest = beside.largestMagnitude

  notebook.check(
    "merged into its weights, the model gives the same logits, as a part of the largest",
    measured: difference / largest, atMost: 1e-5)
  notebook.prose(
    "What is *forgotten* shows in the loss on stories such as chapter 7 taught, nats a token:")
  let models = [start, task.tuned, merged]
  notebook.code()
  let forgetting = try models.map { model in
    try meanLoss(on: stories) { model($0) }
  }

  let accuracies = try models.map { try confusion(of: $0, on: task.heldOut, lesson).accuracy }
  let trained = [0, start.parameterCount, adapters]
  notebook.table(
    "after \(plan.steps) steps on 300 labelled stories",
    columns: ["what is tuned", "numbers", "gradient and moments", "accuracy", "loss on stories"],
    rows: ["nothing", "all", "adapters of rank \(rank)"].enumerated().map { row, name in
      [
        name, trained[row], "\((trained[row] * 12 / 1024).grouped) KiB", accuracies[row], forgetting[row],
      ]
    })
  let names = ["before", "full", "adapters"]
  notebook.tensor(
    "forgetting", forgetting, shape: [3], axes: ["model"], labels: [names], display: .plainTable)
  notebook.tensor(
    "trainedParameters", trained.dropFirst().map(Double.init), shape: [2], axes: ["model"],
    labels: [Array(names.dropFirst())], display: .plainTable)
  let projections = adapted.projections.count * start.configuration.layerCount
  notebook.prose(
    """
    An optimizer needs room for a gradient and two moments of every number that it changes, three times four bytes. What is forgotten
    differs in another way: the \(projections) adapters are a file of \((adapters * 4 / 1024).grouped) KiB, and without them the model is the one of before, to the bit.
    So one model serves many tasks, each with adapters of its own.
    """)
  guard lesson.isOwn else { return }
  notebook.check(
    "adapters are a small part of the model", measured: Double(adapters) / Double(start.parameterCount),
    atMost: 0.06)
  notebook.check("and they learn the task", measured: accuracies[2], atLeast: 0.85)
}

/// A story as chapter 7 learns it: all of it, after what ended the one before.
func storySequence(_ story: String, _ lesson: Lesson) throws -> TargetedSequence {
  TargetedSequence(learning: [lesson.start] + (try lesson.tokens(of: story)))
}

/// Whole stories that nothing is tuned on, in which it shows what is forgotten.
func otherStories(_ notebook: ChapterNotebook, _ lesson: Lesson) throws -> [TargetedSequence] {
  try lesson.world.stories(count: 64, seed: notebook.seed ^ 0x95_0000)
    .map { try storySequence($0, lesson) }
}
