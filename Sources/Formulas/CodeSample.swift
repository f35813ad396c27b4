/// A code sample of the documents, with everything that is wrong in it.
///
/// Each bug is an observable fact about the sample as it stands; the class of this package that does what the sample
/// wanted to do is tested for the opposite.
public struct CodeSample: Sendable, Identifiable {
  /// The ledger's id, such as `S0-CODE`.
  public let id: String

  /// Where it is printed.
  public let source: Formula.Source

  /// What it wants to do.
  public let intent: String

  /// What happens when it is run as it stands.
  public let asGiven: String

  /// What this package offers in its place.
  public let repair: String

  /// The reason for which the repair is not built yet; absent when it is.
  public let plannedReason: String?

  /// What is wrong, numbered from 1.
  public let bugs: [Bug]

  /// One thing that is wrong in a sample.
  public struct Bug: Sendable, Hashable {
    /// The number within the sample.
    public let number: Int

    /// What is wrong.
    public let what: String

    /// What can be observed of it.
    public let fact: String

    /// What answers it.
    public let answer: Answer
  }

  /// What answers a bug.
  public enum Answer: Sendable, Hashable {
    /// Tests of the repaired class, for the opposite of the fact.
    case tested(by: [TestName])
    /// The bug is a claim and no behaviour: the errata with these numbers answer it.
    case claim([String])
    /// The repair is planned.
    case planned
  }
}

extension CodeSample {
  /// Every sample, in the order of the documents.
  public static let all = [s0, s1, s2A, s2B, s3, s4A, s4B]

  /// The sample with the given id; absent when there is none.
  public static func of(_ id: String) -> CodeSample? { all.first { $0.id == id } }

  /// A sample whose repair exists; its bugs are numbered in the order given.
  static func repaired(
    _ id: String, _ document: Formula.Document, _ section: String, intent: String, asGiven: String,
    repair: String, _ bugs: [(what: String, fact: String, answer: Answer)]
  ) -> CodeSample {
    CodeSample(
      id: id, source: Formula.Source(document, section), intent: intent, asGiven: asGiven, repair: repair,
      plannedReason: nil,
      bugs: bugs.enumerated().map { index, bug in
        Bug(number: index + 1, what: bug.what, fact: bug.fact, answer: bug.answer)
      })
  }

  /// A sample whose repair is planned; its bugs are numbered in the order given.
  static func planned(
    _ id: String, _ document: Formula.Document, _ section: String, intent: String, asGiven: String,
    repair: String, because reason: String, _ bugs: [(what: String, fact: String)]
  ) -> CodeSample {
    CodeSample(
      id: id, source: Formula.Source(document, section), intent: intent, asGiven: asGiven, repair: repair,
      plannedReason: reason,
      bugs: bugs.enumerated().map { index, bug in
        Bug(number: index + 1, what: bug.what, fact: bug.fact, answer: .planned)
      })
  }
}
