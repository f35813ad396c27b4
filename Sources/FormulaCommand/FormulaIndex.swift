import Formulas
import Terminal

/// The index of all formulas as a Markdown page: what is printed, what is published, and what each reading gives.
enum FormulaIndex {
  /// The whole page; every number of a reading in it is computed from the reading's example, none is typed in.
  static var markdown: String {
    get throws {
      var lines = ["# Formulas", "", summary, ""]
      for document in Formula.Document.allCases {
        let formulas = Formula.all.filter { $0.sources.first?.document == document }
        lines += ["## Document \(document.rawValue)", "", "`\(document.file)`", ""]
        lines += try section(formulas)
      }
      lines += ["## Missing pieces", "", "What the course needs and no document states.", ""]
      lines += try section(Formula.all.filter(\.sources.isEmpty))
      return lines.joined(separator: "\n")
    }
  }

  /// What the page holds, as names and numbers.
  static var counts: [(name: String, count: Int)] {
    get throws {
      let readings = Formula.all.flatMap(\.readings)
      let values = try readings.reduce(0) { sum, reading in
        let given = try reading.compute(reading.example)
        return sum + given.names.reduce(0) { $0 + (given[$1]?.flattened.count ?? 0) }
      }
      return [
        ("formulas", Formula.all.count), ("readings", readings.count),
        ("values that the readings give for their examples", values),
      ]
    }
  }

  private static var summary: String {
    func count(_ kind: FormulaID.Kind) -> Int { FormulaID.allCases.filter { $0.kind == kind }.count }
    let readings = Formula.all.reduce(0) { $0 + $1.readings.count }
    let verdicts = Formula.Verdict.allCases.map { verdict in
      "\(Formula.all.filter { $0.verdict == verdict }.count) \(verdict.rawValue)"
    }
    return "\(Formula.all.count) formulas — \(count(.printed)) printed, "
      + "\(count(.prose)) stated in prose or code, \(count(.missing)) in no document — with \(readings) readings, each by its "
      + "name and, where the ledger gives it one, its label (R1, R2, …). Verdicts: "
      + verdicts.joined(separator: ", ") + "."
  }

  private static func section(_ formulas: [Formula]) throws -> [String] {
    var lines = ["| id | printed | published | verdict | chapter |", "|---|---|---|---|---|"]
    for formula in formulas {
      let printed = formula.latexPrinted.map(inline) ?? formula.unicodePrinted.map(cell) ?? "—"
      let chapters = formula.chapters.map(String.init).joined(separator: ", ")
      lines.append(
        "| [\(formula.id.rawValue)](#\(formula.id)) | \(printed) | \(inline(formula.latexPublished)) "
          + "| \(formula.verdict.rawValue) | \(chapters) |")
    }
    return try lines + [""] + formulas.flatMap { try ["<a id=\"\($0.id)\"></a>", ""] + entry($0) }
  }

  /// The part of the page about one formula.
  static func entry(_ formula: Formula) throws -> [String] {
    var lines = ["### \(formula.id.rawValue): \(formula.title)", ""]
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
      let marks = [
        reading.label, reading.isPrinted ? "as printed" : nil, reading.isPublished ? "as published" : nil,
      ].compactMap { $0 }
      let mark = marks.isEmpty ? "" : " (\(marks.joined(separator: ", ")))"
      lines.append("- **\(reading.name)**\(mark): \(reading.meaning).")
      let outputs = try reading.compute(reading.example)
      lines += outputs.names.compactMap { name in outputs[name].map { "  - \(name) = `\(text(of: $0))`" } }
    }
    return lines + ["", formula.discriminatingFact, ""]
  }

  /// A value, its numbers with about ten significant digits, without what follows the fourth of more than six parts.
  static func text(of value: Formula.Value) -> String {
    func list(_ parts: [Formula.Value]) -> String {
      let shown = parts.count > 6 ? parts.prefix(4).map(text) + ["…"] : parts.map(text)
      return "[" + shown.joined(separator: ", ") + "]"
    }
    return switch value {
    case .number(let number): NumberText.typed(number, significant: 10)
    case .numbers(let numbers): list(numbers.map(Formula.Value.number))
    case .matrix(let matrix): list(matrix.rows.map(Formula.Value.numbers))
    case .text(let text): "“\(text)”"
    case .list(let values): list(values)
    }
  }

  /// LaTeX on lines of its own.
  private static func block(_ latex: String) -> [String] { ["```math", latex, "```", ""] }

  /// LaTeX within a table cell.
  private static func inline(_ latex: String) -> String { cell("$`" + latex + "`$") }

  /// Text within a table cell, where a bar would end the cell.
  private static func cell(_ text: String) -> String {
    text.map { $0 == "|" ? "\\|" : String($0) }.joined()
  }
}
