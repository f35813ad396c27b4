import CourseworkSupport
import Foundation
import Terminal
import TestSupport
import Testing

@testable import CourseCommand
@testable import Coursework

@Suite("What a check says of a file that would not be graded")
struct RefusalPageTests {
  private let temporary: TemporaryWorkshop
  private let chapter: CourseChapter
  private let item: Item

  init() throws {
    temporary = try TemporaryWorkshop()
    let exercise: AnyExercise
    (chapter, exercise) = temporary.firstExercise()
    item = Item(chapter: chapter, exercise: exercise)
  }

  private var session: Session {
    let console = Console(arguments: [], writeOutput: { _ in }, writeError: { _ in })
    return Session(
      console: console, isColorRefused: true, workshop: { temporary.workshop })
  }

  private func page(_ judgement: Verdict.Judgement) -> [String] {
    session.page(Verdict(judgement), on: item, in: temporary.workshop).map(\.text)
  }

  /// The exit status of `course` with some words, and what it writes.
  private func run(_ words: String...) -> (status: Int32, output: String) {
    var output: [UInt8] = []
    let console = Console(arguments: words, writeOutput: { output += $0 }, writeError: { _ in })
    let status = Course(console: console, workshop: { temporary.workshop }).run()
    return (status, String(decoding: output, as: UTF8.self))
  }

  @Test("A clean file has its verdict and nothing else")
  func clean() {
    #expect(page(.passed(inputs: 4)) == ["✓ \(item.number) \(item.name) · passed: right on all 4 inputs"])
  }

  @Test("The lines that are in the way stand before the verdict, which stays what it is")
  func refused() throws {
    try temporary.write("import Workbench\nimport Foundation\n\nlet a = x.masked(m)\n", to: chapter.file)
    let lines = page(.passed(inputs: 4))
    #expect(
      lines == [
        "! chapter \(chapter.number) · would not be graded",
        "",
        "  \(chapter.file):2",
        "    imports Foundation; an exercise may import Workbench alone",
        "  \(chapter.file):4",
        "    uses .masked, the reference's mask; building it is the exercise",
        "",
        "  A check goes by the numbers and does not mind. A grading reads the file first,",
        "  and no exercise of the chapter has points while these are there.",
        "",
        "✓ \(item.number) \(item.name) · passed: right on all 4 inputs",
      ])
  }

  @Test("The compiler's word on a file that it does not take is enough")
  func broken() throws {
    try temporary.write("let text = \"without an end\n", to: chapter.file)
    #expect(!page(.doesNotCompile("x:1:1: unterminated string")).contains { $0.contains("graded") })
    #expect(page(.notStarted).contains { $0.contains("graded") })
  }

  @Test("Of many lines five are shown, all within 80 columns")
  func many() throws {
    let names = [
      "withContiguousMutableStorageIfAvailable", "readLine", "Mirror", "dlopen", "dlsym", "a", "_b",
    ]
    try temporary.write(names.joined(separator: "\n"), to: chapter.file)
    let lines = page(.notStarted)
    #expect(lines.count { $0.hasPrefix("  Exercises/") } == 5)
    #expect(lines.contains("  and 1 more"))
    for line in lines { #expect(DisplayWidth.of(line) <= 80) }
  }

  @Test("When everything written has passed, it is still said")
  func passed() throws {
    try temporary.write("import Workbench\nimport Foundation\n", to: chapter.file)
    let (status, output) = run("check")
    #expect(status == 0)
    #expect(output.contains("\(chapter.file):2\n") && output.contains("What is written has passed."))
    #expect(!run("check").output.contains("see above"))
  }

  @Test(
    "A check of a chapter says it once above its verdicts and once below", .timeLimit(.minutes(10)),
    .enabled(if: isThorough, "it builds something by itself: COURSE_THOROUGH=1 does"))
  func check() throws {
    try temporary.makeSmallPackage(of: chapter)
    try temporary.write(TemporaryWorkshop.unsolvedLesson + "func f() { _ = readLine() }\n", to: chapter.file)
    let (status, output) = run("check", "\(chapter.number)")
    #expect(status == 1)
    let parts = output.components(separatedBy: "would not be graded")
    #expect(parts.count == 3, "\(output)")
    #expect(parts.first == "! chapter \(chapter.number) · ")
    #expect(output.contains("\(chapter.file):2\n    uses readLine"))
    #expect(output.contains("0 of \(chapter.exercises.count) passed.\nChapter \(chapter.number) would not"))
  }
}
