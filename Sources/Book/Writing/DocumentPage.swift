import Foundation
import Pages

/// A document of the package as a page.
struct DocumentPage {
  /// Its heading.
  let title: String
  private let content: Markup
  private let headings: [MarkdownMarkup.Heading]

  /// Reads a document, which begins with its heading.
  init(_ text: String, link: @escaping (String) -> String?) {
    var reader = MarkdownMarkup(link: link)
    content = reader.markup(text.hasPrefix("# ") ? String(text.drop { !$0.isNewline }) : text)
    headings = reader.headings
    var first = MarkdownMarkup { _ in nil }
    _ = first.markup(String(text.prefix { !$0.isNewline }))
    title = first.headings.first?.text ?? ""
  }

  /// The page, with `end` below the document.
  func page(
    _ file: String, of path: String, in book: BookFrame, chapter: BookContents.Chapter? = nil,
    end: Markup = []
  ) -> BookPage {
    var frame = PageFrame(
      title, subject: "text", origin: BookFrame.origin(of: path), content: .prose(content + end))
    frame.sections = headings.filter { $0.level == 2 }.map { ($0.id, $0.text) }
    if end != Markup() { frame.sections.append(BookFrame.end) }
    let entries = headings.map { heading in
      IndexEntry(words: heading.text, place: title, address: "\(file)#\(heading.id)")
    }
    return BookPage(
      file: file, html: book.html(frame, file: file, in: chapter),
      entries: [IndexEntry(words: title, place: path, address: file)] + entries)
  }

  /// A text of the package as a page that shows it.
  static func source(_ text: String, path: String, in book: BookFrame) -> BookPage {
    let file = BookLinks.page(ofSource: path)
    let code = path.hasSuffix(".swift") ? Markup(swift: text) : Markup(text)
    let content: Markup = .element(
      "pre", ["tabindex": "0"], .element("code", [:], code))
    let frame = PageFrame(path, subject: "text", origin: BookFrame.origin(of: path), content: content)
    return BookPage(
      file: file, html: book.html(frame, file: file),
      entries: [IndexEntry(words: path, place: "source", address: file)])
  }

  /// The first paragraph of a document that is no code, as it stands there.
  static func firstParagraph(of text: String) -> String {
    var isCode = false
    var paragraph: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst() {
      if line.hasPrefix("```") {
        isCode.toggle()
      } else if !isCode {
        if !line.isEmpty { paragraph.append(line) } else if !paragraph.isEmpty { break }
      }
    }
    return paragraph.joined(separator: "\n")
  }
}
