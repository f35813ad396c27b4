import Foundation
import TestSupport
import Testing

/// How formulas are written in Markdown, so that GitHub shows them.
///
/// Between plain dollars GitHub reads Markdown first: `\\,` becomes a comma, `\\{` a brace, `a_i = b_j` may become
/// italics; and `$$` opens a block only in some places. Within `` $`…`$ `` and a block called `math` nothing is touched.
@Suite struct MathematicsInDocumentsTests {
  static let root = TestSources.folder.deletingLastPathComponent()

  /// Every document of the package, by its path.
  static let documents: [String] = {
    let folders = ["", "Chapters", "Docs", "Exercises", "Sources", "Tests"]
    let files = folders.flatMap { folder -> [String] in
      let place = root.appending(path: folder)
      let names =
        folder.isEmpty
        ? try? FileManager.default.contentsOfDirectory(atPath: place.path)
        : FileManager.default.subpaths(atPath: place.path)
      return (names ?? []).map { folder.isEmpty ? $0 : folder + "/" + $0 }
    }
    return files.filter { $0.hasSuffix(".md") && !$0.contains("/.") }.sorted()
  }()

  @Test("in every document formulas stand between $` and `$, or in a block called math")
  func formulasAreShownAsTheyAre() throws {
    #expect(Self.documents.count >= 14)
    var formulas = 0
    for document in Self.documents {
      let text = try String(contentsOf: Self.root.appending(path: document), encoding: .utf8)
      formulas += text.matches(of: /\$`|```math/).count
      for fault in Self.faults(in: text) { Issue.record("\(document): \(fault)") }
    }
    #expect(formulas > 500)
  }

  @Test(
    "what GitHub is known to break is found",
    arguments: [
      ("a comma: $a\\,b$ here", 1), ("$$", 1), ("one line $$x$$", 1), ("alone $x$", 1),
      ("a dollar $ alone", 1),
      ("| a | $`P(w | h)`$ |", 1), ("| a | $`P(w \\| h)`$ |", 0), ("good $`a\\,b`$ here", 0),
      ("over two $`a +\nb`$ lines", 0), ("`$ swift run`", 0), ("``a ` $ b``", 0),
      ("```math\na\\,b\n```", 0), ("```math\n$a$\n```", 1), ("```sh\necho $HOME $$\n```", 0),
      ("```math\nx\n```\nand $x$", 1), ("a price of 5\\$", 0),
    ])
  func knownFaults(_ text: String, _ count: Int) {
    #expect(Self.faults(in: text).count == count, "\(Self.faults(in: text))")
  }

  /// The lines of a document in which a formula is not safe.
  static func faults(in text: String) -> [String] {
    var faults: [String] = []
    var prose = ""
    var fence: Substring?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let content = line.drop { $0 == " " }
      if let open = fence {
        if content == "```" {
          fence = nil
        } else if open == "```math", content.contains("$") {
          faults.append(String(line))
        }
      } else if content.hasPrefix("```"), !content.dropFirst(3).contains("`") {
        fence = content
      } else {
        if content.hasPrefix("|") {
          let cells = content.matches(of: /\$`[^`]*`\$/).map(\.0)
          if cells.contains(where: { $0.contains(/[^\\]\|/) }) { faults.append(String(line)) }
        }
        prose += line + "\n"
      }
    }
    // What is left of the prose without safe formulas and code has no dollar.
    let rest = prose.replacing(/\$`[^`]+`\$/, with: "").replacing(
      /(`+)(?:(?!\1).)+?\1/.dotMatchesNewlines(), with: ""
    )
    .replacing("\\$", with: "")
    faults += rest.split(separator: "\n").filter { $0.contains("$") }.map(String.init)
    return faults
  }
}
