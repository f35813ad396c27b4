import CourseworkSupport
import Foundation
import Programs
import Synchronization
import Testing

@testable import Coursework

@Suite("Grading")
struct GraderTests {
  private let chapter = CourseChapter(
    number: 4, folder: "04-SingleHeadAttention", command: "attention", subject: "Attention",
    exercises: [AnyExercise(SoftmaxExercise.self)])
  private let honest = Data("import Workbench\n".utf8)

  /// Grades a submission whose answering program is a script, or was not built.
  private func graded(
    _ file: Data?, building build: @escaping @Sendable () throws -> Grader.Build
  ) throws -> SubmissionGrade {
    let submission = Submission(name: "somebody", files: file.map { [chapter.folder: $0] } ?? [:])
    return try Grader(chapters: [chapter], seed: 1) { files in
      try files.keys.reduce(into: [:]) { $0[$1] = try build() }
    }.grade(submission)
  }

  private func state(_ grade: SubmissionGrade) -> ExerciseGrade.State? {
    grade.chapters.first?.exercises.first?.state
  }

  @Test("Right numbers have the points")
  func right() throws {
    let judge = Judge(of: chapter.exercises[0])
    let lines = try judge.inputs(seed: 1).map { input in
      String(decoding: try Wire.encode(Outcome.answer(chapter.exercises[0].expected(input))), as: UTF8.self)
    }
    let grade = try withScript("cat <<'END'\n\(lines.joined(separator: "\n"))\nEND") { program in
      try graded(honest) { .program(program) }
    }
    #expect(state(grade) == .passed && grade.points == 1 && grade.maximum == 1)
  }

  @Test(
    "Nothing that a program says of itself has points",
    arguments: [
      ("echo passed", ExerciseGrade.State.stopped), ("echo '{\"passed\":true}'", .stopped),
      ("exit 0", .stopped),
      ("exec 1>&-", .stopped), ("kill -SEGV $$", .stopped), ("echo '{\"unsolved\":{}}'", .notStarted),
      ("echo '{\"threw\":{\"_0\":\"x\"}}'", .wrong),
      (#"for i in 1 2 3 4; do echo '{"answer":{"_0":{"parts":[]}}}'; done"#, .wrong),
    ])
  func forged(script: String, expected: ExerciseGrade.State) throws {
    let grade = try withScript(script) { program in try graded(honest) { .program(program) } }
    #expect(state(grade) == expected)
    #expect(grade.points == 0)
  }

  @Test("A file that is missing is not attempted, and nothing is built for it")
  func missing() throws {
    let isBuilt = Mutex(false)
    let grade = try graded(nil) {
      isBuilt.withLock { $0 = true }
      return .failed("")
    }
    #expect(state(grade) == .notStarted)
    #expect(!isBuilt.withLock { $0 })
  }

  @Test("A refused file is not built, and says why")
  func refused() throws {
    let isBuilt = Mutex(false)
    let grade = try graded(Data("import Autodiff\n".utf8)) {
      isBuilt.withLock { $0 = true }
      return .failed("")
    }
    #expect(state(grade) == .refused && grade.points == 0)
    #expect(grade.chapters[0].refusals.first?.hasPrefix("line 1: imports Autodiff") ?? false)
    #expect(!isBuilt.withLock { $0 })
  }

  @Test("A file that does not compile, or not in time, costs its chapter")
  func broken() throws {
    let failed = try graded(honest) { .failed("Exercises/x.swift:1:1: expected ')'") }
    #expect(state(failed) == .doesNotCompile && failed.points == 0)
    #expect(failed.chapters[0].exercises[0].diagnosis.contains("expected ')'"))
    #expect(state(try graded(honest) { .ranOutOfTime(seconds: 9) }) == .doesNotCompile)
  }

  @Test("Other inputs every run, the same ones with the same seed")
  func seeds() throws {
    let judge = Judge(of: chapter.exercises[0])
    #expect(try judge.inputs(seed: 1) != judge.inputs(seed: 2))
    #expect(try judge.inputs(seed: 1) == judge.inputs(seed: 1))
  }

  @Test("The submissions that the course is tried with: what the inspection alone refuses")
  func fixtures() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Submissions")
    let refused = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { name in
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      return !SourceInspection(of: text).isClean
    }
    let names: Set = ["exiting", "hiding", "importing", "linking", "starting-first", "writing-itself"]
    #expect(Set(refused) == Set(names.map { "\($0).txt" }))
  }

  private func withScript<Result>(_ text: String, _ body: (URL) throws -> Result) throws -> Result {
    try withTemporaryFolder { folder in
      let script = folder.appending(path: "answers")
      // Another process writes it: a descriptor of this one may live on in a child that another test is just starting,
      // and a program that is open for writing does not start ("text file busy").
      let writing = try ProgramRun(
        of: URL(filePath: "/bin/sh"), ["-c", "cat >'\(script.path)' && chmod 755 '\(script.path)'"],
        input: Data("#!/bin/sh\n\(text)\n".utf8))
      try #require(writing.hasSucceeded, "\(writing.errorText)")
      return try body(script)
    }
  }
}
