import Autodiff

extension CrossEntropyExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "summed",
      diagnosis: "the losses of the rows summed, not averaged: the loss doubles when the batch does",
      remedy:
        "The printed formula sums over i. Which average makes the losses of two batches of different "
        + "size comparable?",
      source: .s2_4_2_CE, frequency: 3
    ) { crossEntropy(logits: $0, targets: $1, reduction: .sum) },
    Misconception(
      "mean-over-everything",
      diagnosis:
        "the sum over the targets divided by rows × vocabulary: the zeros of the table were counted too",
      remedy: "mean() of a table divides by all its places. There is one loss for each row: by how many?",
      frequency: 3
    ) { logits, targets in -(logSoftmax(logits) * oneHot(targets, size: logits.shape[1])).mean() },
    Misconception(
      "not-averaged", diagnosis: "the losses of the rows one by one, without their mean",
      remedy:
        "Training needs one number that says how good the model is. Which of the rows' losses?",
      frequency: 1
    ) { logits, targets in
      -(logSoftmax(logits) * oneHot(targets, size: logits.shape[1])).sum(alongAxis: -1)
    },
    Misconception(
      "sign", diagnosis: "the mean logarithm of the probability, without the minus",
      remedy:
        "A probability is at most 1. What is the sign of its logarithm, and should training raise it or "
        + "lower it?",
      frequency: 2,
      evidence: { answer in
        loss(answer).map {
          "the loss is \($0), and a loss is never below 0"
        }
      }
    ) { logits, targets in -meanLoss(logSoftmax(logits), targets) },
    Misconception(
      "softmax-twice",
      diagnosis: "the loss of logits that went through softmax before: softmax was taken twice",
      remedy:
        "The function is given logits, and the logarithm of softmax stands in the formula once. Look "
        + "for a second one.",
      frequency: 3
    ) { logits, targets in meanLoss(logSoftmax(softmax(logits)), targets) },
    Misconception(
      "without-softmax", diagnosis: "minus the mean logit of the targets: softmax's denominator is missing",
      remedy:
        "Raising all the logits of a row changes no probability. Does it change your loss?",
      frequency: 2
    ) { logits, targets in meanLoss(logits, targets) },
    Misconception(
      "without-logarithm", diagnosis: "minus the mean probability of the targets, without the logarithm",
      remedy:
        "A model that knows nothing, with 4 tokens, should have the loss ln 4 = 1.386. Which does yours "
        + "have?",
      frequency: 2
    ) { logits, targets in meanLoss(softmax(logits), targets) },
    Misconception(
      "base-2", diagnosis: "logarithms to the base 2: the loss in bits, not in nats",
      remedy: "“log” is printed without a base. The gradient softmax − onehot comes from the natural one.",
      source: .s2_4_2_CE, frequency: 1
    ) { logits, targets in crossEntropy(logits: logits, targets: targets) / 0.693_147_2 },
    Misconception(
      "base-10", diagnosis: "logarithms to the base 10",
      remedy: "“log” is printed without a base. The gradient softmax − onehot comes from the natural one.",
      source: .s2_4_2_CE, frequency: 1
    ) { logits, targets in crossEntropy(logits: logits, targets: targets) / 2.302_585 },
    Misconception(
      "class-number",
      diagnosis:
        "each logarithm multiplied by the target itself: a row whose target is token 0 costs nothing",
      remedy:
        "In −Σ yᵢ log ŷᵢ the y are 1 at the target and 0 elsewhere. The target's number says where to "
        + "look, not how much it counts.",
      source: .s2_4_2_CE, frequency: 1
    ) { logits, targets in
      let weights = Tensor(shape: [targets.count, 1], scalars: targets.map(Float.init))
      return meanLoss(logSoftmax(logits) * weights, targets)
    },
    Misconception(
      "over-rows",
      diagnosis: "softmax taken over the rows: every column was made a distribution, not every row",
      remedy: "A row holds the logits of all tokens for one place. Sum along the last axis.", frequency: 1
    ) { logits, targets in meanLoss(log(softmax(logits, alongAxis: 0)), targets) },
    Misconception(
      "not-stable",
      diagnosis: "softmax of the logits as they are: e^1000 is infinite, and ∞/∞ is not a number",
      remedy: "Subtract the largest logit of every row first: no probability changes.", frequency: 3
    ) { logits, targets in
      let powers = exp(logits)
      return meanLoss(log(powers / powers.sum(alongAxis: -1, keepingAxis: true)), targets)
    },
    Misconception(
      "log-sum-not-stable",
      diagnosis:
        "ln Σ e^z of the logits as they are: e^1000 is infinite, and Σ e^−1000 is 0, whose logarithm is "
        + "−∞",
      remedy:
        "You have the right form. Subtract the largest logit from the whole row first: no loss changes.",
      frequency: 3
    ) { logits, targets in
      meanLoss(logits - log(exp(logits).sum(alongAxis: -1, keepingAxis: true)), targets)
    },
    Misconception(
      "logarithm-of-zero",
      diagnosis:
        "the logarithm of a probability that has become 0: the loss is infinite, the gradient not a "
        + "number",
      remedy:
        "Softmax is stable here; its logarithm is not. Write ln(e^y / Σ e^z) as a difference before you "
        + "compute anything.",
      frequency: 3, evidence: { answer in loss(answer).map { "the loss is \($0)" } }
    ) { logits, targets in meanLoss(log(softmax(logits)), targets) },
    Misconception(
      "small-number-in-logarithm",
      diagnosis:
        "ln(p + 10⁻⁹): the loss cannot exceed 20.7, and where the model is most wrong no gradient is "
        + "left",
      remedy:
        "A small number hides the infinity and loses the gradient with it. ln(e^y / Σ e^z) as a "
        + "difference needs none.",
      frequency: 2
    ) { logits, targets in meanLoss(log(softmax(logits) + Tensor(1e-9)), targets) },
  ]

  /// Minus the mean of the values at the targets.
  private static func meanLoss(_ values: Tensor, _ targets: [Int]) -> Tensor {
    -(values * oneHot(targets, size: values.shape[1])).sum() / Tensor(Float(targets.count))
  }

  private static func loss(_ answer: Answer) -> Float? { answer.parts.first?.numbers.first.map { Float($0) } }
}
