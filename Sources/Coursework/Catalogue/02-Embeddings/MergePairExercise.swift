import Language
import Randomness

/// One merge of byte-pair encoding in one word.
package enum MergePairExercise: Exercise {
  /// A word's symbols and the two that become one, to the word's new symbols.
  package typealias Function =
    @Sendable (_ symbols: [String], _ left: String, _ right: String) throws -> [String]

  /// What the merge is tried on.
  package struct Inputs: Codable, Sendable {
    let symbols: [String]
    let left: String
    let right: String

    init(_ symbols: String, _ left: String, _ right: String) {
      self.symbols = symbols.split(separator: " ").map(String.init)
      self.left = left
      self.right = right
    }
  }

  package static let about = About(
    name: "mergePair", title: "two symbols become one",
    goal:
      "Wherever left stands directly before right, put the one symbol left + right in their place, from left to "
      + "right. A symbol is used up by its merge: with the pair (a, a), a a a becomes aa a.",
    formula: "… left right …  →  … leftright …      n symbols → n − (number of merges) symbols",
    formulas: [.g_BPE], minutes: 15, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "Walk along the word with a place that moves by two after a merge and by one otherwise, and write the new "
      + "word as you go.",
    shapes:
      "At the last symbol there is no right neighbour to look at, yet the symbol itself must be written if no "
      + "merge has used it.",
    pseudocode: """
      new word ← empty;  place ← 0
      while the place is in the word:
        if there is a next symbol, and the two are left and right:
          write left + right;  place ← place + 2
        otherwise:
          write the symbol;  place ← place + 1
      """,
    line: """
      if place + 1 < symbols.count, symbols[place] == left, symbols[place + 1] == right {
        merged.append(left + right)
        place += 2
      } else {
        merged.append(symbols[place])
        place += 1
      }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    let letters = ["a", "b", "ab", "n"]
    let drawn = (0..<9).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] }
    return [
      Inputs("l o w e r l o w", "l", "o"),
      Inputs("n e w e s t", "s", "t"),
      Inputs("a a a a a", "a", "a"),
      Inputs("t h e t o t h e r h t", "t", "h"),
      Inputs("ne s t e s", "e", "s"),
      Inputs("l o w e s t l", "l", "o"),
      Inputs("b", "b", "b"),
      // What only looks like the pair when it is joined; a letter that a symbol contains.
      Inputs("a bc x ab c abc", "ab", "c"),
      Inputs("o lo w l ow l o", "l", "o"),
      Inputs("x a b", "a", "b"),
      Inputs((drawn + ["a", "b"]).joined(separator: " "), "a", "b"),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer([Answer.Part("symbols", words: try function(inputs.symbols, inputs.left, inputs.right))])
  }

  /// The tokenizer itself with one merge, each symbol being a letter.
  package static let reference: Function = { symbols, left, right in
    let letters = Letters(for: symbols + [left, right])
    let tokenizer = try BytePairTokenizer(merges: [
      .init(rank: 0, left: letters.letter(of: left), right: letters.letter(of: right))
    ])
    return try tokenizer.encode(letters.text(of: symbols)).map {
      letters.symbol(of: try tokenizer.decode([$0]))
    }
  }
}
