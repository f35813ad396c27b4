extension MergePairExercise {
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
    Misconception(
      "joined-texts",
      diagnosis: "merges of any two symbols that are spelled left + right together: a·bc merged as ab·c",
      remedy:
        "a·bc and ab·c are spelled alike and are two pairs: compare left with left and right with right.",
      frequency: 2
    ) { symbols, left, right in
      var result: [String] = []
      for symbol in symbols {
        if let last = result.last, last + symbol == left + right, last != left + right {
          result[result.count - 1] = left + right
        } else {
          result.append(symbol)
        }
      }
      return result
    },
    Misconception(
      "every-second-place", diagnosis: "merges at every second place alone: the word was cut into twos first",
      remedy: "A pair may begin at any place: go on by one where nothing was merged.", frequency: 1
    ) { symbols, left, right in
      stride(from: 0, to: symbols.count, by: 2).flatMap { place in
        isPair(symbols, at: place, left, right)
          ? [left + right] : Array(symbols[place..<min(place + 2, symbols.count)])
      }
    },
    Misconception(
      "letters",
      diagnosis: "merges in the letters of the word: symbols of several letters were taken apart first",
      remedy: "What was merged before is one symbol now. Go along the list of symbols, not along the text.",
      frequency: 1
    ) { symbols, left, right in
      walk(symbols.flatMap { $0.map { String($0) } }, left, right).map(\.symbol)
    },
    Misconception(
      "pair-dropped", diagnosis: "words from which the pair has vanished: the merged symbol was not written",
      remedy: "A merge makes one symbol of two. Where is it put into the new word?", frequency: 1
    ) { symbols, left, right in walk(symbols, left, right).filter { !$0.isMerged }.map(\.symbol) },
    Misconception(
      "merged-alone", diagnosis: "the merged symbols alone, without those that no merge has used",
      remedy: "A symbol that is not part of the pair stays in the word, at its place.", frequency: 1
    ) { symbols, left, right in walk(symbols, left, right).filter(\.isMerged).map(\.symbol) },
    Misconception(
      "whole-word", diagnosis: "the word joined to one symbol",
      remedy: "Only left directly before right becomes one symbol; the others stay apart.", frequency: 1
    ) { symbols, _, _ in [symbols.joined()] },
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
