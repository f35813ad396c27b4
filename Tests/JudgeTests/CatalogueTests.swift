import Randomness
import TestSupport
import Testing

@testable import Coursework

/// The grader, graded: every wrong solution of the catalogue must be refused, and for its own reason.
@Suite("The catalogue of wrong solutions")
struct CatalogueTests {
  @Test(
    "The reference passes on any inputs", arguments: Syllabus.exercises,
    isThorough ? [1, 2, 3] : [1] as [UInt64])
  func reference(exercise: AnyExercise, seed: UInt64) throws {
    let judge = Judge(of: exercise)
    let trial = Trial(of: try judge.inputs(seed: seed), answer: exercise.expected)
    #expect(try judge.verdict(on: trial).hasPassed)
  }

  @Test("Every wrong solution is told by name", arguments: Syllabus.exercises, [1, 2, 3] as [UInt64])
  func diagnosis(exercise: AnyExercise, seed: UInt64) throws {
    let judge = Judge(of: exercise)
    let inputs = try judge.inputs(seed: seed)
    for (number, mistake) in exercise.misconceptions.enumerated() {
      let verdict = try judge.verdict(on: Trial(of: inputs) { try exercise.wrong(number, $0) })
      #expect(!verdict.hasPassed, "\(exercise.name): «\(mistake.name)» passes")
      // Two that do the same on every input are nobody's mistake; another way of writing one is that one.
      let alike = judge.mistakes(behind: Trial(of: inputs) { try exercise.wrong(number, $0) }).map(\.name)
      #expect(
        verdict.mistake?.mistake == mistake.mistake,
        "\(exercise.name): «\(mistake.name)» is one of \(alike)")
    }
  }

  @Test("A wrong solution that nobody thought of is refused at its element", arguments: Syllabus.exercises)
  func unknown(exercise: AnyExercise) throws {
    let judge = Judge(of: exercise)
    let inputs = try judge.inputs(seed: 1)
    let trial = Trial(of: inputs) { try exercise.expected($0).disturbed() }
    let verdict = try judge.verdict(on: trial)
    guard case .wrong = verdict.judgement else {
      Issue.record("\(exercise.name): a disturbed answer is judged \(verdict.judgement)")
      return
    }
    #expect(verdict.mistake == nil)
  }

  @Test("Every exercise has four wrong solutions, four hints and all the rest", arguments: Syllabus.exercises)
  func complete(exercise: AnyExercise) throws {
    #expect(exercise.mistakes.count >= 4)
    #expect(Set(exercise.misconceptions.map(\.name)).count == exercise.misconceptions.count)
    #expect(exercise.hints.levels.allSatisfy { !$0.text.isEmpty })
    #expect(!exercise.about.goal.isEmpty && !exercise.about.formula.isEmpty)
    #expect((1...90).contains(exercise.about.minutes))
    let before = Syllabus.exercises.prefix { $0.name != exercise.name }.map(\.name)
    for name in exercise.about.uses { #expect(before.contains(name), "\(exercise.name) uses \(name)") }
  }
}

extension Answer {
  /// This answer with one number, or one word, that is another.
  fileprivate func disturbed() -> Answer {
    var isDone = false
    return Answer(
      parts.map { part in
        guard !isDone, part.words.map({ !$0.isEmpty }) ?? !part.numbers.isEmpty else { return part }
        isDone = true
        if let words = part.words { return Part(part.name, words: ["nobody's word"] + words.dropFirst()) }
        var numbers = part.numbers
        let finite = numbers.firstIndex(where: \.isFinite) ?? 0
        numbers[finite] = 0.734_21 + (numbers[finite].isFinite ? 1.31 * numbers[finite] : 0)
        return Part(part.name, shape: part.shape, numbers: numbers)
      })
  }
}

extension AnyExercise: CustomTestStringConvertible {
  /// The exercise by its name.
  public var testDescription: String { name }
}
