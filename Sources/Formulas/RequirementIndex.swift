extension FormulaIndex {
  /// The sections of the page on what the documents list, on their code samples, and on what is planned.
  static var requirementSections: [String] {
    ["## Requirements", "", requirementSummary, ""]
      + Formula.Document.allCases.flatMap(requirements)
      + ["## Code samples", "", sampleSummary, ""] + CodeSample.all.flatMap(section)
      + ["## Properties", "", "What holds for every input, tried over many random ones.", ""] + properties
      + ["## Planned", "", plannedSummary, ""] + planned
  }

  private static var requirementSummary: String {
    "\(Requirement.all.count) steps and components that the documents list: \(shown.count) shown, "
      + "\(plannedRequirements.count) planned, \(beyond.count) extensions."
  }

  private static var shown: [Requirement] { Requirement.all.filter { !$0.tests.isEmpty } }

  private static var plannedRequirements: [Requirement] { Requirement.all.filter { $0.plannedReason != nil } }

  private static var beyond: [Requirement] { Requirement.all.filter { $0.state == .beyondTheCore } }

  private static func requirements(of document: Formula.Document) -> [String] {
    let rows = Requirement.all.filter { $0.source.document == document }
    return [
      "### Document \(document.rawValue)", "", "| id | § | listed | demonstration | shown by |",
      "|---|---|---|---|---|",
    ]
      + rows.map { row in
        "| \(row.id) | \(row.source.section) | \(row.text) | \(row.demonstration) | \(evidence(of: row)) |"
      } + [""]
  }

  private static func evidence(of requirement: Requirement) -> String {
    switch requirement.state {
    case .shown(let tests, let command):
      (tests.map(\.description) + (command.map { [$0] } ?? [])).map { "`\($0)`" }.joined(separator: ", ")
    case .planned(let reason): "planned: \(reason)"
    case .beyondTheCore: "extension"
    }
  }

  private static var sampleSummary: String {
    let (repaired, planned) = (CodeSample.all.filter { $0.plannedReason == nil }, plannedSamples)
    func bugs(_ samples: [CodeSample]) -> Int { samples.reduce(0) { $0 + $1.bugs.count } }
    return "\(CodeSample.all.count) samples with \(bugs(CodeSample.all)) bugs: \(repaired.count) repaired "
      + "(\(bugs(repaired)) bugs), \(planned.count) planned (\(bugs(planned))). A bug of a repaired sample is answered by "
      + "tests of the repaired class, for the opposite of what can be observed of the sample."
  }

  private static var plannedSamples: [CodeSample] { CodeSample.all.filter { $0.plannedReason != nil } }

  private static func section(_ sample: CodeSample) -> [String] {
    var lines = [
      "### \(sample.id): \(sample.intent)", "", "\(sample.source.description). As given: \(sample.asGiven)",
      "",
    ]
    let offer =
      sample.plannedReason.map { "Planned (\($0)): \(sample.repair)." } ?? "In its place: \(sample.repair)."
    lines += [offer, "", "| # | what is wrong | what can be observed | answered by |", "|---|---|---|---|"]
    lines += sample.bugs.map { "| \($0.number) | \($0.what) | \($0.fact) | \(answer(to: $0)) |" }
    return lines + [""]
  }

  private static func answer(to bug: CodeSample.Bug) -> String {
    switch bug.answer {
    case .tested(let tests): tests.map { "`\($0)`" }.joined(separator: ", ")
    case .claim(let errata): "[errata](Errata.md) \(errata.joined(separator: ", "))"
    case .planned: "planned"
    }
  }

  private static var properties: [String] {
    ["| property | what holds | tried by |", "|---|---|---|"]
      + Property.all.map { "| \($0.name) | \($0.statement) | `\($0.test)` |" } + [""]
  }

  private static var plannedSummary: String {
    "\(plannedRequirements.count) requirements and \(plannedSamples.count) code samples; everything else of the core is "
      + "shown above."
  }

  private static var planned: [String] {
    plannedRequirements.map { "- **\($0.id)** (\($0.source)): \($0.text). It \($0.plannedReason ?? "")." }
      + plannedSamples.map { "- **\($0.id)** (\($0.source)): \($0.intent). It \($0.plannedReason ?? "")." }
  }

  /// The part of the page about one formula, requirement or code sample; absent when nothing has that id.
  public static func entry(of id: String) -> String? {
    let lines: [String]
    if let formula = FormulaID(rawValue: id).map(Formula.of) {
      lines = entry(formula)
    } else if let sample = CodeSample.of(id) {
      lines = section(sample)
    } else if let row = Requirement.of(id) {
      lines = [
        "### \(row.id): \(row.text)", "", "\(row.source). \(row.demonstration).", "", evidence(of: row), "",
      ]
    } else {
      return nil
    }
    return lines.filter { !$0.hasPrefix("<a id=") }.joined(separator: "\n")
  }

  /// What the page holds, as names and numbers, for a command to print and documents to quote.
  public static var counts: [(name: String, count: Int)] {
    [
      ("formulas", Formula.all.count),
      ("readings", Formula.all.reduce(0) { $0 + $1.readings.count }),
      ("values that the readings give for their examples", exampleValueCount),
      ("requirements", Requirement.all.count),
      ("requirements shown", shown.count),
      ("requirements planned", plannedRequirements.count),
      ("requirements that are extensions", beyond.count),
      ("code samples", CodeSample.all.count),
      ("code samples planned", plannedSamples.count),
      ("bugs of code samples", CodeSample.all.reduce(0) { $0 + $1.bugs.count }),
      ("bugs answered", CodeSample.all.flatMap(\.bugs).count { $0.answer != .planned }),
      ("properties", Property.all.count),
    ]
  }

  /// The numbers that all readings compute from their own examples; a reading that refuses its example gives none.
  private static var exampleValueCount: Int {
    Formula.all.flatMap(\.readings).reduce(0) { sum, reading in
      guard let given = try? reading.compute(reading.example) else { return sum }
      return sum + given.names.reduce(0) { $0 + (given[$1]?.flattened.count ?? 0) }
    }
  }
}
