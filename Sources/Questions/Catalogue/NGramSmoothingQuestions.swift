import Platform

/// Chapter 1: the units of a loss, what was not seen, and the bridge to a gradient.
extension QuestionKind {
  static let ngramUnits = QuestionKind("units", "Words against characters") { draw in
    let perplexity = Double(draw.pick([8, 16, 32, 64, 20, 50, 100]))
    let length = Double(draw.whole(4...6))
    let loss = log(perplexity)
    return Question(
      """
      A model of words has the perplexity \(written(perplexity)) on a text whose words have, with the space after them, \(written(length)) characters
      on average. What is its cross-entropy in nats a character?

      \(logarithms([perplexity, length])), ln 2 = 0.693
      """, .number(loss / length),
      way: "ln of the perplexity is the loss a word, in nats. A word's loss is shared among its characters.",
      slips: [
        Slip(.number(loss), "That is the loss a word. Per character it is the share of one character."),
        Slip(
          .number(perplexity / length),
          "The perplexity is divided. It is the loss, its logarithm, that can be shared out."),
        Slip(
          .number(log(perplexity / length)),
          "The perplexity is divided first. Take the logarithm, then share it out."),
        Slip(
          .number(loss / log(length)),
          "Divided by the logarithm of the length: so many *characters* share the loss."),
        Slip(.number(loss * length), "Multiplied: a character would be more surprising than its word."),
        Slip(.number(loss / log(2) / length), "That is in bits a character. Asked for are nats."),
        Slip(
          .number(exp(loss / length)), "That is the perplexity a character. Asked for is its logarithm."),
        Slip(
          .number(loss / (length - 1)),
          "The space is predicted like any other character: it counts."),
      ])
  }

  static let ngramDiscount = QuestionKind("discount", "What discounting leaves over") { draw in
    let counts = draw.distinct(3, 1...6).map(Double.init)
    let discount = draw.pick([0.5, 0.6, 0.7, 0.8, 0.9])
    let size = Double(draw.whole(8...20))
    let total = counts.reduce(0, +)
    return Question(
      """
      After a context three words were counted, \(written(counts)) times; the vocabulary has \(written(size)). Absolute discounting takes
      D = \(written(discount)) off every count that is not 0. What share of the probability is left over for the lower order?
      """, .number(3 * discount / total),
      way: "D is taken off three times, and the counts are \(written(total)) in all.",
      slips: [
        Slip(
          .number(discount / total), "D is taken off once for each word that was seen, not once in all."),
        Slip(.number(discount), "That is what is taken off one count. A share is of all the counts."),
        Slip(
          .number(3 * discount), "That is in counts. A share of the probability is divided by all the counts."
        ),
        Slip(
          .number(size * discount / total),
          "D is taken off where something was counted. From a count of 0 nothing can be taken."),
        Slip(
          .number(1 - 3 * discount / total),
          "That is what the words that were seen keep. Asked for is what they give away."),
        Slip(
          .number(discount / 3), "The counts do not enter here: the more was counted, the less is given away."
        ),
        Slip(
          .number(3 * discount / size), "Divided by the vocabulary. It is a share of what was counted."),
        Slip(
          .number((size - 3) * discount / total),
          "These are the words that were not seen. D comes off those that were."),
      ])
  }

