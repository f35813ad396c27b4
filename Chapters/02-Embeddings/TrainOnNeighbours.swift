import Autodiff
import Language
import Neural
import Notebook
import Randomness
import Training

/// Section 6: a table is trained to predict the neighbours of every word.
func trainOnNeighbours(
  _ notebook: ChapterNotebook, _ text: WordText, channels: Int, steps: Int, _ breakage: Breakage
) throws -> NeighbourTraining {
  let seed = text.seed.derived(3)
  var generator = seed.generator()
  let size = text.tokenizer.vocabularySize
  let stream = breakage.isShuffled ? generator.shuffled(text.tokens) : text.tokens
  let all = Neighbours([stream])
  let model = NeighbourModel(vocabularySize: size, channels: channels, using: &generator)
  let isTrained = !breakage.hasNoTraining

  notebook.heading("You shall know a word by the company it keeps")
  notebook.prose(
    """
    Now \(text.name): \(text.tokens.count.grouped) words, \(size) different\(rest(text)). Each word gets \
    \(channels) numbers, random at first. From them alone a layer must predict the next word, another the word \
    before: their \(2 * size) **logits**, of which a softmax makes probabilities, are made of these numbers. Words with \
    the same neighbours are served best by the same numbers\
    \(channels < size / 2 ? ", and so few leave little room for anything else" : "").
    """)
  notebook.code(
    """
    struct NeighbourModel: Module {
      var table: Embedding  // [\(size), \(channels)]
      var next: Linear      // \(channels) → \(size)
      var previous: Linear  // \(channels) → \(size)
      func loss(_ places: Neighbours) -> Tensor {
        let row = table(places.words)
        return (crossEntropy(logits: next(row), targets: places.next)
          + crossEntropy(logits: previous(row), targets: places.previous)) / 2
      }
    }
    """)
  let count = isTrained ? steps : 0
  let training = try NeighbourTraining(
    model, on: all, steps: count, batchSize: 256, rate: 0.03, isFrozen: breakage.isFrozen, seed: seed,
    progress: notebook.progress("training", total: count))
  if count > 1 {
    notebook.lineChart(
      "loss", [.init("", training.losses)], xAxis: "step of AdamW", yAxis: "nats a neighbour")
  }
  let sample = all.spread(4_000)
  let before = training.start.loss(sample).scalar
  let after = training.end.loss(sample).scalar
  notebook.tensor(
    "loss", [before, after], shape: [2], axes: ["training"], labels: [["before", "after"]],
    display: .plainTable)
  if breakage.hasNoTraining {
    notebook.check("broken: the loss is what it was", isTrue: before == after)
  } else if steps >= 50 {
    notebook.check("training never makes it worse", measured: after - before, atMost: 1e-5)
  }
  if breakage.isFrozen || breakage.hasNoTraining {
    notebook.check(
      "broken: not one number of the table has changed",
      isTrue: training.start.table.weight == training.end.table.weight)
  }
  notebook.tensor(
    "trainedTable", training.end.table.weight, axes: ["word", "channel"],
    labels: [(0..<size).map(text.name), []], display: .summary)
  return training
}

private func rest(_ text: WordText) -> String {
  var result = ""
  if text.tokenizer.unknownWords != .refuse { result += " (the rarest count as one, `‹rare›`)" }
  if text.unread > 0 { result += "; the last \(text.unread) characters are left out" }
  return result
}
