import Randomness
import Workbench

/// How likely a text was, token by token.
package enum PromptLogProbabilitiesExercise: Exercise {
  /// The logits behind every token of a text, and the text, to ln P of every token; nil for the first.
  package typealias Function = @Sendable (_ logits: [[Double]], _ tokens: [Int]) throws -> [Double?]

  /// What the scoring is tried on.
  package struct Inputs: Codable, Sendable {
    let logits: [[Double]]
    let tokens: [Int]
  }

  package static let about = About(
    name: "promptLogProbabilities", title: "how likely was this text?",
    goal:
      "Row t of the logits is what the model says of the token *after* tokens[t]. Return ln P of every token of the text, "
      + "given the tokens before it. Nothing comes before the first: its value is nil. Logits may be as large as ±1000.",
    formula: """
      lnP[0] = nil
      lnP[t] = z_y − ln Σⱼ e^(zⱼ)    with z = logits[t − 1], y = tokens[t],  t = 1 … T − 1
      """,
    formulas: [.s2_4_2_CE], uses: ["crossEntropy"], minutes: 12, difficulty: .easy, tolerance: 1e-9)

  package static let hints = Hints(
    idea:
      "A model answers one place late: what it says after the third token is about the fourth. Which row speaks of the "
      + "first token? And to which token does the last row belong?",
    shapes:
      "T tokens, T rows of logits, T values: nil and T − 1 numbers, none of them above 0. The last row says what would "
      + "come next, and is not used.",
    pseudocode: """
      result ← nil
      for t from 1 to T − 1:
        z ← logits[t − 1], largest ← the largest of z
        append z[tokens[t]] − largest − ln Σ e^(zⱼ − largest)
      """,
    line: """
      return tokens.indices.map { place in
        guard place > 0 else { return nil }
        let row = logits[place - 1]
        let largest = row.max() ?? 0
        return row[tokens[place]] - largest - log(row.reduce(0) { $0 + exp($1 - largest) })
      }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ time: Int, vocabulary: Int, deviation: Double) -> Inputs {
      Inputs(
        logits: (0..<time).map { _ in (0..<vocabulary).map { _ in deviation * random.normal() } },
        tokens: (0..<time).map { _ in random.index(below: vocabulary) })
    }
    return [
      Inputs(logits: [[0, 1, 2], [2, 0, 0], [1, 1, 3]], tokens: [0, 2, 1]),
      Inputs(logits: [[0.5, 0.25]], tokens: [1]),
      // Sure of itself, and wrong.
      Inputs(logits: [[1_000, 0, -1_000], [0, 999, 1_000], [5, 5, 5], [0, 0, 1]], tokens: [2, 1, 0, 2]),
      Inputs(logits: [[-1_000, -1_001], [-999, -1_000], [0, 0]], tokens: [1, 1, 0]),
      drawn(5, vocabulary: 4, deviation: 1),
      drawn(7, vocabulary: 6, deviation: 3),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let values = try function(inputs.logits, inputs.tokens)
    return Answer([
      Answer.Part("number of values", shape: [], numbers: [Double(values.count)]),
      Answer.Part(
        "places that are nil", shape: [values.count], numbers: values.map { $0 == nil ? 1 : 0 }),
      Answer.Part("ln P", shape: [values.count], numbers: values.map { $0 ?? 0 }),
    ])
  }

  package static let reference: Function = { logits, tokens in
    tokens.indices.map { $0 == 0 ? nil : logSoftmax(logits[$0 - 1])[tokens[$0]] }
  }

  /// z − ln Σ e^z.
  static func logSoftmax(_ logits: [Double]) -> [Double] {
    let largest = logits.max() ?? 0
    let total = log(logits.reduce(0) { $0 + exp($1 - largest) })
    return logits.map { $0 - largest - total }
  }
}
