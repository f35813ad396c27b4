/// Rows of words and numbers in columns; words that do not fit go on in the next line.
struct TableDrawing {
  let table: TableCell
  let width: Int

  var lines: [StyledLine] {
    let texts = self.texts
    let widths = columnWidths(texts)
    var result: [StyledLine] = []
    if !table.name.isEmpty { result += Wrapping.plainLines(table.name, width: width, style: .name) }
    guard !table.columns.isEmpty else { return result }
    result += row(table.columns.map(\.printable), widths, style: .bold)
    result.append(
      StyledLine("  " + widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "), .quiet))
    for texts in texts { result += row(texts, widths, style: .plain) }
    return result
  }

  private func isNumeric(_ column: Int) -> Bool {
    !table.rows.isEmpty
      && table.rows.allSatisfy { row in
        if case .text(let text) = row[column] { text.isEmpty || text == "–" } else { true }
      }
  }

  /// The entries as text; the numbers of a column share their decimals.
  private var texts: [[String]] {
    let styles = table.columns.indices.map { column in
      NumberStyle(
        for: table.rows.compactMap { row in
          if case .number(let value) = row[column] { value } else { nil }
        })
    }
    return table.rows.map { row in
      zip(row, styles).map { entry, style in
        switch entry {
        case .text(let text): text.printable
        case .number(let value): style.text(value)
        case .integer(let value): value.grouped
        }
      }
    }
  }

  private func columnWidths(_ texts: [[String]]) -> [Int] {
    var widths = table.columns.indices.map { column in
      ([table.columns[column].printable] + texts.map { $0[column] }).map { DisplayWidth.of($0) }.max() ?? 0
    }
    // The widest column of words gives way first.
    let available = max(widths.count, width - 2 * widths.count)
    while widths.reduce(0, +) > available {
      let words = widths.indices.filter { !isNumeric($0) && widths[$0] > 4 }
      let candidates = words.isEmpty ? Array(widths.indices) : words
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }), widths[widest] > 1 else { break }
      widths[widest] -= 1
    }
    return widths
  }

  private func row(_ texts: [String], _ widths: [Int], style: Style) -> [StyledLine] {
    let cells = zip(texts, widths).enumerated().map { column, cell -> [String] in
      if isNumeric(column), DisplayWidth.of(cell.0) <= cell.1 {
        return [DisplayWidth.alignedRight(cell.0, in: cell.1)]
      }
      return Wrapping.plainLines(cell.0, width: cell.1).map(\.text)
    }
    let height = max(1, cells.map(\.count).max() ?? 1)
    return (0..<height).map { index in
      var line = StyledLine()
      for (cell, width) in zip(cells, widths) {
        line.append("  " + DisplayWidth.alignedLeft(index < cell.count ? cell[index] : "", in: width), style)
      }
      return line
    }
  }
}
