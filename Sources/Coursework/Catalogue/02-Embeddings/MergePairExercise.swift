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

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "right-kept", diagnosis: "words in which the right symbol of a merge is written once more after it",
      remedy: "A merge uses up two symbols: by how many places must you go on after it?", frequency: 3
    ) { symbols, left, right in
      symbols.indices.map { isPair(symbols, at: $0, left, right) ? left + right : symbols[$0] }
    },
    Misconception(
      "last-lost", diagnosis: "words whose last symbol is missing where no merge has used it",
      remedy: "Your loop stops at the last pair. Who writes the last symbol if it is not part of one?",
      frequency: 3
    ) { symbols, left, right in
      let word = walk(symbols, left, right)
      return word.filter { !$0.isLast || $0.isMerged }.map(\.symbol)
    },
    Misconception(
      "past-the-end",
      diagnosis: "a loop that looks past the last symbol when the word ends with the pair's left one",
      remedy:
        "Ask whether there is a next symbol *before* you look at it: conditions are tried from left to right.",
      frequency: 3
    ) { symbols, left, right in
      let word = walk(symbols, left, right)
      if let last = word.last, !last.isMerged, last.symbol == left { throw Stops("Index out of range") }
      return word.map(\.symbol)
    },
    Misconception(
      "as-text", diagnosis: "a replacement in the word's text: “e s” was also found inside “ne s”",
      remedy:
        "ne is a symbol of its own that only ends with an e. Compare symbols, not pieces of their spelling.",
      frequency: 2
    ) { symbols, left, right in
      symbols.joined(separator: " ").replacing("\(left) \(right)", with: left + right).split(separator: " ")
        .map(String.init)
    },
    Misconception(
      "first-only", diagnosis: "words in which only the first place was merged",
      remedy: "The pair becomes one symbol wherever it stands; go on after the first.", frequency: 2
    ) { symbols, left, right in
      guard let place = symbols.indices.first(where: { isPair(symbols, at: $0, left, right) }) else {
        return symbols
      }
      return symbols[..<place] + [left + right] + symbols[(place + 2)...]
    },
    Misconception(
      "from-the-right", diagnosis: "merges made from the right end: a a a became a aa",
      remedy: "The rule is from left to right; where places overlap, the left one is merged.", frequency: 2
    ) { symbols, left, right in
      walk(symbols.reversed(), right, left).map { $0.isMerged ? left + right : $0.symbol }.reversed()
    },
    Misconception(
      "either-order", diagnosis: "merges of right before left as well",
      remedy: "(t, h) is a pair, (h, t) another one: left must stand left.", frequency: 1
    ) { symbols, left, right in
      var result: [String] = []
      var place = 0
      while place < symbols.count {
        let isReversed = isPair(symbols, at: place, right, left)
        if isReversed || isPair(symbols, at: place, left, right) {
          result.append(symbols[place] + symbols[place + 1])
          place += 2
        } else {
          result.append(symbols[place])
          place += 1
        }
      }
      return result
    },
    Misconception(
      "right-not-checked",
      diagnosis: "words in which every left symbol swallowed what came after it, whatever it was",
      remedy: "Both symbols must agree: is the next one really right?", frequency: 1
    ) { symbols, left, _ in
      var result: [String] = []
      var place = 0
      while place < symbols.count {
        if symbols[place] == left, place + 1 < symbols.count {
          result.append(left + symbols[place + 1])
          place += 2
        } else {
          result.append(symbols[place])
          place += 1
        }
      }
      return result
    },
    Misconception(
      "with-a-space", diagnosis: "merged symbols written with something between their halves",
      remedy: "The new symbol is spelled like its two halves, one directly after the other: left + right.",
      frequency: 1
    ) { symbols, left, right in
      walk(symbols, left, right).map { $0.isMerged ? "\(left) \(right)" : $0.symbol }
    },
  ]

  private static func isPair(_ symbols: [String], at place: Int, _ left: String, _ right: String) -> Bool {
    place + 1 < symbols.count && symbols[place] == left && symbols[place + 1] == right
  }

  /// The word after the merge, and where it was made.
  private static func walk(
    _ symbols: [String], _ left: String, _ right: String
  ) -> [(symbol: String, isMerged: Bool, isLast: Bool)] {
    var result: [(symbol: String, isMerged: Bool, isLast: Bool)] = []
    var place = 0
    while place < symbols.count {
      let isHere = isPair(symbols, at: place, left, right)
      let next = place + (isHere ? 2 : 1)
      result.append((isHere ? left + right : symbols[place], isHere, next == symbols.count))
      place = next
    }
    return result
  }
}
