import Foundation
import Synchronization

/// The tests as their sources declare them, which Swift Testing does not list: what documents and mutations name is looked up
/// here.
package enum TestSources {
  /// The folder of all test targets.
  package static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()

  private static let known = Mutex<[String: [String: String]]>([:])

  /// The tests of a target by `Suite/function` or `Suite/Inner/function`, each with what stands between `@Test` and its
  /// name, display name included. Read once; throws where there is no such target.
  package static func tests(of target: String) throws -> [String: String] {
    if let tests = known.withLock({ $0[target] }) { return tests }
    let place = folder.appending(path: target)
    let tests = try FileManager.default.subpathsOfDirectory(atPath: place.path)
      .filter { $0.hasSuffix(".swift") }.map { path in
        self.tests(in: try String(contentsOf: place.appending(path: path), encoding: .utf8))
      }.reduce(into: [:]) { $0.merge($1) { $1 } }
    known.withLock { $0[target] = tests }
    return tests
  }

  /// What stands between `@Test` and the name of a test as `swift test --filter` takes it: `NeuralTests.GPTTests/causality`,
  /// or without the target; absent without such a test.
  package static func attribute(of test: String) throws -> String? {
    let parts = test.split(separator: ".", omittingEmptySubsequences: false)
    guard let name = parts.last, parts.count <= 2 else { return nil }
    let targets =
      try parts.count == 2
      ? [String(parts[0])] : FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try targets.lazy.filter { $0.hasSuffix("Tests") }.compactMap { try tests(of: $0)[String(name)] }
      .first
  }

  /// The tests that a file declares.
  package static func tests(in text: String) -> [String: String] {
    var result: [String: String] = [:]
    // The types around a line, with their indentation, and the attribute of a test whose name is still to come.
    var around: [(depth: Int, name: Substring)] = []
    var attribute: Substring?
    for line in text.split(separator: "\n") {
      let depth = line.utf8.prefix { $0 == UInt8(ascii: " ") }.count
      let code = line.dropFirst(depth)
      if code.hasPrefix("//") { continue }
      if code.hasPrefix("@Test") { attribute = "" }
      if let before = attribute {
        // Not one in a string: the name of a test, or an argument.
        guard let function = code.range(of: "func "), !isQuoted(code[..<function.lowerBound]) else {
          attribute = before + code
          continue
        }
        let types = around.filter { $0.depth < depth }.map(\.name)
        let name = code[function.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        result[(types + [name]).joined(separator: "/")] = String(before + code[..<function.lowerBound])
        attribute = nil
      } else if code.hasSuffix("{"), let name = typeName(code) {
        around.removeAll { $0.depth >= depth }
        around.append((depth, name))
      }
    }
    return result
  }

  /// Whether a string that begins in a piece of a line does not end in it.
  private static func isQuoted(_ start: Substring) -> Bool {
    !start.utf8.count { $0 == UInt8(ascii: "\"") }.isMultiple(of: 2)
  }

  private static func typeName(_ line: Substring) -> Substring? {
    let words = line.split(separator: " ")
    guard
      let keyword = words.firstIndex(where: {
        ["struct", "class", "enum", "extension", "actor"].contains($0)
      }), keyword + 1 < words.count
    else { return nil }
    return words[keyword + 1].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
  }
}
