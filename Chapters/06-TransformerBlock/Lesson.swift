import Autodiff
import Formulas
import Neural

/// How the parts of a block are put together: as they should be, or with one of them left out.
struct Wiring {
  var placement: NormPlacement
  var hasResidual = true
  var hasNorm = true
  var hasFeedForward = true

  /// Whether nothing is left out.
  var isWhole: Bool { hasResidual && hasNorm && hasFeedForward }

  /// The block's result: the block's own when nothing is left out, else written out with the part missing.
  func callAsFunction(_ block: TransformerBlock, _ x: Tensor, mask: Mask? = nil) -> Tensor {
    isWhole ? block(x, mask: mask) : writtenOut(block, x, mask: mask)
  }

  /// The block from its parts, with the names that the block itself gives to its intermediates.
  func writtenOut(_ block: TransformerBlock, _ x: Tensor, mask: Mask? = nil) -> Tensor {
    observe("input", x)
    let residual = observe(
      "residual",
      sublayer(x, norm: block.attentionNorm, name: "attention") { block.attention($0, mask: mask) })
    guard hasFeedForward else { return observe("output", residual) }
    return observe(
      "output",
      sublayer(residual, norm: block.feedForwardNorm, name: "feedForward") { block.feedForward($0) })
  }

  private func sublayer(_ x: Tensor, norm: LayerNorm, name: String, _ layer: (Tensor) -> Tensor) -> Tensor {
    func normalized(_ x: Tensor) -> Tensor { hasNorm ? scope(name + "Norm") { norm(x) } : x }
    let made = scope(name) { layer(placement == .pre ? normalized(x) : x) }
    let sum = hasResidual ? x + made : made
    return placement == .post ? normalized(sum) : sum
  }

  /// The logits of a GPT whose blocks are put together like this: `[1, time, vocabulary]`.
  func logits(_ model: GPT, _ tokens: [Int]) -> Tensor {
    guard !isWhole else { return model([tokens]) }
    let time = tokens.count
    var hidden = model.embedding([tokens])
    if let positions = model.positions { hidden = hidden + positions(Array(0..<time)) }
    observe("embedded", hidden)
    for (index, block) in model.blocks.enumerated() {
      hidden = scope("blocks.\(index)") { self(block, hidden, mask: .causal(queries: time, keys: time)) }
    }
    if let norm = model.finalNorm, hasNorm { hidden = scope("finalNorm") { norm(hidden) } }
    return observe("logits", model.lmHead.map { $0(hidden) } ?? model.embedding.logits(hidden))
  }
}

/// The reader's sentence as vectors, and the block that works on it.
struct Lesson {
  /// The tokens, as they are shown.
  let words: [String]
  /// For every token the number of its word.
  let numbers: [Int]
  /// The different words, and one that ends a text.
  let vocabulary: [String]
  /// One row for every word of the vocabulary.
  let embedding: Embedding
  /// One row for every place in the sentence.
  let positions: Tensor
  /// An encoder's block.
  let block: TransformerBlock
  /// How its parts are put together.
  let wiring: Wiring

  /// The number of the token that ends a text.
  var end: Int { vocabulary.count - 1 }

  /// Steps one and two: words and places.
  var input: Tensor { embedding(numbers) + positions }

  /// The sentence that ends one word earlier.
  var numbersWithAnotherEnd: [Int] { numbers.dropLast() + [end] }
}

extension Tensor {
  /// √Σxᵢ².
  var norm: Double { scalars.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() }

  /// The rows of a matrix in the opposite order.
  var reversedRows: Tensor { Tensor(Array(rows.reversed())) }
}
