import Coursework
import Foundation
import Questions

extension Command {
  /// `course verify`.
  static var verify: Command {
    Command(
      name: "verify", summary: "for teachers and authors: what is missing in exercises, links and sessions",
      details:
        "Of every session in the teaching guide's timetables it wants to see the exercises, a deck of slides, a sheet of eight "
        + "questions or more, and the commands that the guide names; minutes have to add up. One line a defect; the status is 1 "
        + "if there is any."
    ) { session, _ in try session.verify() }
  }
}

extension Session {
  /// Shows every defect of the course.
  func verify() throws -> Int32 {
    let package = try findWorkshop().folder
    let verification = try CourseVerification(of: package)
    let sessions = try SessionVerification(
      of: package, questionCount: { QuestionKind.all(ofChapter: $0).count }, commands: Command.all.map(\.name)
    )
    let defects = verification.defects + sessions.defects
    let outcome =
      defects.isEmpty ? "all well" : "\(defects.count) \(defects.count == 1 ? "defect" : "defects")"
    let lines = defects + ["verify: \(verification.summary), \(sessions.count) sessions: \(outcome)"]
    try console.writeOutput(Array(lines.map { $0.printable + "\n" }.joined().utf8))
    return defects.isEmpty ? 0 : 1
  }
}
