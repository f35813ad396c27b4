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

/// The frame that line charts and maps of points share: numbers on the left, numbers and names below.
struct ChartFrame {
  let x: ChartAxis
  let y: ChartAxis
  let margin: Int
  let columns: Int
  let rows: Int
  private let yNumbers: [Int: String]

  init?(plot: PlotCell, width: Int, rows: Int, mostColumns: Int) {
    guard let (x, y) = plot.drawnAxes else { return nil }
    self.x = x
    self.y = y
    self.rows = rows
    var numbers: [Int: String] = [:]
    for (tick, text) in y.labelledTicks(5) {
      guard let place = y.place(tick) else { continue }
      numbers[rows - 1 - Int((place * Double(rows - 1)).rounded())] = text
    }
    yNumbers = numbers
    margin = (numbers.values.map(\.count).max() ?? 0) + 1
    columns = min(mostColumns, width - margin - 2)
  }

  /// The number and the axis to the left of a row.
  func left(_ row: Int) -> StyledLine {
    let number = yNumbers[row]
    return StyledLine(
      DisplayWidth.alignedRight(number ?? "", in: margin) + (number == nil ? " │" : " ┤"), .quiet)
  }

  /// The axis below, its numbers, and its name.
  func bottom(_ name: String) -> [StyledLine] {
    var axis = Array(repeating: Character("─"), count: columns)
    var numbers = Array(repeating: Character(" "), count: columns)
    for (tick, label) in x.labelledTicks(6) {
      guard let place = x.place(tick) else { continue }
      let column = Int((place * Double(columns - 1)).rounded())
      let text = Array(label)
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
