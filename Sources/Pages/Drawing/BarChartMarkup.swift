import Cells
import Terminal

/// Bars to the right, one a name, with their values; negative ones go to the left.
///
/// A name stands before its bar, or above it where that would leave the bars less than half of the width.
struct BarChartMarkup {
  let plot: PlotCell
  let size: ChartSize

  var picture: Markup {
    guard let series = plot.series.first, !series.y.isEmpty else { return SVG.nothing(plot, size) }
    let finite = series.y.filter(\.isFinite)
    let style = NumberStyle(for: finite)
    let values = series.y.map(style.text)
    let labels = series.y.indices.map { $0 < series.labels.count ? series.labels[$0] : "\($0)" }
    let valueWidth = (values.map(SVG.width).max() ?? 0) + 8
    let longest = (labels.map(SVG.width).max() ?? 0) + 8
    let isAbove = longest > size.width * 0.4
    let lowest = min(0, finite.min() ?? 0)
    let largest = max(0, finite.max() ?? 0)
    let start = (isAbove ? 0 : longest) + (lowest < 0 ? valueWidth : 0)
    let room = size.width - start - (largest > 0 || lowest == 0 ? valueWidth : 0)
    let unit = largest > lowest ? room / (largest - lowest) : 0
    let zero = start - lowest * unit
    let top = plot.yAxis.isEmpty ? 4.0 : 24.0
    let rowHeight = isAbove ? 40.0 : 26.0
    let height = top + rowHeight * Double(values.count)

    let bars = series.y.indices.map { index -> Markup in
      let value = series.y[index]
      let row = top + Double(index) * rowHeight + (isAbove ? 16 : 0)
      let length = value.isFinite ? abs(value) * unit : 0
      let isLeft = value < 0 && value.isFinite
      let label =
        isAbove
        ? SVG.text(DisplayWidth.truncated(labels[index], to: Int(size.width / 7.2)), x: 0, y: row - 2)
        : SVG.text(labels[index], x: longest - 8, y: row + 16, anchor: "end")
      let bar = Markup.element(
        "rect",
        [
          "class": "bar \(seriesClass(isLeft ? 1 : 0))", "x": SVG.place(isLeft ? zero - length : zero),
          "y": SVG.place(row + 3), "width": SVG.place(length), "height": "17", "rx": "2",
        ])
      let number =
        isLeft
        ? SVG.text(values[index], x: zero - length - 6, y: row + 16, anchor: "end")
        : SVG.text(values[index], x: zero + length + 6, y: row + 16)
      let title = Markup.element("title", [:], Markup("\(labels[index]): \(value.exactText)"))
      return .element("g", ["data-index": "\(index)"], [title, label, bar, number])
    }
    let base = isAbove ? [] : SVG.line(zero, top, zero, height, class: "base")
    let name = plot.yAxis.isEmpty ? [] : SVG.text(plot.yAxis, x: 0, y: 12, class: "axis")
    return SVG.picture(
      size, height: height, title: plot.name,
      description: zip(labels, values).map { "\($0): \($1)." }.joined(separator: " "),
      [name, bars.joined(), base])
  }
}
