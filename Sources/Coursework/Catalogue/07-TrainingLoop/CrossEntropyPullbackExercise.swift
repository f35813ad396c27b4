import Autodiff
import Randomness

/// The gradient of the mean cross-entropy with respect to the logits.
package enum CrossEntropyPullbackExercise: Exercise {
  /// Logits `[rows, vocabulary]` and a target for every row to the gradient, of the logits' shape.
  package typealias Function = @Sendable (_ logits: Tensor, _ targets: [Int]) throws -> Tensor

  /// What the gradient is tried on.
  package struct Inputs: Codable, Sendable {
    let logits: Tensor
    let targets: [Int]
  }

  package static let about = About(
    name: "crossEntropyPullback", title: "the gradient of the loss",
    goal:
      "Return the gradient of the mean cross-entropy with respect to the logits: lower every logit in "
      + "proportion "
      + "to the probability it was given, raise the one that was right. Logits may be as large as ±1000.",
    formula: """
      ∂L/∂zᵣ = ( softmax(zᵣ) − onehot(targets[r]) ) / rows
      [rows, vocabulary], rows targets → [rows, vocabulary]
      """,
    formulas: [.s2_4_2_CE], uses: ["crossEntropy"], minutes: 15, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "A row's loss is ln Σⱼ e^(zⱼ) − z_y. The derivative of the first term by zⱼ is e^(zⱼ)/Σ e^z, which is "
      + "softmax; that of the second is 1 at the target and 0 elsewhere. What does the mean add?",
    shapes:
      "Everything is [rows, vocabulary]: the probabilities, the table with a 1 at every target, and the "
      + "result. "
      + "The maximum and the sum of a row keep their axis: [rows, 1].",
    pseudocode: """
      powers        ← e to the (logits − the largest of every row)
      probabilities ← powers ÷ their sum over the row
      chosen        ← 1 at (row, target of the row), else 0
      gradient      ← (probabilities − chosen) ÷ rows
      """,
    line: """
      let powers = exp(logits - logits.max(alongAxis: -1, keepingAxis: true))
      let probabilities = powers / powers.sum(alongAxis: -1, keepingAxis: true)
      return (probabilities - chosen) / Float(targets.count)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    [
      Inputs(logits: Tensor([[1, 2, 3]]), targets: [2]),
      // Square, so that one number a row may be laid along the columns without a protest.
      Inputs(logits: Tensor([[1, 3], [2, 0]]), targets: [0, 0]),
      Inputs(logits: Tensor([[1, 2, 3], [0, 1, 0]]), targets: [2, 0]),
      Inputs(logits: Tensor([[1000, 999, 998], [-1000, -1000, -1001]]), targets: [1, 2]),
      Inputs(logits: .normal([4, 3], using: &random), targets: [1, 1, 0, 1]),
      Inputs(
        logits: .normal([3, 6], deviation: 2, using: &random),
        targets: (0..<3).map { _ in Int.random(in: 0..<6, using: &random) }),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer(try function(inputs.logits, inputs.targets), named: "gradient")
  }

  package static let reference: Function = { logits, targets in
    gradient(at: logits) { crossEntropy(logits: $0, targets: targets) }
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "without-mean", diagnosis: "softmax − onehot without the 1/rows: the gradient of the sum of the losses",
      remedy:
        "The loss is the mean over the rows. What does that do to the share of one row?",
      source: .s2_4_2_CE,
      frequency: 3
    ) { logits, targets in softmax(logits) - chosen(logits, targets) },
    Misconception(
      "over-everything", diagnosis: "the gradient divided by rows × vocabulary, not by the rows alone",
      remedy: "There is one loss for each row; the mean is taken over those.", frequency: 2
    ) { logits, targets in
      (softmax(logits) - chosen(logits, targets)) / Tensor(Float(logits.count))
    },
    Misconception(
      "sign", diagnosis: "onehot − softmax: the gradient with the opposite sign",
      remedy:
        "A step goes against the gradient, and it must raise the target's logit. Which sign does its "
        + "gradient have?",
      frequency: 2
    ) { logits, targets in (chosen(logits, targets) - softmax(logits)) / rows(targets) },
    Misconception(
      "without-onehot", diagnosis: "the probabilities alone: the 1 at the target was not subtracted",
      remedy:
        "The loss has two terms, ln Σ e^z and −z_y. Where is the derivative of the second?",
      frequency: 2,
      evidence: { answer in
        rowSum(answer).map { "row 0 sums to \($0); the gradient of a row of logits always sums to 0" }
      }
    ) { logits, targets in softmax(logits) / rows(targets) },
    Misconception(
      "target-only", diagnosis: "p − 1 at the targets and 0 elsewhere: the other logits have no gradient",
      remedy:
        "Every logit of the row stands in softmax's denominator. Can raising a wrong one leave the loss "
        + "alone?",
      frequency: 2,
      evidence: { answer in
        rowSum(answer).map { "row 0 sums to \($0); the gradient of a row of logits always sums to 0" }
      }
    ) { logits, targets in
      (softmax(logits) - Tensor(1)) * chosen(logits, targets) / rows(targets)
    },
    Misconception(
      "of-the-probabilities",
      diagnosis: "−1/p at the targets: the gradient with respect to the probabilities, before softmax",
      remedy:
        "Between the logits and the probabilities stands softmax. Go through it with the chain rule as "
        + "well.",
      frequency: 3
    ) { logits, targets in -chosen(logits, targets) / (softmax(logits) * rows(targets)) },
    Misconception(
      "without-softmax", diagnosis: "the logits less the onehot: softmax was left out",
      remedy: "The derivative of ln Σ e^z by zⱼ is a probability. Are the logits probabilities?", frequency: 1
    ) { logits, targets in (logits - chosen(logits, targets)) / rows(targets) },
    Misconception(
      "over-rows",
      diagnosis: "softmax taken over the rows: every column was made a distribution, not every row",
      remedy: "A row holds the logits of all tokens for one place. Sum along the last axis.", frequency: 1
    ) { logits, targets in
      (softmax(logits, alongAxis: 0) - chosen(logits, targets)) / rows(targets)
    },
    axisNotKept,
    axisNotKept.variant("of-the-largest") { logits, targets in
      let powers = exp(logits - (try conforming(logits.max(alongAxis: -1), to: logits)))
      return (powers / powers.sum(alongAxis: -1, keepingAxis: true) - chosen(logits, targets)) / rows(targets)
    },
    Misconception(
      "sum-not-kept",
      diagnosis: "softmax with sums that have lost their axis: that of row j divides column j",
      remedy: "The largest logits kept their axis, the sums did not: keepingAxis: true.", frequency: 2
    ) { logits, targets in
      let powers = exp(logits - logits.max(alongAxis: -1, keepingAxis: true))
      let sums = try conforming(powers.sum(alongAxis: -1), to: logits)
      return (powers / sums - chosen(logits, targets)) / rows(targets)
    },
    Misconception(
      "softmax-twice", diagnosis: "softmax of the probabilities less the onehot: softmax was taken twice",
      remedy: "The logits go through softmax once. Look for a second one.", frequency: 2
    ) { logits, targets in (softmax(softmax(logits)) - chosen(logits, targets)) / rows(targets) },
    Misconception(
      "log-probabilities", diagnosis: "the logarithms of the probabilities less the onehot",
      remedy: "The derivative of ln Σ e^z is softmax itself, without a logarithm.", frequency: 1
    ) { logits, targets in (logSoftmax(logits) - chosen(logits, targets)) / rows(targets) },
    Misconception(
      "doubled", diagnosis: "2·(softmax − onehot): the gradient of a squared error",
      remedy: "No square is differentiated here: the factor 2 comes from another loss.", frequency: 1
    ) { logits, targets in 2 * (softmax(logits) - chosen(logits, targets)) / rows(targets) },
    Misconception(
      "one-everywhere", diagnosis: "p − 1 for every token, not for the target alone",
      remedy: "The 1 belongs to the target's place: subtract a table with 0 everywhere else.", frequency: 1
    ) { logits, targets in (softmax(logits) - 1) / rows(targets) },
    Misconception(
      "class-number", diagnosis: "the target's number subtracted from its probability, instead of 1",
      remedy: "The number says which place of the row is meant, not how much is taken from it.", frequency: 1
    ) { logits, targets in
      let numbers = Tensor(shape: [targets.count, 1], scalars: targets.map(Float.init))
      return (softmax(logits) - chosen(logits, targets) * numbers) / rows(targets)
    },
    Misconception(
      "divided-by-vocabulary", diagnosis: "the gradient divided by the vocabulary, not by the rows",
      remedy: "logits.shape is [rows, vocabulary], and there is one loss a row.", frequency: 2
    ) { logits, targets in (softmax(logits) - chosen(logits, targets)) / Float(logits.shape[1]) },
    Misconception(
      "largest-of-everything",
      diagnosis:
        "softmax with the largest logit of all rows subtracted from each: a row that lies far below becomes 0/0",
      remedy: "Each row has a largest logit of its own: take it along the last axis, and keep the axis.",
      frequency: 3
    ) { logits, targets in
      let powers = exp(logits - logits.max(alongAxes: [0, 1], keepingAxes: true))
      return (powers / powers.sum(alongAxis: -1, keepingAxis: true) - chosen(logits, targets)) / rows(targets)
    },
    Misconception(
      "not-stable",
      diagnosis: "softmax of the logits as they are: e^1000 is infinite, and ∞/∞ is not a number",
      remedy: "Subtract the largest logit of every row first: no probability changes.", frequency: 3
    ) { logits, targets in
      let powers = exp(logits)
      return (powers / powers.sum(alongAxis: -1, keepingAxis: true) - chosen(logits, targets)) / rows(targets)
    },
  ]

  private static let axisNotKept = Misconception<Function>(
    "axis-not-kept",
    diagnosis:
      "softmax with largest logits and sums that have lost their axis: those of row j meet column j",
    remedy: "Keep the axis of the maximum and of the sum: [rows, 1] stands beside the rows.", frequency: 3
  ) { logits, targets in
    let powers = exp(logits - (try conforming(logits.max(alongAxis: -1), to: logits)))
    return (powers / powers.sum(alongAxis: -1) - chosen(logits, targets)) / rows(targets)
  }

  private static func chosen(_ logits: Tensor, _ targets: [Int]) -> Tensor {
    oneHot(targets, size: logits.shape[1])
  }

  private static func rows(_ targets: [Int]) -> Tensor { Tensor(Float(targets.count)) }

  private static func rowSum(_ answer: Answer) -> Float? {
    guard let part = answer.parts.first, let size = part.shape.last else { return nil }
    return Float(part.numbers.prefix(size).reduce(0, +))
  }
}
