import Foundation

extension GradeReport {
  /// Everything that is known, as JSON with sorted keys.
  public var json: Data { get throws { try encoded(self) } }

  /// One line a submission: its name, its points, of how many, the points of each chapter, and the remarks on it.
  ///
  /// A name that a spreadsheet would take for a formula is put behind an apostrophe, since names are chosen by those who hand in.
  public var csv: String {
    let chapters = submissions.first?.chapters.map(\.folder) ?? []
    let lines =
      [["submission", "points", "of"] + chapters + ["remarks"]]
      + submissions.map { grade in
        [grade.name, "\(grade.points)", "\(grade.maximum)"] + grade.chapters.map { "\($0.points)" }
          + [grade.notes.joined(separator: "; ")]
      }
    return CSV.text(lines)
  }

  /// One line a submission for the terminal: points, of how many, and the points of each chapter; below them the
  /// remarks, each with the submission's name.
  public var table: String {
    let chapters = submissions.first?.chapters ?? []
    let titles = chapters.map { String($0.folder.prefix { $0 != "-" }) }
    let head = ["submission", "points", "of"] + titles
    let rows =
      submissions.map { grade in
        [grade.name.printableName, "\(grade.points)", "\(grade.maximum)"]
          + grade.chapters.map { $0.refusals.isEmpty ? "\($0.points)" : "refused" }
      }
    let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
    let lines = ([head] + rows).map { row in
      zip(row, widths).enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 0 ? cell.0 + blanks : blanks + cell.0
      }.joined(separator: "  ")
    }
    let remarks = submissions.flatMap { grade in grade.notes.map { "\(grade.name): \($0)".printableName } }
    return (lines + remarks).map { $0 + "\n" }.joined()
  }
}

extension String {
  /// The text, chosen by those who hand in, without signs that would steer a terminal.
  var printableName: String {
    let steering: Set<Unicode.GeneralCategory> = [.control, .format, .lineSeparator, .paragraphSeparator]
    return String(
      String.UnicodeScalarView(
        unicodeScalars.map { steering.contains($0.properties.generalCategory) ? "\u{FFFD}" : $0 }))
  }
}

extension SubmissionGrade {
  /// The grade as the `results.json` that Gradescope's autograder reads: a test for every exercise, with the
  /// diagnosis as its output (gradescope-autograders.readthedocs.io, "Autograder Specifications").
  public var gradescope: Data { get throws { try encoded(GradescopeResults(self)) } }
}

/// What Gradescope reads, under its own names.
private struct GradescopeResults: Encodable {
  let output: String
  let tests: [Test]

  struct Test: Encodable {
    let name: String
    let number: String
    let score: Int
    let maximum: Int
    let status: String
    let output: String

    private enum CodingKeys: String, CodingKey {
      case name, number, score, status, output
      case maximum = "max_score"
    }
  }

  init(_ grade: SubmissionGrade) {
    let refusals = grade.chapters.flatMap { chapter in
      chapter.refusals.map { "\(chapter.folder).swift, \($0)" }
    }
    output =
      (["\(grade.points) of \(grade.maximum) points"] + grade.notes + refusals).joined(separator: "\n")
    tests = grade.chapters.flatMap(\.exercises).map { exercise in
      Test(
        name: exercise.name, number: exercise.number, score: exercise.points, maximum: exercise.maximum,
        status: exercise.state == .passed ? "passed" : "failed", output: exercise.diagnosis)
    }
  }
}

private func encoded(_ value: some Encodable) throws -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
  return try encoder.encode(value) + Data("\n".utf8)
}
