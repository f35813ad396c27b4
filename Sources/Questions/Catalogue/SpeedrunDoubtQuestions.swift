import Formulas
import Platform

/// Chapter 14: scores, blocks, and what is luck.
extension QuestionKind {
  static let speedrunDistance = QuestionKind("distance", "A product of two turned vectors") { draw in
    let lengths = draw.distinct(2, 2...6).map(Double.init)
    let speed = draw.pick([0.1, 0.2, 0.3, 0.5, 1])
    let places = draw.distinct(2, 1...9).map(Double.init)
    let (query, key) = (places[0], places[1])
    let product = lengths[0] * lengths[1]
    let angles = [abs(query - key), query, key, query + key].map { ($0 * speed * 10).rounded() / 10 }
    let cosines = Set(angles).sorted().map { "cos \(written($0)) = \(written(cos($0)))" }
    return Question(
      """
      A query [\(written(lengths[0])), 0] stands at position \(written(query)), a key [\(written(lengths[1])), 0] at position \(written(key)). Rotary positions turn both, by \(written(speed)) radians a
      position. What is their product then?

      \(cosines.joined(separator: ", "))
      """, .number(product * cos(angles[0])),
      way:
        "The product of the lengths times the cosine of the angle between them: the distance times the speed.",
      slips: [
        Slip(
          .number(product),
          "That is the product before they are turned. They are turned by different angles."),
        Slip(
          .number(product * cos(angles[3])),
          "The angles are added. Between two arrows lies the difference of their angles."),
        Slip(.number(product * cos(angles[1])), "Only the query is turned. The key is, too."),
        Slip(.number(product * cos(angles[2])), "Only the key is turned. The query is, too."),
      ],
      readings: [
        Slip(
          .number(cos(angles[0])), "That is the cosine between them. A product has the two lengths as well."),
        Slip(
          .number((lengths[0] + lengths[1]) * cos(angles[0])),
          "The lengths are added. A product multiplies them."
        ),
        Slip(
          .number(product * cos(abs(query - key))),
          "The distance is taken for the angle. It is multiplied by the speed."),
        Slip(.number(product * cos(speed)), "That is for neighbours. These two are further apart."),
        Slip(.number(product * sin(angles[0])), "That has the sine. A product is made with the cosine."),
        Slip(
          .number(product * cos(angles[1]) * cos(angles[2])),
          "The second channels are left out: once turned, neither is 0."),
        Slip(
          .number(product * cos(angles[0]) / Double(2).squareRoot()),
          "It is divided by √2, as a score is. The product itself is asked for."),
        Slip(
          .number(product * angles[0]), "That is multiplied by the angle, not by its cosine."),
      ])
  }

  static let speedrunScore = QuestionKind("score", "A score of queries and keys of one length") { draw in
    let channels = draw.pick([4.0, 16, 25, 36, 64, 100])
    let cosine = draw.decimal(0.1...0.9) * draw.pick([-1, 1])
    let root = channels.squareRoot()
    return Question(
      """
      Queries and keys have \(written(channels)) channels and are divided by their root mean square; scores are divided by √d. How large can a score be at most, and
      how large is it where the cosine between query and key is \(written(cosine))?

      \(roots([channels]))
      """, .numbers([root, root * cosine]),
      way: "A root mean square of 1 is a length of √d. Two lengths are d, times the cosine, over √d.",
      slips: [
        Slip(
          .numbers([1, cosine]),
          "There the vectors have the length 1 and nothing is divided. A *mean* square of 1 makes each longer."
        ),
        Slip(
          .numbers([channels, channels * cosine]),
          "That is the product of query and key. A score is divided by √d."),
        Slip(
          .numbers([1 / root, cosine / root]),
          "There the vectors have the length 1. It is their *mean* square that is 1, over all channels."),
        Slip(
          .numbers([root, cosine]),
          "The second is the cosine itself. The lengths of both vectors belong to it as well."),
        Slip(
          .numbers([root, root]), "The cosine is left out: only where they point the same way it is 1."),
      ],
      readings: [
        Slip(
          .numbers([channels * root, channels * root * cosine]),
          "It is multiplied by √d. A score is divided by it."),
        Slip(
          .numbers([1, cosine / root]),
          "Two lengths of 1 over √d are less than 1; and here the lengths are not 1."),
        Slip(
          .numbers([channels, root * cosine]),
          "The first is the greatest product, before it is divided by √d."),
        Slip(
          .numbers([root, channels * cosine]),
          "The second is the product, before it is divided by √d."),
        Slip(
          .numbers([root, cosine / root]),
          "The second is a product of two vectors of length 1. Theirs is greater."),
        Slip(
          .numbers([1, root * cosine]), "The greatest is a cosine of 1 in the same formula as the second."),
      ])
  }

