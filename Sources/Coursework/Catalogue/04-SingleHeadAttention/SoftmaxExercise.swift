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
      Inputs(scores: Tensor([[1000, 999, 0], [-1000, -1000, -1001]])),
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
    Misconception(
      "not-stable",
      diagnosis: "the scores exponentiated as they are: e^1000 is infinite, and ∞/∞ is not a number",
      remedy: "Subtract the largest score of the row first; the weights stay the same.", frequency: 3
    ) { scores in
      let powers = exp(scores)
      return powers / powers.sum(alongAxis: -1, keepingAxis: true)
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
      try protestIfNotSquare(scores)
      let powers = exp(scores - scores.max(alongAxis: -1))
      return powers / powers.sum(alongAxis: -1)
    },
    Misconception(
      "sum-not-kept",
      diagnosis: "softmax with sums that have lost their axis: the sum of row j divides key j",
      remedy:
        "The largest scores kept their axis, the sums did not: [queries] broadcasts along the keys. Only square "
        + "scores do not protest.",
      frequency: 2, evidence: rowSum
    ) { scores in
      try protestIfNotSquare(scores)
      let powers = exp(scores - scores.max(alongAxis: -1, keepingAxis: true))
      return powers / powers.sum(alongAxis: -1)
    },
    Misconception(
      "sum-not-kept-nor-stable",
      diagnosis: "e^s over sums that have lost their axis: the sum of row j divides key j",
      remedy:
        "Without keepingAxis: true the sums have the shape [queries] and broadcast along the keys. And think of "
        + "scores of 1000: what may be subtracted from a row?",
      frequency: 3, evidence: rowSum
    ) { scores in
      try protestIfNotSquare(scores)
      let powers = exp(scores)
      return powers / powers.sum(alongAxis: -1)
    },
    Misconception(
      "without-exponential", diagnosis: "the scores divided by their sum, without the exponential",
      remedy: "Scores may be negative; e^s is what makes them positive.", frequency: 1
    ) { scores in scores / scores.sum(alongAxis: -1, keepingAxis: true) },
  ]

  /// One number a row broadcasts along the keys only where there are as many keys as queries.
  private static func protestIfNotSquare(_ scores: Tensor) throws {
    let rows = Array(scores.shape.dropLast())
    guard rows.last == scores.shape.last else {
      throw Stops("shapes \(scores.shape) and \(rows) do not broadcast")
    }
  }

  private static let rowSum: @Sendable (Answer) -> String? = { answer in
    guard let part = answer.parts.first, let size = part.shape.last, size > 0 else { return nil }
    let sum = part.numbers.prefix(size).reduce(0, +)
    return "row 0 sums to \(Float(sum))"
  }
}
