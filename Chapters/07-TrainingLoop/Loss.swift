import Autodiff
import Neural
import Randomness

/// The mean cross-entropy of a batch of pieces, nats per token; shorter pieces are padded and the padding does not
/// count.
///
/// Padding stands at the end, where the causal mask hides it from every token of the text.
func loss(of model: GPT, on pieces: [Piece], dropout: Seed? = nil, reduction: Reduction = .mean) -> Tensor {
  let time = pieces.map(\.inputs.count).max() ?? 0
  func padded(_ tokens: [Int]) -> [Int] { tokens + Array(repeating: 0, count: time - tokens.count) }
  let logits = model(pieces.map { padded($0.inputs) }, dropout: dropout)  // [batch, time, vocabulary]
  return crossEntropy(
    logits: logits, targets: pieces.flatMap { padded($0.targets) },
    keep: pieces.flatMap { piece in (0..<time).map { $0 < piece.targets.count } }, reduction: reduction)
}

/// The loss on the held-out text, nats per character.
func heldOutLoss(of model: GPT, on material: Material) -> Double {
  // Pieces of similar length share a batch, so that little is padded.
  let pieces = material.heldOutPieces.sorted { $0.inputs.count < $1.inputs.count }
  var total = 0.0
  for first in stride(from: 0, to: pieces.count, by: 32) {
    let batch = Array(pieces[first..<min(first + 32, pieces.count)])
    total += Double(loss(of: model, on: batch, reduction: .sum).scalar)
  }
  return total / Double(material.heldOutCharacters)
}
