import Language
import Randomness

/// The next merge of byte-pair encoding: the pair of neighbours that stands most often.
package enum MostFrequentPairExercise: Exercise {
  /// A word as symbols, and how often it stands in the text.
  package typealias Word = (symbols: [String], count: Int)
  /// Words with their counts to the best pair and its count, or nil when no pair stands anywhere.
  package typealias Function =
    @Sendable (_ words: [Word]) throws -> (left: String, right: String, count: Int)?

  /// What the count is tried on.
  package struct Inputs: Codable, Sendable {
    struct Entry: Codable, Sendable {
      let symbols: [String]
      let count: Int
    }

    let words: [Entry]

    init(_ words: [(symbols: String, count: Int)]) {
      self.words = words.map {
        Entry(symbols: $0.symbols.split(separator: " ").map(String.init), count: $0.count)
      }
    }
  }

  package static let about = About(
    name: "mostFrequentPair", title: "the next merge",
    goal:
      "Count every pair of neighbouring symbols, as often as it stands in the text, and give the most frequent. "
      + "Of equally frequent pairs take the one with the smaller left symbol, then with the smaller right one.",
    formula: "argmax over (a, b) of Σ_words count(word) · #{i : symbolᵢ = a, symbolᵢ₊₁ = b}",
    formulas: [.g_BPE], minutes: 20, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "A word that stands 6 times gives 6 to every pair in it. The list holds each word once so that the counting "
      + "is quick; the numbers beside the words say how often they stand in the text.",
    shapes:
      "A word of n symbols has n − 1 pairs: places 0 and 1, 1 and 2, …, n − 2 and n − 1. A word of one symbol has "
      + "none. A pair can be the key of a dictionary as an array of two symbols.",
    pseudocode: """
      counts ← empty
      for every word with its count:
        for every symbol but the last: add the count to the pair of it and its right neighbour
      best ← of all pairs the one with the largest count;
             at equal counts with the smaller left symbol, then with the smaller right symbol
      nothing, if there is no pair
      """,
    line: """
      for (left, right) in zip(symbols, symbols.dropFirst()) { counts[[left, right], default: 0] += count }
      …
      let best = counts.min { ($1.value, $0.key[0], $0.key[1]) < ($0.value, $1.key[0], $1.key[1]) }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    let letters = ["a", "b", "n", "an", "s"]
    let drawn = (0..<6).map { _ -> (String, Int) in
      let length = Int.random(in: 2...6, using: &random)
      let symbols = (0..<length).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] }
      return (symbols.joined(separator: " "), Int.random(in: 1...9, using: &random))
    }
    return [
      Inputs([("l o w", 5), ("l o w e r", 2), ("n e w e s t", 6), ("w i d e s t", 3)]),
      Inputs([("a a a", 3), ("b c", 4), ("a b", 1)]),
      Inputs([("x y", 4), ("c d", 4), ("y x", 3), ("c b", 4)]),
      Inputs([("q u", 3), ("e r e s e t e", 2), ("t h", 2), ("T h", 2)]),
      Inputs([("k", 9), ("k k", 1)]),
      Inputs([("b", 7), ("an", 2)]),
      // The same text, joined; ties that joined texts and the right symbol decide otherwise; a pair twice in a word.
      Inputs([("a bc", 3), ("ab c", 2), ("x y", 4)]),
      Inputs([("a bz", 2), ("ab a", 2)]),
      Inputs([("b a", 3), ("a c", 3)]),
      Inputs([("n a n a", 3), ("t h", 5)]),
      Inputs([]),
      Inputs(drawn),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let best = try function(inputs.words.map { ($0.symbols, $0.count) })
    return Answer([
      Answer.Part("count", shape: [], numbers: [Double(best?.count ?? 0)]),
      Answer.Part(
        "pair (of equally frequent ones the one with the smaller symbols)",
        words: best.map { [$0.left, $0.right] } ?? []),
    ])
  }

  /// The tokenizer's own training, for one merge: each symbol becomes a letter, in their order, and each word stands
  /// twice as often as its count, since a pair that stands once only would not be merged.
  package static let reference: Function = { words in
    let letters = Letters(for: words.flatMap(\.symbols))
    let text = words.map { String(repeating: letters.text(of: $0.symbols) + "\n", count: 2 * $0.count) }
      .joined()
    guard let merge = try BytePairTokenizer.train(on: text, mergeCount: 1).merges.first else { return nil }
    let (left, right) = (letters.symbol(of: merge.left), letters.symbol(of: merge.right))
    return (left, right, counts(words)[Pair(left: left, right: right)] ?? 0)
  }

  /// Two neighbours.
  struct Pair: Hashable {
    let left: String
    let right: String
    var joined: String { left + right }
  }

  /// How often each pair stands.
  static func counts(_ words: [Word]) -> [Pair: Int] {
    var counts: [Pair: Int] = [:]
    for (symbols, count) in words {
      for (left, right) in zip(symbols, symbols.dropFirst()) {
        counts[Pair(left: left, right: right), default: 0] += count
      }
    }
    return counts
  }
}

/// A letter for every symbol, in the order of the symbols: what a tokenizer of letters can read.
struct Letters {
  private let symbols: [String]

  init(for symbols: [String]) { self.symbols = Set(symbols).sorted() }

  /// The symbols as one word of letters.
  func text(of symbols: [String]) -> String { symbols.map(letter).joined() }

  /// The letter of a symbol.
  func letter(of symbol: String) -> String {
    let number = self.symbols.firstIndex(of: symbol) ?? 0
    return String(Unicode.Scalar(UInt8(ascii: "a") + UInt8(number)))
  }

  /// The symbol of a letter, or the symbols of more letters joined.
  func symbol(of letters: String) -> String {
    letters.utf8.map { symbols[Int($0 - UInt8(ascii: "a"))] }.joined()
  }
}
