import Foundation

/// Writes a Swift file that holds the text of others: `WriteSourceText RESULT PACKAGE FILE …`.
@main
struct WriteSourceText {
  /// More number signs than any literal of the sources has around it, so that no text ends this one.
  static let fence = "########"

  static func main() throws {
    let arguments = CommandLine.arguments
    let (result, package, files) = (arguments[1], arguments[2], arguments.dropFirst(3).sorted())
    var lines = [
      "import Notebook", "", "let sourceText = SourceText(", "  package: \(package.debugDescription),",
    ]
    lines.append("  files: [")
    for file in files {
      let text = try String(contentsOf: URL(filePath: file), encoding: .utf8)
      let path = String(file.dropFirst(package.count + 1))
      lines += ["\(path.debugDescription): \(fence)\"\"\"", text, "\"\"\"\(fence),"]
    }
    lines += ["  ])", ""]
    try lines.joined(separator: "\n").write(to: URL(filePath: result), atomically: true, encoding: .utf8)
  }
}
