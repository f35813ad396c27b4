import Formulas
import Testing

@Suite struct FormulaIndexTests {
  let page = FormulaIndex.markdown

  @Test(arguments: FormulaID.allCases) func everyFormulaIsOnThePage(_ id: FormulaID) {
    let formula = Formula.of(id)
    #expect(page.contains("| [\(id.rawValue)](#\(id)) |"))
    #expect(page.contains("### \(id.rawValue): \(formula.title)\n"))
    #expect(page.contains("\n```math\n\(formula.latexPublished)\n```\n"))
    if let printed = formula.latexPrinted { #expect(page.contains("\n```math\n\(printed)\n```\n")) }
    for reading in formula.readings { #expect(page.contains("- **\(reading.name)**")) }
    #expect(page.contains(formula.discriminatingFact))
  }

  @Test func numbersAreComputed() {
    #expect(page.contains("output = `[[1.330238451, 3.330238451], [1.5, 3.5]]`"))
    #expect(page.contains("S = `[[1, 3], [0, 1]]`"))
    #expect(page.contains("gain = `1e-30`") || page.contains("gain = `1.0e-30`"))
    #expect(page.contains("55 formulas — 24 printed, 16 stated in prose or code, 15 in no document"))
  }

  @Test func everyTableRowHasFiveCells() {
    for line in page.split(separator: "\n") where line.hasPrefix("| [") {
      var (cells, escaped) = (0, false)
      for character in line {
        if character == "|", !escaped { cells += 1 }
        escaped = character == "\\"
      }
      #expect(cells == 6, "\(line)")
    }
  }

  @Test func thePageIsTheSameEveryTime() { #expect(page == FormulaIndex.markdown) }
}
