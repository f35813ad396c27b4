import Foundation

/// The first error of a build, at its place.
public struct CompilerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file from the package's folder, if the error has a place.
  public let file: String?
  /// The line, from 1.
  public let line: Int
  /// The column, from 1.
  public let column: Int
  /// What is wrong.
  public let message: String
  /// The line itself.
  public let source: String?
  /// What the workbench has instead, where the mistake is known.
  public let hint: String?

  /// The first error that a build of the package in a folder wrote, one in `preferred` before others.
  init?(in output: String, folder: URL, preferred: String) {
    let output = output.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    let root = folder.standardizedFileURL.path + "/"
    let places = output.matches(of: /(?m)^(\/.+?):(\d+):(\d+): error: (.*)$/).map { match in
      let path = String(match.1)
      return (
        file: path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path, line: Int(match.2) ?? 1,
        column: Int(match.3) ?? 1, message: String(match.4)
      )
    }
    if let place = places.first(where: { $0.file == preferred }) ?? places.first {
      file = place.file
      line = place.line
      column = place.column
      message = place.message
      let text = try? String(contentsOf: folder.appending(path: place.file), encoding: .utf8)
      let lines = text?.split(separator: /\r?\n/, omittingEmptySubsequences: false) ?? []
      func content(_ number: Int) -> String? {
        lines.indices.contains(number - 1) ? String(lines[number - 1]) : nil
      }
      source = content(place.line)
      hint = CompilerHint.of(
        place.message, at: (before: content(place.line - 1) ?? "", at: source ?? ""))
    } else if let error = output.firstMatch(of: /(?m)^error: (.*)$/) {
      (file, line, column, source, hint) = (nil, 1, 1, nil, nil)
      message = String(error.1)
    } else {
      return nil
    }
  }

  /// The place, what is wrong, the line itself and a mark under the column, and what there is instead.
  public var description: String {
    guard let file else { return message }
    var lines = ["\(file):\(line):\(column): \(message)"]
    if let source {
      let before = String(decoding: source.utf8.prefix(column - 1), as: UTF8.self)
      lines += ["  " + source, "  " + before.map { $0 == "\t" ? "\t" : " " }.joined() + "^"]
    }
    if let hint { lines.append(hint) }
    if !file.hasPrefix("Exercises/") {
      lines.append(
        "The course calls your functions from there: has the name or the signature of one changed? "
          + "`swift run course reset EXERCISE` brings it back.")
    }
    return lines.joined(separator: "\n")
  }
}
