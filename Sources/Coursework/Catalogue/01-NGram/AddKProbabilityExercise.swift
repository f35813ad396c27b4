import Randomness

/// P(w | h) from counts, with k added to each.
package enum AddKProbabilityExercise: Exercise {
  /// A token, its context, counts of runs, k and V to a probability.
  package typealias Function =
    @Sendable (
      _ token: Int, _ context: [Int], _ counts: [[Int]: Int], _ k: Double, _ vocabularySize: Int
    ) throws -> Double

  /// Sentences that are counted, and a context after which every token is asked for.
  package struct Inputs: Codable, Sendable {
    let sentences: [[Int]]
    let context: [Int]
    let k: Double
    let vocabularySize: Int
  }

  package static let about = About(
    name: "addKProbability", title: "a probability from counts, with k added",
    goal:
      "Give the probability of a token after a context, from the counts of runs (context, token) as nGramCounts makes "
      + "them. k is added to the count of each of the V tokens of the vocabulary, seen or not.",
    formula: "P(w | h) = (C(h, w) + k) / (C(h) + k·V),   C(h) = Σ_w C(h, w)",
    formulas: [.g_NGRAM, .s2_1_1_P_NGRAM, .s0_2_1_P_LM], uses: ["nGramCounts"], minutes: 10,
    difficulty: .easy,
    tolerance: 1e-9)

  package static let hints = Hints(
    idea:
      "The V probabilities after one context must sum to 1. If k is added above for each of V tokens, by how much must "
      + "the number below grow?",
    shapes:
      "The keys of `counts` are the context followed by one token. C(h, w) is one entry, 0 if there is none; C(h) is "
      + "the sum of all entries whose key begins with h.",
    pseudocode: """
      together ← counts of the key context + [token], or 0
      before   ← 0
      for every key and count:  if the key without its last token is the context, add the count to before
      return (together + k) / (before + k × vocabularySize)
      """,
    line: """
      let together = counts[context + [token], default: 0]
      let before = counts.reduce(0) { $1.key.dropLast() == context[...] ? $0 + $1.value : $0 }
      return (Double(together) + k) / (Double(before) + k * Double(vocabularySize))
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    let toy = CountedSentences.toy
    // What follows 0, 1 is neither what follows 1 nor what follows 0 and any other.
    let alike = [[0, 1, 0, 0, 1, 1, 0, 2], [1, 1, 0, 1, 0, 0, 2], [2, 1, 2]]
    return [
      Inputs(sentences: toy, context: [0], k: 1, vocabularySize: 6),
      Inputs(sentences: toy, context: [0], k: 0, vocabularySize: 6),
      Inputs(sentences: toy, context: [6], k: 0.5, vocabularySize: 6),
      Inputs(sentences: toy, context: [6, 0], k: 0.1, vocabularySize: 6),
      Inputs(sentences: toy, context: [5], k: 2, vocabularySize: 6),
      Inputs(sentences: alike, context: [0, 1], k: 0.5, vocabularySize: 3),
      // 1, 12 and 11, 2 look alike when they are written without a space.
      Inputs(sentences: [[1, 12, 11, 2, 1, 12]], context: [1], k: 0.5, vocabularySize: 13),
      Inputs(
        sentences: CountedSentences.random(&random, size: 4, lengths: 5..<9),
        context: [random.index(below: 4)],
        k: 0.01 + random.uniform(), vocabularySize: 5),
      Inputs(
        sentences: CountedSentences.random(&random, size: 3, lengths: 1..<5), context: [], k: 0.3,
        vocabularySize: 4),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let counts = try CountedSentences(inputs.sentences, order: inputs.context.count + 1).counts
    let probabilities = try (0..<inputs.vocabularySize).map { token in
      try function(token, inputs.context, counts, inputs.k, inputs.vocabularySize)
    }
    return Answer([
      .init("P(token | context), by token", shape: [inputs.vocabularySize], numbers: probabilities)
    ])
  }

  package static let reference: Function = { token, context, counts, k, vocabularySize in
    let (together, before) = count(token, context, counts)
    return (together + k) / (before + k * Double(vocabularySize))
  }
}
