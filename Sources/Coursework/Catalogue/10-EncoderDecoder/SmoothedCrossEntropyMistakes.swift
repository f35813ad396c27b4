import Autodiff

extension SmoothedCrossEntropyExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "not-smoothed", diagnosis: "the plain cross-entropy: ε is not used",
      remedy: "What do the other tokens get of the label?", frequency: 1
    ) { logs, targets, counts, _ in loss(logs, targets, counts) { $0 == $1 ? 1 : 0 } },
    Misconception(
      "others-alone",
      diagnosis:
        "ε shared by the V − 1 other tokens, and 1 − ε for the target: it has no part of what is spread",
      remedy:
        "So do some papers. Here, as in PyTorch, ε is spread over all V: what does the target get in all?",
      frequency: 3
    ) { logs, targets, counts, smoothing in
      let others = Float(logs.shape[1] - 1)
      return loss(logs, targets, counts) { $0 == $1 ? 1 - smoothing : smoothing / others }
    },
    Misconception(
      "target-without-share",
      diagnosis: "1 − ε for the target and ε/V for each of the others: the label sums to less than 1",
      remedy: "Sum a label over all tokens. The target belongs to those that ε is spread over.", frequency: 2
    ) { logs, targets, counts, smoothing in
      let size = Float(logs.shape[1])
      return loss(logs, targets, counts) { $0 == $1 ? 1 - smoothing : smoothing / size }
    },
    Misconception(
      "target-not-lessened", diagnosis: "1 for the target and ε/V more for all: the label sums to 1 + ε",
      remedy: "What is given to all must be taken from the target first.", frequency: 2
    ) { logs, targets, counts, smoothing in
      let size = Float(logs.shape[1])
      return loss(logs, targets, counts) { smoothing / size + ($0 == $1 ? 1 : 0) }
    },
    Misconception(
      "not-divided", diagnosis: "ε for every token instead of ε/V",
      remedy: "ε is the share of all tokens together. Sum a label: is it 1?", frequency: 3
    ) { logs, targets, counts, smoothing in
      loss(logs, targets, counts) { smoothing + ($0 == $1 ? 1 - smoothing : 0) }
    },
    Misconception(
      "exchanged", diagnosis: "ε for the target, and 1 − ε spread over all: the two shares are exchanged",
      remedy: "With ε = 0 the label must be sure of its target.", frequency: 2
    ) { logs, targets, counts, smoothing in
      let size = Float(logs.shape[1])
      return loss(logs, targets, counts) { (1 - smoothing) / size + ($0 == $1 ? smoothing : 0) }
    },
    Misconception(
      "padding-smoothed",
      diagnosis: "rows that do not count still pay the even part, ε/V for every token",
      remedy: "A row of padding has no label at all: neither its target nor what is spread.", frequency: 2
    ) { logs, targets, counts, smoothing in
      let size = logs.shape[1]
      let labels = zip(targets, counts).map { target, counts in
        (0..<size).map { smoothing / Float(size) + (counts && $0 == target ? 1 - smoothing : 0) }
      }
      return -(logs * Tensor(labels)).sum() / Float(counts.count { $0 })
    },
    Misconception(
      "flags-not-used",
      diagnosis: "the mean over all rows, whether they count or not: padding is learned as well",
      remedy: "What is `counts` for? A row whose flag is false must change nothing.", frequency: 2
    ) { logs, targets, counts, smoothing in
      try reference(logs, targets, counts.map { _ in true }, smoothing)
    },
    Misconception(
      "mean-of-all-rows", diagnosis: "the sum divided by all rows, those that do not count among them",
      remedy: "A batch with more padding would have less loss. By how many rows do you divide?", frequency: 3
    ) { logs, targets, counts, smoothing in
      let size = Float(logs.shape[1])
      return loss(logs, targets, counts, by: targets.count) {
        smoothing / size + ($0 == $1 ? 1 - smoothing : 0)
      }
    },
    Misconception(
      "summed", diagnosis: "the sum of the losses, not their mean",
      remedy: "Which average makes the losses of two batches of different size comparable?", frequency: 2
    ) { logs, targets, counts, smoothing in
      let size = Float(logs.shape[1])
      return loss(logs, targets, counts, by: 1) { smoothing / size + ($0 == $1 ? 1 - smoothing : 0) }
    },
    Misconception(
      "divided-by-rows", diagnosis: "ε divided by the number of rows for every token, not by V",
      remedy: "Of which axis is the label a distribution? logProbabilities.shape is [rows, V].", frequency: 1
    ) { logs, targets, counts, smoothing in
      loss(logs, targets, counts) {
        smoothing / Float(targets.count) + ($0 == $1 ? 1 - smoothing : 0)
      }
    },
    Misconception(
      "softmax-again",
      diagnosis: "logProbabilities put through ln softmax once more: the loss stays, its gradient does not",
      remedy: "They are ln p already. The derivative of −Σ q ln p for ln p is −q, and nothing else.",
      frequency: 2
    ) { logs, targets, counts, smoothing in
      try reference(logSoftmax(logs), targets, counts, smoothing)
    },
    Misconception(
      "logarithm-again", diagnosis: "the logarithm of what are logarithms: of a number below 0 there is none",
      remedy: "logProbabilities are ln p already.", frequency: 2
    ) { logs, targets, counts, smoothing in try reference(log(logs), targets, counts, smoothing) },
    Misconception(
      "detached",
      diagnosis: "the right loss of numbers that were taken out of their tensor: no gradient comes back",
      remedy: "`scalars`, `rows` and x[i, j] cut the graph. Multiply and sum tensors instead.", frequency: 2
    ) { logs, targets, counts, smoothing in
      try reference(Tensor(shape: logs.shape, scalars: logs.scalars), targets, counts, smoothing)
    },
    Misconception(
      "sign", diagnosis: "the mean of Σ q ln p, without the minus",
      remedy: "ln p is never above 0. Should training raise or lower your number?", frequency: 1
    ) { logs, targets, counts, smoothing in try -reference(logs, targets, counts, smoothing) },
  ]
}
