import Foundation

/// The cells in a notebook's JSON as it grows: a head line, a cell a line, an end.
struct CellLines {
  /// The bytes that were read so far.
  private(set) var count = 0
  private var rest = Data()
  private var hasHead = false

  /// Reads what is new, and gives the cells that are whole: each the line of its JSON, without the comma behind it.
  mutating func read(_ news: Data) -> [String] {
    count += news.count
    rest += news
    var cells: [String] = []
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let line = rest[rest.startIndex..<end]
      rest = Data(rest[(end + 1)...])
      if !hasHead {
        hasHead = true
      } else if line.first == UInt8(ascii: "{") {
        let cell = line.last == UInt8(ascii: ",") ? line.dropLast() : line
        cells.append(String(decoding: cell, as: UTF8.self))
      }
    }
    return cells
  }
}
