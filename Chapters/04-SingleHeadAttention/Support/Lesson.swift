import Autodiff
import Language
import Neural

/// The reader's sentence as vectors, and the head that looks at it.
struct Lesson {
  /// The tokens, and which of them are equal.
  let sentence: Sentence
  /// One row for every different word, and a last one for a word that the sentence does not have.
  let embedding: Embedding
  /// One row for every place in the sentence, `[time, width]`.
  let positions: Tensor
  /// Whether the head is told the places.
  let hasPositions: Bool
  /// The head.
  let head: Head
  /// What the head sees, `[time, width]`.
  let input: Tensor
  /// What it makes of that, `[time, d_k]` each.
  let query: Tensor
  let key: Tensor
  let value: Tensor

  /// The tokens, as they are shown.
  var words: [String] { sentence.words }

  /// The input after the last word was replaced by one that the sentence does not have.
  var inputWithAnotherEnd: Tensor {
    let unknown = embedding.weight.shape[0] - 1
    let rows = embedding(sentence.numbers.dropLast() + [unknown])
    return hasPositions ? rows + positions : rows
  }
}

/// What the way from scores to output left behind.
struct Attended {
  let scores: Tensor  // [query, key], as are the next three
  let scaled: Tensor
  let masked: Tensor?
  let weights: Tensor
  let output: Tensor  // [token, channel]
  /// Whether the head's scores of later keys are −∞, or should have been.
  let isCausal: Bool
  let breakage: Breakage

  /// Whether later tokens are hidden at all, in time or too late.
  var hidesLaterTokens: Bool { isCausal || breakage == .maskAfterSoftmax }
  /// Whether later keys get the score −∞.
  var hidesBeforeSoftmax: Bool { isCausal && breakage != .maskAfterSoftmax }
  /// Whether each query's scores are divided by √d_k.
  var isScaled: Bool { breakage != .noScale }
  /// Whether columns sum to 1, and not rows.
  var isOverQueries: Bool { breakage == .softmaxOverQueries }
}
