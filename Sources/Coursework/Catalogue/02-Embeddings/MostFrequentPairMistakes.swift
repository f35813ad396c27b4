extension MostFrequentPairExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "words-not-weighted", diagnosis: "a count of every word once, however often it stands in the text",
      remedy: "The number beside a word says how often it stands: each of its pairs stands as often.",
      frequency: 3
    ) { words in first(of: counts(words.map { ($0.symbols, 1) })) },
    Misconception(
      "ties-to-the-first-met", diagnosis: "the right counts, but of equally frequent pairs the one met first",
      remedy:
        "Which of two equal counts wins must not depend on the order of the words: compare the left symbols, "
        + "then the right ones.", frequency: 3
    ) { words in
      let counts = counts(words)
      let met = pairs(of: words)
      guard let most = counts.values.max(), let pair = met.first(where: { counts[$0] == most }) else {
        return nil
      }
      return (pair.left, pair.right, most)
    },
    Misconception(
      "ties-to-the-largest",
      diagnosis: "the right counts, but of equally frequent pairs the one that comes last in the alphabet",
      remedy:
        "The largest count wins, and then the *smallest* symbols: one comparison runs against the other two.",
      frequency: 2
    ) { words in
      let best = counts(words).max {
        ($0.value, $0.key.left, $0.key.right) < ($1.value, $1.key.left, $1.key.right)
      }
      return best.map { ($0.key.left, $0.key.right, $0.value) }
    },
    Misconception(
      "ties-by-left-alone",
      diagnosis: "the right counts, but where the left symbols are equal too the larger right symbol",
      remedy: "Two pairs may share the left symbol: then the right one decides.", frequency: 1
    ) { words in
      let best = counts(words).min {
        ($1.value, $0.key.left, $1.key.right) < ($0.value, $1.key.left, $0.key.right)
      }
      return best.map { ($0.key.left, $0.key.right, $0.value) }
    },
    Misconception(
      "without-overlaps", diagnosis: "counts without overlaps: a a a gave the pair a·a once",
      remedy:
        "Places do not overlap when a pair is *merged*. When it is *counted* every place counts, and a a a has "
        + "the pair at places 0 and 1.", frequency: 1
    ) { words in
      var counts: [Pair: Int] = [:]
      for (symbols, count) in words {
        var before: (pair: Pair, place: Int)?
        for place in symbols.indices.dropLast() {
          let pair = Pair(left: symbols[place], right: symbols[place + 1])
          if let last = before, last.pair == pair, last.place == place - 1 {
            before = nil
            continue
          }
          counts[pair, default: 0] += count
          before = (pair, place)
        }
      }
      return first(of: counts)
    },
    Misconception(
      "across-words",
      diagnosis: "counts across the ends of words: the last symbol of one with the first of the next",
      remedy: "Merges stay inside words. Start anew with every word instead of joining them all first.",
      frequency: 2
    ) { words in
      let text = words.flatMap { word in (0..<word.count).flatMap { _ in word.symbols } }
      return first(of: counts([(text, 1)]))
    },
    Misconception(
      "last-pair-missed", diagnosis: "counts in which the last pair of every word is missing",
      remedy:
        "n symbols have n − 1 pairs. At which place does the last one begin, and does your loop reach it?",
      frequency: 2
    ) { words in first(of: counts(words.map { (Array($0.symbols.dropLast()), $0.count) })) },
    Misconception(
      "order-ignored", diagnosis: "counts in which a·b and b·a are the same pair",
      remedy: "“th” is not “ht”: which symbol stands left is part of the pair.", frequency: 1
    ) { words in
      var counts: [Pair: Int] = [:]
      for (pair, count) in Self.counts(words) {
        let sorted = [pair.left, pair.right].sorted()
        counts[Pair(left: sorted[0], right: sorted[1]), default: 0] += count
      }
      return first(of: counts)
    },
    Misconception(
      "best-symbol-first", diagnosis: "the most frequent symbol with its most frequent right neighbour",
      remedy: "The pair with the largest count need not begin with the most frequent symbol: count pairs.",
      frequency: 1
    ) { words in
      let symbols = symbolCounts(words)
      guard let best = symbols.min(by: { ($1.value, $0.key) < ($0.value, $1.key) })?.key else { return nil }
      return first(of: counts(words).filter { $0.key.left == best })
    },
    Misconception(
      "scored-by-share", diagnosis: "the pair with the largest count(ab) / (count(a) · count(b))",
      remedy:
        "That is the score of WordPiece, which prefers symbols that hardly stand alone. Byte-pair encoding takes "
        + "the plain count.", frequency: 1
    ) { words in
      let symbols = symbolCounts(words)
      let counts = counts(words)
      func score(_ pair: Pair) -> Double {
        Double(counts[pair] ?? 0) / Double((symbols[pair.left] ?? 1) * (symbols[pair.right] ?? 1))
      }
      let best = counts.keys.min { (score($1), $0.left, $0.right) < (score($0), $1.left, $1.right) }
      return best.map { ($0.left, $0.right, counts[$0] ?? 0) }
    },
    Misconception(
      "lower-cased", diagnosis: "counts of the symbols in lower case",
      remedy:
        "A text that was made lower-case cannot be given back. GPT-2's encoding keeps every letter as it is, so T "
        + "and t are two symbols.", source: .s0_3_2_P_PREP, frequency: 1
    ) { words in first(of: counts(words.map { ($0.symbols.map { $0.lowercased() }, $0.count) })) },
    Misconception(
      "once-a-word", diagnosis: "counts in which a pair counts once a word, however often it stands in it",
      remedy: "n a n a has the pair n·a twice, and gives it the word's number twice.", frequency: 2
    ) { words in
      first(
        of: words.reduce(into: [:]) { counts, word in
          for pair in Set(pairs(of: [word])) { counts[pair, default: 0] += word.count }
        })
    },
    joinedKey,
    joinedKey.variant("last-met") { words in first(of: joinedCounts(words, keepsFirst: false)) },
    Misconception(
      "ties-by-the-joined-text",
      diagnosis: "the right counts, but of equally frequent pairs the one whose joined text is smaller",
      remedy:
        "a·bz stands before ab·a, since a is smaller than ab: compare the left symbols first, by themselves.",
      frequency: 2
    ) { words in
      let best = counts(words).min { ($1.value, $0.key.joined) < ($0.value, $1.key.joined) }
      return best.map { ($0.key.left, $0.key.right, $0.value) }
    },
    Misconception(
      "ties-by-right-first",
      diagnosis: "the right counts, but of equally frequent pairs the one with the smaller right symbol",
      remedy: "The left symbols are compared first; the right ones decide only where these are equal.",
      frequency: 1
    ) { words in
      let best = counts(words).min {
        ($1.value, $0.key.right, $0.key.left) < ($0.value, $1.key.right, $1.key.left)
      }
      return best.map { ($0.key.left, $0.key.right, $0.value) }
    },
    Misconception(
      "ties-to-the-last-met", diagnosis: "the right counts, but of equally frequent pairs the one met last",
      remedy:
        "Which of two equal counts wins must not depend on the order of the words. Does >= stand where > should?",
      frequency: 2
    ) { words in
      let counts = counts(words)
      guard let most = counts.values.max() else { return nil }
      return pairs(of: words).last { counts[$0] == most }.map { ($0.left, $0.right, most) }
    },
    Misconception(
      "letters-for-symbols",
      diagnosis: "counts of neighbouring letters: symbols of several letters were taken apart again",
      remedy:
        "`an` is one symbol after its merge, and never two again: go along the list, not along the text.",
      frequency: 2
    ) { words in
      first(of: counts(words.map { ($0.symbols.joined().map { String($0) }, $0.count) }))
    },
    Misconception(
      "share-of-the-left",
      diagnosis: "the pair with the largest count(ab) / count(a): the surest right neighbour",
      remedy:
        "That is a conditional probability, as in a bigram model. Byte-pair encoding takes the plain count.",
      frequency: 1
    ) { words in
      let symbols = symbolCounts(words)
      let counts = counts(words)
      func score(_ pair: Pair) -> Double { Double(counts[pair] ?? 0) / Double(symbols[pair.left] ?? 1) }
      let best = counts.keys.min { (score($1), $0.left, $0.right) < (score($0), $1.left, $1.right) }
      return best.map { ($0.left, $0.right, counts[$0] ?? 0) }
    },
  ]

  private static let joinedKey = Misconception<Function>(
    "joined-key", diagnosis: "counts of the joined text left + right: a·bc and ab·c became one pair",
    remedy: "Two pairs may be spelled alike. Keep them apart in the key: an array of the two symbols.",
    frequency: 3
  ) { words in first(of: joinedCounts(words, keepsFirst: true)) }

  /// How often each joined text stands, under the pair that was met first or last with it.
  private static func joinedCounts(_ words: [Word], keepsFirst: Bool) -> [Pair: Int] {
    let pairOfText = Dictionary(pairs(of: words).map { ($0.joined, $0) }) { keepsFirst ? $0 : $1 }
    return counts(words).reduce(into: [:]) { counts, entry in
      counts[pairOfText[entry.key.joined] ?? entry.key, default: 0] += entry.value
    }
  }

  /// The most frequent pair by the stated rule.
  private static func first(of counts: [Pair: Int]) -> (left: String, right: String, count: Int)? {
    let best = counts.min {
      ($1.value, $0.key.left, $0.key.right) < ($0.value, $1.key.left, $1.key.right)
    }
    return best.map { ($0.key.left, $0.key.right, $0.value) }
  }

  /// All pairs in the order in which they stand.
  private static func pairs(of words: [Word]) -> [Pair] {
    words.flatMap { word in zip(word.symbols, word.symbols.dropFirst()).map { Pair(left: $0, right: $1) } }
  }

  /// How often each symbol stands.
  private static func symbolCounts(_ words: [Word]) -> [String: Int] {
    var counts: [String: Int] = [:]
    for word in words { for symbol in word.symbols { counts[symbol, default: 0] += word.count } }
    return counts
  }
}
