import Platform

/// The functions of the C library that the formulas need; everything else is arithmetic.
enum Mathematics {
  static func exponential(_ x: Double) -> Double { exp(x) }
  static func logarithm(_ x: Double) -> Double { log(x) }
  static func sine(_ x: Double) -> Double { sin(x) }
  static func cosine(_ x: Double) -> Double { cos(x) }
  static func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
  static func errorFunction(_ x: Double) -> Double { erf(x) }
  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

  /// σ(x) = 1/(1 + e⁻ˣ).
  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  /// Σ xᵢ·yᵢ; traps when the lengths differ.
  static func dot(_ x: [Double], _ y: [Double]) -> Double {
    guard x.count == y.count else { fatalError("dot: \(x.count) and \(y.count) numbers") }
    return zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// (1/n) Σ xᵢ; not a number for an empty list.
  static func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }
}
