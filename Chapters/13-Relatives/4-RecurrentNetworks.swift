import Autodiff
import Neural
import Notebook
import Randomness
import Training

/// Two recurrent networks and a GPT of as many parameters, for equal steps and for equal seconds.
func recurrentNetworks(
  _ notebook: ChapterNotebook, _ lesson: Lesson, _ staircase: inout Staircase
) throws -> Trained {
  notebook.heading("One state for all that was read")
  let (vocabulary, steps, seed) = (lesson.vocabulary, lesson.steps, lesson.seed.derived(2))
  notebook.prose(
    """
    A recurrent network has a state as well, of numbers instead of one of \(notebook[Options.states]): at every word it is made anew from the word and from
    the state before, by the same weights (Elman 1990). Whatever is to be remembered must pass through it, word after word:
    """)
  notebook.formula(.g_RNN)
  notebook.prose(
    """
    Long short-term memory keeps a second state, the cell, to which is *added*. Gates between 0 and 1 decide what is let in, what is kept and what
    is shown (Hochreiter and Schmidhuber 1997, Gers et al. 2000):
    """)
  notebook.formula(.g_LSTM)
  notebook.prose("One of each, beside a GPT; the widths are such that all have as many parameters:")
  notebook.code()
  let sizes = GPTConfiguration(
    vocabularySize: vocabulary, contextLength: 96, layerCount: 2,
    headCount: 4, channels: 64, hiddenChannels: 128, tiesHead: false)
  let newGPT = startOfTraining(sizes, seed)
  let newRNN = RecurrentLanguageModel<ElmanLayer>(
    vocabularySize: vocabulary, channels: 148, layerCount: 1, seed: seed)
  var newLSTM = RecurrentLanguageModel<LSTMLayer>(
    vocabularySize: vocabulary, channels: 89, layerCount: 1, seed: seed)

  let counts = [newRNN.parameterCount, newLSTM.parameterCount, newGPT.parameterCount]
  notebook.check(
    "the largest has hardly more parameters than the smallest",
    measured: Double(counts.max() ?? 0) / Double(counts.min() ?? 1), atMost: 1.01)
  notebook.prose(
    """
    The LSTM's forget gate is opened before it learns anything, lest it forget at once what it should learn to keep: σ(0) halves the cell at
    every word (Gers et al. 2000, Jozefowicz et al. 2015).
    """)
  let forgetBias: Float
  if notebook[Options.neverForget] {
    notebook.code()
    forgetBias = 10_000  // σ is 1, and has no slope: nothing closes it
  } else {
    notebook.code()
    forgetBias = 2  // σ(2) = 0.88
  }
  notebook.code()
  let width = newLSTM.layers[0].channels
  let opened = (0..<4 * width).map { gate in  // i, f, g, o side by side
    width..<2 * width ~= gate ? forgetBias : 0
  }
  newLSTM.layers[0].input.bias = Tensor(opened)

  notebook.prose("All learn alike, each at a rate at which it learns well:")
  notebook.declaration("learned", in: "4-RecurrentNetworks.swift")
  let longer = max(1, Int(Double(steps) * Pace.ofLSTM))
  let progress = notebook.progress("RNN, LSTM and GPT", total: 3 * steps + 2 * longer)
  var done = 0
  let watch = {
    done += 1
    progress.report(step: done)
  }
  notebook.code()
  let rnn = try learned(newRNN, lesson, steps: steps, rate: 0.006, watch) {
    $0($1)
  }
  let lstm = try learned(newLSTM, lesson, steps: steps, rate: 0.015, watch) {
    $0($1)
  }
  let gpt = try learned(newGPT, lesson, steps: steps, rate: 0.006, watch) {
    $0($1)
  }

  let names = ["RNN", "LSTM", "GPT"]
  notebook.lineChart(
    "loss of the batches, nats a token",
    zip(names, [rnn.losses, lstm.losses, gpt.losses]).map { name, losses in
      let means = meansOf(losses)
      return .init(name, x: means.map(\.step), y: means.map(\.loss))
    }, xAxis: "step")
  notebook.prose(
    """
    Those are equal steps. A GPT reads all words of a text at once, and a recurrent network one after the other: a step of the LSTM takes as long as
    \(NumberText.fixed(Pace.ofLSTM, decimals: 1)) of the GPT, or of the RNN, which has less to do at each word. (Measured once, on one core of a Xeon, and kept as a constant, so that
    every run comes to the same.) In the seconds of the LSTM's steps the two others make \(longer.grouped):
    """)
  notebook.code()
  let rnnInTime = try learned(
    newRNN, lesson, steps: longer, rate: 0.006, watch
  ) { $0($1) }
  let gptInTime = try learned(
    newGPT, lesson, steps: longer, rate: 0.006, watch
  ) { $0($1) }

  progress.finish()
  let stories = lesson.heldOut.map(lesson.sequence)
  let losses = try [
    meanLoss(on: stories) { rnn.model($0) }, meanLoss(on: stories) { lstm.model($0) },
    meanLoss(on: stories) { gpt.model($0) },
  ].map(lesson.perCharacter)
  let inTime = try [
    meanLoss(on: stories) { rnnInTime.model($0) }, meanLoss(on: stories) { lstm.model($0) },
    meanLoss(on: stories) { gptInTime.model($0) },
  ].map(lesson.perCharacter)
  notebook.table(
    "held-out stories, nats a character",
    columns: ["model", "parameters", "\(steps.grouped) steps", "equal seconds", "steps in them"],
    rows: names.indices.map {
      [names[$0], counts[$0], losses[$0], inTime[$0], $0 == 1 ? steps : longer]
    })
  for (name, loss) in zip(names, losses) { staircase.add("\(name), equal steps", loss) }
  for (name, loss) in zip(names, inTime) where name != "LSTM" {
    staircase.add("\(name), equal seconds", loss)
  }
  if lesson.isOwn {
    notebook.check(
      "in equal seconds the GPT is ahead of both recurrent networks",
      measured: min(inTime[0], inTime[1]) - inTime[2], atLeast: 0.04)
    if notebook[Options.neverForget] {
      notebook.check(
        "broken: the LSTM is behind the RNN, at equal steps", measured: losses[1] - losses[0], atLeast: 0.01)
    }
  }
  return Trained(
    rnn: rnnInTime.model, lstm: lstm.model, gpt: gptInTime.model, newRNN: newRNN, newLSTM: newLSTM,
    newGPT: newGPT)
}

