import Formulas
import Platform

/// Chapter 8: from logits to a token.
extension QuestionKind {
  static let generation: [QuestionKind] = [
    generationTemperature, generationOdds, generationLine, generationNucleus, generationPenalties,
    generationGreedy, generationLengthPenalty, generationCache, generationStop, generationPrompt,
    generationChannel,
  ]

  private static let generationTemperature = QuestionKind("temperature", "Probabilities at a temperature") {
    draw in
    let logits = draw.distinct(3, -1...3).map(Double.init)
    let temperature = draw.pick([0.5, 2])
    let probabilities = try Computed(
      .s1_4_3_P_TEMP, ["z": .numbers(logits), "T": .number(temperature)], gives: "p")
    let divided = logits.map { $0 / temperature }
    let plain = Formula.Softmax.published(logits)
    return Question(
      """
      Three tokens have the logits \(written(logits)). With which probabilities are they chosen at a temperature of \(written(temperature))?

      \(exponentials(divided + logits + logits.map { $0 * temperature }))
      """, probabilities.answer,
      way: "Each logit over T first, then e to each, and each of those over the sum of the three.",
      slips: [
        Slip(
          .numbers(plain),
          "Those are the probabilities at a temperature of 1. (The exponentials divided by T give them too: T cancels.)"
        ),
        Slip(
          .numbers(Formula.Softmax.published(logits.map { $0 * temperature })),
          "The logits are multiplied by T. They are divided: a high temperature brings them together."),
        Slip(
          .numbers(plain.map { $0 / temperature }),
          "The probabilities are divided by T, after the softmax. They do not sum to 1 then."),
        Slip(
          .numbers(divided.map { exp($0) }),
          "These are the exponentials; they are not yet divided by their sum."),
        Slip(
          .numbers(Formula.Sampling.published(logits, temperature: 0)),
          "That is greedy choice, a temperature of 0. The others may be chosen, too."),
      ],
      readings: probabilities.readings + [
        Slip(
          .numbers(divided.map { exp($0 - (divided.max() ?? 0)) }),
          "They are divided by the greatest exponential, not by the sum: they do not sum to 1."),
        Slip(
          .numbers(logits.map { exp($0) }),
          "These are the exponentials of the logits: T has to divide first, and their sum afterwards."),
        Slip(
          .numbers(divided.map { exp($0) / temperature }),
          "T divides twice, and the sum not at all. They have to sum to 1."),
        Slip(
          .numbers(plain.map { pow($0, 1 / temperature) }),
          "The probabilities are raised to 1/T, which is right; but they have to be made to sum to 1 again."),
      ])
  }

  private static let generationOdds = QuestionKind("odds", "The temperature for given odds") { draw in
    let logit = Double(draw.whole(1...4))
    let times = Double(draw.pick([3, 4, 5, 6, 8, 10]))
    let isFirst = draw.pick([true, false])
    let logits = isFirst ? [0, logit] : [logit, 0]
    return Question(
      """
      Two tokens have the logits \(written(logits)). At which temperature is the less likely one chosen once in \(written(times)) times, in
      the long run?

      \(logarithms([2, times - 1, times, times + 1]))
      """, .number(logit / log(times - 1)),
      way:
        "Once in n times is a ratio of 1 to n − 1, so that e^(z/T) = n − 1 with z the difference of the logits. Take ln.",
      slips: [
        Slip(
          .number(logit / log(times)),
          "The ratio is taken as 1 to n. Once in n times: for each time that it comes, the other comes n − 1 times."
        ),
        Slip(.number(log(times - 1) / logit), "Upside down: that is 1/T. The logit is divided by T."),
        Slip(
          .number(logit * log(times - 1)), "The logit is multiplied by ln. From z/T = ln(n − 1) follows T."),
        Slip(
          .number(logit / (times - 1)), "No logarithm is taken: it is e^(z/T) that is the ratio, not z/T."),
        Slip(
          .number(logit / log(times + 1)),
          "The ratio is taken as 1 to n + 1. There are n times in all, those of the less likely token among them."
        ),
      ],
      readings: [
        Slip(.number(log(times - 1)), "That is z/T, from which T still has to be found."),
        Slip(.number(log(times)), "That would be z/T for a ratio of 1 to n. T has still to be found."),
        Slip(
          .number(log(times) / logit),
          "That is 1/T, and for a ratio of 1 to n. Once in n times, the other comes n − 1 times."),
      ])
  }

  private static let generationLine = QuestionKind("line", "Where the random number falls") { draw in
    let words = ["claps", "hums", "jumps", "laughs", "nods", "sings"]
    let probabilities = draw.shuffled([0.04, 0.08, 0.13, 0.18, 0.25, 0.32])
    let fallen = Double(draw.whole(2...97)) / 100 + 0.005
    func chosen(_ order: [Int]) -> Int {
      var end = 0.0
      for place in order {
        end += probabilities[place]
        if fallen < end { return place }
      }
      return order[order.count - 1]
    }
    let places = Array(words.indices)
    let right = chosen(places)
    let falling = places.sorted { probabilities[$0] > probabilities[$1] }
    let table = zip(words, probabilities).map { "\($0) \(written($1))" }.joined(separator: "  ")
    return Question(
      """
      Six tokens, in the order of the vocabulary, and their probabilities:

          \(table)

      They are laid side by side from 0 to 1 in this order, and the random number is \(written(fallen)). Which one is chosen?
      """, right: words[right],
      wrong: [
        words[falling[0]]:
          "That is the likeliest, which greedy choice would take. The random number decides here.",
        words[chosen(falling)]:
          "There the likeliest was laid down first. The order is that of the vocabulary.",
        words[max(0, right - 1)]:
          "The sum up to and with this one is still below the random number: it falls on a token further right.",
      ],
      way: "Add up from the left; the first token whose sum exceeds the random number is the one.",
      order: &draw)
  }

