import Cells
import Terminal

/// Lines through points, told apart by colour, dashes and signs; a value that cannot be drawn interrupts its line.
struct LineChartMarkup {
  let plot: PlotCell
  let size: ChartSize

  /// The most points of a series that all have their sign; of more, some have.
  private static let mostSigns = 24

  var picture: Markup {
    guard let canvas = ChartCanvas(plot: plot, size: size, height: size.isWide ? 260 : 200) else {
      return SVG.nothing(plot, size)
    }
    let series = plot.series.indices.map { index in
      let places = zip(plot.series[index].x, plot.series[index].y).map { canvas.place($0, $1) }
      let curve = Markup.element(
        "path", ["class": "curve \(seriesClass(index))", "d": CurvePath(places).text])
      let signs = self.signs(index, places)
      let sign =
        signs.isEmpty ? [] : Markup.element("path", ["class": "sign \(seriesClass(index))", "d": signs])
      return Markup.element("g", ["data-series": "\(index)"], [curve, sign])
    }
    return SVG.picture(
      size, height: canvas.height, title: plot.name, description: plot.inWords,
      [canvas.markup, series.joined()])
  }

  /// The signs of few points, and of some of many where there are several series.
  private func signs(_ index: Int, _ places: [(x: Double, y: Double)?]) -> String {
    let drawn = places.compactMap { $0 }
    guard drawn.count > Self.mostSigns else {
      return drawn.map { PointSign.path(index, x: $0.x, y: $0.y) }.joined()
    }
    guard plot.series.count > 1 else { return "" }
    // Each series begins elsewhere, so that signs of lines that lie on each other do not.
    let step = drawn.count / 6
    let first = step * (index + 1) / (plot.series.count + 1)
    return stride(from: first, to: drawn.count, by: step).map {
      PointSign.path(index, x: drawn[$0].x, y: drawn[$0].y)
    }.joined()
  }
}

extension SVG {
  /// The picture of a chart without a value that could be drawn.
  static func nothing(_ plot: PlotCell, _ size: ChartSize) -> Markup {
    let words = "no finite values"
    return picture(
      size, height: 40, title: plot.name, description: words,
      text("(\(words))", x: 0, y: 24, class: "axis"))
  }
}

extension PlotCell {
  /// What a reader who cannot see the chart should know: for each series its ends and its extremes.
  var inWords: String {
    let sentences = series.enumerated().compactMap { index, series -> String? in
      let points = zip(series.x, series.y).filter { $0.isFinite && $1.isFinite }
      guard let first = points.first, let last = points.last,
        let lowest = points.min(by: { $0.1 < $1.1 }), let highest = points.max(by: { $0.1 < $1.1 })
      else { return nil }
      let name =
        series.name.isEmpty ? (self.series.count > 1 ? "Series \(index + 1)" : "The line") : series.name
      func text(_ value: Double) -> String { NumberText.compact(value) }
      return
        "\(name): \(text(first.1)) at \(text(first.0)), \(text(last.1)) at \(text(last.0)); "
        + "smallest \(text(lowest.1)) at \(text(lowest.0)), largest \(text(highest.1)) at \(text(highest.0))."
    }
    let axes = [
      xAxis.isEmpty ? nil : "To the right: \(xAxis).",
      yAxis.isEmpty ? nil : "Upwards: \(yAxis)\(isLogarithmic ? ", in equal factors" : "").",
    ]
    return (axes.compactMap { $0 } + sentences).joined(separator: " ")
  }
}
