/// The page of all catalogued mistakes, `Docs/Misconceptions.md`, made by `swift run course catalogue`.
public enum CataloguePage {
  /// The page as Markdown: a section a chapter, a table an exercise, the commonest mistakes first.
  public static var markdown: String {
    let exercises = Syllabus.exercises
    let count = exercises.reduce(0) { $0 + $1.mistakes.count }
    return """
      # What goes wrong, exercise by exercise

      Every mistake that the course knows by its numbers: \(count) of them, for \(exercises.count) exercises. When a
      learner's numbers are those of one, a check says so with these words. The dots say how often a mistake is met: ●●● from nearly
      everybody at first, ● now and then. A formula's id is the place where one of the articles prints the mistake.

      This page is made by `swift run course catalogue`, and a test fails when it is out of date.

      """ + Syllabus.chapters.map(section).joined()
  }

  private static func section(of chapter: CourseChapter) -> String {
    "\n## Chapter \(chapter.number): `swift run \(chapter.command)`\n"
      + chapter.exercises.enumerated().map { table(of: $1, number: "\(chapter.number).\($0 + 1)") }.joined()
  }

  private static func table(of exercise: AnyExercise, number: String) -> String {
    let mistakes = exercise.mistakes.enumerated().sorted {
      ($1.element.frequency, $0.offset) < ($0.element.frequency, $1.offset)
    }
    return """

      ### \(number) `\(exercise.name)`: \(exercise.about.title)

      | met | instead of the right thing | where to look | printed in |
      |---|---|---|---|

      """
        + mistakes.map { _, mistake in
          let dots = String(repeating: "●", count: mistake.frequency)
          let cells = [dots, mistake.diagnosis, mistake.remedy, mistake.source ?? ""].map {
            $0.replacing("|", with: "\\|").replacing("\n", with: " ")
          }
          return "| \(cells.joined(separator: " | ")) |\n"
        }.joined()
  }
}
