import Formulas
import Platform

/// Chapter 12: the lens, the logit as a sum, and where heads look.
extension QuestionKind {
  static let inside: [QuestionKind] = [
    insideLens, insideTerms, insideShown, insideEntropy, insideFollowing, insideScore, insideShare,
    insidePlaces, insideOrders, insideShapley, insideRest, insideTwice, insideNearness,
  ]

  private static let insideLens = QuestionKind("lens", "The logit lens") { draw in
    let pattern = draw.pick([[2.0, 2, -2, -2], [3, 3, -3, -3], [7, 1, -1, -7], [4, 4, -4, -4]])
    let mean = Double(draw.whole(1...6))
    let centred = draw.shuffled(pattern)
    let hidden = centred.map { $0 + mean }
    let deviation = (centred.reduce(0) { $0 + $1 * $1 } / 4).squareRoot()
    let table = draw.matrix(2, 4, -2...3)
    func read(_ row: [Double]) throws -> Answer {
      .numbers(try Formula.Explanations.lensWithoutNorm(Matrix([row]), embedding: table).elements)
    }
    return Question(
      """
      After the first block the last word's row is h = \(written(hidden)). The final norm is a LayerNorm with γ = 1, β = 0 and an ε too small
      to matter. Two words have these rows in the table that the head shares:

      \(written("E", table))

      Which logits does the logit lens read for the two words?
      """, try read(centred.map { $0 / deviation }),
      way:
        "Take the mean \(written(mean)) of h out, divide by the standard deviation \(written(deviation)), and then multiply by each row of E.",
      slips: [
        Slip(
          try read(hidden),
          "The final norm is left out. The embeddings are read on its scale, and h is not on it."),
        Slip(
          try read(centred),
          "The mean is taken out, but nothing is divided by the standard deviation."),
        Slip(
          try read(hidden.map { $0 / deviation }),
          "It is divided by the standard deviation, but the mean is still in it."),
        Slip(
          try read(centred.map { $0 / (deviation * deviation) }),
          "It is divided by the variance. The norm divides by its root."),
        Slip(
          try read(centred.map { $0 / (deviation * (4.0 / 3).squareRoot()) }),
          "The squares are divided by 4 − 1. A layer norm divides by all the channels."),
        Slip(
          try read(hidden.map { $0 / (deviation * deviation + mean * mean).squareRoot() }),
          "That is an RMSNorm: the mean is still in it, and in what it is divided by."),
      ],
      readings: [
        Slip(
          try read(centred.map { $0 / (2 * deviation) }),
          "It is divided by the length of the row, the root of the *sum* of squares. The variance is their mean."
        ),
        Slip(
          .numbers(
            Formula.Softmax.published(
              try (Matrix([centred.map { $0 / deviation }]) * table.transposed).elements)),
          "These are probabilities, as if there were two words. The logits are asked for."),
      ])
  }

