import Foundation
import Testing

/// Each kernel's comment says what it is held to, so that a reader finds its meaning.
@Suite("Kernels and their oracles")
struct OracleTests {
  private static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The texts of a folder's Swift files.
  private static func texts(_ folder: String) throws -> [String] {
    let url = package.appending(path: folder)
    let files = try FileManager.default.contentsOfDirectory(atPath: url.path)
    return try files.filter { $0.hasSuffix(".swift") }.map {
      try String(contentsOf: url.appending(path: $0), encoding: .utf8)
    }
  }

  /// The names of the functions at the margin of a text, with the comments above them.
  private static func kernels(_ text: String) -> [(name: String, comment: String)] {
    var comment = ""
    var result: [(name: String, comment: String)] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("public func ") {
        result.append((String(line.dropFirst("public func ".count).prefix { $0 != "(" }), comment))
      }
      comment = line.hasPrefix("///") ? comment + line + "\n" : ""
    }
    return result
  }

  @Test("every public kernel names its oracle: a plain loop, or other kernels whose bits it has")
  func everyKernelNamesItsOracle() throws {
    let oracles = try Self.texts("Tests/KernelOracles").flatMap { text in
      text.matches(of: /\ \ public static func (\w+)\(/).map { "Plain.\($0.1)" }
    }
    let kernels = try Self.texts("Sources/Kernels").flatMap(Self.kernels)
    #expect(kernels.count > 30 && oracles.count > 20)
    let known = Set(oracles + kernels.map(\.name))
    for (name, comment) in kernels {
      let line = comment.firstMatch(of: /Oracle: ([^\n]*)/)?.1 ?? ""
      let named = line.matches(of: /`([\w.]+)`/).map { String($0.1) }
      #expect(!named.isEmpty && named.allSatisfy { known.contains($0) && $0 != name }, "\(name): \(named)")
    }
    // And none stands there that nothing is held to.
    let all = kernels.map(\.comment).joined()
    for oracle in oracles where oracle != "Plain.apply" {
      #expect(all.contains("`\(oracle)`"), "\(oracle)")
    }
  }
}
