/// aᵇ as IEEE 754 defines it (`pow`), rounded to `Float` from a computation in `Double`.
///
/// |a|ᵇ = 2^(b·log₂|a|). In `Double` the product keeps all the digits that a `Float` needs; in `Float` it would
/// lose as many as b·log₂|a| has before the point.
@inline(never)
func power(_ a: Float, _ b: Float) -> Float {
  if b == 0 || a == 1 { return 1 }
  if a.isNaN || b.isNaN { return .nan }
  if b == 1 { return a }
  if b == 2 { return a * a }
  // Floats from 2²⁴ on are all even.
  let isWhole = b == b.rounded(.towardZero)
  let isOdd = isWhole && b.magnitude < 0x1p24 && Int(b) & 1 != 0
  let size = a.magnitude
  var result: Float
  if size == 0 || size.isInfinite {
    result = (size == 0) == (b > 0) ? 0 : .infinity
  } else if b.isInfinite {
    result = size == 1 ? 1 : ((size > 1) == (b > 0) ? .infinity : 0)
  } else {
    if a < 0 && !isWhole { return .nan }
    result = exponentialBase2(Double(b) * logarithmBase2(Double(size)))
  }
  return a.sign == .minus && isOdd ? -result : result
}

/// log₂ x for a positive, normal x: x = 2ᵉ·m with m in [√½, √2), ln m = 2·artanh((m − 1)/(m + 1)).
private func logarithmBase2(_ x: Double) -> Double {
  var exponent = Double(x.exponent)
  var significand = x.significand
  if significand > 1.414_213_562_373_095 {
    significand /= 2
    exponent += 1
  }
  let z = (significand - 1) / (significand + 1)
  let square = z * z
  // z ≤ 0.1716: the first term left out is below 10⁻¹⁷ of the sum.
  var series = 1.0 / 21
  series = series * square + 1.0 / 19
  series = series * square + 1.0 / 17
  series = series * square + 1.0 / 15
  series = series * square + 1.0 / 13
  series = series * square + 1.0 / 11
  series = series * square + 1.0 / 9
  series = series * square + 1.0 / 7
  series = series * square + 1.0 / 5
  series = series * square + 1.0 / 3
  series = series * square + 1
  return exponent + 2 * z * series * 1.442_695_040_888_963_4
}

/// 2ˣ: x = n + f with |f| ≤ ½; the Taylor series of e^(f·ln 2), whose terms fall below 10⁻¹⁴.
private func exponentialBase2(_ x: Double) -> Float {
  if x > 200 { return .infinity }
  if x < -200 { return 0 }
  let n = x.rounded()
  let r = (x - n) * 0.693_147_180_559_945_3
  var series = 1 + r / 12
  series = 1 + r / 11 * series
  series = 1 + r / 10 * series
  series = 1 + r / 9 * series
  series = 1 + r / 8 * series
  series = 1 + r / 7 * series
  series = 1 + r / 6 * series
  series = 1 + r / 5 * series
  series = 1 + r / 4 * series
  series = 1 + r / 3 * series
  series = 1 + r / 2 * series
  series = 1 + r * series
  return Float(Double(sign: .plus, exponent: Int(n), significand: series))
}