  static let speedrunRMSNorm = QuestionKind("rms-norm", "RMS norm of a row") { draw in
    let sizes = draw.pick([
      [1, 1, 3, 5], [0, 2, 4, 4], [1, 1, 7, 7], [1, 3, 3, 9], [1, 5, 5, 7], [2, 4, 4, 8], [0, 0, 6, 8],
      [1, 5, 7, 11], [3, 5, 9, 9],
    ])
    let row = draw.shuffled(sizes).map { Double($0 * (draw.whole(0...2) == 0 ? -1 : 1)) }
    let gain = draw.shuffled([1, 1, 2, 0.5])
    func scaled(_ row: [Double], _ divisor: Double, _ gain: [Double]) -> Answer {
      .numbers(row.indices.map { row[$0] / divisor * gain[$0] })
    }
    let square = row.reduce(0) { $0 + $1 * $1 } / 4
    let mean = row.reduce(0, +) / 4
    let away = row.map { $0 - mean }
    let deviation = (square - mean * mean).squareRoot()
    let ones = [1.0, 1, 1, 1]
    return Question(
      """
      What is the RMS norm of the row \(written(row)) with the gain γ = \(written(gain))? (ε is left out.)

      \(roots([square, 4 * square, ((square - mean * mean) * 100).rounded() / 100].filter { $0 < 1000 }))
      """, scaled(row, square.squareRoot(), gain),
      way: "Each number over the root of the mean of the squares, times its own γ.",
      slips: [
        Slip(
          scaled(row, (4 * square).squareRoot(), gain),
          "That is over the root of the *sum*: the row has length 1. The mean of the squares is wanted."),
        Slip(scaled(row, square, gain), "The root is missing: twice as large a row should give the same."),
        Slip(scaled(row, square.squareRoot(), ones), "The gain is left out: each channel has its own."),
        Slip(
          .numbers(row.indices.map { row[$0] / square.squareRoot() + gain[$0] }),
          "The gain is added, as a bias is. It multiplies."),
      ],
      readings: [
        Slip(
          scaled(away, deviation, gain),
          "That is layer norm: the mean is taken off. Here it stays where it is."),
        Slip(
          scaled(row, deviation, gain),
          "It is over the standard deviation: under the root stands the mean of x², with no mean taken off."),
        Slip(
          scaled(away, square.squareRoot(), gain), "Above the line the mean is taken off. Here nothing is."),
        Slip(
          scaled(row, (4 * square).squareRoot(), ones),
          "That is over the root of the *sum*, and the gain is left out."),
        Slip(
          scaled(row, 4 * square, gain), "That is over the sum of the squares: mean and root are missing."),
        Slip(
          scaled(row, square.squareRoot(), gain.map { 1 + $0 }),
          "1 + γ stands for γ, as in Gemma's files. Here γ is the gain itself."),
        Slip(
          scaled(row, (4 * square / 3).squareRoot(), gain),
          "The squares are divided by d − 1. Nothing is estimated here: by d."),
        Slip(
          scaled(away, deviation, ones), "That is layer norm, and without a gain. The mean stays where it is."
        ),
        Slip(
          scaled(row, row.reduce(0) { $0 + abs($1) } / 4, gain),
          "It is over the mean of the magnitudes. Squares, their mean, and a root."),
        Slip(
          scaled(row, square.squareRoot(), gain.map { 1 / $0 }),
          "It is divided by the gain. The gain multiplies."),
        Slip(
          scaled(row, (4 * square).squareRoot() / 4, gain),
          "The root of the sum is divided by d: d belongs under it."),
        Slip(scaled(row, 1, gain), "The row is not divided: that is the gain alone."),
      ])
  }