/// A model after so many steps on stories, and the loss of each step's batch.
func learned<Model: Module>(
  _ model: Model, _ lesson: Lesson, steps: Int, rate: Float,
  _ watch: () -> Void,
  logits: (_ model: Model, _ inputs: [[Int]]) -> Tensor
) throws -> (model: Model, losses: [Double]) {
  var run = TrainingRun(
    model: model, optimizer: AdamW(beta2: 0.99, weightDecay: 0.01),
    schedule: .cosine(
      peak: rate, floor: rate / 10, warmUp: min(20, steps),
      steps: steps + 1),
    seed: lesson.seed.derived(3))
  var losses: [Double] = []
  while run.step < steps {
    let batch = try ChosenTargets(
      (0..<8).map { _ in
        let story = run.generator.index(below: lesson.training.count)
        return lesson.sequence(lesson.training[story])
      })
    let result = try run.step { model, _ in
      batch.loss(logits(model, batch.inputs))
    }
    losses.append(Double(result.loss))
    watch()
  }
  return (run.model, losses)
}

/// A GPT before its training, with larger numbers than GPT-2's 0.02: what is to be found in hundreds of steps must show
/// in the first ones.
func startOfTraining(
  _ sizes: GPTConfiguration, _ seed: Seed, ofTables: Float? = nil
) -> GPT {
  var model = GPT(sizes, seed: seed)
  var generator = seed.derived(1).generator()
  model.forEachParameter { name, weight in
    guard weight.rank == 2 else { return }
    let isTable = name.hasPrefix("embedding") || name.hasPrefix("positions")
    let usual = 1 / Float(weight.shape[0]).squareRoot()
    let deviation = isTable ? ofTables ?? usual : usual
    weight = .normal(weight.shape, deviation: deviation, using: &generator)
  }
  return model
}

/// The means of at most thirty stretches of losses, each at the step in its middle.
private func meansOf(_ losses: [Double]) -> [(step: Double, loss: Double)] {
  let length = max(1, losses.count / 30)
  return stride(from: 0, to: losses.count, by: length).map { first in
    let stretch = losses[first..<min(first + length, losses.count)]
    return (Double(first) + Double(stretch.count + 1) / 2, stretch.reduce(0, +) / Double(stretch.count))
  }
}
