import Cells
import Formulas
import Pages
import Testing

@Suite("Formulas and code on a page")
struct FormulaAndCodeTests {
  @Test(
    "Every formula of the registry is set; the printed form stands beside the published one where it is another"
  )
  func formulas() throws {
    for id in FormulaID.allCases {
      let cell = FormulaCell(id)
      let page = try ParsedMarkup(cell.markup)
      #expect(page.elements.first?.attributes["data-name"] == id.rawValue)
      #expect(page.text.contains(cell.title) && page.text.contains(cell.provenance))
      let terms = page.all("dt").map(\.text)
      #expect(terms == (cell.isPrintedOtherwise ? ["published", "printed"] : []))
      let set = page.all("math").compactMap { $0.element.attributes["alttext"] }
      #expect(set.first == cell.latex, "\(id)")
      if cell.isPrintedOtherwise {
        #expect(set.dropFirst().first == cell.latexPrinted, "\(id)")
        #expect(set.count == 2 || page.all("code").map(\.text) == [cell.unicodePrinted])
      } else {
        #expect(set.count == 1)
      }
    }
  }

  @Test("Code is what it was, in a frame that says its file and its line")
  func code() throws {
    let text = "let x = a < b && c  // \"<script>\"\n\n  return x"
    let page = try ParsedMarkup(CodeCell(text, file: "Chapters/04-X/1-Y.swift", line: 12).markup)
    #expect(page.text == "1-Y.swift:12" + text)
    #expect(page.elements[0].attributes["data-file"] == "Chapters/04-X/1-Y.swift")
    #expect(page.elements[0].attributes["data-line"] == "12")
    let frame = page.elements.first { $0.attributes["role"] == "group" }
    #expect(frame?.attributes["aria-label"] == "code of 1-Y.swift:12")
    #expect(frame?.attributes["tabindex"] == "0")
    #expect(page.all("pre").first?.element.around.last == "div")
  }
}
