import Cells
import Foundation
import Pages

/// A run of a chapter as its JSON tells of it.
struct RecordedRun: Sendable {
  /// What ran, as typed into a shell: `swift run attention --no-scale`.
  let command: String
  /// The chapter's title.
  let title: String
  /// Where the run's random numbers started.
  let seed: UInt64
  /// What the notebook says, in order.
  let cells: [Cell]

  /// The run as a page, as the chapter itself makes it.
  var page: Page { Page(title: title, command: command, seed: seed, cells: cells) }

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

extension RecordedRun {
  /// Reads the whole of what a chapter has written with `--json -`; throws what cannot be read.
  init(command: String, title: String, json: Data) throws {
    let lines = String(decoding: json, as: UTF8.self).split(separator: "\n")
    let seed = try JSONDecoder().decode(Head.self, from: Data(((lines.first ?? "") + "]}").utf8)).seed
    let cells = try lines.dropFirst().filter { $0.hasPrefix("{") }.map { line in
      try Cell(json: String(line.last == "," ? line.dropLast() : line))
    }
    self.init(command: command, title: title, seed: seed, cells: cells)
  }

  private struct Head: Decodable { let seed: UInt64 }
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
    case .prose, .code, .check, .explore, .tryNext: nil
    }
  }
}
