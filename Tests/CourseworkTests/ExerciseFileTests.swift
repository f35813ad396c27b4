import CourseworkSupport
import Foundation
import Testing

@testable import Coursework

@Suite("The sections of an exercise file")
struct ExerciseFileTests {
  private let solution = #"""
    import Workbench

    // MARK: - first

    /// Braces in comments { and in strings do not count.
    public func first(
      _ x: Double, by step: (Double) -> Double = { $0 + 1 }
    ) throws -> Double {
      // } not here
      let words = "}\(["}"].count)" + #"}\"#   /* } /* } */ } */
      if words.isEmpty { return 0 }
      return """
        } "quoted"
        """.isEmpty ? 0 : step(x)
    }

    // MARK: - second

    private let factor = 2.0

    /// Twice.
    public func second(_ x: Double) throws -> Double { factor * x }

    """#

  @Test("A file is its header and its sections, to the letter")
  func wholeFile() {
    for text in [solution, solution.replacing("\n", with: "\r\n"), "", "import Workbench", "// MARK: - a"] {
      #expect(ExerciseFile(text).text == text)
    }
    let file = ExerciseFile(solution.replacing("\n", with: "\r\n"))
    #expect(file.sections.map(\.name) == ["first", "second"])
    #expect(file.sections.map(\.line) == [3, 17])
    #expect(file.sections.map(\.functionLine) == [6, 22])
  }

  @Test("A stub keeps everything but the body of the public function")
  func stub() throws {
    let file = ExerciseFile(solution)
    #expect(
      file.section("first")?.stub == """
        // MARK: - first

        /// Braces in comments { and in strings do not count.
        public func first(
          _ x: Double, by step: (Double) -> Double = { $0 + 1 }
        ) throws -> Double {
          throw Unsolved()
        }


        """)
    let second = try #require(file.section("second")?.stub)
    #expect(second.contains("private let factor = 2.0\n"))
    #expect(second.hasSuffix("throws -> Double {\n  throw Unsolved()\n}\n"))
    #expect(ExerciseFile("// MARK: - a\nlet x = 1\n").sections[0].stub == nil)
    #expect(ExerciseFile("// MARK: - a\npublic func a() {\n").sections[0].stub == nil)
  }

  @Test("A section is unwritten while its body throws Unsolved() and nothing else")
  func unwritten() throws {
    let stub = try #require(ExerciseFile(solution).section("first")?.stub)
    #expect(ExerciseFile(stub).sections[0].isUnwritten)
    #expect(ExerciseFile(stub.replacing("  throw", with: "\tthrow")).sections[0].isUnwritten)
    #expect(!ExerciseFile(stub.replacing("  throw", with: "  print()\n  throw")).sections[0].isUnwritten)
    #expect(!ExerciseFile(solution).sections[0].isUnwritten)
  }

  @Test("A section that is missing comes to its place in the order")
  func order() {
    let file = ExerciseFile("import Workbench\n\n// MARK: - b\n1\n\n// MARK: - d\n2\n")
    let order = ["a", "b", "c", "d", "e"]
    func names(adding name: String) -> [String] {
      file.replacing(name, with: "// MARK: - \(name)\n3\n", order: order).sections.map(\.name)
    }
    #expect(names(adding: "a") == ["a", "b", "d"])
    #expect(names(adding: "c") == ["b", "c", "d"])
    #expect(names(adding: "e") == ["b", "d", "e"])
    #expect(
      file.replacing("b", with: "// MARK: - b\n3", order: order).text
        == "import Workbench\n\n// MARK: - b\n3\n\n// MARK: - d\n2\n")
  }

  @Test("Every exercise has its section among the solutions, in order, and a stub", arguments: 0..<8)
  func solutions(number: Int) throws {
    let chapter = Syllabus.chapters[number]
    let text = try String(
      contentsOf: realWorkshop().folder.appending(path: chapter.solutionFile), encoding: .utf8)
    let file = ExerciseFile(text)
    #expect(file.sections.map(\.name) == chapter.exercises.map(\.name))
    for section in file.sections {
      let stub = try #require(section.stub, "\(section.name) has no public function")
      #expect(ExerciseFile(stub).sections[0].isUnwritten)
      #expect(stub.contains("public func \(section.name)"))
    }
  }

  @Test("What the learner finds is the stub of the solution", arguments: 0..<8)
  func stubs(number: Int) throws {
    let chapter = Syllabus.chapters[number]
    let workshop = try realWorkshop()
    let learner = ExerciseFile(
      try String(contentsOf: workshop.folder.appending(path: chapter.file), encoding: .utf8))
    // What somebody has begun is theirs.
    for exercise in chapter.exercises {
      guard let section = learner.section(exercise.name), section.isUnwritten else { continue }
      let stub = try workshop.solution(of: exercise, in: chapter).stub
      #expect(section.text.trimmedEnd == stub?.trimmedEnd, "\(chapter.file): \(exercise.name)")
    }
  }
}
