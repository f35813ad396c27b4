import Foundation
import Programs
import TestSupport
import Testing

/// A block of Swift in a Markdown file, with the comment that stands on the lines before it:
///
/// - `<!-- excerpt of PATH -->`: the block is lines of that file.
/// - `<!-- after … -->`: the block compiles after the Swift in the comment.
/// - `<!-- counterexample after … -->`: it does not.
struct DocumentBlock: Sendable, CustomTestStringConvertible {
  let file: String
  let line: Int
  let code: [String]
  let comment: String

  var testDescription: String { "\(file):\(line)" }

  /// The blocks of Swift in a file of the package.
  static func all(in file: String) throws -> [DocumentBlock] {
    let text = try String(contentsOf: packageFolder.appending(path: file), encoding: .utf8)
    let lines = text.components(separatedBy: "\n")
    var blocks: [DocumentBlock] = []
    for start in lines.indices where lines[start] == "```swift" {
      let end = lines[start...].firstIndex(of: "```") ?? lines.count
      var comment = ""
      if start > 0, lines[start - 1].hasSuffix("-->") {
        let opening = lines[..<start].lastIndex { $0.hasPrefix("<!-- ") } ?? start
        comment = lines[opening..<start].joined(separator: "\n").dropFirst(5).dropLast(3)
          .trimmingCharacters(in: .whitespacesAndNewlines)
      }
      blocks.append(
        DocumentBlock(
          file: file, line: start + 1, code: Array(lines[(start + 1)..<end]), comment: comment))
    }
    return blocks
  }

  /// All of the package; but those of the pages whose every line `WorkbenchPageTests` compiles and runs.
  static func all() throws -> [DocumentBlock] {
    let workbench = try String(
      contentsOf: packageFolder.appending(path: "Exercises/README.md"), encoding: .utf8
    )
    .components(separatedBy: "\n").firstIndex(of: "## The workbench")
    return try documents().filter { $0 != "Docs/From-PyTorch.md" }.sorted().flatMap { try all(in: $0) }
      .filter { $0.file != "Exercises/README.md" || $0.line < workbench ?? .max }
  }
}

@Suite("Swift in documents")
struct DocumentCodeTests {
  static let blocks = (try? DocumentBlock.all()) ?? []

  @Test("There are blocks of each kind, and every block is of one", arguments: blocks)
  func kinds(_ block: DocumentBlock) {
    #expect(["excerpt of ", "after", "counterexample after"].contains { block.comment.hasPrefix($0) })
  }

  @Test("An excerpt is lines of its file", arguments: blocks.filter { $0.comment.hasPrefix("excerpt of ") })
  func excerpt(_ block: DocumentBlock) throws {
    let path = String(block.comment.dropFirst("excerpt of ".count))
    let source = try String(contentsOf: packageFolder.appending(path: path), encoding: .utf8)
    #expect(Self.holds(source.components(separatedBy: "\n"), block.code), "\(path)")
  }

  /// Whether some lines of a file are these, whatever their common indentation.
  private static func holds(_ lines: [String], _ code: [String]) -> Bool {
    func withoutIndentation(_ lines: some Sequence<String>) -> [String] {
      let depth = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
      return lines.map { String($0.dropFirst(depth)) }
    }
    guard !code.isEmpty, code.count <= lines.count else { return false }
    return (0...(lines.count - code.count)).contains {
      withoutIndentation(lines[$0..<($0 + code.count)]) == withoutIndentation(code)
    }
  }

  @Test(
    "The rest compiles after the lines in its comment, or, as a counterexample, does not",
    .timeLimit(.minutes(5)),
    .enabled(if: isThorough, "it builds something by itself: COURSE_THOROUGH=1 does"),
    arguments: blocks.filter { $0.comment.contains("after") })
  func compiles(_ block: DocumentBlock) throws {
    let isCounterexample = block.comment.hasPrefix("counterexample")
    let context = String(block.comment.drop { $0 != "\n" })
    let folder = try TemporaryFolder(holding: [
      "block.swift": context + "\n" + block.code.joined(separator: "\n") + "\n"
    ])
    let run = try BuiltModules().compile([folder.place("block.swift")])
    #expect(run.hasSucceeded != isCounterexample, "\(run.errorText)")
  }

  @Test("Lines that are not in the file are no excerpt of it")
  func otherLines() {
    let lines = ["func f() {", "  let a = 1", "    let b = 2", "}"]
    #expect(Self.holds(lines, ["let a = 1", "  let b = 2"]))
    #expect(!Self.holds(lines, ["let a = 1", "let b = 2"]))
    #expect(!Self.holds(lines, ["let a = 1", "  let b = 3"]))
    #expect(!Self.holds(lines, ["func f() {", "    let b = 2"]))
  }
}
