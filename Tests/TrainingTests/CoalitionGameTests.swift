import Randomness
import Testing
import Training

/// What players are worth, held to games whose values are known in closed form.
@Suite("Shapley values and the nearest line")
struct CoalitionGameTests {
  /// A game of random worth.
  private static func random(_ playerCount: Int, seed: UInt64) -> CoalitionGame {
    var generator = SeededGenerator(seed: seed)
    return CoalitionGame(
      playerCount: playerCount,
      values: (0..<1 << playerCount).map { _ in .random(in: -3...3, using: &generator) })
  }

  private func agree(_ left: [Double], _ right: [Double], within tolerance: Double = 1e-12) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) <= tolerance }
  }

  @Test("the coalitions are given in the order of the values, with a flag for every player")
  func order() {
    let game = CoalitionGame(playerCount: 3) { coalitions in
      #expect(coalitions.count == 8 && coalitions[0] == [false, false, false])
      #expect(coalitions[1] == [true, false, false] && coalitions[6] == [false, true, true])
      return coalitions.indices.map(Double.init)
    }
    #expect(game.values == [0, 1, 2, 3, 4, 5, 6, 7])
    #expect(game.worthOfNone == 0 && game.worthOfAll == 7 && game.leftOut == [1, 2, 4])
  }

  @Test("of a sum everybody has what they bring, whichever value is asked for")
  func sums() {
    let weights = [2.0, -1, 0.5, 0, 3]
    let game = CoalitionGame(playerCount: 5) { coalitions in
      coalitions.map { zip($0, weights).reduce(7) { $1.0 ? $0 + $1.1 : $0 } }
    }
    let line = game.line { LocalLinearModel.nearness(of: $0, among: 5) }
    for values in [game.shapleyValues, game.banzhafValues, game.leftOut] { #expect(agree(values, weights)) }
    #expect(agree(line.coefficients, weights, within: 1e-9) && abs(line.intercept - 7) < 1e-9)
  }

  @Test("who are needed all together share alike, and a vote is worth what it decides")
  func closedForms() {
    let all = CoalitionGame(playerCount: 6) { $0.map { $0.contains(false) ? 0 : 1 } }
    #expect(agree(all.shapleyValues, Array(repeating: 1.0 / 6, count: 6)))
    #expect(agree(all.banzhafValues, Array(repeating: 1.0 / 32, count: 6)))
    // 51 of 100 votes decide; the shares are 50, 49 and 1: (4, 1, 1)/6.
    let shares = [50, 49, 1]
    let vote = CoalitionGame(playerCount: 3) { coalitions in
      coalitions.map { there -> Double in
        zip(there, shares).reduce(0) { $1.0 ? $0 + $1.1 : $0 } > 50 ? 1 : 0
      }
    }
    #expect(agree(vote.shapleyValues, [4.0 / 6, 1.0 / 6, 1.0 / 6]))
    // One left glove and two right ones; a pair is worth 1.
    let gloves = CoalitionGame(playerCount: 3) { coalitions in
      coalitions.map { there -> Double in there[0] && (there[1] || there[2]) ? 1 : 0 }
    }
    #expect(agree(gloves.shapleyValues, [4.0 / 6, 1.0 / 6, 1.0 / 6]))
    #expect(agree(gloves.leftOut, [1, 0, 0]))
    #expect(CoalitionGame(playerCount: 0, values: [3]).shapleyValues == [])
    #expect(CoalitionGame(playerCount: 1, values: [3, 5]).shapleyValues == [2])
  }

  @Test(
    "Shapley's axioms: they add up, nobody's nothing is nothing, equals are equal, games are added",
    arguments: 1...4)
  func axioms(_ seed: UInt64) {
    let (game, other) = (Self.random(5, seed: seed), Self.random(5, seed: seed + 50))
    let values = game.shapleyValues
    #expect(abs(values.reduce(0, +) - (game.worthOfAll - game.worthOfNone)) < 1e-12)
    // Player 2 is a dummy when every coalition is worth what it is without 2.
    let dummy = CoalitionGame(playerCount: 5, values: game.values.indices.map { game.values[$0 & ~0b100] })
    #expect(dummy.shapleyValues[2] == 0)
    // Players 0 and 3 can take each other's place when a coalition is worth what it is with the two exchanged.
    let equal = CoalitionGame(
      playerCount: 5,
      values: game.values.indices.map { coalition in
        let exchanged = (coalition & ~0b1001) | (coalition & 1) << 3 | (coalition >> 3 & 1)
        return game.values[coalition] + game.values[exchanged]
      })
    #expect(abs(equal.shapleyValues[0] - equal.shapleyValues[3]) < 1e-12)
    let sum = CoalitionGame(playerCount: 5, values: zip(game.values, other.values).map { 2 * $0 + $1 })
    #expect(agree(sum.shapleyValues, zip(values, other.shapleyValues).map { 2 * $0 + $1 }))
  }

  @Test("random orders add up exactly, and their error is what they say")
  func sampled() {
    let game = Self.random(6, seed: 9)
    var generator = SeededGenerator(seed: 1)
    let sampled = SampledShapleyValues(playerCount: 6, orders: 400, using: &generator) { coalitions in
      #expect(coalitions.count == 7 && coalitions[0] == Array(repeating: false, count: 6))
      return coalitions.map {
        game.values[$0.enumerated().reduce(0) { $1.element ? $0 | 1 << $1.offset : $0 }]
      }
    }
    #expect(abs(sampled.values.reduce(0, +) - (game.worthOfAll - game.worthOfNone)) < 1e-9)
    for (index, exact) in game.shapleyValues.enumerated() {
      #expect(abs(sampled.values[index] - exact) < 4 * sampled.standardErrors[index])
    }
    #expect(sampled.standardErrors.allSatisfy { $0 > 0.03 && $0 < 0.3 })
    let one = SampledShapleyValues(playerCount: 2, orders: 1, using: &generator) { $0.map { _ in 1 } }
    #expect(one.values == [0, 0] && one.standardErrors.allSatisfy(\.isNaN))
  }

  @Test(
    "with Shapley's weights the nearest line has the Shapley values, with none Banzhaf's", arguments: 1...3)
  func lines(_ seed: UInt64) {
    let game = Self.random(6, seed: seed)
    let shapley = game.line { LocalLinearModel.shapleyWeight(of: $0, among: 6) }
    #expect(agree(shapley.coefficients, game.shapleyValues, within: 1e-4))
    #expect(agree(game.line { _ in 1 }.coefficients, game.banzhafValues, within: 1e-9))
    let near = game.line { LocalLinearModel.nearness(of: $0, among: 6) }
    #expect(!agree(near.coefficients, game.shapleyValues, within: 1e-2))
    #expect(
      abs(
        near([true, false, true, false, false, false])
          - (near.intercept + near.coefficients[0] + near.coefficients[2])) < 1e-12)
  }

  @Test("who is in all coalitions or in none has 0, and the line still fits")
  func open() {
    let coalitions = [[true, false, true], [true, false, false]]
    let line = LocalLinearModel(coalitions: coalitions, values: [5, 2], weights: [1, 2])
    #expect(line.coefficients.filter { $0 == 0 }.count >= 1 && line.coefficients[1] == 0)
    #expect(agree(coalitions.map { line($0) }, [5, 2], within: 1e-9))
  }

  @Test("the whole text is the nearest, and as near as it can be")
  func nearness() {
    let all = (0...6).map { LocalLinearModel.nearness(of: $0, among: 6) }
    #expect(all == all.sorted() && all[6] == 1 && all[0] < 1e-6)
  }
}
