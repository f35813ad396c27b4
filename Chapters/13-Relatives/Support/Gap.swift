import Language

/// A word of a text that is asked for.
struct Gap {
  enum Kind: CaseIterable { case first, again, other }

  let text: [Int]
  let place: Int
  /// Whether a person, thing or colour stands there, and for the first time.
  let kind: Kind

  var word: Int { text[place] }

  /// Every place of some texts.
  static func all(in texts: ShortTexts) -> [Gap] {
    texts.heldOut.flatMap { text in
      text.indices.map { place in
        let word = texts.label(of: text[place])
        let isAgain = text[..<place].contains { texts.label(of: $0) == word }
        let kind: Kind = !texts.isNamed(text[place]) ? .other : isAgain ? .again : .first
        return Gap(text: text, place: place, kind: kind)
      }
    }
  }
}
