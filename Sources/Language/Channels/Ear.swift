import Platform

/// A listener as a channel: of each word that is said, one is heard that sounds like it, most often the word itself.
///
///     P(heard | said) = exp(−κ·d(heard, said)) / Σ_w exp(−κ·d(w, said))
///
/// d is the distance of their sounds, and w runs over the words that the ear knows, no farther from what was said
/// than it can err. Capitals are not heard.
public struct Ear: WordChannel {
  /// κ: how much rarer a word is heard for each unit that it is farther from what was said.
  public let sharpness: Double
  /// The greatest distance between what is said and what is heard.
  public let reach: Double
  private let known: [String]
  private let sounds: [[Sound]]

  /// An ear for the given words; each is known once, however it is written.
  public init(for words: some Sequence<String>, sharpness: Double = 2, reach: Double = 1.5) {
    self.sharpness = sharpness
    self.reach = reach
    known = Set(words.map { $0.lowercased() }).sorted()
    sounds = known.map(Sound.sounds)
  }

  /// What can be heard when `word` is said, in the order of the alphabet; nothing when nothing known is near enough.
  public func outcomes(of word: String) -> [(observed: String, probability: Double)] {
    let said = Sound.sounds(of: word)
    let weights = zip(known, sounds).compactMap { heard, sounds in
      let distance = soundDistance(sounds, said)
      return distance <= reach ? (observed: heard, probability: exp(-sharpness * distance)) : nil
    }
    let total = weights.reduce(0) { $0 + $1.probability }
    return weights.map { ($0.observed, $0.probability / total) }
  }
}
