import Foundation
import Testing

@testable import Coursework

@Suite("What a grading is written down as")
struct GradeFormatsTests {
  private func report(names: [String], notes: [String] = []) -> GradeReport {
    let exercise = AnyExercise(SoftmaxExercise.self)
    let grades = names.enumerated().map { index, name in
      let verdict = index == 0 ? Verdict(.passed(inputs: 4)) : Verdict(.refused(["line 1: imports Autodiff"]))
      return SubmissionGrade(
        name: name, notes: index == 0 ? notes : [],
        chapters: [
          ChapterGrade(
            folder: "04-SingleHeadAttention", refusals: index == 0 ? [] : ["line 1: imports Autodiff"],
            exercises: [ExerciseGrade(exercise, number: "4.1", verdict: verdict)])
        ])
    }
    return GradeReport(seed: 7, submissions: grades)
  }

  @Test("CSV quotes what must be quoted, and disarms formulas")
  func csv() {
    let text = report(names: ["ada", "O'Hara, \"Bob\"", "=1+1"]).csv
    #expect(
      text
        == "submission,points,of,04-SingleHeadAttention,remarks\r\nada,1,1,1,\r\n\"O'Hara, \"\"Bob\"\"\",0,1,0,\r\n"
        + "'=1+1,0,1,0,\r\n")
  }

  @Test("A remark stands in the table, the CSV and the JSON")
  func remarks() throws {
    let report = report(names: ["ada", "bob"], notes: ["=a is taken for b", "c\u{1B}[2J, d"])
    #expect(report.table.hasSuffix("refused\nada: =a is taken for b\nada: c\u{FFFD}[2J, d\n"))
    #expect(report.csv.contains("ada,1,1,1,\"'=a is taken for b; c\u{1B}[2J, d\"\r\n"))
    let back = try JSONDecoder().decode(GradeReport.self, from: report.json)
    #expect(back.submissions.map(\.notes) == [["=a is taken for b", "c\u{1B}[2J, d"], []])
  }

  @Test("The table has a line a submission and cannot be steered")
  func table() {
    #expect(
      report(names: ["ada", "b\u{1B}[2J"]).table
        == "submission  points  of       04\nada              1   1        1\nb\u{FFFD}[2J            0   1  refused\n"
    )
  }

  @Test("JSON is read back, its keys in order")
  func json() throws {
    let data = try report(names: ["ada", "bob"]).json
    let back = try JSONDecoder().decode(GradeReport.self, from: data)
    #expect(back.seed == 7)
    #expect(back.submissions.map(\.points) == [1, 0])
    #expect(back.submissions[1].chapters[0].exercises[0].state == .refused)
    #expect(back.group?.exercises.first?.name == "softmax")
    #expect(try !String(decoding: self.report(names: ["ada"]).json, as: UTF8.self).contains("\"class\""))
    let exercise = try #require(String(decoding: data, as: UTF8.self).split(separator: "\"exercises\"").last)
    let keys = exercise.matches(of: #/"([a-z]+)" : /#).map { String($0.1) }
    #expect(keys.prefix(6) == ["diagnosis", "maximum", "name", "number", "points", "state"])
  }

  @Test("Gradescope's names and types")
  func gradescope() throws {
    let grade = try #require(report(names: ["ada", "bob"]).submissions.last)
    let results = try #require(JSONSerialization.jsonObject(with: grade.gradescope) as? [String: Any])
    let test = try #require((results["tests"] as? [[String: Any]])?.first)
    #expect(Set(results.keys) == ["tests", "output"])
    #expect(Set(test.keys) == ["name", "number", "score", "max_score", "status", "output"])
    #expect(test["score"] as? Int == 0 && test["max_score"] as? Int == 1)
    #expect(test["status"] as? String == "failed" && test["number"] as? String == "4.1")
    #expect((test["output"] as? String)?.contains("imports Autodiff") ?? false)
    #expect((results["output"] as? String)?.contains("04-SingleHeadAttention.swift, line 1") ?? false)
  }
}
