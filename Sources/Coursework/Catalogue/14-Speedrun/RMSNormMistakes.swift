import Autodiff

extension RMSNormExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "mean-taken-off", diagnosis: "layer norm without its bias: the mean of the row taken off first",
      remedy: "Here the mean stays where it is. Only the length of a row is changed.", frequency: 3
    ) { x, gain, epsilon in
      let centred = x - x.mean(alongAxis: -1, keepingAxis: true)
      return centred / sqrt(meanSquare(of: centred) + epsilon) * gain
    },
    Misconception(
      "variance", diagnosis: "x over the standard deviation: the mean taken off under the root alone",
      remedy: "Under the root stands the mean of xⱼ², not that of (xⱼ − μ)².", frequency: 2
    ) { x, gain, epsilon in
      let centred = x - x.mean(alongAxis: -1, keepingAxis: true)
      return x / sqrt(meanSquare(of: centred) + epsilon) * gain
    },
    Misconception(
      "centred-over-size", diagnosis: "x − μ over the root mean square: the mean taken off above alone",
      remedy: "Neither above nor below is anything taken off.", frequency: 1
    ) { x, gain, epsilon in
      (x - x.mean(alongAxis: -1, keepingAxis: true)) / sqrt(meanSquare(of: x) + epsilon) * gain
    },
    Misconception(
      "epsilon-outside", diagnosis: "ε added to the root, not under it",
      remedy: "√(square + ε). Of a row of 0.003 and 0.004 the place decides: a square is small much sooner.",
      frequency: 3
    ) { x, gain, epsilon in x / (sqrt(meanSquare(of: x)) + epsilon) * gain },
    Misconception(
      "without-epsilon", diagnosis: "no ε: of a row of zeros 0/0 is left",
      remedy: "What does your formula give for a token that is 0 throughout?", frequency: 2
    ) { x, gain, _ in x / sqrt(meanSquare(of: x)) * gain },
    Misconception(
      "gain-forgotten", diagnosis: "no gain: every channel on the same scale",
      remedy: "Every channel is multiplied by its own γ at the end.", frequency: 2
    ) { x, _, epsilon in x / sqrt(meanSquare(of: x) + epsilon) },
    Misconception(
      "gain-plus-one", diagnosis: "1 + γ in the place of γ",
      remedy: "Gemma's files hold the gain less 1. Here it is the gain itself.", frequency: 2
    ) { x, gain, epsilon in x / sqrt(meanSquare(of: x) + epsilon) * (gain + 1) },
    Misconception(
      "gain-added", diagnosis: "the gain added, as a bias is",
      remedy: "There is no bias here. A gain multiplies.", frequency: 1
    ) { x, gain, epsilon in x / sqrt(meanSquare(of: x) + epsilon) + gain },
    Misconception(
      "gain-first", diagnosis: "the gain multiplied in before the size is measured",
      remedy: "First every row is brought to its size, then each channel gets its gain.", frequency: 1
    ) { x, gain, epsilon in x * gain / sqrt(meanSquare(of: x * gain) + epsilon) },
    Misconception(
      "sum-of-squares", diagnosis: "the sum of the squares in the place of their mean: rows of length 1",
      remedy:
        "The root *mean* square: divided by d. The numbers of a row are then about 1, however many there are.",
      frequency: 3
    ) { x, gain, epsilon in x / sqrt((x * x).sum(alongAxis: -1, keepingAxis: true) + epsilon) * gain },
    Misconception(
      "divided-by-d-less-1", diagnosis: "the sum of the squares divided by d − 1",
      remedy: "Nothing is estimated here, and no mean taken off: divide by d.", frequency: 1
    ) { x, gain, epsilon in
      let width = Float(gain.count)
      return x / sqrt(meanSquare(of: x) * (width / (width - 1)) + epsilon) * gain
    },
    Misconception(
      "no-root", diagnosis: "x over the mean of the squares, without the root",
      remedy: "Twice as large a row should give the same numbers. Does yours?", frequency: 2
    ) { x, gain, epsilon in x / (meanSquare(of: x) + epsilon) * gain },
    Misconception(
      "of-columns",
      diagnosis: "the mean of the squares of every column: a token is measured by its neighbours",
      remedy: "Along the channels of one token, the last axis.", frequency: 2
    ) { x, gain, epsilon in x / sqrt(meanSquare(of: x, alongAxis: -2) + epsilon) * gain },
    Misconception(
      "of-axis-1",
      diagnosis: "the mean along axis 1, which holds the channels only without batch axes",
      remedy: "Count from the end: the channels are axis −1 however many axes there are.", frequency: 2
    ) { x, gain, epsilon in x / sqrt(meanSquare(of: x, alongAxis: 1) + epsilon) * gain },
    Misconception(
      "of-axis-0", diagnosis: "the mean along axis 0: over the tokens, or over the batch where there is one",
      remedy: "Axis 0 runs down the columns. The channels are axis −1.", frequency: 1
    ) { x, gain, epsilon in x / sqrt(meanSquare(of: x, alongAxis: 0) + epsilon) * gain },
    Misconception(
      "of-everything", diagnosis: "one mean of the squares of the whole tensor",
      remedy: "Every token has a size of its own: reduce the last axis alone, and keep it.", frequency: 2
    ) { x, gain, epsilon in x / sqrt((x * x).mean() + epsilon) * gain },
    Misconception(
      "axis-not-kept", diagnosis: "column j divided by the size of row j",
      remedy: "A mean of shape [rows] is laid along the columns: keepingAxis: true.", frequency: 2
    ) { x, gain, epsilon in
      x / sqrt(try conforming((x * x).mean(alongAxis: -1), to: x) + epsilon) * gain
    },
  ]
}
