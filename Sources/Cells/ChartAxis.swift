import Terminal

/// The numbers along one side of a chart and the places that they take.
package struct ChartAxis {
  package let lower: Double
  package let upper: Double
  package let isLogarithmic: Bool

  /// The axis that holds all finite values; nil without any.
  package init?(_ values: some Sequence<Double>, isLogarithmic: Bool = false) {
    let finite = values.filter { $0.isFinite && (!isLogarithmic || $0 > 0) }
    guard var lower = finite.min(), var upper = finite.max() else { return nil }
    if lower == upper {
      let margin = isLogarithmic ? 0 : max(0.5, lower.magnitude * 0.1)
      lower = isLogarithmic ? lower / 2 : lower - margin
      upper = isLogarithmic ? upper * 2 : upper + margin
    }
    self.lower = lower
    self.upper = upper
    self.isLogarithmic = isLogarithmic
  }

  /// Where a value lies, 0 … 1; nil when it cannot be drawn.
  package func place(_ value: Double) -> Double? {
    guard value.isFinite else { return nil }
    guard isLogarithmic else { return value / (upper - lower) - lower / (upper - lower) }
    guard value > 0 else { return nil }
    let place =
      (binaryLogarithm(value) - binaryLogarithm(lower)) / (binaryLogarithm(upper) - binaryLogarithm(lower))
    return min(1, max(0, place))
  }

  /// About `count` round numbers within the axis, and their texts, with no more decimals than tell them apart.
  package func labelledTicks(_ count: Int) -> [(tick: Double, text: String)] {
    let ticks = ticks(count)
    let style = NumberStyle(for: ticks)
    return ticks.map {
      ($0, isLogarithmic ? NumberText.compact($0) : Self.shortened(ticks, style: style, $0))
    }
  }

  private static func shortened(_ ticks: [Double], style: NumberStyle, _ tick: Double) -> String {
    guard case .fixed(let most) = style else { return style.text(tick) }
    for decimals in 0...most {
      let exact = ticks.allSatisfy {
        abs((Double(NumberText.ungrouped($0, decimals: decimals)) ?? 0) - $0) < 1e-9 * max(1, abs($0))
      }
      if exact { return NumberText.fixed(tick, decimals: decimals) }
    }
    return style.text(tick)
  }

  /// About `count` round numbers within the axis.
  func ticks(_ count: Int) -> [Double] {
    isLogarithmic ? powersOfTen(count) : roundNumbers(count)
  }

  private func roundNumbers(_ count: Int) -> [Double] {
    let span = upper - lower
    guard span.isFinite, span > 0 else { return [lower, upper] }
    var power = 1.0
    while power * 10 <= span { power *= 10 }
    while power > span { power /= 10 }
    var best: [Double] = []
    for factor in [0.1, 0.2, 0.5, 1, 2, 5] {
      let step = power * factor
      let first = (lower / step).rounded(.up)
      let last = (upper / step).rounded(.down)
      guard last >= first, last - first < 50 else { continue }
      let ticks = stride(from: first, through: last, by: 1).map { $0 * step }
      if best.isEmpty || abs(ticks.count - count) < abs(best.count - count) { best = ticks }
    }
    return best
  }

  private func powersOfTen(_ count: Int) -> [Double] {
    var power = 1.0
    while power > lower, power > 1e-300 { power /= 10 }
    while power < lower { power *= 10 }
    var all: [Double] = []
    while power <= upper {
      all.append(power)
      power *= 10
    }
    guard all.count >= 2 else { return [lower, upper] }
    let step = max(1, (all.count + count - 1) / count)
    return stride(from: 0, to: all.count, by: step).map { all[$0] }
  }

  /// log₂ of a positive number, near enough to draw with.
  private func binaryLogarithm(_ value: Double) -> Double {
    // log₂(m) for m in [1, 2) by squaring: each squaring gives one bit.
    var mantissa = value.significand
    var result = Double(value.exponent)
    var bit = 0.5
    for _ in 0..<24 {
      mantissa *= mantissa
      if mantissa >= 2 {
        mantissa /= 2
        result += bit
      }
      bit /= 2
    }
    return result
  }
}

extension PlotCell {
  /// The axes that hold every point that can be drawn; nil without any.
  package var drawnAxes: (x: ChartAxis, y: ChartAxis)? {
    let drawable = series.flatMap { series in
      zip(series.x, series.y).filter { $0.isFinite && $1.isFinite && (!isLogarithmic || $1 > 0) }
    }
    guard let x = ChartAxis(drawable.map(\.0)),
      let y = ChartAxis(drawable.map(\.1), isLogarithmic: isLogarithmic)
    else { return nil }
    return (x, y)
  }
}
