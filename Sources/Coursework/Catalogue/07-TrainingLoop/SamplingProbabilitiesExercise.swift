import Formulas
import Generation
import Randomness
import Training

/// The probabilities with which the next token is drawn, with temperature and top-k.
package enum SamplingProbabilitiesExercise: Exercise {
  /// A logit for every token, T > 0 and k ≥ 1 to a probability for every token.
  package typealias Function =
    @Sendable (_ logits: [Double], _ temperature: Double, _ topK: Int) throws -> [Double]

  /// What the sampling is tried on.
  package struct Inputs: Codable, Sendable {
    let logits: [Double]
    let temperature: Double
    let topK: Int
  }

  package static let about = About(
    name: "samplingProbabilities", title: "temperature and top-k",
    goal:
      "Return the probability with which each token is drawn: softmax of the logits divided by the "
      + "temperature, over "
      + "the topK likeliest tokens alone. All the others get exactly 0, and the probabilities sum to 1. "
      + "Of equal "
      + "logits the one with the lower index counts as likelier; a topK beyond the vocabulary keeps every "
      + "token. The "
      + "temperature is positive, and logits may be as large as ±1000.",
    formula: """
      pᵢ = e^(zᵢ/T) / Σ_{j kept} e^(zⱼ/T)  for the k largest zᵢ,   pᵢ = 0 for the others
      vocabulary logits → vocabulary probabilities
      """,
    formulas: [.s1_4_3_P_TEMP], minutes: 20, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "Three things in a row: find which tokens stay, divide their logits by T, take softmax of what is "
      + "left. A "
      + "token that is hidden is one whose logit is −∞: e^−∞ is 0, so it adds nothing to the sum either.",
    shapes:
      "A list of as many numbers as the vocabulary has tokens goes in, a list of as many comes out, every "
      + "probability at its token's place. Sort indices, not logits, so that the places are not lost.",
    pseudocode: """
      ranked  ← the indices, by falling logit, at equal logits by rising index
      kept    ← the first topK of them
      largest ← the logit of the first
      powers  ← 0 everywhere
      for i in kept: powers[i] ← e to the (logits[i] − largest) ÷ temperature
      return powers, each ÷ their sum
      """,
    line: """
      let ranked = logits.indices.sorted { (-logits[$0], $0) < (-logits[$1], $1) }
      let kept = ranked.prefix(topK)
      var powers = [Double](repeating: 0, count: logits.count)
      for index in kept { powers[index] = exp((logits[index] - logits[ranked[0]]) / temperature) }
      let total = powers.reduce(0, +)
      return powers.map { $0 / total }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    // Numbers that are a Float's too, as those of a model are.
    func drawn(_ count: Int, mean: Double) -> [Double] {
      (0..<count).map { _ in Double(Float(mean + 2 * random.normal())) }
    }
    return [
      Inputs(logits: [2, 1, 0], temperature: 0.5, topK: 3),
      Inputs(logits: [-3, -1, -2, -4], temperature: 1, topK: 2),
      Inputs(logits: [1, 3, 3, 3, 0], temperature: 2, topK: 2),
      Inputs(logits: [999, 1_000, 0], temperature: 0.5, topK: 3),
      Inputs(logits: [0.5, 0.25], temperature: 0.125, topK: 1),
      Inputs(logits: drawn(8, mean: -1), temperature: 1.25, topK: 3),
      Inputs(logits: drawn(12, mean: 1), temperature: 0.75, topK: 12),
      // All far below 0, and differences that only a high temperature makes small.
      Inputs(logits: [-1_000, -999, -1_001], temperature: 1, topK: 2),
      Inputs(logits: [1_000, -1_000, 500], temperature: 400, topK: 3),
      // Fewer tokens than are to be kept: all of them.
      Inputs(logits: [1, 0, 2], temperature: 1.5, topK: 5),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let probabilities = try function(inputs.logits, inputs.temperature, inputs.topK)
    return Answer([
      Answer.Part("probabilities", shape: [probabilities.count], numbers: probabilities)
    ])
  }

  package static let reference: Function = { logits, temperature, topK in
    try Sampler(temperature: Float(temperature), topK: topK).probabilities(of: logits.map(Float.init))
  }
}
