import Language

/// A text that a model has written, and what the exact judge says of it.
struct JudgedText {
  let text: String
  /// Whether the world tells this text, whole.
  let isAccepted: Bool
  /// How many words there are before the first with which no text of the world begins.
  let possibleWords: Int

  init(_ tokens: [Int], _ texts: ShortTexts) {
    let words = tokens.map { texts.text(of: $0) }
    let whole = words.joined()
    text = whole == "\n" ? "(nothing)" : whole.replacing("\n", with: "")
    isAccepted = texts.world.logProbability(of: whole) > -.infinity
    possibleWords =
      (1...max(1, words.count)).first { count in
        texts.world.logProbability(ofBeginning: words.prefix(count).joined()) == -.infinity
      }.map { $0 - 1 } ?? words.count
  }
}
