import CourseworkSupport
import Foundation
import Questions
import Terminal
import Testing

@testable import CourseCommand
@testable import Coursework

@Suite("Quizzes")
struct QuizTests {
  private let temporary: TemporaryWorkshop
  private let attention: CourseChapter

  init() throws {
    temporary = try TemporaryWorkshop()
    attention = try CourseChapter.named("attention")
  }

  private func run(_ words: [String], typed: [String] = [], terminal: Bool = false) -> (
    status: Int32, output: String, errors: String
  ) {
    var output: [UInt8] = []
    var errors = ""
    var left = typed[...]
    var console = Console(
      arguments: ["quiz"] + words, writeOutput: { output += $0 }, writeError: { errors += $0 })
    console.readLine = { left.popFirst() }
    console.isInputTerminal = terminal
    let course = Course(console: console, workshop: { temporary.workshop })
    return (course.run(), String(decoding: output, as: UTF8.self), errors)
  }

  private func quiz(_ seed: UInt64, _ count: Int) -> Quiz { Quiz(of: [attention], seed: seed, count: count) }

  /// The end of the output: from the count of right answers on.
  private func end(_ output: String) -> String {
    output.components(separatedBy: "\n\n").last ?? ""
  }

  @Test("Right answers to all questions of a chapter, in its order")
  func allRight() {
    let kinds = QuestionKind.all(ofChapter: 4)
    let items = quiz(7, kinds.count).items
    #expect(items.map(\.kind.id) == kinds.map(\.id))
    let result = run(["4", "--seed", "7"], typed: items.map(\.question.answer.written))
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(
      end(result.output)
        == "\(kinds.count) of \(kinds.count) right.\n  again         swift run course quiz 4 --seed 7\n")
    #expect(result.output.count(of: "✓ right") == kinds.count)
    for (index, item) in items.enumerated() {
      #expect(result.output.contains("\(index + 1)/\(kinds.count) \(item.kind.title)"))
    }
  }

