import Coursework
import Foundation

extension Command {
  /// `course verify`.
  static var verify: Command {
    Command(
      name: "verify", summary: "for the course's authors: what is missing in exercises, solutions and links",
      details: "One line a defect; the status is 1 if there is any."
    ) { session, _ in try session.verify() }
  }
}

extension Session {
  /// Shows every defect of the course.
  func verify() throws -> Int32 {
    let verification = try CourseVerification(of: findWorkshop().folder)
    let defects = verification.defects
    let outcome =
      defects.isEmpty ? "all well" : "\(defects.count) \(defects.count == 1 ? "defect" : "defects")"
    let lines = defects + ["verify: \(verification.summary): \(outcome)"]
    try console.writeOutput(Array(lines.map { $0.printable + "\n" }.joined().utf8))
    return defects.isEmpty ? 0 : 1
  }
}
