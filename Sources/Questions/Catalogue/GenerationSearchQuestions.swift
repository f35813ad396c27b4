import Formulas
import Platform

/// Chapter 8: searches, the cache, and the uses of a model that tells which text is likelier.
extension QuestionKind {
  static let generationGreedy = QuestionKind("greedy", "The greedy text and the likeliest") { draw in
    let rows = [[0.5, 0.3, 0.2], [0.6, 0.3, 0.1], [0.7, 0.2, 0.1], [0.9, 0.1, 0], [0.4, 0.35, 0.25]]
    let first = draw.shuffled(
      draw.pick([[0.5, 0.4, 0.1], [0.5, 0.3, 0.2], [0.4, 0.35, 0.25], [0.6, 0.3, 0.1]]))
    let second = Matrix((0..<3).map { _ in draw.shuffled(draw.pick(rows)) })
    let greedy = Formula.Sampling.greedyPath(first: first, second: second)
    let best = Formula.Sampling.bestPath(first: first, second: second)
    func pair(_ value: ((path: [Int], probability: Double)) -> Double) -> Answer {
      .numbers([value(greedy), value(best)])
    }
    return Question(
      """
      The first of two words is A, B or C with the probabilities \(written(first)). The row of the first word says with which the
      second is A, B or C:

      \(written("P", second))

      Which probability has the text of two words that greedy choice finds, and which the likeliest one of all?
      """, pair(\.probability),
      way:
        "Greedy choice takes the largest of the first numbers and then the largest of its row; the likeliest text has the largest of all nine products.",
      slips: [
        Slip(
          .numbers([greedy.probability, greedy.probability]),
          "The likeliest first word need not begin the likeliest text. Look at all nine."),
        Slip(
          .numbers([best.probability, best.probability]),
          "Greedy choice does not look ahead: it takes the likeliest first word, whatever follows."),
        Slip(
          .numbers([greedy, best].map { second[$0.path[0], $0.path[1]] }),
          "That is the probability of the second word alone. The first one's is a factor."),
        Slip(
          .numbers([greedy, best].map { first[$0.path[0]] + second[$0.path[0], $0.path[1]] }),
          "The probabilities are added. One word *and* then the other: they are multiplied."),
        Slip(
          .numbers([greedy.probability, (first.max() ?? 0) * (second.elements.max() ?? 0)]),
          "The largest first number and the largest of another row do not belong to one text."),
      ],
      readings: [
        Slip(
          .numbers([best.probability, greedy.probability]),
          "The two are exchanged: no text is likelier than the likeliest.")
      ])
  }

  static let generationLengthPenalty = QuestionKind("length-penalty", "Scores of a long and a short text") {
    draw in
    let lengths = draw.shuffled([4, 7, 10, 13, 19]).prefix(2).map(Double.init)
    let likelihoods = draw.distinct(2, -12 ... -3).map(Double.init)
    let power = Double(draw.whole(1...2))
    func scores(_ penalty: (_ length: Double) -> Double) -> Answer {
      .numbers(zip(likelihoods, lengths).map { $0 / penalty($1) })
    }
    func raised(_ number: Double) -> Double { power == 1 ? number : number * number }
    return Question(
      """
      Beam search has found two texts: one of \(written(lengths[0])) tokens with ln P = \(written(likelihoods[0])), one of \
      \(written(lengths[1])) tokens with ln P = \(written(likelihoods[1])). The length
      penalty is that of Wu et al., ((5 + n)/6)^α, with α = \(written(power)). Which scores do the two have?
      """, scores { raised((5 + $0) / 6) },
      way: "ln P over ((5 + n)/6)^α, of each text with its own n.",
      slips: [
        Slip(
          scores { raised($0) },
          "It is divided by the length itself, as other libraries do. Here it is (5 + n)/6, which is 1 for one token."
        ),
        Slip(
          scores { 1 / raised((5 + $0) / 6) },
          "It is multiplied by the penalty. ln P is negative: long texts would look still worse."),
        Slip(scores { raised(5 + $0) }, "The 6 is missing: a text of one token should keep its ln P."),
        Slip(
          scores { _ in 1 }, "That is ln P. Each further token costs something, and the score excuses it."),
        Slip(
          scores { raised(5 + $0 / 6) }, "The bracket is missing: 5 and n are added first, then divided by 6."
        ),
      ],
      readings: [
        Slip(
          scores { (5 + $0) / (power == 1 ? 6 : 36) },
          "The power is that of the 6 alone. It belongs to the whole bracket."),
        Slip(scores { (5 + $0) / 6 }, "The power α is left out."),
        Slip(scores { power * (5 + $0) / 6 }, "α is a power of the bracket, not a factor."),
      ])
  }

