import Book
import Coursework
import Foundation
import Terminal

/// Says of the slides of a chapter, or of all chapters that have some, what their runs do not show: 1 when there is anything.
func checkSlides(of chapter: String?, programs: String?, on console: Console) throws -> Int32 {
  let workshop = try Workshop.around(URL(filePath: FileManager.default.currentDirectoryPath))
  let chapters = try chapter.map { [try Syllabus.chapter($0)] } ?? Syllabus.chapters
  let decks = chapters.compactMap { ChapterDeck(of: $0, in: workshop) }
  if chapter != nil, decks.isEmpty {
    throw CommandFailure.input(
      "chapter \(chapters[0].number) has no slides.md in Chapters/\(chapters[0].folder)")
  }
  var defectCount = 0
  for deck in decks {
    let check = try deck.check(programs: programs.map { URL(filePath: $0) })
    defectCount += check.defects.count
    let outcome = check.defects.isEmpty ? "all well" : check.defects.count.counted("defect")
    let lines =
      check.defects + [
        "chapter \(deck.chapter.number): \(check.slideCount.counted("slide")), \(check.minutes.counted("minute")), \(check.figureCount.counted("figure")), \(check.numberCount.counted("number")): \(outcome)"
      ]
    try console.show(lines.map(\.printable).joined(separator: "\n"))
  }
  return defectCount == 0 ? 0 : 1
}

extension Syllabus {
  /// The chapter of a number.
  fileprivate static func chapter(_ text: String) throws -> CourseChapter {
    guard let number = Int(text), chapters.indices.contains(number) else {
      throw CommandFailure.usage(
        "book slides takes the number of a chapter, from 0 to \(chapters.count - 1); it was given \(text.printable)"
      )
    }
    return chapters[number]
  }
}
