import Pages

/// The index of the book: every title, formula and named cell with a link to it.
///
/// All of it stands on the page; a script only hides what is not looked for.
struct IndexPage {
  let entries: [IndexEntry]
  let book: BookFrame

  /// The page.
  var page: BookPage {
    let sorted = entries.enumerated().sorted { one, other in
      let (left, right) = (one.element.words.lowercased(), other.element.words.lowercased())
      return left == right ? one.offset < other.offset : left < right
    }.map(\.element)
    let items = sorted.map { entry in
      [
        .link(entry.address, Markup(entry.words)), " ",
        .element("span", ["class": "quiet"], Markup(entry.place)),
      ] as Markup
    }
    var frame = PageFrame(
      "Search and index", subject: "text", origin: BookFrame.origin(of: nil),
      content: .element("div", ["id": "index", "class": "prose"], .list(items)))
    frame.scripts = [Script(String(decoding: PackageResources.search_js, as: UTF8.self))]
    return BookPage(file: BookContents.index, html: book.html(frame, file: BookContents.index), entries: [])
  }
}
