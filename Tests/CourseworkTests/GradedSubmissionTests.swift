import CourseworkSupport
import Foundation
import Programs
import Testing

@testable import Coursework

/// The submissions of `Submissions`, each in the place of one exercise among a chapter's solutions. The first line of each
/// says what the chapter is then worth.
@Suite(
  "Submissions of every kind, cheating ones included, graded by the command",
  .enabled(
    if: ProcessInfo.processInfo.environment["COURSE_SUBMISSIONS"] != nil,
    "they need a checkout of their own, which takes minutes to build: COURSE_SUBMISSIONS=1 grades them"))
struct GradedSubmissionTests {
  private let chapter = Syllabus.chapters[4]

  /// The names of the submissions and their texts.
  private let submissions: [String: String]

  init() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Submissions")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    submissions = try names.reduce(into: [:]) { texts, name in
      texts[name.replacing(".txt", with: "")] = try String(
        contentsOf: folder.appending(path: name), encoding: .utf8)
    }
  }

  @Test("Each has the points that it is worth", .timeLimit(.minutes(30)))
  func points() throws {
    let workshop = try realWorkshop()
    let solutions = try String(
      contentsOf: workshop.folder.appending(path: chapter.solutionFile), encoding: .utf8)
    try withTemporaryFolder { folder in
      for (name, text) in submissions {
        let file = URL(filePath: chapter.file).lastPathComponent
        try write(handedIn(text, among: solutions), to: folder.appending(path: "class/\(name)/\(file)"))
      }
      let json = folder.appending(path: "grades.json")
      let run = try ProgramRun(
        of: builtProgram("course"), ["grade", folder.appending(path: "class").path, "--json", json.path],
        environment: ["COURSE_SOLUTIONS": ""], in: workshop.folder)
      try #require(run.hasSucceeded, "\(run.errorText)")
      let report = try JSONDecoder().decode(GradeReport.self, from: Data(contentsOf: json))
      #expect(Set(report.submissions.map(\.name)) == Set(submissions.keys))
      for grade in report.submissions {
        let exercises = grade.chapters.flatMap(\.exercises)
        let seen = exercises.map { "\($0.name): \($0.state)" }
        #expect(grade.points == worth(of: submissions[grade.name] ?? ""), "\(grade.name): \(seen)")
      }
    }
  }

  /// The solutions with the submission's function in the place of theirs, and what it begins with before the rest.
  private func handedIn(_ submission: String, among solutions: String) throws -> String {
    let (own, file) = (ExerciseFile(submission), ExerciseFile(solutions))
    let section = try #require(own.sections.first)
    let others = file.replacing(section.name, with: section.text, order: chapter.exercises.map(\.name))
    return own.header + others.text
  }

  /// The points of the chapter that the first line promises.
  private func worth(of submission: String) -> Int? {
    let all = chapter.exercises.reduce(0) { $0 + $1.about.points }
    let name = ExerciseFile(submission).sections.first?.name
    let own = chapter.exercises.first { $0.name == name }?.about.points
    return switch submission.split(separator: "\n").first {
    case "// Worth everything.": all
    case "// Worth all but its own point.": own.map { all - $0 }
    case "// Worth nothing.": 0
    default: nil
    }
  }
}
