import Cells
import Terminal

/// Points with their names, as far as there is room for the names; every point says its name and its numbers when it is pointed at.
struct ScatterMarkup {
  let plot: PlotCell
  let size: ChartSize

  var picture: Markup {
    guard let canvas = ChartCanvas(plot: plot, size: size, height: size.isWide ? 380 : 320, inset: 14)
    else {
      return SVG.nothing(plot, size)
    }
    var points: [(series: Int, index: Int, label: String, x: Double, y: Double)] = []
    for (place, series) in plot.series.enumerated() {
      for index in series.x.indices {
        guard let at = canvas.place(series.x[index], series.y[index]) else { continue }
        points.append((place, index, index < series.labels.count ? series.labels[index] : "", at.x, at.y))
      }
    }
    var room = LabelRoom(
      left: canvas.left, top: canvas.top - 8, right: size.width, bottom: canvas.bottom + 2,
      points: points.map { ($0.x, $0.y) })
    let labels = points.map { $0.label.isEmpty ? nil : room.place(label: $0.label, at: ($0.x, $0.y)) }
    let unnamed = zip(points, labels).count { !$0.label.isEmpty && $1 == nil }

    let drawn = zip(points, labels).map { point, label -> Markup in
      let series = plot.series[point.series]
      let numbers = "\(series.x[point.index].exactText), \(series.y[point.index].exactText)"
      let name = point.label.isEmpty ? "" : point.label + ": "
      var content: Markup = [
        .element("title", [:], Markup(name + numbers)),
        .element(
          "path",
          [
            "class": "sign \(seriesClass(point.series))",
            "d": PointSign.path(point.series, x: point.x, y: point.y),
          ]),
      ]
      if let label {
        if let end = label.leader { content += SVG.line(point.x, point.y, end.x, end.y, class: "leader") }
        content += SVG.text(label.text, x: label.x, y: label.y, anchor: "middle")
      }
      return .element(
        "g", ["data-series": "\(point.series)", "data-index": "\(point.index)"], content)
    }
    let rest =
      unnamed == 0
      ? []
      : SVG.text(
        "(no room for \(unnamed.counted("name")))", x: 0, y: canvas.height + 12, class: "axis")
    return SVG.picture(
      size, height: canvas.height + (unnamed == 0 ? 0 : 18), title: plot.name,
      description: points.prefix(60).map {
        "\($0.label.isEmpty ? "Point" : $0.label): \(NumberText.compact(plot.series[$0.series].x[$0.index])), "
          + "\(NumberText.compact(plot.series[$0.series].y[$0.index]))."
      }.joined(separator: " "),
      [canvas.markup, drawn.joined(), rest])
  }
}
