/// What every coalition of some players is worth: in a sentence the players are its words, and a coalition is worth what
/// the model says to the sentence in which only those words stand.
///
/// ```swift
/// let game = CoalitionGame(playerCount: 3) { coalitions in coalitions.map { $0 == [true, true, false] ? 1 : 0 } }
/// game.shapleyValues  // what each player adds, in the mean of all orders in which they could come
/// ```
public struct CoalitionGame: Sendable, Hashable {
  /// How many players there are.
  public let playerCount: Int
  /// The worth v of every coalition; player i belongs to coalition c when bit i of c is set.
  public let values: [Double]

  /// The most players whose coalitions, 2ⁿ of them, are looked at one by one.
  public static let mostPlayers = 20

  /// A game whose coalitions are all valued; `worth` is given them in the order of ``values``, each with a flag for every
  /// player, and returns a number for each.
  ///
  /// Traps with the numbers when there are more than ``mostPlayers`` players or fewer than none, and when `worth` returns
  /// another number of values.
  public init(playerCount: Int, worth: (_ coalitions: [[Bool]]) throws -> [Double]) rethrows {
    guard (0...Self.mostPlayers).contains(playerCount) else {
      fatalError("CoalitionGame: \(playerCount) players, not 0 to \(Self.mostPlayers)")
    }
    let coalitions = (0..<1 << playerCount).map { Self.members($0, of: playerCount) }
    try self.init(playerCount: playerCount, values: worth(coalitions))
  }

  /// A game of known values; traps with both numbers when there are not 2ⁿ of them.
  public init(playerCount: Int, values: [Double]) {
    guard values.count == 1 << playerCount else {
      fatalError("CoalitionGame: \(values.count) values for \(playerCount) players, not \(1 << playerCount)")
    }
    self.playerCount = playerCount
    self.values = values
  }

  /// The players of a coalition, a flag for each.
  public static func members(_ coalition: Int, of playerCount: Int) -> [Bool] {
    (0..<playerCount).map { coalition >> $0 & 1 == 1 }
  }

  /// v of nobody.
  public var worthOfNone: Double { values[0] }
  /// v of everybody.
  public var worthOfAll: Double { values[values.count - 1] }

  /// φᵢ = Σ |S|!·(n − |S| − 1)!/n! · (v(S ∪ i) − v(S)) over the coalitions S without i (Shapley 1953).
  ///
  /// They add up to v(all) − v(none); whoever never changes anything has 0; who can take each other's place in every
  /// coalition have the same; and of the sum of two games they are the sums.
  public var shapleyValues: [Double] {
    mean { size in 1 / (Double(playerCount) * Self.coalitions(of: size, from: playerCount - 1)) }
  }

  /// What each player adds in the mean of all coalitions, of which those of half the players are by far the most (Banzhaf
  /// 1965): the coefficients of the straight line nearest to all of v.
  public var banzhafValues: [Double] {
    mean { _ in 1 / Double(values.count / 2) }
  }

  /// What is lost without each player alone: v(all) − v(all but i).
  public var leftOut: [Double] {
    (0..<playerCount).map { worthOfAll - values[values.count - 1 - 1 << $0] }
  }

  /// The sum of weight(|S|) · (v(S ∪ i) − v(S)) over the coalitions without i, for each i.
  private func mean(weight: (_ size: Int) -> Double) -> [Double] {
    let weights = (0..<max(1, playerCount)).map(weight)
    return (0..<playerCount).map { player in
      values.indices.reduce(0) { sum, coalition in
        guard coalition >> player & 1 == 0 else { return sum }
        return sum + weights[coalition.nonzeroBitCount]
          * (values[coalition | 1 << player] - values[coalition])
      }
    }
  }

  /// How many coalitions of a size so many players can form: n!/(k!·(n − k)!).
  public static func coalitions(of size: Int, from playerCount: Int) -> Double {
    (0..<size).reduce(1) { $0 * Double(playerCount - $1) / Double($1 + 1) }
  }
}

/// What some orders of the players tell of their Shapley values.
public struct SampledShapleyValues: Sendable, Hashable {
  /// The means over the orders; they add up to v(all) − v(none), as the exact ones do.
  public let values: [Double]
  /// The standard error of each: the deviation between orders over √orders; NaN of one order.
  public let standardErrors: [Double]

  /// Lets players come in random orders, and notes what each adds on its arrival.
  ///
  /// `worth` is given the n + 1 coalitions of an order at a time, from nobody to everybody. Traps when there is no order.
  public init(
    playerCount: Int, orders: Int, using generator: inout some RandomNumberGenerator,
    worth: (_ coalitions: [[Bool]]) throws -> [Double]
  ) rethrows {
    guard orders > 0 else { fatalError("SampledShapleyValues: \(orders) orders") }
    var sums = [Double](repeating: 0, count: playerCount)
    var squares = sums
    for _ in 0..<orders {
      let order = (0..<playerCount).shuffled(using: &generator)
      var coalitions = [[Bool](repeating: false, count: playerCount)]
      for player in order {
        var next = coalitions[coalitions.count - 1]
        next[player] = true
        coalitions.append(next)
      }
      let values = try worth(coalitions)
      for (place, player) in order.enumerated() {
        let added = values[place + 1] - values[place]
        sums[player] += added
        squares[player] += added * added
      }
    }
    let count = Double(orders)
    values = sums.map { $0 / count }
    standardErrors = zip(sums, squares).map { sum, square in
      (max(0, square - sum * sum / count) / (count - 1) / count).squareRoot()
    }
  }
}
