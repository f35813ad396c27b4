import Terminal

/// Lines through points: fine ones of braille dots, or one sign a series where lines could not be told apart.
struct LineChartDrawing {
  let plot: PlotCell
  let width: Int
  let depth: ColorDepth

  private static let signs: [Character] = ["•", "+", "×", "o", "*", "#", "△", "◇"]

  var lines: [StyledLine] {
    guard let frame = ChartFrame(plot: plot, width: width, rows: 14, mostColumns: 100) else {
      return [StyledLine("  (no finite values)", .quiet)]
    }
    let usesDots = depth.hasColor || plot.series.count == 1
    var canvas = Array(
      repeating: Array(repeating: (character: Character(" "), series: -1), count: frame.columns),
      count: frame.rows)
    for index in plot.series.indices {
      // A braille character is two dots wide and four high.
      let (across, down) = usesDots ? (2, 4) : (1, 1)
      let marked = dots(plot.series[index], frame, columns: frame.columns * across, rows: frame.rows * down)
      for row in 0..<frame.rows {
        for column in 0..<frame.columns {
          if usesDots {
            var bits: UInt32 = 0
            for (bit, place) in Self.brailleBits.enumerated()
            where marked[row * 4 + place.row][column * 2 + place.column] {
              bits |= 1 << UInt32(bit)
            }
            if bits != 0, let scalar = Unicode.Scalar(0x2800 + bits) {
              canvas[row][column] = (Character(scalar), index)
            }
          } else if marked[row][column] {
            canvas[row][column] = (Self.signs[index % Self.signs.count], index)
          }
        }
      }
    }
    let body = canvas.enumerated().map { row, characters in
      var line = frame.left(row)
      for (character, series) in characters { line.append(String(character), style(series)) }
      return line
    }
    return legend(usesDots: usesDots) + body + frame.bottom(plot.xAxis)
  }

  /// Dots 1 to 8 of a braille character in the order of their bits.
  private static let brailleBits: [(row: Int, column: Int)] = [
    (0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1), (3, 0), (3, 1),
  ]

  private func style(_ series: Int) -> Style {
    guard depth.hasColor, series >= 0 else { return .plain }
    return Style(foreground: .series(series))
  }

  /// The series by name, and what is counted upwards.
  private func legend(usesDots: Bool) -> [StyledLine] {
    var items: [StyledLine] = []
    if !plot.yAxis.isEmpty { items.append(StyledLine(plot.yAxis.printable, .quiet)) }
    for (index, series) in plot.series.enumerated() where !series.name.isEmpty {
      let sign = usesDots ? "━" : String(Self.signs[index % Self.signs.count])
      items.append(
        StyledLine(sign, style(index))
          + StyledLine(" " + DisplayWidth.truncated(series.name.printable, to: 30)))
    }
    var lines: [StyledLine] = []
    var line = StyledLine("  ")
    for item in items {
      if line.width > 2, line.width + 3 + item.width > width {
        lines.append(line)
        line = StyledLine("  ")
      }
      if line.width > 2 { line.append("   ") }
      if line.width + item.width <= width {
        line.append(item)
      } else {
        line.append(DisplayWidth.truncated(item.text, to: width - line.width), .quiet)
      }
    }
    return line.width > 2 ? lines + [line] : lines
  }

  /// The dots of a series' line on a grid; a value that cannot be drawn interrupts the line.
  private func dots(_ series: PlotCell.Series, _ frame: ChartFrame, columns: Int, rows: Int) -> [[Bool]] {
    var grid = Array(repeating: Array(repeating: false, count: columns), count: rows)
    var previous: (column: Int, row: Int)?
    for (x, y) in zip(series.x, series.y) {
      guard let across = frame.x.place(x), let up = frame.y.place(y) else {
        previous = nil
        continue
      }
      let column = min(columns - 1, max(0, Int((across * Double(columns - 1)).rounded())))
      let row = rows - 1 - min(rows - 1, max(0, Int((up * Double(rows - 1)).rounded())))
      let from = previous ?? (column, row)
      let steps = max(abs(column - from.column), abs(row - from.row), 1)
      for step in 0...steps {
        let share = Double(step) / Double(steps)
        let r = Int((Double(from.row) + Double(row - from.row) * share).rounded())
        let c = Int((Double(from.column) + Double(column - from.column) * share).rounded())
        grid[r][c] = true
      }
      previous = (column, row)
    }
    return grid
  }
}
