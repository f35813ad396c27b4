import Language
import Platform

/// Completes a half-typed word from the words of a vocabulary:
///
///     P(word | text, beginning) = P(word | text) / Σ P(w | text) over all words w with that beginning
///
/// A model of word tokens cannot read half a word. It need not: what is typed already is a condition on the next token.
public struct WordCompletion: Sendable {
  private let words: [(token: Int, piece: [UInt8])]

  /// Completes by the words of the tokenizer; its marks and white spaces are never offered.
  public init(_ tokenizer: WordTokenizer) {
    words = tokenizer.vocabulary.strings.enumerated().compactMap { token, piece in
      piece.last?.isLetter == true ? (token, Array(piece.utf8)) : nil
    }
  }

  /// The words that a beginning may become, the likeliest first, with probabilities that sum to 1.
  ///
  /// The beginning has the space before it, if there is one: `" ki"` becomes `" kite"`; without a space it is the
  /// beginning of a text. `logits` is the row of the next token. Of words equally likely that with the lowest token
  /// comes first. Empty when no word begins so.
  public func callAsFunction(_ beginning: String, logits: [Float]) -> [(token: Int, probability: Double)] {
    let space = UInt8(ascii: " ")
    let possible = words.filter { word in
      word.piece.starts(with: beginning.utf8) && (!beginning.isEmpty || word.piece.first != space)
    }.map { (token: $0.token, logit: Double(logits[$0.token])) }
    let largest = possible.map(\.logit).max() ?? 0
    let weights = possible.map { exp($0.logit - largest) }
    let total = weights.reduce(0, +)
    return zip(possible, weights).map { (token: $0.token, probability: $1 / total) }
      .sorted { ($1.probability, $0.token) < ($0.probability, $1.token) }
  }
}
