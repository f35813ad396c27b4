/// A writer's errors as a channel: now and then a slip of the hand, and now and then a slip of the mind.
///
///     P(typed | meant) = (1 − ε − ρ)·[typed = meant] + ε·P_slip(typed | meant) + ρ/m·[typed is one of m others]
///
/// A slip of the hand seldom leaves a word; a slip of the mind puts another word in the place of the right one, and
/// no dictionary finds it. Every word has one error at most.
public struct TypingErrors: WordChannel {
  /// ε: the share of words with a slip of the hand.
  public let slipRate: Double
  /// ρ: the share, of the words that can be mixed up at all, for which another is written.
  public let mixUpRate: Double
  /// What a slip of the hand makes of a word.
  public let slip: KeyboardSlip
  /// For each word that can be mixed up, those that are written for it.
  private let others: [String: [String]]

  /// A writer who mixes up the words of each group; stops when the rates are negative or sum to more than 1, and when
  /// a word is there twice.
  public init(
    slipRate: Double = 0.05, mixUpRate: Double = 0.05, mixUps groups: [[String]],
    slip: KeyboardSlip = KeyboardSlip()
  ) {
    guard slipRate >= 0, mixUpRate >= 0, slipRate + mixUpRate <= 1 else {
      fatalError("TypingErrors: rates \(slipRate) and \(mixUpRate), negative or above 1 in all")
    }
    self.slipRate = slipRate
    self.mixUpRate = mixUpRate
    self.slip = slip
    var others: [String: [String]] = [:]
    for group in groups {
      for (place, word) in group.enumerated() {
        let rest = Array(group[..<place] + group[(place + 1)...])
        guard others.updateValue(rest, forKey: word) == nil else {
          fatalError("TypingErrors: “\(word)” can be mixed up in two ways")
        }
      }
    }
    self.others = others
  }

  /// All that can be typed for `word`: the word itself first, then slips of the hand, then those of the mind.
  public func outcomes(of word: String) -> [(observed: String, probability: Double)] {
    let slips = slip.outcomes(of: word)
    let others = others[word] ?? []
    let slipped = slips.isEmpty ? 0 : slipRate
    let mixedUp = others.isEmpty ? 0 : mixUpRate
    var result = [(observed: word, probability: 1 - slipped - mixedUp)]
    result += slips.map { (observed: $0.typed, probability: slipped * $0.probability) }
    for other in others {
      let probability = mixedUp / Double(others.count)
      if let place = result.firstIndex(where: { $0.observed == other }) {
        result[place].probability += probability
      } else {
        result.append((other, probability))
      }
    }
    return result
  }
}

extension TinyWorld {
  /// The words that somebody who tells a story may mix up: of one kind (names, colours, things), with the same first
  /// letter. So are most slips of the mind (Fay and Cutler 1977); only the story can tell that one was made.
  ///
  /// Groups of at least two words, in the order of kinds and letters.
  public var mixUps: [[String]] {
    [StoryFact.name, .colour, .thing].flatMap { fact in
      let words = machine.language.words[fact.rawValue]
      let groups = Dictionary(grouping: words) { $0.first }
      return groups.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    }
  }
}
