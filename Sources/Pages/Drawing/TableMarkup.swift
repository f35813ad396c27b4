import Cells
import Terminal

extension TableCell {
  /// The rows under their headings; the numbers of a column share their decimals and are held at full precision too.
  package var markup: Markup {
    let styles = columns.indices.map { column in
      NumberStyle(
        for: rows.compactMap { row in
          if case .number(let value) = row[column] { value } else { nil }
        })
    }
    let head = columns.indices.map { column in
      Markup.header(
        columns[column], scope: "col",
        class: [isNumeric(column: column) ? "figures" : nil, columns[column].contains(" ") ? nil : "brief"]
          .compactMap { $0 }.joined(separator: " "))
    }
    let body = rows.map { row in
      Markup.element(
        "tr", [:], row.indices.map { Self.entry(row[$0], styles[$0], isFirst: $0 == 0) }.joined())
    }
    let label = name.isEmpty ? "table of \(columns.joined(separator: ", "))" : name
    return .figure("table", name: name, .wide("frame", label: label, .table(headings: head, rows: body)))
  }

  /// Whether the column holds numbers only, or a dash where there is none.
  private func isNumeric(column: Int) -> Bool {
    !rows.isEmpty
      && rows.allSatisfy { row in
        if case .text(let text) = row[column] { text.isEmpty || text == "–" } else { true }
      }
  }

  private static func entry(_ entry: TableEntry, _ style: NumberStyle, isFirst: Bool) -> Markup {
    switch entry {
    case .text(let text) where isFirst: .header(text, scope: "row")
    case .text(let text): .element("td", ["class": wordStyle(text)], Markup(text))
    case .number(let value): .number(value, style.text(value), class: "figures")
    case .integer(let value):
      .element("td", ["class": "figures", "data-value": "\(value)"], Markup(value.grouped))
    }
  }

  /// A dash stands below the numbers, and what is short is not broken into lines.
  private static func wordStyle(_ text: String) -> String? {
    text == "–" ? "figures" : DisplayWidth.of(text) <= 16 ? "brief" : nil
  }
}
