import Formulas
import TestSupport
import Testing

/// `Docs/Requirements.md`: what the documents list, and the tests that show it.
@Suite struct RequirementPageTests {
  /// One row of the page.
  struct Requirement: Sendable {
    let id: String
    let cells: [String]

    var evidence: String { cells.last ?? "" }
    var commands: [String] { Page.code(in: evidence).filter { $0.hasPrefix("swift run ") } }
    var tests: [String] { Page.code(in: evidence).filter { !$0.hasPrefix("swift run ") } }
  }

  static func requirements(of document: Formula.Document) throws -> [Requirement] {
    try Page.rows(of: Page("Requirements.md").section("## Document \(document.rawValue)\n"))
      .map { Requirement(id: $0.first ?? "", cells: $0) }
  }

  static func all() throws -> [Requirement] { try Formula.Document.allCases.flatMap(requirements) }

  /// Ledger §2: 6 + 12 + 9 + 8 + 8 rows.
  @Test func rowsAreThoseOfTheLedger() throws {
    for (document, count) in zip(Formula.Document.allCases, [6, 12, 9, 8, 8]) {
      let rows = try Self.requirements(of: document)
      #expect(rows.map(\.id) == (1...count).map { "R-\(document.rawValue)-\($0)" })
      for row in rows { #expect(row.cells.count == 5 && row.cells.allSatisfy { !$0.isEmpty }, "\(row.id)") }
    }
  }

  /// Nothing waits, and nothing is left to an extension.
  @Test func everythingIsShown() throws {
    let rows = try Self.all()
    for row in rows { #expect(!row.tests.isEmpty, "\(row.id) is shown by no test") }
    #expect(!rows.contains { $0.evidence.contains("planned") || $0.evidence.contains("extension") })
    #expect(try Page("Requirements.md").text.contains("Of \(rows.count)\nrows, all are shown."))
  }

  @Test func everyRowThatIsShownHasATestThatNamesIt() throws {
    for row in try Self.all() where !row.tests.isEmpty {
      let attributes = try row.tests.map { try TestSources.attribute(of: $0) }
      for (test, attribute) in zip(row.tests, attributes) { #expect(attribute != nil, "no test \(test)") }
      #expect(attributes.contains { $0?.contains(row.id) == true }, "none of its tests names \(row.id)")
    }
  }

  /// Ledger §4: whatever the documents name is shown by a command, or is named only and told why.
  @Test(arguments: [
    (
      "Models",
      [
        "Rule-based", "n-gram", "Hidden Markov", "Maximum-entropy", "Conditional random field", "RNN", "LSTM",
        "encoder", "decoder", "GPT-1", "“gpt2”", "text-davinci-002", "GPT-4", "ChatGPT", "BERT", "RoBERTa",
        "adversarial", "World model", "Multimodal", "knowledge graphs",
      ]
    ),
    (
      "Techniques",
      [
        "Preprocessing", "Word embedding", "Positional encoding", "Self-attention", "multi-head", "Residual",
        "layer norm", "feed-forward", "pre-training", "Fine-tuning", "Cross-entropy", "gradient descent",
        "Natural gradient", "Greedy", "Temperature", "max_tokens", "max_length", "num_return_sequences",
        "skip_special_tokens", "Dropout", "regularisation", "Distillation", "pruning", "LIME", "SHAP",
        "Accuracy", "recall", "people", "Masking", "anonymity", "encryption", "access", "bias",
        "Hugging Face", "PyTorch", "TensorFlow", "OpenAI", "Copilot", "Google Translate", "Papers with Code",
      ]
    ),
    (
      "Applications",
      [
        "Text generation", "Completion", "typing errors", "speech", "Dialogue", "Translation", "Summary",
        "Sentiment", "code", "Names", "Semantic roles", "Medicine", "finance", "law", "science", "design",
      ]
    ),
  ])
  func whatIsNamedIsShownOrToldWhyNot(_ heading: String, _ names: [String]) throws {
    let section = try Page("Requirements.md").section("### \(heading)\n")
    let rows = Page.rows(of: section)
    for name in names { #expect(rows.contains { $0[0].contains(name) }, "\(name)") }
    for row in rows {
      try #require(row.count == 4 && row.allSatisfy { !$0.isEmpty }, "\(row)")
      let commands = Page.code(in: row[3])
      if row[2].hasPrefix("named only: ") {
        #expect(row[2].split(separator: " ").count > 8 && row[3] == "—", "\(row[0])")
      } else {
        #expect(!commands.isEmpty && commands.allSatisfy { $0.hasPrefix("swift run ") }, "\(row[0])")
      }
    }
  }

  @Test func everyPropertyHasATest() throws {
    let rows = try Page.rows(of: Page("Requirements.md").section("## Properties\n"))
    #expect(rows.count >= 14 && Set(rows.map { $0[0] }).count == rows.count)
    for row in rows {
      let tests = Page.code(in: row.last ?? "")
      #expect(row.count == 3 && tests.count == 1, "\(row)")
      for test in tests { #expect(try TestSources.attribute(of: test) != nil, "no test \(test)") }
    }
  }

  @Test func aFunctionIsATestOnlyWithItsAttribute() throws {
    let file =
      "@Suite struct A {\n  @Test(\"R-S0-1 x\")\n  func first() {}\n  func helper() {}\n}\nstruct B {\n  @Test(\n    \"x\", arguments: [\n      \"func f() {}\",\n    ])\n  func other() {}\n}"
    let tests = TestSources.tests(in: file)
    #expect(tests.keys.sorted() == ["A/first", "B/other"])
    #expect(tests["A/first"]?.contains("R-S0-1") == true)
    #expect(try TestSources.attribute(of: "NeuralTests.GPTTests/prefixes") != nil)
    #expect(try TestSources.attribute(of: "GPTTests/prefixes") != nil)
    for name in ["FormulaTests.GPTTests/prefixes", "GPTTests", "prefixes", "", "GPTTests/prefixes/"] {
      #expect(try TestSources.attribute(of: name) == nil, "\(name)")
    }
  }

  @Test func tablesAreReadCellByCell() {
    let text = "| a | b |\n|---|---|\n| 1 | `x | y` |\n| 2 |  |\nno row | here |\n\n| c |\n|---|\n| 3 |\n"
    #expect(Page.rows(of: text) == [["1", "`x", "y`"], ["2", ""], ["3"]])
    #expect(Page.code(in: "see `a` and `b c`, not d") == ["a", "b c"])
  }
}