  private static let insideTerms = QuestionKind("terms", "What each part adds to a logit") { draw in
    // Rows whose means are whole, so that nothing has to be divided by three.
    let parts = Matrix(
      (0..<3).map { _ in
        let mean = Double(draw.whole(-1...2))
        let (first, second) = (Double(draw.whole(-3...3)), Double(draw.whole(-3...3)))
        return [mean + first, mean + second, mean - first - second]
      })
    let word = draw.vector(3, -2...3)
    let stream = parts.columns.map { $0.reduce(0, +) }
    func centred(_ row: [Double]) -> [Double] { row.map { $0 - row.reduce(0, +) / 3 } }
    func deviation(_ row: [Double]) -> Double {
      (centred(row).reduce(0) { $0 + $1 * $1 } / 3).squareRoot()
    }
    let whole = deviation(stream)
    func terms(_ change: ([Double]) -> [Double]) -> Answer {
      .numbers(parts.rows.map { row in zip(change(row), word).reduce(0) { $0 + $1.0 * $1.1 } })
    }
    let streamMean = stream.reduce(0, +) / 3
    return Question(
      """
      Three parts have written to the stream, a row each; a word's embedding is e:

      \(written("P", parts))

      \(written("e", Matrix([word])))

      Their sum goes through the final LayerNorm (γ = 1, β = 0) and is multiplied by e. The sum's standard deviation is \(written(whole)). What
      does each of the three add to the word's logit?
      """, terms { centred($0).map { $0 / whole } },
      way:
        "From each row take its own mean, divide by the deviation of the sum, which is held as it is, and multiply by e.",
      slips: [
        Slip(
          terms { row in centred(row).map { $0 / deviation(row) } },
          "Each part is divided by a deviation of its own. Then a part ten times as large adds as much, and nothing adds up."
        ),
        Slip(
          terms { $0.map { $0 / whole } },
          "The parts still have their means. The norm takes the mean of the sum out, and each part has a share in it."
        ),
        Slip(terms(centred), "Nothing is divided by the deviation of the sum."),
        Slip(
          terms { $0 },
          "That is each part times e. Between them stands the norm: a mean goes, and it is divided."),
        Slip(
          terms { $0.map { ($0 - streamMean) / whole } },
          "The mean of the whole sum is taken out of every part. It is then gone three times."),
        Slip(
          terms { centred($0).map { $0 / (whole * whole) } },
          "It is divided by the variance. The standard deviation was given."),
      ],
      readings: [
        Slip(
          terms { $0.map { ($0 - streamMean / 3) / whole } },
          "The mean of the sum is shared out evenly. Each part brings a mean of its own."),
        Slip(
          terms { row in zip(centred(row), stream).map { $0 / ($1 == 0 ? 1 : $1) } },
          "Each channel is divided by the sum there. All of them are divided by one number, the deviation."),
      ])
  }

  private static let insideShown = QuestionKind("shown", "What is shown, and what is not") { draw in
    let share = written(draw.pick([0.7, 0.75, 0.8, 0.85, 0.9]))
    let small = written(draw.pick([0.01, 0.02, 0.03, 0.04]))
    let large = written(draw.pick([0.4, 0.7, 1.2, 1.8]))
    switch draw.whole(0...3) {
    case 0:
      return Question(
        "A head adds \(small) to the logit of the right word (direct attribution). Without it the loss grows by \(large) nats. How do the two go together?",
        right: "what it writes is read by a later layer, which writes the word",
        wrong: [
          "one of the two must be a mistake: who adds nothing is not missed":
            "Nothing contradicts: what goes by way of other layers is left out of a direct term.",
          "the final norm makes the small number large":
            "A direct term has the norm in it already: it is counted in logits.",
          "the head looks widely, so its weights are small":
            "How widely it looks says nothing of what it writes, nor of who reads it.",
          "the other heads do the same work":
            "Then it would not be missed: they would do it without this one.",
        ], way: "Direct is what is read at the end. A head may write what only the next network can read.",
        order: &draw)
    case 1:
      return Question(
        "At the last word a head's weight on “red” is \(share). What is shown by it?",
        right: "that \(share) of the head's output is made of the value of that place",
        wrong: [
          "that the model knows the colour from there":
            "What is taken from there may be something else, and nobody may read it. Take it out, and look.",
          "that without this head the colour would be lost":
            "That is an experiment, not a weight. Others may do the same work.",
          "that \(share) of the logit comes from “red”":
            "Between a weight and a logit stand the value, the projection and all later layers.",
          "that the word “red” matters more than any other to the answer":
            "To one head at one place. What that is worth, the weight does not say.",
        ], way: "A weight says what a mean is made of. What follows from the mean is another question.",
        order: &draw)
    case 2:
      return Question(
        "Head A taken out costs \(small) nats, head B as well. Taken out together they cost \(large). What follows?",
        right: "each can do the other's work",
        wrong: [
          "neither is needed":
            "Each alone is not, with the other there. Without both the loss says otherwise.",
          "each is worth half of \(large)":
            "One at a time they would then have cost so much. What is worth half depends on how it is shared out.",
          "the measurement is wrong, as losses add up":
            "They add up only where the parts work apart. Here one stands in for the other.",
          "A and B look at the same words":
            "They may come to the same by different words: where they look was not measured.",
        ], way: "What one removal shows is what nobody else replaces.", order: &draw)
    default:
      return Question(
        "A head has an induction score of \(share), on texts that all repeat after the same number of words. What is shown?",
        right: "nothing yet: counting places back would give the same score",
        wrong: [
          "that it looks for the present word further back":
            "A head that counts places, and looks at no word, has that score too. Let the distance vary.",
          "that the head before it writes who stood before whom":
            "Take that head out, and see whether the score falls. The score alone does not tell.",
          "that the model would lose \(share) of its right words without it":
            "A score is a share of attention. What it is worth is measured by the loss without it.",
          "that it copies a token from the place where it looks":
            "Where it looks is shown; what it takes from there is not.",
        ], way: "Test it where the two explanations differ: pieces from anywhere in the text.", order: &draw)
    }
  }