  static let speedrunGate = QuestionKind("gate", "The width of a gate") { draw in
    let channels = draw.pick([16, 32, 48, 64, 96, 128])
    let hidden = draw.pick([60, 90, 120, 150, 180, 240, 300])
    return Question(
      """
      A feed-forward layer has two matrices, from \(channels) channels to a hidden width of \(hidden) and back. SwiGLU is to have as many weights in the place of
      them (biases are not counted). What is its hidden width, and how many weights has it?
      """, .whole([2 * hidden / 3, 2 * channels * hidden]),
      way: "SwiGLU has three matrices in the place of two: two thirds of the width, and the same count.",
      slips: [
        Slip(
          .whole([hidden, 3 * channels * hidden]),
          "The width stayed, and a third matrix came: half as many weights again. They are to be as many."),
        Slip(
          .whole([hidden, 2 * channels * hidden]),
          "With the old width its third matrix would make more weights than there were."),
        Slip(
          .whole([hidden / 2, 2 * channels * hidden]),
          "Half as wide would be right for four matrices. Gate and values share the one that leads back."),
        Slip(
          .whole([3 * hidden / 2, 2 * channels * hidden]),
          "That is wider: with more matrices each has to be smaller."),
        Slip(
          .whole([2 * hidden / 3, 4 * channels * hidden / 3]),
          "The width is right. Two matrices are counted, and the gate's is a third."),
        Slip(
          .whole([hidden / 3, 2 * channels * hidden]),
          "A third is what the width loses, not what is left of it."),
        Slip(
          .whole([2 * hidden / 3, 3 * channels * hidden]),
          "The width is right. The weights were counted with the old one."),
        Slip(
          .whole([hidden / 3, channels * hidden]),
          "A third is what the width loses, not what is left of it. So there are only half as many weights."),
      ],
      readings: [
        Slip(
          .whole([2 * hidden / 3, 2 * channels * hidden / 3]),
          "The width is right. One matrix is counted where there are three."),
        Slip(
          .whole([2 * hidden / 3, channels * hidden]),
          "The width is right. Only one matrix of the old layer is counted; it has a way back as well."),
        Slip(
          .whole([hidden / 2, 3 * channels * hidden / 2]),
          "Half as wide, three matrices: that is fewer weights than there were. They are to be as many."
        ),
        Slip(
          .whole([8 * channels / 3, 8 * channels * channels]),
          "That is for a hidden width of four times the channels. Here it is another."),
        Slip(
          .whole([hidden / 3, 2 * channels * hidden / 3]),
          "A third is what the width loses. And there are three matrices."),
        Slip(
          .whole([hidden / 2, channels * hidden]),
          "Half as wide would be right for four matrices, and then as many weights as before. SwiGLU has three."
        ),
        Slip(
          .whole([hidden, channels * hidden]),
          "With the old width there are more weights than before, and one matrix alone is counted."),
      ])
  }

