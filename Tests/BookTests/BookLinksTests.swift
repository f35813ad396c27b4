import Foundation
import Pages
import TestSupport
import Testing

@testable import Book

@Suite("Links of the book")
struct BookLinksTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder(holding: [
      "README.md": "", "Docs/Errata.md": "", "Chapters/4/README.md": "", "Sources/A/b.swift": "let b = 1",
      "Exercises/Solutions/a.swift": "let a = 1",
    ])
    try Data([0xFF, 0xFE, 0]).write(to: folder.place("Sources/A/weights"))
  }

  private func links() -> BookLinks {
    BookLinks(
      of: folder.url,
      documents: [
        "README.md": "about.html", "Docs/Errata.md": "errata.html", "Chapters/4/README.md": "four.html",
      ])
  }

  @Test(
    "A document leads to its page, a folder to that of its README, other sites stay, and what is no text is no link",
    arguments: [
      ("../../Docs/Errata.md", "errata.html"), ("../../Docs/Errata.md#e1", "errata.html#e1"),
      ("README.md", "four.html"), ("../4", "four.html"), ("../4/", "four.html"), ("#here", "#here"),
      ("../../Sources/A/b.swift", "source-Sources-A-b.swift.html"),
      ("https://swift.org/a", "https://swift.org/a"),
      ("../../Sources/A", nil), ("../../Sources/A/weights", nil), ("../../Exercises/Solutions/a.swift", nil),
    ])
  func addresses(_ link: String, _ address: String?) {
    let links = links()
    #expect(links.address(of: link, in: "Chapters/4/README.md") == address)
    #expect(links.deadLinks.isEmpty)
  }

  @Test("A text that is led to is remembered, for the book to show it; what is no page of it is not")
  func sources() {
    let links = links()
    for link in ["Sources/A/b.swift#L1", "Sources/A", "Exercises/Solutions/a.swift", "Docs/Errata.md"] {
      _ = links.address(of: link, in: "README.md")
    }
    #expect(links.sources == ["Sources/A/b.swift"])
  }

  @Test("What leads nowhere, or out of the package, is a dead link", arguments: ["Docs/None.md", "../other"])
  func dead(_ link: String) {
    let links = links()
    #expect(links.address(of: link, in: "README.md") == nil)
    #expect(links.deadLinks == ["README.md: \(link) leads nowhere"])
  }

  private func page(_ file: String, _ content: Markup) -> BookPage {
    BookPage(file: file, html: content.html, entries: [])
  }

  @Test("A page or a place that is not there is found, and told with the page that leads there")
  func check() {
    let here = page(
      "a.html",
      [
        .element("h2", ["id": "née-\"x\""]), .element("a", ["href": "#née-\"x\""]),
        .element("a", ["href": "b.html#b"]),
        .element("a", ["href": "b.html"]), .element("a", ["href": "https://example.org/none"]),
        Markup(" href=\"nowhere.html\""),
      ])
    let there = page("b.html", .element("p", ["id": "b"]))
    let sound = LinkCheck([here, there])
    #expect(sound.deadLinks.isEmpty && sound.count == 3)
    #expect(
      LinkCheck([here]).deadLinks == [
        "a.html: b.html#b leads to no page of the book", "a.html: b.html leads to no page of the book",
      ])
    let place = page("c.html", .element("a", ["href": "b.html#c"]))
    #expect(LinkCheck([place, there]).deadLinks == ["c.html: b.html has no place #c"])
  }
}
