import Terminal

/// The part of a page that a terminal can show, and how far it has been scrolled.
struct Viewport {
  /// The page.
  let lines: [StyledLine]
  /// How many lines can be shown.
  var rows: Int { didSet { scroll(by: 0) } }
  /// The line at the top, from 0.
  private(set) var top = 0

  /// A page of which the given line is seen: from its beginning if that is enough, else with the line at the top.
  init(_ lines: [StyledLine], rows: Int, showing line: Int = 0) {
    self.lines = lines
    self.rows = rows
    if lines.count > rows { scroll(by: line) }
  }

  /// Whether there is more than can be shown.
  var isPart: Bool { lines.count > rows }

  /// The lines to show.
  var visible: ArraySlice<StyledLine> { lines[top..<min(lines.count, top + rows)] }

  /// Moves on, or back for a negative count, no further than the page goes.
  mutating func scroll(by count: Int) { top = max(0, min(top + count, lines.count - rows)) }

  /// Moves by a key: an arrow a line, the space bar and the page keys as much as is shown but for a line.
  /// - Returns: whether the key is one of these.
  mutating func scroll(_ key: Key) -> Bool {
    switch key {
    case .up: scroll(by: -1)
    case .down: scroll(by: 1)
    case .pageUp: scroll(by: 1 - rows)
    case .pageDown, .character(" "): scroll(by: rows - 1)
    case .character: return false
    }
    return true
  }
}
