import Language
import Randomness

/// How often every run of n tokens stands in a text.
package enum NGramCountsExercise: Exercise {
  /// A text and n to the count of every run of n tokens that occurs.
  package typealias Function = @Sendable (_ tokens: [Int], _ order: Int) throws -> [[Int]: Int]

  /// What is counted.
  package struct Inputs: Codable, Sendable {
    let tokens: [Int]
    let order: Int
  }

  package static let about = About(
    name: "nGramCounts", title: "counting runs of n tokens",
    goal:
      "Count how often every run of `order` neighbouring tokens stands in a text. Runs overlap; a run that does not "
      + "occur has no entry.",
    formula: "C(w₁ … wₙ) = the number of places i with tokens[i ..< i + n] = w₁ … wₙ,   n = order",
    formulas: [.g_NGRAM, .s2_1_1_P_NGRAM], minutes: 10, difficulty: .easy)

  package static let hints = Hints(
    idea: "Lay a window of n tokens over the text and move it on by one. At how many places can it begin?",
    shapes:
      "T tokens have T − n + 1 runs of n tokens: the last begins at T − n. A text shorter than n has none, and a range "
      + "with a negative end traps. The counts of a text add up to T − n + 1.",
    pseudocode: """
      counts ← an empty dictionary
      if the text is shorter than order: return it
      for start from 0 to T − n, the last included:
        run ← the n tokens from start on
        add 1 to counts[run], which is 0 at first
      """,
    line: """
      for start in 0..<max(0, tokens.count - order + 1) {
        counts[Array(tokens[start..<start + order]), default: 0] += 1
      }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    [
      Inputs(tokens: [0, 1, 0, 1, 0, 2], order: 2),
      Inputs(tokens: [4, 4, 4, 4], order: 3),
      Inputs(tokens: CountedSentences.toy.flatMap(\.self), order: 1),
      Inputs(tokens: (0..<40).map { _ in random.index(below: 3) }, order: 3),
      // Runs that look alike when their numbers are written without a space.
      Inputs(tokens: [1, 12, 11, 2, 1, 12], order: 2),
      Inputs(tokens: [3, 1, 2], order: 3),
      Inputs(tokens: [3], order: 3),
      Inputs(tokens: [], order: 2),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let counts = try function(inputs.tokens, inputs.order)
    let lines = counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { "C(\($0.key.map { "\($0)" }.joined(separator: ", "))) = \($0.value)" }
    return Answer([.init("counts", words: lines)])
  }

  package static let reference: Function = { tokens, order in
    guard tokens.count >= order else { return [:] }
    let largest = tokens.max() ?? 0
    let counts = NGramCounts(order: order, vocabularySize: largest + 1, sequences: [tokens])
    let runs = Set((0...tokens.count - order).map { Array(tokens[$0..<$0 + order]) })
    return Dictionary(
      uniqueKeysWithValues: runs.map { ($0, counts.count(of: $0[order - 1], after: $0.dropLast())) })
  }

  package static let misconceptions =
    counting.flatMap { [$0, $0.variant("and-short-text", function: trapping($0.function))] } + ranging

  /// Mistakes in what is counted, which are made with and without a thought for a text that is too short.
  private static let counting: [Misconception<Function>] = [
    Misconception(
      "context-and-token",
      diagnosis: "runs of order + 1 tokens: `order` taken for the length of the context",
      remedy:
        "A model of order n looks at n tokens in all: n − 1 of context and the one it predicts. A bigram is two "
        + "tokens.",
      frequency: 3
    ) { tokens, order in count(windows(tokens, order + 1)) },
    Misconception(
      "last-missing", diagnosis: "all runs but the last one of the text",
      remedy:
        "Count by hand: how many pairs of neighbours have three tokens? At which place does the last begin?",
      frequency: 3
    ) { tokens, order in count(windows(tokens, order).dropLast()) },
    Misconception(
      "always-one",
      diagnosis: "the runs that occur, each with the count 1: every find overwrites the one before",
      remedy: "A run that is met again has a count already. What must become of it?", frequency: 2
    ) { tokens, order in count(windows(tokens, order)).mapValues { _ in 1 } },
    Misconception(
      "order-lost", diagnosis: "runs without their order: “the cat” and “cat the” counted as one",
      remedy: "The key is the run as it stands in the text. Sorting it makes a bag of words of it.",
      frequency: 1
    ) { tokens, order in count(windows(tokens, order).map { $0.sorted() }) },
    Misconception(
      "turned-round", diagnosis: "runs written from their last token to their first",
      remedy: "A run reads like the text: its first token comes first.", frequency: 1
    ) { tokens, order in count(windows(tokens, order).map { $0.reversed() }) },
    Misconception(
      "first-missing", diagnosis: "all runs but the first one of the text",
      remedy: "The first run begins at place 0.", frequency: 1
    ) { tokens, order in count(windows(tokens, order).dropFirst()) },
    Misconception(
      "joined-text",
      diagnosis: "counts of runs whose numbers were joined to one text: 1, 12 and 11, 2 became the same",
      remedy: "Is the key that you count under different for any two different runs? An array of Ints is.",
      frequency: 1
    ) { tokens, order in
      let runs = windows(tokens, order)
      let first = Dictionary(runs.map { (joined($0), $0) }) { first, _ in first }
      return count(runs.compactMap { first[joined($0)] })
    },
  ]

  /// Mistakes in where runs begin and end.
  private static let ranging: [Misconception<Function>] = [
    Misconception(
      "short-text", diagnosis: "right counts, and a trap where the text is shorter than a run",
      remedy:
        "T − n + 1 may be negative, and a range may not end before it begins. Such a text has no runs at all.",
      frequency: 3, function: trapping(reference)),
    Misconception(
      "side-by-side", diagnosis: "runs laid side by side: the window moves on by `order` instead of by one",
      remedy: "Runs overlap: in 0 1 0 the pairs are 0 1 *and* 1 0. Every token but the first few ends one.",
      frequency: 2
    ) { tokens, order in
      count(windows(tokens, order).enumerated().filter { $0.offset % order == 0 }.map(\.element))
    },
    Misconception(
      "all-lengths", diagnosis: "the runs of all lengths from 1 to `order` in one dictionary",
      remedy: "Asked for are the runs of exactly `order` tokens.", frequency: 1
    ) { tokens, order in count((1...order).flatMap { windows(tokens, $0) }) },
    Misconception(
      "shrinking-at-the-end",
      diagnosis: "a run at every place of the text, of which the last ones are shorter than `order`",
      remedy:
        "Python's tokens[i:i+n] ends where the list ends; here, too, a run must have `order` tokens. Where does the last "
        + "one begin?",
      frequency: 3
    ) { tokens, order in
      count(tokens.indices.map { Array(tokens[$0..<min($0 + order, tokens.count)]) })
    },
    Misconception(
      "contexts", diagnosis: "runs of order − 1 tokens, the contexts alone",
      remedy: "A run is a context and the token after it: `order` tokens in all.", frequency: 2
    ) { tokens, order in count(windows(tokens, order - 1)) },
    Misconception(
      "always-pairs", diagnosis: "pairs of neighbours, whatever `order` is",
      remedy: "How long must a run be for order 1, and for order 3?", frequency: 1
    ) { tokens, _ in count(windows(tokens, 2)) },
    Misconception(
      "padded",
      diagnosis: "runs of a text that was given zeros in front, so that its first token ends a run too",
      remedy: "What stands before a sentence is put there by whoever asks. Count the text as it is.",
      frequency: 1
    ) { tokens, order in count(windows([Int](repeating: 0, count: order - 1) + tokens, order)) },
    Misconception(
      "round-the-end", diagnosis: "runs that go on past the end of the text at its beginning",
      remedy: "The last run ends with the last token; what would follow it is not in the text.",
      frequency: 1
    ) { tokens, order in
      count(tokens.indices.map { start in (start..<start + order).map { tokens[$0 % tokens.count] } })
    },
  ]

  private static func windows(_ tokens: [Int], _ length: Int) -> [[Int]] {
    guard tokens.count >= length else { return [] }
    return (0...tokens.count - length).map { Array(tokens[$0..<$0 + length]) }
  }

  /// The numbers written one after the other.
  private static func joined(_ run: [Int]) -> String { run.map { "\($0)" }.joined() }

  private static func count(_ runs: some Sequence<[Int]>) -> [[Int]: Int] {
    runs.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  /// The same where `0..<tokens.count - order + 1` is written without a thought for short texts.
  private static func trapping(_ function: @escaping Function) -> Function {
    { tokens, order in
      guard tokens.count + 1 >= order else { throw Stops("Range requires lowerBound <= upperBound") }
      return try function(tokens, order)
    }
  }
}
