import CourseworkSupport
import Foundation
import Terminal
import TestSupport
import Testing

@testable import CourseCommand
@testable import Coursework

@Suite("Watching", .enabled(if: isThorough, "it builds something by itself: COURSE_THOROUGH=1 does"))
struct WatchTests {
  /// Keys that a test presses, one whenever the watch waits for one, and a screen of a size.
  private final class Script: KeySource {
    var keys: [Key]
    var size: (rows: Int, columns: Int)
    /// Is done before a key is pressed, with how many are left.
    var before: (Int) -> Void = { _ in }
    var isInterrupted: Bool { false }

    init(_ keys: [Key], rows: Int = 24, columns: Int = 80) {
      self.keys = keys + [.character("q")]
      size = (rows, columns)
    }

    func key(within seconds: Double) -> Key? {
      // During a check nobody presses anything.
      guard seconds > 0 else { return nil }
      before(keys.count)
      return keys.isEmpty ? .character("q") : keys.removeFirst()
    }

    func restore() {}
  }

  private let temporary: TemporaryWorkshop
  private let chapter: CourseChapter
  private let first: Item
  private let second: Item

  init() throws {
    temporary = try TemporaryWorkshop()
    chapter = Syllabus.chapters[4]
    (first, second) = (
      Item(chapter: chapter, exercise: chapter.exercises[0]),
      Item(chapter: chapter, exercise: chapter.exercises[1])
    )
    try temporary.makeSmallPackage(of: chapter)
    try temporary.write(TemporaryWorkshop.unsolvedLesson + markedStubs, to: chapter.file)
  }

  /// Two exercises that are not written, for a package that does not know the workbench.
  private var markedStubs: String {
    "struct Unsolved: Error {}\n"
      + chapter.exercises.prefix(2).map { exercise in
        "// MARK: - \(exercise.name)\npublic func \(exercise.name)() throws {\n  throw Unsolved()\n}\n"
      }.joined()
  }

  /// The screens that a watch has shown, one after the other.
  private func screens(_ script: Script, on item: Item?) throws -> [String] {
    var screens: [String] = []
    let console = Console(
      arguments: [], isOutputTerminal: true, terminalColumns: script.size.columns,
      writeOutput: { screens.append(String(decoding: $0, as: UTF8.self)) }, writeError: { _ in })
    let session = Session(
      console: console, isColorRefused: true, workshop: { temporary.workshop })
    let watch = try Watch(session, on: item, seed: 1, terminal: script)
    #expect(try watch.run() == 0)
    return screens.map { $0.replacing("\u{1B}[H\u{1B}[2J", with: "") }
  }

  @Test("It begins with the exercise of a name; p goes back and n goes on", .timeLimit(.minutes(10)))
  func keys() throws {
    let shown = try screens(Script([.character("p"), .character("p"), .character("n")]), on: second)
    let headings = shown.compactMap { $0.firstMatch(of: /(?m)^\d\.\d \w+/).map { String($0.0) } }
    let last = Syllabus.chapters[3].exercises.last.map { "\(Syllabus.number(of: $0)) \($0.name)" }
    var changes: [String] = []
    for heading in headings where heading != changes.last { changes.append(heading) }
    #expect(changes.prefix(3) == ["4.2 \(second.name)", "4.1 \(first.name)", last ?? ""])
    #expect(changes.last == "4.1 \(first.name)")
  }

  @Test("No screen is higher or wider than the terminal, which may be small", .timeLimit(.minutes(10)))
  func sizes() throws {
    for (rows, columns) in [(24, 80), (10, 60), (6, 60)] {
      let shown = try screens(
        Script(
          [.down, .pageDown, .character("h"), .character("l"), .pageDown, .up, .character("x")], rows: rows,
          columns: columns),
        on: first)
      for screen in shown.dropLast() {
        let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= rows, "\(rows) × \(columns): \(screen)")
        for line in lines { #expect(DisplayWidth.of(String(line)) <= columns, "\(line)") }
      }
    }
  }

  @Test("The list scrolls to its end", .timeLimit(.minutes(10)))
  func list() throws {
    let keys = [Key.character("l")] + Array(repeating: .pageDown, count: 6)
    let shown = try screens(Script(keys), on: first)
    #expect(shown.contains { $0.contains("Capstone") && $0.contains("any other key goes back") })
  }

  @Test(
    "When what was saved passes it goes on, and what was chosen by name stays until then",
    .timeLimit(.minutes(10)))
  func goesOn() throws {
    let answers = try Judge(of: first.exercise).inputs(seed: 1).map { input in
      String(decoding: try Wire.encode(Outcome.answer(first.exercise.expected(input))), as: UTF8.self)
    }
    let lesson =
      "public func answer() { print(##\"\"\"\n\(answers.joined(separator: "\n"))\n\"\"\"##) }\n"
    try temporary.write(lesson + markedStubs, to: chapter.file)
    let script = Script([.up, .up])
    let file = temporary.workshop.folder.appending(path: chapter.file)
    let text = lesson + markedStubs.replacing("throw Unsolved()", with: "print()", maxReplacements: 1)
    script.before = { left in if left == 3 { try? Data(text.utf8).write(to: file) } }
    let shown = try screens(script, on: first)
    #expect(shown.prefix(2).allSatisfy { $0.contains("4.1 \(first.name) · softmax") })
    let end = try #require(shown.dropLast().last)
    #expect(!end.hasPrefix("4.1") && end.contains("✓ 4.1 \(first.name) · passed"))
    #expect(end.contains("4.2 \(second.name)"))
    #expect(temporary.workshop.state(of: first.exercise, in: chapter) == .passed(ProgressFile.today))
  }

