import Randomness
import Workbench

/// One step of beam search.
package enum BeamStepExercise: Exercise {
  /// A text that may become the answer, and ln P of it.
  package typealias Beam = (tokens: [Int], logProbability: Double)
  /// The beams, ln P of every next token of a text, how many beams stay, the end token and α, to the next beams.
  package typealias Function =
    @Sendable (
      _ beams: [Beam], _ next: (_ tokens: [Int]) throws -> [Double], _ width: Int, _ end: Int,
      _ lengthPenalty: Double
    ) throws -> [Beam]

  /// Beams, and a model that looks at the last token alone: a row of logits for each.
  package struct Inputs: Codable, Sendable {
    struct Text: Codable, Sendable {
      let tokens: [Int]
      let logProbability: Double
    }

    let beams: [Text]
    let logits: [[Double]]
    let width: Int
    let end: Int
    let lengthPenalty: Double
  }

  package static let about = About(
    name: "beamStep", title: "one step of beam search",
    goal:
      "Every beam whose last token is not `end` goes on with every token of the vocabulary; next gives their ln P, which "
      + "adds to the beam's. A beam that has ended stays as it is and competes with the others. Return the `width` best of "
      + "all of them, best first, by ln P over the length penalty; the length counts every token of the beam, the new "
      + "one too. What is returned beside the tokens is ln P, not divided. (All scores differ.)",
    formula: """
      score(y) = ln P(y) / ((5 + |y|) / 6)^α        ln P(y₁ … yₙ) = ln P(y₁ … yₙ₋₁) + ln P(yₙ | y₁ … yₙ₋₁)
      """,
    formulas: [.s2_3_3_P_GREEDY], uses: ["promptLogProbabilities"], minutes: 25, difficulty: .hard,
    tolerance: 1e-9)

  package static let hints = Hints(
    idea:
      "Beam search is greedy search that does not burn its bridges: of all the ways to go on, over all beams together, a "
      + "few stay. Two of them may come from the same beam, and a beam may leave no child.",
    shapes:
      "B beams and a vocabulary of V tokens give up to B·V candidates; a beam that has ended gives one, itself. `width` of "
      + "them come back, or all if there are fewer.",
    pseudocode: """
      candidates ← none
      for every beam:
        if its last token is end: add the beam itself
        else for every token with its ln P: add (beam + token, the beam's ln P + the token's)
      sort candidates by ln P ÷ ((5 + number of tokens) ÷ 6)^α, largest first
      return the first width of them
      """,
    line: """
      let candidates = try beams.flatMap { beam in
        guard beam.tokens.last != end else { return [beam] }
        return try next(beam.tokens).enumerated().map { token, logProbability in
          (beam.tokens + [token], beam.logProbability + logProbability)
        }
      }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(beams: Int, width: Int, vocabulary: Int, penalty: Double) -> Inputs {
      Inputs(
        beams: (0..<beams).map { beam in
          let length = 1 + random.index(below: 4)
          let last = beam == 1 ? 0 : 1 + random.index(below: vocabulary - 1)
          return Inputs.Text(
            tokens: (0..<length - 1).map { _ in 1 + random.index(below: vocabulary - 1) } + [last],
            logProbability: -0.4 * Double(length) - 0.5 * Double(random.index(below: 1_000)) / 1_000)
        },
        logits: (0..<vocabulary).map { _ in (0..<vocabulary).map { _ in 1.5 * random.normal() } },
        width: width, end: 0, lengthPenalty: penalty)
    }
    let two = [[0, 1, 2.5], [0.5, 2, 1.75], [1, 0.25, 3]]
    return [
      Inputs(
        beams: [.init(tokens: [1], logProbability: -0.5)], logits: two, width: 2, end: 0, lengthPenalty: 1),
      // Both best ways on come from one beam.
      Inputs(
        beams: [.init(tokens: [1, 2], logProbability: -0.25), .init(tokens: [2, 1], logProbability: -4)],
        logits: two, width: 2, end: 0, lengthPenalty: 0),
      // One has ended, short; with α it counts otherwise than without.
      Inputs(
        beams: [
          .init(tokens: [1, 0], logProbability: -1.1), .init(tokens: [1, 2, 1], logProbability: -1.25),
        ],
        logits: two, width: 3, end: 0, lengthPenalty: 1.5),
      Inputs(
        beams: [.init(tokens: [2, 0], logProbability: -0.75), .init(tokens: [1, 0], logProbability: -0.5)],
        logits: two, width: 4, end: 0, lengthPenalty: 1),
      Inputs(
        beams: [
          .init(tokens: [2, 1, 1, 2, 1], logProbability: -3), .init(tokens: [1, 0], logProbability: -1.4),
          .init(tokens: [2, 2, 1, 2], logProbability: -2.5),
        ], logits: two, width: 4, end: 0, lengthPenalty: 0.75),
      // All have ended, and α is large: the order is that of the penalty alone.
      Inputs(
        beams: [
          .init(tokens: [1, 2, 1, 2, 2, 0], logProbability: -2.5),
          .init(tokens: [2, 0], logProbability: -1.2),
          .init(tokens: [1, 0], logProbability: -1.5), .init(tokens: [2, 1, 1, 0], logProbability: -1.4),
        ], logits: two, width: 4, end: 0, lengthPenalty: 3),
      // The new token makes a text long enough to pass one that has ended.
      Inputs(
        beams: [
          .init(tokens: [1, 2, 1, 0], logProbability: -1.6),
          .init(tokens: [2, 1, 1, 2, 1], logProbability: -0.5),
        ], logits: two, width: 3, end: 0, lengthPenalty: 3),
      drawn(beams: 3, width: 4, vocabulary: 4, penalty: 0.6),
      drawn(beams: 4, width: 3, vocabulary: 5, penalty: 1),
      drawn(beams: 3, width: 6, vocabulary: 4, penalty: 2),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let table = inputs.logits.map(PromptLogProbabilitiesExercise.logSoftmax)
    let beams = try function(
      inputs.beams.map { ($0.tokens, $0.logProbability) },
      { tokens in
        guard let last = tokens.last else { throw NothingRead() }
        return table[last]
      }, inputs.width, inputs.end, inputs.lengthPenalty)
    return Answer([
      Answer.Part(
        "tokens of the beams",
        words: beams.map { $0.tokens.map(String.init).joined(separator: " ") }),
      Answer.Part("ln P of the beams", shape: [beams.count], numbers: beams.map(\.logProbability)),
    ])
  }

  private struct NothingRead: Error, CustomStringConvertible {
    let description = "next was asked what follows no token at all"
  }

  package static let reference: Function = { beams, next, width, end, penalty in
    best(width, of: try continued(beams, next, end), by: { $0.logProbability / lengthFactor($0, penalty) })
  }

  /// Every way on, and every beam that has ended.
  static func continued(_ beams: [Beam], _ next: ([Int]) throws -> [Double], _ end: Int?) throws -> [Beam] {
    try beams.flatMap { beam -> [Beam] in
      guard end == nil || beam.tokens.last != end else { return [beam] }
      return try next(beam.tokens).enumerated().map { token, logProbability in
        (beam.tokens + [token], beam.logProbability + logProbability)
      }
    }
  }

  /// ((5 + |y|) / 6)^α, the length penalty of Wu et al. 2016.
  static func lengthFactor(_ beam: Beam, _ penalty: Double) -> Double {
    power((5 + Double(beam.tokens.count)) / 6, penalty)
  }

  static func best(_ width: Int, of beams: [Beam], by score: (Beam) -> Double) -> [Beam] {
    Array(beams.sorted { score($0) > score($1) }.prefix(width))
  }
}
