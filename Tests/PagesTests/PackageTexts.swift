import Foundation

/// The texts of the package, by their paths in it.
enum PackageTexts {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The paths of all files with that ending, but those in hidden folders.
  static func paths(endingWith ending: String) throws -> [String] {
    let top = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let inside = try ["Chapters", "Docs", "Exercises", "Sources", "Tests"].flatMap { room in
      try FileManager.default.subpathsOfDirectory(atPath: folder.appending(path: room).path).map {
        "\(room)/\($0)"
      }
    }
    return (top + inside).filter { $0.hasSuffix(ending) && !$0.contains("/.") }.sorted()
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: folder.appending(path: path), encoding: .utf8)
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: path).path)
  }
}
