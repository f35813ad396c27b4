import Randomness
import Testing

@testable import Questions

/// A question of seed 7 as somebody answers it with paper and pencil.
struct Worked: CustomTestStringConvertible, Sendable {
  let chapter: Int
  let kind: String
  /// A part of the question with its numbers: another draw would need another answer.
  let asked: String
  let answer: String

  init(_ chapter: Int, _ kind: String, _ asked: String, _ answer: String) {
    (self.chapter, self.kind, self.asked, self.answer) = (chapter, kind, asked, answer)
  }

  var testDescription: String { "\(chapter) \(kind)" }
}

@Suite("Questions, worked by hand")
struct WorkedAnswersTests {
  private static let worked = Worked.ground + Worked.model + Worked.uses + Worked.speedrun

  @Test("What was found by hand is right", arguments: worked)
  func byHand(worked: Worked) throws {
    let kind = try #require(QuestionKind.all(ofChapter: worked.chapter).first { $0.id == worked.kind })
    let question = kind.question(from: 7)
    #expect(question.text.contains(worked.asked), "\(question.text)")
    #expect(question.mark(worked.answer) == .right, "\(question.answer.written)")
  }

  @Test("None of the kinds is left out", arguments: Array(0...11) + [14])
  func all(chapter: Int) {
    #expect(
      Self.worked.filter { $0.chapter == chapter }.map(\.kind)
        == QuestionKind.all(ofChapter: chapter).map(\.id))
  }
}
