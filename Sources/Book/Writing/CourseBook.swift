import Coursework
import Foundation
import Pages
import Slides
import Terminal

/// The whole course as pages that any host of files can serve, and that open from disk: lectures, notebooks, exercises, the
/// documents, and an index of all of it.
///
/// The same sources give the same bytes. A link that leads nowhere is an error, and so is a formula that cannot be set.
package struct CourseBook {
  /// The pages in their order: names of files, and their texts.
  package private(set) var pages: [(name: String, text: String)] = []
  /// How many links lead to places in the book, all of which are there.
  package private(set) var linkCount = 0

  /// The chapters that take no more than a few seconds, by their numbers: each breaking switch of theirs has its pages.
  static let quick: Set = [0, 1, 2, 3, 4, 5, 6, 8]

  /// Makes the book of a package, with the notebooks of some chapters, by their numbers.
  ///
  /// - Parameters:
  ///   - isTeachers: whether the answers to the questions are in it.
  ///   - tell: is told in a line how far it is.
  ///   - goesOn: is asked many times a second; `false` ends the chapters that run.
  /// - Throws: `CommandFailure` when a chapter does not run, a link leads nowhere or a formula cannot be set;
  ///   `CancellationError` when it was called off.
  package init(
    of workshop: Workshop, notebooks: ClosedRange<Int>, isTeachers: Bool = false, tell: (String) -> Void,
    goesOn: () -> Bool
  ) throws {
    let live = LiveChapter.all(in: workshop)
    let chapters = Syllabus.chapters.filter { notebooks.contains($0.number) }
    // Those that take longest begin first.
    let order =
      chapters.filter { !Self.quick.contains($0.number) } + chapters.filter { Self.quick.contains($0.number) }
    var decks: [String: Deck] = [:]
    for chapter in chapters { decks[chapter.command] = try ChapterDeck(of: chapter, in: workshop)?.deck }
    let runs = try ChapterQueue.run(
      order.compactMap { chapter in
        live.first { $0.name == chapter.command }.map { ($0, Self.quick.contains(chapter.number)) }
      }, others: decks.mapValues(\.runsOfFigures), tell: tell, goesOn: goesOn)
    try self.init(of: workshop, runs: runs, decks: decks, isTeachers: isTeachers)
  }

  /// Makes the book of a package from the runs of chapters and their slides, by their names.
  init(
    of workshop: Workshop, runs: [String: ChapterRuns], decks: [String: Deck] = [:], isTeachers: Bool = false
  ) throws {
    let contents = try BookContents(
      of: workshop, notebooks: Set(runs.keys), decks: Set(decks.keys), isTeachers: isTeachers)
    let book = BookFrame(contents: contents)
    let links = BookLinks(of: workshop.folder, documents: contents.pages)
    var made: [BookPage] = []
    var texts: [String: String] = [:]
    var titles: [String: String] = [:]

    func text(_ path: String) throws -> String {
      do {
        return try String(contentsOf: workshop.folder.appending(path: path), encoding: .utf8)
      } catch {
        throw CommandFailure.input("cannot read \(path): it is missing, or is not UTF-8 text")
      }
    }
    func read(_ path: String) throws -> DocumentPage {
      let content = try text(path)
      let document = DocumentPage(content) { links.address(of: $0, in: path) }
      texts[path] = content
      titles[path] = document.title
      return document
    }
    for chapter in contents.chapters {
      let document = try read(chapter.document)
      made.append(
        document.page(
          chapter.lecture, of: chapter.document, in: book, chapter: chapter,
          end: book.end(of: chapter, runs[chapter.course.command])))
      if let runs = runs[chapter.course.command] {
        made += try NotebookPages(chapter: chapter, runs: runs, book: book).pages()
        made.append(
          SummaryPage(
            chapter: chapter, runs: runs, lecture: texts[chapter.document] ?? "", book: book, links: links
          ).page)
        if let deck = decks[chapter.course.command] {
          made.append(try SlidesPage(deck: deck, chapter: chapter, runs: runs, book: book, links: links).page)
        }
      }
      made.append(
        ExercisePage(chapter: chapter, book: book).page)
    }
    for (path, page) in contents.documents {
      made.append(try read(path).page(page, of: path, in: book))
    }
    let start = StartPage(
      book: book, texts: texts, titles: titles, runs: runs, links: links
    ).page
    for path in links.sources.sorted() {
      made.append(DocumentPage.source(try text(path), path: path, in: book))
    }
    let index = IndexPage(entries: made.flatMap(\.entries), book: book).page
    made = [start, index] + made

    let check = LinkCheck(made)
    if let defect = (links.deadLinks + check.deadLinks).first {
      let count = links.deadLinks.count + check.deadLinks.count
      throw CommandFailure.input("the book has \(count.counted("dead link")): \(defect)")
    }
    if let page = made.first(where: { $0.html.contains("<code class=\"latex\">") }) {
      throw CommandFailure.input("\(page.file) has a formula that cannot be set")
    }
    pages = made.map { ($0.file, $0.html) }
    linkCount = check.count
  }
}
