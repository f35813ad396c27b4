import Foundation
import Randomness

/// Judges what a learner's function answered, and says which mistake gives these numbers.
public struct Judge: Sendable {
  /// The exercise.
  public let exercise: AnyExercise

  /// A judge of one exercise.
  public init(of exercise: AnyExercise) { self.exercise = exercise }

  /// Tries a learner's function in a process of its own and judges it, on inputs drawn from `seed`.
  ///
  /// - Parameters:
  ///   - program: the answering program of the exercise's chapter.
  ///   - deadline: the seconds that the function may take for all inputs.
  ///   - whileRunning: is called many times a second; `false` ends the function as if its time were over.
  /// - Throws: when the program cannot be started.
  public func check(
    program: URL, seed: UInt64, deadline: Double = 10, whileRunning: () -> Bool = { true }
  ) throws -> Verdict {
    let trial = try Trial(
      of: exercise, on: inputs(seed: seed), program: program, deadline: deadline, whileRunning: whileRunning)
    var verdict = try verdict(on: trial)
    verdict.seed = seed
    return verdict
  }

  /// The inputs of one check.
  func inputs(seed: UInt64) throws -> [Data] {
    var random = SeededGenerator(seed: seed)
    return try exercise.inputs(&random)
  }

  /// What a trial is worth.
  func verdict(on trial: Trial) throws -> Verdict {
    if trial.outcomes.first == .unsolved { return Verdict(.notStarted, printed: trial.printed) }
    for (index, outcome) in trial.outcomes.enumerated() {
      switch outcome {
      case .unsolved:
        return Verdict(.threw("Unsolved()", on: place(index, in: trial)), printed: trial.printed)
      case .threw(let message):
        return Verdict(.threw(message, on: place(index, in: trial)), printed: trial.printed)
      case .answer(let answer):
        let expected = try exercise.expected(trial.inputs[index])
        guard
          let difference = expected.difference(from: answer, tolerance: exercise.about.tolerance),
          try !exercise.accepts(answer, trial.inputs[index])
        else { continue }
        return try wrong(difference, answer: answer, expected: expected, index: index, trial: trial)
      }
    }
    guard let stop = trial.stop else {
      return Verdict(.passed(inputs: trial.inputs.count), printed: trial.printed)
    }
    let place = place(trial.outcomes.count, in: trial)
    let judgement: Verdict.Judgement =
      switch stop {
      case .trapped(let message): .trapped(message, on: place)
      case .ranOutOfTime(let seconds): .ranOutOfTime(seconds: seconds, on: place)
      case .endedEarly(let status): .endedEarly(status: status)
      }
    return Verdict(judgement, mistake: try mistake(behind: trial), printed: trial.printed)
  }

  private func wrong(
    _ difference: Finding.Difference, answer: Answer, expected: Answer, index: Int, trial: Trial
  ) throws -> Verdict {
    let mistake = try mistake(behind: trial)
    var notes: [String] = []
    if let evidence = mistake?.evidence(answer) { notes.append(evidence) }
    if mistake == nil, hasLostGradient(answer, expected) {
      notes.append(
        "The values are right, but no gradient passes: a tensor was built anew from scalars. "
          + "Compose tensor operations, and every gradient comes by itself.")
    }
    let finding = Finding(
      place: place(index, in: trial), input: inputText(trial.inputs[index]), difference: difference,
      notes: notes)
    return Verdict(.wrong(finding), mistake: mistake, printed: trial.printed)
  }

  /// The first wrong solution of the catalogue that would have done as the learner's did, on every input.
  ///
  /// Where the learner's code trapped after wrong answers, one that gives these answers and does not trap is better
  /// than none.
  private func mistake(behind trial: Trial) throws -> AnyExercise.Mistake? {
    // Who stops at the first input has shown no number to be known by.
    guard !trial.outcomes.isEmpty else { return nil }
    var alike: AnyExercise.Mistake?
    for (number, mistake) in exercise.misconceptions.enumerated() where isSame(number, as: trial) {
      let next = trial.inputs.dropFirst(trial.outcomes.count).first
      let traps = next.map { outcome(of: number, on: $0) == nil } ?? false
      if traps == isTrapped(trial) { return mistake }
      if isTrapped(trial), try !isRight(trial) { alike = alike ?? mistake }
    }
    return alike
  }

  /// Whether a wrong solution does the same on every input that the learner's code came through.
  private func isSame(_ number: Int, as trial: Trial) -> Bool {
    zip(trial.inputs, trial.outcomes).allSatisfy { input, got in
      let wrong = outcome(of: number, on: input)
      guard case .answer(let expected) = wrong, case .answer(let got) = got else { return wrong == got }
      return expected.difference(from: got, tolerance: exercise.about.tolerance) == nil
    }
  }

  /// What a wrong solution does on an input; `nil` where it would trap.
  private func outcome(of number: Int, on input: Data) -> Outcome? {
    do {
      return .answer(try exercise.wrong(number, input))
    } catch is Stops {
      return nil
    } catch {
      return .threw("\(error)")
    }
  }

  private func isTrapped(_ trial: Trial) -> Bool {
    if case .trapped = trial.stop { true } else { false }
  }

  /// Whether everything that was answered is right.
  private func isRight(_ trial: Trial) throws -> Bool {
    try zip(trial.inputs, trial.outcomes).allSatisfy { input, outcome in
      guard case .answer(let answer) = outcome else { return false }
      return try exercise.expected(input).difference(from: answer, tolerance: exercise.about.tolerance) == nil
        || exercise.accepts(answer, input)
    }
  }

  /// Whether the output is right and every gradient is zero where it should not be.
  private func hasLostGradient(_ answer: Answer, _ expected: Answer) -> Bool {
    let gradients = zip(answer.parts, expected.parts).filter { $0.0.name.hasPrefix("gradient of ") }
    guard !gradients.isEmpty, gradients.count < answer.parts.count,
      answer.parts.count == expected.parts.count,
      gradients.allSatisfy({ $0.0.numbers.allSatisfy { $0 == 0 } })
    else { return false }
    let values = Answer(expected.parts.filter { !$0.name.hasPrefix("gradient of ") })
    return values.difference(
      from: Answer(answer.parts.filter { !$0.name.hasPrefix("gradient of ") }),
      tolerance: exercise.about.tolerance) == nil
  }

  private func place(_ index: Int, in trial: Trial) -> String {
    "input \(index + 1) of \(trial.inputs.count)"
  }
}
