import Cells
import Formulas
import Foundation
import Testing

@testable import Pages

/// One cell of every kind, and what a reader typed wherever a text can stand.
func everyKind(_ typed: String) -> [Cell] {
  [
    .prose("# A title"), .prose("Some words: \(typed)"),
    .prose("## First \(typed.split(separator: "\n").joined())"),
    .code(CodeCell("let x = \"\(typed)\"  // \(typed)", file: "Chapters/9/\(typed).swift", line: 7)),
    .formula(FormulaCell(.s0_3_3_ATT)),
    .tensor(
      TensorCell(
        typed, [0.25, -1.5, .nan, .infinity], shape: [2, 2], axes: [typed, "key"],
        labels: [[typed, "b"], []])),
    .check(CheckCell(typed, measured: 0.5, requirement: .atMost(1))),
    .check(CheckCell("so", measured: 2, requirement: .atMost(1))),
    .plot(PlotCell(typed, style: .line, series: [.init(typed, [1.0, 2])], xAxis: typed, yAxis: typed)),
    .plot(PlotCell(typed, style: .bar, series: [.init(typed, x: [0], y: [1], labels: [typed])])),
    .plot(PlotCell(typed, style: .scatter, series: [.init(typed, x: [0], y: [1], labels: [typed])])),
    .prose("## Second"),
    .table(TableCell(typed, columns: [typed, "b"], rows: [[.text(typed), .number(0.1)]])),
    .tree(TreeCell(typed, root: TreeNode(typed, value: 1, children: [TreeNode("x", gradient: 2)]))),
    .tryNext([TryNextCommand("swift run x --text '\(typed)'", explanation: typed)]),
  ]
}

@Suite("The page of a run")
struct PageTests {
  static let hostile = [
    "a", "<script>alert(1)</script>", "\" onmouseover=\"alert(1)", "' x='", "]]>", "</style><b>", "<!--",
    "&amp;",
    "a\u{202E}b", "\0\u{7}", "](javascript:alert(1))", "**", "$`", "`",
  ]

  private func page(_ typed: String, seed: UInt64 = 1) -> String {
    Page(title: "A title", command: "swift run x --text '\(typed)'", seed: seed, cells: everyKind(typed)).html
  }

  private func parsed(_ html: String) throws -> ParsedMarkup {
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\" />"))
    return try ParsedMarkup(html: String(html.dropFirst(16)))
  }

  @Test("Every kind of cell gives well-formed markup, whatever a reader typed", arguments: hostile)
  func wellFormed(typed: String) throws {
    let plain = try parsed(page("a"))
    let parsed = try parsed(page(typed))
    // What was typed adds no element that runs, loads or leads anywhere.
    for name in ["script", "iframe", "object", "img", "link", "form", "base", "b", "a"] {
      let count = parsed.names.count { $0 == name }
      #expect(count == plain.names.count { $0 == name }, "\(name) with \(typed)")
    }
    for element in parsed.elements {
      #expect(!element.attributes.keys.contains { $0.lowercased().hasPrefix("on") || $0 == "src" })
      if let reference = element.attributes["href"] { #expect(reference.hasPrefix("#"), "\(reference)") }
    }
  }

  @Test("The policy allows what is in the file and nothing else: one script, and nothing to fetch")
  func policy() throws {
    let parsed = try parsed(page("a"))
    let policy = try #require(
      parsed.elements.first { $0.attributes["http-equiv"] == "Content-Security-Policy" }?.attributes[
        "content"])
    #expect(
      policy
        == "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src "
        + Script.needed(for: everyKind("a")).source)
    #expect(parsed.names.count { $0 == "script" } == 1)
    #expect(!StyleSheet.whole.contains("url(") && !StyleSheet.whole.contains("@import"))
  }

  @Test("A section begins at each heading, the list leads to all of them, and no id is there twice")
  func sections() throws {
    let parsed = try parsed(page("a"))
    let sections = parsed.all("section").map { $0.element.attributes["id"] }
    #expect(sections == [nil, "section-1", "section-2"])
    let ids = parsed.elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count, "\(ids)")
    for reference in parsed.elements.compactMap({ $0.attributes["href"] }) {
      #expect(ids.contains(String(reference.dropFirst())), "\(reference)")
    }
    #expect(parsed.all("a").map(\.text) == ["to the notebook", "First a", "Second"])
    #expect(parsed.all("h1").map(\.text) == ["A title"])
    #expect(parsed.all("h2").map(\.text) == ["First a", "Second"])
  }

  @Test("The head names the command and the seed, and says how many checks failed; without checks nothing")
  func head() {
    let some = page("a", seed: 7)
    #expect(some.contains("<code>swift run x --text &#39;a&#39;</code> said, with seed 7."))
    #expect(some.contains("✗ 1 of 2 checks failed."))
    func saying(_ passed: [Bool]) -> String {
      let checks = passed.map { Cell.check(CheckCell("c", measured: $0 ? 1 : 0, requirement: .isTrue)) }
      return Page(title: "t", command: "c", seed: 1, cells: checks).html
    }
    #expect(
      saying([true]).contains("✓ The check passed.")
        && saying([true, true]).contains("✓ All 2 checks passed."))
    #expect(saying([false]).contains("✗ 1 of 1 check failed.") && !saying([]).contains("check passed"))
  }

  @Test("What stands before the first heading has a section without a name; nothing at all has none")
  func withoutHeading() {
    #expect(Page(title: "t", command: "c", seed: 1, cells: []).html.contains("<main id=\"notebook\"></main>"))
    let only = Page(title: "t", command: "c", seed: 1, cells: [.prose("Words.")]).html
    #expect(only.contains("<main id=\"notebook\"><section>") && !only.contains("<nav"))
    // A title inside the notebook that is not the page's own is not lost.
    #expect(Page(title: "t", command: "c", seed: 1, cells: [.prose("# An aside")]).html.contains("An aside"))
  }
}
