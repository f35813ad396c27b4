extension InterpolatedProbabilityExercise {
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
    Misconception(
      "trigram-at-most",
      diagnosis: "a mixture of the last two tokens of the context at most, as in a trigram model",
      remedy: "The context may have any length, and so has `weights`: let a loop go over all of them.",
      frequency: 2
    ) { token, context, weights, size, counted in
      try reference(token, Array(context.suffix(2)), weights, size, counted)
    },
    Misconception(
      "not-met-as-unseen",
      diagnosis:
        "a mixture that leaves out every context after which *this token* was not counted, 0 taken for unknown",
      remedy:
        "`counted` is nil where the context was never seen. 0 is a count: after a context that was seen, this token did "
        + "not come, and λ·0 is its share.",
      frequency: 2, evidence: Answer.sumOverVocabulary
    ) { token, context, weights, size, counted in
      try reference(token, context, weights, size) { try counted($0, $1).flatMap { $0 > 0 ? $0 : nil } }
    },
    Misconception(
      "unseen-even", diagnosis: "1/V in the place of the counts of a context that was never seen",
      remedy:
        "What is not known is left to the next shorter context, which may know a great deal more than 1/V.",
      frequency: 2
    ) { token, context, weights, size, counted in
      try reference(token, context, weights, size) { try counted($0, $1) ?? 1 / Double(size) }
    },
    Misconception(
      "no-empty-context", diagnosis: "a mixture that goes from one token of context straight to 1/V",
      remedy: "The empty context is a context, with weights[0]: how often the token stands anywhere.",
      frequency: 2
    ) { token, context, weights, size, counted in
      try reference(token, context, weights, size) { $1.isEmpty ? nil : try counted($0, $1) }
    },
    Misconception(
      "averaged",
      diagnosis: "a mean of the counted probabilities, weighted, and divided by the sum of the weights",
      remedy: "Each weight takes a share of what the longer contexts left over; nothing need be divided.",
      frequency: 1
    ) { token, context, weights, _, counted in
      let known = context.indices.map { context[$0...] } + [[]]
      let shares = try known.compactMap { part in
        try counted(token, Array(part)).map { (weights[part.count], $0) }
      }
      return shares.reduce(0) { $0 + $1.0 * $1.1 } / shares.reduce(0) { $0 + $1.0 }
    },
    Misconception(
      "whole-context-alone",
      diagnosis: "λ times the count after the whole context and (1 − λ)/V, with nothing between",
      remedy: "Between the whole context and 1/V stand all the shorter ones, each with a weight.",
      frequency: 1
    ) { token, context, weights, size, counted in
      try reference(token, context, weights, size) { $1.count == context.count ? try counted($0, $1) : nil }
    },
  ]

  /// Goes from the empty context to the whole one and carries a probability along.
  static func climb(
    _ token: Int, _ context: [Int], _ bottom: Double, _ counted: (Int, [Int]) throws -> Double?,
    step: (_ length: Int, _ direct: Double?, _ lower: Double) -> Double
  ) throws -> Double {
    try (0...context.count).reduce(bottom) { lower, length in
      step(length, try counted(token, Array(context.suffix(length))), lower)
    }
  }
}
