import Formulas
import Platform

/// Chapter 1.
extension QuestionKind {
  static let ngram: [QuestionKind] = [
    ngramRuns, ngramCounted, ngramAddK, ngramSentence, ngramLogarithms, ngramPerplexity, ngramUnits,
    ngramDiscount, ngramMixture, ngramContexts, ngramGibbs, ngramGradient,
  ]

  private static let ngramRuns = QuestionKind("runs", "Counting runs") { draw in
    let tokens = (0..<draw.whole(8...10)).map { _ in draw.pick(["a", "b"]) }
    let order = draw.whole(2...3)
    func runs(_ order: Int, step: Int = 1) -> [[String]] {
      stride(from: 0, through: tokens.count - order, by: step).map { Array(tokens[$0..<$0 + order]) }
    }
    func counts(_ runs: [[String]]) -> Answer { .whole([runs.count, Set(runs).count]) }
    return Question(
      """
      A text of single letters: \(tokens.joined(separator: " "))

      How many \(order == 2 ? "bigrams" : "trigrams") stand in it, and how many different ones? (Nothing stands before or after it. Two
      numbers.)
      """, counts(runs(order)),
      way:
        "Of \(tokens.count) letters, each but the last \(order == 2 ? "one" : "two") begins a run, and runs overlap.",
      slips: [
        Slip(
          counts(runs(order + 1)),
          "These are runs of \(order + 1). A model of order n looks at n tokens in all, the predicted one among them."
        ),
        Slip(
          counts(runs(order - 1)),
          "These are runs of \(order - 1), the contexts alone. The token after is part of the run."),
        Slip(
          counts(runs(order).dropLast()), "The last run is missing: it ends with the last letter."),
        Slip(
          counts(runs(order, step: order)),
          "The runs are laid side by side. They overlap: the next one begins a single letter later."),
        Slip(
          .whole([tokens.count, Set(runs(order)).count]),
          "A run does not begin at every letter: those near the end have too few after them."),
        Slip(
          .whole([runs(order).count, 1 << order]),
          "That is how many there could be of two letters. Asked for is how many there are."),
        Slip(
          .whole([runs(order).count, Set(runs(order).map { $0.sorted() }).count]),
          "Runs with the same letters in another order are different runs."),
        Slip(
          .whole([Set(runs(order)).count, Set(runs(order)).count]),
          "The first number counts each run as often as it stands there."),
      ])
  }

  private static let ngramCounted = QuestionKind("counted", "A probability by counting") { draw in
    let nouns = draw.shuffled(["cat", "dog", "bird", "fox"])
    let verbs = draw.shuffled(["sat", "ran", "slept"])
    let sentences = [
      "the \(nouns[0]) \(verbs[0])", "the \(nouns[0]) \(verbs[1])", "the \(nouns[1]) \(verbs[0])",
      "a \(nouns[0]) \(verbs[0])", "the \(nouns[2]) \(draw.pick(verbs))",
      "a \(draw.pick([nouns[1], nouns[2]])) \(draw.pick(verbs))",
    ]
    let shown = draw.shuffled(sentences.prefix(draw.whole(5...6)))
    let corpus = shown.map { "<s> \($0) </s>" }
    let model = Formula.Bigrams(corpus)
    let (history, word) = draw.pick([("the", nouns[0]), (nouns[0], verbs[0]), ("the", nouns[1])])
    let events = corpus.flatMap { Formula.Bigrams.events(of: $0) }
    let pair = Double(events.count { $0.history == history && $0.word == word })
    let before = Double(events.count { $0.history == history })
    func probability(_ estimate: Formula.Bigrams.Estimate) -> Answer {
      .number(model.probability(of: word, after: history, estimate))
    }
    return Question(
      """
      These sentences were counted, with <s> before and </s> after each:

      \(shown.map { "    \($0)" }.joined(separator: "\n"))

      What is P(\(word) | \(history)), without smoothing?
      """, probability(.maximumLikelihood),
      way: "How often “\(history) \(word)” stands there, divided by how often anything follows “\(history)”.",
      slips: [
        Slip(
          .number(pair / Double(events.count { $0.word == word })),
          "That is how often “\(word)” has “\(history)” before it. Divide by what follows “\(history)”."),
        Slip(
          .number(pair / Double(events.count)),
          "That is how probable the *pair* is among all. Here “\(history)” is there already."),
        Slip(probability(.unigram), "The context is not used: that is how often “\(word)” stands anywhere."),
        Slip(probability(.addK(1)), "1 is added to each count. Asked for are the plain counts."),
        Slip(
          .number(1 / Double(Set(events.filter { $0.history == history }.map(\.word)).count)),
          "The different words after “\(history)” share evenly here. Each counts as often as it came."),
        Slip(
          .number(pair / Double(shown.count)),
          "Divided by the number of sentences. Divide by how often “\(history)” stands there."),
        Slip(.number(pair), "That is the count. A probability is its share of what follows “\(history)”."),
        Slip(
          .number(before / Double(events.count)),
          "That is how often “\(history)” stands there. Asked for is what comes after it."),
      ],
      readings: [
        Slip(
          .number(Double(events.count { $0.word == word }) / Double(shown.count)),
          "That is in how many of the sentences “\(word)” stands. Divide by what follows “\(history)”."),
        Slip(
          .number(Double(events.count { $0.word == word }) / before),
          "Every “\(word)” is counted above, also where another word stands before it."),
      ])
  }