  static let speedrunSeconds = QuestionKind("seconds", "Tokens, and what they cost") { draw in
    let steps = draw.pick([10_000, 12_000, 16_000, 20_000])
    let fewer = draw.pick([2_000, 3_000, 4_000, 5_000])
    let batch = draw.pick([8, 16])
    let small = batch / 2
    let cost = draw.pick([10.0, 20])
    let dearer = cost * draw.pick([1.2, 1.5, 1.6, 1.8])
    let tokens = Double(fewer * small) / Double(steps * batch)
    let ratio = Double(fewer) / Double(steps)
    let dear = dearer / cost
    return Question(
      """
      A baseline makes \(steps) steps of \(batch) windows at \(written(cost)) milliseconds a step, a recipe \(fewer) steps of \(small) windows of the same length at \(written(dearer)). Which share of the
      baseline's tokens does it need, and which of its seconds?
      """, .numbers([tokens, ratio * dear]),
      way: "Tokens are steps times the batch; seconds are steps times what a step costs.",
      slips: [
        Slip(
          .numbers([ratio, ratio * dear]),
          "The first is the share of *steps*. A step of this recipe has fewer tokens."),
        Slip(
          .numbers([tokens, tokens]), "The seconds are taken to go with the tokens. What does a step cost?"),
        Slip(
          .numbers([tokens, tokens * dear]),
          "The milliseconds are those of a step, whatever it holds: tokens do not come into the seconds."),
        Slip(.numbers([tokens, dear]), "The second is what a step costs. There are fewer of them."),
        Slip(
          .numbers([tokens, ratio / dear]),
          "The seconds are divided by the cost of a step. A dearer step makes them more."),
        Slip(
          .numbers([tokens, ratio]), "The second is the share of steps, as if all steps cost the same."),
        Slip(
          .numbers([ratio, ratio]),
          "That is the share of steps. Neither are the steps' tokens as many, nor their cost the same."
        ),
        Slip(
          .numbers([1 / tokens, 1 / (ratio * dear)]),
          "Those are the baseline's as many times the recipe's. The shares are asked for."),
      ],
      readings: [
        Slip(
          .numbers([1 - tokens, 1 - ratio * dear]), "That is what is saved. What is needed was asked for."),
        Slip(
          .numbers([1 / ratio, 1 / (ratio * dear)]),
          "That is the baseline over the recipe, and steps in the place of tokens."),
        Slip(.numbers([ratio * dear, tokens]), "The two are exchanged."),
        Slip(
          .numbers([tokens, tokens / dear]),
          "The milliseconds are those of a step, not of a token, and a dearer step makes the seconds more."),
        Slip(
          .numbers([ratio, tokens * dear]),
          "The batch stands in the wrong place: it makes tokens of steps, and the milliseconds are a step's."),
        Slip(.numbers([ratio * 2, ratio * dear]), "The batch is half as large, not twice."),
        Slip(
          .numbers([ratio, dear]),
          "That is the share of steps, and the cost of one. Tokens and seconds are products of these."),
      ])
  }

  static let speedrunT = QuestionKind("t", "Is it faster, or was it luck?") { draw in
    let count = Double(draw.pick([4, 5, 8, 9]))
    let deviation = Double(draw.whole(2...9))
    let mean = Double(draw.whole(120...139))
    let below = Double(draw.whole(2...12))
    let target = mean + below * (draw.whole(0...3) == 0 ? -1 : 1)
    let squares = deviation * deviation * (count - 1)
    let difference = mean - target
    return Question(
      """
      \(written(count)) seeds end with a mean loss of \(written(mean)), and the squares of their distances from it add up to \(written(squares)). The target is \(written(target)) (all in thousandths of a nat). What
      is t?

      \(roots([count, count - 1, squares / (count - 1), ((squares / count) * 10).rounded() / 10]))
      """, .number(difference / (deviation / count.squareRoot())),
      way: "Mean less target over s/√n; s² is the sum of the squares over n − 1.",
      slips: [
        Slip(
          .number(difference / deviation),
          "That is measured in deviations of one run. Means of n runs lie nearer together."),
        Slip(
          .number(-difference / (deviation / count.squareRoot())),
          "The mean less the target, not the other way: below the target t is negative."),
        Slip(
          .number(difference / (deviation / count)),
          "The deviation of a mean is s over the root of n: variances add up, deviations do not."),
      ],
      readings: [
        Slip(
          .number(difference / ((squares / count).squareRoot() / count.squareRoot())),
          "s² is divided by n. The mean lies nearer to these runs than the truth does, so that it is too small."
        ),
        Slip(
          .number(difference / (deviation / (count - 1).squareRoot())),
          "n − 1 is in s already. The root beside it is that of n."),
        Slip(
          .number(difference / (deviation * deviation / count.squareRoot())),
          "That is over s², which has another unit than the losses: its root is missing."),
        Slip(
          .number(difference / (deviation * deviation / count)),
          "That is over the variance of the mean. Its root is wanted."),
        Slip(
          .number(difference / (squares / count.squareRoot())),
          "The sum of the squares is taken for s: divide it by n − 1, and take the root."),
        Slip(
          .number(difference / squares), "That is over the sum of the squares, which is no deviation yet."),
        Slip(
          .number(difference / squares.squareRoot()), "That is over the root of the sum: n − 1 is missing."),
        Slip(
          .number(difference),
          "That is the difference. Whether it is much depends on how far the runs lie apart."),
        Slip(
          .number(difference / (squares.squareRoot() / count.squareRoot())),
          "The sum of the squares is taken for s²: it is to be divided by n − 1."),
        Slip(
          .number(difference / (squares / count).squareRoot()),
          "That is measured in deviations of one run, and s² is divided by n and not by n − 1."),
        Slip(
          .number(difference / deviation / count.squareRoot()),
          "It is divided by √n. More seeds make the same difference surer."),
        Slip(
          .number(deviation / count.squareRoot()),
          "That is the deviation of the mean. The difference is measured by it."),
        Slip(.number(deviation), "That is s, the deviation of one run."),
        Slip(
          .number(-difference / deviation),
          "The mean less the target, and measured by how far *means* lie apart, not runs."),
      ])
  }

