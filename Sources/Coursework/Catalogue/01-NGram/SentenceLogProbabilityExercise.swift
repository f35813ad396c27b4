import Randomness
import Workbench

/// ln P of a whole sentence: the chain rule, from `<s>` to `</s>`.
package enum SentenceLogProbabilityExercise: Exercise {
  /// A sentence, n, the ids of `<s>` and `</s>`, and P(token | context), to ln P(sentence).
  package typealias Function =
    @Sendable (
      _ sentence: [Int], _ order: Int, _ begin: Int, _ end: Int,
      _ probability: (_ token: Int, _ context: [Int]) throws -> Double
    ) throws -> Double

  /// A sentence, and those that the model it is asked of has counted, without `<s>` and `</s>`.
  package struct Inputs: Codable, Sendable {
    let sentence: [Int]
    let order: Int
    let begin: Int
    let end: Int
    let k: Double
    let countedSentences: [[Int]]
  }

  package static let about = About(
    name: "sentenceLogProbability", title: "the chain rule for a sentence",
    goal:
      "Give ln P(sentence) under a model of order n, which tells P(token | the n − 1 tokens before it). Before the first "
      + "token stand n − 1 times `begin`, which are context only; behind the last stands `end`, which is predicted too.",
    formula: "ln P(w₁ … w_T) = Σ_t ln P(w_t | w_{t−n+1} … w_{t−1}),  t = 1 … T + 1,  w_{T+1} = </s>",
    formulas: [.s0_2_1_P_LM, .g_NGRAM], uses: ["addKProbability"], minutes: 15, difficulty: .medium,
    tolerance: 1e-9)

  package static let hints = Hints(
    idea:
      "A sentence is a chain of predictions, and its last one is that it ends. The probabilities multiply; why is it "
      + "better to add their logarithms?",
    shapes:
      "T tokens, padded: (n − 1) + T + 1 symbols. T + 1 of them are predicted, each from the n − 1 before it; with n = 1 "
      + "nothing is padded and every context is [].",
    pseudocode: """
      symbols ← begin, n − 1 times; the sentence; end
      sum     ← 0
      for place from n − 1 to the last:
        context ← the n − 1 symbols before place
        add ln P(symbols[place] | context) to sum
      """,
    line: """
      let symbols = Array(repeating: begin, count: order - 1) + sentence + [end]
      for place in (order - 1)..<symbols.count {
        let context = Array(symbols[place - order + 1..<place])
        sum += log(try probability(symbols[place], context))
      }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func toy(_ sentence: [Int], order: Int, k: Double) -> Inputs {
      Inputs(
        sentence: sentence, order: order, begin: 6, end: 5, k: k,
        countedSentences: [[0, 1, 3], [0, 2, 3], [0, 1, 4]])
    }
    return [
      toy([0, 1, 3], order: 2, k: 0),
      toy([0, 2, 4], order: 2, k: 1),
      toy([0, 2, 4], order: 2, k: 0),
      toy([0, 1, 4], order: 3, k: 1),
      toy([0, 2, 3], order: 1, k: 1),
      Inputs(
        sentence: (0..<5).map { _ in random.index(below: 4) }, order: 3, begin: 5, end: 4, k: 0.5,
        countedSentences: CountedSentences.random(&random, size: 4, lengths: 3..<8)),
      // Long enough for the product of the probabilities to become 0 in a Double.
      toy((0..<700).map { _ in random.index(below: 5) }, order: 2, k: 1),
      toy([], order: 2, k: 1),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let order = inputs.order
    let padding = [Int](repeating: inputs.begin, count: order - 1)
    let counted = try CountedSentences(
      inputs.countedSentences.map { padding + $0 + [inputs.end] }, order: order)
    let model = { (token: Int, context: [Int]) throws -> Double in
      guard context.count == order - 1 else { throw WrongContext(context: context, order: order) }
      let vocabularySize = 1 + max(inputs.end, inputs.begin - 1)
      return try AddKProbabilityExercise.reference(token, context, counted.counts, inputs.k, vocabularySize)
    }
    return Answer(
      try function(inputs.sentence, order, inputs.begin, inputs.end, model), named: "ln P(sentence)")
  }

  private struct WrongContext: Error, CustomStringConvertible {
    let context: [Int]
    let order: Int
    var description: String {
      "a model of order \(order) looks back at \(order - 1) tokens, but was asked with the context \(context)"
    }
  }

  package static let reference: Function = { sentence, order, begin, end, probability in
    try events(sentence, order, begin, end).reduce(0) { $0 + log(try probability($1.token, $1.context)) }
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "no-end", diagnosis: "the sum over the words alone: that the sentence ends is not predicted",
      remedy:
        "Without `</s>` the strings of each single length have probability 1 together, and all lengths infinitely much. "
        + "Which prediction is missing?",
      frequency: 3
    ) { sentence, order, begin, end, probability in
      try sum(events(sentence, order, begin, end).dropLast(), probability)
    },
    Misconception(
      "no-begin",
      diagnosis: "the sum without the first n − 1 tokens, those whose context reaches before the sentence",
      remedy: "The first word is predicted too. What is it that stands before it?", frequency: 3
    ) { sentence, order, begin, end, probability in
      try sum(events(sentence, order, begin, end).dropFirst(order - 1), probability)
    },
    Misconception(
      "inside-only",
      diagnosis: "the runs inside the sentence alone, with neither `begin` before it nor `end` behind it",
      remedy: "How likely is it to begin with this word, and to stop after that one? Both are predictions.",
      frequency: 2
    ) { sentence, order, begin, end, probability in
      try sum(events(sentence, order, begin, end).dropLast().dropFirst(order - 1), probability)
    },
    Misconception(
      "begin-predicted", diagnosis: "a sum in which `begin` is predicted as well, as if it were a word",
      remedy: "`begin` is context: it always stands there, so nothing is uncertain about it.", frequency: 2
    ) { sentence, order, begin, end, probability in
      try sum(events([begin] + sentence, order, begin, end), probability)
    },
    Misconception(
      "not-logarithm", diagnosis: "P(sentence) itself, without its logarithm",
      remedy: "A sum of logarithms is asked for; it is never positive.", frequency: 2
    ) { sentence, order, begin, end, probability in
      try product(events(sentence, order, begin, end), probability)
    },
    Misconception(
      "logarithm-of-product",
      diagnosis:
        "the logarithm of the product: right for short sentences, but in a long one the product becomes 0",
      remedy: "A Double ends near 10⁻³⁰⁸. Take the logarithm of each factor and add.", frequency: 3
    ) { sentence, order, begin, end, probability in
      log(try product(events(sentence, order, begin, end), probability))
    },
    Misconception(
      "base-two", diagnosis: "the right sum in bits: logarithms to base 2",
      remedy: "ln is the natural logarithm: Workbench's `log`.", frequency: 1
    ) { sentence, order, begin, end, probability in
      try sum(events(sentence, order, begin, end), probability) / log(2)
    },
    Misconception(
      "mean", diagnosis: "the mean over the predictions instead of their sum",
      remedy: "The chain rule multiplies all of them; dividing by their number is for the perplexity.",
      frequency: 2
    ) { sentence, order, begin, end, probability in
      try sum(events(sentence, order, begin, end), probability) / Double(sentence.count + 1)
    },
    Misconception(
      "surprise", diagnosis: "−ln P, the surprise: the right number with the wrong sign",
      remedy: "A probability is at most 1. Which sign has its logarithm?", frequency: 2
    ) { sentence, order, begin, end, probability in
      -(try sum(events(sentence, order, begin, end), probability))
    },
    Misconception(
      "context-reversed", diagnosis: "contexts turned round: the nearest token first",
      remedy:
        "A context is a piece of text and reads like it: the token just before the predicted one comes last.",
      frequency: 2
    ) { sentence, order, begin, end, probability in
      try sum(events(sentence, order, begin, end).map { ($0.token, $0.context.reversed()) }, probability)
    },
    Misconception(
      "impossible-skipped", diagnosis: "a sum that leaves out tokens of probability 0",
      remedy:
        "A sentence with an impossible step is impossible: ln 0 = −∞ is the right answer, and an honest one.",
      frequency: 2
    ) { sentence, order, begin, end, probability in
      try sum(
        events(sentence, order, begin, end).filter { try probability($0.token, $0.context) > 0 }, probability)
    },
  ]

  private typealias Event = (token: Int, context: [Int])

  /// What is predicted, each token with the n − 1 before it.
  private static func events(_ sentence: [Int], _ order: Int, _ begin: Int, _ end: Int) -> [Event] {
    let symbols = [Int](repeating: begin, count: order - 1) + sentence + [end]
    return symbols.indices.dropFirst(order - 1).map { (symbols[$0], Array(symbols[$0 - order + 1..<$0])) }
  }

  private static func sum(
    _ events: some Sequence<Event>, _ probability: (Int, [Int]) throws -> Double
  ) throws -> Double {
    try events.reduce(0) { $0 + log(try probability($1.token, $1.context)) }
  }

  private static func product(
    _ events: some Sequence<Event>, _ probability: (Int, [Int]) throws -> Double
  ) throws -> Double {
    try events.reduce(1) { $0 * (try probability($1.token, $1.context)) }
  }
}
