import Platform

/// A straight line through what coalitions are worth: b + Σ wᵢ·(1 where player i is there), by weighted least squares.
///
/// This is what LIME explains a model by (Ribeiro et al. 2016, §3): near the whole text, as the weights say, the model is
/// like a sum over its words. With the weights of ``shapleyWeight(of:among:)`` the same line gives the Shapley values
/// (Lundberg and Lee 2017, theorem 2).
public struct LocalLinearModel: Sendable, Hashable {
  /// b.
  public let intercept: Double
  /// wᵢ, one a player.
  public let coefficients: [Double]

  /// The line that minimises Σ weight·(v − line)² over the coalitions.
  ///
  /// What the coalitions leave open, such as the coefficient of a player who is in all or in none of them, is 0. Traps with
  /// the numbers when there are more or fewer values or weights than coalitions, and when there is no coalition.
  public init(coalitions: [[Bool]], values: [Double], weights: [Double]) {
    guard let playerCount = coalitions.first?.count, values.count == coalitions.count,
      weights.count == coalitions.count
    else {
      fatalError(
        "LocalLinearModel: \(values.count) values and \(weights.count) weights of \(coalitions.count) coalitions"
      )
    }
    // The normal equations: Σ w·x·xᵀ · solution = Σ w·x·v, where x is 1 and the flags.
    let size = playerCount + 1
    var rows = [[Double]](repeating: Array(repeating: 0, count: size + 1), count: size)
    for (coalition, (value, weight)) in zip(coalitions, zip(values, weights)) where weight > 0 {
      let x = [1] + coalition.map { $0 ? 1.0 : 0 }
      for row in 0..<size where x[row] != 0 {
        for column in 0..<size { rows[row][column] += weight * x[column] }
        rows[row][size] += weight * value
      }
    }
    let solution = Self.solution(&rows)
    intercept = solution[0]
    coefficients = Array(solution.dropFirst())
  }

  /// What the line says of a coalition.
  public func callAsFunction(_ coalition: [Bool]) -> Double {
    zip(coefficients, coalition).reduce(intercept) { $1.1 ? $0 + $1.0 : $0 }
  }

  /// exp(−D²/σ²) with D the cosine distance, 1 − √(|S|/n), from the whole text: how near a coalition is to it for LIME.
  public static func nearness(of size: Int, among playerCount: Int, width: Double = 0.25) -> Double {
    let distance = 1 - (Double(size) / Double(playerCount)).squareRoot()
    return exp(-distance * distance / (width * width))
  }

  /// (n − 1)/(C(n, |S|)·|S|·(n − |S|)), the weights of which the line's coefficients are the Shapley values; they are
  /// infinite for nobody and everybody, which here is 10⁶, beside less than 10 for all others together.
  public static func shapleyWeight(of size: Int, among playerCount: Int) -> Double {
    guard size > 0, size < playerCount else { return 1e6 }
    return Double(playerCount - 1)
      / (CoalitionGame.coalitions(of: size, from: playerCount) * Double(size * (playerCount - size)))
  }

  /// Elimination with the largest pivot that is left; where none is, the unknown is 0.
  private static func solution(_ rows: inout [[Double]]) -> [Double] {
    let size = rows.count
    let smallest = 1e-12 * (rows.joined().map(\.magnitude).max() ?? 0)
    var open = Set(0..<size)
    var solved: [Int] = []
    while let pivot = open.max(by: { (rows[$0][$0], $1) < (rows[$1][$1], $0) }), rows[pivot][pivot] > smallest
    {
      open.remove(pivot)
      solved.append(pivot)
      for row in 0..<size where row != pivot && rows[row][pivot] != 0 {
        let factor = rows[row][pivot] / rows[pivot][pivot]
        for column in 0...size { rows[row][column] -= factor * rows[pivot][column] }
      }
    }
    var solution = [Double](repeating: 0, count: size)
    for unknown in solved { solution[unknown] = rows[unknown][size] / rows[unknown][unknown] }
    return solution
  }
}

extension CoalitionGame {
  /// The line through all coalitions, each with the weight of its size.
  public func line(weight: (_ size: Int) -> Double) -> LocalLinearModel {
    LocalLinearModel(
      coalitions: values.indices.map { Self.members($0, of: playerCount) }, values: values,
      weights: values.indices.map { weight($0.nonzeroBitCount) })
  }
}
