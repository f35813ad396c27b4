import Formulas
import Testing

@Suite struct RegistryTests {
  @Test func everyIdHasItsFormula() {
    for id in FormulaID.allCases { #expect(Formula.of(id).id == id) }
    func count(_ kind: FormulaID.Kind) -> Int { FormulaID.allCases.filter { $0.kind == kind }.count }
    #expect(count(.printed) == 24 && count(.prose) == 16 && count(.missing) == 15)
    #expect(Formula.all.map(\.id) == FormulaID.allCases)
  }

  /// The case is the ledger's id with its dots and dashes as underscores.
  @Test(arguments: FormulaID.allCases) func caseFollowsTheId(_ id: FormulaID) {
    let raw = id.rawValue.map { $0 == "." || $0 == "-" ? "_" : String($0) }.joined()
    #expect("\(id)" == (raw.first?.lowercased() ?? "") + raw.dropFirst())
  }

  @Test(arguments: FormulaID.allCases) func textsAreComplete(_ id: FormulaID) {
    let formula = Formula.of(id)
    #expect((formula.latexPrinted != nil) == (id.kind == .printed))
    #expect((formula.unicodePrinted == nil) == (id.kind == .missing))
    #expect(formula.sources.isEmpty == (id.kind == .missing))
    for source in formula.sources { #expect(id.rawValue.hasPrefix(source.document.rawValue + "-")) }
    if let section = formula.sources.first?.section { #expect(id.rawValue.contains("-\(section)-")) }
    for text in [formula.title, formula.latexPublished, formula.literature, formula.discriminatingFact] {
      #expect(!text.isEmpty && !text.contains("\n"))
    }
    #expect(formula.reason.hasSuffix(".") && formula.discriminatingFact.hasSuffix("."))
    #expect(!formula.chapters.isEmpty && formula.chapters.allSatisfy { (0...10).contains($0) })
    switch id.kind {
    case .printed: #expect([.agrees, .agreesUnderReading, .differs].contains(formula.verdict))
    case .prose: #expect(formula.verdict == .statedInProse)
    case .missing: #expect(formula.verdict == .notStated)
    }
  }

  /// In 80 columns a terminal shows the line indented by four; Chinese characters take two columns.
  @Test(arguments: FormulaID.allCases) func plainTextFitsATerminal(_ id: FormulaID) {
    func columns(_ text: String) -> Int {
      text.unicodeScalars.reduce(0) { $0 + ((0x3000...0xFFEF).contains($1.value) ? 2 : 1) }
    }
    let formula = Formula.of(id)
    for line in [formula.unicode, formula.unicodePrinted ?? ""] { #expect(columns(line) <= 76, "\(line)") }
  }

  /// Ledger §1.0: 8 agree outright, 6 under a reading or with a definition added, 10 are wrong.
  @Test func verdictsAreThoseOfTheLedger() {
    func count(_ verdict: Formula.Verdict) -> Int { Formula.all.filter { $0.verdict == verdict }.count }
    #expect(count(.agrees) == 8 && count(.agreesUnderReading) == 6 && count(.differs) == 10)
    #expect(count(.statedInProse) == 16 && count(.notStated) == 15)
  }

  @Test(arguments: FormulaID.allCases) func oneReadingIsPublishedAndNamesAreUnique(_ id: FormulaID) {
    let formula = Formula.of(id)
    #expect(formula.readings.filter(\.isPublished).count == 1)
    #expect(formula.readings.filter(\.isPrinted).count <= 1)
    #expect(Set(formula.readings.map(\.name)).count == formula.readings.count)
    #expect(formula.reading("as published").isPublished)
    for reading in formula.readings { #expect(formula.reading(reading.name).meaning == reading.meaning) }
    if formula.verdict == .agrees { #expect(formula.asPrinted.name == formula.published.name) }
    if formula.verdict == .differs { #expect(formula.asPrinted.name != formula.published.name) }
  }

  @Test(arguments: FormulaID.allCases) func everyReadingComputesItsExample(_ id: FormulaID) throws {
    for reading in Formula.of(id).readings {
      let outputs = try reading.compute(reading.example)
      #expect(!outputs.names.isEmpty, "\(reading.name)")
    }
  }

  @Test(arguments: FormulaID.allCases) func missingInputsAreNamed(_ id: FormulaID) {
    // Every input of the head is optional: it gives logits, a parameter count, or both.
    guard id != .g_HEADLM else { return }
    let nothing: Formula.Values = [:]
    for reading in Formula.of(id).readings {
      #expect(throws: Formula.InputError.self, "\(reading.name)") { try reading.compute(nothing) }
    }
  }

  @Test func sourcesNameTheDocument() {
    #expect(Formula.of(.s1_3_1_1_AVT).sources.map(\.description) == ["S1 §3.1.1"])
    #expect(Formula.Document.allCases.map(\.file).allSatisfy { $0.hasSuffix(".txt") })
  }
}
