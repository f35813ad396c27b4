import Coursework
import Foundation

/// What is in the book: its chapters, and the documents beside them.
struct BookContents {
  /// A chapter with what the book has of it.
  struct Chapter {
    let course: CourseChapter
    /// The heading of its lecture.
    let title: String
    /// Whether its notebook is in the book.
    let hasNotebook: Bool
    /// Whether its slides are: they show numbers of the notebook.
    let hasSlides: Bool

    var lecture: String { course.command + "-lecture.html" }
    var notebook: String { course.command + ".html" }
    var slides: String { course.command + "-slides.html" }
    var summary: String { course.command + "-summary.html" }
    var exercises: String { course.command + "-exercises.html" }
    /// The page of a run that a switch breaks, and the page of what it changed.
    func broken(by name: String) -> String { "\(course.command)-\(name).html" }
    func changed(by name: String) -> String { "\(course.command)-\(name)-changed.html" }
    /// The lecture's path in the package.
    var document: String { "Chapters/\(course.folder)/README.md" }
  }

  static let start = "index.html"
  static let index = "search.html"
  static let formulas = "formulas.html"
  /// The package's own description.
  static let about = "about.html"
  /// The answers to the questions of lectures and guide, which are in a teacher's book alone.
  static let answers = "Docs/Answers.md"

  let chapters: [Chapter]
  /// The documents that are no lectures, in the order in which the book lists them: their paths and their pages.
  let documents: [(path: String, page: String)]

  /// The contents of a package's book, with the notebooks and the slides of chapters by their commands, and with the answers where
  /// it is a teacher's.
  init(of workshop: Workshop, notebooks: Set<String>, decks: Set<String>, isTeachers: Bool) throws {
    chapters = Syllabus.chapters.map { chapter in
      Chapter(
        course: chapter, title: workshop.title(of: chapter), hasNotebook: notebooks.contains(chapter.command),
        hasSlides: notebooks.intersection(decks).contains(chapter.command))
    }
    let first = ["Formulas", "Errata", "Misconceptions", "Teaching", "Performance"]
    let names = try FileManager.default.contentsOfDirectory(
      atPath: workshop.folder.appending(path: "Docs").path
    )
    .filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted()
    let docs = first.filter(names.contains) + names.filter { !first.contains($0) }
    documents =
      [("README.md", Self.about), ("Exercises/README.md", "exercises.html")]
      + docs.map { ("Docs/\($0).md", $0.lowercased() + ".html") }.filter { path, _ in
        isTeachers || path != Self.answers
      }
  }

  /// The pages of all documents, lectures too, by their paths.
  var pages: [String: String] {
    let lectures = chapters.map { ($0.document, $0.lecture) }
    return Dictionary(documents + lectures) { first, _ in first }
  }
}
