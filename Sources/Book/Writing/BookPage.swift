import Pages

/// A page of the book: a file with its text, and what the index of the book leads to on it.
struct BookPage {
  /// The file's name.
  let file: String
  /// The file's text.
  let html: String
  /// What the index lists of it.
  let entries: [IndexEntry]
}

/// A line of the book's index.
struct IndexEntry {
  /// What is looked for.
  let words: String
  /// Where it stands, in words.
  let place: String
  /// Where it stands.
  let address: String
}

/// What stands on every page of the book: where else to go, and the command that makes it.
struct BookFrame {
  let contents: BookContents

  /// The rules that the book's pages have beside those of every page.
  private static let styles = String(decoding: PackageResources.book_css, as: UTF8.self)

  /// How a book is made.
  static let command = "swift run book DIRECTORY"

  /// The links above a page: to the start, to the other pages of its chapter, to formulas and index.
  func ways(from file: String, in chapter: BookContents.Chapter? = nil) -> Markup {
    var links = [(BookContents.start, "Start")]
    if let chapter {
      links.append((chapter.lecture, "Lecture"))
      if chapter.hasNotebook { links.append((chapter.notebook, "Notebook")) }
      if chapter.hasSlides { links.append((chapter.slides, "Slides")) }
      links.append((chapter.exercises, "Exercises"))
    }
    links += [(BookContents.formulas, "Formulas"), (BookContents.index, "Search")]
    return links.map { address, words in
      .link(address, Markup(words), isCurrent: address == file) + "\n"
    }.joined()
  }

  /// The text of a page of the book.
  func html(_ frame: PageFrame, file: String, in chapter: BookContents.Chapter? = nil) -> String {
    var frame = frame
    frame.ways = ways(from: file, in: chapter)
    frame.styles = Self.styles + frame.styles
    return frame.html
  }

  /// What a page of text was made of, and by which command.
  static func origin(of source: String?) -> Markup {
    let made: Markup = .element("code", [:], Markup(command))
    guard let source else { return ["Made by ", made, "."] }
    return [.element("code", [:], Markup(source)), ", as ", made, " sets it."]
  }
}

extension Markup {
  /// A link.
  static func link(_ address: String, _ words: Markup, isCurrent: Bool = false) -> Markup {
    .element("a", ["href": address, "aria-current": isCurrent ? "page" : nil], words)
  }

  /// A list of such items.
  static func list(_ items: [Markup], _ name: String = "ul") -> Markup {
    .element(name, [:], items.map { .element("li", [:], $0) + "\n" }.joined())
  }

  /// Words in the measure of a text.
  static func prose(_ content: Markup) -> Markup { .element("div", ["class": "prose"], content) }
}
