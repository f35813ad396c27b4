import Foundation
import Platform

/// The whole of the capstone's program: reads the task, trains, and writes what it is told to report.
///
/// As in `answerQuestion(with:)`, whatever the learner's code prints goes to standard error.
public func trainCapstone(
  _ train: (_ task: CapstoneTask, _ report: (CapstoneReport) throws -> Void) throws -> Void
) {
  ProcessLimits.apply()
  let answers = divertedStandardOutput()
  guard let task = CapstoneTask.read() else {
    FileHandle.standardError.write(Data("This program trains the capstone: see swift run course.\n".utf8))
    exit(64)
  }
  do {
    try train(task) { try answers.write(contentsOf: Wire.encode($0) + Data("\n".utf8)) }
  } catch {
    fatalError("\(error)")
  }
}
