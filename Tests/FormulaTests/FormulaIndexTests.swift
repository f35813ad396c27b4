import Formulas
import Foundation
import Testing

@testable import FormulaCommand

/// The page of all formulas, and the entries that `swift run formulas` shows.
@Suite struct FormulaIndexTests {
  let page: String

  init() throws { page = try FormulaIndex.markdown }

  @Test(arguments: FormulaID.allCases) func everyFormulaIsOnThePage(_ id: FormulaID) throws {
    let formula = Formula.of(id)
    #expect(page.contains("| [\(id.rawValue)](#\(id)) |") && page.contains("<a id=\"\(id)\"></a>\n"))
    #expect(page.contains("### \(id.rawValue): \(formula.title)\n"))
    #expect(page.contains("\n```math\n\(formula.latexPublished)\n```\n"))
    if let printed = formula.latexPrinted { #expect(page.contains("\n```math\n\(printed)\n```\n")) }
    #expect(page.contains(formula.discriminatingFact))
    let entry = try FormulaIndex.entry(formula).joined(separator: "\n")
    #expect(page.contains(entry))
    for reading in formula.readings {
      let marks = [
        reading.label, reading.isPrinted ? "as printed" : nil, reading.isPublished ? "as published" : nil,
      ]
      .compactMap { $0 }.joined(separator: ", ")
      let line = "\n- **\(reading.name)**\(marks.isEmpty ? "" : " (\(marks))"): \(reading.meaning).\n"
      #expect(entry.contains(line), "\(line)")
    }
  }

  @Test func numbersAreComputed() throws {
    #expect(page.contains("output = `[[1.330238451, 3.330238451], [1.5, 3.5]]`"))
    #expect(page.contains("S = `[[1, 3], [0, 1]]`"))
    #expect(page.contains("gain = `1e-30`"))
    #expect(page.contains("79 formulas — 24 printed, 16 stated in prose or code, 39 in no document"))
    let counts = Dictionary(uniqueKeysWithValues: try FormulaIndex.counts.map { ($0.name, $0.count) })
    #expect(counts["formulas"] == 79 && counts["readings"] == 190)
  }

  @Test func valuesAreShortText() {
    let cases: [(Formula.Value, String)] = [
      (1, "1"), (-0.506_844_583_124, "-0.506844583"), (1.019e-17, "1.019e-17"), (.number(.infinity), "∞"),
      (.number(.nan), "NaN"),
      (2_359_296, "2359296"), (.numbers([]), "[]"), ("the cat", "“the cat”"),
      ([1, 2, 3, 4, 5, 6], "[1, 2, 3, 4, 5, 6]"), ([1, 2, 3, 4, 5, 6, 7], "[1, 2, 3, 4, …]"),
      ([[1, 0.25], [0, 1]], "[[1, 0.25], [0, 1]]"), (.texts(["a", "b"]), "[“a”, “b”]"),
    ]
    for (value, text) in cases { #expect(FormulaIndex.text(of: value) == text) }
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

  /// `swift run formulas > Docs/Formulas.md` makes it anew.
  @Test func thePageInDocsIsTheOneThatIsMade() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let committed = try String(contentsOf: root.appendingPathComponent("Docs/Formulas.md"), encoding: .utf8)
    let lines = zip(committed.components(separatedBy: "\n"), page.components(separatedBy: "\n"))
    let stale = lines.first { $0 != $1 }
    let isFresh = committed == page
    #expect(isFresh, "stale from “\(stale?.0 ?? "the end")” on: swift run formulas > Docs/Formulas.md")
  }

  @Test func thePageIsTheSameEveryTime() throws { #expect(try page == FormulaIndex.markdown) }
}
