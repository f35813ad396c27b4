import Autodiff
import Formulas
import Neural
import Notebook

/// Section 8: the same table, not counted but learned.
func crossTheBridge(_ notebook: ChapterNotebook, _ toy: Toy) throws {
  let (steps, rate) = (2_000, Float(5))
  let events = toy.sentences.flatMap(toy.events)
  let (previous, next) = (events.map(\.history), events.map(\.word))
  let symbols = toy.words.count + 1
  var model = MaximumEntropyModel(contexts: symbols, classes: symbols)
  var losses: [Double] = []
  for _ in 0..<steps {
    let (loss, gradient) = valueWithGradient(at: model) { crossEntropy(logits: $0(previous), targets: next) }
    losses.append(Double(loss.scalar))
    model.weight -= rate * gradient.weight
  }
  let final = Double(crossEntropy(logits: model(previous), targets: next).scalar)
  losses.append(final)
  let counted = ToyEstimate.maximumLikelihood.model(toy).crossEntropy(on: toy.sentences)

  notebook.heading("The bridge: counting is learning")
  notebook.prose(
    """
    One weight for every pair of words, a softmax over each row, all weights 0 at first: then gradient descent on \
    the loss of the \(events.count) steps of the toy sentences (chapter 0). Nobody counts anything. Yet the weights \
    can do no better than the counts, and go towards them. (They are not told that `<s>` never comes next: it has a \
    column too, and the first loss is ln \(symbols) where the counts have \(toy.words.count) columns.) From here on, \
    models learn.
    """)
  notebook.formula(.g_MAXENT)
  notebook.code(
    """
    var model = MaximumEntropyModel(contexts: \(symbols), classes: \(symbols))
    for _ in 0..<\(steps) {
      let (loss, gradient) = valueWithGradient(at: model) {
        crossEntropy(logits: $0(previous), targets: next)
      }
      model.weight -= \(NumberText.compact(Double(rate))) * gradient.weight
    }
    """)
  let every = stride(from: 0, through: 100, by: 1).map { Double($0) }
  notebook.lineChart(
    "loss",
    [
      .init("learned", Array(losses.prefix(every.count))),
      .init("counted", x: every, y: every.map { _ in counted }),
    ], xAxis: "step (the first \(every.count - 1) of \(steps.grouped))", yAxis: "nats a word")
  notebook.tensor("loss", losses, shape: [losses.count], axes: ["step"], display: .summary)
  let contexts = toy.contexts
  let learned = softmax(lookUp(model.weight, at: contexts))
  notebook.tensor(
    "learnedProbabilities", learned, axes: ["h", "w"],
    labels: [contexts.map(toy.name), toy.words.strings + ["<s>"]], formula: .g_MAXENT)

  let unseen = contexts.indices.flatMap { row in
    (0..<symbols).filter { word in
      word == toy.words.count || toy.counts.count(of: word, after: [contexts[row]]) == 0
    }.map { Double(learned[row, $0]) }
  }
  let slopes = gradient(at: model) { crossEntropy(logits: $0(previous), targets: next) }.weight
  let worst =
    contexts.indices.flatMap { row in
      toy.words.strings.indices.map { word in
        let total = Double(toy.counts.total(after: [contexts[row]]))
        let counted = Double(toy.counts.count(of: word, after: [contexts[row]]))
        let expected = (total * Double(learned[row, word]) - counted) / Double(events.count)
        return (Double(slopes[contexts[row], word]) - expected).magnitude
      }
    }.max() ?? .nan

  var uniform = Formula.MaximumEntropy(toy.corpus)
  notebook.check(
    "the first loss is ln \(symbols)", measured: losses[0], near: uniform.loss, within: 1e-6)
  notebook.check("the last loss is above the counted one, by", measured: final - counted, between: 0...0.001)
  notebook.check(
    "what was never counted is unlikely by now, at most", measured: unseen.max() ?? .nan, atMost: 0.001)
  notebook.check(
    "… but a softmax is never 0, and at least", measured: unseen.min() ?? .nan,
    atLeast: Double(Float.leastNormalMagnitude))
  notebook.check(
    "the gradient is (C(h)·P(w | h) − C(h, w))/N, but for", measured: worst, atMost: 1e-7)
  notebook.check(
    "P(cat | the) is on its way to 2/3", measured: learned[1, 1], near: 2.0 / 3, within: 0.001)
  for _ in 0..<steps { uniform.descend(rate: Double(rate)) }
  notebook.check(
    "descent in Double (the formula's own function) ends at the same loss", measured: final,
    near: uniform.loss,
    within: 1e-5)
}
