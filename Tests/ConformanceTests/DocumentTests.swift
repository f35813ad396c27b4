import Formulas
import Foundation
import TestSupport
import Testing

/// What the pages under `Docs` and the tests of this room name exists, and is complete.
@Suite struct DocumentTests {
  /// Every `swift run` on the pages names a product of the manifest, and every option is one that its program knows.
  @Test(arguments: ["Errata.md", "Formulas.md", "Requirements.md"]) func commandsExist(_ name: String) throws
  {
    let root = TestSources.folder.deletingLastPathComponent()
    let manifest = try String(contentsOf: root.appendingPathComponent("Package.swift"), encoding: .utf8)
    let commands = try Page.code(in: Page(name).text).filter { $0.hasPrefix("swift run ") }
    #expect(name == "Formulas.md" || commands.count > 20)
    for command in Set(commands) {
      let words = command.split(separator: " ").map(String.init)
      if words[2] == "formulas" {
        for id in words.dropFirst(3) { #expect(FormulaID(rawValue: id) != nil, "\(command)") }
        continue
      }
      let entry = try #require(
        manifest.range(of: "command: \"\(words[2])\""), "\(words[2]) is no chapter")
      let folder = try #require(
        manifest[entry.upperBound...].components(separatedBy: "folder: \"").dropFirst().first?
          .components(separatedBy: "\"").first)
      let sources = root.appendingPathComponent("Chapters/\(folder)")
      let program = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
        .filter { $0.hasSuffix(".swift") }
        .map { try String(contentsOf: sources.appendingPathComponent($0), encoding: .utf8) }.joined()
      for option in words.dropFirst(3)
      where option.hasPrefix("--") && !["--text", "--list-names"].contains(option) {
        let isKnown = program.contains("\"\(option.dropFirst(2))\"")
        #expect(isKnown, "\(command)")
      }
    }
  }

  /// Every formula that a model computes is held to its published reading; the others have no fast implementation.
  @Test func everyFormulaWithAnImplementationIsHeldToIt() throws {
    let folder = TestSources.folder.appending(path: "ConformanceTests")
    let text = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix("ConformanceTests.swift") }
      .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
      .joined().filter { !$0.isWhitespace }
    let missing = FormulaID.allCases.filter { !text.contains("(.\($0),") }
    // A step that no model here takes: the natural gradient.
    #expect(missing == [.s4_3_2_P_NGD])
  }
}
