import Foundation
import Testing
import Workbench

@testable import Coursework

@Suite("What travels between the course and the process with the learner's code")
struct WireTests {
  @Test("Every number keeps its bits")
  func numbers() throws {
    let numbers = [0, -0.0, 1.0 / 3, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity]
    let back = try Wire.decode([Double].self, from: Wire.encode(numbers))
    #expect(back.map(\.bitPattern) == numbers.map(\.bitPattern))
    #expect(try Wire.decode([Float].self, from: Wire.encode([Float.nan]))[0].isNaN)
    #expect(try Wire.decode([Float].self, from: Wire.encode([Float(0.1)])) == [0.1])
  }

  @Test("A function answers, says that it is not written, or throws")
  func outcomes() throws {
    let input = try #require(try Judge(of: Syllabus.chapters[4].exercises[0]).inputs(seed: 1).first)
    let right = Solution(SoftmaxExercise.self, SoftmaxExercise.reference)
    #expect(right.name == "softmax")
    guard case .answer = right.outcome(of: input) else {
      Issue.record("\(right.outcome(of: input))")
      return
    }
    #expect(Solution(SoftmaxExercise.self) { _ in throw Unsolved() }.outcome(of: input) == .unsolved)
    #expect(
      Solution(SoftmaxExercise.self) { _ in throw WorkshopFailure("no") }.outcome(of: input) == .threw("no"))
  }
}

@Suite("An input as it is shown")
struct InputTextTests {
  private func text(_ json: String) -> String? { inputText(Data(json.utf8)) }

  @Test("Fields by their names, tensors as nested lists, numbers as short as they can be read back")
  func kinds() {
    let json = """
      {"x": {"shape": [2, 1, 2], "scalars": [1, 2.5, -3, 4]}, "scalar": {"shape": [], "scalars": [7]},
       "empty": {"shape": [0, 2], "scalars": []}, "isCausal": true, "word": "the", "none": null, "n": 3, "big": 1e9,
       "third": 0.3333333432674408, "low": "-Infinity", "words": ["a", "b"], "pair": {"b": 2, "a": 1}}
      """
    #expect(
      text(json) == """
        big = 1e+09
        empty = []
        isCausal = true
        low = -inf
        n = 3
        none = nil
        pair = (a: 1, b: 2)
        scalar = 7
        third = 0.33333334
        word = "the"
        words = ["a", "b"]
        x = [[[1, 2.5]], [[-3, 4]]]
        """)
  }

  @Test("What is longer than 600 characters is not shown")
  func length() {
    let word = String(repeating: "a", count: 600 - "w = \"\"".count)
    #expect(text("{\"w\": \"\(word)\"}")?.count == 600)
    #expect(text("{\"w\": \"\(word)a\"}") == nil)
    #expect(text("[1]") == nil)
  }
}
