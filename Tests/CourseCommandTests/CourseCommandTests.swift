import CourseworkSupport
import Foundation
import Terminal
import Testing

@testable import CourseCommand
@testable import Coursework

@Suite("The course command")
struct CourseCommandTests {
  private let temporary: TemporaryWorkshop
  private let chapter: CourseChapter
  private let exercise: AnyExercise

  init() throws {
    temporary = try TemporaryWorkshop()
    (chapter, exercise) = temporary.firstExercise()
  }

  private func run(_ words: String..., typed: String? = nil, terminal: Bool = false) -> (
    status: Int32, output: String, errors: String
  ) {
    var output: [UInt8] = []
    var errors = ""
    var console = Console(
      arguments: words, variable: { $0 == "TERM" ? "xterm-256color" : nil }, isOutputTerminal: terminal,
      writeOutput: { output += $0 }, writeError: { errors += $0 })
    console.readLine = { typed }
    let course = Course(console: console, workshop: { temporary.workshop })
    return (course.run(), String(decoding: output, as: UTF8.self), errors)
  }

  @Test("Every page is at most 80 columns wide and without colour when piped")
  func pages() throws {
    for words in [
      [], ["list"], ["next"], ["progress"], ["hint"], ["solution", exercise.name, "--yes"], ["--help"],
      ["check"],
    ] + Command.all.map({ [$0.name, "--help"] }) {
      var output: [UInt8] = []
      let console = Console(
        arguments: words, isOutputTerminal: false, writeOutput: { output += $0 }, writeError: { _ in })
      #expect(Course(console: console, workshop: { temporary.workshop }).run() == 0, "\(words)")
      let text = String(decoding: output, as: UTF8.self)
      #expect(!text.isEmpty && !text.contains("\u{1B}"), "\(words)")
      for line in text.split(separator: "\n") {
        #expect(DisplayWidth.of(String(line)) <= 80, "\(words): \(line)")
      }
    }
  }

  @Test("A terminal has colour, unless it is refused")
  func color() {
    #expect(run("list", terminal: true).output.contains("\u{1B}["))
    #expect(!run("list", "--no-color", terminal: true).output.contains("\u{1B}["))
    #expect(!run("--no-color", "list", terminal: true).output.contains("\u{1B}["))
  }

  @Test("A mistyped command, exercise or option is answered with the nearest and status 64")
  func mistyped() {
    let name = exercise.name
    let wrong = String(name.dropFirst())
    for (words, answer) in [
      (["chek"], "did you mean check?"), (["hint", wrong], "did you mean \(name)?"),
      (["check", wrong], "did you mean \(name)?"), (["check", "--sed", "4"], "did you mean --seed?"),
      (["check", "--seed"], "--seed needs a value"), (["check", "--seed", "x"], "whole number"),
      (["check", "--seed", "1", "--all", name], "not both"), (["hint", name, name], "takes only [EXERCISE]"),
      (["solution"], "needs the name"), (["list", name], "takes no name"),
      (["hint", "\(chapter.number).99"], "chapter \(chapter.number) has"),
    ] {
      var errors = ""
      let console = Console(arguments: words, writeOutput: { _ in }, writeError: { errors += $0 })
      // Something must be written, so that a check does not end before it looks at its seed.
      #expect(Course(console: console, workshop: { try begun() }).run() == 64, "\(words)")
      #expect(errors.contains(answer), "\(words): \(errors)")
      #expect(errors.count { $0 == "\n" } == 1, "\(words): \(errors)")
    }
  }

  private func begun() throws -> Workshop {
    let text = try temporary.read(chapter.file)
    try temporary.write(text.replacing("throw Unsolved()", with: "fatalError()"), to: chapter.file)
    return temporary.workshop
  }

  @Test("Hints come one further each time, by name or by number")
  func hints() {
    let levels = exercise.hints.levels
    let number = Syllabus.number(of: exercise)
    for count in 1...5 {
      let output = run("hint", count % 2 == 0 ? exercise.name : number).output
      for (index, level) in levels.enumerated() {
        #expect(output.contains("Hint \(index + 1): \(level.name)") == (index < count))
      }
      #expect(output.contains("left") == (count < 4))
    }
    #expect(temporary.workshop.progress[exercise.name].hints == 4)
  }

