import Neural
import Notebook
import Randomness
import Training

/// The same tuning of the pre-trained model and of one that knows nothing, over more and more labelled stories.
func learningCurves(_ notebook: ChapterNotebook, _ lesson: Lesson, _ task: LabelledTask) throws {
  notebook.heading("What pre-training is worth")
  let (seeds, sizes) = (notebook[Options.seeds], LabelledTask.sizes)
  notebook.prose(
    """
    Labels cost somebody's time, text costs nothing. How many labels does it take? The pre-trained model and a new one of the
    same shape are tuned by the same \(lesson.labelPlan.steps) steps on the first \(sizes.dropLast().map(String.init).joined(separator: ", ")) and \(task.sequences.count) labelled stories:
    """)
  let progress = notebook.progress("tuning", total: seeds * sizes.count)
  var (pretrained, scratch) = ([[Double]](), [[Double]]())
  let start = lesson.model
  notebook.code()
  func accuracy(of model: GPT, after count: Int, by plan: TuningPlan) throws
    -> Double
  {
    let some = Array(task.sequences.prefix(count))
    let model = try tuned(model, on: some, by: plan) { $0($1, dropout: $2) }
    return try confusion(of: model, on: task.heldOut, lesson).accuracy
  }
  for number in 0..<seeds {
    var plan = lesson.labelPlan
    if number > 0 { plan.seed = plan.seed.derived(number) }
    let new = GPT(start.configuration, seed: plan.seed.derived(-1))
    pretrained.append([])
    scratch.append([])
    for count in sizes {
      // The first seed's last model is the one of above.
      let isKnown = number == 0 && count == task.sequences.count
      pretrained[number].append(
        isKnown
          ? task.accuracy : try accuracy(of: start, after: count, by: plan))
      scratch[number].append(try accuracy(of: new, after: count, by: plan))
      progress.report(step: scratch.joined().count)
    }
  }

  progress.finish()
  func mean(_ curves: [[Double]]) -> [Double] {
    sizes.indices.map { size in curves.reduce(0) { $0 + $1[size] } / Double(curves.count) }
  }
  func spread(_ curves: [[Double]], _ size: Int) -> String {
    let values = curves.map { $0[size] }
    let mean = NumberText.fixed(values.reduce(0, +) / Double(seeds), decimals: 3)
    guard seeds > 1, let least = values.min(), let most = values.max() else { return mean }
    return "\(mean) (\(NumberText.fixed(least, decimals: 3)) to \(NumberText.fixed(most, decimals: 3)))"
  }
  let bags = try sizes.map { try bagAccuracy(task, count: $0, lesson) }
  let label = sizes.map(String.init)
  for (name, curves) in [("pretrained", pretrained), ("scratch", scratch)] {
    notebook.tensor(
      "learningCurve.\(name)", mean(curves), shape: [sizes.count], axes: ["stories"], labels: [label],
      display: .plainTable)
  }
  notebook.guess(
    "How many labels does the pre-trained model need to be as good as the new one with the most?")
  notebook.table(
    "accuracy on held-out stories\(seeds > 1 ? ", mean of \(seeds) seeds (least to most)" : "")",
    columns: ["labelled stories", "bag of words", "from scratch", "pre-trained"],
    rows: sizes.indices.map { [sizes[$0], bags[$0], spread(scratch, $0), spread(pretrained, $0)] })
  let x = sizes.map(Double.init)
  notebook.lineChart(
    "accuracy by labelled stories",
    [.init("pre-trained", x: x, y: mean(pretrained)), .init("from scratch", x: x, y: mean(scratch))],
    xAxis: "labelled stories", yAxis: "accuracy")
  notebook.prose(
    """
    The new model has to find out what a name is, before it can find out who is sad; from so few labels it cannot. What the
    other knows of stories it was never taught as an answer to anything: it had to know it to guess the next word.
    """)
  guard lesson.isOwn else { return }
  let (own, other) = (mean(pretrained), mean(scratch))
  notebook.check(
    "at equal steps, with 300 labels, pre-training is worth", measured: own[3] - other[3], atLeast: 0.25)
  notebook.check(
    "more labels teach more: 300 against 10", measured: own[3] - own[0], atLeast: 0.2)
}
