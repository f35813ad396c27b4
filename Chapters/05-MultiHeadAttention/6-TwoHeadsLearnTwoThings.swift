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
  static let letterCount = 6
  static let length = 6
  static let channels = 16

  var embedding: Embedding
  var places: Embedding
  var attention: MultiHeadAttention
  var before: Linear
  var first: Linear

  init(headCount: Int, using generator: inout SeededGenerator) {
    let (letters, channels) = (Self.letterCount, Self.channels)
    embedding = Embedding(
      vocabularySize: letters, channels: channels, deviation: 0.5,
      using: &generator)
    places = Embedding(
      vocabularySize: Self.length, channels: channels, deviation: 0.5,
      using: &generator)
    attention = MultiHeadAttention(
      channels: channels, headCount: headCount, hasBias: false,
      using: &generator)
    before = Linear(inputs: channels, outputs: letters, using: &generator)
    first = Linear(inputs: channels, outputs: letters, using: &generator)
  }

  /// The mean cross-entropy of both answers in nats, [before, first], from
  /// place 2 on, where they stand apart.
  func losses(_ rows: [[Int]]) -> [Tensor] {
    let letters = embedding(rows)  // [batch, time, channels]
    let places = self.places(rows.map { Array($0.indices) })
    let attended = scaledDotProductAttention(
      query: cut(attention.query(places)), key: cut(attention.key(places)),
      value: cut(attention.value(letters)),
      mask: .causal(queries: Self.length, keys: Self.length))
    let joined = attended.permuted([0, 2, 1, 3]).reshaped(letters.shape)
    let output = attention.output(joined)
    let answers = [before(output), first(output)]  // [batch, time, letter]
    let targets = [
      rows.flatMap { row in row.indices.map { row[max(0, $0 - 1)] } },
      rows.flatMap { row in row.map { _ in row[0] } },
    ]
    let keep = rows.flatMap { $0.indices.map { $0 >= 2 } }
    return zip(answers, targets).map {
      crossEntropy(logits: $0, targets: $1, keep: keep)
    }
  }

  /// [batch, time, channels] → [batch, head, time, size].
  private func cut(_ x: Tensor) -> Tensor {
    let size = Self.channels / attention.headCount
    let shape = [x.shape[0], Self.length, attention.headCount, size]
    return x.reshaped(shape).permuted([0, 2, 1, 3])
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("embedding", &embedding)
    visitor.visit("places", &places)
    visitor.visit("attention", &attention)
    visitor.visit("before", &before)
    visitor.visit("first", &first)
  }
}

/// A model that has learned from 32 new rows at each step, and rows that it has never seen.
func learned(
  headCount: Int, steps: Int, seed: Seed,
  losses: (TwoQuestions, [[Int]]) -> [Tensor]
) -> (model: TwoQuestions, unseen: [[Int]]) {
  var generator = seed.generator()
  func rows(_ count: Int) -> [[Int]] {
    (0..<count).map { _ in
      (0..<TwoQuestions.length).map { _ in
        generator.index(below: TwoQuestions.letterCount)
      }
    }
  }
  var model = TwoQuestions(headCount: headCount, using: &generator)
  var optimizer = AdamW(learningRate: 0.02, weightDecay: 0)
  for step in 1...steps {
    let batch = rows(32)
    let (_, gradient) = valueWithGradient(at: model) { model in
      let both = losses(model, batch)
      return both[0] + both[1]
    }
    // The rate stays for the first half, and falls to 0 in the second.
    let share = 2 - 2 * Double(step - 1) / Double(steps)
    optimizer.learningRate = 0.02 * Float(min(1, share))
    optimizer.update(&model, along: gradient)
  }
  return (model, rows(256))
}

