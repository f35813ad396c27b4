import Platform
import Randomness

/// How likely a text is for a hidden Markov model, whatever the states: the forward algorithm.
package enum TextProbabilityExercise: Exercise {
  /// A model's probabilities and a text, to the logarithm of the text's.
  package typealias Function =
    @Sendable (
      _ initial: [Double], _ transitions: [[Double]], _ emissions: [[Double]], _ symbols: [Int]
    ) throws -> Double

  /// A hidden Markov model, and a text for it.
  package struct Inputs: Codable, Sendable {
    let initial: [Double]
    let transitions: [[Double]]
    let emissions: [[Double]]
    let symbols: [Int]

    /// A model of random probabilities, none of them near 0, and a text of random symbols.
    static func drawn(
      states: Int, symbols: Int, length: Int, using random: inout SeededGenerator
    ) -> Inputs {
      func distribution(_ count: Int) -> [Double] {
        let weights = (0..<count).map { _ in 0.1 + random.uniform() }
        return weights.map { $0 / weights.reduce(0, +) }
      }
      return Inputs(
        initial: distribution(states), transitions: (0..<states).map { _ in distribution(states) },
        emissions: (0..<states).map { _ in distribution(symbols) },
        symbols: (0..<length).map { _ in random.index(below: symbols) })
    }
  }

  package static let about = About(
    name: "textProbability", title: "a text's probability, whatever the states",
    goal:
      "A hidden Markov model is in one of some states, which nobody sees, and says a symbol in each. Return the natural "
      + "logarithm of the probability of a text: the sum over all paths of states. There are more paths than anybody can go "
      + "through, and the probability of a long text is too small for a Double.",
    formula: """
      α₁(j) = initial[j] · emissions[j][o₁]     αₜ(j) = Σᵢ αₜ₋₁(i) · transitions[i][j] · emissions[j][oₜ]
      ln P(o₁ … o_T) = ln Σⱼ α_T(j)     P of no symbols is 1
      """,
    formulas: [.g_HMM], minutes: 25, difficulty: .medium, tolerance: 1e-9)

  package static let hints = Hints(
    idea:
      "All paths that end in state j at a place can be kept as one number, αₜ(j). At the next place each of them is met by "
      + "one step and one symbol. How many numbers are there to keep?",
    shapes:
      "α has one number a state. Row i of the transitions says where state i goes; row j of the emissions says what state j "
      + "says. If α is divided by its sum s at every place, the logarithms of all s add up to the answer.",
    pseudocode: """
      α ← initial
      for each symbol
        (from the second on) α[j] ← Σᵢ α[i] · transitions[i][j]
        α[j] ← α[j] · emissions[j][symbol]
        s ← Σ α;  α ← α ÷ s;  answer ← answer + ln s
      """,
    line: """
      var (alpha, answer) = (initial, 0.0)
      for (place, symbol) in symbols.enumerated() {
        if place > 0 {
          alpha = alpha.indices.map { next in
            alpha.indices.reduce(0) { $0 + alpha[$1] * transitions[$1][next] }
          }
        }
        alpha = alpha.indices.map { alpha[$0] * emissions[$0][symbol] }
        let sum = alpha.reduce(0, +)
        alpha = alpha.map { $0 / sum }
        answer += log(sum)
      }
      return answer
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(states: Int, symbols: Int, length: Int) -> Inputs {
      .drawn(states: states, symbols: symbols, length: length, using: &random)
    }
    let byHand = Inputs(
      initial: [0.6, 0.4], transitions: [[0.7, 0.3], [0.4, 0.6]], emissions: [[0.5, 0.5], [0.1, 0.9]],
      symbols: [0, 1])
    func ofHand(_ symbols: [Int]) -> Inputs {
      Inputs(
        initial: byHand.initial, transitions: byHand.transitions, emissions: byHand.emissions,
        symbols: symbols)
    }
    return [
      byHand, ofHand([1]), ofHand([0, 1, 1, 0]),
      drawn(states: 3, symbols: 4, length: 5), drawn(states: 4, symbols: 2, length: 7),
      drawn(states: 1, symbols: 3, length: 3),
      // States that never follow one another, and one that never says a symbol.
      Inputs(
        initial: [0, 0.25, 0.75], transitions: [[0.5, 0.5, 0], [0, 0.5, 0.5], [1, 0, 0]],
        emissions: [[0.25, 0.75], [1, 0], [0.5, 0.5]], symbols: [0, 1, 0, 0, 1]),
      // No symbols: all texts begin so.
      ofHand([]),
      // 2¹⁶⁰⁰ paths, and a probability far below the least Double.
      ofHand((0..<1_600).map { _ in random.index(below: 2) }),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer(try function(inputs.initial, inputs.transitions, inputs.emissions, inputs.symbols))
  }

  package static let reference: Function = { initial, transitions, emissions, symbols in
    forward(initial, transitions, emissions, symbols)
  }

  /// The forward algorithm, divided by its sum at every place.
  ///
  /// - Parameters:
  ///   - combined: what becomes of the ways into a state: their sum.
  ///   - ended: what is left of the last place, whose sum is 1.
  static func forward(
    _ initial: [Double], _ transitions: [[Double]], _ emissions: [[Double]], _ symbols: [Int],
    combined: ([Double]) -> Double = { $0.reduce(0, +) }, ended: ([Double]) -> Double = { _ in 1 }
  ) -> Double {
    var (alpha, answer) = (initial, 0.0)
    for (place, symbol) in symbols.enumerated() {
      if place > 0 {
        alpha = alpha.indices.map { next in
          combined(alpha.indices.map { alpha[$0] * transitions[$0][next] })
        }
      }
      alpha = alpha.indices.map { alpha[$0] * emissions[$0][symbol] }
      let sum = alpha.reduce(0, +)
      alpha = alpha.map { $0 / sum }
      answer += log(sum)
    }
    return answer + log(ended(alpha))
  }

  /// The forward algorithm as it is written, without dividing: α of the last place.
  static func unscaled(
    _ initial: [Double], _ transitions: [[Double]], _ emissions: [[Double]], _ symbols: [Int]
  ) -> [Double] {
    var alpha = initial
    for (place, symbol) in symbols.enumerated() {
      if place > 0 {
        alpha = alpha.indices.map { next in
          alpha.indices.reduce(0) { $0 + alpha[$1] * transitions[$1][next] }
        }
      }
      alpha = alpha.indices.map { alpha[$0] * emissions[$0][symbol] }
    }
    return alpha
  }
}
