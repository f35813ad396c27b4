import Formulas
import Randomness

/// The learning rate of a step: up in a straight line, flat, and down in a straight line.
package enum WarmUpStableDecayExercise: Exercise {
  /// A step and the settings of the schedule to the learning rate.
  package typealias Function =
    @Sendable (
      _ step: Int, _ peak: Double, _ floor: Double, _ warmUpSteps: Int, _ decaySteps: Int, _ totalSteps: Int
    ) throws -> Double

  /// A schedule, and the steps at which it is asked.
  package struct Inputs: Codable, Sendable {
    let steps: [Int]
    let peak: Double
    let floor: Double
    let warmUpSteps: Int
    let decaySteps: Int
    let totalSteps: Int
  }

  package static let about = About(
    name: "warmUpStableDecay", title: "up, flat, and down",
    goal:
      "Steps count from 1. The rate rises in a straight line from 0 to the peak, which it has at step warmUpSteps, and keeps "
      + "the peak up to step totalSteps − decaySteps, that step included. Then it falls in a straight line to the floor, which it has at step "
      + "totalSteps and keeps. Way up and way down fit into the whole; either may be missing (0 steps).",
    formula: """
      s ≤ w:          η = peak · s/w
      w < s ≤ T − d:  η = peak
      T − d < s < T:  η = peak − (peak − floor) · (s − (T − d))/d
      s ≥ T:          η = floor          s = step, w = warmUpSteps, d = decaySteps, T = totalSteps
      """,
    formulas: [.g_WSD], minutes: 10, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "Four stretches, one after the other. Only two numbers of the way down matter: when it begins, T − d, and how long it "
      + "takes. Let a progress run from 0 at the one to 1 at the other.",
    shapes:
      "Single numbers. Turn the steps into Double before dividing: 3 / 4 of two Ints is 0.",
    pseudocode: """
      if step ≤ warmUpSteps: return peak · step ÷ warmUpSteps
      if step ≥ totalSteps:  return floor
      begin ← totalSteps − decaySteps
      if step ≤ begin: return peak
      return peak − (peak − floor) · (step − begin) ÷ decaySteps
      """,
    line: """
      if step <= warmUpSteps { return peak * Double(step) / Double(warmUpSteps) }
      if step >= totalSteps { return floor }
      let begin = totalSteps - decaySteps
      if step <= begin { return peak }
      return peak - (peak - floor) * Double(step - begin) / Double(decaySteps)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    let up = random.index(below: 5) + 3
    let down = random.index(below: 6) + 4
    let total = up + down + random.index(below: 9) + 3
    let peak = 0.2 + random.uniform()
    return [
      Inputs(
        steps: Array(1...13) + [20], peak: 1, floor: 0.1, warmUpSteps: 3, decaySteps: 4, totalSteps: 12),
      Inputs(
        steps: [1, 50, 100, 101, 1_000, 1_600, 1_601, 1_800, 1_999, 2_000, 2_001, 5_000], peak: 0.001,
        floor: 0, warmUpSteps: 100, decaySteps: 400, totalSteps: 2_000),
      // Without a way up; without a way down.
      Inputs(steps: Array(1...9), peak: 0.5, floor: 0.2, warmUpSteps: 0, decaySteps: 5, totalSteps: 7),
      Inputs(steps: Array(1...9), peak: 0.5, floor: 0.2, warmUpSteps: 2, decaySteps: 0, totalSteps: 7),
      Inputs(
        steps: Array(1...total + 3), peak: peak, floor: peak * (0.1 + 0.3 * random.uniform()),
        warmUpSteps: up,
        decaySteps: down, totalSteps: total),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let rates = try inputs.steps.map {
      try function(
        $0, inputs.peak, inputs.floor, inputs.warmUpSteps, inputs.decaySteps, inputs.totalSteps)
    }
    return Answer([Answer.Part("rates at the steps", shape: [rates.count], numbers: rates)])
  }

  package static let reference: Function = { schedule($0, $1, $2, $3, $4, $5) }

  /// The schedule, with a way down that may be another.
  static func schedule(
    _ step: Int, _ peak: Double, _ floor: Double, _ warmUp: Int, _ decay: Int, _ total: Int,
    fall: (Double) -> Double = { 1 - $0 }
  ) -> Double {
    Formula.Optimization.warmUpStableDecay(
      step: Double(step), peak: peak, floor: floor, warmUpSteps: Double(warmUp), decaySteps: Double(decay),
      steps: Double(total), fall: fall)
  }
}
