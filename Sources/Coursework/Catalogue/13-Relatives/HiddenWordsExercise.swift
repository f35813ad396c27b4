import Randomness

/// Which words of a text a masked model is asked for, and what it sees in their place.
package enum HiddenWordsExercise: Exercise {
  /// What the model reads, and where it is asked.
  package typealias Hidden = (inputs: [Int], asks: [Bool])

  /// A text with its random numbers, to what is read and asked.
  package typealias Function =
    @Sendable (_ tokens: [Int], _ mask: Int, _ draws: [Double], _ fates: [Double], _ others: [Int]) throws
    -> Hidden

  /// A text, and the random numbers by which its words are hidden.
  package struct Inputs: Codable, Sendable {
    let tokens: [Int]
    let mask: Int
    let draws: [Double]
    let fates: [Double]
    let others: [Int]
  }

  package static let about = About(
    name: "hiddenWords", title: "which words are hidden, and how",
    goal:
      "A masked model is asked for a token where its draw is below 0.15. In its place it reads the mask where the token's fate "
      + "is below 0.8, the other token where it is from 0.8 to below 0.9, and otherwise the token itself. Everywhere else "
      + "it reads the token and is asked nothing. Return what it reads, and where it is asked.",
    formula: """
      asks[t] = draws[t] < 0.15
      inputs[t] = mask if asked and fates[t] < 0.8;  others[t] if asked and 0.8 ≤ fates[t] < 0.9;  else tokens[t]
      """,
    formulas: [.g_MLM], minutes: 10, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "Two questions, one after the other: is it asked for? And only if so: what stands there? A token that is asked for and "
      + "stays is asked for all the same.",
    shapes:
      "Five lists of one length go in, but for the mask, which is one token; two lists of that length come out.",
    pseudocode: """
      for every place t
        asks[t] ← draws[t] < 0.15
        if not asks[t]:           inputs[t] ← tokens[t]
        else if fates[t] < 0.8:   inputs[t] ← mask
        else if fates[t] < 0.9:   inputs[t] ← others[t]
        else:                     inputs[t] ← tokens[t]
      """,
    line: """
      let asks = draws.map { $0 < 0.15 }
      let inputs = tokens.indices.map { place in
        if !asks[place] { return tokens[place] }
        if fates[place] < 0.8 { return mask }
        return fates[place] < 0.9 ? others[place] : tokens[place]
      }
      return (inputs, asks)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ count: Int, vocabulary: Int) -> Inputs {
      Inputs(
        tokens: (0..<count).map { _ in random.index(below: vocabulary) }, mask: vocabulary,
        // Every other one below 0.15, so that there is something to hide.
        draws: (0..<count).map { $0 % 2 == 0 ? 0.15 * random.uniform() : random.uniform() },
        fates: (0..<count).map { _ in random.uniform() },
        others: (0..<count).map { _ in random.index(below: vocabulary) })
    }
    return [
      // Hidden, misleading, left where it stands, and three that are not asked for.
      Inputs(
        tokens: [3, 1, 4, 1, 5, 2], mask: 9, draws: [0.02, 0.5, 0.1, 0.16, 0.14, 0.9],
        fates: [0.3, 0.85, 0.84, 0.1, 0.95, 0.92], others: [7, 6, 8, 0, 6, 7]),
      // On the bounds: 0.15 is not asked for, 0.8 is misleading, 0.9 stays.
      Inputs(
        tokens: [2, 4, 6, 8], mask: 0, draws: [0.15, 0.1, 0.1, 0], fates: [0.5, 0.8, 0.9, 0],
        others: [1, 3, 5, 7]),
      // A misleading token that is the right one by chance is asked for.
      Inputs(
        tokens: [5, 5, 3], mask: 6, draws: [0.1, 0.01, 0.99], fates: [0.81, 0.99, 0.5], others: [5, 2, 3]),
      drawn(24, vocabulary: 10), drawn(40, vocabulary: 171), drawn(7, vocabulary: 4),
      Inputs(tokens: [], mask: 1, draws: [], fates: [], others: []),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let (read, asks) = try function(inputs.tokens, inputs.mask, inputs.draws, inputs.fates, inputs.others)
    return Answer([
      .init("inputs", shape: [read.count], numbers: read.map(Double.init)),
      .init("asks", shape: [asks.count], numbers: asks.map { $0 ? 1 : 0 }),
    ])
  }

  package static let reference: Function = { tokens, mask, draws, fates, others in
    hidden(tokens, mask, draws, fates, others)
  }

  /// What may stand in the place of a token.
  enum Fate { case hidden, misleading, kept }

  /// Every token asked for or not, and each of those asked for with its fate.
  ///
  /// - Parameters:
  ///   - isAsked: whether a token of this draw is asked for.
  ///   - fate: what becomes of one, by its draw and by its number for that.
  static func hidden(
    _ tokens: [Int], _ mask: Int, _ draws: [Double], _ fates: [Double], _ others: [Int],
    isAsked: (Double) -> Bool = { $0 < 0.15 }, fate: (_ draw: Double, _ fate: Double) -> Fate = usual
  ) -> Hidden {
    let asks = draws.map(isAsked)
    let inputs = tokens.indices.map { place -> Int in
      guard asks[place] else { return tokens[place] }
      return switch fate(draws[place], fates[place]) {
      case .hidden: mask
      case .misleading: others[place]
      case .kept: tokens[place]
      }
    }
    return (inputs, asks)
  }

  /// 80 % hidden, 10 % misleading, 10 % kept.
  static func usual(draw: Double, fate: Double) -> Fate {
    fate < 0.8 ? .hidden : fate < 0.9 ? .misleading : .kept
  }
}