  static let generationCache = QuestionKind("cache", "What is read, with the cache and without") { draw in
    let prompt = draw.whole(3...12)
    let new = draw.whole(3...6)
    let uncached = (0..<new).reduce(0) { $0 + prompt + $1 }
    return Question(
      """
      A prompt has \(prompt) tokens, and \(new) tokens are to be written. How many tokens pass through the model until the last of them
      is chosen: with a cache of keys and values, and without one?
      """, .whole([prompt + new - 1, uncached]),
      way:
        "For the first choice the prompt is read. For each further one, with the cache, one token is; without, all that are there by then.",
      slips: [
        Slip(
          .whole([prompt + new, uncached + prompt + new]),
          "One reading too many: once the last token is chosen, nobody has to read it."),
        Slip(
          .whole([new, new * (new + 1) / 2]),
          "That is without a prompt. It has to be read too, and without the cache again at each step."),
        Slip(
          .whole([prompt + new - 1, new * (prompt + new - 1)]),
          "Without the cache each step is counted as long as the last one. The text grows by a token a step."),
        Slip(
          .whole([prompt + new - 1, new * prompt]),
          "Without the cache the prompt is counted again for each step, but not what was written since."),
        Slip(
          .whole([uncached, prompt + new - 1]),
          "The two are exchanged: whoever has kept keys and values reads less."),
      ],
      readings: [
        Slip(
          .whole([prompt + new, new * (prompt + new)]),
          "Without the cache each step is counted with the whole text. When a token is chosen, only those before it are there."
        ),
        Slip(
          .whole([prompt + new - 1, new * (prompt + new)]),
          "Without the cache each step is counted with the whole text, which is there only at the end."),
        Slip(
          .whole([prompt + new, uncached + new]),
          "Each step is counted with the token that it chooses. What is read is what was there before."),
        Slip(
          .whole([prompt + new - 1, uncached + new]),
          "Without the cache each step is counted with the token that it chooses. What is read is what was there before."
        ),
        Slip(
          .whole([new, new * prompt]),
          "With the cache the prompt has to be read as well, once; without it, also what was written since."),
        Slip(
          .whole([prompt + new, uncached]),
          "With the cache one token too many is counted: the last one is chosen, and not read."),
        Slip(
          .whole([prompt + new, (prompt + new) * (prompt + new + 1) / 2]),
          "Without a cache the prompt is read whole the first time, not token by token; and the last token is not read."
        ),
        Slip(
          .whole([prompt + new - 1, uncached + prompt + new]),
          "Without the cache one step too many is counted: the last token is chosen, and not read."),
        Slip(
          .whole([new, uncached]),
          "With the cache the prompt has to be read as well, once: its keys and values are not there before."),
      ])
  }

  static let generationStop = QuestionKind("stop", "Where a stop text ends a text") { draw in
    let names = draw.shuffled(["Anna", "Finn", "Kate", "Lily", "Mia", "Rosa", "Ruth", "Tim", "Tom"])
    let verbs = draw.shuffled(["claps", "hums", "jumps", "laughs", "nods", "sings", "smiles", "waves"])
    let stop = ". " + names[1].prefix(1)
    let pieces = [names[0], " \(verbs[0])", ".", " \(names[1])", " \(verbs[1])", "."]
    let begun = "\(names[0]) \(verbs[0])"
    return Question(
      """
      A model writes these tokens, one after the other:

          \(pieces.map { "“\($0)”" }.joined(separator: "  "))

      A stop text is given: “\(stop)”. What is the text of the choice?
      """, right: "“\(begun)”",
      wrong: [
        "“\(pieces.joined())”":
          "There the stop text is looked for in each token by itself. It begins in one and ends in another.",
        "“\(begun + stop)”": "It ends with the stop text. A text ends *before* it.",
        "“\(begun).”":
          "The token that completes the stop text is taken away, but the stop text began in the token before.",
      ],
      way: "Join the tokens, look for the stop text in the letters, and cut before its first letter.",
      order: &draw)
  }

