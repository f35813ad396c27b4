import Autodiff
import Formulas
import Neural
import Notebook
import Randomness

/// What the first section leaves to those that follow: the sentence as vectors, a block, and what it made of them.
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
  /// Words and places, `[time, width]`.
  let input: Tensor
  /// An encoder's block.
  let block: TransformerBlock
  /// What is broken in it.
  let breakage: Breakage
  /// What its first layer norm makes, the first sum, and the block's output: `[time, width]` each.
  let normalized: Tensor
  let residual: Tensor
  let output: Tensor
  /// Where random numbers start.
  let seed: Seed

  var placement: NormPlacement { block.normPlacement }
  var heads: Int { block.attention.headCount }
  var width: Int { input.shape[1] }
}

/// The names of what can be observed in the small GPT; a GPT as deep, of two channels, has them too.
func observableNames(layers: Int, placement: NormPlacement, breakage: Breakage) -> [String] {
  let model = GPT(
    GPTConfiguration(
      vocabularySize: 1, contextLength: 1, layerCount: layers, headCount: 1, channels: 2,
      normPlacement: placement),
    seed: 1)
  return observing { logits(model, [0], breakage) }.observations.map(\.name)
}

extension TransformerBlock {
  /// The channels inside its network.
  var hiddenCount: Int { feedForward.expand.weight.shape[1] }
}

extension Tensor {
  /// √Σxᵢ².
  var norm: Double { scalars.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() }
}

extension ChapterNotebook {
  /// A matrix that has a row for each token.
  func tokens(
    _ name: String, _ tensor: Tensor, of words: [String], channel: String = "channel",
    formula: FormulaID? = nil
  ) {
    self.tensor(name, tensor, axes: ["token", channel], labels: [words, []], formula: formula)
  }

  /// What a layer norm finds and what it makes: two numbers a token, and a row.
  func statistics(_ mean: Tensor, _ variance: Tensor, _ normalized: Tensor, of words: [String]) {
    for (name, tensor) in [("mean", mean), ("variance", variance)] {
      self.tensor(
        name, tensor.scalars, shape: [words.count], axes: ["token"], labels: [words], formula: .s1_3_3_LNSTAT)
    }
    tokens("normalized", normalized, of: words, formula: .s1_3_3_LNNORM)
  }
}

/// Numbers as a vector: (1.00, −2.00).
func vector(_ row: [Double], decimals: Int) -> String {
  "(" + row.map { NumberText.fixed($0, decimals: decimals) }.joined(separator: ", ") + ")"
}
