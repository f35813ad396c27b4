import Cells
import Pages

/// The slides of a lecture as one file for a browser: one at a time, as large as the window, with steps, notes in a second
/// window, and a page of paper each.
///
/// The file asks for nothing, and the same deck and runs give the same bytes. Without its script all slides stand below each
/// other.
package struct DeckPage {
  /// The lecture's heading, which is also the page's title.
  private let title: String
  private let deck: Deck
  /// Where else to go, and what made the page: they stand above the slides, and in the help.
  private let ways: Markup
  private let origin: Markup
  /// What each slide shows and says.
  private let slides: [Markup]

  /// The slides with their figures drawn.
  ///
  /// - Parameters:
  ///   - ways: links to other pages.
  ///   - origin: what made the page.
  ///   - link: what becomes of a link to a document; nil makes it text.
  ///   - run: the chapter's run with arguments besides its defaults.
  /// - Throws: `NotInRun` for a figure that the run does not have, and what `run` throws.
  package init(
    _ deck: Deck, title: String, ways: Markup, origin: Markup, link: @escaping (String) -> String?,
    run: ([String]) throws -> RecordedRun
  ) throws {
    (self.deck, self.title, self.ways, self.origin) = (deck, title, ways, origin)
    var figures: [String: Markup] = [:]
    for (address, place) in deck.figures {
      figures[address] = try run(place.arguments).cell(at: place).markup
    }
    // A linked number stands there as a number: where it is from is for the deck's check.
    var reader = MarkdownMarkup(
      link: { RunAddress(ofValue: $0) == nil ? link($0) : nil },
      figure: { [figures] caption, address in figures[address].map { Self.figure($0, caption: caption) } })
    slides = deck.slides.enumerated().map { Self.section($1, number: $0 + 1, with: &reader) }
  }

  /// The whole file.
  package var html: String {
    PageFile(
      title: "Slides: " + title,
      body: [
        .element(
          "header", [:],
          [
            .element("nav", ["class": "ways", "aria-label": "Book"], ways),
            .element("p", ["class": "run"], origin),
          ]),
        .element("main", ["id": "slides"], slides.joined(separator: "\n")),
      ], classes: "deck",
      styles: StyleSheet.short + String(decoding: PackageResources.deck_css, as: UTF8.self),
      scripts: [Script(String(decoding: PackageResources.deck_js, as: UTF8.self))]
    ).html
  }

  /// The titles of the slides with their places on the page.
  package var entries: [(title: String, place: String)] {
    deck.slides.enumerated().map { ($1.title ?? "", "\($0 + 1)") }
  }

  private static func figure(_ drawn: Markup, caption: String) -> Markup {
    .element("div", ["class": "exhibit"], [.element("p", ["class": "caption"], Markup(caption)), drawn])
  }

  private static func section(_ slide: Deck.Slide, number: Int, with reader: inout MarkdownMarkup) -> Markup {
    let firstHeading = reader.headings.count
    var content = Markup()
    // Figures that follow one another stand beside each other, where there is room.
    var rest = slide.blocks[...]
    while let block = rest.first {
      let figures = rest.prefix { $0.figure != nil }
      if figures.isEmpty {
        content += reader.markup(of: [block])
        rest.removeFirst()
      } else {
        content += .element("div", ["class": "gallery"], reader.markup(of: Array(figures))) + "\n"
        rest = rest.dropFirst(figures.count)
      }
    }
    let heading = reader.headings.count > firstHeading ? reader.headings[firstHeading].id : nil
    return .element(
      "section",
      [
        "class": "slide", "id": "\(number)", "aria-labelledby": heading,
        "data-minutes": "\(slide.minutes ?? 0)",
      ],
      [
        .element("div", ["class": "content"], content),
        .element("aside", ["class": "notes", "hidden": ""], reader.markup(slide.notes)),
      ])
  }
}
