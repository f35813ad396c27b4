import Randomness

/// What becomes of a word between the one who means it and the one who reads or hears it: P(observed | meant).
///
/// Shannon's noisy channel (1948), one word at a time. Who knows the channel and the language can go back: the word
/// that was meant is the one of the largest P(observed | meant) · P(meant).
public protocol WordChannel: Sendable {
  /// All that can be observed when `word` is meant, each once, with its probability; they sum to 1.
  func outcomes(of word: String) -> [(observed: String, probability: Double)]
}

extension WordChannel {
  /// P(observed | word).
  public func probability(of observed: String, meaning word: String) -> Double {
    outcomes(of: word).first { $0.observed == observed }?.probability ?? 0
  }

  /// Draws what is observed of a word.
  public func observation(of word: String, using generator: inout some RandomNumberGenerator) -> String {
    let outcomes = outcomes(of: word)
    return outcomes[generator.index(weights: outcomes.map(\.probability))].observed
  }

  /// A text as it is observed, with its truth: one element for each of `WordTokenizer.words(of: text)`.
  ///
  /// Words are sent through the channel, one after another; a space before a word, punctuation marks and line ends
  /// arrive as they are.
  public func observations(
    of text: String, using generator: inout some RandomNumberGenerator
  ) -> [(meant: String, observed: String)] {
    WordTokenizer.words(of: text).map { piece in
      let (space, word) = spaceAndWord(piece)
      guard let word else { return (piece, piece) }
      return (piece, space + observation(of: word, using: &generator))
    }
  }
}

/// A token's leading space, or nothing, and its word, or nil when what follows is no word.
func spaceAndWord(_ piece: String) -> (space: String, word: String?) {
  let word = piece.drop { $0 == " " }
  let space = String(piece.prefix(piece.count - word.count))
  return (space, word.first?.isLetter == true ? String(word) : nil)
}
