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
      "divided-by-vocabulary", diagnosis: "the sum of the losses divided by the vocabulary, not by the rows",
      remedy: "logits.shape is [rows, vocabulary]. Of which of the two is there one loss each?", frequency: 2
    ) { logits, targets in
      crossEntropy(logits: logits, targets: targets, reduction: .sum) / Float(logits.shape[1])
    },
    largestNotKept,
    largestNotKept.variant("nor-the-sum") { logits, targets in
      let shifted = logits - (try conforming(logits.max(alongAxis: -1), to: logits))
      return meanLoss(shifted - log(exp(shifted).sum(alongAxis: -1)), targets)
    },
    Misconception(
      "largest-not-added-back",
      diagnosis: "ln Σ e^(z − largest) less z_y: the largest was subtracted in one of the two terms alone",
      remedy: "Subtract it from the target's logit as well, or add it to the logarithm again.", frequency: 3
    ) { logits, targets in
      let largest = logits.max(alongAxis: -1, keepingAxis: true)
      return meanLoss(logits - log(exp(logits - largest).sum(alongAxis: -1, keepingAxis: true)), targets)
    },
    Misconception(
      "logarithm-of-the-mean",
      diagnosis: "minus the logarithm of the mean probability of the targets, not the mean of the logarithms",
      remedy: "Each row has its own −ln p; then comes the mean. One hopeless row must hurt.", frequency: 2
    ) { logits, targets in -log(-meanLoss(softmax(logits), targets)) },
    Misconception(
      "squared", diagnosis: "the squared distance of the probabilities from the onehot",
      remedy: "Where a row is wholly wrong its gradient vanishes. Asked for is −ln p of the target.",
      frequency: 1
    ) { logits, targets in
      let distance = softmax(logits) - oneHot(targets, size: logits.shape[1])
      return (distance * distance).sum() / Float(targets.count)
    },
    Misconception(
      "sum-not-kept",
      diagnosis: "logarithms of sums that have lost their axis: that of row j is subtracted in column j",
      remedy: "[rows] is laid along the columns, and fits by chance where there are as many: keep the axis.",
      frequency: 2
    ) { logits, targets in
      let shifted = logits - logits.max(alongAxis: -1, keepingAxis: true)
      let logTotal = try conforming(log(exp(shifted).sum(alongAxis: -1)), to: logits)
      return meanLoss(shifted - logTotal, targets)
    },
    Misconception(
      "shifted-once-more",
      diagnosis: "the loss of every row against the target of the next: shifted by one once more",
      remedy: "targets[r] is what came after row r already. No row and no target is left over.", frequency: 2
    ) { logits, targets in
      let rows = targets.count - 1
      return meanLoss(logSoftmax(logits.sliced(axis: 0, 0..<rows)), Array(targets.dropFirst()))
    },
    Misconception(
      "perplexity", diagnosis: "e to the mean loss: the perplexity",
      remedy: "Perplexity is for reports. Training goes down the loss itself.", frequency: 1
    ) { logits, targets in exp(crossEntropy(logits: logits, targets: targets)) },
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
      remedy:
        "ln 10 = 2.303 is the factor that is missing. A loss is given in nats: log is the natural logarithm.",
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
    largestOfEverything,
    largestOfEverything.variant("picked") { logits, targets in
      let shifted = logits - logits.max(alongAxes: [0, 1], keepingAxes: true)
      return meanLoss(shifted - log(exp(shifted).sum(alongAxis: -1, keepingAxis: true)), targets)
    },
    largestOfEverything.variant("divided") { logits, targets in
      let powers = exp(logits - logits.max(alongAxes: [0, 1], keepingAxes: true))
      return meanLoss(log(powers / powers.sum(alongAxis: -1, keepingAxis: true)), targets)
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
    smallNumber,
    smallNumber.variant("of-7") { meanLoss(log(softmax($0) + 1e-7), $1) },
    smallNumber.variant("of-8") { meanLoss(log(softmax($0) + 1e-8), $1) },
    smallNumber.variant("of-10") { meanLoss(log(softmax($0) + 1e-10), $1) },
    smallNumber.variant("of-12") { meanLoss(log(softmax($0) + 1e-12), $1) },
  ]

  private static let largestNotKept = Misconception<Function>(
    "largest-not-kept",
    diagnosis:
      "the loss of logits from which the largest of row j was subtracted in column j: its axis was lost",
    remedy: "One number a row must stand beside its row, [rows, 1]: max(alongAxis: -1, keepingAxis: true).",
    frequency: 2
  ) { logits, targets in
    crossEntropy(
      logits: logits - (try conforming(logits.max(alongAxis: -1), to: logits)), targets: targets)
  }

  private static let smallNumber = Misconception<Function>(
    "small-number-in-logarithm",
    diagnosis:
      "ln(p + ε) with a small ε: the loss cannot exceed −ln ε, and where the model is most wrong no gradient is left",
    remedy:
      "A small number hides the infinity and loses the gradient with it. ln(e^y / Σ e^z) as a "
      + "difference needs none.",
    frequency: 2
  ) { logits, targets in meanLoss(log(softmax(logits) + 1e-9), targets) }

  private static let largestOfEverything = Misconception<Function>(
    "largest-of-everything",
    diagnosis:
      "the loss with the largest logit of all rows subtracted: of a row far below it Σ e^z is 0, its logarithm −∞",
    remedy: "Each row has a largest logit of its own: take it along the last axis, and keep the axis.",
    frequency: 3
  ) { logits, targets in
    let shifted = logits - logits.max(alongAxes: [0, 1], keepingAxes: true)
    let logTotal = log(exp(shifted).sum(alongAxis: -1))
    return (logTotal.sum() - (shifted * oneHot(targets, size: logits.shape[1])).sum())
      / Float(targets.count)
  }

  /// Minus the mean of the values at the targets.
  private static func meanLoss(_ values: Tensor, _ targets: [Int]) -> Tensor {
    -(values * oneHot(targets, size: values.shape[1])).sum() / Tensor(Float(targets.count))
  }

  private static func loss(_ answer: Answer) -> Float? { answer.parts.first?.numbers.first.map { Float($0) } }
}
