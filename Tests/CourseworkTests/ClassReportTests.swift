import Foundation
import Testing

@testable import Coursework

@Suite("What a class has done")
struct ClassReportTests {
  private let exercises = Syllabus.chapters[4].exercises

  /// A submission with a verdict for each of the first exercises of chapter 4.
  private func grade(_ name: String, _ verdicts: [Verdict]) -> SubmissionGrade {
    let grades = zip(exercises, verdicts).map { exercise, verdict in
      ExerciseGrade(exercise, number: Syllabus.number(of: exercise), verdict: verdict)
    }
    return SubmissionGrade(
      name: name, notes: [],
      chapters: [ChapterGrade(folder: "04-SingleHeadAttention", refusals: [], exercises: grades)])
  }

  private func wrong(_ exercise: Int, _ mistake: Int?) -> Verdict {
    Verdict(
      .wrong(
        Finding(place: "input 1 of 4", input: nil, difference: .parts(expected: [], got: []), notes: [])),
      mistake: mistake.map { exercises[exercise].misconceptions[$0] })
  }

  private var report: ClassReport {
    let right = Verdict(.passed(inputs: 4))
    return ClassReport(
      of: [
        grade("ada", [right, right, wrong(2, 1)]), grade("bob", [wrong(0, 0), right, wrong(2, 1)]),
        grade("cem", [wrong(0, nil), Verdict(.refused(["line 1"])), Verdict(.notStarted)]),
      ], alike: [Likeness(first: "a|b", second: "<c>", likeness: 0.876, exercises: ["softmax"])])
  }

  @Test("The exercises that fewest have right come first, equals in the order of the course")
  func order() {
    #expect(report.exercises.map(\.name) == ["causalMask", "softmax", "attentionScores"])
    #expect(report.exercises.map(\.passed) == [0, 1, 2])
    #expect(report.exercises.map(\.failed) == [2, 2, 1])
    #expect(report.exercises.map(\.notStarted) == [1, 0, 0])
  }

  @Test("The commonest mistakes come first; what no entry fits is counted too, a refusal is no mistake")
  func mistakes() {
    #expect(report.mistakes.map(\.count) == [2, 1, 1])
    #expect(
      report.mistakes.map(\.mistake) == [
        exercises[2].misconceptions[1].name, exercises[0].misconceptions[0].name, nil,
      ])
    #expect(report.mistakes.map(\.number) == ["4.3", "4.1", "4.1"])
  }

  @Test("The page is Markdown that names cannot break, and says when there is nothing")
  func markdown() {
    let page = report.markdown
    #expect(page.contains("| 4.3 `causalMask` | 0 | 2 | 1 |\n| 4.1 `softmax` | 1 | 2 | 0 |\n"))
    #expect(page.contains("| 4.1 `softmax` | none that is known | 1 |\n"))
    #expect(page.contains("| a\\|b | &lt;c> | 88 % | `softmax` |\n"))
    #expect(page.contains(Likeness.explanation))
    let empty = ClassReport(of: [grade("ada", [Verdict(.passed(inputs: 4))])], alike: []).markdown
    #expect(empty.components(separatedBy: "\nNone.\n").count == 3 && !empty.contains(Likeness.explanation))
  }
}
