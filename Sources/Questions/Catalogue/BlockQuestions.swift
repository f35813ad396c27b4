import Formulas

/// Chapter 6.
extension QuestionKind {
  static let block: [QuestionKind] = [
    blockNorm, blockIndex, blockEpsilon, blockPullback, blockDepth, blockFeedForward, blockPreNorm,
    blockOrder,
    blockCross, blockParameters, blockGPTParameters,
  ]

  private static let blockNorm = QuestionKind("norm", "Layer norm of a row") { draw in
    let mean = Double(draw.whole(1...5))
    let steps = draw.distinct(2, -3...3).map(Double.init)
    let row = [mean + steps[0], mean + steps[1], mean - steps[0] - steps[1]]
    let squares = Formula.LayerNormalization.variance(row)
    let output = try Formula.LayerNormalization.published(Matrix([row]), epsilon: 0).elements
    let unbiased = Formula.LayerNormalization.unbiasedVariance(row)
    let meanOfSquares = row.reduce(0) { $0 + $1 * $1 } / 3
    func divided(_ entries: [Double], by divisor: Double) -> Answer { .numbers(entries.map { $0 / divisor }) }
    let centred = row.map { $0 - mean }
    return Question(
      """
      A token has the three channels \(written(row)). What does layer norm make of it, with ε = 0 and neither gain nor
      bias?

      \(roots([squares, unbiased, 3 * squares, meanOfSquares]))
      """, .numbers(output),
      way:
        "Subtract the mean of the row, then divide by the root of the *mean* of the squares that are left.",
      slips: [
        Slip(
          divided(centred, by: unbiased.squareRoot()),
          "The variance is divided by d − 1. The channels are all there are, not a sample of more: divide by d."
        ),
        Slip(
          divided(centred, by: squares), "It is divided by the variance, where its root belongs."),
        Slip(
          divided(centred, by: (3 * squares).squareRoot()),
          "The sum of the squares is taken for the variance, which is their mean."),
        Slip(divided(centred, by: 1), "The mean is off; the division by the standard deviation is missing."),
        Slip(
          divided(row, by: meanOfSquares.squareRoot()),
          "The row is divided by its root mean square, without subtracting the mean: that is RMS norm."),
        Slip(
          divided(row, by: squares.squareRoot()),
          "The mean is subtracted in the variance alone, not above the fraction line."),
        Slip(
          divided(centred, by: meanOfSquares.squareRoot()),
          "The squares under the root are those of the numbers before the mean was subtracted."),
        Slip(
          divided(centred, by: Formula.LayerNormalization.mean(centred.map(abs))),
          "It is divided by the mean distance from the mean. The distances are squared, and the root comes last."
        ),
      ])
  }

  private static let blockIndex = QuestionKind("mean", "Which mean is subtracted") { draw in
    let input = draw.matrix(3, 3, 0...9)
    let places = draw.distinct(2, 1...2)
    let (row, column) = (places[0], places[1])
    let means = input.rows.map(Formula.LayerNormalization.mean)
    let columnMeans = input.columns.map(Formula.LayerNormalization.mean)
    let entry = input[row, column]
    let all = Formula.LayerNormalization.mean(input.elements)
    return Question(
      """
      Three tokens of three channels, a row each:

      \(written("X", input))

      Layer norm subtracts a mean, then divides. What is left of the entry in row \(row) and column \(column), counted
      from 0, when its mean has been subtracted?
      """, .number(entry - means[row]), way: "A token is measured by its own channels: the mean of its row.",
      slips: [
        Slip(
          .number(entry - means[column]),
          "That is the mean of row \(column): the index of the column was taken for a row, as one of the documents prints it."
        ),
        Slip(
          .number(entry - columnMeans[column]),
          "The mean of the column is that of a channel over the tokens, as in batch norm: a token would know of its neighbours."
        ),
        Slip(
          .number(entry - all),
          "One mean of all tokens together. Each token has its own."),
        Slip(
          .number(entry - means[row] * 3), "The sum of the row was subtracted, not its mean."),
        Slip(
          .number(input[row - 1, column - 1] - means[row - 1]),
          "Rows and columns are counted from 1 here: that is the entry before, with its own mean."),
        Slip(
          .number(means[row]), "That is the mean itself. What is left of the entry?"),
        Slip(
          .number(entry - columnMeans[row]),
          "That is the mean of column \(row): row and column are exchanged."),
      ])
  }

