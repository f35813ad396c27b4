import Randomness

/// How many standard errors the mean of several runs is below a target.
package enum TStatisticExercise: Exercise {
  /// The losses of several runs and a target, to Student's t.
  package typealias Function = @Sendable (_ losses: [Double], _ target: Double) throws -> Double

  /// What was measured, and what was to be reached.
  package struct Inputs: Codable, Sendable {
    let losses: [Double]
    let target: Double
  }

  package static let about = About(
    name: "tStatistic", title: "is it faster, or was it luck?",
    goal:
      "Several runs, alike but for their seeds, have ended at these losses; there are two or more, not all the same. Return how many "
      + "standard errors their mean is away from the target: negative where it is below, which is better.",
    formula: """
      m = (1/n) Σᵢ lᵢ     s² = (1/(n − 1)) Σᵢ (lᵢ − m)²     t = (m − target)/(s/√n)
      """,
    minutes: 15, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "One run that is good may have been lucky. The mean of n runs is √n times as sure as one of them: s says how far runs lie "
      + "apart, s/√n how far means of n runs do.",
    shapes:
      "n = losses.count, as a Double. Every loss gives one square, and they add up to one number.",
    pseudocode: """
      m ← sum of the losses ÷ n
      s ← root of (the sum of the squares of (loss − m) ÷ (n − 1))
      return (m − target) ÷ (s ÷ root of n)
      """,
    line: """
      let n = Double(losses.count)
      let mean = losses.reduce(0, +) / n
      let squares = losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (mean - target) / ((squares / (n - 1)).squareRoot() / n.squareRoot())
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ count: Int, around mean: Double, apart deviation: Double, target: Double) -> Inputs {
      Inputs(losses: (0..<count).map { _ in mean + deviation * (random.uniform() - 0.5) }, target: target)
    }
    return [
      // By hand: m = 2, s² = 2.5, t = (2 − 3)/√(2.5/5) = −√2.
      Inputs(losses: [0, 1, 2, 3, 4], target: 3), Inputs(losses: [4, 1], target: 2),
      drawn(8, around: 1.87, apart: 0.02, target: 1.88), drawn(8, around: 1.89, apart: 0.02, target: 1.88),
      drawn(3, around: 0.6, apart: 0.1, target: 0.63), drawn(16, around: 3.28, apart: 0.01, target: 3.28),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer(try function(inputs.losses, inputs.target), named: "t")
  }

  package static let reference: Function = { losses, target in
    (mean(losses) - target) / (spread(losses) / Double(losses.count).squareRoot())
  }

  /// The mean of some numbers.
  static func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }

  /// The root of the sum of squares about a middle, divided by as many numbers less one as there are, or by others.
  static func spread(_ numbers: [Double], about middle: Double? = nil, less: Double = 1) -> Double {
    let middle = middle ?? mean(numbers)
    let squares = numbers.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    return (squares / (Double(numbers.count) - less)).squareRoot()
  }
}
