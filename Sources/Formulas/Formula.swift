/// One formula of the documents, or one that they need and do not give: a thing in the program.
///
/// ```swift
/// let formula = Formula.of(.s1_3_1_1_AVT)
/// formula.unicodePrinted                                        // "Attention = A·Vᵀ"
/// try formula.asPrinted.compute(["A": [[0.5, 0.5]], "V": [[1, 2], [3, 4]]])
/// ```
public struct Formula: Sendable, Identifiable {
  /// The ledger's id, such as `S0-3.3-ATT`.
  public let id: FormulaID

  /// What the formula computes, in a few words.
  public let title: String

  /// Where the documents state it; empty for a missing piece.
  public let sources: [Source]

  /// The LaTeX as the document prints it, character for character; absent where the formula is not displayed.
  public let latexPrinted: String?

  /// The LaTeX of the published formula.
  public let latexPublished: String

  /// The printed formula, or the quoted claim, as one line of plain text, at most 76 columns.
  public let unicodePrinted: String?

  /// The published formula as one line of plain text, at most 76 columns.
  public let unicode: String

  /// Where the published form was published.
  public let literature: String

  /// Whether the printed and the published form are the same formula.
  public let verdict: Verdict

  /// The reason for the verdict, in one sentence.
  public let reason: String

  /// The chapters that teach it, the first one foremost; 8 is generation, 9 fine-tuning, 10
  /// translation, 11 pretrained models and smaller ones, 13 the models before and beside GPT, 14 what makes training faster.
  public let chapters: [Int]

  /// Every way of reading it, each with a function that computes it; exactly one is the published one.
  public let readings: [Reading]

  /// The observation that tells the readings apart, with its numbers.
  public let discriminatingFact: String
}

extension Formula {
  /// The formula with the given id.
  public static func of(_ id: FormulaID) -> Formula { registered(id) }

  /// Every formula, in the order of the ledger: what is printed, document by document, then what is stated in prose or in
  /// code, then the missing pieces.
  public static var all: [Formula] { FormulaID.allCases.map(of) }

  /// The published reading.
  public var published: Reading {
    guard let reading = reading(where: \.isPublished) else { stop(for: "published") }
    return reading
  }

  /// The literal reading of what the document says; the published one where the documents say nothing.
  public var asPrinted: Reading { reading(where: \.isPrinted) ?? published }

  /// The reading with the given name, such as `along the columns`; traps when there is none.
  public func reading(_ name: String) -> Reading {
    guard let reading = reading(where: { $0.name == name }) else { stop(for: name) }
    return reading
  }

  private func reading(where condition: (Reading) -> Bool) -> Reading? { readings.first(where: condition) }

  private func stop(for name: String) -> Never {
    fatalError(
      "\(id.rawValue) has no reading “\(name)”; it has: \(readings.map(\.name).joined(separator: ", "))")
  }
}

extension Formula {
  /// Whether the documents' form is the published one.
  public enum Verdict: String, CaseIterable, Sendable, Hashable {
    /// Printed as published.
    case agrees = "agrees"
    /// The published formula only under one reading, or with a definition added.
    case agreesUnderReading = "agrees under a reading"
    /// A different formula.
    case differs = "differs"
    /// Not printed as a formula: stated in prose or in code.
    case statedInProse = "stated in prose"
    /// Needed, and in no document.
    case notStated = "not stated"
  }

  /// One of the five source documents.
  public enum Document: String, CaseIterable, Sendable, Hashable {
    /// The first document, on ChatGPT as a language model.
    case s0 = "S0"
    /// The second document, on ChatGPT for research.
    case s1 = "S1"
    /// The third document, on language models and world models.
    case s2 = "S2"
    /// The fourth document, on building a language model from nothing.
    case s3 = "S3"
    /// The fifth document, on the GPT series.
    case s4 = "S4"

    /// The name of the document's file.
    public var file: String {
      switch self {
      case .s0: "000_6128fba71a943dc6.txt"
      case .s1: "001_b720a1e02c27dc0e.txt"
      case .s2: "002_1dfafd85b3514754.txt"
      case .s3: "003_1001569e768bea38.txt"
      case .s4: "004_ff6692d693de5825.txt"
      }
    }
  }

  /// A place in a document.
  public struct Source: Sendable, Hashable, CustomStringConvertible {
    /// The document.
    public let document: Document

    /// The section, such as `3.1.1`.
    public let section: String

    /// The place in the given section of a document.
    public init(_ document: Document, _ section: String) {
      self.document = document
      self.section = section
    }

    /// The document's tag and the section: `S0 §3.3`.
    public var description: String { "\(document.rawValue) §\(section)" }
  }

  /// One way of reading a formula, and the function that computes it so.
  public struct Reading: Sendable {
    /// What it is, in a few words that no other reading of the formula has, such as `along the columns`.
    public let name: String

    /// The ledger's label for it, such as `R4`; absent where the ledger has none.
    public let label: String?

    /// What the reading takes the symbols to mean.
    public let meaning: String

    /// Whether this is what the document's text literally says.
    public let isPrinted: Bool

    /// Whether this is the published formula.
    public let isPublished: Bool

    /// Inputs on which the readings of the formula can be compared.
    public let example: Values

    /// Computes the reading in Double; throws `ShapeMismatch` where it does not conform.
    public let compute: @Sendable (Values) throws -> Values
  }
}
