import Autodiff
import Neural
import Notebook

/// How much what stood further back could change the loss at the end of a text.
func gradientByDistance(_ notebook: ChapterNotebook, _ lesson: Lesson, _ trained: Trained) {
  notebook.heading("How far a gradient reaches")
  notebook.prose(
    """
    A network learns to remember a word if a gradient gets there from where the word is needed. In a recurrent network it goes back
    through every word between, and each multiplies it by U and by the slope of tanh (Bengio et al. 1994). Attention looks at the word itself.
    The loss at one place, and the length of its derivative by the embeddings before it:
    """)
  notebook.declaration("reach", in: "5-GradientByDistance.swift")
  let time = 60
  notebook.code()
  let stories = lesson.heldOut.filter { $0.count >= time }.prefix(16)
  let texts = stories.map { [lesson.start] + $0.prefix(time - 1) }
  let targets = stories.map { $0[time - 1] }
  let reaches = [
    reach(trained.newRNN, texts, targets) { $0($1) },
    reach(trained.newLSTM, texts, targets) { $0($1) },
    reach(trained.newGPT, texts, targets) { $0($1) },
    reach(trained.rnn, texts, targets) { $0($1) },
    reach(trained.lstm, texts, targets) { $0($1) },
    reach(trained.gpt, texts, targets) { $0($1) },
  ]

  let names = ["RNN", "LSTM", "GPT"]
  let labels = names.map { "\($0), new" } + names.map { "\($0), trained" }
  notebook.guess(
    "Thirty words back, how much of the gradient is left in a new RNN, a new LSTM, a new GPT: a tenth, a thousandth, nothing?"
  )
  notebook.table(
    "as a part of that by the last word", columns: ["words back"] + labels,
    rows: [0, 1, 2, 5, 10, 20, 30, 45, 59].map { distance in
      [distance] + reaches.map { NumberText.compact($0[distance] / $0[0]) }
    })
  notebook.tensor(
    "gradientByDistance", reaches.flatMap { $0 }, shape: [6, time], axes: ["model", "distance"],
    labels: [labels, (0..<time).map(String.init)], display: .summary)
  let distances = (0..<time).map(Double.init)
  notebook.lineChart(
    "trained: length of the gradient by words back",
    zip(names, reaches[3...]).map { .init($0, x: distances, y: $1) }, xAxis: "words back", isLogarithmic: true
  )
  notebook.check(
    "a new RNN's gradient has vanished 30 words back", measured: reaches[0][30] / reaches[0][0], atMost: 1e-5)
  notebook.check(
    "a new LSTM's has not, behind its open gate", measured: reaches[1][30] / reaches[1][0], atLeast: 1e-3)
  notebook.check("nor attention's", measured: reaches[2][30] / reaches[2][0], atLeast: 1e-3)
}

/// The mean length of the gradient of a loss at the last place of texts by
/// the embedding of each word, the last word first: `[time]`.
func reach<Model: Module>(
  _ model: Model, _ texts: [[Int]], _ targets: [Int],
  logits: (_ model: Model, _ texts: [[Int]]) -> Tensor
) -> [Double] {
  let (_, seen) = observing {
    gradient(at: model) { model in
      let all = logits(model, texts)  // [texts, time, vocabulary]
      let last = all.selected(axis: 1, all.shape[1] - 1)
      return crossEntropy(
        logits: last, targets: targets, reduction: .sum)
    }
  }
  let embedded = seen["embedded"]
  let slope = embedded?.gradient ?? seen.tensor("embedded") * 0
  let lengths = sqrt(square(slope).sum(alongAxis: -1))  // [texts, time]
  return lengths.mean(alongAxis: 0).scalars.reversed().map(Double.init)
}
