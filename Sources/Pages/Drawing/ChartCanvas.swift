import Cells
import Terminal

/// What all charts are drawn with: places in CSS pixels, texts, and the picture around them.
enum SVG {
  /// The picture with its title, what it tells in words, and the style sheet that it brings along.
  static func picture(
    _ size: ChartSize, height: Double, title: String, description: String, _ content: Markup
  ) -> Markup {
    .element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "role": "img",
        "viewBox": "0 0 \(place(size.width)) \(place(height))",
        "width": size.styleSheet == nil ? nil : place(size.width),
      ],
      [
        .element("title", [:], Markup(title.isEmpty ? "chart" : title)),
        .element("desc", [:], Markup(description)),
        size.styleSheet.map { .verbatim("style", [:], $0) } ?? [], content,
      ])
  }

  /// A place or length with at most one decimal.
  static func place(_ value: Double) -> String {
    let text = NumberText.ungrouped(value, decimals: 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A text of which the given end or the middle stands at `x`.
  static func text(
    _ text: String, x: Double, y: Double, anchor: String? = nil, class style: String? = nil
  ) -> Markup {
    .element(
      "text", ["x": place(x), "y": place(y), "text-anchor": anchor, "class": style], Markup(text))
  }

  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, class style: String) -> Markup {
    .element(
      "path", ["class": style, "d": "M\(place(x1)) \(place(y1))L\(place(x2)) \(place(y2))"])
  }

  /// The room that a text takes: no less than most fonts need.
  static func width(_ text: String) -> Double { Double(DisplayWidth.of(text)) * 7.2 }

  static let lineHeight = 16.0
}

/// The class of a series, which gives it colour and dashes; they repeat after the sixth.
func seriesClass(_ index: Int) -> String { "s\(index % 6 + 1)" }

/// The sign of a series' points: a circle, a square, a triangle, a diamond, a cross, a saltire.
enum PointSign {
  static func path(_ index: Int, x: Double, y: Double) -> String {
    let (left, top) = (SVG.place(x - 3.5), SVG.place(y - 3.5))
    return switch index % 6 {
    case 0: "M\(left) \(SVG.place(y))a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0"
    case 1: "M\(left) \(top)h7v7h-7z"
    case 2: "M\(SVG.place(x)) \(SVG.place(y - 4))l4 7h-8z"
    case 3: "M\(SVG.place(x)) \(SVG.place(y - 4.5))l4.5 4.5l-4.5 4.5l-4.5-4.5z"
    case 4: "M\(SVG.place(x - 1.2)) \(SVG.place(y - 4))h2.4v2.8h2.8v2.4h-2.8v2.8h-2.4v-2.8h-2.8v-2.4h2.8z"
    default: "M\(left) \(top)l7 7m0-7l-7 7"
    }
  }
}

/// The frame that line charts and maps of points share: round numbers and fine rules along both sides, and the names of the axes.
struct ChartCanvas {
  let x: ChartAxis
  let y: ChartAxis
  let size: ChartSize
  /// The place of the drawing itself.
  let left: Double
  let top: Double
  let right: Double
  let bottom: Double
  /// What stays free along the sides.
  private let inset: Double
  private let plot: PlotCell
  private let legend: [[LegendItem]]
  private let yTicks: [(tick: Double, text: String)]
  private let xTicks: [(tick: Double, text: String)]

  /// A frame around a drawing of that height; nil when there is nothing to draw.
  init?(plot: PlotCell, size: ChartSize, height: Double, inset: Double = 0) {
    guard let (x, y) = plot.drawnAxes else { return nil }
    self.plot = plot
    self.size = size
    self.inset = inset
    self.x = x
    self.y = y
    yTicks = y.labelledTicks(5)
    xTicks = x.labelledTicks(size.isWide ? 8 : 4)
    legend = LegendItem.lines(plot, width: size.width)
    left = (yTicks.map { SVG.width($0.text) }.max() ?? 0) + 10
    right = size.width - 14
    top = Double(legend.count) * 20 + (plot.yAxis.isEmpty ? 8 : 26)
    bottom = top + height
  }

  var height: Double { bottom + (plot.xAxis.isEmpty ? 24 : 42) }

  /// Where a point lies; nil when it cannot be drawn.
  func place(_ x: Double, _ y: Double) -> (x: Double, y: Double)? {
    guard let across = self.x.place(x), let up = self.y.place(y) else { return nil }
    return (place(across: across), place(up: up))
  }

  private func place(across: Double) -> Double { left + inset + across * (right - left - 2 * inset) }

  private func place(up: Double) -> Double { bottom - inset - up * (bottom - top - 2 * inset) }

  /// The rules, the numbers and the names.
  var markup: Markup {
    var result = Markup()
    for (index, line) in legend.enumerated() {
      for item in line { result += item.markup(y: 12 + Double(index) * 20) }
    }
    if !plot.yAxis.isEmpty {
      result += SVG.text(plot.yAxis, x: 0, y: top - 12, class: "axis")
    }
    for (tick, text) in yTicks {
      guard let up = y.place(tick) else { continue }
      let place = place(up: up)
      result += SVG.line(left, place, right, place, class: "rule")
      result += SVG.text(text, x: left - 6, y: place + 4, anchor: "end", class: "axis")
    }
    var free = 0.0
    for (tick, text) in xTicks {
      guard let across = x.place(tick) else { continue }
      let place = place(across: across)
      let half = SVG.width(text) / 2
      let middle = min(max(place, half), size.width - half)
      result += SVG.line(place, bottom, place, bottom + 4, class: "rule")
      guard middle - half >= free else { continue }
      free = middle + half + 6
      result += SVG.text(text, x: middle, y: bottom + 18, anchor: "middle", class: "axis")
    }
    result += SVG.line(left, bottom, right, bottom, class: "base")
    if !plot.xAxis.isEmpty {
      result += SVG.text(
        plot.xAxis, x: (left + right) / 2, y: bottom + 36, anchor: "middle", class: "axis")
    }
    return result
  }
}

/// A series in the legend.
private struct LegendItem {
  let series: Int
  let name: String
  let x: Double
  let hasLine: Bool
  let hasSign: Bool

  /// The named series in lines that fit the width; one series without others needs no sign.
  static func lines(_ plot: PlotCell, width: Double) -> [[LegendItem]] {
    var lines: [[LegendItem]] = []
    var x = width
    for (index, series) in plot.series.enumerated() where !series.name.isEmpty {
      let name = DisplayWidth.truncated(series.name, to: Int((width - 40) / 7.2))
      let needed = 34 + SVG.width(name)
      if x > 0, x + needed > width {
        lines.append([])
        x = 0
      }
      lines[lines.count - 1].append(
        LegendItem(
          series: index, name: name, x: x, hasLine: plot.style == .line,
          hasSign: plot.style == .scatter || plot.series.count > 1))
      x += needed + 14
    }
    return lines
  }

  func markup(y: Double) -> Markup {
    let style = seriesClass(series)
    let line = hasLine ? SVG.line(x, y - 4, x + 28, y - 4, class: "curve \(style)") : []
    let sign =
      hasSign
      ? Markup.element(
        "path", ["class": "sign \(style)", "d": PointSign.path(series, x: x + 14, y: y - 4)]) : []
    return [line, sign, SVG.text(name, x: x + 34, y: y)]
  }
}