  static let speedrunChance = QuestionKind("chance", "What many questions do to a p") { draw in
    let count = draw.pick([8, 10, 12, 15, 20, 24, 30])
    let level = draw.pick([0.01, 0.02, 0.05, 0.1])
    let mean = Double(count) * level
    let none = pow(1 - level, Double(count))
    return Question(
      """
      A table has \(count) rows, and none of its parts does anything. Each row is tested, independently of the others, and is called a discovery where p < \(written(level)). How many
      discoveries are to be expected, and how probable is at least one?

      \(written(1 - level)) to the power of \(count) is \(written(none)), \(written(level)) to the power of \(count) as good as 0.
      """, .numbers([mean, 1 - none]),
      way: "n·p are expected. That none is one is (1 − p) to the power of n, and the rest is at least one.",
      slips: [
        Slip(
          .numbers([mean, none]), "The second is the probability of *no* discovery."),
        Slip(
          .numbers([mean, level]), "The second is that of one row. There are many rows, each with its chance."
        ),
        Slip(
          .numbers([level, 1 - none]),
          "The first is what one row is expected to give. Their numbers add up over the rows."),
        Slip(
          .numbers([0, level]),
          "Chance has no need of a part that works: each row has its probability, and there are many rows."),
        Slip(
          .numbers([0, 0]),
          "Chance has no need of a part that works. What does p < \(written(level)) say of one row?"),
      ],
      readings: [
        Slip(
          .numbers([mean, mean]),
          "The second is the number that is expected. Two discoveries in one table count twice in it; a probability is never above 1."
        ),
        Slip(
          .numbers([mean, 1]), "An expected number does not make it certain: many a table has none."),
        Slip(
          .numbers([mean, 1 - level]),
          "The second is that one row is no discovery. All of them are asked for."),
        Slip(
          .numbers([mean, 0]), "The second is that *every* row is a discovery. At least one is asked for."),
        Slip(.numbers([1, 1 - none]), "The first is not “at least one”, but how many on average."),
        Slip(.numbers([1 - none, mean]), "The two are exchanged."),
        Slip(
          .numbers([mean, Double(count) * level * pow(1 - level, Double(count - 1))]),
          "That is *exactly* one. At least one is more."),
        Slip(
          .numbers([Double(count) * (1 - level), 1 - none]), "The first is how many rows are *no* discovery."),
        Slip(
          .numbers([0, 1 - none]), "The second is right, and so the first cannot be 0: how many on average?"),
      ])
  }
}
