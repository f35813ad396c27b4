import Randomness

/// How words are hidden from a model that is to guess them from both sides (Devlin et al. 2019, §3.1).
public struct WordMasking: Sendable, Hashable {
  /// The token that stands in the place of a hidden word.
  public let maskToken: Int
  /// The tokens that are words: no others are hidden, and any of them may stand in another's place to mislead.
  public let words: Range<Int>
  /// The share of the words of each text that are asked for.
  public let share: Double
  /// Of those, the share that the mask hides; the rest is to have the model say something sensible of every place.
  public let hiddenShare: Double
  /// Of those, the share where a word drawn at random stands; where neither, the word itself stands.
  public let misleadingShare: Double

  /// BERT's shares unless others are given: 15 %, of which 80 % are hidden, 10 % misleading and 10 % as they were. Traps for
  /// shares outside [0, 1], or of which two sum to more, and for no words.
  public init(
    maskToken: Int, words: Range<Int>, share: Double = 0.15, hiddenShare: Double = 0.8,
    misleadingShare: Double = 0.1
  ) {
    guard (0...1).contains(share), hiddenShare >= 0, misleadingShare >= 0,
      hiddenShare + misleadingShare <= 1, !words.isEmpty
    else {
      fatalError(
        "WordMasking: \(share) of the words, of them \(hiddenShare) hidden and \(misleadingShare) misleading, out "
          + "of \(words.count) different ones")
    }
    self.maskToken = maskToken
    self.words = words
    self.share = share
    self.hiddenShare = hiddenShare
    self.misleadingShare = misleadingShare
  }

  /// How many of a text's words are asked for: the share, rounded, but one at least where there is any.
  public func count(ofWords words: Int) -> Int {
    min(words, max(1, Int((share * Double(words)).rounded())))
  }
}

/// Texts with words hidden, and what the words were: what one step of a masked language model reads.
///
/// A place that is asked for is asked for whatever stands there now; no other place is.
public struct MaskedBatch: Sendable, Hashable {
  /// The texts as the model reads them, filled up to one length, `[batch, time]`.
  public let inputs: [[Int]]
  /// The number of tokens of each text without what fills it up.
  public let lengths: [Int]
  /// The texts as they were, row-major.  // [batch, time]
  public let targets: [Int]
  /// Whether the model is asked what stood there.  // [batch, time]
  public let asks: [Bool]

  /// Hides words of texts: in each ``WordMasking/count(ofWords:)`` of those tokens that are words, drawn uniformly; then of
  /// each by itself whether it is hidden, misleading or as it was. A misleading word is any of the words, the same one too.
  public init(
    _ texts: [[Int]], padding: Int = 0, masking: WordMasking,
    using generator: inout some RandomNumberGenerator
  ) {
    let time = texts.lazy.map(\.count).max() ?? 0
    var inputs: [[Int]] = []
    var targets: [Int] = []
    var asks: [Bool] = []
    for text in texts {
      var changed = text
      var asked = [Bool](repeating: false, count: time)
      let places = text.indices.filter { masking.words.contains(text[$0]) }
      for place in generator.shuffled(places).prefix(masking.count(ofWords: places.count)) {
        asked[place] = true
        let fate = generator.uniform()
        if fate < masking.hiddenShare {
          changed[place] = masking.maskToken
        } else if fate < masking.hiddenShare + masking.misleadingShare {
          changed[place] = masking.words.lowerBound + generator.index(below: masking.words.count)
        }
      }
      let missing = repeatElement(padding, count: time - text.count)
      inputs.append(changed + missing)
      targets += text + missing
      asks += asked
    }
    self.inputs = inputs
    lengths = texts.map(\.count)
    self.targets = targets
    self.asks = asks
  }
}
