import Foundation

/// How a cost grows with a size: exponents k of cost ~ sizeᵏ, and where one is larger than it should be.
struct PowerLaw: Sendable {
  /// The values of the size, rising.
  let sizes: [Int]
  /// What each costs, above 0.
  let costs: [Double]

  /// The exponent of the power law that fits best: the slope of the straight line through the points
  /// (ln size, ln cost) by least squares. Not a number for fewer than two points.
  var exponent: Double {
    let x = sizes.map { log(Double($0)) }
    let y = costs.map { log($0) }
    let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    return covariance / x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
  }

  /// The exponent between every two neighbours, ln(c₂ ÷ c₁) ÷ ln(s₂ ÷ s₁): one fewer than there are points.
  var localExponents: [Double] {
    zip(zip(sizes, sizes.dropFirst()), zip(costs, costs.dropFirst())).map { sizes, costs in
      log(costs.1 / costs.0) / log(Double(sizes.1) / Double(sizes.0))
    }
  }

  /// Where the cost jumps.
  struct Cliff: Codable, Hashable, Sendable {
    /// What is counted: "time" or "memory".
    let cost: String
    /// The neighbours between which it jumps.
    let from, to: Int
    /// The exponent between them, and what it is above.
    let exponent, bound: Double
  }

  /// The neighbours between which the exponent is above a bound; an exponent that is not a number is above it too.
  func cliffs(above bound: Double, cost: String) -> [Cliff] {
    localExponents.enumerated().filter { !($0.element <= bound) }.map { index, exponent in
      Cliff(cost: cost, from: sizes[index], to: sizes[index + 1], exponent: exponent, bound: bound)
    }
  }
}
