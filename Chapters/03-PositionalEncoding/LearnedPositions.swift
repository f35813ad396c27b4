import Autodiff
import Notebook
import Randomness

/// Section 7: positions put to use, fixed and learned.
func learnPositions(_ notebook: ChapterNotebook, _ encoding: Encoding, back: Int, steps: Int, seed: Seed) {
  let task = CopyTask(back: back)
  let channels = 32
  let table = encoding.sized(length: task.length, channels: channels).table
  var testGenerator = seed.derived(1).generator()
  let test = task.sentences(200, using: &testGenerator)

  notebook.heading("Learned positions: a task that needs them")
  notebook.prose(
    """
    GPT-2 has no sines: its positions are a table of parameters. Three small models (one head, \(channels) \
    channels) learn for \(steps.grouped) steps to say, at every place of \(task.length) random tokens out of \
    \(task.vocabularySize), the token \(back) place\(back == 1 ? "" : "s") before.
    """)
  notebook.code("head(attention(embedding(tokens) + positions))")
  let kinds: [(name: String, fixed: Tensor?, isLearned: Bool)] = [
    ("none", nil, false), (encoding.isAbsent ? "sinusoidal (off)" : "sinusoidal", table, false),
    ("learned", nil, true),
  ]
  let progress = notebook.progress("learning to copy", total: kinds.count * steps)
  var results: [CopyResult] = []
  for (index, kind) in kinds.enumerated() {
    var generator = seed.derived(2).generator()
    let start = Copier(
      task: task, channels: channels, fixed: kind.fixed, isLearned: kind.isLearned, using: &generator)
    results.append(
      CopyResult(start, task: task, steps: steps, test: test, generator: seed.derived(3).generator()) {
        if $0 % 20 == 0 { progress.report(step: index * steps + $0 + 1, loss: Double($1)) }
      })
  }
  progress.finish()
  let bound = task.orderBlindShare(test)
  notebook.table(
    "on \(test.count.grouped) new sentences",
    columns: ["positions", "right answers", "attention on the answer"],
    rows: zip(kinds, results).map { [$0.name, $1.accuracy, $1.attention(back: back)] }
      + [["(the best without order)", bound, 1 / Double(task.length)]])
  notebook.prose(
    """
    Without order one can only bet on the token that is most frequent among the others: \
    \(NumberText.compact(100 * bound, significant: 3)) % right.
    """)
  notebook.check(
    "without positions no better than that bet (3 % for chance)", measured: results[0].accuracy,
    atMost: bound + 0.03)
  // Slow clocks alone, or few steps, promise nothing.
  let isPromised = steps >= 300 && encoding.base >= 50
  if encoding.isAbsent {
    notebook.check(
      "sines switched off: no better either", measured: results[1].accuracy, atMost: bound + 0.03)
  } else if isPromised {
    notebook.check("with sines the answers are right", measured: results[1].accuracy, atLeast: 0.9)
  }
  if steps >= 300 {
    notebook.check("with learned positions too", measured: results[2].accuracy, atLeast: 0.9)
  }
  showLearned(
    notebook, task, results, table, isPromised: isPromised && !encoding.isAbsent, isTrained: steps >= 300)
}

/// Where the models look, and what the learned table looks like.
private func showLearned(
  _ notebook: ChapterNotebook, _ task: CopyTask, _ results: [CopyResult], _ table: Tensor, isPromised: Bool,
  isTrained: Bool
) {
  let onAnswer = results[2].attention(back: task.back)
  let stripe = "a stripe, \(task.back) to the left of the diagonal."
  notebook.prose(
    """
    Where the model with the learned table looks: \
    \(onAnswer >= 0.5 ? stripe : "not yet mainly \(task.back) to the left of the diagonal.") (The first \
    \(task.back == 1 ? "place has" : "\(task.back) places have") nothing to copy, and were never told where to look.)
    """)
  notebook.tensor("learnedWeights", results[2].weights, axes: ["query", "key"])
  guard let learned = results[2].model.learned?.weight else { return }
  let products = matmul(learned, learned, rightTransposed: true)
  notebook.prose(
    """
    The learned table's own dot products have no such diagonals as the sines': nobody told it that places are \
    on a line, and it has no row at all for position \(task.length). Sines have a value at every position.
    """)
  notebook.tensor("learnedDotProducts", products, axes: ["position", "position"], display: .heatMap)
  func spread(_ products: Tensor) -> Double {
    let rows = products.rows
    return rows.indices.dropLast().map { place in
      Double((rows[place][place + 1] - rows[0][1]).magnitude)
    }.max() ?? 0
  }
  let sines = matmul(table, table, rightTransposed: true)
  notebook.check(
    "neighbours' products differ by place in the learned table", measured: spread(products), atLeast: 0.1)
  notebook.check("… and not among the sines", measured: spread(sines), atMost: 1e-4)
  if isTrained {
    notebook.check(
      "with learned positions most attention is on the answer",
      measured: onAnswer, atLeast: 0.5)
  }
  if isPromised {
    notebook.check(
      "with sines most attention is on the answer", measured: results[1].attention(back: task.back),
      atLeast: 0.5)
  }
}
