import Coursework
import Foundation
import Slides
import Terminal

/// The slides of a chapter on disk.
package struct ChapterDeck {
  package let chapter: CourseChapter
  private let workshop: Workshop

  /// The path of a chapter's deck in the package.
  static func path(of chapter: CourseChapter) -> String { "Chapters/\(chapter.folder)/slides.md" }

  /// The deck of a chapter; nil when it has none.
  package init?(of chapter: CourseChapter, in workshop: Workshop) {
    self.chapter = chapter
    self.workshop = workshop
    guard FileManager.default.fileExists(atPath: place(Self.path(of: chapter)).path) else { return nil }
  }

  private func place(_ path: String) -> URL { workshop.folder.appending(path: path) }

  private func text(_ path: String) throws -> String {
    do { return try String(contentsOf: place(path), encoding: .utf8) } catch {
      throw CommandFailure.input("cannot read \(path): it is missing, or is not UTF-8 text")
    }
  }

  /// The deck.
  var deck: Deck { get throws { Deck(try text(Self.path(of: chapter))) } }

  /// Checks the deck against runs of the chapter, each of which is run once.
  ///
  /// - Parameter programs: a folder that has the chapter's program; without it the program is built.
  package func check(programs: URL?) throws -> DeckCheck {
    let title = workshop.title(of: chapter)
    var live = LiveChapter.all(in: workshop)[chapter.number]
    if let programs {
      let program = programs.appending(path: chapter.command)
      guard FileManager.default.isExecutableFile(atPath: program.path) else {
        throw CommandFailure.input("\(programs.path.printable) has no program \(chapter.command)")
      }
      live = LiveChapter(chapter.command, title: title) { _ in program }
    }
    guard let built = try BuiltChapter(live, whileRunning: { true }) else { throw CancellationError() }
    var known: [[String]: Result<RecordedRun, any Error>] = [:]
    return DeckCheck(
      try text(Self.path(of: chapter)), at: Self.path(of: chapter), heading: title,
      minutes: LectureTime.minutes(of: title, in: try text("Docs/Teaching.md")), in: workshop.folder
    ) { arguments in
      let run =
        known[arguments] ?? Result { try built.run(arguments, statuses: arguments.isEmpty ? [0] : [0, 1]) }
      known[arguments] = run
      return try run.get()
    }
  }
}
