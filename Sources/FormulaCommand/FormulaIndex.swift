/// The index of all formulas as a Markdown page: what is printed, what is published, and what each reading gives;
/// then what else the documents list and sample, and where it is shown.
public enum FormulaIndex {
  /// The whole page; every number of a reading in it is computed from the reading's example, none is typed in.
  public static var markdown: String {
    var lines = ["# Formulas", "", summary, ""]
    for document in Formula.Document.allCases {
      let formulas = Formula.all.filter { $0.sources.first?.document == document }
      lines += ["## Document \(document.rawValue)", "", "`\(document.file)`", ""] + section(formulas)
    }
    lines += ["## Missing pieces", "", "What the course needs and no document states.", ""]
    lines += section(Formula.all.filter(\.sources.isEmpty))
    lines += requirementSections
    return lines.joined(separator: "\n") + "\n"
  }

  private static var summary: String {
    func count(_ kind: FormulaID.Kind) -> Int { FormulaID.allCases.filter { $0.kind == kind }.count }
    let readings = Formula.all.reduce(0) { $0 + $1.readings.count }
    let verdicts = Formula.Verdict.allCases.map { verdict in
      "\(Formula.all.filter { $0.verdict == verdict }.count) \(verdict.rawValue)"
    }
    return "\(Formula.all.count) formulas — \(count(.printed)) printed, "
      + "\(count(.prose)) stated in prose or code, \(count(.missing)) in no document — with \(readings) readings. Verdicts: "
      + verdicts.joined(separator: ", ") + "."
  }

  private static func section(_ formulas: [Formula]) -> [String] {
    var lines = ["| id | printed | published | verdict | chapter |", "|---|---|---|---|---|"]
    for formula in formulas {
      let printed = formula.latexPrinted.map(inline) ?? formula.unicodePrinted.map(text) ?? "—"
      let chapters = formula.chapters.map(String.init).joined(separator: ", ")
      lines.append(
        "| [\(formula.id.rawValue)](#\(anchor(formula))) | \(printed) | \(inline(formula.latexPublished)) "
          + "| \(formula.verdict.rawValue) | \(chapters) |")
    }
    return lines + [""] + formulas.flatMap(entry)
  }

  static func entry(_ formula: Formula) -> [String] {
    var lines = ["<a id=\"\(anchor(formula))\"></a>", "", "### \(formula.id.rawValue): \(formula.title)", ""]
    if !formula.sources.isEmpty {
      lines += ["Stated in \(formula.sources.map(\.description).joined(separator: ", ")):", ""]
      if let latex = formula.latexPrinted {
        lines += block(latex)
      } else if let claim = formula.unicodePrinted {
        lines += ["> \(claim)", ""]
      }
    }
    lines += ["Published (\(formula.literature)):", ""] + block(formula.latexPublished)
    lines += ["**\(formula.verdict.rawValue)**: \(formula.reason)", ""]
    for reading in formula.readings {
      let roles = [
        reading.label, reading.isPrinted ? "as printed" : nil, reading.isPublished ? "as published" : nil,
      ].compactMap { $0 }
      let role = roles.isEmpty ? "" : " (\(roles.joined(separator: ", ")))"
      lines.append("- **\(reading.name)**\(role): \(reading.meaning).")
      lines += results(of: reading).map { "  - \($0)" }
    }
    return lines + ["", formula.discriminatingFact, ""]
  }

  private static func results(of reading: Formula.Reading) -> [String] {
    do {
      let outputs = try reading.compute(reading.example)
      return outputs.names.compactMap { name in outputs[name].map { "\(name) = `\(NumberText.of($0))`" } }
    } catch {
      return ["refused: \(error)"]
    }
  }

  /// The formula's anchor on the page, such as `s0_3_3_ATT`.
  private static func anchor(_ formula: Formula) -> String { "\(formula.id)" }

  /// LaTeX on lines of its own.
  private static func block(_ latex: String) -> [String] { ["```math", latex, "```", ""] }

  /// LaTeX within a table cell, where a bar would end the cell.
  private static func inline(_ latex: String) -> String { text("$`" + latex + "`$") }

  private static func text(_ text: String) -> String {
    text.map { $0 == "|" ? "\\|" : String($0) }.joined()
  }
}
