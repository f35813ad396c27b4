import Language
import Neural
import Notebook
import Training

/// Thirty labelled stories, read again and again: what is learned by heart, and what helps.
func overfitting(_ notebook: ChapterNotebook, _ lesson: Lesson, _ task: LabelledTask) throws {
  notebook.heading("Overfitting")
  notebook.prose(
    """
    Thirty labelled stories, read \(lesson.labelPlan.batch) at a time for \(lesson.labelPlan.steps) steps, are read again and again. Given the steps, the model knows them by heart: the loss on
    them goes to zero, and the loss on others, which fell at first, rises. A remedy is dropout, which leaves out at
    random a part of what the model would go by; another, to stop where the loss on others was least. Neither is sure to help.
    """)
  notebook.formula(.g_DROP)
  let sequences = Array(task.sequences.prefix(30))
  let test = try task.heldOut.map { try labelSequence($0, lesson) }
  notebook.declaration("droppingOut", in: "4-Overfitting.swift")
  let (start, plan) = (lesson.model, lesson.labelPlan)
  let every = max(1, plan.steps / 6)
  let progress = notebook.progress("reading thirty stories again", total: 2 * plan.steps)
  var (names, steps) = ([String](), [Double]())
  var (own, other, last): ([[Double]], [[Double]], [Double]) = ([], [], [])
  func fit(_ name: String, _ model: GPT) throws {
    var (seen, unseen) = ([Double](), [Double]())
    names.append(name)
    steps = []
    let made = Double((names.count - 1) * plan.steps)
    let model = try tuned(model, on: sequences, by: plan) {
      $0($1, dropout: $2)
    } watch: { result, model in
      progress.report(step: Int(made) + result.step)
      guard result.step.isMultiple(of: every) else { return }
      steps.append(Double(result.step))
      seen.append(try meanLoss(on: sequences) { model($0) })
      unseen.append(try meanLoss(on: test) { model($0) })
    }
    own.append(seen)
    other.append(unseen)
    last.append(try confusion(of: model, on: task.heldOut, lesson).accuracy)
  }
  notebook.code()
  try fit("nothing", start)
  try fit("dropout 0.5", droppingOut(0.5, from: start))

  progress.finish()
  guard steps.count > 1 else {
    return notebook.prose("So few steps have no curve.")
  }
  notebook.guess(
    "The loss on the thirty goes to zero. What does the loss on the others do meanwhile, and when would you stop?"
  )
  notebook.lineChart(
    "loss on thirty labelled stories and on others",
    [.init("the thirty", x: steps, y: own[0]), .init("others", x: steps, y: other[0])], xAxis: "step",
    yAxis: "nats")
  notebook.table(
    "after \(plan.steps) steps", columns: ["remedy", "loss, the thirty", "loss, others", "gap", "accuracy"],
    rows: names.indices.map { kind in
      let (seen, unseen) = (own[kind].last ?? .nan, other[kind].last ?? .nan)
      return [names[kind], seen, unseen, unseen - seen, last[kind]]
    })
  let gaps = names.indices.map { (other[$0].last ?? .nan) - (own[$0].last ?? .nan) }
  notebook.tensor(
    "overfitting.gap", gaps, shape: [gaps.count], axes: ["remedy"], labels: [["nothing", "dropout"]],
    display: .plainTable)
  notebook.prose(
    """
    The model was pre-trained without dropout, and in so few steps it hardly gets used to it: with some seeds the gap is narrower with it, with others
    wider.
    """)
  guard lesson.isOwn, notebook.seed == 1 else { return }
  notebook.check("the thirty are known by heart", measured: own[0].last ?? .nan, atMost: 0.05)
  notebook.check(
    "and the loss on others is far from it", measured: other[0].last ?? .nan, atLeast: 0.5)
  notebook.check(
    "at the end it is so much more than it once was",
    measured: (other[0].last ?? .nan) - (other[0].min() ?? .nan),
    atLeast: 0.1)
  notebook.check("with this seed, dropout narrows the gap", measured: gaps[0] - gaps[1], atLeast: 0)
}

/// The model as it is, but for a share of its hidden numbers that is left out
/// in training.
func droppingOut(_ rate: Float, from model: GPT) -> GPT {
  var configuration = model.configuration
  configuration.block.dropoutRate = rate
  var copy = GPT(configuration, seed: 1)
  let parameters = model.parameters
  var place = 0
  copy.forEachParameter { _, parameter in
    parameter = parameters[place].value
    place += 1
  }
  return copy
}
