import Foundation
import Testing

@testable import Coursework

@Suite("Submissions that are suspiciously alike")
struct LikenessTests {
  private let key = "04-SingleHeadAttention"
  private let given =
    "// MARK: - softmax\npublic func softmax(_ x: Tensor) throws -> Tensor {\n  throw Unsolved()\n}\n"

  /// A way that a learner may have found by themselves, long enough to be told from others.
  private let own = """
    // MARK: - softmax
    public func softmax(_ x: Tensor) throws -> Tensor {
      var result: [Float] = []
      for row in x.rows {
        var largest = -Float.infinity
        for value in row where value > largest { largest = value }
        let powers = exp(Tensor(row) - largest).scalars
        var total: Float = 0
        for power in powers { total += power }
        for power in powers { result.append(power / total) }
      }
      return Tensor(shape: x.shape, scalars: result)
    }
    """
  private let another = """
    // MARK: - softmax
    public func softmax(_ x: Tensor) throws -> Tensor {
      let top = x.max(alongAxis: -1, keepingAxis: true)
      let shifted = x - top
      let normaliser = log(exp(shifted).sum(alongAxis: -1, keepingAxis: true))
      let logarithms = shifted - normaliser
      if logarithms.count == 0 { return x }
      return exp(logarithms) * Tensor.ones(x.shape) + Tensor.zeros(x.shape)
    }
    """

  private func submission(_ name: String, _ text: String) -> Submission {
    Submission(name: name, files: [key: Data(text.utf8)])
  }

  private func pairs(_ texts: [String]) -> [Likeness] {
    let submissions = texts.enumerated().map { submission("\($0.offset)", $0.element) }
    return Likeness.pairs(among: submissions, given: [given])
  }

  @Test("Names, comments and white space hide nothing")
  func disguised() throws {
    let names = [("result", "out"), ("row", "line"), ("powers", "e"), ("power", "f"), ("total", "s")]
    let renamed = try names.reduce(own) { text, name in
      text.replacing(try Regex("\\b\(name.0)\\b"), with: name.1)
    }
    let disguised = renamed.replacing(";", with: "").replacing("\n  ", with: "\n\n   // mine\n\t ")
    let pair = try #require(pairs([own, another, disguised]).first)
    #expect(pairs([own, another, disguised]).count == 1)
    #expect(pair.first == "0" && pair.second == "2" && pair.likeness == 1 && pair.exercises == ["softmax"])
  }

  @Test("Two ways to write the same function are not alike")
  func independent() {
    #expect(pairs([own, another]).isEmpty)
  }

  @Test("What the exercise files and the solutions give is nobody's own")
  func givenToAll() {
    #expect(pairs([given, given]).isEmpty)
    let submissions = [submission("a", own), submission("b", own)]
    #expect(Likeness.pairs(among: submissions, given: [given]).count == 1)
    #expect(Likeness.pairs(among: submissions, given: [given, own]).isEmpty)
  }

  @Test("What everybody writes says little: it does not outweigh what each has for himself")
  func common() {
    let unlike = (0..<8).map { index in
      let rows = (0..<12).map { row in
        "  let a = \((0...(index + row % 3)).map { "x[\($0), \(index)]" }.joined(separator: index % 2 == 0 ? " + " : " * "))"
      }
      return own + "\n// MARK: - attention\npublic func attention() {\n\(rows.joined(separator: "\n"))\n}\n"
    }
    #expect(pairs(unlike).isEmpty)
    #expect(pairs(Array(unlike.prefix(1)) + unlike).map(\.likeness) == [1])
  }

  @Test("The measure: shared over own of the smaller, with fragments that n have weighing 1/n")
  func measure() throws {
    // 40 tokens of one's own are 25 fragments; 20 more of the second are its own alone.
    func text(_ numbers: [Int]) -> String {
      "// MARK: - softmax\n" + numbers.map { "\($0)" }.joined(separator: "\n") + "\n"
    }
    let (first, second) = (text(Array(0..<40)), text(Array(0..<40) + Array(100..<120)))
    let pair = try #require(pairs([first, second]).first)
    #expect(pair.likeness == 1)
    let half = text(Array(10..<40) + Array(200..<240))
    // Shared are the 15 fragments within 10..<40: too few to speak of.
    #expect(pairs([first, half]).isEmpty)
    let longer = text(Array(0..<80) + Array(300..<330))
    let other = text(Array(0..<80) + Array(400..<430))
    // 65 shared fragments of weight ½, 30 of weight 1 that end in one's own: 32.5 / 62.5.
    #expect(try #require(pairs([longer, other]).first).likeness == 32.5 / 62.5)
    let third = text(Array(0..<80) + Array(500..<530))
    // With a third they weigh ⅓: 21.7 / 51.7, and are less than half of what each has.
    #expect(pairs([longer, other, third]).isEmpty)
  }

  @Test("The most alike come first")
  func order() {
    func text(_ numbers: [Int]) -> String {
      "// MARK: - softmax\n" + numbers.map { "\($0)" }.joined(separator: "\n") + "\n"
    }
    let found = pairs([
      text(Array(0..<80) + Array(300..<330)), text(Array(0..<80) + Array(400..<430)),
      text(Array(1000..<1100)), text(Array(1000..<1100)),
    ])
    #expect(found.map(\.first) == ["2", "0"] && found[0].likeness == 1)
  }
}
