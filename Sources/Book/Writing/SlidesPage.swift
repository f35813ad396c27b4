import Slides
import Terminal

/// The slides of a chapter as a page of the book.
struct SlidesPage {
  let deck: Deck
  let chapter: BookContents.Chapter
  let runs: ChapterRuns
  let book: BookFrame
  let links: BookLinks

  /// The page.
  ///
  /// - Throws: `CommandFailure` for a figure that the chapter's runs do not have.
  var page: BookPage {
    get throws {
      let path = ChapterDeck.path(of: chapter.course)
      do {
        let page = try DeckPage(
          deck, title: chapter.title, ways: book.ways(from: chapter.slides, in: chapter),
          origin: BookFrame.origin(of: path), link: { links.address(of: $0, in: path) }, run: runs.run)
        let entries = page.entries.map { title, place in
          IndexEntry(
            words: title, place: "slide, \(chapter.title)", address: "\(chapter.slides)#\(place)")
        }
        return BookPage(file: chapter.slides, html: page.html, entries: entries)
      } catch let missing as NotInRun {
        throw CommandFailure.input("\(path): \(missing)")
      }
    }
  }
}
