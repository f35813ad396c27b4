import Autodiff
import Neural
import Notebook
import Randomness
import Training

/// The model and its loss, before it has learned anything; where a run goes on, the model as it was kept.
func showModel(_ notebook: ChapterNotebook, _ session: Session) -> Run {
  let plan = session.plan
  notebook.heading("The model")
  notebook.formula(.s1_3_5_1_PRE)
  notebook.prose(
    """
    The model is trained to make the text likely: the mean of −ln P(token | all tokens before it) goes down. It has
    \(plan.configuration.parameterCount.grouped) parameters, and the embedding table is its output head too.
    """)
  notebook.table(
    "parameters", columns: ["part", "parameters"],
    rows: shortened(plan.configuration.parameterCounts).map { [$0.name, $0.count] })
  let run: Run
  if let resumed = session.resumed {
    resumed.from.show(resumed.run, plan: plan, notebook: notebook)
    run = resumed.run
  } else {
    let seed = Seed(notebook.seed)
    notebook.code()
    let model = GPT(plan.configuration, seed: seed)
    let optimizer = AdamW(beta2: 0.99, weightDecay: 0.01)
    run = Run(
      model: model, optimizer: optimizer, schedule: plan.schedule,
      maximumNorm: 1, seed: seed.derived(1))
  }
  notebook.prose("Its loss, in nats a token. Pieces shorter than the longest are padded at their ends:")
  notebook.declaration("loss", in: "3-TheModel.swift")
  if run.step == 0 { showFirstLoss(notebook, session.material, run.model) }
  return run
}

/// The rows of a parameter table with the blocks after the first summed up.
private func shortened(_ counts: [(name: String, count: Int)]) -> [(name: String, count: Int)] {
  let others = counts.filter { $0.name.hasPrefix("blocks.") && !$0.name.hasPrefix("blocks.0.") }
  var rows = counts.filter { !$0.name.hasPrefix("blocks.") || $0.name.hasPrefix("blocks.0.") }
  if !others.isEmpty, let place = rows.lastIndex(where: { $0.name.hasPrefix("blocks.") }) {
    rows.insert(("the other blocks", others.reduce(0) { $0 + $1.count }), at: place + 1)
  }
  return rows + [("all", counts.reduce(0) { $0 + $1.count })]
}

/// The cross-entropy of a batch of pieces, nats per token; shorter pieces are padded and the padding does not count.
///
/// Padding stands at the end, where the causal mask hides it from every token of the text.
func loss(
  of model: GPT, on pieces: [Piece], targets: (Piece) -> [Int] = \.targets,
  dropout: Seed? = nil, reduction: Reduction = .mean
) -> Tensor {
  let time = pieces.map(\.inputs.count).max() ?? 0
  func padded(_ tokens: [Int]) -> [Int] {
    tokens + Array(repeating: 0, count: time - tokens.count)
  }
  let logits = model(pieces.map { padded($0.inputs) }, dropout: dropout)
  // [batch, time, vocabulary]
  return crossEntropy(
    logits: logits, targets: pieces.flatMap { padded(targets($0)) },
    keep: pieces.flatMap { piece in
      (0..<time).map { $0 < piece.inputs.count }
    }, reduction: reduction)
}

/// Shows that a model that has learned nothing finds all tokens equally likely, but for the one that it has just read.
///
/// A head tied to the embedding table compares what has become of a token with every row of the table. A new model has
/// hardly changed it, so that its own row is favoured. Over stories of many different words that does not show in the
/// loss; on a text in which the same few tokens follow one another it does not average out. What holds for every text
/// is said of the other tokens alone.
private func showFirstLoss(_ notebook: ChapterNotebook, _ material: Material, _ model: GPT) {
  notebook.code()
  let pieces = Array(material.heldOutPieces.prefix(16))
  let first = Double(loss(of: model, on: pieces).scalar)

  let kinds = material.tokenizer.vocabularySize
  // The numbers of a row deviate from zero by 0.02, and a normalised token is √d long at most: so do the logits by
  // 0.02·√d.
  let variance = 0.02 * 0.02 * Double(model.configuration.block.channels)
  if material.world == nil {
    notebook.prose(
      """
      Before it has learned anything its loss on your text is \(NumberText.fixed(first, decimals: 3)) nats a token;
      ln \(kinds.grouped) is \(NumberText.fixed(logarithm(kinds), decimals: 3)). It knows no token from another, but for the one that
      it has just read: the head, tied to the embedding table, finds a token most like itself.
      """)
  } else {
    notebook.check(
      "the first loss is ln V: a new model finds all \(kinds.grouped) tokens equally likely", measured: first,
      near: logarithm(kinds), within: 0.05 + 2 * variance)
  }
  guard kinds > 2 else { return }
  notebook.declaration("lossOfOthers", in: "3-TheModel.swift")
  // −ln P of one of n tokens with equal logits is ln n. With logits of a variance σ² it is larger, on average over the n
  // by half of the variance that they happen to have; this one exceeds σ²·(f + 2√(f·x) + 2x)/n, f = n − 1, with a
  // probability of e⁻ˣ at most (Laurent and Massart 2000): x = 12.5 is once in 270,000 new models.
  let freedom = Double(kinds - 2)
  let excess = variance / 2 / Double(kinds - 1) * (freedom + 2 * (12.5 * freedom).squareRoot() + 25)
  let (least, rounding) = (logarithm(kinds - 1), 1e-5)
  notebook.check(
    "but for the token just read it finds all equally likely: −ln P of another",
    measured: lossOfOthers(model, pieces),
    between: least - rounding...least + excess + rounding)
}

/// The mean of −ln P over all tokens but the one just read, which is taken out of the softmax.
private func lossOfOthers(_ model: GPT, _ pieces: [Piece]) -> Double {
  var (sum, count) = (0.0, 0)
  for piece in pieces {
    let logits = model(piece.inputs)  // [time, vocabulary]
    var scalars = logits.scalars
    for (time, token) in piece.inputs.enumerated() {
      scalars[time * logits.shape[1] + token] = -.infinity
    }
    let logs = logSoftmax(Tensor(shape: logits.shape, scalars: scalars))
    sum -= logs.scalars.reduce(0) { $1 > -.infinity ? $0 + Double($1) : $0 }
    count += logs.count - piece.inputs.count
  }
  return sum / Double(count)
}

/// ln n.
func logarithm(_ number: Int) -> Double { Double(log(Tensor(Float(number))).scalar) }