  private static let insideEntropy = QuestionKind("entropy", "How widely a head looks") { draw in
    let weights = draw.shuffled(
      draw.pick([
        [0.5, 0.25, 0.25, 0], [0.5, 0.3, 0.2, 0], [0.7, 0.1, 0.1, 0.1], [0.6, 0.2, 0.2, 0],
        [0.4, 0.4, 0.2, 0],
        [0.8, 0.1, 0.1, 0], [0.6, 0.2, 0.1, 0.1], [0.4, 0.3, 0.2, 0.1],
      ]))
    let seen = weights.filter { $0 > 0 }
    let entropy = -seen.reduce(0) { $0 + $1 * log($1) }
    return Question(
      """
      A word looks at four others with the weights \(written(weights)). What is the entropy of the head there, in nats?

      \(logarithms(Array(Set(seen)) + [2, 3, 4]))
      """, .number(entropy),
      way: "−Σ a·ln a; a weight of 0 adds 0. It is 0 at one word and ln 4 at four alike.",
      slips: [
        Slip(.number(-entropy), "The sign is missing: each ln a is negative, and an entropy is not."),
        Slip(.number(entropy / log(2)), "These are bits: it is divided by ln 2. Nats were asked for."),
        Slip(.number(log(4)), "That is as wide as it could be: four words alike. These weights are not."),
        Slip(
          .number(-seen.reduce(0) { $0 + log($1) }),
          "The logarithms are added without their weights."),
        Slip(
          .number(-seen.reduce(0) { $0 + log($1) } / Double(seen.count)),
          "That is the plain mean of the logarithms. Each counts as much as its weight."),
        Slip(.number(entropy / 4), "It is divided by four. The weights have made a mean of it already."),
        Slip(
          .number(-log(weights.max() ?? 1)),
          "That is −ln of the greatest weight. All words take part in the mean."),
      ],
      readings: [
        Slip(.number(exp(entropy)), "That is e to the entropy: as many words alike would have it."),
        Slip(
          .number(1 - (weights.max() ?? 0)),
          "That is what is not on the favourite word. Entropy is a mean of −ln a."),
        Slip(
          .number(log(Double(seen.count))),
          "That is the entropy of equal weights on the words that it looks at."),
        Slip(
          .number(-seen.reduce(0) { $0 + $1 * log($1) } / Double(seen.count)),
          "It is divided by how many weights there are. They have made a mean of it already."),
      ])
  }

