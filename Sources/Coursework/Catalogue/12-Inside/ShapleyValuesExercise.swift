import Randomness

/// What each player of a team is worth.
package enum ShapleyValuesExercise: Exercise {
  /// The number of players, and what every set of them is worth, to what each player is worth.
  package typealias Function = @Sendable (_ players: Int, _ values: [Double]) throws -> [Double]

  /// What the values are tried on.
  package struct Inputs: Codable, Sendable {
    let players: Int
    let values: [Double]
  }

  package static let about = About(
    name: "shapleyValues", title: "what each token is worth, exactly",
    goal:
      "Players (tokens that are there or are left out) reach something together. `values` has what every set of them "
      + "reaches: bit i of the index says whether player i is in, so that values[0] is what is reached without any, which "
      + "need not be 0. Return for every player what he adds, averaged over all orders in which the players can come in. "
      + "There are at most twelve, of whom all orders are far too many to go through.",
    formula: """
      φᵢ = Σ over the sets S without i of |S|! (n − |S| − 1)!/n! · (v(S ∪ {i}) − v(S))
      v [2ⁿ] → φ [n]     Σ φᵢ = v(all) − v(none)
      """,
    minutes: 20, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "In how many orders are exactly the players of S there when i comes in? Those of S in any order, then i, then the "
      + "others in any order: |S|! (n − |S| − 1)! of n!.",
    shapes:
      "A set is a whole number. `1 << i` is player i alone; `S & (1 << i) == 0` says that i is not in S, `S | (1 << i)` is "
      + "S with i, and `S.nonzeroBitCount` is |S|.",
    pseudocode: """
      for every player i
        sum ← 0
        for every S from 0 to 2ⁿ − 1 that has no i
          weight ← |S|! · (n − |S| − 1)! / n!, as a number that may be less than 1
          sum ← sum + weight · (values[S with i] − values[S])
      """,
    line: """
      func factorial(_ n: Int) -> Double { n < 2 ? 1 : Double(n) * factorial(n - 1) }
      return (0..<players).map { player in
        let bit = 1 << player
        var sum = 0.0
        for set in values.indices where set & bit == 0 {
          let size = set.nonzeroBitCount
          let weight = factorial(size) * factorial(players - size - 1) / factorial(players)
          sum += weight * (values[set | bit] - values[set])
        }
        return sum
      }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ players: Int, offset: Double = 0) -> Inputs {
      Inputs(players: players, values: (0..<(1 << players)).map { _ in offset + random.normal() })
    }
    return [
      Inputs(players: 3, values: [0, 1, 2, 4, 0, 1, 2, 5]),
      // A left glove and two right ones: a pair is worth 1.
      Inputs(players: 3, values: [0, 0, 0, 1, 0, 1, 0, 1]),
      drawn(4), drawn(2), drawn(1), drawn(5),
      // Nobody makes a difference.
      Inputs(players: 2, values: [3, 3, 3, 3]),
      // Values that are large beside their differences.
      drawn(3, offset: 1e9),
      // A set for every word of a sentence, and 479,001,600 orders.
      drawn(12),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let worths = try function(inputs.players, inputs.values)
    return Answer([.init("worths", shape: [worths.count], numbers: worths)])
  }

  package static let reference: Function = { players, values in
    worths(players, values) { weight($0, of: players) }
  }

  /// The share of all orders in which a set of some size is there when a given player comes in.
  static func weight(_ size: Int, of players: Int) -> Double {
    factorial(size) * factorial(players - size - 1) / factorial(players)
  }

  /// n!, and 1 for what is below 1.
  static func factorial(_ number: Int) -> Double { number < 2 ? 1 : Double(number) * factorial(number - 1) }

  /// For every player the sum of what is added to each set without it, times a weight for its size.
  ///
  /// - Parameter bit: the set that a player is alone.
  static func worths(
    _ players: Int, _ values: [Double], bit: (_ player: Int) -> Int = { 1 << $0 },
    weight: (_ size: Int) -> Double
  ) -> [Double] {
    let weights = (0...players).map(weight)
    return (0..<players).map { player in
      let bit = bit(player)
      var sum = 0.0
      for set in values.indices where set & bit == 0 {
        sum += weights[set.nonzeroBitCount] * (values[set | bit] - values[set])
      }
      return sum
    }
  }
}
