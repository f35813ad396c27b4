import Foundation
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

  @Test("An exercise is not started, begun, failed or passed")
  func states() throws {
    let temporary = try TemporaryWorkshop()
    let workshop = temporary.workshop
    let (chapter, exercise) = try temporary.firstExercise()
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

  @Test("A reset brings the stub back and keeps the file before")
  func reset() throws {
    let temporary = try TemporaryWorkshop()
    let workshop = temporary.workshop
    let (chapter, exercise) = try temporary.firstExercise()
    let pristine = try temporary.read(chapter.file)
    #expect(try workshop.reset(exercise, in: chapter) == nil)
    #expect(try temporary.read(chapter.file) == pristine)
    let broken = "import Workbench\n// MARK: - \(exercise.name)\n}}}} \"\n"
    for text in [broken, "import Workbench\n"] {
      try temporary.write(text, to: chapter.file)
      try workshop.record(exercise.name) { ($0.passed, $0.hints) = ("2026-11-21", 2) }
      let backup = try #require(try workshop.reset(exercise, in: chapter))
      #expect(try temporary.read(backup) == text)
      #expect(workshop.state(of: exercise, in: chapter) == .notStarted)
      #expect(workshop.progress[exercise.name].hints == 2)
      #expect(try temporary.read(chapter.file).contains("throw Unsolved()"))
    }
  }

  @Test("Solutions in the place of the learner's files leave no record")
  func solutions() throws {
    let temporary = try TemporaryWorkshop()
    let workshop = Workshop(folder: temporary.workshop.folder, usesSolutions: true)
    let (chapter, exercise) = try temporary.firstExercise()
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
    .timeLimit(.minutes(3)))
  func build() throws {
    let temporary = try TemporaryWorkshop()
    let (chapter, exercise) = try temporary.firstExercise()
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
