import Randomness
import Synchronization
import Testing

@testable import Questions

@Suite("The questions of every chapter")
struct CatalogueTests {
  private static let kinds = (0...14).flatMap { chapter in
    QuestionKind.all(ofChapter: chapter).map { Numbered(chapter: chapter, kind: $0) }
  }

  struct Numbered: CustomTestStringConvertible, Sendable {
    let chapter: Int
    let kind: QuestionKind
    var testDescription: String { "\(chapter) \(kind.id)" }

    private static let drawn = Mutex<[String: [Question]]>([:])

    /// The questions of the seeds from 0 to 99, drawn once for all tests.
    var questions: [Question] {
      if let known = Self.drawn.withLock({ $0[testDescription] }) { return known }
      let questions = (0..<100).map { kind.question(from: Seed(UInt64($0))) }
      Self.drawn.withLock { $0[testDescription] = questions }
      return questions
    }
  }

  @Test("A chapter has eight kinds or more, each with a name of its own", arguments: 0...14)
  func count(chapter: Int) {
    let kinds = QuestionKind.all(ofChapter: chapter)
    #expect(kinds.count >= 8)
    #expect(Set(kinds.map(\.id)).count == kinds.count)
    #expect(Set(kinds.map(\.title)).count == kinds.count)
    #expect(kinds.allSatisfy { $0.id.wholeMatch(of: /[a-z][a-z0-9-]*/) != nil })
  }

  @Test("There are no other chapters", arguments: [-1, 15])
  func noChapter(number: Int) { #expect(QuestionKind.all(ofChapter: number).isEmpty) }

  @Test("The right answer is right, and each wrong one is named, whatever is drawn", arguments: kinds)
  func marks(numbered: Numbered) {
    for question in numbered.questions {
      #expect(
        question.mark(question.answer.written) == .right, "\(question.text)\n\(question.answer.written)")
      #expect(question.slips.count >= 3, "\(question.text)")
      for slip in question.slips {
        #expect(
          question.mark(slip.answer.written) == .slip(slip.message),
          "\(question.text)\n\(slip.answer.written)")
      }
      #expect(Set(question.slips.map(\.message)).count == question.slips.count, "two slips say the same")
    }
  }

  @Test("Answers are further apart than marking can tell", arguments: kinds)
  func apart(numbered: Numbered) {
    for question in numbered.questions { #expect(question.isUnambiguous, "\(question.text)") }
  }

  @Test("A question fits on paper: few lines, and numbers of three digits", arguments: kinds)
  func paper(numbered: Numbered) {
    for question in numbered.questions.prefix(20) {
      let lines = question.text.split(separator: "\n", omittingEmptySubsequences: false)
      let height = lines.reduce(0) { $0 + max(1, ($1.count + 75) / 76) } + question.choices.count
      #expect(height <= 24, "\(question.text)")
      for line in lines where line.hasPrefix("    ") { #expect(line.count <= 76, "\(line)") }
      for number in question.text.matches(of: /\d+\.\d+/).map(\.output) {
        let digits = number.drop { "0.".contains($0) }.filter(\.isNumber)
        #expect(digits.count <= 3, "\(number) in: \(question.text)")
      }
    }
  }

  @Test("Numbers are drawn: a hundred seeds give ten questions or more", arguments: kinds)
  func drawn(numbered: Numbered) {
    let questions = numbered.questions
    #expect(Set(questions.map { $0.text + $0.choices.joined() }).count >= 10)
    #expect(numbered.kind.question(from: 3).text == questions[3].text, "a seed gives one question")
  }

  @Test("No text gives the answer away, and all are sentences", arguments: kinds)
  func texts(numbered: Numbered) {
    for question in numbered.questions.prefix(20) {
      for message in question.slips.map(\.message) + [question.way] {
        #expect(".!?”)".contains(message.last ?? " "), "\(message)")
        if case .numbers(let numbers) = question.answer, numbers.count > 1 {
          #expect(!message.contains(question.answer.written), "\(message)")
        }
      }
    }
  }
}