  private static let blockEpsilon = QuestionKind("epsilon", "Where ε stands") { draw in
    let (small, large) = draw.pick([(3.0, 5.0), (4, 5), (6, 10), (8, 10), (2, 5), (1, 2), (2, 4), (3, 4)])
    let difference = Double(draw.whole(1...6)) / 100
    let (variance, sum) = (small * small / 10_000, large * large / 10_000)
    let epsilon = ((sum - variance) * 10_000).rounded() / 10_000
    return Question(
      """
      A row has the variance σ² = \(written(variance)), and one of its entries is \(written(difference)) above the
      mean. Layer norm has ε = \(written(epsilon)) (more than usual). What becomes of this entry, without gain and
      bias?

      \(roots([variance, sum, epsilon]))
      """, .number(difference / sum.squareRoot()),
      way: "It is divided by √(σ² + ε): ε is added to the variance, under the root.",
      slips: [
        Slip(
          .number(difference / (variance.squareRoot() + epsilon)),
          "ε is added to the standard deviation, outside the root."),
        Slip(
          .number(difference / variance.squareRoot()), "ε is left out: of a constant row 0/0 would be left."),
        Slip(.number(difference / sum), "It is divided by σ² + ε. The root is missing."),
        Slip(
          .number(difference / (variance.squareRoot() + epsilon.squareRoot())),
          "The root of each was taken. The root of a sum is not the sum of the roots."),
        Slip(
          .number(difference / epsilon.squareRoot()), "ε takes the place of the variance. It is added to it."),
        Slip(.number(difference / variance), "It is divided by the variance: the root and ε are missing."),
      ])
  }

  private static let blockPullback = QuestionKind("pullback", "Back through a layer norm") { draw in
    let normalized = draw.shuffled([1.0, 1, -1, -1])
    let upstream = draw.vector(4, -4...6)
    let deviation = Double(draw.pick([2, 4, 5]))
    let mean = Formula.LayerNormalization.mean(upstream)
    let product = Formula.LayerNormalization.mean(zip(upstream, normalized).map(*))
    func gradient(_ mean: Double, _ product: Double, by divisor: Double = deviation) -> Answer {
      .numbers(zip(upstream, normalized).map { ($0 - mean - $1 * product) / divisor })
    }
    return Question(
      """
      A row with the standard deviation \(written(deviation)) was normalised to n = \(written(normalized)), ε = 0 and
      without gain. The gradient of the loss by n is g = \(written(upstream)). What is the gradient by the row itself?
      """, gradient(mean, product),
      way:
        "(g − mean(g) − n·mean(g ⊙ n))/σ: what moves all channels together, or makes the row longer, changes nothing.",
      slips: [
        Slip(
          gradient(0, 0),
          "The mean and σ are taken for constants. They are made of the row too, and each takes its share out of g."
        ),
        Slip(
          gradient(mean, 0), "The way through the mean is there, the one through σ is not."),
        Slip(
          gradient(0, product),
          "The way through σ is there, the one through the mean is not: does this sum to 0?"),
        Slip(
          .numbers(zip(upstream, normalized).map { $0 * $1 / deviation }),
          "g is multiplied by n. Two shares are taken off g: its mean, and what points along n."),
        Slip(
          gradient(mean, product, by: 1),
          "The division by σ is missing: a row twice as wide needs changes twice as large."),
        Slip(
          gradient(mean, -product), "The share of n is added where it is taken out."),
        Slip(
          gradient(4 * mean, 4 * product), "Sums stand where the two means belong."),
        Slip(
          gradient(mean, product, by: deviation * deviation),
          "It is divided by the variance. It is the standard deviation."),
        Slip(
          gradient(mean, product, by: 1 / deviation),
          "It is multiplied by σ. Forwards the row was divided by it, and so is the gradient."),
      ])
  }

  private static let blockDepth = QuestionKind("depth", "What arrives of the gradient") { draw in
    let slope = draw.pick([-0.5, -0.2, 0.1, 0.2, 0.3, 0.4, 0.5, 1])
    let layers = draw.whole(2...4)
    let gain = try Computed(
      .s1_3_4_RES, ["X": [[1]], "F(X)": [[1]], "layers": .number(Double(layers)), "slope": .number(slope)],
      gives: "gain")
    let plain = Formula.Residual.gain(slope: slope, layerCount: layers, residual: false)
    return Question(
      """
      \(layers) layers stand one on the other, each with a residual sum: x + F(x), where F has the slope
      \(written(slope)) everywhere. How large is the derivative of the last output by the first input?
      """, gain.answer,
      way: "Each layer multiplies the gradient by the derivative of x + F(x), which is 1 + F′.",
      slips: [
        Slip(
          .number(plain),
          "That is what arrives without the sums: F alone, \(layers) times. The derivative of x itself is 1."),
        Slip(
          .number(1 + Double(layers) * slope),
          "The slopes are added. Each layer multiplies what comes to it: the longer paths are missing."),
        Slip(.number(1 + plain), "One sum around all the layers. Here each has a sum of its own."),
        Slip(.number(1 + slope), "That is one layer. There are \(layers)."),
        Slip(
          .number(Double(layers) * (1 + slope)),
          "The layers are added. One stands on the other: their derivatives are multiplied."),
        Slip(
          .number(Double(layers) * slope),
          "The slopes are added, and what passes through no layer is missing."),
      ],
      readings: gain.readings + [
        Slip(
          .number(Formula.Residual.gain(slope: slope, layerCount: layers - 1)),
          "That is one layer fewer: each of the \(layers) multiplies.")
      ])
  }
}