  private static let ngramAddK = QuestionKind("add-k", "Smoothing by adding") { draw in
    let words = draw.shuffled(["cat", "dog", "bird", "fox", "hen"])
    let counts = draw.distinct(2, 1...6).map(Double.init)
    let size = Double(draw.whole(5...12))
    let k = draw.pick([0.5, 1, 2])
    let isSeen = draw.pick([true, false])
    let (count, total) = (isSeen ? counts[0] : 0, counts[0] + counts[1])
    let others =
      (isSeen
        ? [
          Slip(
            .number(count / total),
            "That is the plain count, without k: what was not seen would be impossible."),
          Slip(
            .number(count / (total + k * size)),
            "k is missing above. It is added to each count, and to 0 as well."),
        ]
        : [Slip(.number(0), "What was not seen has the count 0, and k is added to 0 as well.")])
      + (k == 1
        ? []
        : [
          Slip(
            .number((count + k) / (total + size)),
            "V itself is added below. It is k for each of the V tokens."),
          Slip(
            .number((count + 1) / (total + size)), "That is Laplace's smoothing, k = 1. Here k is another."),
        ])
    return Question(
      """
      After “the” these were counted, and nothing else:

          \(words[0]) \(written(counts[0]))   \(words[1]) \(written(counts[1]))

      The vocabulary has \(written(size)) tokens, </s> among them, and <s> is never predicted. With add-k smoothing, k = \(written(k)): what is P(\(isSeen ? words[0] : words[2]) | the)?
      """, .number((count + k) / (total + k * size)),
      way: "k is added to the count above, and below once for each of the V tokens.",
      slips: [
        Slip(
          .number((count + k) / total),
          "k is added above and not below: over all tokens that sums to more than 1."),
        Slip(
          .number((count + k) / (total + k)),
          "k is added below once. Each of the V tokens gets its k above, so V of them belong below."),
        Slip(
          .number((count + k) / (total + 2 * k)),
          "Below, k is counted for the words that were seen. Those never seen get theirs as well."),
        Slip(
          .number((count + k) / (total + k * (size + 1))),
          "One token too many below: <s> is never predicted and gets no k."),
        Slip(
          .number((count + k) / size), "Divided by V. It is a share of what follows “the”, each with its k."),
      ] + others)
  }

  private static let ngramSentence = QuestionKind("sentence", "The probability of a sentence") { draw in
    let noun = draw.pick(["cat", "dog", "bird", "fox"])
    let first = draw.pick([0.4, 0.5, 0.6, 0.8])
    let second = draw.pick([0.2, 0.3, 0.4, 0.5])
    let third = draw.pick([0.5, 0.6, 0.8])
    let end = draw.pick([0.5, 0.6, 0.7, 0.8])
    let wrongEnd = draw.pick([0.1, 0.2, 0.3])
    let share = draw.pick([0.1, 0.2])
    return Question(
      """
      A bigram model has these probabilities:

          P(the | <s>) = \(written(first))     P(\(noun) | the) = \(written(second))     P(sat | \(noun)) = \(written(third))
          P(</s> | sat) = \(written(end))    P(</s> | \(noun)) = \(written(wrongEnd))    P(the) = \(written(share))

      How probable is the sentence “the \(noun) sat”?
      """, .number(first * second * third * end),
      way:
        "Four factors: the first word after <s>, each next one after its neighbour, and the end after the last.",
      slips: [
        Slip(
          .number(first * second * third),
          "That it ends here is not predicted. Without </s> the strings of each length sum to 1."),
        Slip(
          .number(second * third * end),
          "The first word is missing: it is predicted too, from <s> before it."),
        Slip(.number(second * third), "Neither the first word nor the end is predicted. Both are factors."),
        Slip(
          .number(share * second * third * end),
          "The first word has a context: <s>, that it begins a sentence."),
        Slip(
          .number(share * second * third),
          "The first word has <s> before it, and the end is predicted like a word."),
        Slip(
          .number(first * second * third * end * wrongEnd),
          "One end too many: only what comes after the last word ends the sentence."),
        Slip(.number(first * second * third * wrongEnd), "The end comes after “sat”, not after “\(noun)”."),
        Slip(
          .number((first + second + third + end) / 4),
          "That is the mean of the four. The chain rule multiplies them."),
        Slip(.number(first + second + third + end), "The chain rule multiplies; a probability is at most 1."),
      ])
  }

