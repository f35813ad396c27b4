import Terminal

/// A claim, the number that was measured for it, and whether the claim held.
public struct CheckCell: Sendable, Hashable {
  /// What must hold of the measured number.
  public enum Requirement: Sendable, Hashable {
    /// measured ≤ bound.
    case atMost(Double)
    /// measured ≥ bound.
    case atLeast(Double)
    /// lower ≤ measured ≤ upper.
    case between(Double, Double)
    /// |measured − expected| ≤ tolerance.
    case near(expected: Double, tolerance: Double)
    /// measured = expected, for counts.
    case count(Int)
    /// measured is 1, for statements.
    case isTrue
  }

  /// The claim in words.
  public let name: String
  /// The measured number; NaN fails every requirement.
  public let measured: Double
  /// What must hold.
  public let requirement: Requirement

  /// A claim about `measured`.
  public init(_ name: String, measured: Double, requirement: Requirement) {
    self.name = name
    self.measured = measured
    self.requirement = requirement
  }

  /// Whether the claim held.
  public var passed: Bool {
    switch requirement {
    case .atMost(let bound): measured <= bound
    case .atLeast(let bound): measured >= bound
    case .between(let lower, let upper): measured >= lower && measured <= upper
    case .near(let expected, let tolerance): (measured - expected).magnitude <= tolerance
    case .count(let expected): measured == Double(expected)
    case .isTrue: measured == 1
    }
  }

  /// The measurement and the bound in a few characters: "1.2e-7 ≤ 1e-6".
  package var comparison: String {
    func text(_ value: Double) -> String { NumberText.compact(value) }
    // As many digits as tell the two numbers apart.
    func pair(_ relation: String, _ failure: String, _ bound: Double) -> String {
      var digits = 4
      while digits < 16, measured != bound,
        NumberText.compact(measured, significant: digits) == NumberText.compact(bound, significant: digits)
      { digits += 1 }
      return NumberText.compact(measured, significant: digits) + (passed ? " \(relation) " : " \(failure) ")
        + NumberText.compact(bound, significant: digits)
    }
    switch requirement {
    case .atMost(let bound): return pair("≤", "is not ≤", bound)
    case .atLeast(let bound): return pair("≥", "is not ≥", bound)
    case .between(let lower, let upper):
      return "\(text(measured)) is \(passed ? "" : "not ")in \(text(lower)) … \(text(upper))"
    case .near(let expected, let tolerance):
      return "\(text(measured)) is \(passed ? "" : "not ")\(text(expected)) ± \(text(tolerance))"
    case .count(let expected):
      let counted = Int(exactly: measured).map(\.grouped) ?? text(measured)
      return passed ? counted : "\(counted) is not \(expected.grouped)"
    case .isTrue: return ""
    }
  }
}
