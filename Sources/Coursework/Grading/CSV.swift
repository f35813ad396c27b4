/// Tables as spreadsheets read and write them (RFC 4180).
package enum CSV {
  /// The rows as lines, their cells quoted where they have to be.
  ///
  /// A cell that a spreadsheet would take for a formula is put behind an apostrophe: much of what stands in a table was typed by
  /// somebody else.
  package static func text(_ rows: [[String]]) -> String {
    rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func cell(_ text: String) -> String {
    let text = looksLikeFormula(text) ? "'\(text)" : text
    guard text.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return text }
    return "\"\(text.replacing("\"", with: "\"\""))\""
  }

  private static func looksLikeFormula(_ text: some StringProtocol) -> Bool {
    text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
  }

  /// The cell as it was before it was put behind an apostrophe.
  package static func unquoted(_ cell: String) -> String {
    cell.first == "'" && looksLikeFormula(cell.dropFirst()) ? String(cell.dropFirst()) : cell
  }

  /// A line of a table, with its number in the file.
  package struct Row: Equatable, Sendable {
    package let line: Int
    package let cells: [String]
  }

  /// The rows of a text that are not empty, with white space taken from the ends of cells.
  ///
  /// Cells are parted by commas; by semicolons or tabs where the first line has one of these and no comma, as spreadsheets write in
  /// countries with a decimal comma. A byte order mark is passed over. A quotation mark that is never closed reaches to the end.
  package static func rows(_ text: String) -> [Row] {
    let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    let separator = separator(of: text)
    var rows: [Row] = []
    var (cells, cell) = ([String](), "")
    var (line, firstLine) = (1, 1)
    var isQuoted = false
    func endRow() {
      let all = cells + [trimmed(cell)]
      if all.contains(where: { !$0.isEmpty }) { rows.append(Row(line: firstLine, cells: all)) }
      (cells, cell) = ([], "")
    }
    var characters = text[...]
    while let character = characters.popFirst() {
      if character.isNewline { line += 1 }
      if isQuoted {
        if character != "\"" {
          cell.append(character)
        } else if characters.first == "\"" {
          cell.append(characters.removeFirst())
        } else {
          isQuoted = false
        }
      } else if character == "\"", cell.allSatisfy(\.isWhitespace) {
        isQuoted = true
      } else if character == separator {
        cells.append(trimmed(cell))
        cell = ""
      } else if character.isNewline {
        endRow()
        firstLine = line
      } else {
        cell.append(character)
      }
    }
    endRow()
    return rows
  }

  private static func separator(of text: String) -> Character {
    var isQuoted = false
    var found: Character?
    for character in text.drop(while: \.isNewline) {
      if character == "\"" { isQuoted.toggle() }
      if isQuoted { continue }
      if character == "," || character.isNewline { return character == "," ? "," : found ?? "," }
      if character == ";" || character == "\t" { found = found ?? character }
    }
    return found ?? ","
  }

  private static func trimmed(_ cell: String) -> String {
    var cell = cell[...].drop(while: \.isWhitespace)
    while cell.last?.isWhitespace == true { cell.removeLast() }
    return String(cell)
  }
}
