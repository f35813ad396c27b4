import Foundation
import Testing

@testable import Coursework

/// A wrong solution as somebody wrote it by habit, and the mistake that it is told, if the catalogue knows it.
struct Habit: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let exercise: AnyExercise
  let mistake: String?
  let answer: @Sendable (Data) throws -> Answer

  /// - Parameter mistake: the mistake's name; `nil` where the element report alone is given.
  init<Solved: Exercise>(_ exercise: Solved.Type, _ mistake: String?, _ function: Solved.Function) {
    self.exercise = AnyExercise(exercise)
    self.mistake = mistake
    testDescription = "\(Solved.about.name): \(mistake ?? "not named")"
    answer = { try Solved.answer(of: function, to: Wire.decode(Solved.Inputs.self, from: $0)) }
  }

  /// Refused, and told this mistake and no other, on any inputs.
  func check() throws {
    for seed in [5, 6, 7] as [UInt64] {
      let judge = Judge(of: exercise)
      let trial = Trial(of: try judge.inputs(seed: seed), answer: answer)
      let verdict = try judge.verdict(on: trial)
      #expect(!verdict.hasPassed, "\(exercise.name) passes with seed \(seed)")
      let alike = judge.mistakes(behind: trial).map(\.name)
      #expect(verdict.mistake?.mistake == mistake, "\(exercise.name) does as \(alike): \(verdict)")
    }
  }
}
