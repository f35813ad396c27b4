import Formulas

/// A formula as a notebook shows it: as published, as printed where that differs, and where it is printed.
public struct FormulaCell: Sendable, Hashable {
  /// The ledger's id.
  public let id: String
  /// What the formula computes, in a few words.
  public let title: String
  /// The published form in LaTeX.
  public let latex: String
  /// The printed form in LaTeX, where a document prints one.
  public let latexPrinted: String?
  /// The published form in plain Unicode.
  public let unicode: String
  /// The printed form in plain Unicode, where a document states one.
  public let unicodePrinted: String?
  /// Where it is printed: "S0 §3.3".
  public let documents: [String]
  /// How the printed form compares with the published one: "agrees", "differs".
  public let verdict: String
  /// Whether the printed form has to be shown beside the published one.
  package let isPrintedOtherwise: Bool

  /// The formula of the registry with that id.
  public init(_ id: FormulaID) {
    let formula = Formula.of(id)
    self.id = id.rawValue
    title = formula.title
    latex = formula.latexPublished
    latexPrinted = formula.latexPrinted
    unicode = formula.unicode
    unicodePrinted = formula.unicodePrinted
    documents = formula.sources.map(\.description)
    verdict = formula.verdict.rawValue
    isPrintedOtherwise =
      formula.verdict != .agrees && formula.unicodePrinted != nil && formula.unicodePrinted != formula.unicode
  }

  /// Where it is printed and how that compares, for the foot of the box.
  package var provenance: String {
    guard !documents.isEmpty else { return "in no document" }
    let place = documents.joined(separator: ", ")
    return switch verdict {
    case "agrees": "\(place) · printed as published"
    case "agrees under a reading": "\(place) · as published under one reading"
    case "differs": "\(place) · differs from the published form"
    default: "\(place) · \(verdict)"
    }
  }
}
