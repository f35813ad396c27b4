import Terminal

/// Rows of words and numbers in columns; words that do not fit go on in the next line, and columns that do not fit stand
/// below the others, beside the first column once more.
struct TableDrawing {
  let table: TableCell
  let width: Int

  var lines: [StyledLine] {
    let title = table.name.isEmpty ? [] : Wrapping.plainLines(table.name, width: width, style: .name)
    let texts = self.texts
    return title + groups(texts).map { part($0, texts) }.joined(separator: [StyledLine()])
  }

  /// The rows in some of the columns.
  private func part(_ columns: [Int], _ texts: [[String]]) -> [StyledLine] {
    let widths = columnWidths(columns, texts)
    let rule = StyledLine(
      "  " + widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "), .quiet)
    return row(columns, table.columns.map(\.printable), widths, style: .bold) + [rule]
      + texts.flatMap { row(columns, $0, widths, style: .plain) }
  }

  /// The columns that stand side by side: all, where their longest words fit.
  private func groups(_ texts: [[String]]) -> [[Int]] {
    var result: [[Int]] = []
    var used = 0
    for column in table.columns.indices {
      let need = leastWidth(column, texts) + 2
      if result.isEmpty || (used + need > width && result[result.count - 1].count > 1) {
        result.append(column > 0 ? [0, column] : [0])
        used = (column > 0 ? leastWidth(0, texts) + 2 : 0) + need
      } else {
        result[result.count - 1].append(column)
        used += need
      }
    }
    return result
  }

  /// The columns of the longest word, which is not broken when it is a number or no longer than twelve columns.
  private func leastWidth(_ column: Int, _ texts: [[String]]) -> Int {
    let words = ([table.columns[column].printable] + texts.map { $0[column] }).flatMap {
      $0.split(separator: " ")
    }
    let numbers = isNumeric(column) ? texts.map { DisplayWidth.of($0[column]) }.max() ?? 0 : 0
    return max(numbers, min(12, words.map { DisplayWidth.of(String($0)) }.max() ?? 0))
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

  private func columnWidths(_ columns: [Int], _ texts: [[String]]) -> [Int] {
    let least = columns.map { leastWidth($0, texts) }
    var widths = columns.map { column in
      ([table.columns[column].printable] + texts.map { $0[column] }).map { DisplayWidth.of($0) }.max() ?? 0
    }
    // The widest column of words gives way first.
    let available = max(widths.count, width - 2 * widths.count)
    while widths.reduce(0, +) > available {
      let spacious = widths.indices.filter { widths[$0] > least[$0] }
      let words = spacious.filter { !isNumeric(columns[$0]) }
      let candidates = !words.isEmpty ? words : !spacious.isEmpty ? spacious : Array(widths.indices)
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }), widths[widest] > 1 else { break }
      widths[widest] -= 1
    }
    return widths
  }

  private func row(_ columns: [Int], _ texts: [String], _ widths: [Int], style: Style) -> [StyledLine] {
    let cells = zip(columns, widths).map { column, width -> [String] in
      if isNumeric(column), DisplayWidth.of(texts[column]) <= width {
        return [DisplayWidth.alignedRight(texts[column], in: width)]
      }
      return Wrapping.plainLines(texts[column], width: width).map(\.text)
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