  static let ngramMixture = QuestionKind("mixture", "Long contexts and short ones") { draw in
    let (long, short) = (draw.pick([0, 0.2, 0.5, 0.75]), draw.pick([0.05, 0.1, 0.3]))
    let size = Double(draw.pick([10, 20, 50]))
    let weights = [draw.pick([0.6, 0.7, 0.8, 0.9]), draw.pick([0.2, 0.3, 0.4, 0.5])]
    let lower = weights[0] * short + (1 - weights[0]) / size
    return Question(
      """
      Counted, a word has the probability \(written(long)) after its neighbour and \(written(short)) anywhere; there are \(written(size)) words. A bigram model
      interpolates: after the neighbour the counts have the weight \(written(weights[1])), and the rest goes to the unigram; there the counts
      have the weight \(written(weights[0])), and the rest goes to all words evenly. What probability has the word?
      """, .number(weights[1] * long + (1 - weights[1]) * lower),
      way:
        "The unigram first: \(written(weights[0]))·\(written(short)) + \(written(1 - weights[0]))/\(written(size)). Its result is what the bigram's rest is multiplied by.",
      slips: [
        Slip(
          .number((1 - weights[1]) * long + weights[1] * lower),
          "The bigram's weight and its rest are exchanged: with weight 1 only the counts matter."),
        Slip(
          .number(weights[1] * long + (1 - weights[1]) * short),
          "The unigram is a mixture itself: its counts are not taken whole."),
        Slip(
          .number(weights[1] * long + weights[0] * short + (1 - weights[0]) / size),
          "Each weight takes its share of what the longer context left over, not of everything."),
        Slip(
          .number(weights[1] * long + (1 - weights[1]) * weights[0] * short),
          "The even part is missing: what was never counted would be impossible."),
        Slip(
          .number(weights[1] * long + (1 - weights[1]) / size),
          "The unigram was passed over, from the bigram straight to the even share."),
        Slip(
          .number(long > 0 ? long : lower),
          "That is back-off: one of them decides alone. Interpolation always mixes."),
        Slip(
          .number(weights[0] * long + (1 - weights[0]) * (weights[1] * short + (1 - weights[1]) / size)),
          "The two weights are exchanged: each belongs to its own length of context."),
        Slip(.number(lower), "That is the unigram alone; the bigram's counts have a share too."),
        Slip(
          .number((long + short + 1 / size) / 3), "That is the plain mean of the three. They have weights."),
      ])
  }

  static let ngramContexts = QuestionKind("contexts", "In how many contexts a word was seen") { draw in
    let city = draw.pick([("San", "Francisco"), ("Hong", "Kong"), ("New", "York")])
    let often = draw.whole(12...20)
    let firsts = draw.distinct(3, 1...4)
    let seconds = draw.distinct(2, 1...3)
    let others = firsts.reduce(0, +) + seconds.reduce(0, +)
    let isCity = draw.pick([true, false])
    let (contexts, count) = isCity ? (1.0, Double(often)) : (3.0, Double(firsts.reduce(0, +)))
    let word = isCity ? city.1 : "house"
    return Question(
      """
      These bigrams were counted, and no others:

          \(city.0) \(city.1) \(often)   a house \(firsts[0])   the house \(firsts[1])   my house \(firsts[2])
          a boat \(seconds[0])   the boat \(seconds[1])

      Kneser–Ney backs off to a unigram. How probable is “\(word)” there?
      """, .number(contexts / 6),
      way: "In how many contexts the word was seen, divided by the number of different bigrams, which is 6.",
      slips: [
        Slip(
          .number(count / Double(often + others)),
          "That is how often the word stands anywhere. Kneser–Ney asks after how many *different* words it came."
        ),
        Slip(
          .number(1.0 / 3),
          "That is an even share among the words. Kneser–Ney counts the contexts of each."),
        Slip(
          .number(contexts / Double(often + others)),
          "The contexts are counted above but the occurrences below. Below stand the different bigrams."),
        Slip(
          .number(contexts / 4),
          "Divided by the number of different first words. Below stand the different bigrams."),
        Slip(.number(contexts), "That is the number of its contexts. A probability is a share."),
      ])
  }

