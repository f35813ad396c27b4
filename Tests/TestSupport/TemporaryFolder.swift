import Foundation

/// A folder of its own for a test, which lives as long as this.
package final class TemporaryFolder {
  /// Where it is.
  package let url: URL

  /// Makes the folder, with files of these texts by their paths.
  package init(holding files: [String: String] = [:]) throws {
    let place = FileManager.default.temporaryDirectory.appending(path: "test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    url = place.resolvingSymlinksInPath()
    for (path, text) in files { try write(text, to: path) }
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The place of a file in it.
  package func place(_ path: String) -> URL { url.appending(path: path) }

  /// Writes a file, and makes the folders that it needs.
  package func write(_ text: String, to path: String) throws {
    try FileManager.default.createDirectory(
      at: place(path).deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: place(path))
  }

  /// The text of a file.
  package func read(_ path: String) throws -> String { try String(contentsOf: place(path), encoding: .utf8) }

  /// Removes a file, or a folder with all that is in it.
  package func remove(_ path: String) throws { try FileManager.default.removeItem(at: place(path)) }
}
