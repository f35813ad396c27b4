import Formulas
import Platform

/// Chapter 14: scores and blocks.
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
}