extension Lesson {
  /// Two heads that learn two things, and one head that cannot.
  func twoHeadsLearnTwoThings(_ notebook: ChapterNotebook, steps: Int) {
    notebook.heading("Two heads learn two things")
    notebook.prose(
      """
      Rows of \(TwoQuestions.length) random letters, and at each place two questions: which letter came just \
      **before**, which came **first**? The answers stand in two places; one row of weights has one mean, and a \
      linear readout of a mixture of two letters finds the heavier one, not the lighter. Queries and keys see the places, values the letters. \
      Trained here for \(steps.grouped) steps of AdamW, causal: two heads of \(TwoQuestions.channels / 2) channels, and one \
      of \(TwoQuestions.channels), with as many parameters.
      """)
    notebook.declaration("TwoQuestions", in: "6-TwoHeadsLearnTwoThings.swift")
    notebook.declaration("learned", in: "6-TwoHeadsLearnTwoThings.swift")
    let progress = notebook.progress("two heads, then one", total: 2)
    func learnWithTwoHeads() -> (losses: [Tensor], weights: Tensor) {
      guard sharedHeads else {
        notebook.code()
        let two = learned(
          headCount: 2, steps: steps, seed: Seed(seed).derived(2)
        ) { $0.losses($1) }
        let (lossesOfTwo, seenOfTwo) = observing { two.model.losses(two.unseen) }
        // The weights are the same for all rows: [head, query, key].
        let weightsOfTwo = seenOfTwo.tensor("weights").selected(axis: 0, 0)

        return (lossesOfTwo, weightsOfTwo)
      }
      notebook.code()
      // Broken: both heads have the projections of head 0.
      func shared(_ model: TwoQuestions) -> TwoQuestions {
        var model = model
        model.attention = withSharedHeads(model.attention)
        return model
      }
      let two = learned(
        headCount: 2, steps: steps, seed: Seed(seed).derived(2)
      ) { shared($0).losses($1) }
      let (lossesOfTwo, seenOfTwo) = observing {
        shared(two.model).losses(two.unseen)
      }
      let weightsOfTwo = seenOfTwo.tensor("weights").selected(axis: 0, 0)

      return (lossesOfTwo, weightsOfTwo)
    }
    let (lossesOfTwo, weightsOfTwo) = learnWithTwoHeads()
    progress.report(step: 1, loss: Double((lossesOfTwo[0] + lossesOfTwo[1]).scalar))
    notebook.code()
    let one = learned(
      headCount: 1, steps: steps, seed: Seed(seed).derived(2)
    ) { $0.losses($1) }
    let (lossesOfOne, seenOfOne) = observing { one.model.losses(one.unseen) }
    let weightsOfOne = seenOfOne.tensor("weights").selected(axis: 0, 0)

    progress.finish()
    let places = (0..<TwoQuestions.length).map { "\($0)" }
    notebook.tensor(
      "learned.weights", weightsOfTwo, axes: ["head", "query", "key"], labels: [[], places, places],
      formula: .g_HEAD)
    notebook.tensor(
      "learned.single", weightsOfOne, axes: ["head", "query", "key"],
      labels: [["the only head"], places, places],
      formula: .s0_3_3_ATT)
    func share(_ weights: Tensor, _ head: Int, _ key: (Int) -> Int) -> Double {
      let queries = 2..<TwoQuestions.length
      return queries.reduce(0) { $0 + Double(weights[head, $1, key($1)]) } / Double(queries.count)
    }
    func row(_ name: String, _ weights: Tensor, _ head: Int) -> [any TableValue] {
      [name, share(weights, head) { $0 - 1 }, share(weights, head) { _ in 0 }]
    }
    notebook.guess(
      "Two answers stand at two places. Where will each of two heads look, and what does one head do that has to find both?"
    )
    notebook.table(
      "mean weight where the answers stand, from place 2 on", columns: ["head", "just before", "first"],
      rows: [
        row("0 of 2", weightsOfTwo, 0), row("1 of 2", weightsOfTwo, 1), row("the only one", weightsOfOne, 0),
      ])
    notebook.prose(
      "The loss on rows never seen, in nats (guessing costs ln \(TwoQuestions.letterCount) = "
        + "\(NumberText.fixed(Double(log(Tensor(Float(TwoQuestions.letterCount))).scalar), decimals: 3)) a question):"
    )
    let losses = (lossesOfTwo + lossesOfOne).map { Double($0.scalar) }
    notebook.tensor(
      "learned.loss", losses, shape: [2, 2], axes: ["model", "question"],
      labels: [["two heads", "one head"], ["before?", "first?"]])
    check(notebook, weightsOfTwo, losses[0] + losses[1], besides: losses[2] + losses[3], steps: steps)
  }

  private func check(
    _ notebook: ChapterNotebook, _ weightsOfTwo: Tensor, _ lossOfTwo: Double, besides lossOfOne: Double,
    steps: Int
  ) {
    let maps = weightsOfTwo.split(count: 2, axis: 0)
    let distance = Double(abs(maps[0] - maps[1]).sum().scalar) / Double(TwoQuestions.length)
    if sharedHeads {
      notebook.check("broken: the two maps differ by (L1 a row)", measured: distance, atMost: 0)
    }
    guard steps >= 200 else {
      notebook.prose(
        "With fewer than 200 steps nothing is asserted of what was learnt; the maps differ by "
          + "\(NumberText.compact(distance)) a row (L1).")
      return
    }
    notebook.check("one head is left with a loss of", measured: lossOfOne, atLeast: 0.4)
    if sharedHeads {
      notebook.check("broken: two equal heads do no better", measured: lossOfTwo, atLeast: 0.4)
    } else {
      notebook.check("the maps of the two heads differ by (L1 a row)", measured: distance, atLeast: 0.1)
      notebook.check("two heads: loss", measured: lossOfTwo, atMost: 0.2)
      notebook.check("which is lower by", measured: lossOfOne - lossOfTwo, atLeast: 0.3)
    }
  }
}
