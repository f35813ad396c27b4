import Platform

/// A word of a vocabulary that may have been meant by what was observed.
public struct WordCandidate: Sendable, Hashable {
  /// The word's token.
  public var token: Int
  /// ln P(observed | word).
  public var logLikelihood: Double

  /// A word with how well it explains what was observed.
  public init(token: Int, logLikelihood: Double) {
    self.token = token
    self.logLikelihood = logLikelihood
  }
}

/// A channel turned round: for everything that can be observed, the words of a vocabulary that may have been meant.
public struct WordCandidates: Sendable {
  /// ln of what stands for P(observed | word) for every edit between a word and one that no outcome explains.
  public static let logLikelihoodOfAnEdit = -10.0

  private let vocabulary: Vocabulary
  /// By the leading space and what was observed after it.
  private var table: [String: [WordCandidate]] = [:]

  /// Sends every word of the tokenizer through the channel and notes what comes out.
  public init(_ channel: some WordChannel, of tokenizer: WordTokenizer) {
    vocabulary = tokenizer.vocabulary
    for (token, piece) in vocabulary.strings.enumerated() {
      let (space, word) = spaceAndWord(piece)
      guard let word else { continue }
      for (observed, probability) in channel.outcomes(of: word) where probability > 0 {
        table[space + observed, default: []].append(
          WordCandidate(token: token, logLikelihood: log(probability)))
      }
    }
  }

  /// The tokens that may have been meant by one of `WordTokenizer.words(of:)`, in the order of the vocabulary.
  ///
  /// Punctuation marks and spaces stand for themselves, with certainty. A word that the channel makes of no word of
  /// the vocabulary stands for those at the smallest edit distance d, each with −10·d: a score, not a probability.
  /// Empty for a mark that is not in the vocabulary.
  public func callAsFunction(_ piece: String) -> [WordCandidate] {
    if let known = table[piece] { return known }
    let (space, word) = spaceAndWord(piece)
    guard let word else {
      return vocabulary.id(of: piece).map { [WordCandidate(token: $0, logLikelihood: 0)] } ?? []
    }
    var nearest: [WordCandidate] = []
    var least = Int.max
    for (token, other) in vocabulary.strings.enumerated() {
      guard case (space, let other?) = spaceAndWord(other) else { continue }
      let distance = editDistance(word, other)
      if distance < least { (least, nearest) = (distance, []) }
      guard distance == least else { continue }
      nearest.append(
        WordCandidate(token: token, logLikelihood: Self.logLikelihoodOfAnEdit * Double(distance)))
    }
    return nearest
  }
}
