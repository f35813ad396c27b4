import Testing

@testable import Formulas

@Suite struct RegistryTests {
  @Test func everyIdHasItsFormula() {
    for id in FormulaID.allCases { #expect(Formula.of(id).id == id) }
    func count(_ kind: FormulaID.Kind) -> Int { FormulaID.allCases.filter { $0.kind == kind }.count }
    #expect(count(.printed) == 24 && count(.prose) == 16 && count(.missing) == 39)
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
    for text in [formula.reason, formula.discriminatingFact] + formula.readings.map(\.meaning) {
      #expect(!text.contains(/\bR[1-9]/), "a label in the place of a name: \(text)")
    }
    #expect(formula.reason.hasSuffix(".") && formula.discriminatingFact.hasSuffix("."))
    #expect(!formula.chapters.isEmpty && formula.chapters.allSatisfy { (0...14).contains($0) })
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
    #expect(count(.statedInProse) == 16 && count(.notStated) == 39)
  }

  /// What is wrong with the names of one formula's readings. A name says in words what the reading is, or that it is
  /// the printed or the published one where it is; the ledger's R1 … are labels beside it.
  static func flaws(of readings: [Formula.Reading]) -> [String] {
    var flaws: [String] = []
    for reading in readings {
      let name = reading.name
      if !name.split(whereSeparator: { !$0.isLetter }).contains(where: { $0.count >= 3 }) {
        flaws.append("“\(name)” says nothing")
      }
      if name.contains(/\b[A-Z][0-9]/) { flaws.append("“\(name)” is a label") }
      if name == "published", !reading.isPublished { flaws.append("“\(name)” is not") }
      if name == "as printed", !reading.isPrinted { flaws.append("“\(name)” is not") }
      if reading.meaning == name { flaws.append("the meaning of “\(name)” is its name") }
      if let label = reading.label, label.wholeMatch(of: /R[1-9]′?/) == nil {
        flaws.append("“\(label)” is no label")
      }
    }
    for (words, kind) in [(readings.map(\.name), "names"), (readings.compactMap(\.label), "labels")]
    where Set(words).count < words.count {
      flaws.append("two of the \(kind) \(words) are the same")
    }
    return flaws
  }

  @Test(arguments: FormulaID.allCases) func namesOfReadingsSayWhatTheyAre(_ id: FormulaID) {
    #expect(Self.flaws(of: Formula.of(id).readings) == [])
  }

  @Test func namesThatSayNothingAreNoticed() {
    func reading(
      _ name: String, ledger label: String? = nil, _ roles: [Formula.Reading.Role] = []
    ) -> Formula.Reading {
      Formula.Reading(name, ledger: label, "what it means", roles, [:]) { $0 }
    }
    let good = [
      reading("along the columns", ledger: "R4"), reading("published", ledger: "R1′", [.published]),
      reading("as printed", [.printed]),
    ]
    #expect(Self.flaws(of: good) == [])
    for name in ["", "R4", "R1 from X", "like R1", "√d", "published", "as printed", "what it means"] {
      #expect(Self.flaws(of: good + [reading(name)]) != [], "\(name)")
    }
    for label in ["", "R", "4", "R10", "r4", "R4"] {
      #expect(Self.flaws(of: good + [reading("by rows", ledger: label)]) != [], "\(label)")
    }
    #expect(Self.flaws(of: [reading("by rows"), reading("by rows")]).count == 1)
  }

  @Test(arguments: FormulaID.allCases) func oneReadingIsPublished(_ id: FormulaID) {
    let formula = Formula.of(id)
    #expect(formula.readings.filter(\.isPublished).count == 1)
    #expect(formula.readings.filter(\.isPrinted).count <= 1)
    #expect(formula.published.isPublished)
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
