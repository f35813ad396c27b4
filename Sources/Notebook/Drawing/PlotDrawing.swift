import Terminal

/// A chart in characters.
struct PlotDrawing {
  let plot: PlotCell
  let width: Int
  let depth: ColorDepth

  var lines: [StyledLine] {
    let title = plot.name.isEmpty ? [] : Wrapping.plainLines(plot.name, width: width, style: .name)
    switch plot.style {
    case .line: return title + LineChartDrawing(plot: plot, width: width, depth: depth).lines
    case .bar: return title + BarChartDrawing(plot: plot, width: width).lines
    case .scatter: return title + ScatterDrawing(plot: plot, width: width).lines
    }
  }
}

/// The numbers along one side of a chart and the places that they take.
struct ChartAxis {
  let lower: Double
  let upper: Double
  let isLogarithmic: Bool

  /// The axis that holds all finite values; nil without any.
  init?(_ values: some Sequence<Double>, isLogarithmic: Bool = false) {
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
  func place(_ value: Double) -> Double? {
    guard value.isFinite else { return nil }
    guard isLogarithmic else { return value / (upper - lower) - lower / (upper - lower) }
    guard value > 0 else { return nil }
    let place =
      (binaryLogarithm(value) - binaryLogarithm(lower)) / (binaryLogarithm(upper) - binaryLogarithm(lower))
    return min(1, max(0, place))
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

/// The frame that line charts and maps of points share: numbers on the left, numbers and names below.
struct ChartFrame {
  let x: ChartAxis
  let y: ChartAxis
  let margin: Int
  let columns: Int
  let rows: Int
  private let yNumbers: [Int: String]

  init?(plot: PlotCell, width: Int, rows: Int, mostColumns: Int) {
    let drawable = plot.series.flatMap { series in
      zip(series.x, series.y).filter { $0.isFinite && $1.isFinite && (!plot.isLogarithmic || $1 > 0) }
    }
    guard let x = ChartAxis(drawable.map(\.0)),
      let y = ChartAxis(drawable.map(\.1), isLogarithmic: plot.isLogarithmic)
    else { return nil }
    self.x = x
    self.y = y
    self.rows = rows
    let ticks = y.ticks(5)
    let style = NumberStyle(for: ticks)
    var numbers: [Int: String] = [:]
    for tick in ticks {
      guard let place = y.place(tick) else { continue }
      let text = plot.isLogarithmic ? NumberText.compact(tick) : Self.shortened(ticks, style: style, tick)
      numbers[rows - 1 - Int((place * Double(rows - 1)).rounded())] = text
    }
    yNumbers = numbers
    margin = (numbers.values.map(\.count).max() ?? 0) + 1
    columns = min(mostColumns, width - margin - 2)
  }

  /// The numbers of an axis with no more decimals than tell them apart.
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

  /// The number and the axis to the left of a row.
  func left(_ row: Int) -> StyledLine {
    let number = yNumbers[row]
    return StyledLine(
      DisplayWidth.alignedRight(number ?? "", in: margin) + (number == nil ? " │" : " ┤"), .quiet)
  }

  /// The axis below, its numbers, and its name.
  func bottom(_ name: String) -> [StyledLine] {
    let ticks = x.ticks(6)
    let style = NumberStyle(for: ticks)
    var axis = Array(repeating: Character("─"), count: columns)
    var numbers = Array(repeating: Character(" "), count: columns)
    for tick in ticks {
      guard let place = x.place(tick) else { continue }
      let column = Int((place * Double(columns - 1)).rounded())
      let text = Array(Self.shortened(ticks, style: style, tick))
      let start = min(max(0, column - text.count / 2), columns - text.count)
      guard start >= 0, axis.indices.contains(column) else { continue }
      let isFree = (max(0, start - 1)..<min(columns, start + text.count + 1)).allSatisfy {
        numbers[$0] == " "
      }
      guard isFree else { continue }
      axis[column] = "┬"
      numbers.replaceSubrange(start..<start + text.count, with: text)
    }
    let margin = String(repeating: " ", count: margin + 1)
    var result = [
      StyledLine(margin + "└" + String(axis), .quiet), StyledLine(margin + " " + String(numbers), .quiet),
    ]
    let shown = DisplayWidth.truncated(name.printable, to: columns)
    if !shown.isEmpty {
      let indent = String(repeating: " ", count: (columns - DisplayWidth.of(shown)) / 2)
      result.append(StyledLine(margin + " " + indent + shown, .quiet))
    }
    return result
  }
}