  static let generationPrompt = QuestionKind("prompt", "How likely a text was") { draw in
    let letters = ["A", "B", "C"]
    let text = [draw.whole(0...2), draw.whole(0...2), draw.whole(0...2)]
    let rows = (0..<3).map { _ in
      draw.shuffled(draw.pick([[0.5, 0.3, 0.2], [0.6, 0.3, 0.1], [0.7, 0.2, 0.1]]))
    }
    let name = text.map { letters[$0] }
    let next = [log(rows[0][text[1]]), log(rows[1][text[2]])]
    let own = (0...2).map { log(rows[$0][text[$0]]) }
    return Question(
      """
      The text is “\(name.joined(separator: " "))”. A row for each token that was read says with which probabilities A, B, C come next:

      \(written("P", Matrix(rows)))

      What is ln P of the text, given its first token?

      \(logarithms(rows.flatMap { $0 }))
      """, .number(next[0] + next[1]),
      way:
        "Row 0 has read the first token and speaks of the second, row 1 speaks of the third; the logarithms are added.",
      slips: [
        Slip(
          .number(own.reduce(0, +)),
          "Each row is asked about the token that it has read. It speaks of the next one."),
        Slip(
          .number(own[1] + own[2]),
          "The rows are one place late: that of a token has read it already. The row before it is asked."),
        Slip(
          .number(-next[0] - next[1]),
          "That is −ln P, the surprise. A logarithm of a probability is never above 0."),
        Slip(
          .number(rows.prefix(2).reduce(0) { $0 + log($1.max() ?? 0) }),
          "That is the likeliest token of each row. The text is given: how likely were *its* tokens?"),
        Slip(
          .number(next[0] * next[1]),
          "The logarithms are multiplied. Probabilities are multiplied, their logarithms added."),
      ],
      readings: [
        Slip(.number(exp(next[0] + next[1])), "That is the probability. Its logarithm is asked for."),
        Slip(
          .number(next[0] + next[1] + log(rows[2][text[0]])),
          "The last row speaks of a token after the text. Of three tokens two are judged."),
        Slip(.number((next[0] + next[1]) / 2), "That is the mean of the two. ln P of the text is their sum."),
        Slip(
          .number((next[0] + next[1]) / 3),
          "It is divided by the number of tokens. ln P of the text is a sum."),
        Slip(.number(next[0] + next[1] - log(3)), "A third for the first token is put in. It is given here."),
        Slip(.number(next[1]), "That is the last token alone. The one before it has to come as well."),
        Slip(.number(next[0]), "That is the second token alone. The third has to come as well."),
      ])
  }

  static let generationChannel = QuestionKind("channel", "What was meant") { draw in
    let words = Array(draw.shuffled(["ball", "beads", "bell", "boat", "book", "boots"]).prefix(4))
    // What was typed, what was meant, what the text makes likeliest, and a word that neither speaks for.
    let (near, likely) = (draw.decimal(2.5...4, step: 0.5), Double(-draw.whole(34...40)))
    let gain = Double(draw.whole(1...3))
    let channel = [
      -0.2, -near, -near - gain - Double(draw.whole(1...3)), -near - Double(draw.whole(2...4)),
    ]
    let language = [
      likely - near.rounded(.up) - Double(draw.whole(1...4)), likely, likely + gain,
      likely - Double(draw.whole(8...14)),
    ]
    func best(_ score: (Int) -> Double) -> String {
      words[words.indices.max { score($0) < score($1) } ?? 0]
    }
    let table = draw.shuffled(words.indices).map { index in
      let word = words[index] + String(repeating: " ", count: 8 - words[index].count)
      let typed = written(channel[index])
      return
        "    \(word)\(typed)\(String(repeating: " ", count: 10 - typed.count))\(written(language[index]))"
    }
    return Question(
      """
      Somebody has typed “\(words[0])”. Of each word that may have been meant, ln P(typed | word) and ln P(text with that word):

      \(table.joined(separator: "\n"))

      Which word does the corrector write?
      """, right: best { channel[$0] + language[$0] },
      wrong: [
        words[0]:
          "It is what was typed, and ln P(typed | word) is largest there. That it is a word does not say that it was meant.",
        best { language[$0] }:
          "It is likeliest by the text alone. Then whatever is rare would never be written: what was typed counts as well.",
        best { channel[$0] * language[$0] }:
          "There the logarithms are multiplied, or the least sum is taken. Probabilities multiply, their logarithms add; the sum nearest to 0 wins.",
      ],
      way: "The two logarithms of each word are added; the largest sum wins, the one nearest to 0.",
      order: &draw)
  }
}
