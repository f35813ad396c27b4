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
    return [
      Inputs(sentences: toy, context: [0], k: 1, vocabularySize: 6),
      Inputs(sentences: toy, context: [0], k: 0, vocabularySize: 6),
      Inputs(sentences: toy, context: [6], k: 0.5, vocabularySize: 6),
      Inputs(sentences: toy, context: [6, 0], k: 0.1, vocabularySize: 6),
      Inputs(sentences: toy, context: [5], k: 2, vocabularySize: 6),
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

  package static let misconceptions: [Misconception<Function>] = {
    let unsmoothed = Misconception<Function>(
      "unsmoothed",
      diagnosis: "C(h, w)/C(h) without k: what was not seen is impossible, and an unseen context gives 0/0",
      remedy:
        "This is what the document describes, and what k is there to mend. Where does k enter, and how often?",
      source: .s2_1_1_P_NGRAM, frequency: 2
    ) { token, context, counts, _, _ in
      let (together, before) = count(token, context, counts)
      return together / before
    }
    return [
      Misconception(
        "k-above-alone", diagnosis: "(C(h, w) + k)/C(h): k added above and not below",
        remedy: "Sum it over all tokens w: the result must be 1.", frequency: 3,
        evidence: Answer.sumOverVocabulary
      ) { token, context, counts, k, _ in
        let (together, before) = count(token, context, counts)
        return (together + k) / before
      },
      Misconception(
        "k-once-below", diagnosis: "(C(h, w) + k)/(C(h) + k): k added below once instead of V times",
        remedy: "Each of the V tokens gets its k above. How much is that in all?", frequency: 3,
        evidence: Answer.sumOverVocabulary
      ) { token, context, counts, k, _ in
        let (together, before) = count(token, context, counts)
        return (together + k) / (before + k)
      },
      unsmoothed,
      unsmoothed.variant("with-zero") { token, context, counts, _, _ in
        let (together, before) = count(token, context, counts)
        return before == 0 ? 0 : together / before
      },
      Misconception(
        "zero-for-unseen", diagnosis: "0 for what has no entry, k or not",
        remedy: "No entry means C(h, w) = 0, and k is added to 0 as well: that is the point of it.",
        frequency: 3,
        evidence: Answer.sumOverVocabulary
      ) { token, context, counts, k, size in
        counts[context + [token]] == nil ? 0 : try reference(token, context, counts, k, size)
      },
      Misconception(
        "context-ignored",
        diagnosis: "the same for every context, from how often the token stands anywhere: a unigram",
        remedy:
          "P(w | h) compares what follows *this* h. A distribution over the whole corpus cannot tell “the cat sat” from "
          + "“cat sat the”.",
        source: .s0_2_1_P_LM, frequency: 1
      ) { token, _, counts, k, size in
        let total = counts.values.reduce(0, +)
        let often = counts.reduce(0) { $1.key.last == token ? $0 + $1.value : $0 }
        return (Double(often) + k) / (Double(total) + k * Double(size))
      },
      Misconception(
        "of-the-whole-text",
        diagnosis: "divided by all counts of the text instead of those after the context",
        remedy:
          "That is how probable the *pair* is. Asked for is the token when the context is there already.",
        frequency: 2, evidence: Answer.sumOverVocabulary
      ) { token, context, counts, k, size in
        let total = counts.values.reduce(0, +)
        return (count(token, context, counts).together + k) / (Double(total) + k * Double(size))
      },
      Misconception(
        "context-at-the-end",
        diagnosis: "C(h) counted where the context *ends* a run instead of where it begins one",
        remedy:
          "C(h) says how often something followed h. `<s>` never ends a run and `</s>` never begins one: try these.",
        frequency: 2
      ) { token, context, counts, k, size in
        let before = counts.reduce(0) { Array($1.key.suffix(context.count)) == context ? $0 + $1.value : $0 }
        return (count(token, context, counts).together + k) / (Double(before) + k * Double(size))
      },
      Misconception(
        "runs-as-vocabulary", diagnosis: "k times the number of different runs instead of k times V",
        remedy: "V is how many tokens could come next, whether or not they did.", frequency: 2,
        evidence: Answer.sumOverVocabulary
      ) { token, context, counts, k, _ in try reference(token, context, counts, k, counts.count) },
      Misconception(
        "seen-as-vocabulary",
        diagnosis: "k times the number of tokens seen after the context instead of k times V",
        remedy: "Those never seen there get their k above too; so they must be counted below.", frequency: 2,
        evidence: Answer.sumOverVocabulary
      ) { token, context, counts, k, _ in
        let seen = counts.keys.count { $0.starts(with: context) }
        return try reference(token, context, counts, k, seen)
      },
    ]
  }()

  /// C(h, w) and C(h).
  private static func count(
    _ token: Int, _ context: [Int], _ counts: [[Int]: Int]
  ) -> (together: Double, before: Double) {
    let before = counts.reduce(0) { $1.key.starts(with: context) ? $0 + $1.value : $0 }
    return (Double(counts[context + [token], default: 0]), Double(before))
  }
}
