import Autodiff
import Formulas
import Neural
import Randomness

/// One attention head whose weights are random: nobody has trained it.
struct Head {
  let query: Linear
  let key: Linear
  let value: Linear

  /// Three projections from `width` channels to `keyWidth`, without biases.
  init(width: Int, keyWidth: Int, using generator: inout SeededGenerator) {
    query = Linear(inputs: width, outputs: keyWidth, hasBias: false, using: &generator)
    key = Linear(inputs: width, outputs: keyWidth, hasBias: false, using: &generator)
    value = Linear(inputs: width, outputs: keyWidth, hasBias: false, using: &generator)
  }

  /// Attention of every token of `input` to every token of it: `[time, width] → [time, keyWidth]`.
  func callAsFunction(_ input: Tensor, mask: Mask? = nil, scale: Float? = nil) -> Tensor {
    scaledDotProductAttention(
      query: query(input), key: key(input), value: value(input), mask: mask, scale: scale)
  }
}

/// The reader's sentence as vectors, and the head that looks at it.
struct Lesson {
  /// The tokens, as they are shown.
  let words: [String]
  /// For every token the number of its word.
  let numbers: [Int]
  /// One row for every different word.
  let embedding: Embedding
  /// One row for every place in the sentence.
  let positions: Tensor
  /// Whether the head is told the places.
  let hasPositions: Bool
  /// The head.
  let head: Head

  /// The input of the head.
  var input: Tensor { input(numbers, withPositions: hasPositions) }

  /// The input for words in another order, or other words, with or without their places.
  func input(_ numbers: [Int], withPositions: Bool) -> Tensor {
    withPositions ? embedding(numbers) + positions : embedding(numbers)
  }

  /// The input after the last word was replaced by one that the sentence does not have.
  var inputWithAnotherEnd: Tensor {
    let unknown = embedding.weight.shape[0] - 1
    return input(numbers.dropLast() + [unknown], withPositions: hasPositions)
  }
}
