import Generation
import Randomness

/// The probabilities with which the next token is drawn, with top-p.
package enum NucleusExercise: Exercise {
  /// A logit for every token, and p in (0, 1], to a probability for every token.
  package typealias Function = @Sendable (_ logits: [Double], _ topP: Double) throws -> [Double]

  /// What the sampling is tried on.
  package struct Inputs: Codable, Sendable {
    let logits: [Double]
    let topP: Double
  }

  package static let about = About(
    name: "nucleusProbabilities", title: "top-p: the nucleus",
    goal:
      "Keep the fewest tokens, likeliest first, whose probabilities sum to at least topP; give all others the probability "
      + "0, and let those that are kept sum to 1. Of equal logits the one with the lower index counts as likelier. topP is "
      + "in (0, 1], and logits may be as large as ±1000.",
    formula: """
      N = the smallest k with p₍₁₎ + … + p₍ₖ₎ ≥ topP,   p = softmax(z),  p₍₁₎ ≥ p₍₂₎ ≥ …
      p′₍ᵢ₎ = p₍ᵢ₎ / (p₍₁₎ + … + p₍N₎)  for i ≤ N,   0 for the others
      """,
    formulas: [.s1_4_3_P_TEMP], uses: ["samplingProbabilities"], minutes: 20, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "Top-k keeps as many tokens where the model is sure as where it is not. Top-p asks how many it takes: walk down from "
      + "the likeliest, add up, and stop with the token that reaches topP; it belongs to the nucleus.",
    shapes:
      "A probability for every token of the vocabulary, each at its token's place. At least one is kept, since topP is "
      + "above 0. Rank indices, not probabilities, so that the places are not lost.",
    pseudocode: """
      p      ← softmax of the logits, the largest subtracted first
      ranked ← the indices, by falling logit, at equal logits by rising index
      sum ← 0, kept ← none
      for i in ranked: keep i, add p[i] to sum, stop when sum ≥ topP
      return p[i] ÷ sum for the kept, 0 for the others
      """,
    line: """
      for index in ranked {
        kept[index] = powers[index]
        sum += powers[index] / total
        if sum >= topP { break }
      }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ count: Int) -> [Double] { (0..<count).map { _ in Double(Float(2 * random.normal())) } }
    return [
      Inputs(logits: [2, 1, 0], topP: 0.75),
      // Equal ones: two of four are half of it exactly.
      Inputs(logits: [0, 0, 0, 0], topP: 0.5),
      Inputs(logits: [-3, 1, 1, 1, -1], topP: 0.5),
      Inputs(logits: [0, 3, 1], topP: 0.25),
      Inputs(logits: [999, 1_000, 0], topP: 0.875),
      Inputs(logits: [-1_000, -1_001, -999], topP: 0.5),
      Inputs(logits: [1, 0.5, 0.25, 0], topP: 1),
      Inputs(logits: drawn(8), topP: 0.625),
      Inputs(logits: drawn(12), topP: 0.8125),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let probabilities = try function(inputs.logits, inputs.topP)
    return Answer([Answer.Part("probabilities", shape: [probabilities.count], numbers: probabilities)])
  }

  package static let reference: Function = { logits, topP in
    try Sampler(topP: Float(topP)).probabilities(of: logits.map(Float.init))
  }
}
