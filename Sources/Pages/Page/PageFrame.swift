/// What every page of the course stands in: the head, the title with what made the page, and the ways to its sections and to
/// other pages.
///
/// The same parts give the same bytes.
package struct PageFrame {
  /// The page's title, which is also its heading.
  package var title: String
  /// Where else to go: links to other pages; nothing on a page that stands alone.
  package var ways: Markup = []
  /// The line below the title: what made the page.
  package var origin: Markup
  /// The headings that the page's list of sections leads to, with their ids.
  package var sections: [(id: String, heading: String)] = []
  /// What the page is about, in a word that completes "to the …".
  package var subject: String
  /// What stands on the page.
  package var content: Markup
  /// The rules that this page needs beside those of every page.
  package var styles = ""
  /// The scripts that it runs, when all of it has been read.
  package var scripts: [Script] = []

  /// A page around `content`.
  package init(_ title: String, subject: String, origin: Markup, content: Markup) {
    self.title = title
    self.subject = subject
    self.origin = origin
    self.content = content
  }

  /// The whole file.
  package var html: String { PageFile(title: title, body: body, styles: styles, scripts: scripts).html }

  private var body: Markup {
    let entries = sections.map { section in
      Markup.element("li", [:], .element("a", ["href": "#" + section.id], Markup(section.heading)))
    }
    let contents: Markup =
      entries.isEmpty
      ? [] : .element("nav", ["aria-label": "Sections"], .element("ol", [:], entries.joined()))
    return [
      .element("a", ["class": "skip", "href": "#" + subject], Markup("to the \(subject)")),
      .element(
        "header", [:],
        [
          ways == Markup() ? [] : .element("nav", ["class": "ways", "aria-label": "Book"], ways),
          .element("h1", [:], Markup(title)), .element("p", ["class": "run"], origin),
        ]),
      contents,
      .element("main", ["id": subject], content),
    ]
  }
}
