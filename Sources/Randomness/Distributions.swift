/// The distributions that the course draws from, as functions of a generator's bits and of correctly rounded
/// arithmetic only: the same seed gives the same numbers on every platform (the standard library does not
/// promise that for `random(in:)`, nor a C library for its logarithm).
extension RandomNumberGenerator {
  /// A number drawn uniformly from [0, 1), a multiple of 2⁻⁵³.
  @inlinable
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// An index drawn uniformly from `0 ..< bound`; traps when `bound` is not positive.
  @inlinable
  public mutating func index(below bound: Int) -> Int {
    guard bound > 0 else { fatalError("index(below: \(bound)): there is nothing to draw from") }
    // Lemire's multiplication; the first few products would favour some indices and are drawn again.
    let range = UInt64(bound)
    let threshold = (0 &- range) % range
    while true {
      let product = next().multipliedFullWidth(by: range)
      if product.low >= threshold { return Int(product.high) }
    }
  }

  /// An index drawn with probability `weights[index] / Σ weights`; traps when the weights do not sum to more than 0.
  @inlinable
  public mutating func index(weights: some Collection<Double>) -> Int {
    chosenIndex(at: uniform(), of: weights)
  }

  /// The same for an array, which needs no call through a protocol for every weight.
  public mutating func index(weights: [Double]) -> Int {
    chosenIndex(at: uniform(), of: weights)
  }

  /// A number from the standard normal distribution (Marsaglia's polar method).
  @inlinable
  public mutating func normal() -> Double {
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let squaredRadius = x * x + y * y
      if squaredRadius < 1, squaredRadius > 0 {
        return x * (-2 * naturalLogarithm(squaredRadius) / squaredRadius).squareRoot()
      }
    }
  }

  /// The elements in an order drawn uniformly from all orders (Fisher and Yates).
  @inlinable
  public mutating func shuffled<Element>(_ elements: some Sequence<Element>) -> [Element] {
    var result = Array(elements)
    for last in result.indices.dropFirst().reversed() {
      result.swapAt(last, index(below: last + 1))
    }
    return result
  }
}

/// The index at which the running sum of the weights passes a share of their total.
@inlinable
func chosenIndex(at share: Double, of weights: some Collection<Double>) -> Int {
  let total = weights.reduce(0, +)
  guard total > 0 else { fatalError("index(weights:): the sum of the weights is \(total), not positive") }
  var remaining = share * total
  var last = 0
  for (index, weight) in weights.enumerated() where weight > 0 {
    last = index
    if remaining < weight { return index }
    remaining -= weight
  }
  return last  // Rounding left a remainder: the last index that can be drawn at all.
}

/// ln x for a positive, normal x, to about one unit in the last place, from +, −, ×, ÷ alone.
///
/// x = 2ᵉ·m with m in (√½, √2]; then ln m = 2·artanh((m − 1)/(m + 1)), whose series in z ≤ 0.1716 needs
/// eleven terms.
@usableFromInline
func naturalLogarithm(_ x: Double) -> Double {
  var exponent = Double(x.exponent)
  var significand = x.significand
  if significand > 2.0.squareRoot() {
    significand /= 2
    exponent += 1
  }
  let z = (significand - 1) / (significand + 1)
  var series = 0.0
  for power in stride(from: 21, through: 1, by: -2) {
    series = series * z * z + 1 / Double(power)
  }
  return exponent * 0.693_147_180_559_945_3 + 2 * z * series
}
