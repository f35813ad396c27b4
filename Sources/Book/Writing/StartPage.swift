import Foundation
import Pages

/// The first page of the book: what it is, the chapters in their order, and what else there is.
struct StartPage {
  let book: BookFrame
  /// The texts and headings of documents by their paths.
  let texts: [String: String]
  let titles: [String: String]
  /// The runs of chapters by their commands.
  let runs: [String: ChapterRuns]
  let links: BookLinks

  /// The page.
  var page: BookPage {
    let title = titles["README.md"] ?? ""
    let chapters = book.contents.chapters.map(item).joined()
    let others = book.contents.documents.map { path, page in
      Markup.link(page, Markup(titles[path] ?? path))
    }
    let frame = PageFrame(
      title, subject: "text", origin: BookFrame.origin(of: nil),
      content: [
        .prose(paragraph(of: "README.md")),
        .prose(.element("h2", ["id": "chapters"], "The chapters, in the order to read them")),
        .prose(.element("ol", ["start": "0", "class": "chapters"], chapters)),
        .prose(.element("h2", ["id": "documents"], "What else there is")),
        .prose(
          .list(
            others + [
              .link(BookContents.about + "#the-house", "The house: which room holds what"),
              .link(BookContents.index, "Search and index: titles, formulas, tensors"),
            ])),
      ])
    return BookPage(file: BookContents.start, html: book.html(frame, file: BookContents.start), entries: [])
  }

  private func paragraph(of path: String) -> Markup {
    Markup(markdown: DocumentPage.firstParagraph(of: texts[path] ?? "")) { [links] link in
      links.address(of: link, in: path)
    }
  }

  private func item(_ chapter: BookContents.Chapter) -> Markup {
    let pages = [
      Markup.link(chapter.lecture, "Lecture"),
      chapter.hasNotebook ? .link(chapter.notebook, "Notebook") : nil,
      chapter.hasSlides ? .link(chapter.slides, "Slides") : nil,
      chapter.hasNotebook ? .link(chapter.summary, "Summary") : nil,
      .link(chapter.exercises, Markup("\(chapter.course.exercises.count) exercises")),
    ]
    return .element(
      "li", [:],
      [
        .element("strong", [:], Markup(Self.subject(of: chapter.title))), " ",
        .element("span", ["class": "pages"], pages.compactMap { $0 }.joined(separator: " · ")),
        paragraph(of: chapter.document), changes(in: chapter),
      ]) + "\n"
  }

  /// "Single-head attention" of "Chapter 4 · Single-head attention": the list has the number.
  private static func subject(of title: String) -> String {
    title.split(separator: " · ", maxSplits: 1).last.map(String.init) ?? title
  }

  /// Links to what each breaking switch changes.
  private func changes(in chapter: BookContents.Chapter) -> Markup {
    guard let broken = runs[chapter.course.command]?.broken, !broken.isEmpty else { return [] }
    let links = broken.map { entry in
      Markup.link(
        chapter.changed(by: entry.switch.name), .element("code", [:], Markup("--\(entry.switch.name)")))
    }
    return .element("p", [:], ["What changed: ", links.joined(separator: ", ")])
  }
}
