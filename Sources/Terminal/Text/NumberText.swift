/// Numbers as text, without a locale: a fixed number of decimals, scientific, or as short as is still clear.
///
/// What is counted or measured has its digits in groups of three from 1,000 on, everywhere: 1,557,611,200. What is
/// typed (an option's value), a name (a token id) and code stay as a program reads them.
public enum NumberText {
  /// `value` with exactly `decimals` decimals (0 … 17), correctly rounded, ties to even.
  ///
  /// ```swift
  /// NumberText.fixed(2.675, decimals: 2)  // "2.67": the Double is a little below 2.675
  /// NumberText.fixed(12345.6, decimals: 1)  // "12,345.6"
  /// ```
  /// A zero has no sign; values of 2⁶³ and more are written in scientific form.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    grouped(ungrouped(value, decimals: decimals))
  }

  /// A number's text with commas between the thousands of its whole part.
  package static func grouped(_ text: String) -> String {
    let start = text.firstIndex(where: \.isNumber) ?? text.endIndex
    let whole = text[start...].prefix(while: \.isNumber)
    guard whole.count > 3 else { return text }
    let digits = Array(whole)
    let groups = digits.indices.map { index in
      (index > 0 && (digits.count - index) % 3 == 0 ? "," : "") + String(digits[index])
    }
    return text[..<start] + groups.joined() + text[whole.endIndex...]
  }

  /// `fixed` without groups, as a program reads it.
  package static func ungrouped(_ value: Double, decimals: Int) -> String {
    guard (0...17).contains(decimals) else { fatalError("fixed(decimals: \(decimals)): 0…17 are possible") }
    guard value.isFinite else { return nonFinite(value) }
    let magnitude = value.magnitude
    guard magnitude < 0x1p63 else { return scientific(value, decimals: decimals) }
    var whole = UInt64(magnitude)
    var power: UInt64 = 1
    for _ in 0..<decimals { power *= 10 }
    var part = scaledFraction(magnitude - Double(whole), power: power, wholeIsOdd: whole % 2 == 1)
    if part == power {
      part = 0
      whole += 1
    }
    let sign = value < 0 && (whole > 0 || part > 0) ? "-" : ""
    guard decimals > 0 else { return "\(sign)\(whole)" }
    let digits = String(part)
    return "\(sign)\(whole)." + String(repeating: "0", count: decimals - digits.count) + digits
  }

  /// `fraction · power` rounded to the nearest integer, ties to even, in exact arithmetic.
  private static func scaledFraction(_ fraction: Double, power: UInt64, wholeIsOdd: Bool) -> UInt64 {
    guard fraction > 0 else { return 0 }
    // fraction = significand · 2^−shift; 53 bits times 57 bits fit into 128.
    let bits = Double.significandBitCount
    let significand = UInt128(fraction.significandBitPattern | (fraction.isNormal ? 1 << UInt64(bits) : 0))
    let shift = bits - max(Int(fraction.exponentBitPattern), 1) + 1023
    guard shift < 128 else { return 0 }  // Less than 2¹¹⁰ / 2¹²⁸ of a unit.
    let product = significand * UInt128(power)
    let quotient = UInt64(product >> UInt128(shift))
    let remainder = product & ((UInt128(1) << UInt128(shift)) - 1)
    let half = UInt128(1) << UInt128(shift - 1)
    let isOdd = power == 1 ? wholeIsOdd : quotient % 2 == 1
    return remainder > half || (remainder == half && isOdd) ? quotient + 1 : quotient
  }

  /// `value` as `d.dde-x` with `decimals` decimals, rounded from the shortest digits that name the value, ties to even.
  public static func scientific(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return nonFinite(value) }
    guard value != 0 else { return fixed(0, decimals: decimals) + "e0" }
    var (digits, exponent) = shortestDigits(value.magnitude)
    let wanted = decimals + 1
    if digits.count > wanted {
      let rest = digits[wanted...]
      let isHalf = rest.first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
      let roundsUp = isHalf ? digits[wanted - 1] % 2 == 1 : (rest.first ?? 0) >= 5
      digits = Array(digits[..<wanted])
      if roundsUp {
        var index = wanted - 1
        while index >= 0, digits[index] == 9 {
          digits[index] = 0
          index -= 1
        }
        if index >= 0 {
          digits[index] += 1
        } else {
          digits = [1] + digits.dropLast()
          exponent += 1
        }
      }
    }
    digits += Array(repeating: 0, count: wanted - digits.count)
    let text = digits.map(String.init).joined()
    let mantissa = decimals > 0 ? "\(text.prefix(1)).\(text.dropFirst())" : text
    return "\(value < 0 ? "-" : "")\(mantissa)e\(exponent)"
  }

  /// The shortest decimal digits that name `value`, and the power of ten of the first.
  private static func shortestDigits(_ value: Double) -> (digits: [Int], exponent: Int) {
    let parts = value.description.split(separator: "e")
    var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let whole = mantissa[0].compactMap(\.wholeNumberValue)
    let fraction = mantissa.count > 1 ? mantissa[1].compactMap(\.wholeNumberValue) : []
    exponent += whole.count - 1
    var digits = whole + fraction
    while digits.count > 1, digits[0] == 0 {
      digits.removeFirst()
      exponent -= 1
    }
    return (digits, exponent)
  }

  /// `value` in as few characters as keep about `significant` digits: "6", "0.6931", "1.2e-7", "1,235".
  public static func compact(_ value: Double, significant: Int = 4) -> String {
    grouped(typed(value, significant: significant))
  }

  /// `value` as `compact` writes it, but without groups: as an option's value is typed, "100000".
  public static func typed(_ value: Double, significant: Int = 4) -> String {
    guard value.isFinite else { return nonFinite(value) }
    let magnitude = value.magnitude
    if magnitude < 1e9, magnitude == magnitude.rounded() { return ungrouped(value, decimals: 0) }
    if magnitude >= 1e-3, magnitude < 1e6 {
      var decimals = significant - 1
      var bound = 10.0
      while magnitude >= bound, decimals > 0 {
        decimals -= 1
        bound *= 10
      }
      bound = 1
      while magnitude < bound, decimals < 7 {
        decimals += 1
        bound /= 10
      }
      return trimmed(ungrouped(value, decimals: decimals))
    }
    let parts = scientific(value, decimals: max(0, significant - 2)).split(separator: "e")
    return trimmed(String(parts[0])) + "e" + parts[1]
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var result = Substring(text)
    while result.last == "0" { result.removeLast() }
    if result.last == "." { result.removeLast() }
    return result == "-0" ? "0" : String(result)
  }

  /// A value that is not finite, as a reader writes it.
  package static func nonFinite(_ value: Double) -> String {
    value.isNaN ? "NaN" : value < 0 ? "−∞" : "∞"
  }
}

