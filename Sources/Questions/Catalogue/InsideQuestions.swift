import Formulas
import Platform

/// Chapter 12: the lens, the logit as a sum, and what is shown.
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
          .numbers(
            try Formula.LayerNormalization.published(
              Matrix([hidden]) * table.transposed, gain: [1, 1], bias: [0, 0]
            ).elements), "The logits are normalised. It is the row h that the norm is for, before the table."),
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
          terms { row in zip(row, stream).map { ($0 - $1 / 3) / whole } },
          "The mean over the *parts* is taken out of each channel. A norm looks along the channels of a row."),
        Slip(
          .numbers(
            (0..<3).map { part in
              parts.rows[...part].reduce(0) { sum, row in
                sum + zip(centred(row), word).reduce(0) { $0 + $1.0 * $1.1 } / whole
              }
            }), "That is how far the sum has come after each part. What each part *adds* was asked."),
        Slip(
          terms { row in centred(row).map { $0 / (whole * (3.0 / 2).squareRoot()) } },
          "A standard deviation with one less than the channels: a layer norm divides by all of them."),
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
        Slip(
          .number(1 - weights.reduce(0) { $0 + $1 * $1 }),
          "That is 1 less the sum of squares. Entropy is a mean of −ln a."),
        Slip(
          .number(weights.reduce(0) { $0 + $1 * $1 }),
          "Those are the squares, added. Each weight has its −ln a."),
        Slip(.number(log(4) - entropy), "That is what is missing to four words alike."),
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
}
