import Platform

/// Whether measurements show that their true mean is below a target, or only happen to lie so (Student 1908).
///
///     t = (mean − target) / (s/√n)    s² = Σ(x − mean)²/(n − 1)    p = P(T ≤ t), T of n − 1 degrees of freedom
public struct OneSidedTTest: Sendable, Hashable {
  /// The measurements' mean.
  public let mean: Double
  /// s, their standard deviation, with n − 1.
  public let deviation: Double
  /// How many standard errors the mean is above the target.
  public let t: Double
  /// How likely a mean as low as this, or lower, would be if the true one were the target.
  public let p: Double
}

/// Tests whether the true mean of measurements is below a target; small p: it is.
///
/// Of differences in pairs (a model with a part less the one without, by seed) and a target of 0 it tells whether a part
/// lowers what was measured. Measurements that are all alike leave nothing to chance: p is 0 below the target, 1
/// above it and ½ on it. Traps when there are fewer than two.
///
/// ```swift
/// oneSidedTTest(of: [1.9, 1.7, 1.8, 1.8], isBelow: 2).p  // 0.0081
/// ```
public func oneSidedTTest(of values: [Double], isBelow target: Double) -> OneSidedTTest {
  guard values.count > 1 else { fatalError("oneSidedTTest: \(values.count) measurements have no spread") }
  let count = Double(values.count)
  let mean = values.reduce(0, +) / count
  let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)).squareRoot()
  let distance = mean - target
  let t = distance == 0 ? 0 : distance / (deviation / count.squareRoot())
  return OneSidedTTest(
    mean: mean, deviation: deviation, t: t,
    p: studentTProbability(below: t, degreesOfFreedom: values.count - 1))
}

/// P(T ≤ t) of Student's t: a finite sum for whole degrees of freedom (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4).
///
/// With θ = arctan(t/√ν), P(|T| ≤ |t|) is sin θ·(1 + ½·cos²θ + (1·3)/(2·4)·cos⁴θ + … to cosᵛ⁻²θ) for even ν, and
/// 2/π·(θ + sin θ·(cos θ + ⅔·cos³θ + … to cosᵛ⁻²θ)) for odd ν. Right to 10⁻¹⁴; traps when ν is not positive.
public func studentTProbability(below t: Double, degreesOfFreedom: Int) -> Double {
  guard degreesOfFreedom > 0 else {
    fatalError("studentTProbability: \(degreesOfFreedom) degrees of freedom")
  }
  let angle = atan(t / Double(degreesOfFreedom).squareRoot())
  let (sine, cosine) = (sin(angle), cos(angle))
  let isOdd = !degreesOfFreedom.isMultiple(of: 2)
  var (term, sum) = (isOdd ? cosine : 1, 0.0)
  for power in stride(from: isOdd ? 1 : 0, through: degreesOfFreedom - 2, by: 2) {
    sum += term
    term *= Double(power + 1) / Double(power + 2) * cosine * cosine
  }
  let within = isOdd ? 2 / .pi * (angle + sine * sum) : sine * sum
  return (1 + within) / 2
}
