import Autodiff
import Foundation
import Testing

/// Swift Testing does not list what its tests used, so this reads the test sources themselves.
@Suite("Every case of every fixture is used")
struct CoverageTests {
  /// For every topic, the operations that the file using it asks for.
  private func used() throws -> [String: Set<String>] {
    let folder = Fixture.folder.deletingLastPathComponent()
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix("OracleTests.swift") }
    var used: [String: Set<String>] = [:]
    for file in files {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        .split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
      guard let topic = strings(after: "try Fixture(", in: text).first else { continue }
      let calls = ["oracle.expect(", "descend(", "schedule(", "oracle.cases(of: "]
      used[topic, default: []].formUnion(calls.flatMap { strings(after: $0, in: text) })
    }
    return used
  }

  /// The string literals that follow a call's opening.
  private func strings(after opening: String, in text: String) -> [String] {
    text.components(separatedBy: opening).dropFirst().compactMap { rest in
      guard rest.hasPrefix("\"") else { return nil }
      return rest.dropFirst().firstIndex(of: "\"").map {
        String(rest[rest.index(after: rest.startIndex)..<$0])
      }
    }
  }

  @Test func everyFileAndEveryOperationHasATest() throws {
    let used = try used()
    let files = try FileManager.default.contentsOfDirectory(atPath: Fixture.folder.path)
      .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
    #expect(!files.isEmpty && files.sorted() == used.keys.sorted())
    for topic in files.sorted() {
      let operations = try Set(Fixture(topic).cases.map(\.operation))
      let asked = used[topic] ?? []
      #expect(operations.subtracting(asked).isEmpty, "\(topic).json: cases that no test uses")
      #expect(asked.subtracting(operations).isEmpty, "\(topic).json: tests without a case")
    }
  }

  @Test func everyFileIsOfThePinnedVersionAndHasGradients() throws {
    let pinned = try String(
      contentsOf: Fixture.folder.appendingPathComponent("requirements.txt"), encoding: .utf8
    ).trimmingCharacters(in: .whitespacesAndNewlines).replacingOccurrences(of: "==", with: " ")
    for (topic, _) in try used() {
      let fixture = try Fixture(topic)
      #expect(fixture.madeBy == "make_fixtures.py, \(pinned)", "\(topic).json")
      for oracle in fixture.cases where topic != "optimizers" {
        #expect(
          oracle.gradients.map(\.shape) == oracle.inputs.map(\.shape), "\(topic).json, \(oracle.name)")
      }
    }
  }
}

/// A comparison that cannot fail would make every oracle agree.
@Suite("The comparison itself")
struct AgreementTests {
  private let expected = Fixture.Numbers(name: "y", shape: [2, 2], values: [1, 100, 0, -3])

  @Test func acceptsEqualNumbersAndRounding() {
    #expect(disagreement([1, 100, 0, -3], expected) == nil)
    #expect(disagreement([1.0001, 100, -0.0001, -3], expected) == nil)  // 1e-6 of the largest, 100
  }

  @Test func namesTheElementAndBothNumbers() {
    let message = disagreement([1, 100, 0, -3.5], expected)
    #expect(message?.contains("element [1, 1] is -3.5, expected -3.0") == true)
    #expect(message?.contains("1 of 4") == true)
  }

  @Test func refusesNaNInfinityAndOtherShapes() {
    #expect(disagreement([1, .nan, 0, -3], expected) != nil)
    #expect(disagreement([1, .infinity, 0, -3], expected) != nil)
    #expect(disagreement(Tensor([1, 100, 0, -3]), expected)?.contains("shape [4], expected [2, 2]") == true)
    let zero = Fixture.Numbers(name: "y", shape: [1], values: [0])
    #expect(disagreement(Tensor([1e-12]), zero) != nil)
    #expect(disagreement(Tensor([1e-7]), zero, within: .cancelling) == nil)
  }

  private func disagreement(_ scalars: [Float], _ expected: Fixture.Numbers) -> String? {
    OracleTests.disagreement(Tensor(shape: [2, 2], scalars: scalars), expected)
  }

  private func disagreement(
    _ found: Tensor, _ expected: Fixture.Numbers, within tolerance: Tolerance = Tolerance()
  ) -> String? {
    OracleTests.disagreement(found, expected, within: tolerance)
  }
}
