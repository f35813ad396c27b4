/// What a class has done, exercise by exercise: what to teach again, and which submissions to look at side by side.
public struct ClassReport: Codable, Sendable, Hashable {
  /// How an exercise went.
  public struct Success: Codable, Sendable, Hashable {
    /// Its number: `4.1`.
    public let number: String
    /// The function's name.
    public let name: String
    /// How many have it right.
    public let passed: Int
    /// How many have written something else.
    public let failed: Int
    /// How many have handed in nothing for it.
    public let notStarted: Int
  }

  /// How often a mistake was made.
  public struct Frequency: Codable, Sendable, Hashable {
    /// The exercise's number.
    public let number: String
    /// The exercise's name.
    public let exercise: String
    /// The catalogue's name for the mistake; `nil` for all that no entry fits.
    public let mistake: String?
    /// How many have made it.
    public let count: Int
  }

  /// The exercises, those that fewest have right first, and of equals in the order of the course.
  public let exercises: [Success]
  /// The mistakes, the commonest first, and of equals in the order of the course.
  public let mistakes: [Frequency]
  /// Submissions that are suspiciously alike, the most alike first.
  public let alike: [Likeness]

  init(of submissions: [SubmissionGrade], alike: [Likeness]) {
    self.alike = alike
    let grades = submissions.map { $0.chapters.flatMap(\.exercises) }
    let columns = (grades.first ?? []).indices.map { index in grades.map { $0[index] } }
    exercises = columns.map { column in
      Success(
        number: column[0].number, name: column[0].name, passed: column.count { $0.state == .passed },
        failed: column.count { $0.state != .passed && $0.state != .notStarted },
        notStarted: column.count { $0.state == .notStarted })
    }.sortedStably { $0.passed < $1.passed }
    mistakes = columns.flatMap { column in
      var counts: [String?: Int] = [:]
      for grade in column where grade.state == .wrong || grade.mistake != nil {
        counts[grade.mistake, default: 0] += 1
      }
      return counts.sorted { ($0.key ?? "~") < ($1.key ?? "~") }.map { mistake, count in
        Frequency(number: column[0].number, exercise: column[0].name, mistake: mistake, count: count)
      }
    }.sortedStably { $0.count > $1.count }
  }
}

extension ClassReport {
  /// The report as a page of Markdown.
  public var markdown: String {
    var lines = ["# The class", "", "## Exercises, those that fewest have right first", ""]
    lines += ["| exercise | passed | wrong | not started |", "|---|---:|---:|---:|"]
    lines += exercises.map {
      "| \($0.number) `\($0.name)` | \($0.passed) | \($0.failed) | \($0.notStarted) |"
    }
    lines += ["", "## Mistakes, the commonest first", ""]
    if mistakes.isEmpty {
      lines.append("None.")
    } else {
      lines += ["| exercise | mistake | submissions |", "|---|---|---:|"]
      lines += mistakes.map { row in
        "| \(row.number) `\(row.exercise)` | \(row.mistake ?? "none that is known") | \(row.count) |"
      }
    }
    lines += ["", "## Submissions that are suspiciously alike", ""]
    if alike.isEmpty {
      lines.append("None.")
    } else {
      lines += ["| | | alike | in |", "|---|---|---:|---|"]
      lines += alike.map { pair in
        let names = [pair.first, pair.second].map(Self.cell)
        let exercises = pair.exercises.map { "`\($0)`" }.joined(separator: ", ")
        return "| \(names[0]) | \(names[1]) | \(Int((100 * pair.likeness).rounded())) % | \(exercises) |"
      }
      lines += ["", Likeness.explanation]
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// A name that learners have chosen, for a cell of a table.
  private static func cell(_ name: String) -> String {
    name.printableName.replacing("\\", with: "\\\\").replacing("|", with: "\\|")
      .replacing("<", with: "&lt;").replacing("`", with: "\\`")
  }
}

extension Array {
  /// Sorted, with equals in the order they had.
  fileprivate func sortedStably(by isBefore: (Element, Element) -> Bool) -> [Element] {
    enumerated().sorted { first, second in
      if isBefore(first.element, second.element) { return true }
      if isBefore(second.element, first.element) { return false }
      return first.offset < second.offset
    }.map(\.element)
  }
}
