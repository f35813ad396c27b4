import Cells
import Slides

extension RecordedRun {
  /// What the index leads to on the page: its sections, and the cells that have names, by their sections.
  func entries(on file: String) -> [IndexEntry] {
    var section = (number: 0, heading: "")
    var entries = [IndexEntry(words: title, place: "notebook", address: file)]
    for cell in cells {
      if case .prose(let text) = cell, text.hasPrefix("## "), !text.contains("\n") {
        section = (section.number + 1, String(text.dropFirst(3)))
      }
      guard let (words, kind) = cell.indexed, !words.isEmpty, section.number > 0 else { continue }
      entries.append(
        IndexEntry(
          words: words, place: "\(kind), \(title): \(section.heading)",
          address: "\(file)#section-\(section.number)"))
    }
    return entries
  }
}

extension Cell {
  /// What the index of a book has of the cell, and what it is; nil for words and code.
  fileprivate var indexed: (words: String, kind: String)? {
    switch self {
    case .prose(let text) where text.hasPrefix("## ") && !text.contains("\n"):
      (String(text.dropFirst(3)), "section")
    case .formula(let formula): ("\(formula.id) \(formula.title)", "formula")
    case .tensor(let tensor): (tensor.name, "tensor \(tensor.extents)")
    case .plot(let plot): (plot.name, "chart")
    case .table(let table): (table.name, "table")
    case .tree(let tree): (tree.name, "tree")
    case .prose, .guess, .code, .check, .explore, .tryNext: nil
    }
  }
}
