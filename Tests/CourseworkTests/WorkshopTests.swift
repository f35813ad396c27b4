import CourseworkSupport
import Foundation
import Programs
import TestSupport
import Testing

@testable import Coursework

@Suite("The workshop")
struct WorkshopTests {
  @Test("The package is found from any folder in it, and from the sources elsewhere")
  func around() throws {
    let temporary = try TemporaryWorkshop()
    let folder = temporary.workshop.folder
    let inside = folder.appending(path: "Exercises/Solutions")
    #expect(
      try Workshop.around(inside).folder.resolvingSymlinksInPath().path
        == folder.resolvingSymlinksInPath().path)
    #expect(
      try Workshop.around(URL(filePath: "/"), sourceFile: folder.path + "/Sources/Coursework/File.swift")
        .folder.path == folder.path)
    #expect(throws: WorkshopFailure.self) {
      try Workshop.around(URL(filePath: "/"), sourceFile: "/nowhere/Sources/Coursework/File.swift")
    }
  }

  @Test("A program that was built can be started while the next build makes the link to its folder anew")
  func withoutTheLink() throws {
    try withTemporaryFolder { folder in
      try write("#!/bin/sh\necho started\n", to: folder.appending(path: ".build/machine/debug/program"))
      let path = folder.appending(path: ".build/machine/debug/program").path
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      let link = folder.appending(path: ".build/debug")
      try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "machine/debug")
      let program = try Workshop(folder: folder).builtProgram("program")
      try FileManager.default.removeItem(at: link)
      #expect(try ProgramRun(of: program).outputText == "started\n")
    }
  }

  @Test("An exercise is not started, begun, failed or passed")
  func states() throws {
    let temporary = try TemporaryWorkshop()
    let workshop = temporary.workshop
    let (chapter, exercise) = temporary.firstExercise()
    #expect(workshop.state(of: exercise, in: chapter) == .notStarted)
    #expect(!workshop.isPending(exercise, in: chapter))
    let pristine = try temporary.read(chapter.file)
    try temporary.write(pristine.replacing("throw Unsolved()", with: "fatalError()"), to: chapter.file)
    #expect(workshop.state(of: exercise, in: chapter) == .begun)
    let section = try workshop.exercises(of: chapter).section(exercise.name)
    try workshop.record(exercise.name) { $0.note(Verdict(.endedEarly(status: 1)), of: section) }
    #expect(workshop.state(of: exercise, in: chapter) == .failed)
    #expect(workshop.isPending(exercise, in: chapter))
    try workshop.record(exercise.name) { $0.note(Verdict(.passed(inputs: 1)), of: section) }
    #expect(workshop.state(of: exercise, in: chapter) == .passed(ProgressFile.today))
    #expect(!workshop.isPending(exercise, in: chapter))
    try temporary.write(pristine.replacing("throw Unsolved()", with: "exit(0)"), to: chapter.file)
    #expect(workshop.isPending(exercise, in: chapter))
  }

  @Test("What passed and was changed since is begun, and what was put back has passed again")
  func changed() throws {
    let temporary = try TemporaryWorkshop()
    let workshop = temporary.workshop
    let (chapter, exercise) = temporary.firstExercise()
    try temporary.pass(exercise, in: chapter)
    let passed = try temporary.read(chapter.file)
    #expect(workshop.state(of: exercise, in: chapter) == .passed("2026-11-21"))
    try temporary.write(passed.replacing("return", with: "return  "), to: chapter.file)
    #expect(workshop.state(of: exercise, in: chapter) == .begun)
    #expect(workshop.isPending(exercise, in: chapter))
    // The line ends of another system change nothing.
    try temporary.write(passed.replacing("\n", with: "\r\n"), to: chapter.file)
    #expect(workshop.state(of: exercise, in: chapter) == .passed("2026-11-21"))
    try temporary.write(workshop.unwrittenFile(of: chapter), to: chapter.file)
    #expect(workshop.state(of: exercise, in: chapter) == .notStarted)
    try temporary.write("import Workbench\n", to: chapter.file)
    #expect(workshop.state(of: exercise, in: chapter) == .missing)
    #expect(!workshop.isPending(exercise, in: chapter))
    try FileManager.default.removeItem(at: workshop.folder.appending(path: chapter.file))
    #expect(workshop.state(of: exercise, in: chapter) == .missing)
  }

  @Test("A reset brings the stub back and keeps the file before")
  func reset() throws {
    let temporary = try TemporaryWorkshop()
    let workshop = temporary.workshop
    let (chapter, exercise) = temporary.firstExercise()
    let pristine = try temporary.read(chapter.file)
    #expect(try workshop.reset(exercise, in: chapter) == .unchanged)
    #expect(try temporary.read(chapter.file) == pristine)
    let broken = "import Workbench\n// MARK: - \(exercise.name)\n}}}} \"\n"
    for text in [broken, "import Workbench\n"] {
      try temporary.write(text, to: chapter.file)
      try workshop.record(exercise.name) { ($0.passed, $0.hints) = ("2026-11-21", 2) }
      guard case .replaced(let backup) = try workshop.reset(exercise, in: chapter) else {
        Issue.record("nothing was replaced")
        continue
      }
      #expect(try temporary.read(backup) == text)
      #expect(workshop.state(of: exercise, in: chapter) == .notStarted)
      #expect(workshop.progress[exercise.name].hints == 2)
      #expect(workshop.progress[exercise.name].passed == nil)
      #expect(try temporary.read(chapter.file).contains("throw Unsolved()"))
    }
  }

  @Test("A reset of a file that is gone, or is no text, writes all of it anew and loses no byte")
  func restored() throws {
    let temporary = try TemporaryWorkshop()
    let workshop = temporary.workshop
    let (chapter, exercise) = temporary.firstExercise()
    let pristine = try temporary.read(chapter.file)
    let place = workshop.folder.appending(path: chapter.file)
    try FileManager.default.removeItem(at: place)
    #expect(try workshop.reset(exercise, in: chapter) == .restored)
    #expect(try temporary.read(chapter.file) == pristine)
    let bytes = Data([0xFF, 0xFE, 0x69, 0x00])
    try bytes.write(to: place)
    guard case .replaced(let backup) = try workshop.reset(exercise, in: chapter) else {
      Issue.record("nothing was replaced")
      return
    }
    #expect(try Data(contentsOf: workshop.folder.appending(path: backup)) == bytes)
    #expect(try temporary.read(chapter.file) == pristine)
  }

  @Test("A file that was renamed or deleted is named, with the way to have it back")
  func lost() throws {
    let temporary = try TemporaryWorkshop()
    let workshop = temporary.workshop
    let (chapter, exercise) = temporary.firstExercise()
    #expect(workshop.lostFile(of: chapter) == nil)
    let place = workshop.folder.appending(path: chapter.file)
    let other = place.deletingLastPathComponent().appending(path: "\(chapter.folder) (1).swift")
    try FileManager.default.moveItem(at: place, to: other)
    #expect(
      workshop.lostFile(of: chapter)
        == "\(chapter.file) is missing, and \(chapter.folder) (1).swift lies beside it: give it its name back"
    )
    try FileManager.default.removeItem(at: other)
    let message = try #require(workshop.lostFile(of: chapter))
    #expect(message.hasSuffix("`swift run course reset \(exercise.name)` writes it anew"))
    var verdicts: [Verdict] = []
    let isDone = try workshop.check(Array(chapter.exercises.prefix(2)), of: chapter, seed: 1) {
      verdicts.append($1)
    }
    #expect(isDone && verdicts.count == 2)
    #expect(verdicts.allSatisfy { $0.description == "its file is missing\n  \(message)" && !$0.isCompiled })
    #expect(workshop.progress == ProgressFile())
  }

  @Test("Solutions in the place of the learner's files leave no record")
  func solutions() throws {
    let temporary = try TemporaryWorkshop()
    let workshop = Workshop(folder: temporary.workshop.folder, usesSolutions: true)
    let (chapter, exercise) = temporary.firstExercise()
    #expect(workshop.file(of: chapter) == chapter.solutionFile)
    try workshop.record(exercise.name) { $0.hints = 2 }
    #expect(!FileManager.default.fileExists(atPath: workshop.progressFile.path))
  }

  #if arch(x86_64)
    @Test("What is built is for the same instructions as the tests, and as the course")
    func traits() {
      #if FUSED_MULTIPLY_ADD
        #expect(Workshop.traits == [])
      #else
        #expect(Workshop.traits == ["--disable-default-traits"])
      #endif
    }
  #endif

  @Test(
    "What is saved during a build is not recorded as what was built", .timeLimit(.minutes(10)),
    .enabled(if: isThorough, "it builds something by itself: COURSE_THOROUGH=1 does"))
  func savedMeanwhile() throws {
    let temporary = try TemporaryWorkshop()
    let (chapter, exercise) = temporary.firstExercise()
    try temporary.makeSmallPackage(of: chapter)
    let lesson =
      "// MARK: - \(exercise.name)\npublic func answer() { print(#\"{\"threw\":{\"_0\":\"x\"}}\"#) }\n"
    try temporary.write(lesson, to: chapter.file)
    var isSaved = false
    var verdicts: [Verdict] = []
    try temporary.workshop.check(
      [exercise], of: chapter, seed: 1,
      whileBuilding: {
        if !isSaved { try? temporary.write(lesson + "// more\n", to: chapter.file) }
        isSaved = true
        return true
      }, report: { verdicts.append($1) })
    #expect(verdicts.count == 1 && temporary.workshop.progress == ProgressFile())
    try temporary.workshop.check([exercise], of: chapter, seed: 1) { verdicts.append($1) }
    #expect(verdicts.count == 2 && temporary.workshop.progress[exercise.name].tried != nil)
  }

  @Test("The first error of a build, the learner's own before others")
  func compilerError() throws {
    let temporary = try TemporaryWorkshop()
    try temporary.write("import Workbench\n\treturn x\n", to: "Exercises/04-A.swift")
    let folder = temporary.workshop.folder
    let output = """
      \u{1B}[1m\(folder.path)/Sources/Answers/main.swift:3:1: \u{1B}[0merror: no such module
      \(folder.path)/Exercises/04-A.swift:2:9: error: cannot find 'x' in scope
      """
    let error = try #require(
      CompilerError(in: output, folder: folder, preferred: "Exercises/04-A.swift"))
    #expect(
      error.description == """
        Exercises/04-A.swift:2:9: cannot find 'x' in scope
          \treturn x
          \t       ^
        """)
    let other = try #require(CompilerError(in: output, folder: folder, preferred: "Exercises/05-B.swift"))
    #expect(other.description.contains("Sources/Answers/main.swift:3:1: no such module"))
    #expect(other.description.contains("signature"))
    #expect(CompilerError(in: "all is well", folder: folder, preferred: "") == nil)
    let manifest = CompilerError(in: "error: 'x': invalid manifest", folder: folder, preferred: "")
    #expect(manifest?.description == "'x': invalid manifest")
  }

  @Test(
    "A chapter is built and asked; a file that does not compile gives its first error",
    .timeLimit(.minutes(10)),
    .enabled(if: isThorough, "it builds something by itself: COURSE_THOROUGH=1 does"))
  func build() throws {
    let temporary = try TemporaryWorkshop()
    let (chapter, exercise) = temporary.firstExercise()
    try temporary.makeSmallPackage(of: chapter)
    let lesson = TemporaryWorkshop.unsolvedLesson
    try temporary.write(lesson, to: chapter.file)
    var verdicts: [Verdict] = []
    func check() throws -> Bool {
      try temporary.workshop.check([exercise], of: chapter, seed: 1) { verdicts.append($1) }
    }
    #expect(try check())
    #expect(verdicts.last?.isNotStarted == true, "\(verdicts)")

    try temporary.write(lesson + "\nlet x: Int = \"words\"\n", to: chapter.file)
    #expect(try check())
    #expect(
      verdicts.last?.description.contains("\(chapter.file):3:14: cannot convert") == true, "\(verdicts)")

    try temporary.write("public func answer() { while true {} }\n", to: chapter.file)
    var calls = 0
    let isDone = try temporary.workshop.check(
      [exercise], of: chapter, seed: 1,
      whileRunning: {
        calls += 1
        return calls < 20
      }, report: { verdicts.append($1) })
    #expect(!isDone && verdicts.count == 2)
  }
}