  private static let generationNucleus = QuestionKind("top-p", "What a nucleus leaves") { draw in
    let probabilities = draw.shuffled(
      draw.pick([
        [0.4, 0.3, 0.2, 0.1], [0.5, 0.25, 0.15, 0.1], [0.45, 0.3, 0.2, 0.05], [0.5, 0.3, 0.15, 0.05],
        [0.35, 0.3, 0.25, 0.1],
      ]))
    let share = draw.pick([0.6, 0.65, 0.7, 0.75, 0.8, 0.85])
    let falling = probabilities.indices.sorted { probabilities[$0] > probabilities[$1] }
    func kept(_ places: some Sequence<Int>, shared: Bool = true) -> Answer {
      let sum = places.reduce(0) { $0 + probabilities[$1] }
      return .numbers(
        probabilities.indices.map { places.contains($0) ? probabilities[$0] / (shared ? sum : 1) : 0 })
    }
    func count(_ order: [Int]) -> Int {
      var sum = 0.0
      return
        (order.firstIndex {
          sum += probabilities[$0]
          return sum > share - 1e-9
        } ?? 3) + 1
    }
    let size = count(falling)
    return Question(
      """
      The model says \(written(probabilities)) for its four tokens. With which probabilities are they chosen with top-p, p = \(written(share))?
      """, kept(falling.prefix(size)),
      way:
        "From the likeliest on, tokens are kept until their sum is p or more; then each is divided by that sum.",
      slips: [
        Slip(
          kept(falling.prefix(size), shared: false),
          "The right ones are kept, but they do not sum to 1: what was cut off is shared out among them."),
        Slip(
          kept(falling.prefix(size - 1)),
          "The token that reaches p is left out. The kept ones have p together, or more."),
        Slip(kept(falling.prefix(size + 1)), "One token too many: the one that reaches p is the last."),
        Slip(
          .numbers(probabilities.indices.map { falling.prefix(size).contains($0) ? 1 / Double(size) : 0 }),
          "Those that are kept are chosen equally often here. They keep their proportions."),
      ],
      readings: [
        Slip(
          .numbers(
            probabilities.indices.map { falling.prefix(size).contains($0) ? probabilities[$0] / share : 0 }),
          "They are divided by p. What is kept sums to p or more: divide by that sum."),
        Slip(
          kept(Array(probabilities.indices.prefix(count(Array(probabilities.indices))))),
          "The sum is taken in the order in which the tokens stand. It begins with the likeliest."),
        Slip(
          kept(falling.prefix(1)), "The likeliest token alone is kept: that is greedy choice."),
        Slip(
          kept(falling.prefix(size - 1), shared: false),
          "The token that reaches p is left out, and the others do not sum to 1."),
      ])
  }

  private static let generationPenalties = QuestionKind("penalties", "Presence and frequency") { draw in
    let letters = ["A", "B", "C"]
    let logits = draw.vector(3, 1...6)
    let presence = draw.pick([0.5, 1, 1.5])
    let frequency = draw.pick([0.2, 0.3, 0.4])
    let prompt = (0..<3).map { _ in draw.whole(0...2) }
    let often = draw.shuffled([0, 1, 2])
    let said = draw.shuffled([often[0], often[0], often[0], often[1]])
    func penalized(_ text: [Int], _ penalty: (_ count: Double) -> Double) -> Answer {
      .numbers(
        logits.indices.map { letter in
          let count = Double(text.count { $0 == letter })
          return logits[letter] - (count > 0 ? penalty(count) : 0)
        })
    }
    func names(_ text: [Int]) -> String { text.map { letters[$0] }.joined(separator: " ") }
    return Question(
      """
      A prompt ends in “\(names(prompt))”, and the model has continued it with “\(names(said))”. The tokens A, B, C now have the logits
      \(written(logits)). The presence penalty is \(written(presence)), the frequency penalty \(written(frequency)). What becomes of the logits?
      """, penalized(said) { presence + frequency * $0 },
      way:
        "Of each token that the model itself has written: less the presence penalty once, and the frequency penalty once for each time.",
      slips: [
        Slip(
          penalized(prompt + said) { presence + frequency * $0 },
          "The prompt is punished, too. Only what the model has written counts."),
        Slip(
          penalized(said) { (presence + frequency) * $0 },
          "The presence penalty is taken for every time. Presence is yes or no."),
        Slip(
          penalized(said) { _ in presence + frequency },
          "The frequency penalty is taken once. It counts how often a token was written."),
        Slip(
          penalized(said) { -presence - frequency * $0 },
          "The penalties are added. A token that was written becomes less likely, not more."),
        Slip(penalized(said) { frequency * $0 }, "The presence penalty is missing."),
        Slip(penalized(said) { _ in presence }, "The frequency penalty is missing."),
        Slip(
          penalized(said) { presence + frequency * $0 / 4 },
          "The frequency is taken as a share of the text. It is the number of times."),
      ],
      readings: [
        Slip(
          penalized(said) { presence + frequency * ($0 - 1) },
          "The first time is not counted for the frequency penalty. It counts every time."),
        Slip(
          .numbers(
            logits.indices.map { letter in
              logits[letter] - presence - frequency * Double(said.count { $0 == letter })
            }),
          "The presence penalty is taken from all. A token that was not written has none."),
        Slip(
          penalized(prompt + said) { (presence + frequency) * $0 },
          "The prompt is punished too, and the presence penalty taken for every time."),
      ])
  }
}