  @Test("A wrong answer is told its mistake and may be tried once more; the end names the mistakes")
  func mistakes() throws {
    let items = quiz(3, 3).items
    let slip = items[0].question.slips[0]
    let twice = try #require(items[1].question.slips.last)
    let typed = [
      slip.answer.written, items[0].question.answer.written, twice.answer.written, twice.answer.written, "",
    ]
    let output = run(["4", "--seed", "3", "--count", "3"], typed: typed).output
    let told = output.replacing(/\s+/, with: " ")
    #expect(told.contains("✗ \(slip.message) Once more. > "))
    #expect(told.contains("✗ \(twice.message) → \(items[1].question.solution) \(items[1].question.way)"))
    #expect(told.count(of: "Once more.") == 2)
    #expect(
      told.contains(
        "1 of 3 right: 1 at the second try; 1 passed over. \(items[0].kind.title) \(slip.message) "
          + "\(items[1].kind.title) \(twice.message) again swift run course quiz 4 --seed 3 --count 3"))
  }

  @Test("A question mark shows the way, and what cannot be read is no try")
  func way() {
    let item = quiz(5, 1).items[0]
    let typed = ["?", "what", "？", item.question.answer.written]
    let output = run(["4", "--seed", "5", "--count", "1"], typed: typed).output.replacing(/\s+/, with: " ")
    #expect(output.count(of: item.question.way) == 2)
    #expect(output.contains("is asked for") || output.contains("are asked for"))
    #expect(output.contains("1 of 1 right: 1 after the way was shown."))
    #expect(!output.contains("Once more."))
  }

  @Test("The end of the input ends the quiz, and what was not asked does not count")
  func endOfInput() {
    let items = quiz(5, 2).items
    #expect(
      end(run(["4", "--seed", "5"], typed: [items[0].question.answer.written]).output)
        .hasPrefix("1 of 1 right.\n"))
    #expect(end(run(["4", "--seed", "5"]).output).hasPrefix("Nothing was answered.\n"))
    #expect(end(run(["4", "--seed", "5"], typed: [" "]).output).hasPrefix("0 of 1 right; 1 passed over.\n"))
  }

  @Test("What is piped in is shown, what is typed in a terminal the terminal shows")
  func echo() {
    #expect(run(["4", "--seed", "5"], typed: ["77"]).output.contains("> 77\n"))
    #expect(!run(["4", "--seed", "5"], typed: ["77"], terminal: true).output.contains("> 77"))
    #expect(!run(["4", "--seed", "5"], typed: ["\u{1B}[2J"]).output.contains("\u{1B}"))
  }

  @Test("Every line of every chapter's questions fits into 80 columns")
  func width() {
    for chapter in Syllabus.chapters {
      for seed in 1...3 {
        let kinds = QuestionKind.all(ofChapter: chapter.number)
        let typed = kinds.flatMap { _ in ["?", ""] }
        let result = run(["\(chapter.number)", "--seed", "\(seed)"], typed: typed)
        #expect(result.status == 0)
        for line in result.output.split(separator: "\n") {
          #expect(DisplayWidth.of(String(line)) <= 80, "\(line)")
        }
      }
    }
  }

  @Test("A seed gives the same quiz, another seed another; fewer kinds are drawn, more come with new numbers")
  func draws() {
    #expect(
      run(["4", "--seed", "9"]).output
        == run(["attention", "--seed", "9"]).output.replacing(
          "quiz attention", with: "quiz 4"))
    func texts(_ seed: UInt64, _ count: Int) -> [String] { quiz(seed, count).items.map(\.question.text) }
    #expect(texts(9, 8) != texts(10, 8))
    let kinds = QuestionKind.all(ofChapter: 4)
    let drawn = (1...20).map { quiz($0, 3).items.map(\.kind.id) }
    #expect(drawn.allSatisfy { $0.count == 3 && Set($0).count == 3 })
    #expect(Set(drawn).count > 5)
    let order = kinds.map(\.id)
    for ids in drawn { #expect(ids == order.filter(ids.contains), "in the chapter's order") }
    let twice = quiz(9, 2 * kinds.count).items
    #expect(twice.map(\.kind.id) == order + order)
    #expect(twice.prefix(order.count).map(\.question.text) != twice.suffix(order.count).map(\.question.text))
  }

  @Test("Without a chapter eight questions come from all, each with its chapter")
  func allChapters() {
    let quizzes = (1...20).map { Quiz(of: Syllabus.chapters, seed: $0, count: 8) }
    #expect(quizzes.allSatisfy { $0.items.count == 8 })
    #expect(Set(quizzes.flatMap { $0.items.map(\.chapter.number) }).count > 2)
    let output = run(["--seed", "2"], typed: []).output
    #expect(output.hasPrefix("All chapters · 8 questions\n"))
    #expect(output.contains("chapter \(quizzes[1].items[0].chapter.number)\n"))
  }

  @Test("What is not accepted is said in one line, with status 64")
  func refusals() {
    for (words, message) in [
      (["15"], "no chapter \"15\"; there are 0 to 14, such as 4 or attention"),
      (["-1"], "unknown option -1"), (["attenton"], "no chapter \"attenton\"; did you mean attention?"),
      (["4", "5"], "quiz takes only [CHAPTER], not 4 5"),
      (["--count", "0"], "--count takes a whole number from 1 to 100"),
      (["--seed", "x"], "--seed takes a whole number"),
    ] {
      let result = run(words)
      #expect(result.status == 64 && result.errors.contains(message), "\(words): \(result.errors)")
      #expect(result.errors.count { $0 == "\n" } == 1 && result.output.isEmpty)
    }
  }
}

extension String {
  fileprivate func count(of part: String) -> Int { components(separatedBy: part).count - 1 }
}
