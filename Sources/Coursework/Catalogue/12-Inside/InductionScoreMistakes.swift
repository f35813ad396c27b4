import Autodiff

extension InductionScoreExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "same-token", diagnosis: "the weights on the same token of the run before, not on the one after it",
      remedy: "That finds what stands there already. To copy on, a head has to look one token further.",
      frequency: 3
    ) { weights, period in
      mean(of: weights, rows: period..<weights.shape[0]) { $0 - period }
    },
    Misconception(
      "token-before", diagnosis: "the weights on the token before the last time",
      remedy: "A B C A B: after B came C. In which direction is that?", frequency: 2
    ) { weights, period in
      mean(of: weights, rows: period + 1..<weights.shape[0]) { $0 - period - 1 }
    },
    Misconception(
      "itself", diagnosis: "the weights of the tokens on themselves: the main diagonal",
      remedy: "Who repeats a text has to look into the run before.", frequency: 2
    ) { weights, period in mean(of: weights, rows: period..<weights.shape[0]) { $0 } },
    Misconception(
      "neighbour", diagnosis: "the weights on the token just before, in the same run",
      remedy: "That is a previous-token head. It is needed for induction, and is none.", frequency: 2
    ) { weights, period in mean(of: weights, rows: period..<weights.shape[0]) { $0 - 1 } },
    Misconception(
      "diagonal-of-offset", diagnosis: "the whole diagonal 1 − period, which begins one row too early",
      remedy:
        "Row period − 1 is the last token of the first run: it has never been there before, and looks at token 0 "
        + "for other reasons.", frequency: 3
    ) { weights, period in
      mean(of: weights, rows: period - 1..<weights.shape[0]) { $0 - period + 1 }
    },
    Misconception(
      "first-left-out", diagnosis: "the first token of the second run left out",
      remedy: "Row `period` is the first that has been there before: rows count from 0.", frequency: 2
    ) { weights, period in
      mean(of: weights, rows: period + 1..<weights.shape[0]) { $0 - period + 1 }
    },
    Misconception(
      "last-left-out", diagnosis: "the last token of the text left out",
      remedy: "It looks at what came after it, as all others do, though nothing comes after it now.",
      frequency: 2
    ) { weights, period in
      mean(of: weights, rows: period..<weights.shape[0] - 1) { $0 - period + 1 }
    },
    Misconception(
      "end-of-run-left-out",
      diagnosis: "the block of the last rows and the first run alone: the end of a run finds nothing in it",
      remedy: "After the last token of a run the next run began: its weight stands in column `period`.",
      frequency: 2
    ) { weights, period in
      let rows = period..<period + min(period - 1, weights.shape[0] - period)
      return mean(of: weights, rows: rows) { $0 - period + 1 }
    },
    Misconception(
      "around-the-run",
      diagnosis: "after the last token of a run the first of the same run: the columns taken modulo period",
      remedy: "After the last token of the first run came token `period`, not token 0.", frequency: 2
    ) { weights, period in
      mean(of: weights, rows: period..<weights.shape[0]) { ($0 + 1) % period + ($0 / period - 1) * period }
    },
    Misconception(
      "first-occurrence", diagnosis: "what came after the token's first time, and not after its last",
      remedy: "In the third run it has been there twice. The last time is `period` places ago.", frequency: 2
    ) { weights, period in
      mean(of: weights, rows: period..<weights.shape[0]) { $0 % period + 1 }
    },
    Misconception(
      "second-run-alone", diagnosis: "the second run alone: a third is not looked at",
      remedy: "Every token from `period` on has been there before, up to the end of the text.", frequency: 2
    ) { weights, period in
      mean(of: weights, rows: period..<min(2 * period, weights.shape[0])) { $0 - period + 1 }
    },
    Misconception(
      "mean-of-all-rows", diagnosis: "the right sum, divided by the tokens of the whole text",
      remedy: "The first run has nothing to repeat, and does not count. How many numbers were added?",
      frequency: 3
    ) { weights, period in
      try sum(weights, period) / Float(weights.shape[0])
    },
    Misconception(
      "divided-by-period", diagnosis: "the right sum, divided by period: right only for a text of two runs",
      remedy: "The last run may not be whole, and there may be a third. How many numbers were added?",
      frequency: 2
    ) { weights, period in try sum(weights, period) / Float(period) },
    Misconception(
      "sum", diagnosis: "the sum of the weights, not their mean",
      remedy: "A longer text would have a higher score. A head that does nothing else has 1.", frequency: 2
    ) { weights, period in try sum(weights, period) },
    Misconception(
      "transposed", diagnosis: "row and column exchanged: how the first run looks at the second",
      remedy: "Row t says where token t looks. Above the diagonal a causal head has nothing.", frequency: 3
    ) { weights, period in try reference(weights.transposed(), period) },
    Misconception(
      "counted", diagnosis: "the share of tokens that look there more than anywhere else",
      remedy: "A weight of 0.4 and one of 0.9 are not the same. The mean of the weights is asked.",
      frequency: 2
    ) { weights, period in
      let greatest = weights.argmax()
      let rows = period..<weights.shape[0]
      return Float(rows.count { greatest[$0] == $0 - period + 1 }) / Float(rows.count)
    },
    Misconception(
      "whole-block", diagnosis: "the mean weight on all tokens of the first run",
      remedy: "One token of it is the one after. The others may be looked at for other reasons.", frequency: 1
    ) { weights, period in
      weights.sliced(axis: 0, period..<weights.shape[0]).sliced(axis: 1, 0..<period).mean().scalar
    },
  ]

  /// The sum of the right weights.
  private static func sum(_ weights: Tensor, _ period: Int) throws -> Float {
    try reference(weights, period) * Float(weights.shape[0] - period)
  }
}
