import Testing

@testable import Notebook

@Suite("Checks")
struct CheckTests {
  @Test(
    "Bounds belong to what is allowed",
    arguments: [
      (1, .atMost(1), true), (1.0.nextUp, .atMost(1), false), (1, .atLeast(1), true),
      (1.0.nextDown, .atLeast(1), false), (1, .between(1, 2), true), (2, .between(1, 2), true),
      (1.0.nextDown, .between(1, 2), false), (2.0.nextUp, .between(1, 2), false),
      (1.5, .near(expected: 1, tolerance: 0.5), true), (0.5, .near(expected: 1, tolerance: 0.5), true),
      (1.5.nextUp, .near(expected: 1, tolerance: 0.5), false), (3, .count(3), true), (2, .count(3), false),
      (1, .isTrue, true), (0, .isTrue, false), (2, .isTrue, false),
    ] as [(Double, CheckCell.Requirement, Bool)])
  func bounds(measured: Double, requirement: CheckCell.Requirement, passes: Bool) {
    #expect(CheckCell("c", measured: measured, requirement: requirement).passed == passes)
  }

  @Test(
    "What was measured stands beside what was allowed, with as many digits as tell the two apart",
    arguments: [
      (1.414_211, .atMost(1.414_214), "1.414211 ≤ 1.414214"), (2, .atMost(1), "2 is not ≤ 1"),
      (2, .atLeast(1), "2 ≥ 1"), (1, .atLeast(2), "1 is not ≥ 2"), (1.5, .between(1, 2), "1.5 is in 1 … 2"),
      (3, .between(1, 2), "3 is not in 1 … 2"), (1, .near(expected: 1, tolerance: 0.5), "1 is 1 ± 0.5"),
      (2, .near(expected: 1, tolerance: 0.5), "2 is not 1 ± 0.5"), (3, .count(3), "3"),
      (2, .count(3), "2 is not 3"),
      (.nan, .count(3), "NaN is not 3"), (1, .isTrue, ""),
    ] as [(Double, CheckCell.Requirement, String)])
  func comparison(measured: Double, requirement: CheckCell.Requirement, text: String) {
    #expect(CheckCell("c", measured: measured, requirement: requirement).comparison == text)
  }

  @Test("The closing line counts the checks; without any there is none")
  func summary() {
    func text(_ results: [Bool]) -> String {
      run([]) { notebook in
        notebook.prose("Here.")
        for result in results { notebook.check("so", isTrue: result) }
      }.text
    }
    #expect(text([]).hasSuffix("Here.\n"))
    #expect(text([true]).hasSuffix("✓ The check passed.\n"))
    #expect(text([true, true]).hasSuffix("✓ All 2 checks passed.\n"))
    #expect(text([true, false]).hasSuffix("✗ 1 of 2 checks failed.\n"))
  }
}
