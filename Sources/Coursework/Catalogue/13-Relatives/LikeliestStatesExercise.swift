import Platform
import Randomness

/// The likeliest states behind a text: Viterbi's algorithm.
package enum LikeliestStatesExercise: Exercise {
  /// A model's probabilities and a text, to a state for every symbol.
  package typealias Function =
    @Sendable (
      _ initial: [Double], _ transitions: [[Double]], _ emissions: [[Double]], _ symbols: [Int]
    ) throws -> [Int]

  /// A hidden Markov model, and a text for it.
  package typealias Inputs = TextProbabilityExercise.Inputs

  package static let about = About(
    name: "likeliestStates", title: "the likeliest states behind a text",
    goal:
      "Of all paths of states that could have said a text, return the likeliest one, a state for every symbol. The likeliest "
      + "state at each place by itself is another question. Of equally likely paths any is right. The probability of a "
      + "long one is too small for a Double.",
    formula: """
      δ₁(j) = initial[j] · emissions[j][o₁]     δₜ(j) = maxᵢ δₜ₋₁(i) · transitions[i][j] · emissions[j][oₜ]
      originₜ(j) = the i of that maximum     s_T = argmaxⱼ δ_T(j)     sₜ₋₁ = originₜ(sₜ)
      """,
    formulas: [.g_VITERBI], minutes: 30, difficulty: .hard)

  package static let hints = Hints(
    idea:
      "Whatever comes later, the best path through state j at a place begins with the best way *into* j: only that one need be "
      + "kept. Which state it came from has to be written down, for the end is known first and the beginning last.",
    shapes:
      "δ has one number a state, and so has origin, for every place but the first. With logarithms products become sums, and "
      + "ln 0 is −infinity, which is less than all others.",
    pseudocode: """
      δ[j] ← ln initial[j] + ln emissions[j][first symbol]
      for each later symbol
        for each j: i ← the state with the greatest δ[i] + ln transitions[i][j]
          origin[j] ← i;  new δ[j] ← that + ln emissions[j][symbol]
        keep origin
      s ← the state with the greatest δ
      from the last origin to the first: s ← origin[s], put before the others
      """,
    line: """
      guard let first = symbols.first else { return [] }
      let states = initial.indices
      var scores = states.map { log(initial[$0]) + log(emissions[$0][first]) }
      var origins: [[Int]] = []
      for symbol in symbols.dropFirst() {
        let origin = states.map { next in
          states.reduce(0) {
            scores[$1] + log(transitions[$1][next]) > scores[$0] + log(transitions[$0][next]) ? $1 : $0
          }
        }
        scores = states.map {
          scores[origin[$0]] + log(transitions[origin[$0]][$0]) + log(emissions[$0][symbol])
        }
        origins.append(origin)
      }
      var path = [states.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }]
      for origin in origins.reversed() { path.insert(origin[path[0]], at: 0) }
      return path
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(states: Int, symbols: Int, length: Int) -> Inputs {
      .drawn(states: states, symbols: symbols, length: length, using: &random)
    }
    return [
      // What is likeliest at first is left by no likely step.
      Inputs(
        initial: [0.6, 0.4], transitions: [[0.7, 0.3], [0.1, 0.9]], emissions: [[0.7, 0.3], [0.45, 0.55]],
        symbols: [0, 1, 1]),
      drawn(states: 3, symbols: 3, length: 6), drawn(states: 2, symbols: 4, length: 8),
      drawn(states: 4, symbols: 3, length: 9), drawn(states: 3, symbols: 2, length: 12),
      drawn(states: 1, symbols: 2, length: 3), drawn(states: 3, symbols: 4, length: 1),
      // Three starts that are nearly alike, of which one is left by nearly sure steps.
      Inputs(
        initial: [0.36, 0.34, 0.3], transitions: [[0.5, 0.5, 0], [0, 0.02, 0.98], [0.4, 0.3, 0.3]],
        emissions: [[0.5, 0.5], [0.45, 0.55], [0.6, 0.4]], symbols: [0, 0, 1, 0]),
      // Steps that are never taken: a path may not go through them, however likely its states.
      Inputs(
        initial: [0.9, 0.1, 0], transitions: [[0, 1, 0], [0.25, 0, 0.75], [1, 0, 0]],
        emissions: [[0.5, 0.5], [0.125, 0.875], [0.75, 0.25]], symbols: [0, 1, 0, 0, 1, 0]),
      Inputs(
        initial: [0.6, 0.4], transitions: [[0.7, 0.3], [0.4, 0.6]], emissions: [[1], [1]], symbols: []),
      // 3⁹⁰⁰ paths, and probabilities far below the least Double.
      drawn(states: 3, symbols: 4, length: 900),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer(
      try function(inputs.initial, inputs.transitions, inputs.emissions, inputs.symbols), named: "states")
  }

  /// Any path that is as likely as the reference's.
  package static func accepts(_ answer: Answer, to inputs: Inputs) -> Bool {
    guard let found = answer.parts.first?.numbers.map({ Int($0) }), found.count == inputs.symbols.count,
      found.allSatisfy(inputs.initial.indices.contains)
    else { return false }
    let best = path(inputs.initial, inputs.transitions, inputs.emissions, inputs.symbols)
    let score = logProbability(of: best, given: inputs)
    return logProbability(of: found, given: inputs) >= score - 1e-12 * max(1, -score)
  }

  /// ln P of a path and the symbols together.
  private static func logProbability(of path: [Int], given inputs: Inputs) -> Double {
    var (sum, before) = (0.0, Int?.none)
    for (state, symbol) in zip(path, inputs.symbols) {
      sum += log(before.map { inputs.transitions[$0][state] } ?? inputs.initial[state])
      sum += log(inputs.emissions[state][symbol])
      before = state
    }
    return sum
  }

  package static let reference: Function = { initial, transitions, emissions, symbols in
    path(initial, transitions, emissions, symbols)
  }

  /// Viterbi's algorithm in logarithms.
  ///
  /// - Parameters:
  ///   - isBetter: whether a score is to be kept in the place of another.
  ///   - walk: the path from the origins, `[time − 1, states]`, and the last state.
  static func path(
    _ initial: [Double], _ transitions: [[Double]], _ emissions: [[Double]], _ symbols: [Int],
    isBetter: (Double, Double) -> Bool = { $0 > $1 },
    walk: (_ origins: [[Int]], _ last: Int) -> [Int] = walkBack
  ) -> [Int] {
    guard let first = symbols.first else { return [] }
    let states = initial.indices
    var scores = states.map { log(initial[$0]) + log(emissions[$0][first]) }
    var origins: [[Int]] = []
    for symbol in symbols.dropFirst() {
      let origin = states.map { next in
        states.reduce(0) {
          isBetter(scores[$1] + log(transitions[$1][next]), scores[$0] + log(transitions[$0][next])) ? $1 : $0
        }
      }
      scores = states.map {
        scores[origin[$0]] + log(transitions[origin[$0]][$0]) + log(emissions[$0][symbol])
      }
      origins.append(origin)
    }
    return walk(origins, states.reduce(0) { isBetter(scores[$1], scores[$0]) ? $1 : $0 })
  }

  /// From the last state to the first.
  static func walkBack(_ origins: [[Int]], _ last: Int) -> [Int] {
    origins.reversed().reduce([last]) { [$1[$0[0]]] + $0 }
  }

  /// The state of the greatest number at every place; of equal ones the first.
  static func greatest(_ rows: [[Double]]) -> [Int] {
    rows.map { row in row.indices.reduce(0) { row[$1] > row[$0] ? $1 : $0 } }
  }
}
