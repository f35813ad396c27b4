import Foundation
import Randomness

@testable import Coursework

/// An exercise to judge judges by: 2x and its slope, at 1, 2, 3 and 4.
enum Doubling: Exercise {
  typealias Function = @Sendable (Int) throws -> (value: Double, slope: Double)
  typealias Inputs = Int

  static let about = About(
    name: "doubling", title: "twice as much", goal: "Double it.", formula: "2x", minutes: 1, difficulty: .easy
  )
  static let hints = Hints(idea: "i", shapes: "s", pseudocode: "p", line: "l")

  static func inputs(_ random: inout SeededGenerator) -> [Int] { [1, 2, 3, 4] }

  static func answer(of function: Function, to inputs: Int) throws -> Answer {
    let (value, slope) = try function(inputs)
    return Answer([
      .init("output", shape: [], numbers: [value]), .init("gradient of x", shape: [], numbers: [slope]),
    ])
  }

  static let reference: Function = { (2 * Double($0), 2) }
  static let squared = wrong("squared") { (Double($0 * $0), 2 * Double($0)) }

  static let misconceptions: [Misconception<Function>] = [
    squared,
    squared.variant("by-adding") { x in (Double((0..<x).reduce(0) { sum, _ in sum + x }), 2 * Double(x)) },
    squared.variant("trapping", function: stopping(at: 4, Stops("the stack overflows"), squared.function)),
    wrong("tripled") { (3 * Double($0), 3) },
    wrong("x-plus-x-plus-x") { (Double($0 + $0 + $0), 3) },
    wrong("trapping-first", stopping(at: 1, Stops("nothing works"), reference)),
    wrong("running-on-first", stopping(at: 1, RunsOn(), reference)),
    wrong("trapping", stopping(at: 3, Stops("Index out of range"), reference)),
    wrong("running-on", stopping(at: 3, RunsOn(), reference)),
  ]

  static func stopping(at place: Int, _ stop: some Error, _ function: @escaping Function) -> Function {
    { x in
      if x == place { throw stop }
      return try function(x)
    }
  }

  private static func wrong(_ name: String, _ function: @escaping Function) -> Misconception<Function> {
    Misconception(name, diagnosis: "x \(name)", remedy: "Think.", function: function)
  }
}

extension Judge {
  static let ofDoubling = Judge(of: AnyExercise(Doubling.self))

  /// The verdict on a function of this process.
  func verdict(on function: @escaping Doubling.Function) throws -> Verdict {
    try verdict(
      on: Trial(of: try inputs(seed: 1)) {
        try Doubling.answer(of: function, to: Wire.decode(Int.self, from: $0))
      })
  }
}
