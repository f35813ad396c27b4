import Autodiff
import Neural
import Notebook
import Randomness
import Training

/// The model after its steps of Adam, each on 16 new sentences.
func trained(
  _ start: Copier, on task: CopyTask, steps: Int, seed: Seed,
  report: (Int, Tensor) -> Void
) -> Copier {
  var (model, generator) = (start, seed.generator())
  var optimizer = Adam(learningRate: 0.01)
  let keep = task.keep(16)
  for step in 1...steps {
    let sentences = task.sentences(16, using: &generator)
    let targets = sentences.flatMap(task.targets)
    let (loss, gradient) = valueWithGradient(at: model) { model in
      crossEntropy(logits: model(sentences), targets: targets, keep: keep)
    }
    optimizer.update(&model, along: gradient)
    report(step, loss)
  }
  return model
}

extension Encoding {
  /// Positions put to use, fixed and learned.
  func learnedPositions(_ notebook: ChapterNotebook, back: Int, steps: Int, seed: Seed) {
    let task = CopyTask(back: back)
    notebook.heading("Learned positions: a task that needs them")
    notebook.prose(
      """
      GPT-2 has no sines: its positions are a table of parameters. Three small models (one head, \(Copier.channels) \
      channels) learn for \(steps.grouped) steps to say, at every place of \(task.length) random tokens out of \
      \(task.vocabularySize), the token \(back) place\(back == 1 ? "" : "s") before.
      """)
    notebook.declaration("callAsFunction", in: "CopyTask.swift")
    notebook.declaration("trained", in: "7-LearnedPositions.swift")
    let progress = notebook.progress("learning to copy", total: 3 * steps)
    notebook.code()
    let sines = sized(length: task.length, channels: Copier.channels).table
    let starts = [
      Copier(task, fixed: nil, isLearned: false, seed: seed.derived(2)),
      Copier(task, fixed: sines, isLearned: false, seed: seed.derived(2)),
      Copier(task, fixed: nil, isLearned: true, seed: seed.derived(2)),
    ]
    let models = starts.enumerated().map { index, start in
      trained(start, on: task, steps: steps, seed: seed.derived(3)) {
        progress.report(step: index * steps + $0, loss: Double($1.scalar))
      }
    }

    progress.finish()
    notebook.code()
    var drawing = seed.derived(1).generator()
    let test = task.sentences(200, using: &drawing)
    let seen = models.map { model in observing { model(test) } }
    let accuracies = seen.map { task.accuracy(of: $0.result, on: test) }
    // The mean attention from each place to each, [time, time].
    let weights = seen.map {
      $0.observations.tensor("weights").mean(alongAxes: [0, 1])
    }
    let onAnswer = weights.map(task.attentionOnAnswer)
    let bound = task.orderBlindShare(test)

    let names = ["none", isAbsent ? "sinusoidal (off)" : "sinusoidal", "learned"]
    notebook.table(
      "on \(test.count.grouped) new sentences",
      columns: ["positions", "right answers", "attention on the answer"],
      rows: names.indices.map { [names[$0], accuracies[$0], onAnswer[$0]] }
        + [["(the best without order)", bound, 1 / Double(task.length)]])
    notebook.prose(
      """
      Without order one can only bet on the token that is most frequent among the others: \
      \(NumberText.compact(100 * bound, significant: 3)) % right.
      """)
    notebook.check(
      "without positions no better than that bet (3 % for chance)", measured: accuracies[0],
      atMost: bound + 0.03)
    // Slow clocks alone, or few steps, promise nothing.
    let (isTrained, isPromised) = (steps >= 300, steps >= 300 && base >= 50 && !isAbsent)
    if isAbsent {
      notebook.check("sines switched off: no better either", measured: accuracies[1], atMost: bound + 0.03)
    } else if isPromised {
      notebook.check("with sines the answers are right", measured: accuracies[1], atLeast: 0.9)
    }
    if isTrained { notebook.check("with learned positions too", measured: accuracies[2], atLeast: 0.9) }

    let stripe = "a stripe, \(back) to the left of the diagonal."
    notebook.prose(
      """
      Where the model with the learned table looks: \
      \(onAnswer[2] >= 0.5 ? stripe : "not yet mainly \(back) to the left of the diagonal.") (The first \
      \(back == 1 ? "place has" : "\(back) places have") nothing to copy, and were never told where to look.)
      """)
    notebook.tensor("learnedWeights", weights[2], axes: ["query", "key"])
    guard let learned = models[2].learned?.weight else { return }
    notebook.prose(
      """
      The learned table's own dot products have no such diagonals as the sines': nobody told it that places are \
      on a line, and it has no row at all for position \(task.length). Sines have a value at every position.
      """)
    notebook.code()
    let learnedDotProducts = matmul(learned, learned, rightTransposed: true)
    let sineDotProducts = matmul(sines, sines, rightTransposed: true)

    notebook.tensor(
      "learnedDotProducts", learnedDotProducts, axes: ["position", "position"], display: .heatMap)
    func spread(_ products: Tensor) -> Double {
      (0..<task.length - 1).map { Double((products[$0, $0 + 1] - products[0, 1]).magnitude) }.max() ?? 0
    }
    notebook.check(
      "neighbours' products differ by place in the learned table", measured: spread(learnedDotProducts),
      atLeast: 0.1)
    notebook.check("… and not among the sines", measured: spread(sineDotProducts), atMost: 1e-4)
    if isTrained {
      notebook.check(
        "with learned positions most attention is on the answer", measured: onAnswer[2], atLeast: 0.5)
    }
    if isPromised {
      notebook.check("with sines most attention is on the answer", measured: onAnswer[1], atLeast: 0.5)
    }
  }
}
