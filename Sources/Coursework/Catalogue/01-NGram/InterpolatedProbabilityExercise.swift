import Randomness

/// P(w | h) mixed of long contexts, which know much, and short ones, which have been seen often.
package enum InterpolatedProbabilityExercise: Exercise {
  /// A token, its context, a weight for every length of context, V, and counted probabilities, to a probability.
  package typealias Function =
    @Sendable (
      _ token: Int, _ context: [Int], _ weights: [Double], _ vocabularySize: Int,
      _ counted: (_ token: Int, _ context: [Int]) throws -> Double?
    ) throws -> Double

  /// Sentences that are counted, and a context after which every token is asked for.
  package struct Inputs: Codable, Sendable {
    let sentences: [[Int]]
    let context: [Int]
    let weights: [Double]
    let vocabularySize: Int
  }

  package static let about = About(
    name: "interpolatedProbability", title: "short contexts help out long ones",
    goal:
      "Mix the counted probability after the whole context with the mixture for the context without its first token, "
      + "down to the even distribution 1/V. weights[m] is the share of the counts after a context of m tokens; after a "
      + "context that was never seen, the shorter one has it all.",
    formula: "P(w | h) = λ·C(h, w)/C(h) + (1 − λ)·P(w | h′),  λ = weights[|h|];  below the empty context 1/V",
    formulas: [.g_NGRAM, .s2_1_1_P_NGRAM], uses: ["addKProbability"], minutes: 15, difficulty: .medium,
    tolerance: 1e-9)

  package static let hints = Hints(
    idea:
      "Begin at the bottom, with 1/V, and climb: at every length of context mix what is counted there with what you "
      + "have so far.",
    shapes:
      "A context of m tokens needs m + 1 weights, for 0 to m tokens. The contexts of those lengths are the *last* "
      + "tokens: context.suffix(0), context.suffix(1), …",
    pseudocode: """
      probability ← 1 / V
      for length from 0 to the number of context tokens:
        if something is counted after the last `length` tokens:
          probability ← weights[length] × counted + (1 − weights[length]) × probability
      """,
    line: """
      for length in 0...context.count {
        if let direct = try counted(token, Array(context.suffix(length))) {
          probability = weights[length] * direct + (1 - weights[length]) * probability
        }
      }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    let toy = CountedSentences.toy
    return [
      Inputs(sentences: toy, context: [2], weights: [1, 0.5], vocabularySize: 6),
      Inputs(sentences: toy, context: [0, 1], weights: [0.75, 0.5, 0.8], vocabularySize: 6),
      Inputs(sentences: toy, context: [5], weights: [0.75, 0.5], vocabularySize: 6),
      Inputs(sentences: toy, context: [3, 1], weights: [0.5, 0.7, 0.9], vocabularySize: 6),
      Inputs(sentences: toy, context: [], weights: [0.9], vocabularySize: 6),
      Inputs(
        sentences: CountedSentences.random(&random, size: 3, lengths: 6..<12),
        context: [random.index(below: 3), random.index(below: 3)],
        weights: (0..<3).map { _ in 0.3 + 0.3 * random.uniform() }, vocabularySize: 4),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let counted = try (0...inputs.context.count).map {
      try CountedSentences(inputs.sentences, order: $0 + 1)
    }
    let estimate = { (token: Int, context: [Int]) throws -> Double? in
      guard context.count < counted.count else { throw LongContext(context: context) }
      // `<s>` is context only: it is no event, and what was counted of it as one does not count.
      let ofLength = counted[context.count]
      let total = ofLength.total(after: context) - ofLength.count(of: inputs.vocabularySize, after: context)
      return total == 0 ? nil : Double(ofLength.count(of: token, after: context)) / Double(total)
    }
    let probabilities = try (0..<inputs.vocabularySize).map { token in
      try function(token, inputs.context, inputs.weights, inputs.vocabularySize, estimate)
    }
    return Answer([
      .init("P(token | context), by token", shape: [inputs.vocabularySize], numbers: probabilities)
    ])
  }

  private struct LongContext: Error, CustomStringConvertible {
    let context: [Int]
    var description: String { "counted(token, \(context)): that context is longer than the one given" }
  }

  package static let reference: Function = { token, context, weights, vocabularySize, counted in
    try climb(token, context, 1 / Double(vocabularySize), counted) { length, direct, lower in
      direct.map { weights[length] * $0 + (1 - weights[length]) * lower } ?? lower
    }
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "weights-exchanged", diagnosis: "a mixture in which λ weighs the shorter context and 1 − λ the counts",
      remedy:
        "weights[m] is the share of what is counted after m tokens. With weight 1 only the counts matter.",
      frequency: 3
    ) { token, context, weights, size, counted in
      try reference(token, context, weights.map { 1 - $0 }, size, counted)
    },
    Misconception(
      "nearest-dropped", diagnosis: "a mixture of contexts that lose their *last* token, the nearest one",
      remedy: "The farthest token tells least: h′ is h without its first token.", frequency: 3
    ) { token, context, weights, size, counted in
      try reference(token, context, weights, size) { try counted($0, Array(context.prefix($1.count))) }
    },
    Misconception(
      "unseen-loses",
      diagnosis:
        "λ·0 + (1 − λ)·P(w | h′) after a context that was never seen: the share of the counts is lost",
      remedy: "Sum over all tokens. Who should have the share of counts that do not exist?", frequency: 3,
      evidence: Answer.sumOverVocabulary
    ) { token, context, weights, size, counted in
      try reference(token, context, weights, size) { try counted($0, $1) ?? 0 }
    },
    Misconception(
      "unseen-impossible", diagnosis: "0 after a context that was never seen",
      remedy: "`counted` knows nothing there, but a shorter context may. That is why they are mixed.",
      frequency: 2,
      evidence: Answer.sumOverVocabulary
    ) { token, context, weights, size, counted in
      try counted(token, context) == nil ? 0 : try reference(token, context, weights, size, counted)
    },
    Misconception(
      "no-even-share",
      diagnosis: "a mixture that ends with the counts of single tokens, without 1/V below them",
      remedy: "Weight 0 has a remainder too, 1 − weights[0]: it belongs to the even distribution.",
      frequency: 2,
      evidence: Answer.sumOverVocabulary
    ) { token, context, weights, _, counted in
      try climb(token, context, 0, counted) { length, direct, lower in
        direct.map { weights[length] * $0 + (1 - weights[length]) * lower } ?? lower
      }
    },
    Misconception(
      "unigram-whole",
      diagnosis: "a mixture that ends with the counts of single tokens taken whole: no weights[0], no 1/V",
      remedy:
        "The empty context has a weight like every other. A token that was never counted at all must have a share too.",
      frequency: 3
    ) { token, context, weights, size, counted in
      try reference(token, context, [1] + weights.dropFirst(), size, counted)
    },
    Misconception(
      "added-up", diagnosis: "the counted probabilities times their weights, simply added up",
      remedy: "Each weight takes a share of what the longer contexts left over, not of everything.",
      frequency: 2,
      evidence: Answer.sumOverVocabulary
    ) { token, context, weights, _, counted in
      try climb(token, context, 0, counted) { length, direct, lower in
        weights[length] * (direct ?? 0) + lower
      }
    },
    Misconception(
      "one-step-down",
      diagnosis: "the longest context mixed with the counts after the next shorter one, and no further",
      remedy: "P(w | h′) on the right is itself a mixture. Where does it end?", frequency: 2
    ) { token, context, weights, size, counted in
      let last = context.count
      return try climb(token, context, 1 / Double(size), counted) { length, direct, lower in
        guard let direct else { return lower }
        return length == last ? weights[length] * direct + (1 - weights[length]) * lower : direct
      }
    },
    Misconception(
      "back-off", diagnosis: "back-off: the longest context that has seen the token decides alone",
      remedy: "Interpolation always mixes all lengths, also where the longest has an answer.", frequency: 2,
      evidence: Answer.sumOverVocabulary
    ) { token, context, _, size, counted in
      try climb(token, context, 1 / Double(size), counted) { _, direct, lower in
        direct.flatMap { $0 > 0 ? $0 : nil } ?? lower
      }
    },
    Misconception(
      "weights-reversed",
      diagnosis: "a mixture with the weights in the opposite order, weights[0] for the whole context",
      remedy: "weights[m] belongs to contexts of m tokens: weights[0] to the empty one.", frequency: 2
    ) { token, context, weights, size, counted in
      try reference(token, context, weights.reversed(), size, counted)
    },
  ]

  /// Goes from the empty context to the whole one and carries a probability along.
  private static func climb(
    _ token: Int, _ context: [Int], _ bottom: Double, _ counted: (Int, [Int]) throws -> Double?,
    step: (_ length: Int, _ direct: Double?, _ lower: Double) -> Double
  ) throws -> Double {
    try (0...context.count).reduce(bottom) { lower, length in
      step(length, try counted(token, Array(context.suffix(length))), lower)
    }
  }
}
