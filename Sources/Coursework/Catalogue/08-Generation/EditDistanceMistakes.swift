extension EditDistanceExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "no-exchange", diagnosis: "a distance in which two exchanged neighbours are two changes",
      remedy: "That is Levenshtein's. “kiet” for “kite” is one slip of the finger: which rule is missing?",
      frequency: 3
    ) { distance(Array($0), Array($1), exchange: nil) },
    Misconception(
      "exchange-for-nothing", diagnosis: "a distance in which an exchange costs nothing",
      remedy: "It is one change: + 1.", frequency: 1
    ) { distance(Array($0), Array($1), exchange: 0) },
    Misconception(
      "any-two", diagnosis: "a distance in which any two letters become any other two for one change",
      remedy: "An exchange needs the same two letters, in the other order. Which two comparisons say so?",
      frequency: 2
    ) { distance(Array($0), Array($1), needsEqualLetters: false) },
    Misconception(
      "replacement-of-two", diagnosis: "a distance in which a replacement costs two: one out, one in",
      remedy: "One wrong letter is one slip. The diagonal costs 1 where the letters differ.", frequency: 2
    ) { distance(Array($0), Array($1), replacement: 2) },
    Misconception(
      "zero-border", diagnosis: "a table whose first row is 0: letters before the word were free",
      remedy: "Out of nothing a word of n letters takes n changes. What must the border of the table say?",
      frequency: 2
    ) { distance(Array($0), Array($1), freeBeginning: true) },
    Misconception(
      "place-by-place",
      diagnosis: "the letters compared place by place: one missing makes all later ones wrong",
      remedy: "“bel” and “bell” differ by one letter; so do “ell” and “bell”. Does yours say so?",
      frequency: 2
    ) { typed, word in
      zip(typed, word).count { $0 != $1 } + abs(typed.count - word.count)
    },
    Misconception(
      "bytes", diagnosis: "bytes compared in the place of letters",
      remedy: "é has two bytes, or three. An array of the Characters counts as a reader does.", frequency: 2
    ) { distance(Array($0.utf8), Array($1.utf8)) },
    Misconception(
      "scalars", diagnosis: "Unicode scalars compared in the place of letters",
      remedy: "é may be one scalar or an e with an accent. Characters are equal when they look the same.",
      frequency: 1
    ) { distance(Array($0.unicodeScalars), Array($1.unicodeScalars)) },
    Misconception(
      "lengths", diagnosis: "the difference of the lengths alone, or replacements that cost nothing",
      remedy: "Words of one length may have no letter in common.", frequency: 1
    ) { abs($0.count - $1.count) },
    Misconception(
      "letters-in-a-bag", diagnosis: "the letters compared without their order",
      remedy: "“dab” and “bad” have the same letters. Where does the order come in?", frequency: 1
    ) { typed, word in
      let (more, fewer) = (letters(typed, without: word), letters(word, without: typed))
      return max(more, fewer)
    },
    Misconception(
      "capitals-alike", diagnosis: "capitals and small letters taken for the same",
      remedy: "M and m are two Characters: a change of one into the other counts.", frequency: 1
    ) { distance(Array($0.lowercased()), Array($1.lowercased())) },
    Misconception(
      "likeness", diagnosis: "how many letters are alike: the length less the distance",
      remedy: "Equal words have the distance 0.", frequency: 1
    ) { max($0.count, $1.count) - distance(Array($0), Array($1)) },
    Misconception(
      "last-letter-missed", diagnosis: "the distance without the last letters: the wrong corner of the table",
      remedy: "n letters have n + 1 rows. In which corner of the table do both words stand whole?",
      frequency: 2
    ) { distance(Array($0.dropLast()), Array($1.dropLast())) },
  ]

  /// How many letters of a word another lacks.
  private static func letters(_ word: String, without other: String) -> Int {
    var rest = Array(other)
    return word.count { letter in
      guard let place = rest.firstIndex(of: letter) else { return true }
      rest.remove(at: place)
      return false
    }
  }
}
