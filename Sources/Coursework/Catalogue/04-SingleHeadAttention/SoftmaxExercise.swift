import Autodiff
import Randomness

/// Softmax of every row, stable for scores of any size.
package enum SoftmaxExercise: Exercise {
  /// Scores to weights, both `[…, keys]`.
  package typealias Function = @Sendable (_ scores: Tensor) throws -> Tensor

  /// What softmax is tried on.
  package struct Inputs: Codable, Sendable {
    let scores: Tensor
  }

  package static let about = About(
    name: "softmax", title: "softmax of every row, stable",
    goal:
      "Turn every row of scores into weights that are positive and sum to 1. Scores may be as large as 1000: "
      + "e¹⁰⁰⁰ does not fit a Float, so nothing that large may be exponentiated.",
    formula: "softmax(s)ⱼ = e^(sⱼ) / Σₖ e^(sₖ)      […, keys] → […, keys]",
    formulas: [.s0_3_3_ATT], minutes: 10, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "Softmax does not change when the same number is subtracted from every score of a row. Which number makes "
      + "the largest exponent 0?",
    shapes:
      "The largest of each row keeps its axis: [queries, keys] → [queries, 1], so that it broadcasts against "
      + "the scores. The sum of the exponentials has the same shape.",
    pseudocode: """
      largest  ← maximum of every row, axis kept
      powers   ← e to the (scores − largest)
      weights  ← powers ÷ their sum over the row, axis kept
      """,
    line: """
      let powers = exp(scores - scores.max(alongAxis: -1, keepingAxis: true))
      return powers / powers.sum(alongAxis: -1, keepingAxis: true)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    [
      Inputs(scores: Tensor([[1, 0], [3, 3]])),
      Inputs(scores: Tensor([[1, 0, 2], [1, 1, 3]])),
      // Large, small, and large again but not at first: a row's own largest score must be subtracted.
      Inputs(scores: Tensor([[1000, 999, 0, 1], [-1000, -1000, -1001, -1003], [0, 999, 2, 1000]])),
      Inputs(scores: .normal([3, 5], deviation: 2, using: &random)),
      Inputs(scores: .normal([2, 2, 4, 3], deviation: 2, using: &random)),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try .withGradients(of: [("scores", inputs.scores)]) { try function($0[0]) }
  }

  package static let reference: Function = { softmax($0) }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "over-queries", diagnosis: "softmax taken over the queries: the columns sum to 1, not the rows",
      remedy: "Each query distributes its attention over the keys: the sum runs along the last axis.",
      source: .s0_3_3_ATT, frequency: 3, evidence: rowSum
    ) { softmax($0, alongAxis: -2) },
    Misconception(
      "over-everything", diagnosis: "softmax taken over the whole matrix: all weights together sum to 1",
      remedy: "Every row is a distribution of its own: sum along the last axis and keep it.",
      source: .s0_3_3_ATT, frequency: 2, evidence: rowSum
    ) { scores in
      let powers = exp(scores - scores.max(alongAxes: Array(scores.shape.indices), keepingAxes: true))
      return powers / powers.sum()
    },
    notStable,
    notStable.variant("with-epsilon") { scores in
      let powers = exp(scores)
      return powers / (powers.sum(alongAxis: -1, keepingAxis: true) + 1e-9)
    },
    Misconception(
      "not-normalized", diagnosis: "the exponentials without the division: the rows do not sum to 1",
      remedy: "Divide by the sum of the row.", frequency: 1, evidence: rowSum
    ) { scores in exp(scores - scores.max(alongAxis: -1, keepingAxis: true)) },
    Misconception(
      "axis-not-kept",
      diagnosis:
        "softmax with largest scores and sums that have lost their axis: those of row j are used for key j",
      remedy:
        "Without keepingAxis: true one number a row has the shape [queries], and broadcasting lays that along the "
        + "last axis: the keys. Only square scores do not protest.",
      frequency: 3, evidence: rowSum
    ) { scores in
      let powers = exp(scores - (try conforming(scores.max(alongAxis: -1), to: scores)))
      return powers / powers.sum(alongAxis: -1)
    },
    Misconception(
      "largest-not-kept",
      diagnosis:
        "softmax with largest scores that have lost their axis: that of row j is subtracted from key j",
      remedy:
        "The sums kept their axis, the largest scores did not. Subtracting changes nothing only where it is the same "
        + "number for a whole row.",
      frequency: 2
    ) { scores in
      let powers = exp(scores - (try conforming(scores.max(alongAxis: -1), to: scores)))
      return powers / powers.sum(alongAxis: -1, keepingAxis: true)
    },
    Misconception(
      "sum-not-kept",
      diagnosis: "softmax with sums that have lost their axis: the sum of row j divides key j",
      remedy:
        "The largest scores kept their axis, the sums did not: [queries] broadcasts along the keys. Only square "
        + "scores do not protest.",
      frequency: 2, evidence: rowSum
    ) { scores in
      let powers = exp(scores - scores.max(alongAxis: -1, keepingAxis: true))
      return powers / (try conforming(powers.sum(alongAxis: -1), to: scores))
    },
    Misconception(
      "sum-not-kept-nor-stable",
      diagnosis: "e^s over sums that have lost their axis: the sum of row j divides key j",
      remedy:
        "Without keepingAxis: true the sums have the shape [queries] and broadcast along the keys. And think of "
        + "scores of 1000: what may be subtracted from a row?",
      frequency: 3, evidence: rowSum
    ) { scores in
      let powers = exp(scores)
      return powers / (try conforming(powers.sum(alongAxis: -1), to: scores))
    },
    Misconception(
      "largest-of-everything",
      diagnosis:
        "softmax with the largest score of all rows subtracted from each: a row that lies far below becomes 0/0",
      remedy: "Each row has a largest score of its own: take it along the last axis, and keep the axis.",
      frequency: 3
    ) { scores in
      normalized(exp(scores - scores.max(alongAxes: Array(scores.shape.indices), keepingAxes: true)))
    },
    Misconception(
      "largest-of-columns",
      diagnosis: "softmax with the largest score of every column subtracted, which differs from key to key",
      remedy:
        "What is subtracted cancels only if it is one number for the whole row: take it along the keys.",
      frequency: 1
    ) { scores in normalized(exp(scores - scores.max(alongAxis: -2, keepingAxis: true))) },
    Misconception(
      "sums-of-columns", diagnosis: "powers divided by the sums of the columns, not of the rows",
      remedy: "The largest score was taken along the keys; the sum belongs along the same axis.",
      frequency: 1,
      evidence: rowSum
    ) { scores in
      let powers = exp(scores - scores.max(alongAxis: -1, keepingAxis: true))
      return powers / powers.sum(alongAxis: -2, keepingAxis: true)
    },
    Misconception(
      "mean-subtracted",
      diagnosis: "softmax with the mean of the row subtracted: what lies far above it still overflows",
      remedy:
        "With 1000 and 0 the mean is 500, and e^500 does not fit. Which number leaves no exponent above 0?",
      frequency: 1
    ) { scores in normalized(exp(scores - scores.mean(alongAxis: -1, keepingAxis: true))) },
    Misconception(
      "clamped",
      diagnosis: "softmax of scores cut off at 80: what lies above becomes equal",
      remedy:
        "1000 and 999 both become 80. What can be subtracted from a whole row, so that its distances stay?",
      frequency: 1
    ) { scores in normalized(exp(-maximum(-scores, -80))) },
    oneSubtracted,
    oneSubtracted.variant("last") { scores in
      let last = scores.shape[scores.rank - 1] - 1
      return normalized(exp(scores - scores.sliced(axis: -1, last..<last + 1)))
    },
    Misconception(
      "over-axis-1",
      diagnosis: "softmax along axis 1, which holds the keys only where no batch axes come before",
      remedy: "Count from the end: axis −1 is the keys however many axes there are.", frequency: 2
    ) { softmax($0, alongAxis: 1) },
    Misconception(
      "over-axis-0",
      diagnosis: "softmax along axis 0: over the queries, or over the batch where there is one",
      remedy: "NumPy's axis 0 runs down the columns. The keys are the last axis, −1.", frequency: 2,
      evidence: rowSum
    ) { softmax($0, alongAxis: 0) },
    Misconception(
      "logarithms", diagnosis: "the logarithms of the weights: log-softmax",
      remedy: "A loss wants logarithms; attention wants weights that sum to 1. Stop before the logarithm.",
      frequency: 1
    ) { logSoftmax($0) },
    Misconception(
      "without-exponential", diagnosis: "the scores divided by their sum, without the exponential",
      remedy: "Scores may be negative; e^s is what makes them positive.", frequency: 1
    ) { scores in scores / scores.sum(alongAxis: -1, keepingAxis: true) },
  ]

  private static let oneSubtracted = Misconception<Function>(
    "one-subtracted",
    diagnosis:
      "softmax with the first or the last score of every row subtracted, which need not be the largest",
    remedy:
      "The largest may stand anywhere in its row: max(alongAxis:) finds it.",
    frequency: 1
  ) { scores in normalized(exp(scores - scores.sliced(axis: -1, 0..<1))) }

  private static let notStable = Misconception<Function>(
    "not-stable",
    diagnosis: "the scores exponentiated as they are: e^1000 is infinite, and ∞/∞ is not a number",
    remedy: "Subtract the largest score of the row first; the weights stay the same.", frequency: 3
  ) { normalized(exp($0)) }

  private static func normalized(_ powers: Tensor) -> Tensor {
    powers / powers.sum(alongAxis: -1, keepingAxis: true)
  }

  private static let rowSum: @Sendable (Answer) -> String? = { answer in
    guard let part = answer.parts.first, let size = part.shape.last, size > 0 else { return nil }
    let sum = part.numbers.prefix(size).reduce(0, +)
    return "row 0 sums to \(Float(sum))"
  }
}