  static let ngramGibbs = QuestionKind("gibbs", "A source and a model of it") { draw in
    let source = draw.shuffled([[1, 2, 2], [2, 1, 2], [2, 2, 1]][draw.whole(0...2)])
    let other = [
      [2, 2, 1], [1, 3, 3], [3, 1, 3], [3, 3, 1], [2, 3, 1], [3, 2, 2], [2, 4, 1], [4, 2, 3],
    ][draw.whole(0...7)]
    let (p, q) = (source.map { pow(2, -Double($0)) }, other.map { pow(2, -Double($0)) })
    func mean(_ weights: [Double], _ bits: [Int]) -> Double {
      zip(weights, bits).reduce(0) { $0 + $1.0 * Double($1.1) }
    }
    func fractions(_ bits: [Int]) -> String { bits.map { "1/\(1 << $0)" }.joined(separator: ", ") }
    return Question(
      """
      A source says three words with the probabilities \(fractions(source)); a model expects them with \(fractions(other)) (what it lacks
      to 1 it gives to words that never come). What is the model's expected loss, in bits a word?
      """, .number(mean(p, other)),
      way:
        "The surprises are the model's, \(other.map(String.init).joined(separator: ", ")) bits; how often each is met, the source says.",
      slips: [
        Slip(
          .number(mean(q, source)),
          "The two are exchanged: how often a word comes the source decides, and the model is who is surprised."
        ),
        Slip(.number(mean(p, source)), "That is the entropy of the source, which no model gets below."),
        Slip(.number(mean(q, other)), "Weighed by what the model expects. It is the source that speaks."),
        Slip(
          .number(mean(p, other) - mean(p, source)),
          "That is how much the model loses beyond the entropy. Asked for is its whole loss."),
        Slip(
          .number(mean([1.0 / 3, 1.0 / 3, 1.0 / 3], other)),
          "That is the plain mean of the surprises. A word counts as often as the source says it."),
        Slip(
          .number(mean(p, other) * log(2)), "That is in nats. A bit is ln 2 of them, and bits are asked for."),
        Slip(.number(mean([1, 1, 1], other)), "The surprises are added without their weights."),
        Slip(
          .number(pow(2, mean(p, other))),
          "That is a perplexity. The loss is its logarithm."),
      ])
  }

  static let ngramGradient = QuestionKind("bridge", "From counts to a gradient") { draw in
    let counts = draw.distinct(3, 0...6).map(Double.init)
    let weights = [[0.5, 0.3, 0.2], [0.2, 0.6, 0.2], [0.1, 0.4, 0.5], [0.3, 0.3, 0.4]][draw.whole(0...3)]
    let total = counts.reduce(0, +)
    let size = Double(draw.pick([10, 20, 25]))
    func gradient(_ entry: (Double, Double) -> Double) -> Answer { .numbers(zip(weights, counts).map(entry)) }
    return Question(
      """
      A bigram model has a row of weights for each context h, and P(w | h) is the softmax of that row. After h it expects
      three words with \(written(weights)); in a text of N = \(written(size)) predictions they came after h
      \(written(counts)) times, and nothing else did. What is the gradient of the mean
      loss by the three weights?
      """, gradient { ($0 * total - $1) / size },
      way:
        "What was expected less what came, (C(h)·P(w | h) − C(h, w))/N: it is 0 where the model has the counted share.",
      slips: [
        Slip(
          gradient { ($1 - $0 * total) / size },
          "That is the direction of descent. The gradient points to where the loss grows: expected less counted."
        ),
        Slip(
          gradient { $0 - $1 / size },
          "What is expected is P times how often h came. Here it is P times the whole text."),
        Slip(
          gradient { $0 * total - $1 }, "That is the gradient of the sum. The mean loss has 1/N as well."),
        Slip(
          gradient { ($0 * total - $1) / total },
          "Divided by the predictions after h: that compares the two shares. The loss is the mean over all N."
        ),
        Slip(
          gradient { ($0 - $1) / size },
          "A probability less a count: what is expected is P times how often h came."),
        Slip(gradient { -$1 / ($0 * size) }, "That is the gradient by P. A weight is one softmax further."),
        Slip(
          .numbers(counts.map { -$0 / size }),
          "What is expected is missing: a softmax pulls the other words down when it pushes one up."),
      ])
  }
}
