import Coursework
import Formulas
import Foundation
import Terminal
import TestSupport
import Testing

@testable import Book

@Suite("A book with a defect is none")
struct BookDefectTests {
  /// A package with the documents that a book needs, each one heading.
  private func package(_ changed: [String: String?] = [:]) throws -> TemporaryFolder {
    var files = ["README.md": "# Course\n\nWords.\n", "Exercises/README.md": "# Exercises\n"]
    files["Docs/Formulas.md"] = "# Formulas\n\n" + Formula.all.map { "<a id=\"\($0.id)\"></a>\n\n" }.joined()
    for chapter in Syllabus.chapters {
      files["Chapters/\(chapter.folder)/README.md"] = "# \(chapter.folder)\n"
    }
    files["README.md"]? += "\n## The house\n"
    for (path, text) in changed { files[path] = text }
    return try TemporaryFolder(holding: files)
  }

  private func book(_ folder: TemporaryFolder) throws -> CourseBook {
    try CourseBook(of: Workshop(folder: folder.url), runs: [:])
  }

  @Test("Without one it is made")
  func sound() throws { #expect(try book(package()).pages.count > 2 * Syllabus.chapters.count) }

  @Test(
    "A link that leads nowhere, a formula that cannot be set and a document that is missing are each one line",
    arguments: [
      (
        "# Course\n\nWords.\n\n[a](Docs/None.md)\n\n## The house\n",
        "the book has 1 dead link: README.md: Docs/None.md leads nowhere"
      ),
      (
        "# Course\n\nWords.\n\n[a](#none)\n\n## The house\n",
        "the book has 1 dead link: about.html: about.html has no place #none"
      ),
      (
        "# Course\n\nWords.\n\nThe $`\\unheardof{x}`$.\n\n## The house\n",
        "about.html has a formula that cannot be set"
      ),
      (nil, "cannot read README.md: it is missing, or is not UTF-8 text"),
    ])
  func defects(_ readme: String?, _ message: String) throws {
    let folder = try package(["README.md": readme])
    let failure = #expect(throws: CommandFailure.self) { try book(folder) }
    #expect(failure?.description == message)
  }
}
