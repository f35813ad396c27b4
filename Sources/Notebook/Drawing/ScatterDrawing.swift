import Terminal

/// Points with their names, as far as there is room for the names.
struct ScatterDrawing {
  let plot: PlotCell
  let width: Int

  var lines: [StyledLine] {
    guard let frame = ChartFrame(plot: plot, width: width, rows: 18, mostColumns: 76) else {
      return [StyledLine("  (no finite values)", .quiet)]
    }
    var canvas = Canvas(columns: frame.columns, rows: frame.rows)
    var points: [(column: Int, row: Int, label: String)] = []
    for series in plot.series {
      for index in series.x.indices {
        guard let across = frame.x.place(series.x[index]), let up = frame.y.place(series.y[index]) else {
          continue
        }
        let label = index < series.labels.count ? series.labels[index].printable : ""
        let column = Int((across * Double(frame.columns - 1)).rounded())
        let row = frame.rows - 1 - Int((up * Double(frame.rows - 1)).rounded())
        points.append((column, row, label))
        canvas.put("•", at: column, row)
      }
    }
    let unnamed = points.count { !$0.label.isEmpty && !canvas.write($0.label, beside: $0.column, $0.row) }
    var result: [StyledLine] = []
    if !plot.yAxis.isEmpty {
      result.append(StyledLine("  " + DisplayWidth.truncated(plot.yAxis.printable, to: width - 2), .quiet))
    }
    result += (0..<frame.rows).map { frame.left($0) + StyledLine(canvas.line($0)) }
    result += frame.bottom(plot.xAxis)
    if unnamed > 0 {
      let noun = unnamed == 1 ? "name" : "names"
      result.append(StyledLine("  (no room for \(unnamed) \(noun))", .quiet))
    }
    return result
  }

  /// A grid of columns, in which a wide character takes two.
  private struct Canvas {
    private var cells: [[Character?]]  // nil: taken by the wide character to the left
    private let columns: Int

    init(columns: Int, rows: Int) {
      self.columns = columns
      cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
    }

    mutating func put(_ character: Character, at column: Int, _ row: Int) {
      cells[row][column] = character
    }

    /// Writes to the right of a point, else to its left; says whether there was room.
    mutating func write(_ label: String, beside column: Int, _ row: Int) -> Bool {
      let text = DisplayWidth.truncated(label, to: 14)
      let length = DisplayWidth.of(text)
      for start in [column + 1, column - length] {
        let range = start..<start + length
        guard start >= 0, range.upperBound <= columns, length > 0 else { continue }
        let wider = max(0, start - 1)..<min(columns, range.upperBound + 1)
        guard range.allSatisfy({ cells[row][$0] == " " }),
          wider.allSatisfy({ $0 == column || cells[row][$0] == " " || cells[row][$0] == "•" })
        else { continue }
        var place = start
        for character in text {
          let width = DisplayWidth.of(character)
          guard width > 0 else { continue }
          cells[row][place] = character
          for extra in 1..<max(width, 1) where width > 1 { cells[row][place + extra] = nil }
          place += width
        }
        return true
      }
      return false
    }

    func line(_ row: Int) -> String { String(cells[row].compactMap { $0 }) }
  }
}
