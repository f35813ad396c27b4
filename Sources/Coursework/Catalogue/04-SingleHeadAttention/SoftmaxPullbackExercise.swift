import Autodiff
import Randomness

/// The gradient of the scores from the gradient of the weights.
package enum SoftmaxPullbackExercise: Exercise {
  /// Weights and the gradient with respect to them to the gradient with respect to the scores, all `[…, keys]`.
  package typealias Function = @Sendable (_ weights: Tensor, _ upstream: Tensor) throws -> Tensor

  /// What softmax gave, and the gradient that arrives at it.
  package struct Inputs: Codable, Sendable {
    let weights: Tensor
    let upstream: Tensor
  }

  package static let about = About(
    name: "softmaxPullback", title: "the gradient through a softmax",
    goal:
      "Given the weights y that softmax returned and the gradient of the loss with respect to them, return the "
      + "gradient with respect to the scores. Raising one score lowers every other weight of its row: all of "
      + "them count.",
    formula: """
      ∂yᵢ/∂sⱼ = yᵢ·(δᵢⱼ − yⱼ), so that ∂L/∂sⱼ = yⱼ·(uⱼ − Σᵢ uᵢ·yᵢ) with u = ∂L/∂y
      […, keys], […, keys] → […, keys]
      """,
    formulas: [.g_SOFTMAX], minutes: 20, difficulty: .hard)

  package static let hints = Hints(
    idea:
      "By the chain rule ∂L/∂sⱼ = Σᵢ uᵢ·∂yᵢ/∂sⱼ. Put yᵢ·(δᵢⱼ − yⱼ) in and take the sum apart: one term has "
      + "i = j alone, the other has a sum that is the same for every j of the row.",
    shapes:
      "The sum is one number a row: […, keys] → […, 1], its axis kept so that it broadcasts. No Jacobian "
      + "[keys, keys] has to be formed.",
    pseudocode: """
      common  ← the sum over each row of upstream · weights, axis kept
      answer  ← weights · (upstream − common)
      """,
    line: """
      let common = (upstream * weights).sum(alongAxis: -1, keepingAxis: true)
      return weights * (upstream - common)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func inputs(_ shape: [Int]) -> Inputs {
      Inputs(
        weights: softmax(.normal(shape, using: &random)), upstream: .normal(shape, using: &random))
    }
    return [
      Inputs(weights: Tensor([[0.25, 0.75]]), upstream: Tensor([[4, 0]])),
      Inputs(
        weights: Tensor([[1, 0, 0], [0.5, 0.5, 0], [0.25, 0.25, 0.5]]),
        upstream: Tensor([[3, -1, 2], [2, 4, 8], [4, 0, 2]])),
      inputs([3, 5]), inputs([2, 2, 3, 4]), inputs([2, 1]),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer(try function(inputs.weights, inputs.upstream), named: "the scores' gradient")
  }

  /// Any scores of which softmax makes these weights will do: their logarithms are some.
  package static let reference: Function = { weights, upstream in
    gradient(at: log(weights)) { (softmax($0) * upstream).sum() }
  }

  /// The same by the formula, for any arguments, the exchanged ones of a mistake included.
  package static let byFormula: Function = { weights, upstream in
    weights * (upstream - rowSum(upstream * weights))
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "diagonal-only", diagnosis: "y·(1 − y)·u, the diagonal of the Jacobian alone",
      remedy:
        "That is a sigmoid's derivative. Here each score moves every weight of its row: ∂yᵢ/∂sⱼ = −yᵢ·yⱼ.",
      frequency: 3, evidence: sumOfRow
    ) { weights, upstream in weights * (1 - weights) * upstream },
    Misconception(
      "without-common-term", diagnosis: "y·u, without the term that the whole row has in common",
      remedy: "That would be e^s without its division. The denominator holds every score: what does it add?",
      frequency: 2, evidence: sumOfRow
    ) { weights, upstream in weights * upstream },
    Misconception(
      "off-diagonal-only", diagnosis: "−y·Σ u·y, without the score's effect on its own weight",
      remedy: "δᵢⱼ is 1 for i = j: a score also raises its own weight, which leaves one term more.",
      frequency: 1, evidence: sumOfRow
    ) { weights, upstream in -(weights * rowSum(upstream * weights)) },
    Misconception(
      "unweighted-sum", diagnosis: "y·(u − Σ u), a plain sum of the upstream gradient",
      remedy: "In Σᵢ uᵢ·yᵢ·yⱼ each u is weighted by its own y; only yⱼ comes out of the sum.", frequency: 2,
      evidence: sumOfRow
    ) { weights, upstream in weights * (upstream - rowSum(upstream)) },
    Misconception(
      "mean-of-upstream", diagnosis: "y·(u − mean u), with a mean in which all keys count alike",
      remedy: "What is subtracted is a mean weighted by y, not by 1/n.", frequency: 1, evidence: sumOfRow
    ) { weights, upstream in weights * (upstream - upstream.mean(alongAxis: -1, keepingAxis: true)) },
    Misconception(
      "without-factor", diagnosis: "u − Σ u·y, without the factor y in front",
      remedy: "A weight of 0 cannot be changed by its score: its gradient must be 0. Which factor does that?",
      frequency: 2, evidence: sumOfRow
    ) { weights, upstream in upstream - rowSum(upstream * weights) },
    Misconception(
      "over-everything", diagnosis: "y·(u − Σ u·y) with one sum over all rows together",
      remedy: "The rows of a softmax know nothing of each other: sum along the last axis and keep it.",
      frequency: 2, evidence: sumOfRow
    ) { weights, upstream in weights * (upstream - (upstream * weights).sum()) },
    Misconception(
      "over-queries", diagnosis: "y·(u − Σ u·y) with sums down the columns",
      remedy: "Softmax ran along the last axis, and so does its pullback.", frequency: 1, evidence: sumOfRow
    ) { weights, upstream in
      weights * (upstream - (upstream * weights).sum(alongAxis: -2, keepingAxis: true))
    },
    Misconception(
      "over-axis-0",
      diagnosis:
        "y·(u − Σ u·y) with sums along axis 0: over the queries, or over the batch where there is one",
      remedy: "NumPy's axis 0 runs down the columns. The keys are the last axis, −1.", frequency: 1,
      evidence: sumOfRow
    ) { weights, upstream in
      weights * (upstream - (upstream * weights).sum(alongAxis: 0, keepingAxis: true))
    },
    Misconception(
      "sum-added", diagnosis: "y·(u + Σ u·y): the sum added instead of subtracted",
      remedy: "Off the diagonal ∂yᵢ/∂sⱼ is −yᵢ·yⱼ: raising one score lowers the other weights.", frequency: 1,
      evidence: sumOfRow
    ) { weights, upstream in weights * (upstream + rowSum(upstream * weights)) },
    Misconception(
      "mean-of-products", diagnosis: "y·(u − mean(u·y)), a mean where the sum belongs",
      remedy: "The y are the weights of the mean already: Σ u·y is not divided by n.", frequency: 1,
      evidence: sumOfRow
    ) { weights, upstream in
      weights * (upstream - (upstream * weights).mean(alongAxis: -1, keepingAxis: true))
    },
    Misconception(
      "without-upstream", diagnosis: "y·(1 − y), the derivative of each weight by its own score",
      remedy: "By the chain rule the gradient that arrives, u, has a part in it.", frequency: 1
    ) { weights, _ in weights * (1 - weights) },
    Misconception(
      "over-axis-1",
      diagnosis: "y·(u − Σ u·y) with sums along axis 1, which holds the keys only without batch axes",
      remedy: "Count from the end: the keys are axis −1 however many axes come before.", frequency: 2,
      evidence: sumOfRow
    ) { weights, upstream in
      weights * (upstream - (upstream * weights).sum(alongAxis: 1, keepingAxis: true))
    },
    Misconception(
      "axis-not-kept",
      diagnosis: "y·(u − Σ u·y) with sums that have lost their axis: that of row j is subtracted from key j",
      remedy: "One number a row must stand beside its row, […, 1]: sum with keepingAxis: true.", frequency: 3,
      evidence: sumOfRow
    ) { weights, upstream in
      weights * (upstream - (try conforming((upstream * weights).sum(alongAxis: -1), to: upstream)))
    },
    Misconception(
      "diagonal-twice",
      diagnosis: "y·(1 − y)·u − y·Σ u·y: the sum holds the diagonal, which is there already",
      remedy:
        "Either the diagonal y·(1 − y) and a sum over the others, or y and a sum over all of the row, i = j included.",
      frequency: 2, evidence: sumOfRow
    ) { weights, upstream in weights * ((1 - weights) * upstream - rowSum(upstream * weights)) },
    Misconception(
      "log-softmax", diagnosis: "u − y·Σ u, the gradient through the logarithm of softmax",
      remedy: "That is for ln y. Here u is the gradient with respect to y itself.", frequency: 2
    ) { weights, upstream in upstream - weights * rowSum(upstream) },
    Misconception(
      "wrong-sign", diagnosis: "the gradient with its sign turned over",
      remedy:
        "Raising sⱼ raises yⱼ: the diagonal yⱼ·(1 − yⱼ) is positive. Check the order of the difference.",
      frequency: 1
    ) { weights, upstream in weights * (rowSum(upstream * weights) - upstream) },
    Misconception(
      "cross-entropy", diagnosis: "y − u, the gradient of softmax and cross-entropy together",
      remedy: "That short form needs the loss −ln y and a target. Here any gradient may arrive.", frequency: 2
    ) { weights, upstream in weights - upstream },
    Misconception(
      "softmax-again", diagnosis: "the pullback at softmax(weights): softmax taken a second time",
      remedy: "The first argument is what softmax has returned already: use it as it is.", frequency: 2
    ) { weights, upstream in
      let again = softmax(weights)
      return again * (upstream - rowSum(upstream * again))
    },
  ]

  private static func rowSum(_ x: Tensor) -> Tensor { x.sum(alongAxis: -1, keepingAxis: true) }

  private static let sumOfRow: @Sendable (Answer) -> String? = { answer in
    guard let part = answer.parts.first, let size = part.shape.last, size > 0 else { return nil }
    for (row, start) in stride(from: 0, to: part.numbers.count, by: size).enumerated() {
      let sum = part.numbers[start..<start + size].reduce(0, +)
      guard sum.magnitude > 1e-3 else { continue }
      return
        "row \(row) sums to \(Float(sum)); adding one number to all scores of a row changes no weight, so "
        + "that the gradient of a row must sum to 0"
    }
    return nil
  }
}
