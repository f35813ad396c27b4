import Formulas
import Foundation
import Testing

/// The sources of the tests, which Swift Testing does not list: the registries' names are looked up in them.
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
  static func attribute(of test: TestName, in files: [String]) -> Substring? {
    for file in files {
      guard let suite = file.range(of: "struct \(test.suite) {") ?? file.range(of: "struct \(test.suite):")
      else {
        continue
      }
      let end = file.range(of: "\n}", range: suite.upperBound..<file.endIndex)?.lowerBound ?? file.endIndex
      let body = file[suite.upperBound..<end]
      guard let function = body.range(of: "func \(test.function)(") else { continue }
      guard let mark = body[..<function.lowerBound].range(of: "@Test", options: .backwards) else { continue }
      let between = body[mark.upperBound..<function.lowerBound]
      return between.contains("func ") ? nil : between
    }
    return nil
  }

  static func attribute(of test: TestName) throws -> Substring? {
    try attribute(of: test, in: files(of: test.target))
  }

  static func page(_ name: String) throws -> String {
    let path = tests.deletingLastPathComponent().appendingPathComponent("Docs/\(name)")
    return try String(contentsOf: path, encoding: .utf8)
  }
}

@Suite struct RegistryTests {
  /// Ledger §2: 6 + 12 + 9 + 8 + 8 rows, of which 5 are extensions.
  @Test func requirementsAreThoseOfTheLedger() {
    #expect(Requirement.all.count == 43 && Set(Requirement.all.map(\.id)).count == 43)
    for (document, count) in zip(Formula.Document.allCases, [6, 12, 9, 8, 8]) {
      let ids = Requirement.all.filter { $0.source.document == document }.map(\.id)
      #expect(ids == (1...count).map { "R-\(document.rawValue)-\($0)" })
    }
    let extensions = Requirement.all.filter { $0.status == .extension }
    #expect(extensions.map(\.id) == ["R-S1-12", "R-S2-8", "R-S3-6", "R-S4-6", "R-S4-8"])
    for requirement in Requirement.all {
      #expect((requirement.status == .extension) == (requirement.state == .beyondTheCore))
    }
    #expect(Requirement.of("R-S3-4")?.tests == ["NeuralTests.GPTTests/prefixes"])
  }

  /// Nothing may wait but what needs fine-tuning, completion, a chat, precision and recall or a pretrained GPT-2.
  @Test func nothingElseIsPlanned() {
    let requirements = Requirement.all.filter { $0.plannedReason != nil }.map(\.id)
    #expect(requirements == ["R-S1-8", "R-S1-9", "R-S1-11", "R-S2-6", "R-S4-2", "R-S4-3"])
    let samples = CodeSample.all.filter { $0.plannedReason != nil }.map(\.id)
    #expect(samples == ["S1-CODE", "S2-CODE-A", "S4-CODE-A"])
    for sample in CodeSample.all {
      for bug in sample.bugs { #expect((bug.answer == .planned) == (sample.plannedReason != nil)) }
    }
  }

  /// Ledger §3: seven samples with 15, 11, 10, 5, 11, 6 and 13 bugs.
  @Test func samplesAreThoseOfTheLedger() {
    #expect(
      CodeSample.all.map(\.id)
        == ["S0-CODE", "S1-CODE", "S2-CODE-A", "S2-CODE-B", "S3-CODE", "S4-CODE-A", "S4-CODE-B"])
    #expect(CodeSample.all.map(\.bugs.count) == [15, 11, 10, 5, 11, 6, 13])
    for sample in CodeSample.all {
      #expect(sample.bugs.map(\.number) == Array(1...sample.bugs.count))
      #expect(sample.id.hasPrefix(sample.source.document.rawValue))
    }
    #expect(CodeSample.of("S4-CODE-B")?.bugs.count == 13)
  }

  @Test(arguments: Requirement.all.filter { $0.plannedReason == nil && $0.status == .core }.map(\.id))
  func everyCoreRequirementHasATestThatNamesIt(_ id: String) throws {
    let requirement = try #require(Requirement.of(id))
    let attributes = try requirement.tests.map { try TestSources.attribute(of: $0) }
    #expect(!attributes.isEmpty)
    for (test, attribute) in zip(requirement.tests, attributes) {
      #expect(attribute != nil, "no test \(test)")
    }
    #expect(attributes.contains { $0?.contains(id) == true }, "none of its tests names \(id)")
  }

  @Test(arguments: CodeSample.all.map(\.id)) func everyBugHasATestOrAnErratum(_ id: String) throws {
    let sample = try #require(CodeSample.of(id))
    for bug in sample.bugs {
      switch bug.answer {
      case .tested(let tests):
        #expect(!tests.isEmpty)
        for test in tests { #expect(try TestSources.attribute(of: test) != nil, "no test \(test)") }
      case .claim(let errata):
        let page = try TestSources.page("Errata.md")
        for number in errata { #expect(page.contains("| \(number) |"), "no erratum \(number)") }
      case .planned: break
      }
    }
  }

  @Test func everyPropertyHasATest() throws {
    #expect(Set(Property.all.map(\.name)).count == Property.all.count)
    for property in Property.all {
      #expect(try TestSources.attribute(of: property.test) != nil, "no test \(property.test)")
    }
  }

  @Test func aFunctionIsATestOnlyWithItsAttribute() {
    let file =
      "@Suite struct A {\n  @Test(\"R-S0-1 x\")\n  func first() {}\n  func helper() {}\n}\nstruct B {\n  @Test func other() {}\n}"
    #expect(TestSources.attribute(of: "T.A/first", in: [file])?.contains("R-S0-1") == true)
    #expect(TestSources.attribute(of: "T.A/helper", in: [file]) == nil)
    #expect(TestSources.attribute(of: "T.A/other", in: [file]) == nil)
    #expect(TestSources.attribute(of: "T.C/first", in: [file]) == nil)
    #expect(TestName(stringLiteral: "first").suite.isEmpty)
  }

  /// Every formula that a model computes is held to its published reading; the others have no fast implementation.
  @Test func everyFormulaWithAnImplementationIsHeldToIt() throws {
    let text = try TestSources.files(of: "ConformanceTests").filter { $0.contains("ConformanceTests {") }
      .joined().filter { !$0.isWhitespace }
    let missing = FormulaID.allCases.filter { !text.contains("(.\($0),") }
    // Planned metrics, and two steps that no model here takes: natural gradient and distillation.
    #expect(missing == [.s1_6_5_P_METRIC, .s4_3_2_P_NGD, .s4_8_P_DISTIL])
  }
}
