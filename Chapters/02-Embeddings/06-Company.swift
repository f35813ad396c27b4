import Autodiff
import Language
import Notebook
import Randomness

/// Section 6: a table is trained to predict the neighbours of every word.
func trainOnNeighbours(
  _ notebook: ChapterNotebook, _ corpus: WordText, channels: Int, steps: Int, _ breakage: Breakage, seed: Seed
) throws -> NeighbourTraining {
  let (tokens, size) = (corpus.tokens, corpus.tokenizer.vocabularySize)
  notebook.heading("You shall know a word by the company it keeps")
  notebook.prose(
    """
    Now \(corpus.name): \(tokens.count.grouped) words, \(size) different\(rest(corpus)). Each word gets \
    \(channels) numbers, random at first. From them alone a layer must predict the next word, another the word \
    before: their \(2 * size) **logits**, of which a softmax makes probabilities, are made of these numbers. Words with \
    the same neighbours are served best by the same numbers\
    \(channels < size / 2 ? ", and so few leave little room for anything else" : "").
    """)
  let progress = notebook.progress("training", total: breakage == .noTraining ? 0 : steps)
  notebook.code()
  var generator = seed.derived(3).generator()
  let stream = breakage == .shuffled ? generator.shuffled(tokens) : tokens
  let all = Neighbours([stream])
  let model = NeighbourModel(
    words: size, channels: channels, using: &generator)
  let training = try train(
    model, on: all, steps: breakage == .noTraining ? 0 : steps,
    batchSize: 256, rate: 0.03, isFrozen: breakage == .frozen,
    seed: seed.derived(3), progress: progress)

  progress.finish()
  if training.losses.count > 1 {
    notebook.lineChart(
      "loss", [.init("", training.losses)], xAxis: "step of AdamW", yAxis: "nats a neighbour")
  }
  notebook.code()
  let sample = all.spread(4_000)
  let before = training.start.loss(sample).scalar
  let after = training.end.loss(sample).scalar

  notebook.tensor(
    "loss", [before, after], shape: [2], axes: ["training"], labels: [["before", "after"]],
    display: .plainTable)
  if breakage == .noTraining {
    notebook.check("broken: the loss is what it was", isTrue: before == after)
  } else if steps >= 50 {
    notebook.check("training never makes it worse", measured: after - before, atMost: 1e-5)
  }
  if breakage == .frozen || breakage == .noTraining {
    notebook.check(
      "broken: not one number of the table has changed",
      isTrue: training.start.table.weight == training.end.table.weight)
  }
  notebook.tensor(
    "trainedTable", training.end.table.weight, axes: ["word", "channel"],
    labels: [(0..<size).map(corpus.name), []], display: .summary)
  return training
}

private func rest(_ corpus: WordText) -> String {
  var result = ""
  if corpus.tokenizer.unknownWords != .refuse { result += " (the rarest count as one, `‹rare›`)" }
  if corpus.unread > 0 { result += "; the last \(corpus.unread) characters are left out" }
  return result
}
