import Terminal

/// A matrix of many rows and columns as a picture: half blocks in colour, shades without.
struct HeatMapDrawing {
  let tensor: TensorCell
  let width: Int
  let depth: ColorDepth

  var lines: [StyledLine] {
    let scale = HeatScale(for: tensor.values)
    let margin = 2 + min(8, max("\(tensor.shape[0])".count, rowLabelWidth))
    let wanted = width - margin - 1
    // A character is about twice as high as wide: two rows of the matrix to a line.
    let columns = Grouping(count: tensor.shape[1], most: wanted)
    let rows = Grouping(count: tensor.shape[0], most: 96)
    let halves = (0..<rows.groups).map { row in (0..<columns.groups).map { mean(rows[row], columns[$0]) } }
    // Few columns are drawn wider.
    let repeats = max(1, min(4, wanted / max(1, columns.groups * 2)))

    var result = [columnNumbers(margin: margin, columns: columns, repeats: repeats)]
    for top in stride(from: 0, to: rows.groups, by: 2) {
      var line = StyledLine(DisplayWidth.alignedRight(rowLabel(top, rows), in: margin - 1) + " ", .quiet)
      for column in 0..<columns.groups {
        let upper = halves[top][column]
        let lower = top + 1 < rows.groups ? halves[top + 1][column] : nil
        if depth.hasHeat {
          let style = Style(
            foreground: .exact(scale.color(upper, depth)), background: lower.map { scale.color($0, depth) })
          line.append(String(repeating: "▀", count: repeats), style)
        } else {
          let both = lower.map { (upper + $0) / 2 } ?? upper
          line.append(String(repeating: scale.signedShade(both), count: repeats))
        }
      }
      result.append(line)
    }
    return result
      + Wrapping.plainLines(
        legend(scale, rows: rows, columns: columns), width: width - margin, style: .quiet
      ).map { StyledLine(String(repeating: " ", count: margin)) + $0 }
  }

  /// Neighbouring rows or columns that share a place in the picture.
  private struct Grouping {
    let count: Int
    let size: Int

    init(count: Int, most: Int) {
      self.count = count
      size = (count + most - 1) / most
    }

    var groups: Int { (count + size - 1) / size }

    subscript(group: Int) -> Range<Int> { group * size..<min(count, (group + 1) * size) }
  }

  private func mean(_ rows: Range<Int>, _ columns: Range<Int>) -> Double {
    var sum = 0.0
    for row in rows {
      for column in columns { sum += tensor.values[row * tensor.shape[1] + column] }
    }
    return sum / Double(rows.count * columns.count)
  }

  private var rowLabelWidth: Int {
    tensor.isLabelled(axis: 0) ? tensor.labels[0].map { DisplayWidth.of($0.printable) }.max() ?? 0 : 0
  }

  private func rowLabel(_ group: Int, _ rows: Grouping) -> String {
    // With labels each line shows its own; numbers only now and then.
    let isShown = tensor.isLabelled(axis: 0) || group % 8 == 0
    return isShown ? tensor.label(rows[group].lowerBound, axis: 0).printable : ""
  }

  private func columnNumbers(margin: Int, columns: Grouping, repeats: Int) -> StyledLine {
    var line = StyledLine(String(repeating: " ", count: margin))
    let step = max(1, 8 / repeats)
    for group in stride(from: 0, to: columns.groups, by: step) {
      let room = min(step, columns.groups - group) * repeats
      let number = "\(columns[group].lowerBound)"
      line.append(
        number.count < room
          ? DisplayWidth.alignedLeft(number, in: room) : String(repeating: " ", count: room), .quiet)
    }
    return line
  }

  private func legend(_ scale: HeatScale, rows: Grouping, columns: Grouping) -> String {
    var parts: [String] = []
    let (weak, strong) = depth.isOnWhite ? ("pale", "dark") : ("dark", "bright")
    switch (scale, depth.hasHeat) {
    case (.sequential(let low, let high), true):
      parts.append("\(weak) \(NumberText.compact(low)), \(strong) \(NumberText.compact(high))")
    case (.sequential(let low, let high), false):
      parts.append("blank \(NumberText.compact(low)), █ \(NumberText.compact(high))")
    case (.diverging(let bound), true):
      parts.append("blue \(NumberText.compact(-bound)), \(weak) 0, orange \(NumberText.compact(bound))")
    case (.diverging(let bound), false):
      parts.append("blank \(NumberText.compact(-bound)), ▒ 0, █ \(NumberText.compact(bound))")
    }
    let rowsEach = rows.size * (depth.hasHeat ? 1 : 2)
    if rowsEach > 1 || columns.size > 1 {
      func counted(_ count: Int, _ noun: String) -> String {
        "\(count.grouped) \(noun)\(count == 1 ? "" : "s")"
      }
      let isLone = tensor.shape[0] == 1 && columns.size == 1
      if !isLone {
        parts.append(
          "each place the mean of \(counted(rowsEach, "row")) × \(counted(columns.size, "column"))")
      }
    }
    return parts.joined(separator: "; ")
  }
}