/// One way to write all numbers of a tensor or column, so that they can be compared at a glance.
package enum NumberStyle: Equatable {
  case fixed(decimals: Int)
  case scientific(decimals: Int)

  /// The style that shows about four digits of the largest magnitude.
  package init(for values: some Sequence<Double>) {
    var largest = 0.0
    var allWhole = true
    for value in values where value.isFinite {
      largest = max(largest, value.magnitude)
      if allWhole, value != value.rounded() { allWhole = false }
    }
    if allWhole, largest < 1e7 {
      self = .fixed(decimals: 0)
    } else if largest >= 1e5 || largest < 1e-3 {
      self = .scientific(decimals: 2)
    } else if largest >= 1000 {
      self = .fixed(decimals: 1)
    } else if largest >= 100 {
      self = .fixed(decimals: 2)
    } else {
      self = .fixed(decimals: largest >= 0.1 ? 3 : largest >= 0.01 ? 4 : 5)
    }
  }

  /// The style with one decimal fewer, for a table that would not fit.
  package var narrower: NumberStyle? {
    switch self {
    case .fixed(let decimals) where decimals > 2: .fixed(decimals: decimals - 1)
    case .scientific(let decimals) where decimals > 1: .scientific(decimals: decimals - 1)
    default: nil
    }
  }

  package func text(_ value: Double) -> String { NumberText.grouped(ungrouped(value)) }

  /// The text of a number that is a name, as a token id.
  package func ungrouped(_ value: Double) -> String {
    switch self {
    case .fixed(let decimals): NumberText.ungrouped(value, decimals: decimals)
    case .scientific(let decimals): NumberText.scientific(value, decimals: decimals)
    }
  }
}

extension Int {
  /// A count as it is written everywhere: "1,024".
  public var grouped: String { NumberText.grouped(String(self)) }

  /// A count with its noun, in the singular for one: "1 word", "1,024 words".
  public func counted(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}
