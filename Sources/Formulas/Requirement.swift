/// A step or component that a document lists, and that the course has to demonstrate by a printed tensor and a test.
///
/// ```swift
/// Requirement.of("R-S3-4")?.state  // shown by NeuralTests.GPTTests/prefixes
/// ```
public struct Requirement: Sendable, Identifiable {
  /// The ledger's id, such as `R-S0-1`.
  public let id: String

  /// The place that lists it.
  public let source: Formula.Source

  /// What the document lists.
  public let text: String

  /// What a demonstration of it is.
  public let demonstration: String

  /// The chapters it belongs to, the first one foremost; 8 is generation, 9 fine-tuning.
  public let chapters: [Int]

  /// Whether the course stands or falls with it.
  public let status: Status

  /// Where it is shown, or why it is not.
  public let state: State

  /// Whether a requirement is a part of the system that the documents describe.
  public enum Status: String, CaseIterable, Sendable, Hashable {
    /// Described by the documents, and needed.
    case core
    /// Named by them, and not needed for the rest.
    case `extension`
  }

  /// How far a requirement is met.
  public enum State: Sendable, Hashable {
    /// By tests that carry its id, and by a command where there is something to look at.
    case shown(by: [TestName], command: String?)
    /// Not yet, for a reason.
    case planned(String)
    /// Not a part of the core, so not promised.
    case beyondTheCore
  }
}

extension Requirement {
  /// Every requirement, document by document.
  public static let all = ofS0 + ofS1 + ofS2 + ofS3 + ofS4

  /// The requirement with the given id; absent when there is none.
  public static func of(_ id: String) -> Requirement? { all.first { $0.id == id } }

  /// The reason for which the requirement is planned; absent when it is not.
  public var plannedReason: String? { if case .planned(let reason) = state { reason } else { nil } }

  /// The tests that show it.
  public var tests: [TestName] { if case .shown(let tests, _) = state { tests } else { [] } }

  /// The command that shows it.
  public var command: String? { if case .shown(_, let command) = state { command } else { nil } }

  /// A core requirement that tests and a command show.
  static func shown(
    _ document: Formula.Document, _ number: Int, _ section: String, _ text: String, _ demonstration: String,
    chapters: [Int], by tests: [TestName], command: String? = nil
  ) -> Requirement {
    Requirement(
      id: "R-\(document.rawValue)-\(number)", source: Formula.Source(document, section), text: text,
      demonstration: demonstration, chapters: chapters, status: .core,
      state: .shown(by: tests, command: command))
  }

  /// A core requirement that needs something not built yet.
  static func planned(
    _ document: Formula.Document, _ number: Int, _ section: String, _ text: String, _ demonstration: String,
    chapters: [Int], because reason: String
  ) -> Requirement {
    Requirement(
      id: "R-\(document.rawValue)-\(number)", source: Formula.Source(document, section), text: text,
      demonstration: demonstration, chapters: chapters, status: .core, state: .planned(reason))
  }

  /// A requirement beyond the core.
  static func beyond(
    _ document: Formula.Document, _ number: Int, _ section: String, _ text: String, _ demonstration: String,
    chapters: [Int]
  ) -> Requirement {
    Requirement(
      id: "R-\(document.rawValue)-\(number)", source: Formula.Source(document, section), text: text,
      demonstration: demonstration, chapters: chapters, status: .extension, state: .beyondTheCore)
  }
}
