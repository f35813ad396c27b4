import Terminal

/// Bars to the right, one a name, with their values; negative ones go to the left.
struct BarChartDrawing {
  let plot: PlotCell
  let width: Int

  var lines: [StyledLine] {
    guard let series = plot.series.first, !series.y.isEmpty else {
      return [StyledLine("  (no bars)", .quiet)]
    }
    let finite = series.y.filter(\.isFinite)
    let style = NumberStyle(for: finite)
    let values = series.y.map { style.text($0) }
    let labels = series.y.indices.map { $0 < series.labels.count ? series.labels[$0].printable : "\($0)" }
    let labelWidth = min(width / 3, labels.map { DisplayWidth.of($0) }.max() ?? 0)
    let valueWidth = values.map { DisplayWidth.of($0) }.max() ?? 0
    let room = min(60, width - labelWidth - valueWidth - 6)
    let largest = max(0, finite.max() ?? 0)
    let lowest = min(0, finite.min() ?? 0)
    let unit = largest - lowest > 0 ? Double(room) / (largest - lowest) : 0
    let zero = Int((-lowest * unit).rounded(.up))

    var result: [StyledLine] = []
    if !plot.yAxis.isEmpty {
      result.append(StyledLine("  " + DisplayWidth.truncated(plot.yAxis.printable, to: width - 2), .quiet))
    }
    for (index, value) in series.y.enumerated() {
      var line = StyledLine("  " + DisplayWidth.alignedRight(labels[index], in: labelWidth) + " ")
      if value.isFinite {
        line.append(
          Self.bar(value, unit: unit, zero: zero),
          Style(foreground: .series(value < 0 ? 1 : 0)))
      }
      line.append(" " + values[index])
      result.append(line)
    }
    return result
  }

  /// A bar in eighths of a character; to the left of zero in whole ones, as there are no such eighths.
  private static func bar(_ value: Double, unit: Double, zero: Int) -> String {
    if value < 0 {
      let length = min(zero, Int((-value * unit).rounded()))
      return String(repeating: " ", count: zero - length) + String(repeating: "█", count: length)
    }
    let eighths = Int((value * unit * 8).rounded())
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: " ", count: zero) + String(repeating: "█", count: eighths / 8)
      + parts[eighths % 8]
  }
}
