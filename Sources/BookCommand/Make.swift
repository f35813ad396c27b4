import Book
import Coursework
import Foundation
import Terminal

/// Makes the book in a folder: nothing is written before all of it is made and checked.
///
/// A signal ends the chapters that run and leaves the folder as it was: 130.
func make(
  _ folder: String, chapters: ClosedRange<Int>, isTeachers: Bool, on console: Console
) throws -> Int32 {
  let place = try BookFolder(folder)
  let workshop = try Workshop.around(URL(filePath: FileManager.default.currentDirectoryPath))
  let interrupt = Interrupt.onAnySignalToEnd(patience: .seconds(10))
  let book: CourseBook
  do {
    book = try CourseBook(
      of: workshop, notebooks: chapters, isTeachers: isTeachers, tell: { console.writeError($0 + "\n") },
      goesOn: { !interrupt.isRaised })
  } catch is CancellationError {
    return 130
  }
  try place.write(book.pages)
  let size = book.pages.reduce(0) { $0 + $1.text.utf8.count }
  try console.show(
    "\(book.pages.count.counted("page")), \(book.linkCount.counted("link")), \(size / 1_000_000) MB: open \(folder.printable)/index.html"
  )
  return 0
}

/// The chapters of `--chapters`: one number, or two with a hyphen between.
func chapters(_ text: String) throws(CommandFailure) -> ClosedRange<Int> {
  let last = Syllabus.chapters.count - 1
  let numbers = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
  guard (1...2).contains(numbers.count), let first = numbers.first, let end = numbers.last,
    numbers.allSatisfy((0...last).contains), first <= end
  else {
    throw .usage(
      "--chapters takes a number, or two as in 0-7, from 0 to \(last); it was given \(text.printable)")
  }
  return first...end
}
