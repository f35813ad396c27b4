import Autodiff
import Randomness

/// GPT-1's objective of fine-tuning, L₃ = L₂ + λ·L₁.
package enum AuxiliaryLossExercise: Exercise {
  /// The loss of every row, what each row is, and λ, to a scalar.
  package typealias Function =
    @Sendable (_ losses: Tensor, _ isTask: [Bool], _ isPadding: [Bool], _ weight: Float) throws -> Tensor

  /// What the objective is tried on.
  package struct Inputs: Codable, Sendable {
    let losses: Tensor
    let isTask: [Bool]
    let isPadding: [Bool]
    let weight: Float
  }

  package static let about = About(
    name: "auxiliaryLoss", title: "the task and the language: L₃",
    goal:
      "`losses` has −ln P of what is to be said at each place. Return the mean of those of the task, plus λ times the mean "
      + "of those of the text, which are all others but padding. There is at least one place of the task; where there is "
      + "no text, L₁ is 0. Padding has no influence on the loss or on its gradient.",
    formula: """
      L₂ = mean of the losses of the task     L₁ = mean of the losses of the text
      L₃ = L₂ + λ · L₁                        [places] → []
      """,
    formulas: [.g_AUX], minutes: 20, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "Two means of the same losses, each over places of its own. What is each sum divided by: by all places, or by those "
      + "that were added?",
    shapes:
      "A tensor [places] with 1 for what counts and 0 for what does not, times the losses, summed: []. How many count is a "
      + "number. The text is what is neither task nor padding.",
    pseudocode: """
      mean(of some places) ← Σ losses · (1 where it is one of them, else 0) ÷ their number, 0 when there are none
      text ← the places that are neither task nor padding
      return mean(of the task) + λ · mean(of the text)
      """,
    line: """
      func mean(_ isChosen: [Bool]) -> Tensor {
        let count = isChosen.filter { $0 }.count
        guard count > 0 else { return Tensor(0) }
        return (losses * Tensor(isChosen.map { $0 ? 1 : 0 })).sum() / Float(count)
      }
      let isText = zip(isTask, isPadding).map { !$0 && !$1 }
      return mean(isTask) + mean(isText) * weight
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ places: String, weight: Float) -> Inputs {
      made(places.map { _ in Float.random(in: 0.5..<4, using: &random) }, places, weight: weight)
    }
    // What each place is: t of the task, _ padding, . text.
    func made(_ losses: [Float], _ places: String, weight: Float) -> Inputs {
      Inputs(
        losses: Tensor(losses), isTask: places.map { $0 == "t" }, isPadding: places.map { $0 == "_" },
        weight: weight)
    }
    return [
      made([1, 4, 2, 8], "..t_", weight: 0.5), made([1, 4, 2, 8], "..t_", weight: 0),
      // A task without a text.
      made([1, 3, 5], "tt_", weight: 2),
      drawn("...tt..ttt__", weight: 0.25), drawn("..t..t_...t", weight: 3),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try .withGradients(of: [("losses", inputs.losses)]) {
      try function($0[0], inputs.isTask, inputs.isPadding, inputs.weight)
    }
  }

  package static let reference: Function = { losses, isTask, isPadding, weight in
    mean(losses, of: isTask) + mean(losses, of: text(isTask, isPadding)) * weight
  }

  /// The mean of the losses of some places, divided by another number of them if one is given; of none it is 0.
  static func mean(_ losses: Tensor, of places: [Bool], by divisor: Int? = nil) -> Tensor {
    (losses * Tensor(places.map { $0 ? 1 : 0 })).sum() / Float(divisor ?? max(1, places.count { $0 }))
  }

  /// What is neither task nor padding.
  static func text(_ isTask: [Bool], _ isPadding: [Bool]) -> [Bool] {
    zip(isTask, isPadding).map { !$0 && !$1 }
  }
}
