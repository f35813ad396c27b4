import Randomness
import Training

/// The learning rate of a step: up in a straight line, then down along half a cosine.
package enum LearningRateExercise: Exercise {
  /// A step and the settings of the schedule to the learning rate.
  package typealias Function =
    @Sendable (_ step: Int, _ peak: Double, _ warmUpSteps: Int, _ totalSteps: Int, _ floor: Double) throws
    -> Double

  /// A schedule, and the steps at which it is asked.
  package struct Inputs: Codable, Sendable {
    let steps: [Int]
    let peak: Double
    let warmUpSteps: Int
    let totalSteps: Int
    let floor: Double
  }

  package static let about = About(
    name: "learningRate", title: "warm-up, then half a cosine",
    goal:
      "Steps count from 1. The rate rises in a straight line from 0 to the peak, which it has at step "
      + "warmUpSteps; "
      + "then it falls along half a cosine to the floor, which it has at step totalSteps and keeps. "
      + "Without warm-up "
      + "(warmUpSteps = 0) it falls from the first step on. warmUpSteps is always less than totalSteps.",
    formula: """
      s ≤ w:      η = peak · s/w
      w < s < T:  η = floor + ½·(peak − floor)·(1 + cos(π·(s − w)/(T − w)))
      s ≥ T:      η = floor              s = step, w = warmUpSteps, T = totalSteps
      """,
    formulas: [.g_LR], minutes: 15, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "Three stretches, one after the other: rising, falling, flat. In the middle, let a progress run "
      + "from 0 at the "
      + "end of the warm-up to 1 at the end of training; half a wave of cosine turns it into a share that "
      + "falls "
      + "smoothly from 1 to 0.",
    shapes:
      "Single numbers. Turn the steps into Double before dividing: 3 / 4 of two Ints is 0. π is Double.pi.",
    pseudocode: """
      if step ≤ warmUpSteps: return peak · step ÷ warmUpSteps
      if step ≥ totalSteps:  return floor
      progress ← (step − warmUpSteps) ÷ (totalSteps − warmUpSteps)
      share    ← (1 + cosine of π · progress) ÷ 2
      return floor + (peak − floor) · share
      """,
    line: """
      if step <= warmUpSteps { return peak * Double(step) / Double(warmUpSteps) }
      if step >= totalSteps { return floor }
      let progress = Double(step - warmUpSteps) / Double(totalSteps - warmUpSteps)
      return floor + 0.5 * (peak - floor) * (1 + cos(.pi * progress))
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    let warmUp = Int.random(in: 3...9, using: &random)
    let total = warmUp + Int.random(in: 5...20, using: &random)
    let peak = 0.2 + random.uniform()
    return [
      Inputs(steps: Array(1...12) + [13, 20], peak: 1, warmUpSteps: 4, totalSteps: 12, floor: 0.1),
      Inputs(
        steps: [1, 50, 100, 101, 575, 1_050, 1_525, 2_000, 2_001, 5_000], peak: 0.001, warmUpSteps: 100,
        totalSteps: 2_000, floor: 0.000_1),
      Inputs(steps: Array(1...7), peak: 0.5, warmUpSteps: 0, totalSteps: 5, floor: 0),
      Inputs(
        steps: Array(1...total + 3), peak: peak, warmUpSteps: warmUp, totalSteps: total,
        floor: peak * (0.1 + 0.3 * random.uniform())),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let rates = try inputs.steps.map {
      try function($0, inputs.peak, inputs.warmUpSteps, inputs.totalSteps, inputs.floor)
    }
    return Answer([Answer.Part("rates at the steps", shape: [rates.count], numbers: rates)])
  }

  package static let reference: Function = { step, peak, warmUpSteps, totalSteps, floor in
    Double(
      LearningRateSchedule.cosine(
        peak: Float(peak), floor: Float(floor), warmUp: warmUpSteps, steps: totalSteps)(step: step))
  }
}
