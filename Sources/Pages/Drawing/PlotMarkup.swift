import Cells
import Terminal

extension PlotCell {
  /// The chart as a picture for wide pages and one for narrow ones, and its numbers as a folded table.
  package var markup: Markup {
    let pictures = [("chart wide", ChartSize.wide), ("chart narrow", .narrow)].map { name, size in
      Markup.element("div", ["class": name], picture(size))
    }
    return .figure("plot", name: name, [pictures.joined(), PlotNumbers(plot: self).markup])
  }

  /// The picture; its colours are those of the page's style sheet, or of its own.
  package func picture(_ size: ChartSize) -> Markup {
    switch style {
    case .line: LineChartMarkup(plot: self, size: size).picture
    case .bar: BarChartMarkup(plot: self, size: size).picture
    case .scatter: ScatterMarkup(plot: self, size: size).picture
    }
  }
}

/// What a chart is drawn for: a wide page, a narrow one, or a file of its own.
package struct ChartSize: Sendable, Hashable {
  /// The chart's width in CSS pixels.
  let width: Double
  /// The style sheet that the picture brings along.
  private(set) var styleSheet: String?

  package static let wide = ChartSize(width: 680)
  package static let narrow = ChartSize(width: 320)

  var isWide: Bool { width > 500 }

  /// For a picture that no page gives its colours.
  package func alone(styleSheet: String) -> ChartSize { ChartSize(width: width, styleSheet: styleSheet) }
}

/// The numbers of a chart, each with all its digits.
struct PlotNumbers {
  let plot: PlotCell

  var markup: Markup {
    let points = plot.series.reduce(0) { $0 + $1.x.count }
    guard points > 0 else { return [] }
    let table = Markup.table(
      headings: headings.map { .header($0, scope: "col") }, rows: rows.map { .element("tr", [:], $0) })
    return .folded(
      "the numbers of \(points.counted("point"))", of: plot.name.isEmpty ? "the chart" : plot.name, table)
  }

  private static func number(_ value: Double) -> Markup { .element("td", [:], Markup(value.exactText)) }

  private static func name(_ text: String) -> Markup { .header(text, scope: "row") }

  private var hasLabels: Bool { plot.series.contains { !$0.labels.isEmpty } }
  private var hasX: Bool { plot.style != .bar }

  /// Whether the series can stand side by side.
  private var isJoined: Bool {
    !hasLabels && plot.series.count > 1
      && plot.series.allSatisfy { series in series.x.map(\.bitPattern) == plot.series[0].x.map(\.bitPattern) }
  }

  /// Whether the one series counts its points, and has so many that ten stand in a row.
  private var isCounted: Bool {
    guard plot.series.count == 1, !hasLabels, hasX, plot.series[0].x.count > 50 else { return false }
    let x = plot.series[0].x
    return x[0] == x[0].rounded() && x[0].magnitude < 1e9
      && x.indices.allSatisfy { x[$0] == x[0] + Double($0) }
  }

  private var headings: [String] {
    let x = plot.xAxis.isEmpty ? "x" : plot.xAxis
    let y = plot.yAxis.isEmpty ? "y" : plot.yAxis
    if isCounted { return [x] + (0..<10).map { "+\($0)" } }
    if isJoined { return [x] + plot.series.enumerated().map { name(ofSeries: $0.offset) } }
    return (plot.series.count > 1 ? ["series"] : []) + (hasLabels ? ["name"] : []) + (hasX ? [x] : []) + [y]
  }

  private func name(ofSeries index: Int) -> String {
    plot.series[index].name.isEmpty ? "series \(index + 1)" : plot.series[index].name
  }

  private var rows: [Markup] {
    if isCounted {
      let (x, y) = (plot.series[0].x, plot.series[0].y)
      return stride(from: 0, to: y.count, by: 10).map { start in
        Self.name(x[start].exactText) + y[start..<min(y.count, start + 10)].map(Self.number).joined()
      }
    }
    if isJoined {
      return plot.series[0].x.indices.map { index in
        Self.name(plot.series[0].x[index].exactText)
          + plot.series.map { Self.number($0.y[index]) }.joined()
      }
    }
    return plot.series.indices.flatMap { place in
      let series = plot.series[place]
      return series.x.indices.map { index -> Markup in
        var cells: [Markup] = []
        if plot.series.count > 1 { cells.append(.element("td", [:], Markup(name(ofSeries: place)))) }
        if hasLabels { cells.append(Self.name(index < series.labels.count ? series.labels[index] : "")) }
        if hasX {
          cells.append(hasLabels ? Self.number(series.x[index]) : Self.name(series.x[index].exactText))
        }
        return (cells + [Self.number(series.y[index])]).joined()
      }
    }
  }
}
