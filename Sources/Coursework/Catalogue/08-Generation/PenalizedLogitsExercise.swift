import Randomness

/// The logits after the penalties on what was generated already.
package enum PenalizedLogitsExercise: Exercise {
  /// Logits, the prompt with what was generated, the prompt's length and two penalties to logits.
  package typealias Function =
    @Sendable (
      _ logits: [Double], _ tokens: [Int], _ promptLength: Int, _ presencePenalty: Double,
      _ frequencyPenalty: Double
    ) throws -> [Double]

  /// What the penalties are tried on.
  package struct Inputs: Codable, Sendable {
    let logits: [Double]
    let tokens: [Int]
    let promptLength: Int
    let presencePenalty: Double
    let frequencyPenalty: Double
  }

  package static let about = About(
    name: "penalizedLogits", title: "presence and frequency penalties",
    goal:
      "Lower the logit of every token that was generated already: by the frequency penalty for each time that it was, "
      + "and by the presence penalty once. The first promptLength of the tokens are the prompt, which does not count. "
      + "A penalty below 0 raises the logit.",
    formula: """
      zᵢ ← zᵢ − frequency · cᵢ − presence · [cᵢ > 0]     cᵢ = how often token i stands behind the prompt
      vocabulary logits → vocabulary logits
      """,
    minutes: 12, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "Count first, then subtract. The prompt says what the text is about: whoever asks of a dog wants to read of the "
      + "dog, and so only what the model said itself is counted.",
    shapes:
      "A logit for every token of the vocabulary goes in and comes out, in the same order. The counts are as many; those "
      + "of tokens that were not generated are 0, and their logits stay as they are.",
    pseudocode: """
      counts ← 0 for every token
      for every token behind the prompt: counts[token] grows by 1
      for every i: logits[i] − frequency · counts[i] − (presence if counts[i] > 0, else 0)
      """,
    line: """
      var counts = [Double](repeating: 0, count: logits.count)
      for token in tokens.dropFirst(promptLength) { counts[token] += 1 }
      return logits.indices.map {
        logits[$0] - frequencyPenalty * counts[$0] - (counts[$0] > 0 ? presencePenalty : 0)
      }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(prompt: Int, generated: Int, _ presence: Double, _ frequency: Double) -> Inputs {
      Inputs(
        logits: (0..<6).map { _ in random.normal() * 2 },
        tokens: (0..<prompt + generated).map { _ in random.index(below: 5) }, promptLength: prompt,
        presencePenalty: presence, frequencyPenalty: frequency)
    }
    return [
      Inputs(
        logits: [1, 2, 3, -4], tokens: [0, 1, 1, 2, 1], promptLength: 2, presencePenalty: 0.5,
        frequencyPenalty: 0.25),
      // Nothing was generated yet.
      Inputs(
        logits: [1, 2, 3], tokens: [0, 1, 1], promptLength: 3, presencePenalty: 2, frequencyPenalty: 1),
      Inputs(
        logits: [0.5, -1, 2, 0.25], tokens: [3, 0, 2, 0, 0], promptLength: 1, presencePenalty: 0,
        frequencyPenalty: 0.75),
      Inputs(
        logits: [0.5, -1, 2, 0.25], tokens: [1, 2, 2, 2, 3], promptLength: 0, presencePenalty: 1.5,
        frequencyPenalty: 0),
      // Penalties below 0: what was said is said again.
      Inputs(
        logits: [-2, -1, 0], tokens: [2, 0, 0, 1, 0], promptLength: 1, presencePenalty: -0.5,
        frequencyPenalty: -1),
      drawn(prompt: 4, generated: 9, 0.6, 0.3),
      drawn(prompt: 3, generated: 7, 1.1, 0.2),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let logits = try function(
      inputs.logits, inputs.tokens, inputs.promptLength, inputs.presencePenalty, inputs.frequencyPenalty)
    return Answer([Answer.Part("logits", shape: [logits.count], numbers: logits)])
  }

  package static let reference: Function = { logits, tokens, promptLength, presence, frequency in
    penalized(logits, counts(tokens.dropFirst(promptLength), of: logits), presence, frequency)
  }

  /// How often each token stands.
  static func counts(_ tokens: some Sequence<Int>, of logits: [Double]) -> [Double] {
    var counts = [Double](repeating: 0, count: logits.count)
    for token in tokens { counts[token] += 1 }
    return counts
  }

  static func penalized(
    _ logits: [Double], _ counts: [Double], _ presence: Double, _ frequency: Double
  ) -> [Double] {
    zip(logits, counts).map { $0 - frequency * $1 - ($1 > 0 ? presence : 0) }
  }
}
