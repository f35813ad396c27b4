import Coursework
import Foundation
import Programs
import Testing

@Suite("The capstone")
struct CapstoneTests {
  @Test func capstone() throws {
    let unfinished = try Syllabus.chapters.flatMap { chapter in
      let program = try builtProgram(chapter.answeringProgram)
      return try chapter.exercises.filter { try !Judge(of: $0).check(program: program, seed: 1).hasPassed }
    }
    if !unfinished.isEmpty, !usesSolutions {
      try Test.cancel("\(unfinished.count) exercises are still to be solved")
    }
    #expect(unfinished.map(\.name) == [])
    let outcome = try Capstone(seed: .random(in: 1...1_000_000)).check(
      program: builtProgram("CapstoneAnswers"))
    guard case .passed = outcome else {
      Issue.record("\(outcome)")
      return
    }
  }
}
