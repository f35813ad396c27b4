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
      // Longer than a trigram's, and known only from its last two tokens on.
      Inputs(sentences: toy, context: [6, 0, 1], weights: [0.9, 0.8, 0.6, 0.7], vocabularySize: 6),
      Inputs(sentences: toy, context: [2, 4, 6, 0], weights: [0.6, 0.5, 0.7, 0.8, 0.9], vocabularySize: 6),
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
}
