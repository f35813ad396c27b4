import Autodiff
import Randomness

/// How much a head looks for what came next the last time.
package enum InductionScoreExercise: Exercise {
  /// A head's attention over a text that repeats itself, and after how many tokens it does, to one number.
  package typealias Function = @Sendable (_ weights: Tensor, _ period: Int) throws -> Float

  /// What the score is tried on.
  package struct Inputs: Codable, Sendable {
    let weights: Tensor
    let period: Int
  }

  package static let about = About(
    name: "inductionScore", title: "does a head look for what came next?",
    goal:
      "A text repeats itself: each token from place `period` on is the one `period` places before. Row t of a head's weights "
      + "says where token t looks. Return the mean weight with which the tokens that have been there before look at the "
      + "token *after* the last time they were there. The text may be longer than two runs, and its last run not whole.",
    formula:
      "score = mean over t = period … time − 1 of weights[t, t − period + 1]     [time, time] → one number",
    minutes: 10, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "A B C A B: the last B was there before, and C came then. Which number of the matrix says how much the last B looks "
      + "at C?",
    shapes:
      "One number in each row from row `period` on: a diagonal below the main one, time − period numbers long.",
    pseudocode: """
      sum ← 0
      for t from period to the last token: sum ← sum + weights[t, t − period + 1]
      return sum ÷ (time − period)
      """,
    line: """
      let time = weights.shape[0]
      let sum = (period..<time).reduce(Float(0)) { $0 + weights[$1, $1 - period + 1] }
      return sum / Float(time - period)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    /// Causal attention of random sharpness.
    func drawn(time: Int, period: Int) -> Inputs {
      let rows = (0..<time).map { row -> [Float] in
        let powers = (0...row).map { _ in Float.random(in: 0.1..<1, using: &random) }
        let sum: Float = powers.reduce(0) { $0 + $1 }
        return powers.map { $0 / sum } + Array(repeating: 0, count: time - 1 - row)
      }
      return Inputs(weights: Tensor(rows), period: period)
    }
    // A head that does nothing else.
    let inducing = (0..<8).map { row in
      (0..<8).map { column -> Float in column == max(row - 3, 0) ? 1 : 0 }
    }
    return [
      Inputs(
        weights: Tensor([
          [1, 0, 0, 0, 0, 0], [0.25, 0.75, 0, 0, 0, 0], [0.5, 0.125, 0.375, 0, 0, 0],
          [0.125, 0.5, 0.25, 0.125, 0, 0], [0.0625, 0.1875, 0.625, 0.09375, 0.03125, 0],
          [0.25, 0.0625, 0.125, 0.4375, 0.0625, 0.0625],
        ]), period: 3),
      drawn(time: 8, period: 4),
      // A third run and a half, a last run that is not whole, and one token that has been there before.
      drawn(time: 11, period: 3), drawn(time: 9, period: 5), drawn(time: 5, period: 4),
      // The same token again and again: what came after the last one is the token itself.
      drawn(time: 4, period: 1),
      Inputs(weights: Tensor(inducing), period: 4),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer(Double(try function(inputs.weights, inputs.period)))
  }

  package static let reference: Function = { weights, period in
    mean(of: weights, rows: period..<weights.shape[0]) { $0 - period + 1 }
  }

  /// The mean of one weight of each of some rows.
  static func mean(of weights: Tensor, rows: Range<Int>, column: (Int) -> Int) -> Float {
    rows.reduce(Float(0)) { $0 + weights[$1, column($1)] } / Float(rows.count)
  }
}
