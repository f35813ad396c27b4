import Formulas
import Randomness

/// One thing for a learner to write, and how it is judged.
///
/// An exercise is a contract (`Function`), inputs to try it on, a reference that gives the right numbers, and a
/// catalogue of wrong solutions: what a learner who has misunderstood would have written. A check compares the
/// learner's numbers with the reference's, and when they differ with those of every wrong solution, so that it can
/// say not only *that* they are wrong but *why*.
public protocol Exercise: SendableMetatype {
  /// The type of the function that the learner writes.
  associatedtype Function: Sendable
  /// What the function is tried on.
  associatedtype Inputs: Codable & Sendable

  /// What it is called and what it asks for.
  static var about: About { get }
  /// Four hints, each giving away more than the one before.
  static var hints: Hints { get }

  /// The inputs of one check: fixed ones first, which tell the variants apart, then ones drawn from `random`.
  static func inputs(_ random: inout SeededGenerator) -> [Inputs]
  /// Calls a function and writes down what it returns as numbers that can be compared.
  static func answer(of function: Function, to inputs: Inputs) throws -> Answer

  /// The function as it should be, made of the reference implementation.
  static var reference: Function { get }
  /// The catalogue of wrong solutions: at least four.
  static var misconceptions: [Misconception<Function>] { get }

  /// Whether an answer is right although it is not the reference's, where several are. By default none is.
  static func accepts(_ answer: Answer, to inputs: Inputs) -> Bool
}

extension Exercise {
  /// No other answer than the reference's is right.
  public static func accepts(_ answer: Answer, to inputs: Inputs) -> Bool { false }
}

/// What an exercise is called and what it asks for.
public struct About: Sendable {
  /// How much there is to think about.
  public enum Difficulty: Int, Sendable, Hashable, CaseIterable {
    /// One line, once the formula is understood.
    case easy = 1
    /// A few lines that must agree with each other.
    case medium
    /// A derivation, or an algorithm.
    case hard
  }

  /// The learner's function, which is also the exercise's name on the command line: `attentionScores`.
  public let name: String
  /// A few words for a list.
  public let title: String
  /// What the function must do, in a sentence or two.
  public let goal: String
  /// The formula in plain Unicode, shapes beside it.
  public let formula: String
  /// The formulas of the ledger that it stands for.
  public let formulas: [FormulaID]
  /// The exercises that it stands on; the reference does their part when this one is checked.
  public let uses: [String]
  /// What a learner who has read the chapter needs, in minutes.
  public let minutes: Int
  /// How much there is to think about.
  public let difficulty: Difficulty
  /// The largest difference that rounding may make, as a share of the largest number expected.
  public let tolerance: Double

  /// What an exercise is called and what it asks for.
  public init(
    name: String, title: String, goal: String, formula: String, formulas: [FormulaID] = [],
    uses: [String] = [],
    minutes: Int, difficulty: Difficulty, tolerance: Double = 1e-4
  ) {
    self.name = name
    self.title = title
    self.goal = goal
    self.formula = formula
    self.formulas = formulas
    self.uses = uses
    self.minutes = minutes
    self.difficulty = difficulty
    self.tolerance = tolerance
  }

  /// What it counts in a mark: 1, 2 or 3 by difficulty.
  public var points: Int { difficulty.rawValue }
}

/// Four hints, each giving away more than the one before.
public struct Hints: Sendable {
  /// What to think of.
  public let idea: String
  /// What the shapes are on the way.
  public let shapes: String
  /// The steps.
  public let pseudocode: String
  /// The line, or the lines, that do it.
  public let line: String

  /// Four hints, each giving away more than the one before.
  public init(idea: String, shapes: String, pseudocode: String, line: String) {
    self.idea = idea
    self.shapes = shapes
    self.pseudocode = pseudocode
    self.line = line
  }

  /// The four levels in order, each with its name.
  public var levels: [(name: String, text: String)] {
    [("idea", idea), ("shapes", shapes), ("pseudo-code", pseudocode), ("the line", line)]
  }
}

/// A wrong solution, and what whoever wrote it has misunderstood.
public struct Misconception<Function: Sendable>: Sendable {
  /// A short name, unique in its exercise: `scaled-by-d`.
  public let name: String
  /// The name of the mistake: this one's own, or that of the one that it is another way of writing.
  public let mistake: String
  /// What was done instead: completes "these are the values of …".
  public let diagnosis: String
  /// Where to look, or what to ask oneself.
  public let remedy: String
  /// Where the mistake is printed, if it is: a ledger id, with its document and section.
  public let source: FormulaID?
  /// How common it is in classes and in code, 1 (seen now and then) to 3 (nearly everybody at first).
  public let frequency: Int
  /// A number of the wrong answer that shows the mistake: "row 0 sums to 0.67".
  public let evidence: @Sendable (Answer) -> String?
  /// The wrong solution.
  public let function: Function

  /// A wrong solution, and what whoever wrote it has misunderstood.
  public init(
    _ name: String, diagnosis: String, remedy: String, source: FormulaID? = nil, frequency: Int = 2,
    evidence: @escaping @Sendable (Answer) -> String? = { _ in nil }, function: Function
  ) {
    self.init(
      name, of: name, diagnosis: diagnosis, remedy: remedy, source: source, frequency: frequency,
      evidence: evidence, function: function)
  }

  private init(
    _ name: String, of mistake: String, diagnosis: String, remedy: String, source: FormulaID?, frequency: Int,
    evidence: @escaping @Sendable (Answer) -> String?, function: Function
  ) {
    self.name = name
    self.mistake = mistake
    self.diagnosis = diagnosis
    self.remedy = remedy
    self.source = source
    self.frequency = frequency
    self.evidence = evidence
    self.function = function
  }

  /// The same mistake in code that is written another way, and so ends otherwise on some input: by a trap, say.
  func variant(_ suffix: String, function: Function) -> Misconception {
    Misconception(
      "\(name)-\(suffix)", of: mistake, diagnosis: diagnosis, remedy: remedy, source: source, frequency: 1,
      evidence: evidence, function: function)
  }
}

/// Thrown by a wrong solution of the catalogue where the learner's own would trap: shapes that do not fit.
public struct Stops: Error, Sendable {
  /// What does not fit.
  public let reason: String

  /// Says what does not fit.
  public init(_ reason: String) { self.reason = reason }
}

/// Thrown by a wrong solution of the catalogue where the learner's own would not return in any time that anybody can wait.
struct RunsOn: Error {}