  private static let ngramLogarithms = QuestionKind("logarithms", "A sum of logarithms") { draw in
    let factors = [
      draw.pick([0.5, 0.6, 0.8]), draw.pick([0.1, 0.2, 0.3, 0.4]), draw.pick([0.25, 0.7, 0.9]),
    ]
    let end = draw.pick([0.15, 0.35, 0.45, 0.65])
    let all = factors + [end]
    let sum = all.map { log($0) }.reduce(0, +)
    return Question(
      """
      A model gave the three words of a sentence the probabilities \(written(factors)) and its end \(written(end)), each after what
      came before. What is ln P(sentence)?

      \(logarithms(all))
      """, .number(sum),
      way: "The logarithm of a product is the sum of the logarithms: the three words and the end.",
      slips: [
        Slip(
          .number(sum - log(end)), "That the sentence ends here is not predicted: </s> counts like a word."),
        Slip(
          .number(sum / 4), "That is the mean, which belongs to the perplexity. The chain rule wants the sum."
        ),
        Slip(.number(-sum), "That is the surprise, −ln P. The logarithm of a probability is never positive."),
        Slip(.number(exp(sum)), "That is P itself. Asked for is its logarithm."),
        Slip(
          .number(log(all.reduce(0, +))),
          "The probabilities are added and then their logarithm is taken. It is the logarithms that are added."
        ),
        Slip(
          .number(all.map { log($0) }.reduce(1, *)),
          "The logarithms are multiplied. Probabilities multiply; their logarithms add."),
        Slip(.number(sum / log(2)), "That is in bits, to base 2. Asked for is the natural logarithm."),
        Slip(.number(sum / 3), "Divided by the number of words. The chain rule wants the whole sum."),
      ])
  }

  private static let ngramPerplexity = QuestionKind("perplexity", "Perplexity") { draw in
    let exponents = [draw.whole(1...3), draw.whole(1...4), draw.whole(2...5), draw.whole(1...4)]
    let probabilities = exponents.map { pow(2, -Double($0)) }
    let bits = Double(exponents.reduce(0, +)) / 4
    let computed = try Computed(.g_PPL, ["P": .numbers(probabilities)], gives: "perplexity")
    let fractions = exponents.map { "1/\(1 << $0)" }.joined(separator: ", ")
    return Question(
      """
      A model gave the four tokens of a text the probabilities \(fractions). What is its perplexity?

      2^0.25 = 1.19, 2^0.5 = 1.41, 2^0.75 = 1.68
      """, computed.answer,
      way:
        "The surprises in bits are \(exponents.map(String.init).joined(separator: ", ")); their mean is \(written(bits)), and 2 to the power of it is the perplexity.",
      slips: [
        Slip(.number(bits), "That is the mean surprise in bits. The perplexity is 2 to the power of it."),
        Slip(
          .number(bits * log(2)),
          "That is the cross-entropy in nats. The perplexity is e to the power of it."),
        Slip(.number(exp(bits)), "e to the power of bits: two bases are mixed. Bits belong to 2."),
        Slip(
          .number(pow(2, bits * log(2))), "2 to the power of nats: two bases are mixed. Nats belong to e."),
        Slip(
          .number(pow(2, -bits)),
          "That is one over the perplexity: nobody is in doubt among less than one token."),
        Slip(
          .number(probabilities.map { 1 / $0 }.reduce(0, +) / 4),
          "That is the mean of 1/P. The perplexity is their *geometric* mean: average the logarithms first."),
        Slip(
          .number(4 / probabilities.reduce(0, +)),
          "The probabilities are averaged. It is their logarithms that are."),
        Slip(
          .number(pow(2, 4 * bits)),
          "That is one over the probability of the whole text. The perplexity is the doubt *a token*."),
      ], readings: computed.readings)
  }
}
