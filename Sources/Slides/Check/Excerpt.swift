import Foundation

/// Lines of a source that a slide shows.
enum Excerpt {
  /// What is wrong with `text` as an excerpt of the file at `path`; nil when its lines stand there next to each other, but for
  /// their indentation.
  static func defect(of text: String, from path: String, in package: URL) -> String? {
    let file = package.appending(path: path).standardizedFileURL
    guard file.path.hasPrefix(package.standardizedFileURL.path + "/"),
      let source = try? String(contentsOf: file, encoding: .utf8)
    else { return "there is no \(path) in the package" }
    let wanted = lines(of: text)
    let found = lines(of: source)
    guard !text.isBlank else { return "the excerpt of \(path) is empty" }
    guard !found.indices.contains(where: { found[$0...].starts(with: wanted) }) else { return nil }
    let missing = wanted.first { !$0.isEmpty && !found.contains($0) }
    return missing.map { "\(path) has no line «\($0)»" }
      ?? "the lines do not stand next to each other in \(path)"
  }

  private static func lines(of text: String) -> [String] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(\.trimmed)
  }
}
