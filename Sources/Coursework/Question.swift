@preconcurrency import Foundation
@preconcurrency import Platform
import Workbench

/// What a process that runs a learner's functions is asked: one exercise, on these inputs.
struct Question: Codable, Sendable {
  /// The exercise's name.
  let exercise: String
  /// The inputs, each as JSON.
  let inputs: [Data]
}

/// What became of one input.
enum Outcome: Codable, Sendable, Hashable {
  /// The function returned.
  case answer(Answer)
  /// The function says that it is not written yet.
  case unsolved
  /// The function threw another error.
  case threw(String)
}

/// A learner's function for one exercise, ready to be asked.
public struct Solution: Sendable {
  let name: String
  let answer: @Sendable (Data) throws -> Answer

  /// A function that solves an exercise, or tries to.
  public init<Solved: Exercise>(_ exercise: Solved.Type, _ function: Solved.Function) {
    name = Solved.about.name
    answer = { try Solved.answer(of: function, to: Wire.decode(Solved.Inputs.self, from: $0)) }
  }

  /// What becomes of one input.
  func outcome(of input: Data) -> Outcome {
    do {
      return .answer(try answer(input))
    } catch is Unsolved {
      return .unsolved
    } catch {
      return .threw("\(error)")
    }
  }
}

/// The whole of an answering program: reads a question from standard input and writes what becomes of each input,
/// one JSON line for each, as soon as it is known.
///
/// Answers go to the standard output that the program was started with; whatever the learner's code prints goes
/// to standard error. The program gives numbers and no verdict: whoever asked knows what is right.
public func answerQuestion(with solutions: [Solution]) {
  ProcessLimits.apply()
  let answers = divertedStandardOutput()
  let asked = FileHandle.standardInput.readDataToEndOfFile()
  guard let question = try? Wire.decode(Question.self, from: asked),
    let solution = solutions.first(where: { $0.name == question.exercise })
  else {
    let names = solutions.map(\.name).joined(separator: ", ")
    FileHandle.standardError.write(
      Data("This program answers the course's questions: see swift run course. It has \(names).\n".utf8))
    exit(64)
  }
  do {
    for input in question.inputs {
      try answers.write(contentsOf: Wire.encode(solution.outcome(of: input)) + Data("\n".utf8))
    }
  } catch {
    FileHandle.standardError.write(Data("the answer cannot be written: \(error)\n".utf8))
    exit(74)
  }
}

/// The standard output that the program was started with; from here on, what is printed goes to standard error, line
/// by line.
func divertedStandardOutput() -> FileHandle {
  let original = FileHandle(fileDescriptor: dup(STDOUT_FILENO), closeOnDealloc: true)
  dup2(STDERR_FILENO, STDOUT_FILENO)
  setvbuf(stdout, nil, _IOLBF, 0)
  return original
}
