import Autodiff
import Formulas
import Language
import Neural
import Notebook

/// Section 9: the same table, not counted but learned.
func crossTheBridge(_ notebook: ChapterNotebook, _ toy: Toy) {
  let (words, sentences, counts, contexts) = (toy.words, toy.sentences, toy.counts, toy.contexts)
  let eventCount = sentences.joined().count
  notebook.heading("The bridge: counting is learning")
  notebook.prose(
    """
    One weight for every pair of words, a softmax over each row, all weights 0 at first: then gradient descent on \
    the loss of the \(eventCount) steps of the toy sentences (chapter 0). Nobody counts anything. Yet the weights \
    can do no better than the counts, and go towards them. (They are not told that `<s>` never comes next: it has a \
    column too, and the first loss is ln \(words.count + 1) where the counts have \(words.count) columns.) From here \
    on, models learn.
    """)
  notebook.formula(.g_MAXENT)
  notebook.code()
  let previous = sentences.flatMap { [counts.beginning] + $0.dropLast() }
  let next = sentences.flatMap { $0 }
  let symbols = words.count + 1  // the words, </s> and <s>
  let (steps, rate) = (2_000, Float(5))
  var model = MaximumEntropyModel(contexts: symbols, classes: symbols)
  var losses: [Double] = []
  for _ in 0..<steps {
    let (loss, gradient) = valueWithGradient(at: model) {
      crossEntropy(logits: $0(previous), targets: next)
    }
    losses.append(Double(loss.scalar))
    model.weight -= rate * gradient.weight
  }
  let last = crossEntropy(logits: model(previous), targets: next).scalar
  let counted = NGramModel(counts: counts, smoothing: .maximumLikelihood)
    .crossEntropy(on: sentences)

  let final = Double(last)
  let every = (0...100).map { Double($0) }
  notebook.lineChart(
    "loss",
    [
      .init("learned", Array(losses.prefix(every.count))),
      .init("counted", x: every, y: every.map { _ in counted }),
    ], xAxis: "step (the first \(every.count - 1) of \(steps.grouped))", yAxis: "nats a word")
  notebook.tensor(
    "loss", losses + [final], shape: [losses.count + 1], axes: ["step"], display: .summary)

  notebook.code()
  let learned = softmax(lookUp(model.weight, at: contexts))  // P(w | h)

  notebook.tensor(
    "learnedProbabilities", learned, axes: ["h", "w"],
    labels: [contexts.map(toy.name), words.strings + ["<s>"]], formula: .g_MAXENT)
  let unseen = zip(contexts, learned.rows).flatMap { context, row in
    row.indices.filter { $0 == words.count || counts.count(of: $0, after: [context]) == 0 }
      .map { Double(row[$0]) }
  }
  var specified = Formula.MaximumEntropy(toy.corpus)
  notebook.check("the first loss is ln \(symbols)", measured: losses[0], near: specified.loss, within: 1e-6)
  notebook.check("the last loss is above the counted one, by", measured: final - counted, between: 0...0.001)
  notebook.check(
    "what was never counted is unlikely by now, at most", measured: unseen.max() ?? .nan, atMost: 0.001)
  notebook.check(
    "… but a softmax is never 0, and at least", measured: unseen.min() ?? .nan,
    atLeast: Double(Float.leastNormalMagnitude))

  notebook.code()
  let slopes = gradient(at: model) {
    crossEntropy(logits: $0(previous), targets: next)
  }.weight
  let differences = zip(contexts, learned.rows).flatMap { h, row in
    words.strings.indices.map { w in
      let expected = Double(counts.total(after: [h])) * Double(row[w])
      let observed = Double(counts.count(of: w, after: [h]))
      let slope = (expected - observed) / Double(next.count)
      return (Double(slopes[h, w]) - slope).magnitude
    }
  }

  notebook.check(
    "the gradient is (C(h)·P(w | h) − C(h, w))/N, but for", measured: differences.max() ?? .nan, atMost: 1e-7)
  notebook.check(
    "P(cat | the) is on its way to 2/3", measured: learned[1, 1], near: 2.0 / 3, within: 0.001)
  for _ in 0..<steps { specified.descend(rate: Double(rate)) }
  notebook.check(
    "descent in Double (the formula's own function) ends at the same loss", measured: final,
    near: specified.loss, within: 1e-5)
}
