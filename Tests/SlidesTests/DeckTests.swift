import Testing

@testable import Slides

@Suite("The layout of a deck")
struct DeckTests {
  @Test("Slides have their lines, what is shown, notes, minutes and titles")
  func slides() throws {
    let deck = Deck(ExampleDeck.text())
    #expect(
      deck.defects.isEmpty && deck.title == "An example" && deck.slides.count == 13 && deck.minutes == 14)
    let first = try #require(deck.slides.first)
    #expect(first.line == 5 && first.minutes == 3 && first.title == "Chapter 4 · An example")
    #expect(first.notes == "Say [0.55](value:weights[1,0]).\n\nTwice.")
    #expect(!first.text.contains("Say") && first.text.contains("Bahdanau"))
    #expect(deck.slides[1].minutes == nil && deck.slides[1].notes == "Point at it.")
    #expect(deck.slides[4].title == "Slide 5" && deck.slides[4].line > deck.slides[3].line)
  }

  @Test(
    "A line of three strokes parts slides, but not in code and not in notes",
    arguments: [
      ("a\n\n---\n\nb", 2), ("a\n\n```\n\n---\n\n```\n\nb", 1), ("a\n\n<!-- b\n\n---\n\nc -->", 1),
      ("a\n\n----\n\nb", 1), ("a\n\n --- \n\nb", 1), ("a\n\n--- \n\nb", 2),
    ])
  func parts(_ text: String, _ count: Int) {
    #expect(Deck("---\nmarp: true\ntitle: t\n---\n\n" + text).slides.count == count)
  }

  @Test("Without empty lines around it, it makes headings of words: a defect")
  func touching() {
    for text in ["a\n---\n\nb", "a\n\n---\nb"] {
      let deck = Deck("---\nmarp: true\ntitle: t\n---\n\n" + text)
      #expect(deck.slides.count == 2)
      #expect(deck.defects.map(\.text) == ["«---» needs an empty line before and after it"])
    }
  }

  @Test("Front matter names Marp and a title")
  func frontMatter() {
    #expect(Deck("# a").defects.map(\.line) == [1])
    for text in ["title: t", "marp: true", "marp: false\ntitle: t", "marp: true\ntitle:"] {
      #expect(
        Deck("---\n\(text)\n---\n\n# a").defects.map(\.text) == [
          "the front matter needs «marp: true» and «title: …»"
        ])
    }
  }
}
