import Notebook

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The table of effects as it is kept: a file with a row on every line, to which rows are added as they are made.
struct Effects {
  private(set) var rows: [Row] = []
  private let path: String

  /// The rows of a file; none where it is not there yet. Throws one line for a line that is no row.
  init(at path: String) throws(CommandFailure) {
    self.path = path
    guard FileManager.default.fileExists(atPath: path) else { return }
    let lines = try TextInput.text(inFile: path, option: "--table").split(separator: "\n")
    for (index, line) in lines.enumerated() {
      guard let row = try? JSONDecoder().decode(Row.self, from: Data(line.utf8)) else {
        throw .input("--table \(path.printable): line \(index + 1) is no row of a table of effects")
      }
      rows.append(row)
    }
  }

  /// The kept row that is the same, with its outcomes; else the row as it is.
  func kept(_ row: Row) -> Row { rows.first { $0.isSame(as: row) } ?? row }

  /// Keeps a row in the place of the same one, and writes the file.
  mutating func keep(_ row: Row) throws(CommandFailure) {
    if let place = rows.firstIndex(where: { $0.isSame(as: row) }) {
      rows[place] = row
    } else {
      rows.append(row)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do {
      let lines = try rows.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
      try Data(lines.joined().utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw CommandFailure(.output, "cannot write \(path.printable): is its folder there?")
    }
  }

  /// All rows of a table, in its order: the recipe and each part of it, then the same of the baseline, which takes longer.
  static func rows(baseline: Recipe, recipe: Recipe, on track: Track, parts: [Part] = Part.allCases) -> [Row]
  {
    [(Row.Start.recipe, recipe), (.baseline, baseline)].flatMap { start, recipe in
      [Row(start, recipe, on: track)] + parts.map { Row(start, recipe, part: $0, on: track) }
    }
  }
}