  @Test("A solution is shown after a pass, or to whoever insists")
  func solution() throws {
    let name = exercise.name
    #expect(run("solution", name).status == 64)
    let refused = run("solution", name, typed: "no")
    #expect(refused.status == 0 && !refused.output.contains("public func"))
    #expect(!temporary.workshop.progress[name].hasSeenSolution)
    #expect(run("solution", name, typed: "Yes").output.contains("public func \(name)"))
    #expect(temporary.workshop.progress[name].hasSeenSolution)
    try temporary.workshop.record(name) { $0 = .init() }
    try temporary.pass(exercise, in: chapter)
    let shown = run("solution", name)
    #expect(shown.output.contains("public func \(name)") && shown.errors.isEmpty)
    #expect(!temporary.workshop.progress[name].hasSeenSolution)
  }

  @Test("List and progress count what has passed")
  func counts() throws {
    let count = chapter.exercises.count
    #expect(run("list").output.contains("0 of \(count) passed"))
    try temporary.pass(exercise, in: chapter)
    let list = run("list").output
    #expect(list.contains("1 of \(count) passed"))
    #expect(list.contains("✓ \(Syllabus.number(of: exercise))"))
    let all = Syllabus.exercises.reduce(0) { $0 + $1.about.points }
    #expect(run("progress").output.contains("\(exercise.about.points) of \(all) points"))
  }

  @Test("A grading says before it begins what it cannot do")
  func grading() throws {
    let folder = temporary.workshop.folder
    try temporary.write("x", to: "class/ada/essay.md")
    try temporary.write("x", to: "class/ada/\(chapter.folder).swift")
    try temporary.write("x", to: "class/bob/\(chapter.folder).swift")
    let many = folder.appending(path: "class").path
    for (words, status, answer) in [
      (["grade", "--many"], 64, "--many needs a folder"), (["grade", "--report", "r"], 64, "here is one"),
      (["grade", many, "--gradescope", "g"], 64, "here are 2"),
      (["grade", many + "/none"], 66, "is not a folder"),
      (["grade", folder.appending(path: "Sources").path], 66, "is not a folder"),
      (["grade", "--json", "/nowhere/grades.json"], 73, "cannot write /nowhere/grades.json"),
      (["grade", "--csv", "/"], 73, "cannot write /"),
    ] as [([String], Int32, String)] {
      var errors = ""
      let console = Console(arguments: words, writeOutput: { _ in }, writeError: { errors += $0 })
      #expect(Course(console: console, workshop: { temporary.workshop }).run() == status, "\(words)")
      #expect(errors.contains(answer) && errors.count { $0 == "\n" } == 1, "\(words): \(errors)")
    }
  }

  @Test("A file that is missing is named by every page that needs it")
  func lost() throws {
    let name = exercise.name
    try FileManager.default.removeItem(at: temporary.workshop.folder.appending(path: chapter.file))
    #expect(run("list").output.contains("! \(Syllabus.number(of: exercise))"))
    #expect(run("next").output.contains("is missing"))
    let check = run("check")
    #expect(check.status == 1 && check.output.contains("! \(chapter.file) is missing"))
    let named = run("check", name)
    #expect(named.status == 1 && named.output.contains("is missing"))
    #expect(run("reset", name).output.contains("now it is there"))
    #expect(run("check").status == 0)
    #expect(run("reset", name).output.contains("nothing was changed"))
  }

  @Test("The exercise before another is the one above it in the list; before the first comes the last")
  func previous() {
    let items = Item.all
    #expect(Item.previous(before: items[1])?.name == items[0].name)
    #expect(Item.previous(before: items[0])?.name == items.last?.name)
    #expect(Item.previous(before: nil)?.name == items.last?.name)
  }

  @Test("What was saved is found with the exercise that changed")
  func saves() throws {
    var files = SavedFiles(in: temporary.workshop)
    #expect(files.saves().isEmpty && !files.haveChanged)
    _ = try begun()
    #expect(files.haveChanged)
    let saves = files.saves()
    #expect(saves.map(\.chapter.number) == [chapter.number])
    #expect(saves.first?.changed.first?.name == exercise.name)
    #expect(files.saves().isEmpty && !files.haveChanged)
    // An editor that is just writing a file has emptied it first.
    try temporary.write("", to: chapter.file)
    #expect(files.saves().isEmpty && !files.haveChanged)
  }
}
