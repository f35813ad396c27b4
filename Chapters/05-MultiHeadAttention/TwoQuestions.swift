import Autodiff
import Neural
import Notebook
import Randomness
import Training

/// A task that one head cannot do: at every place of a row of letters, say which letter came just before, *and*
/// which came first. The answers stand in two places, and one row of weights has only one mean.
///
/// Queries and keys are made of the places alone and values of the letters alone. Otherwise one head could cheat:
/// its weights would depend on the letters, and tell by their size which letter of the mixture stood where.
struct TwoQuestions: Module {
  static let letters = ["a", "b", "c", "d", "e", "f"]
  static let length = 6
  static let channels = 16

  var embedding: Embedding
  var places: Embedding
  var attention: MultiHeadAttention
  var before: Linear
  var first: Linear
  let sharesHeads: Bool

  init(headCount: Int, sharesHeads: Bool, using generator: inout SeededGenerator) {
    let letterCount = Self.letters.count
    embedding = Embedding(
      vocabularySize: letterCount, channels: Self.channels, deviation: 0.5, using: &generator)
    places = Embedding(
      vocabularySize: Self.length, channels: Self.channels, deviation: 0.5, using: &generator)
    attention = MultiHeadAttention(
      channels: Self.channels, headCount: headCount, hasBias: false, using: &generator)
    before = Linear(inputs: Self.channels, outputs: letterCount, using: &generator)
    first = Linear(inputs: Self.channels, outputs: letterCount, using: &generator)
    self.sharesHeads = sharesHeads
  }

  /// The logits of both answers: `[batch, time]` letters → `[batch, time, letters]` each.
  func callAsFunction(_ rows: [[Int]]) -> (before: Tensor, first: Tensor) {
    let letters = embedding(rows)
    let places = self.places(rows.map { Array($0.indices) })
    let attention = sharesHeads ? attention.withSharedHeads : attention
    let (headCount, size) = (attention.headCount, Self.channels / attention.headCount)
    func cut(_ x: Tensor) -> Tensor {
      x.reshaped([rows.count, Self.length, headCount, size]).permuted([0, 2, 1, 3])
    }
    let heads = scaledDotProductAttention(
      query: cut(attention.query(places)), key: cut(attention.key(places)),
      value: cut(attention.value(letters)),
      mask: .causal(queries: Self.length, keys: Self.length))  // [batch, head, time, size]
    let concatenated = heads.permuted([0, 2, 1, 3]).reshaped([rows.count, Self.length, Self.channels])
    let output = attention.output(concatenated)
    return (before(output), first(output))
  }

  /// The mean cross-entropy of both answers, in nats, at the places 2, 3, …, where they stand apart.
  func loss(_ rows: [[Int]]) -> (before: Tensor, first: Tensor) {
    let answers = self(rows)
    let keep = rows.flatMap { $0.indices.map { $0 >= 2 } }
    let beforeTargets = rows.flatMap { row in row.indices.map { row[max(0, $0 - 1)] } }
    let firstTargets = rows.flatMap { row in row.map { _ in row[0] } }
    return (
      crossEntropy(logits: answers.before, targets: beforeTargets, keep: keep),
      crossEntropy(logits: answers.first, targets: firstTargets, keep: keep)
    )
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("embedding", &embedding)
    visitor.visit("places", &places)
    visitor.visit("attention", &attention)
    visitor.visit("before", &before)
    visitor.visit("first", &first)
  }

  /// Rows of letters, each letter drawn evenly.
  static func rows(_ count: Int, using generator: inout SeededGenerator) -> [[Int]] {
    (0..<count).map { _ in (0..<length).map { _ in generator.index(below: letters.count) } }
  }
}

/// A trained model, and how it does on rows that it has not seen.
private struct Trained {
  let before: Double
  let first: Double
  /// The weights, which are the same for every row of letters: `[head, query, key]`.
  let weights: Tensor

  init(
    headCount: Int, sharesHeads: Bool, steps: Int, seed: Seed, notebook: ChapterNotebook
  ) {
    var generator = seed.generator()
    var model = TwoQuestions(headCount: headCount, sharesHeads: sharesHeads, using: &generator)
    var optimizer = AdamW(learningRate: 0.02, weightDecay: 0)
    let progress = notebook.progress("\(headCount) \(headCount == 1 ? "head" : "heads")", total: steps)
    for step in 1...steps {
      let rows = TwoQuestions.rows(32, using: &generator)
      let (loss, gradient) = valueWithGradient(at: model) { model in
        let loss = model.loss(rows)
        return loss.before + loss.first
      }
      optimizer.learningRate = 0.02 * Float(min(1, 2 - 2 * Double(step - 1) / Double(steps)))
      optimizer.update(&model, along: gradient)
      progress.report(step: step, loss: Double(loss.scalar))
    }
    progress.finish()
    let fresh = TwoQuestions.rows(256, using: &generator)
    let (loss, seen) = observing { model.loss(fresh) }
    before = Double(loss.before.scalar)
    first = Double(loss.first.scalar)
    guard let weights = seen["weights"]?.value else { fatalError("attention shows no weights") }
    self.weights = weights.selected(axis: 0, 0)
  }
}

