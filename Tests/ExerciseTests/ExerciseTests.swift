import Coursework
import Foundation
import Testing

/// The learner's functions, each called in a process of its own: unsolved ones are cancelled, wrong ones fail with
/// the diagnosis. With COURSE_SOLUTIONS=1 the same tests run over the solutions, and none may be unsolved.
func check(_ name: String) throws {
  let (chapter, exercise) = try #require(Syllabus.exercise(name))
  let program = try builtProgram(chapter.answeringProgram)
  let verdict = try Judge(of: exercise).check(program: program, seed: .random(in: 1...1_000_000))
  if verdict.isNotStarted, ProcessInfo.processInfo.environment["COURSE_SOLUTIONS"] == nil {
    try Test.cancel("not attempted: swift run course next")
  }
  #expect(verdict.hasPassed, "\(verdict)")
}

/// A program that was built beside the tests.
private func builtProgram(_ name: String) throws -> URL {
  for argument in CommandLine.arguments where argument.contains("/") {
    var folder = URL(filePath: argument).deletingLastPathComponent()
    while folder.path.count > 1 {
      let candidate = folder.appending(path: name)
      if FileManager.default.isExecutableFile(atPath: candidate.path), !candidate.hasDirectoryPath {
        return candidate
      }
      folder.deleteLastPathComponent()
    }
  }
  throw CocoaError(.fileNoSuchFile)
}

@Suite("Chapter 4: single-head attention")
struct SingleHeadAttentionExercises {
  @Test func softmax() throws { try check("softmax") }
}
