import Autodiff
import Formulas
import Language
import Neural
import Notebook

/// What the first section made of the reader's sentence, under the names that it has there: the later ones go on with it.
struct Lesson {
  let seed: UInt64
  let wrongReshape: Bool
  let sharedHeads: Bool
  let sentence: Sentence
  let embedding: Embedding
  let positions: Tensor
  /// `[time, width]`.
  let input: Tensor
  let attention: MultiHeadAttention
  /// What each head made, `[time, size]`.
  let headOutputs: [Tensor]
  /// `[time, width]`.
  let concatenated: Tensor
  /// What mixes the heads: W^O, or the identity where that is left out.
  let outputWeight: Tensor

  var words: [String] { sentence.words }
  var time: Int { input.shape[0] }
  var width: Int { input.shape[1] }
  var heads: Int { attention.headCount }
  /// The channels of one head.
  var size: Int { width / heads }
}

/// The names for `--observe`, in the order in which the first section computes what they name.
func namesOfIntermediates(causal: Bool) -> [String] {
  let steps = ["query", "key", "value", "scores", "scaled"] + (causal ? ["masked"] : [])
  return (steps + ["weights", "output", "concatenated", "projected"]).map { "attention." + $0 }
}

/// The channels of the concatenation that head 0 fills, in words.
func channelsOfHead0(size: Int) -> String { size == 1 ? "channel 0" : "channels 0 to \(size - 1)" }

/// The largest distance between two lists, tensor by tensor.
func largestDistance(_ some: [Tensor], _ others: [Tensor]) -> Double {
  concatenate(some, axis: 1).distance(to: concatenate(others, axis: 1))
}

/// MultiHead(X) by the specification, in `Double`.
func specifiedOutput(
  _ input: Tensor, attention: MultiHeadAttention, outputWeight: Tensor, causal: Bool
) throws -> Matrix {
  func weights(_ all: Linear) -> [Matrix] {
    all.weight.split(count: attention.headCount, axis: 1).map(\.matrix)
  }
  return try Formula.MultiHead.published(
    query: input.matrix, key: input.matrix, value: input.matrix,
    weights: .init(
      query: weights(attention.query), key: weights(attention.key), value: weights(attention.value),
      output: outputWeight.matrix),
    causal: causal)
}
