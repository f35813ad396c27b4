import Pages
import TestSupport
import Testing

@testable import Slides

@Suite("The page of a deck")
struct DeckPageTests {
  private func html(_ text: String = ExampleDeck.text()) throws -> String {
    try DeckPage(
      Deck(text), title: ExampleDeck.heading, ways: "ways", origin: "origin", link: { "to-" + $0 },
      run: ExampleDeck.run
    ).html
  }

  @Test(
    "Each slide is a section with its number, its minutes, its heading and its notes, which are not shown")
  func sections() throws {
    let html = try html()
    #expect(Markup.values(of: "id", in: html).filter { Int($0) != nil } == (1...13).map(String.init))
    #expect(Markup.values(of: "data-minutes", in: html) == ["3", "0", "2", "0"] + (0..<9).map { _ in "1" })
    #expect(html.components(separatedBy: "<aside class=\"notes\" hidden=\"\">").count == 14)
    #expect(
      html.contains("<p>Point at it.</p>") && html.contains("<title>Slides: Chapter 4 · An example</title>"))
    let labels = Markup.values(of: "aria-labelledby", in: html)
    #expect(labels.count == 13 && Set(labels).isSubset(of: Markup.values(of: "id", in: html)))
  }

  @Test("Figures are drawn as a page of the run draws them, each of its own run, beside each other")
  func figures() throws {
    let html = try html()
    for arguments in [[], ["--no-scale"]] {
      let cell = try #require(RunAddress(ofFigure: "tensor:weights"))
      #expect(html.contains(try ExampleDeck.run(arguments).cell(at: cell).markup.html))
    }
    #expect(html.components(separatedBy: "<div class=\"gallery\">").count == 2)
    #expect(html.components(separatedBy: "<div class=\"exhibit\">").count == 7)
    #expect(html.contains("<p class=\"caption\">the weights</p>"))
    #expect(Deck(ExampleDeck.text()).runsOfFigures == [["--no-scale"]])
  }

  @Test("A linked number is a number, items with stars are steps, and other links go where they are sent")
  func words() throws {
    let html = try html(ExampleDeck.text("## Slide 7\n", with: "## Slide 7\n\n[a](b.md)\n"))
    #expect(html.contains("<ul class=\"steps\"><li>55 % of 1, 1.2·10⁻⁷</li>"))
    #expect(!html.contains("value:") && html.contains("<a href=\"to-b.md\">a</a>"))
  }

  @Test("The file asks for nothing, is the same for the same deck, and runs its script alone")
  func file() throws {
    let html = try html()
    #expect(html == (try self.html()))
    #expect(
      html.components(separatedBy: "default-src &#39;none&#39;").count
        + html.components(separatedBy: "default-src 'none'").count == 3)
    #expect(html.components(separatedBy: "<script>").count == 2 && !html.contains(" src="))
  }

  @Test("A figure that the run does not have is none of a page")
  func missing() {
    #expect(throws: NotInRun.self) { try html(ExampleDeck.text("tensor:weights", with: "tensor:none")) }
  }
}
