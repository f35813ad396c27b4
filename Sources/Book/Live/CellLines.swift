import Foundation

/// The cells in a notebook's JSON as it grows: a head line, a cell a line, an end.
struct CellLines {
  /// The bytes that were read so far.
  private(set) var count = 0
  private var line = Data()
  private var hasHead = false
  /// Whether the cell of this line was given already.
  private var isGiven = false

  /// Reads what is new, and gives the cells that are whole: each the line of its JSON, without the comma behind it.
  ///
  /// The end of a cell's line is written with the next cell: one that is whole without it is given at once.
  mutating func read(_ news: Data) -> [String] {
    guard !news.isEmpty else { return [] }
    count += news.count
    line += news
    var cells: [String] = []
    while let end = line.firstIndex(of: UInt8(ascii: "\n")) {
      if hasHead, !isGiven, let cell = Self.cell(in: line[..<end]) { cells.append(cell) }
      hasHead = true
      isGiven = false
      line = Data(line[(end + 1)...])
    }
    if hasHead, !isGiven, line.last == UInt8(ascii: "}"),
      (try? JSONSerialization.jsonObject(with: line)) != nil,
      let cell = Self.cell(in: line)
    {
      cells.append(cell)
      isGiven = true
    }
    return cells
  }

  private static func cell(in line: Data) -> String? {
    guard line.first == UInt8(ascii: "{") else { return nil }
    return String(decoding: line.last == UInt8(ascii: ",") ? line.dropLast() : line, as: UTF8.self)
  }
}