  private static let insideFollowing = QuestionKind("following", "Where an induction head looks") { draw in
    let period = draw.whole(4...6)
    let letters = draw.shuffled(["A", "B", "C", "D", "E", "F", "G", "H"]).prefix(period)
    let query = period + draw.whole(1...period - 2)
    let length = query + 1 + draw.whole(1...3)
    let text = (0..<length).map { letters[letters.startIndex + $0 % period] }.joined(separator: " ")
    return Question(
      """
      A text of \(length) letters, places counted from 0, says the same \(period) letters again and again:

          \(text)

      At which place does an induction head look from place \(query), on the letter's last time, and how many weights does the mean of its
      score take in this text?
      """, .whole([query - period + 1, length - period]),
      way:
        "The letter stood \(period) places before; the head looks at the place after it. A letter counts that has been there before.",
      slips: [
        Slip(
          .whole([query - period, length - period]),
          "There the same letter stands. To copy on, the head looks at what came *after* it."),
        Slip(
          .whole([query - period - 1, length - period]),
          "That is the place before the letter's last time. What came after it is to be said."),
        Slip(
          .whole([query - 1, length - period]),
          "That is the place just before: a previous-token head. Induction needs it, and is not it."),
        Slip(
          .whole([query - period + 1, length]),
          "The place is right. In the mean count only letters that have been there before."),
        Slip(
          .whole([query - period + 1, length - period + 1]),
          "The place is right. The last letter of the first time has not been there before, and does not count."
        ),
        Slip(
          .whole([query - period + 1, length - period - 1]),
          "The place is right. The last letter looks back as well, though nothing follows it."),
        Slip(
          .whole([query - period + 1, period]),
          "The place is right. The weights are as many as letters after the first time, not as a period has."),
        Slip(.whole([query - period, length]), "That is the letter itself, and a mean over the whole text."),
        Slip(
          .whole([query + 1, length - period]),
          "That place comes later: a causal head does not see it, and has to foresee what stands there."),
      ],
      readings: [
        Slip(
          .whole([query - period + 2, length - period]),
          "That is the place counted from 1. Places count from 0."),
        Slip(
          .whole([query, length - period]),
          "There it would look at itself. What came after the letter stands further back."),
      ])
  }

  private static let insideScore = QuestionKind("score", "An induction score") { draw in
    let period = 3
    let rows = (0..<6).map { query -> [Double] in
      // Tenths, shared out among the places in view.
      var tenths = Array(repeating: 0.0, count: 6)
      for _ in 0..<10 { tenths[draw.whole(0...query)] += 1 }
      return tenths.map { $0 / 10 }
    }
    let weights = Matrix(rows)
    func mean(_ queries: ClosedRange<Int>, back: Int, over count: Double) -> Answer {
      .number(queries.reduce(0) { $0 + weights[$1, $1 - back] } / count)
    }
    return Question(
      """
      Three tokens are said twice. A head's weights, a row for each token that looks:

      \(written("A", weights))

      What is its induction score?
      """, mean(period...5, back: period - 1, over: 3),
      way:
        "The mean of A(3, 1), A(4, 2) and A(5, 3), counted from 0: what came after the token's first time.",
      slips: [
        Slip(
          mean(period...5, back: period, over: 3),
          "That is the weight on the same token of the first time. The one after it counts."),
        Slip(mean(period...5, back: 1, over: 3), "That is the weight on the token just before."),
        Slip(mean(period...5, back: 0, over: 3), "That is the weight of the tokens on themselves."),
        Slip(
          mean(2...5, back: period - 1, over: 4),
          "The diagonal begins one row too early: the third token has not been there before."),
        Slip(
          mean(period...5, back: period - 1, over: 6),
          "It is divided by all tokens. The first three have nothing to repeat, and do not count."),
        Slip(mean(period...5, back: period - 1, over: 1), "That is the sum. A score is a mean."),
        Slip(
          mean(period...4, back: period - 1, over: 2),
          "The last token is left out. It looks at what came after it, though nothing comes now."),
        Slip(
          mean(4...5, back: period - 1, over: 2),
          "The first token of the second time is left out. It has been there before."),
      ],
      readings: [
        Slip(
          mean(4...5, back: period + 1, over: 2),
          "That is the weight on what stood *before* the token the first time."),
        Slip(
          mean(4...5, back: period + 1, over: 3),
          "That is the weight on what stood before the token the first time, divided by three."),
        Slip(
          .number((3...5).reduce(0) { $0 + weights.row($1)[..<3].reduce(0, +) } / 3),
          "That is the weight on the whole first time. One place of it is the one after."),
        Slip(
          .number((weights[3, 1] + weights[4, 2]) / 3),
          "After the third token came the first one again: place 3 counts for the last row."),
        Slip(
          .number((weights[3, 1] + weights[4, 2] + weights[5, 0]) / 3),
          "After the third token of the first time came place 3, not place 0."),
      ])
  }
}