  @Test("A file that is gone is told, until it is back")
  func lost() throws {
    var files = SavedFiles(in: temporary.workshop, patience: .zero)
    #expect(files.lost() == [])
    let place = temporary.workshop.folder.appending(path: chapter.file)
    let other = place.appendingPathExtension("old")
    try FileManager.default.moveItem(at: place, to: other)
    #expect(files.lost() == [chapter])
    try FileManager.default.moveItem(at: other, to: place)
    #expect(files.lost().isEmpty)
    var patient = SavedFiles(in: temporary.workshop, patience: .seconds(1000))
    try FileManager.default.removeItem(at: place)
    // An editor may just be replacing it.
    let (lost, saves) = (patient.lost(), patient.saves())
    #expect(lost.isEmpty && saves.isEmpty && !patient.haveChanged)
  }
}

@Suite("The keys of a terminal")
struct KeyTests {
  /// The keys that some bytes are, and nothing for what is none.
  private func keys(_ text: String) -> [Key?] {
    var bytes = Array(text.utf8)[...]
    var keys: [Key?] = []
    while let byte = bytes.popFirst() { keys.append(Key(startingWith: byte) { bytes.popFirst() }) }
    return keys
  }

  @Test("Arrows and page keys are read one at a time, other sequences are no commands")
  func sequences() {
    #expect(keys("n\u{1B}[A\u{1B}[A\u{1B}[Bq") == [.character("n"), .up, .up, .down, .character("q")])
    #expect(keys("\u{1B}OA\u{1B}OB\u{1B}[5~\u{1B}[6~") == [.up, .down, .pageUp, .pageDown])
    // A function key, an arrow with Ctrl, Alt and a letter, a lone escape.
    #expect(
      keys("\u{1B}[15~\u{1B}[1;5Ac\u{1B}nh\u{1B}") == [nil, nil, .character("c"), nil, .character("h"), nil])
    #expect(keys("\u{04}\u{00}") == [.character("q"), .character("q")])
  }
}

@Suite("The part of a page that fits")
struct ViewportTests {
  private let lines = (0..<10).map { StyledLine("\($0)") }

  private func shown(_ view: Viewport) -> String { view.visible.map(\.text).joined() }

  @Test("A page that fits is whole; of one that does not, a line comes to the top as far as the end allows")
  func begin() {
    #expect(shown(Viewport(lines, rows: 10, showing: 5)) == "0123456789")
    #expect(!Viewport(lines, rows: 10).isPart && Viewport(lines, rows: 9).isPart)
    #expect(shown(Viewport(lines, rows: 4, showing: 3)) == "3456")
    #expect(shown(Viewport(lines, rows: 4, showing: 9)) == "6789")
  }

  @Test("Keys move by a line or by a page less a line, and not past the ends")
  func keys() {
    var view = Viewport(lines, rows: 4)
    let steps: [(Key, String)] = [
      (.up, "0123"), (.down, "1234"), (.pageDown, "4567"), (.character(" "), "6789"), (.down, "6789"),
      (.pageUp, "3456"), (.pageUp, "0123"),
    ]
    for (key, expected) in steps {
      let isScroll = view.scroll(key)
      #expect(isScroll)
      #expect(shown(view) == expected)
    }
    let isScroll = view.scroll(.character("n"))
    #expect(!isScroll)
    view.scroll(by: 6)
    view.rows = 8
    #expect(shown(view) == "23456789")
  }
}

@Suite("Lines of code and of formulas")
struct VerbatimTests {
  private func lines(_ text: String, columns: Int) -> [String] {
    let console = Console(arguments: [], writeOutput: { _ in }, writeError: { _ in })
    let session = Session(
      console: console, isColorRefused: true, workshop: { throw CancellationError() })
    return session.verbatim(text, indent: 80 - columns).map { String($0.text.dropFirst(80 - columns)) }
  }

  @Test("A line that fits keeps its spaces; a longer one goes on between words, below itself")
  func words() {
    #expect(lines("a  = b\n\tc", columns: 20) == ["a  = b", "  c"])
    #expect(lines("abcde fghij", columns: 11) == ["abcde fghij"])
    #expect(lines("abcde fghij", columns: 10) == ["abcde", "  fghij"])
    #expect(
      lines("  y = softmax(x W) + b, for all", columns: 16) == [
        "  y = softmax(x", "    W) + b, for", "    all",
      ])
    #expect(lines("abcdefghijklm n", columns: 10) == ["abcdefghij", "  klm n"])
  }
}
