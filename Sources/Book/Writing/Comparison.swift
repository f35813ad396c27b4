import Cells
import Pages
import Terminal

/// What a switch has changed: the cells of two runs beside each other, those that are alike counted only.
struct Comparison {
  /// Cells that belong to each other, in the order of the notebooks.
  enum Row {
    /// A section of both.
    case heading(String)
    /// So many cells that both have alike.
    case alike(Int)
    /// A cell that differs, or that one of them has.
    case different(Cell?, Cell?)
  }

  private(set) var rows: [Row] = []

  /// Compares the cells of two runs.
  init(_ left: [Cell], _ right: [Cell]) {
    var alike = 0
    func flush() {
      if alike > 0 { rows.append(.alike(alike)) }
      alike = 0
    }
    for (one, other) in Self.pairs(left.filter(\.isShown), right.filter(\.isShown)) {
      if let one, let other, case .prose(let text) = one, text.hasPrefix("## "), !text.contains("\n"),
        one.markup == other.markup
      {
        flush()
        rows.append(.heading(String(text.dropFirst(3))))
      } else if let one, let other, one.markup == other.markup {
        alike += 1
      } else {
        flush()
        rows.append(.different(one, other))
      }
    }
    flush()
  }

  /// The sections with their ids on the page.
  var sections: [(id: String, heading: String)] {
    let headings = rows.compactMap { if case .heading(let words) = $0 { words } else { nil } }
    return headings.enumerated().map { ("section-\($0.offset + 1)", $0.element) }
  }

  /// Whether anything differs.
  var hasDifferences: Bool {
    rows.contains { if case .different = $0 { true } else { false } }
  }

  /// The cells in pairs by what they are called: the longest row of such pairs that keeps the order of both.
  private static func pairs(_ left: [Cell], _ right: [Cell]) -> [(Cell?, Cell?)] {
    let difference = right.map(\.title).difference(from: left.map(\.title))
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var pairs: [(Cell?, Cell?)] = []
    var place = 0
    for (index, cell) in left.enumerated() {
      if removed.contains(index) {
        pairs.append((cell, nil))
        continue
      }
      while inserted.contains(place) {
        pairs.append((nil, right[place]))
        place += 1
      }
      pairs.append((cell, right[place]))
      place += 1
    }
    return pairs + right[place...].map { (nil, $0) }
  }

  /// The rows of a page, under the names of the two sides.
  func markup(_ left: String, _ right: String) -> Markup {
    var section = 0
    return rows.map { row in
      switch row {
      case .heading(let words):
        section += 1
        return .element("h2", ["id": "section-\(section)"], Markup(words)) + "\n"
      case .alike(let count):
        return .element("p", ["class": "quiet"], Markup("\(count.counted("cell")) alike.")) + "\n"
      case .different(let one, let other):
        let (one, other) = Markup.outlined(one?.markup, other?.markup)
        return .element(
          "div", ["class": "beside"], side(one, called: left) + "\n" + side(other, called: right)) + "\n"
      }
    }.joined()
  }

  private func side(_ cell: Markup?, called name: String) -> Markup {
    .element(
      "div", [:],
      .element("p", ["class": "which"], .element("code", [:], Markup(name)))
        + (cell ?? .element("p", ["class": "quiet"], "has no such cell.")))
  }
}

extension Cell {
  /// What the cell is called, for one to be found in another run: prose by its letters, so that a number in it may differ.
  fileprivate var title: String {
    switch self {
    case .prose(let text): "prose " + text.filter(\.isLetter)
    case .guess(let text): "guess " + text.filter(\.isLetter)
    case .code(let code): "code " + code.text
    case .formula(let formula): "formula " + formula.id
    case .tensor(let tensor): "tensor " + tensor.name
    case .check(let check): "check " + check.name
    case .plot(let plot): "plot " + plot.name
    case .table(let table): "table " + table.name
    case .tree(let tree): "tree " + tree.name
    case .explore(let explore): "explore " + explore.title
    case .tryNext: "try"
    }
  }

  /// Whether a comparison shows it: what to try next is not what a switch has changed.
  fileprivate var isShown: Bool {
    switch self {
    case .tryNext, .explore: false
    default: true
    }
  }
}
