import Workbench

extension SentenceLogProbabilityExercise {
  package static let misconceptions = slips + guarded

  private static let slips: [Misconception<Function>] = [
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
      diagnosis: "the runs inside the sentence alone, with neither `begin` before it nor `end` after it",
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
      "end-repeated",
      diagnosis: "a sum in which `end` is predicted n − 1 times, as often as `begin` stands in front",
      remedy:
        "`begin` is repeated so that the first token has a context of n − 1. How many ends does a sentence have?",
      frequency: 2
    ) { sentence, order, begin, end, probability in
      let ends = [Int](repeating: end, count: max(0, order - 2))
      let all = events(sentence + ends, order, begin, end)
      return try sum(order == 1 ? all.dropLast() : all[...], probability)
    },
    Misconception(
      "base-two", diagnosis: "the right sum in bits: logarithms to base 2",
      remedy: "ln is the natural logarithm: Workbench's `log`.", frequency: 1
    ) { sentence, order, begin, end, probability in
      try sum(events(sentence, order, begin, end), probability) / log(2)
    },
    Misconception(
      "base-ten", diagnosis: "the right sum to another base: logarithms to base 10",
      remedy:
        "ln 10 is 2.30: by that factor your sum is too small. The natural logarithm is Workbench's `log`.",
      frequency: 1
    ) { sentence, order, begin, end, probability in
      try sum(events(sentence, order, begin, end), probability) / log(10)
    },
    mean,
    mean.variant("over-words") { sentence, order, begin, end, probability in
      try sum(events(sentence, order, begin, end), probability) / Double(sentence.count)
    },
    beginOnce,
    beginOnce.variant("never") { sentence, order, begin, end, probability in
      try sum(
        events(sentence, order, begin, end).map { ($0.token, $0.context.filter { $0 != begin }) },
        probability)
    },
    Misconception(
      "context-too-long", diagnosis: "contexts of n tokens in the place of n − 1",
      remedy: "A model of order n looks at n tokens in all, the predicted one among them.", frequency: 2
    ) { sentence, order, begin, end, probability in
      try sum(events(sentence, order + 1, begin, end), probability)
    },
    Misconception(
      "probabilities-added", diagnosis: "the sum of the probabilities themselves, without a logarithm",
      remedy: "Probabilities of a chain multiply; it is their logarithms that add.", frequency: 1
    ) { sentence, order, begin, end, probability in
      try events(sentence, order, begin, end).reduce(0) { $0 + (try probability($1.token, $1.context)) }
    },
    Misconception(
      "surprise", diagnosis: "−ln P, the surprise: the right number with the wrong sign",
      remedy: "A probability is at most 1. Which sign does its logarithm have?", frequency: 2
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
        events(sentence, order, begin, end).filter { try probability($0.token, $0.context) > 0 },
        probability)
    },
  ]

  /// The habit of log(P + ε), with each of the numbers that are usually added.
  private static let guarded: [Misconception<Function>] = {
    func adding(_ small: Double) -> Function {
      { sentence, order, begin, end, probability in
        try sum(events(sentence, order, begin, end)) { try probability($0, $1) + small }
      }
    }
    let guarded = Misconception(
      "guarded",
      diagnosis:
        "logarithms of P + 10⁻¹² or another small number: what is impossible costs 28 nats or so, not ∞",
      remedy:
        "ln 0 = −∞ is the right answer: a model that excludes what was said is infinitely wrong. Nothing need be added.",
      frequency: 3, function: adding(1e-12))
    return [guarded] + [1e-8, 1e-9, 1e-10, 1e-15].map { guarded.variant("by-\($0)", function: adding($0)) }
  }()

  private static let mean = Misconception<Function>(
    "mean", diagnosis: "the mean over the predictions, or over the words, instead of the sum",
    remedy: "The chain rule multiplies all of them; dividing by their number is for the perplexity.",
    frequency: 2
  ) { sentence, order, begin, end, probability in
    try sum(events(sentence, order, begin, end), probability) / Double(sentence.count + 1)
  }

  private static let beginOnce = Misconception<Function>(
    "short-contexts",
    diagnosis: "contexts that are too short at the sentence's beginning: `begin` stands there once at most",
    remedy: "The first token needs n − 1 tokens before it as well. How often must `begin` stand there?",
    frequency: 3
  ) { sentence, order, begin, end, probability in
    let contexts = events(sentence, order, begin, end).map { event in
      let begins = event.context.prefix { $0 == begin }.count
      return (event.token, Array(event.context.dropFirst(max(0, begins - 1))))
    }
    return try sum(contexts, probability)
  }

  typealias Event = (token: Int, context: [Int])

  /// What is predicted, each token with the n − 1 before it.
  static func events(_ sentence: [Int], _ order: Int, _ begin: Int, _ end: Int) -> [Event] {
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
