import Formulas
import TestSupport
import Testing

/// `Docs/Errata.md`: what the documents get wrong, formula by formula, claim by claim, bug by bug.
@Suite struct ErrataTests {
  /// Ledger §3: the bugs of each code sample.
  static let samples: [(id: String, bugCount: Int)] = [
    ("S0-CODE", 15), ("S1-CODE", 11), ("S2-CODE-A", 10), ("S2-CODE-B", 5), ("S3-CODE", 11), ("S4-CODE-A", 6),
    ("S4-CODE-B", 13),
  ]

  @Test func everyFormulaAndClaimIsNamed() throws {
    let page = try Page("Errata.md").text
    // Asked outside the expectation, whose failure would print the whole page.
    func expectOnPage(_ text: String) {
      let isThere = page.contains(text)
      #expect(isThere, "missing: \(text)")
    }
    for id in FormulaID.allCases where id.kind != .missing { expectOnPage("`\(id.rawValue)`") }
    for number in 1...50 { expectOnPage("| E\(number) |") }
    for document in Formula.Document.allCases { expectOnPage(document.file) }
  }

  /// A bug is answered by tests of the repaired class, for the opposite of what can be observed of the sample; one that
  /// is a claim and no behaviour, by errata.
  @Test(arguments: samples) func everyBugHasATestOrAnErratum(
    _ sample: (id: String, bugCount: Int)
  ) throws {
    let page = try Page("Errata.md")
    let section = page.section("### Code: `\(sample.id)` (\(sample.id.prefix(2)) §")
    #expect(section.contains("\nAs given: ") && !section.contains("Planned"))
    let rows = Page.rows(of: section)
    #expect(rows.map { $0.first ?? "" } == (1...sample.bugCount).map(String.init))
    for row in rows {
      #expect(row.count == 4 && row.allSatisfy { !$0.isEmpty }, "\(row)")
      guard let answer = row.last else { continue }
      let errata = answer.matches(of: /\bE\d+/).map(\.output)
      let tests = Page.code(in: answer).map { $0.replacing("swift test --filter ", with: "") }
      #expect(tests.isEmpty != errata.isEmpty, "\(answer)")
      for number in errata {
        let isThere = page.text.contains("| \(number) |")
        #expect(isThere, "no erratum \(number)")
      }
      for test in tests { #expect(try TestSources.attribute(of: test) != nil, "no test \(test)") }
    }
  }

  @Test func testsNamedOnThePageExist() throws {
    let filters = try Page.code(in: Page("Errata.md").text).filter { $0.hasPrefix("swift test --filter ") }
    #expect(filters.count > 40)
    for filter in Set(filters) {
      let name = filter.dropFirst("swift test --filter ".count)
      let exists = try TestSources.attribute(of: String(name)) != nil
      #expect(exists, "\(filter)")
    }
  }
}
