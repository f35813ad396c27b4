import Foundation

/// The sources of the tests, which Swift Testing does not list: the documents' names of tests are looked up in them.
enum TestSources {
  static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  /// The text of every file of a test target, comments removed.
  static func files(of target: String) throws -> [String] {
    let folder = tests.appendingPathComponent(target)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix(".swift") }
      .map { file in
        try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
          .split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
      }
  }

  /// What stands between `@Test` and the name of a test, which holds its display name; absent without such a test.
  static func attribute(of function: String, suite: String, in files: [String]) -> Substring? {
    for file in files {
      guard let start = file.range(of: "struct \(suite) {") ?? file.range(of: "struct \(suite):") else {
        continue
      }
      let end = file.range(of: "\n}", range: start.upperBound..<file.endIndex)?.lowerBound ?? file.endIndex
      let body = file[start.upperBound..<end]
      guard let name = body.range(of: "func \(function)(") else { continue }
      guard let mark = body[..<name.lowerBound].range(of: "@Test", options: .backwards) else { continue }
      let between = body[mark.upperBound..<name.lowerBound]
      return between.contains("func ") ? nil : between
    }
    return nil
  }

  /// The same for a test as `swift test --filter` takes it: `NeuralTests.GPTTests/causality`, or without the target.
  static func attribute(of test: String) throws -> Substring? {
    guard let name = test.wholeMatch(of: /(?:(\w+)\.)?(\w+)\/(\w+)/) else { return nil }
    let (_, target, suite, function) = name.output
    let targets =
      try target.map { [String($0)] } ?? FileManager.default.contentsOfDirectory(atPath: tests.path)
    return try targets.lazy.filter { $0.hasSuffix("Tests") }
      .compactMap { try attribute(of: String(function), suite: String(suite), in: files(of: $0)) }.first
  }
}

/// A page under `Docs`, of which tests read the tables and the code.
struct Page {
  let text: String

  init(_ name: String) throws {
    let path = TestSources.tests.deletingLastPathComponent().appendingPathComponent("Docs/\(name)")
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
