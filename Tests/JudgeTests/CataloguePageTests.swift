import Coursework
import Foundation
import Testing

@Suite("The page of mistakes")
struct CataloguePageTests {
  @Test("Docs/Misconceptions.md is what the catalogue makes")
  func upToDate() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Docs/Misconceptions.md")
    let written = try String(contentsOf: page, encoding: .utf8)
    #expect(written == CataloguePage.markdown, "swift run course catalogue > Docs/Misconceptions.md")
  }
}
