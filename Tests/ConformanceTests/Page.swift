import Foundation
import TestSupport

/// A page under `Docs`, of which tests read the tables and the code.
struct Page {
  let text: String

  init(_ name: String) throws {
    let path = TestSources.folder.deletingLastPathComponent().appendingPathComponent("Docs/\(name)")
    text = try String(contentsOf: path, encoding: .utf8)
  }

  /// What stands under a heading, from its line to the next heading.
  func section(_ heading: String) -> Substring {
    guard let start = text.range(of: "\n" + heading) else { return "" }
    let end = text.range(of: "\n#", range: start.upperBound..<text.endIndex)?.lowerBound ?? text.endIndex
    return text[start.upperBound..<end]
  }

  /// The rows of a text's tables, cell by cell, without the heads.
  static func rows(of text: some StringProtocol) -> [[String]] {
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("| ") || $0.hasPrefix("|-") }
    return lines.indices
      .filter {
        !lines[$0].hasPrefix("|-") && !(lines.indices.contains($0 + 1) && lines[$0 + 1].hasPrefix("|-"))
      }
      .map {
        lines[$0].dropFirst(2).components(separatedBy: " |").map { $0.trimmingCharacters(in: .whitespaces) }
      }
      .map { Array($0.dropLast()) }
  }

  /// What stands between backticks.
  static func code(in text: String) -> [String] {
    text.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
  }
}
