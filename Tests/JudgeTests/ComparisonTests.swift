import Testing

@testable import Coursework

@Suite("When two answers are the same")
struct ComparisonTests {
  private func isSame(_ expected: [Double], _ got: [Double], tolerance: Double = 1e-4) -> Bool {
    func answer(_ numbers: [Double]) -> Answer {
      Answer([.init("x", shape: [numbers.count], numbers: numbers)])
    }
    return answer(expected).difference(from: answer(got), tolerance: tolerance) == nil
  }

  @Test("Rounding is measured by the largest number expected, however small or large that is")
  func scale() {
    for scale in [1e-12, 1e-5, 1, 1e9] {
      #expect(isSame([scale, 0], [1.000_09 * scale, 0.000_09 * scale]))
      #expect(!isSame([scale, 0], [1.000_11 * scale, 0]), "\(scale)")
      #expect(!isSame([scale, 0], [scale, -0.000_11 * scale]), "\(scale)")
    }
    #expect(!isSame([-1, 0], [-1.01, 0]) && isSame([-1, 0], [-1, 1e-5]))
  }

  @Test("Where nothing but zeros is expected, the tolerance is a number by itself, whatever was got")
  func zeros() {
    #expect(isSame([0, 0], [9e-5, -9e-5]) && !isSame([0, 0], [0, 1.1e-4]))
    #expect(isSame([0, -.infinity], [9e-5, -.infinity]) && isSame([], []))
  }

  @Test("Infinities and NaN stand where they should, and give no measure")
  func notFinite() {
    #expect(isSame([-.infinity, .nan, 1], [-.infinity, .nan, 1.000_05]))
    #expect(!isSame([-.infinity, .nan, 1], [-.infinity, .nan, 1.001]))
    #expect(!isSame([-.infinity, 1], [.infinity, 1]) && !isSame([-.infinity, 1], [-1e30, 1]))
    #expect(!isSame([.nan, 1], [0, 1]) && !isSame([0, 1], [.nan, 1]) && !isSame([0, 1], [.infinity, 1]))
  }

  @Test("Of elements that differ the first is given, how many they are, and the largest distance")
  func elements() {
    let expected = Answer([.init("x", shape: [2, 3], numbers: [1, 2, 3, 4, 5, 6])])
    let got = Answer([.init("x", shape: [2, 3], numbers: [1, 2, 3, 4, 5.5, 4])])
    #expect(
      expected.difference(from: got, tolerance: 1e-4)
        == .elements(
          part: "x", shape: [2, 3], first: [1, 1], expected: 5, got: 5.5, wrong: 2, total: 6, largest: 2))
    let lost = Answer([.init("x", shape: [2, 3], numbers: [1, 2, 3, 4, .nan, 4])])
    guard
      case .elements(_, _, _, _, _, 2, _, largest: .infinity) = expected.difference(
        from: lost, tolerance: 1e-4)
    else {
      Issue.record("a NaN is at no finite distance")
      return
    }
  }

  @Test("Shapes, words and parts are compared before numbers")
  func others() {
    func part(_ name: String, _ shape: [Int]) -> Answer.Part {
      .init(name, shape: shape, numbers: [Double](repeating: 1, count: shape.reduce(1, *)))
    }
    let row = Answer([part("x", [1, 2])])
    #expect(
      row.difference(from: Answer([part("x", [2, 1])]), tolerance: 1)
        == .shape(part: "x", expected: [1, 2], got: [2, 1]))
    #expect(
      row.difference(from: Answer([part("y", [1, 2])]), tolerance: 1) == .parts(expected: ["x"], got: ["y"]))
    #expect(row.difference(from: Answer([]), tolerance: 1) == .parts(expected: ["x"], got: []))
    let words = Answer([.init("w", words: ["a", "b"])])
    #expect(words.difference(from: words, tolerance: 0) == nil)
    #expect(
      words.difference(from: Answer([.init("w", words: ["a", "c"])]), tolerance: 1)
        == .words(part: "w", index: 1, expected: "b", got: "c"))
    #expect(
      words.difference(from: Answer([.init("w", words: ["a"])]), tolerance: 1)
        == .words(part: "w", index: 1, expected: "b", got: nil))
    #expect(
      words.difference(from: Answer([.init("w", words: ["a", "b", "c"])]), tolerance: 1)
        == .words(part: "w", index: 2, expected: nil, got: "c"))
    #expect(words.difference(from: Answer([part("w", [2])]), tolerance: 1) != nil)
  }
}
