import Foundation
import Formulas
import Testing

/// Swift Testing does not list its tests, so these read the test sources themselves.
@Suite struct CoverageTests {
  /// The other test files of this folder, comments removed.
  static func sources() throws -> [String] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let own = URL(fileURLWithPath: #filePath).lastPathComponent
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".swift") && $0 != own }
    return try files.sorted().map { file in
      try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        .split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
    }
  }

  /// The cases within `@Test(.formula(.a, .b)) func …`.
  static func carried(in source: String) -> Set<String> {
    var names: Set<String> = []
    for part in source.components(separatedBy: "@Test(.formula(").dropFirst() {
      guard let end = part.firstIndex(of: ")") else { continue }
      for name in part[..<end].split(separator: ",") {
        names.insert(name.trimmingCharacters(in: CharacterSet(charactersIn: " .\n")))
      }
    }
    return names
  }

  @Test func everyFormulaHasATest() throws {
    let carried = try Self.sources().reduce(into: Set<String>()) { $0.formUnion(Self.carried(in: $1)) }
    let missing = FormulaID.allCases.filter { !carried.contains("\($0)") }
    #expect(missing.isEmpty, "no test carries \(missing.map(\.rawValue).joined(separator: ", "))")
    let unknown = carried.subtracting(FormulaID.allCases.map { "\($0)" })
    #expect(unknown.isEmpty)
  }

  @Test func everyReadingIsComputedByATest() throws {
    // Without white space, so that a call may be broken over lines: `(.s0_3_3_ATT,"along the rows"`.
    let text = try Self.sources().joined().filter { !$0.isWhitespace }
    let missing = Formula.all.flatMap { formula in
      formula.readings.map(\.name).filter { name in
        !text.contains("(.\(formula.id),\"\(name.filter { !$0.isWhitespace })\"")
      }.map { "\(formula.id.rawValue) \($0)" }
    }
    #expect(missing.isEmpty, "no test computes \(missing.joined(separator: ", "))")
  }

  @Test func aCommentIsNotATest() {
    #expect(Self.carried(in: "@Test(.formula(.s0_3_3_PE, .g_LR)) func x()") == ["s0_3_3_PE", "g_LR"])
    #expect(Self.carried(in: "@Test func x()").isEmpty)
  }
}
