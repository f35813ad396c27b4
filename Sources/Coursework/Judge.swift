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
  /// A function that has answered rightly so far, and does not run on as one of the catalogue does, is given ten times
  /// the deadline: if it is right to the end it passes, with a remark.
  ///
  /// - Parameters:
  ///   - program: the answering program of the exercise's chapter.
  ///   - deadline: the seconds that the function should take for all inputs at most.
  ///   - whileRunning: is called many times a second; `false` ends the function as if its time were over.
  /// - Throws: when the program cannot be started.
  public func check(
    program: URL, seed: UInt64, deadline: Double = 10, whileRunning: () -> Bool = { true }
  ) throws -> Verdict {
    let trial = try Trial(
      of: exercise, on: inputs(seed: seed), program: program, deadline: deadline,
      isWorthWaiting: { trial in
        ((try? !trial.outcomes.isEmpty && wrongAnswer(in: trial) == nil) ?? false)
          && mistakes(behind: trial).isEmpty
      }, whileRunning: whileRunning)
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
    if let wrong = try wrongAnswer(in: trial) { return try verdict(on: trial, wrong: wrong) }
    guard let stop = trial.stop else {
      var verdict = Verdict(.passed(inputs: trial.inputs.count), printed: trial.printed)
      verdict.overtime = trial.overtime
      return verdict
    }
    let place = place(trial.outcomes.count, in: trial)
    let judgement: Verdict.Judgement =
      switch stop {
      case .trapped(let message): .trapped(message, on: place)
      case .ranOutOfTime(let seconds): .ranOutOfTime(seconds: seconds, on: place)
      case .endedEarly(let status): .endedEarly(status: status)
      }
    return Verdict(judgement, mistake: mistake(behind: trial), printed: trial.printed)
  }

  private typealias Wrong = (index: Int, difference: Finding.Difference?)

  /// The first input that was not answered rightly, and how its answer differs if there is one.
  private func wrongAnswer(in trial: Trial) throws -> Wrong? {
    for (index, outcome) in trial.outcomes.enumerated() {
      guard case .answer(let answer) = outcome else { return (index, nil) }
      let expected = try exercise.expected(trial.inputs[index])
      if let difference = expected.difference(from: answer, tolerance: exercise.about.tolerance),
        try !exercise.accepts(answer, trial.inputs[index])
      {
        return (index, difference)
      }
    }
    return nil
  }

  private func verdict(on trial: Trial, wrong: Wrong) throws -> Verdict {
    let place = place(wrong.index, in: trial)
    switch trial.outcomes[wrong.index] {
    case .unsolved: return Verdict(.threw("Unsolved()", on: place), printed: trial.printed)
    case .threw(let message):
      return Verdict(.threw(message, on: place), mistake: mistake(behind: trial), printed: trial.printed)
    case .answer(let answer):
      guard let difference = wrong.difference else { preconditionFailure("a right answer is called wrong") }
      let mistake = mistake(behind: trial)
      var notes: [String] = []
      if let evidence = mistake?.evidence(answer) { notes.append(evidence) }
      if mistake == nil, try hasLostGradients(trial) {
        notes.append(
          "The values are right, but no gradient passes: a tensor was built anew from scalars. "
            + "Compose tensor operations, and every gradient comes by itself.")
      }
      let finding = Finding(
        place: place, input: inputText(trial.inputs[wrong.index]), difference: difference, notes: notes)
      return Verdict(.wrong(finding), mistake: mistake, printed: trial.printed)
    }
  }

  private func place(_ index: Int, in trial: Trial) -> String {
    "input \(index + 1) of \(trial.inputs.count)"
  }
}

// MARK: - Which mistake it is

extension Judge {
  /// The mistake that the learner's code makes, if every input agrees with it and with no other.
  private func mistake(behind trial: Trial) -> AnyExercise.Mistake? {
    let alike = mistakes(behind: trial)
    return Set(alike.map(\.mistake)).count == 1 ? alike.first : nil
  }

  /// Every wrong solution of the catalogue that does as the learner's code did on every input that this came to.
  ///
  /// Who stops at the first input has shown no number to be known by.
  func mistakes(behind trial: Trial) -> [AnyExercise.Mistake] {
    guard !trial.outcomes.isEmpty else { return [] }
    return exercise.misconceptions.indices.filter { isSame($0, as: trial) }
      .map { exercise.misconceptions[$0] }
  }

  private func isSame(_ number: Int, as trial: Trial) -> Bool {
    let agrees = zip(trial.inputs, trial.outcomes).allSatisfy { input, got in
      switch (conduct(of: number, on: input), got) {
      case (.gives(.answer(let wrong)), .answer(let answer)):
        wrong.difference(from: answer, tolerance: exercise.about.tolerance) == nil
      case (.gives(let wrong), let got): wrong == got
      default: false
      }
    }
    guard agrees, let stop = trial.stop else { return agrees }
    return switch (stop, conduct(of: number, on: trial.inputs[trial.outcomes.count])) {
    case (.trapped, .traps), (.ranOutOfTime, .runsOn): true
    default: false
    }
  }

  private enum Conduct {
    case gives(Outcome)
    case traps
    case runsOn
  }

  /// What a wrong solution does on an input.
  private func conduct(of number: Int, on input: Data) -> Conduct {
    do {
      return .gives(.answer(try exercise.wrong(number, input)))
    } catch is Stops {
      return .traps
    } catch is RunsOn {
      return .runsOn
    } catch {
      return .gives(.threw("\(error)"))
    }
  }

  /// Whether on every input the output is right and every gradient is zero.
  private func hasLostGradients(_ trial: Trial) throws -> Bool {
    guard trial.stop == nil else { return false }
    return try zip(trial.inputs, trial.outcomes).allSatisfy { input, outcome in
      guard case .answer(let answer) = outcome else { return false }
      return hasLostGradient(answer, try exercise.expected(input))
    }
  }

  private func hasLostGradient(_ answer: Answer, _ expected: Answer) -> Bool {
    let gradients = answer.parts.filter(\.isGradient)
    let values = Answer(answer.parts.filter { !$0.isGradient })
    return !gradients.isEmpty && !values.parts.isEmpty
      && gradients.allSatisfy { $0.numbers.allSatisfy { $0 == 0 } }
      && Answer(expected.parts.filter { !$0.isGradient }).difference(
        from: values, tolerance: exercise.about.tolerance) == nil
  }
}

extension Answer.Part {
  fileprivate var isGradient: Bool { name.hasPrefix("gradient of ") }
}
