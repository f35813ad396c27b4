/// What a check says about a learner's function.
public struct Verdict: Sendable {
  /// The judgement itself.
  public enum Judgement: Sendable {
    /// Right on every input, of which there were so many.
    case passed(inputs: Int)
    /// Not written yet.
    case notStarted
    /// Wrong, with what was seen.
    case wrong(Finding)
    /// It trapped, with what the trap said, on an input.
    case trapped(String, on: String)
    /// It had not returned in time, on an input.
    case ranOutOfTime(seconds: Double, on: String)
    /// It threw, on an input.
    case threw(String, on: String)
    /// It ended its process instead of returning.
    case endedEarly(status: Int32)
    /// Its file does not compile; the first error, with file and line.
    case doesNotCompile(String)
    /// Its file is not where it belongs; the way to have it back.
    case missing(String)
    /// It may not be judged; the reasons.
    case refused([String])
  }

  /// The judgement itself.
  public let judgement: Judgement
  /// The catalogued mistake that gives exactly this, if one does.
  public let mistake: AnyExercise.Mistake?
  /// What the learner's code printed.
  public let printed: String
  /// What the random inputs were drawn from, if they were: the same seed gives the same inputs.
  public internal(set) var seed: UInt64?
  /// The seconds that a right function took, where that was more than the deadline.
  public internal(set) var overtime: Double?

  init(_ judgement: Judgement, mistake: AnyExercise.Mistake? = nil, printed: String = "") {
    self.judgement = judgement
    self.mistake = mistake
    self.printed = printed
  }

  /// Whether the function is right.
  public var hasPassed: Bool { if case .passed = judgement { true } else { false } }
  /// Whether its file is there and compiles.
  public var isCompiled: Bool {
    switch judgement {
    case .doesNotCompile, .missing: false
    default: true
    }
  }
  /// Whether the function is not written yet.
  public var isNotStarted: Bool { if case .notStarted = judgement { true } else { false } }
}

/// Where a wrong answer is wrong.
public struct Finding: Sendable {
  /// The input it was seen on: "input 2 of 5".
  public let place: String
  /// The input itself, if it is short enough to show.
  public let input: String?
  /// What differs: the shape, an element, a word, the number of parts.
  public let difference: Difference
  /// What is known besides: the catalogue's evidence, or that no gradient passes.
  public let notes: [String]

  /// How two answers differ.
  public enum Difference: Sendable, Hashable {
    /// A part has another shape.
    case shape(part: String, expected: [Int], got: [Int])
    /// Elements of a part differ: the first, how many, and the largest distance.
    case elements(
      part: String, shape: [Int], first: [Int], expected: Double, got: Double, wrong: Int, total: Int,
      largest: Double)
    /// Words of a part differ, the first at an index; `nil` where one list has ended.
    case words(part: String, index: Int, expected: String?, got: String?)
    /// The answer has other parts.
    case parts(expected: [String], got: [String])
  }
}
