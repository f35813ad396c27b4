import Autodiff
import Neural
import Notebook
import Randomness
import Training

/// A model of half the width, taught by the large one, beside one that has the text alone.
func student(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  notebook.heading("A student")
  let (teacher, material) = (lesson.large.model, lesson.reading)
  guard !material.training.isEmpty else {
    return notebook.prose(
      "With `--tune FILE` a model of half the width learns from this one, and from the text.")
  }
  var sizes = teacher.configuration
  sizes.block.channels /= 2
  sizes.block.hiddenChannels /= 2
  guard sizes.block.channels.isMultiple(of: sizes.block.headCount), sizes.block.channels > 0 else {
    return notebook.prose("Half the width cannot be shared by \(sizes.block.headCount) heads.")
  }
  let steps = notebook[Options.studentSteps]
  notebook.prose(
    """
    A model of half the width has \(sizes.parameterCount.grouped) numbers instead of \(teacher.parameterCount.grouped). It can learn from the text alone, that is, which
    token came; or from the model, which says at every place how likely each token was. Softened by a temperature T, the teacher tells
    more of what it holds possible (Hinton et al. 2015):
    """)
  notebook.formula(.g_DISTIL)
  let rate: Float = 0.005
  let (temperature, weight) = (Float(notebook[Options.temperature]), Float(notebook[Options.soft]))
  let kinds = ["taught", "alone"]
  var losses: [[Double]] = [[], []]
  let seeds = notebook[Options.seeds]
  let progress = notebook.progress("training students", total: 2 * seeds * steps)
  for index in 0..<seeds {
    let seed = lesson.seed.derived(10 + index)
    let start = GPT(sizes, seed: seed)
    var done = 2 * index * steps
    let texts = material.training
    let hard = notebook[Options.hardTeacher]
    if index == 0 { notebook.code() }
    let teaching = { (inputs: [[Int]]) in
      hard ? teacher(inputs) * 1_000 : teacher(inputs)
    }
    let taught = try trained(
      start, on: texts, steps: steps, rate: rate, seed: seed
    ) { student, batch, dropout in
      batch.distillationLoss(
        student: student(batch.inputs, dropout: dropout),
        teacher: teaching(batch.inputs), temperature: temperature,
        weight: weight)
    } watch: {
      progress.report(step: done + $0)
    }

    done += steps
    if index == 0 { notebook.code() }
    let alone = try trained(
      start, on: texts, steps: steps, rate: rate, seed: seed
    ) { student, batch, dropout in
      batch.loss(student(batch.inputs, dropout: dropout))
    } watch: {
      progress.report(step: done + $0)
    }

    for (kind, model) in [taught, alone].enumerated() {
      losses[kind].append(try meanLoss(on: material.heldOut) { model($0) })
    }
  }
  progress.finish()
  func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
  let own = try meanLoss(on: material.heldOut) { teacher($0) }
  notebook.table(
    "on \(material.heldOut.count) held-out \(material.name), nats a token\(seeds > 1 ? ", \(seeds) seeds" : "")",
    columns: ["model", "numbers", "loss", "least", "most"],
    rows: [["the teacher", teacher.parameterCount.grouped, own, own, own]]
      + kinds.indices.map { kind in
        [
          kinds[kind], sizes.parameterCount.grouped, mean(losses[kind]), losses[kind].min() ?? .nan,
          losses[kind].max() ?? .nan,
        ]
      })
  notebook.tensor("student.loss", losses[0], shape: [seeds], axes: ["seed"], display: .plainTable)
  notebook.tensor("alone.loss", losses[1], shape: [seeds], axes: ["seed"], display: .plainTable)
  let gain = mean(losses[1]) - mean(losses[0])
  guard lesson.isOwn, notebook.seed == 1, isAsPlanned(notebook) else { return }
  if notebook[Options.hardTeacher] {
    notebook.check(
      "broken: without what the teacher holds possible, it is worse than no teacher", measured: gain,
      atMost: 0)
  } else {
    notebook.check("with this seed, the taught student is the better by", measured: gain, atLeast: 0.1)
  }
}

/// Whether the students are those of which something is claimed.
private func isAsPlanned(_ notebook: ChapterNotebook) -> Bool {
  notebook[Options.studentSteps] >= 200 && notebook[Options.studentStories] == 50
    && notebook[Options.temperature] == 2 && notebook[Options.soft] == 0.9 && notebook[Options.heldOut] >= 100
}
