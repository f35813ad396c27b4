import Language
import Notebook

/// What counting achieves, for every order, and what nothing can do better than.
///
/// The n-grams count the same text that the model trains on, up to half a million tokens of it: where nothing
/// repeats, the runs of all orders take some 500 bytes a token. Choosing the best smoothing on the held-out text
/// itself favours them a little; the model gets no such favour.
func showCounting(_ notebook: ChapterNotebook, _ material: Material) throws -> Ladder {
  notebook.heading("What counting achieves")
  notebook.prose(
    """
    An n-gram sees the last n − 1 tokens. For every order, the smoothing that does best on the held-out text; all
    losses are in nats per character.
    """)
  let counted = beginning(of: material.trainingSequences, tokens: 500_000)
  let measured = beginning(of: material.heldOutSequences, tokens: 50_000)
  let (trained, heldOut) = (tokenCount(material.trainingSequences), tokenCount(material.heldOutSequences))
  if tokenCount(counted) < trained || tokenCount(measured) < heldOut {
    notebook.prose(
      """
      The text is long, and the n-grams know a part of it alone: they count the first \(tokenCount(counted).grouped) of \(trained.grouped)
      tokens, and are measured on the first \(tokenCount(measured).grouped) of the \(heldOut.grouped) held out.
      """)
  }
  let tokenizer = material.tokenizer
  let progress = notebook.progress("counting n-grams", total: 9)
  notebook.code()
  let tokens = tokenCount(measured)
  let characters = try measured.map { try tokenizer.decode($0) }.joined()
    .unicodeScalars.count
  let counts = NGramCounts(
    order: 8, vocabularySize: tokenizer.vocabularySize, sequences: counted)
  let smoothings: [NGramSmoothing] = [
    .addConstant(0.01), .absoluteDiscounting(.estimated),
    .kneserNey(.estimated), .kneserNey(.modified),
  ]
  let baselines = (1...8).map { order in
    progress.report(step: order)
    let all = smoothings.map { smoothing in
      let model = NGramModel(
        counts: counts, order: order, smoothing: smoothing)
      let nats = model.crossEntropy(on: measured) * Double(tokens)
      return Baseline(
        order: order, smoothing: smoothing, counts: counts,
        loss: nats / Double(characters))
    }
    return all.min { $0.loss < $1.loss } ?? all[0]
  }

  progress.finish()
  notebook.table(
    "n-grams", columns: ["order", "best smoothing", "nats per character"],
    rows: baselines.map { [$0.order, $0.smoothing.name, $0.loss] })
  notebook.tensor(
    "baselines", baselines.map(\.loss), shape: [baselines.count], axes: ["order"],
    labels: [baselines.map { "\($0.order)" }], formula: .s2_1_1_P_NGRAM, display: .summary)
  guard let world = material.world else { return Ladder(baselines: baselines, entropy: nil) }
  notebook.prose("Tiny World itself, asked for the probability of the held-out stories:")
  notebook.code()
  let logProbability = world.logProbability(of: material.heldOutText)
  let entropy = -logProbability / Double(material.heldOutCharacters)

  notebook.tensor("entropy", [entropy], shape: [1])
  let ladder = Ladder(baselines: baselines, entropy: entropy)
  notebook.check(
    "the best n-gram stays above the entropy: what is missing is memory",
    measured: (ladder.best?.loss ?? .nan) - entropy, atLeast: 0.15)
  return ladder
}

/// The first sequences, with no more than so many tokens in all; the last may be a part of one.
private func beginning(of sequences: [[Int]], tokens limit: Int) -> [[Int]] {
  var left = limit
  return sequences.compactMap { sequence in
    let part = Array(sequence.prefix(left))
    left -= part.count
    return part.isEmpty ? nil : part
  }
}
