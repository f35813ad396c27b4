import Autodiff
import Neural
import Notebook

/// Shows that a model that has learned nothing finds all tokens equally likely, but for the one that it has just read.
///
/// A head tied to the embedding table compares what has become of a token with every row of the table. A new model has
/// hardly changed it, so that its own row is favoured. Over stories of many different words that does not show in the
/// loss; on a text in which the same few tokens follow one another it does not average out. What holds for every text
/// is said of the other tokens alone.
func showFirstLoss(of model: GPT, material: Material, notebook: ChapterNotebook) {
  let pieces = Array(material.heldOutPieces.prefix(16))
  let first = Double(loss(of: model, on: pieces).scalar)
  let kinds = material.tokenizer.vocabularySize
  // The numbers of a row deviate from zero by 0.02, and a normalised token is √d long at most: so do the logits by
  // 0.02·√d.
  let variance = 0.02 * 0.02 * Double(model.configuration.block.channels)
  if material.entropy == nil {
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
    for (time, token) in piece.inputs.enumerated() { scalars[time * logits.shape[1] + token] = -.infinity }
    let logs = logSoftmax(Tensor(shape: logits.shape, scalars: scalars)).scalars
    sum -= logs.reduce(0) { $1 > -.infinity ? $0 + Double($1) : $0 }
    count += logs.count - piece.inputs.count
  }
  return sum / Double(count)
}

private func logarithm(_ number: Int) -> Double { Double(log(Tensor(Float(number))).scalar) }
