import Autodiff
import Randomness

/// The cross-entropy against labels that are not quite sure.
package enum SmoothedCrossEntropyExercise: Exercise {
  /// ln softmax of every row, a target and whether it counts for every row, and ε, to the mean loss.
  package typealias Function =
    @Sendable (_ logProbabilities: Tensor, _ targets: [Int], _ counts: [Bool], _ smoothing: Float) throws ->
    Tensor

  /// What the loss is tried on.
  package struct Inputs: Codable, Sendable {
    let logits: Tensor
    let targets: [Int]
    let counts: [Bool]
    let smoothing: Float
  }

  package static let about = About(
    name: "smoothedCrossEntropy", title: "labels that leave a little to all others",
    goal:
      "The label of a row is a distribution: 1 − ε for its target, and ε spread evenly over all V tokens, the target "
      + "among them. Give the mean of −Σ q ln p over the rows that count; logProbabilities are ln p already. At least "
      + "one row counts, and the target of one that does not is still a token.",
    formula: """
      qⱼ = (1 − ε)·[j = y] + ε/V
      L  = (1/n) Σ over the n rows that count, of −Σⱼ qⱼ ln pⱼ      [rows, V], rows targets, rows flags → []
      """,
    formulas: [.s2_4_2_CE], minutes: 20, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "The sum falls into two: (1 − ε) times the loss that you know, and ε times the mean of −ln p over all V tokens. How "
      + "much does the target get in all?",
    shapes:
      "A constant table of labels [rows, V], whose rows sum to 1, or to 0 where the row does not count. Times "
      + "logProbabilities, summed over everything, and divided by how many rows count: [].",
    pseudocode: """
      labels ← for every row and token: ε ÷ V, and 1 − ε more at the row's target; 0 where the row does not count
      n      ← how many rows count
      loss   ← − sum of labels · logProbabilities ÷ n
      """,
    line: """
      let size = logProbabilities.shape[1]
      let labels = zip(targets, counts).map { target, counts in
        (0..<size).map { token -> Float in
          guard counts else { return 0 }
          return smoothing / Float(size) + (token == target ? 1 - smoothing : 0)
        }
      }
      let number = counts.filter { $0 }.count
      return -(logProbabilities * Tensor(labels)).sum() / Float(number)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    [
      Inputs(logits: Tensor([[1, 2, 3]]), targets: [2], counts: [true], smoothing: 0.3),
      Inputs(
        logits: Tensor([[1, 2, 3, 0], [0, 1, 0, 2]]), targets: [2, 0], counts: [true, true], smoothing: 0.1),
      // The second row is padding.
      Inputs(
        logits: Tensor([[2, 0, 1], [5, -5, 0], [0, 0, 3]]), targets: [0, 1, 2], counts: [true, false, true],
        smoothing: 0.2),
      // Without smoothing the plain loss, with nothing but smoothing no target.
      Inputs(logits: Tensor([[1, 0], [3, 1]]), targets: [1, 0], counts: [true, true], smoothing: 0),
      Inputs(logits: Tensor([[1, 0, 4]]), targets: [1], counts: [true], smoothing: 1),
      Inputs(
        logits: .normal([5, 6], deviation: 2, using: &random),
        targets: (0..<5).map { _ in Int.random(in: 0..<6, using: &random) },
        counts: [true, true, false, true, false], smoothing: 0.25),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let logs = logSoftmax(inputs.logits)
    return try .withGradients(of: [("logProbabilities", logs)]) {
      try function($0[0], inputs.targets, inputs.counts, inputs.smoothing)
    }
  }

  package static let reference: Function = { logs, targets, counts, smoothing in
    let size = logs.shape[1]
    return loss(logs, targets, counts) { token, target in
      smoothing / Float(size) + (token == target ? 1 - smoothing : 0)
    }
  }

  /// −Σ q ln p over the rows that count, divided by `divisor`, or by how many rows count.
  static func loss(
    _ logs: Tensor, _ targets: [Int], _ counts: [Bool], by divisor: Int? = nil,
    _ label: (_ token: Int, _ target: Int) -> Float
  ) -> Tensor {
    let labels = zip(targets, counts).map { target, counts in
      (0..<logs.shape[1]).map { counts ? label($0, target) : 0 }
    }
    return -(logs * Tensor(labels)).sum() / Float(divisor ?? counts.count { $0 })
  }
}
