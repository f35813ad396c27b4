import Formulas
import Foundation
import Testing

/// The pages under `Docs` that speak of the registry.
@Suite struct DocumentTests {
  /// `swift run formulas > Docs/Formulas.md` makes it anew.
  @Test func theFormulaPageIsWhatTheRegistryPrints() throws {
    let (committed, made) = (try TestSources.page("Formulas.md"), FormulaIndex.markdown)
    let lines = zip(committed.components(separatedBy: "\n"), made.components(separatedBy: "\n"))
    let stale = lines.first { $0 != $1 }
    let isFresh = committed == made
    #expect(
      isFresh, "stale from “\(stale?.0 ?? "the end")” on: swift run formulas > Docs/Formulas.md")
  }

  @Test func thePageCountsWhatItLists() {
    let counts = Dictionary(uniqueKeysWithValues: FormulaIndex.counts.map { ($0.name, $0.count) })
    #expect(counts["formulas"] == 55 && counts["readings"] == 140)
    #expect(counts["requirements"] == 43 && counts["requirements shown"] == 32)
    #expect(counts["requirements planned"] == 6 && counts["requirements that are extensions"] == 5)
    #expect(counts["code samples"] == 7 && counts["code samples planned"] == 3)
    #expect(counts["bugs of code samples"] == 71 && counts["bugs answered"] == 44)
    let page = FormulaIndex.markdown
    for requirement in Requirement.all { #expect(page.contains("| \(requirement.id) |")) }
    for sample in CodeSample.all { #expect(page.contains("### \(sample.id): ")) }
    for property in Property.all { #expect(page.contains("| \(property.name) |")) }
    #expect(page.components(separatedBy: "\n- **").count - 1 >= 9)
  }

  @Test(arguments: ["S1-3.1.1-AVT", "S3-CODE", "R-S0-1"]) func oneEntryIsAPartOfThePage(_ id: String) throws {
    #expect(try #require(FormulaIndex.entry(of: id)).contains("### \(id): "))
    #expect(FormulaIndex.entry(of: id + "x") == nil)
  }

  @Test func theErrataNameEveryFormulaSampleAndClaim() throws {
    let page = try TestSources.page("Errata.md")
    // Asked outside the expectation, whose failure would print the whole page.
    func expectOnPage(_ text: String) {
      let isThere = page.contains(text)
      #expect(isThere, "missing: \(text)")
    }
    for id in FormulaID.allCases where id.kind != .missing { expectOnPage("`\(id.rawValue)`") }
    for sample in CodeSample.all {
      expectOnPage("`\(sample.id)`")
      expectOnPage(sample.asGiven)
      for bug in sample.bugs { expectOnPage("| \(bug.number) | \(bug.what) | \(bug.fact) |") }
    }
    for number in 1...50 { expectOnPage("| E\(number) |") }
    for document in Formula.Document.allCases { expectOnPage(document.file) }
  }

  /// Every `swift run` on the pages names a product of the manifest, and every option is one that its program knows.
  @Test(arguments: ["Errata.md", "Formulas.md"]) func commandsExist(_ name: String) throws {
    let root = TestSources.tests.deletingLastPathComponent()
    let manifest = try String(contentsOf: root.appendingPathComponent("Package.swift"), encoding: .utf8)
    let page = try TestSources.page(name)
    let commands = page.components(separatedBy: "`").filter { $0.hasPrefix("swift run ") }
    #expect(commands.count > 20)
    for command in Set(commands) {
      let words = command.split(separator: " ").map(String.init)
      if words[2] == "formulas" {
        for id in words.dropFirst(3) where !id.hasPrefix(">") && !id.hasPrefix("Docs") && id != "--count" {
          #expect(FormulaIndex.entry(of: id) != nil, "\(command)")
        }
        continue
      }
      let entry = try #require(
        manifest.range(of: "command: \"\(words[2])\""), "\(words[2]) is no chapter")
      let folder = try #require(
        manifest[entry.upperBound...].components(separatedBy: "folder: \"").dropFirst().first?
          .components(separatedBy: "\"").first)
      let sources = root.appendingPathComponent("Chapters/\(folder)")
      let program = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
        .filter { $0.hasSuffix(".swift") }
        .map { try String(contentsOf: sources.appendingPathComponent($0), encoding: .utf8) }.joined()
      for option in words.dropFirst(3)
      where option.hasPrefix("--") && !["--text", "--list-names"].contains(option) {
        let isKnown = program.contains("\"\(option.dropFirst(2))\"")
        #expect(isKnown, "\(command)")
      }
    }
  }

  /// Every test that the errata name exists: `swift test --filter Suite/function`.
  @Test func testsNamedInTheErrataExist() throws {
    let page = try TestSources.page("Errata.md")
    let filters = page.components(separatedBy: "`").filter { $0.hasPrefix("swift test --filter ") }
    #expect(!filters.isEmpty)
    for filter in Set(filters) {
      let path = filter.split(separator: " ")[3].components(separatedBy: "/")
      let suite = "struct \(path[0])"
      let targets = ["ConformanceTests", "NeuralTests", "TrainingTests", "FormulaTests", "LanguageTests"]
      let files = try targets.flatMap { try TestSources.files(of: $0) }.filter { $0.contains(suite) }
      #expect(!files.isEmpty, "\(filter)")
      if path.count > 1 { #expect(files.contains { $0.contains("func \(path[1])(") }, "\(filter)") }
    }
  }
}
