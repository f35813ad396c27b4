import Foundation
import Randomness

/// An exercise whatever the type of its function: what lists, checks and graders work with.
///
/// Inputs are held as the text in which they travel to the process that runs the learner's function.
public struct AnyExercise: Sendable {
  /// What it is called and what it asks for.
  public let about: About
  /// Four hints, each giving away more than the one before.
  public let hints: Hints
  /// The wrong solutions, without their functions.
  public let misconceptions: [Mistake]

  /// The inputs of one check, as JSON.
  let inputs: @Sendable (inout SeededGenerator) throws -> [Data]
  /// What the reference answers.
  let expected: @Sendable (Data) throws -> Answer
  /// What the wrong solution of a number answers.
  let wrong: @Sendable (Int, Data) throws -> Answer
  /// Whether an answer is right although it is not the reference's.
  let accepts: @Sendable (Answer, Data) throws -> Bool

  /// A wrong solution of the catalogue, without its function.
  public struct Mistake: Sendable {
    /// A short name, unique in its exercise.
    public let name: String
    /// The name of the mistake: its own, or that of the one that it is another way of writing.
    public let mistake: String
    /// What was done instead.
    public let diagnosis: String
    /// Where to look, or what to ask oneself.
    public let remedy: String
    /// The formula that prints the mistake, as "S1-3.1.1-A, document S1 §3.1.1".
    public let source: String?
    /// How common it is, 1 to 3.
    public let frequency: Int
    /// A number of the wrong answer that shows the mistake.
    let evidence: @Sendable (Answer) -> String?
  }

  /// An exercise without the type of its function.
  public init<Typed: Exercise>(_ type: Typed.Type) {
    about = Typed.about
    hints = Typed.hints
    misconceptions = Typed.misconceptions.map { misconception in
      Mistake(
        name: misconception.name, mistake: misconception.mistake, diagnosis: misconception.diagnosis,
        remedy: misconception.remedy, source: misconception.source.map { $0.citation },
        frequency: misconception.frequency, evidence: misconception.evidence)
    }
    inputs = { random in try Typed.inputs(&random).map { try Wire.encode($0) } }
    expected = { try Typed.answer(of: Typed.reference, to: Wire.decode(Typed.Inputs.self, from: $0)) }
    wrong = { index, inputs in
      try Typed.answer(
        of: Typed.misconceptions[index].function, to: Wire.decode(Typed.Inputs.self, from: inputs))
    }
    accepts = { try Typed.accepts($0, to: Wire.decode(Typed.Inputs.self, from: $1)) }
  }

  /// The name of its function.
  public var name: String { about.name }

  /// The wrong solutions without those that are another way of writing one of them.
  var mistakes: [Mistake] { misconceptions.filter { $0.name == $0.mistake } }
}

/// JSON in which every number keeps its bits, infinities and NaN included.
enum Wire {
  static func encode(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return try encoder.encode(value)
  }

  static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return try decoder.decode(type, from: data)
  }
}
