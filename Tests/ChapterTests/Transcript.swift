import Foundation
import Testing

/// What a chapter's run at its defaults has shown; `TranscriptTests` holds it to the program.
struct Transcript {
  private let lines: [Substring]

  /// The transcript in a chapter's folder.
  init(of folder: String) throws {
    let file = packageFolder.appending(path: "Chapters/\(folder)/transcript.txt")
    lines = String(decoding: try Data(contentsOf: file), as: UTF8.self).split(separator: "\n")
  }

  /// The number that a check of this name measured, if it passed.
  func measured(_ check: String) throws -> Double {
    let line = try #require(lines.first { $0.hasPrefix("✓ \(check)  (") }, "\(check)")
    return try #require(line.split(separator: "(").last.flatMap { Double($0.prefix { $0 != " " }) })
  }

  /// Whether a check of this name, which measured nothing, has passed.
  func has(_ check: String) -> Bool { lines.contains { $0 == "✓ \(check)" } }
}