/// Two heads that learn two things, and one head that cannot.
func twoQuestions(_ notebook: ChapterNotebook, seed: Seed, steps: Int, sharesHeads: Bool) {
  notebook.heading("Two heads learn two things")
  notebook.prose(
    """
    Rows of \(TwoQuestions.length) random letters, and at each place two questions: which letter came just \
    **before**, which came **first**? The answers stand in two places; one row of weights has one mean, and a \
    linear readout of a mixture of two letters finds the heavier one, not the lighter. Queries and keys see the places, values the letters. \
    Trained here for \(steps.grouped) steps of AdamW, causal: two heads of \(TwoQuestions.channels / 2) channels, and one \
    of \(TwoQuestions.channels), with as many parameters.
    """)
  let two = Trained(headCount: 2, sharesHeads: sharesHeads, steps: steps, seed: seed, notebook: notebook)
  let one = Trained(headCount: 1, sharesHeads: false, steps: steps, seed: seed, notebook: notebook)
  let places = (0..<TwoQuestions.length).map { "\($0)" }
  notebook.tensor(
    "learned.weights", two.weights, axes: ["head", "query", "key"], labels: [[], places, places],
    formula: .g_HEAD)
  notebook.tensor(
    "learned.single", one.weights, axes: ["head", "query", "key"],
    labels: [["the only head"], places, places],
    formula: .s0_3_3_ATT)
  func share(_ weights: Tensor, _ head: Int, _ key: (Int) -> Int) -> Double {
    let queries = 2..<TwoQuestions.length
    return queries.reduce(0) { $0 + Double(weights[head, $1, key($1)]) } / Double(queries.count)
  }
  func row(_ name: String, _ weights: Tensor, _ head: Int) -> [any TableValue] {
    [name, share(weights, head) { $0 - 1 }, share(weights, head) { _ in 0 }]
  }
  notebook.table(
    "mean weight where the answers stand, from place 2 on", columns: ["head", "just before", "first"],
    rows: [row("0 of 2", two.weights, 0), row("1 of 2", two.weights, 1), row("the only one", one.weights, 0)])
  notebook.prose(
    "The loss on rows never seen, in nats (guessing costs ln \(TwoQuestions.letters.count) = "
      + "\(NumberText.fixed(Double(log(Tensor(Float(TwoQuestions.letters.count))).scalar), decimals: 3)) a question):"
  )
  notebook.tensor(
    "learned.loss", [two.before, two.first, one.before, one.first], shape: [2, 2],
    axes: ["model", "question"],
    labels: [["two heads", "one head"], ["before?", "first?"]])
  check(notebook, two: two, one: one, steps: steps, sharesHeads: sharesHeads)
}

private func check(
  _ notebook: ChapterNotebook, two: Trained, one: Trained, steps: Int, sharesHeads: Bool
) {
  let maps = two.weights.split(count: 2, axis: 0)
  let queries = TwoQuestions.length
  let distance = Double(abs(maps[0] - maps[1]).sum().scalar) / Double(queries)
  let (lossOfTwo, lossOfOne) = (two.before + two.first, one.before + one.first)
  if sharesHeads {
    notebook.check("broken: the two maps differ by (L1 a row)", measured: distance, atMost: 0)
  }
  guard steps >= 200 else {
    notebook.prose(
      "With fewer than 200 steps nothing is asserted of what was learnt; the maps differ by "
        + "\(NumberText.compact(distance)) a row (L1).")
    return
  }
  notebook.check("one head is left with a loss of", measured: lossOfOne, atLeast: 0.4)
  if sharesHeads {
    notebook.check("broken: two equal heads do no better", measured: lossOfTwo, atLeast: 0.4)
  } else {
    notebook.check("the maps of the two heads differ by (L1 a row)", measured: distance, atLeast: 0.1)
    notebook.check("two heads: loss", measured: lossOfTwo, atMost: 0.2)
    notebook.check("which is lower by", measured: lossOfOne - lossOfTwo, atLeast: 0.3)
  }
}
