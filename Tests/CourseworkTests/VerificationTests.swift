import CourseworkSupport
import Foundation
import Randomness
import Testing

@testable import Coursework

@Suite("The course's own linter")
struct VerificationTests {
  private let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test("The course has no defect")
  func course() throws {
    // A learner who has written something runs this as well; the files as published are for `course verify`.
    let verification = try CourseVerification(of: package, isPublished: false)
    #expect(verification.defects == [])
    #expect(verification.exerciseCount == Syllabus.exercises.count && verification.linkCount > 50)
  }

  @Test("A stub is its solution with the body taken out")
  func stubs() throws {
    func defects(_ exercises: String, _ solutions: String) -> [String] {
      ChapterVerification(
        of: .singleHeadAttention, exercises: exercises, solutions: solutions, later: ["adam"]
      ).defects
    }
    let header = "import Workbench\n\n"
    let section = Syllabus.chapters[4].exercises.map {
      "// MARK: - \($0.name)\n\n/// Doc.\npublic func \($0.name)(_ x: Tensor) throws -> Tensor {\n  BODY\n}\n\n"
    }.joined()
    let stub = header + section.replacing("BODY", with: "throw Unsolved()")
    let solution = header + section.replacing("BODY", with: "let y = x\n  return y")
    #expect(defects(stub, solution) == [])
    #expect(defects(stub.replacing("_ x", with: "_ z"), solution).first?.contains("“public func") ?? false)
    #expect(
      defects(stub.replacing("/// Doc.", with: "/// Dog."), solution).count
        == Syllabus.chapters[4].exercises.count)
    #expect(defects(stub, stub).allSatisfy { $0.hasSuffix("its solution is not written") })
    #expect(defects(solution, solution).first?.hasSuffix("does not say `throw Unsolved()` alone") ?? false)
    #expect(defects(stub, header).first?.contains("has the sections none") ?? false)
    #expect(
      defects(stub, solution.replacing("= x\n", with: "= adam(x)\n")).first?.contains("later chapter")
        ?? false)
    #expect(defects(stub, "import Foundation\n" + solution).first?.contains("imports Foundation") ?? false)
  }

  @Test("An exercise that lacks something")
  func catalogue() {
    let chapter = CourseChapter(
      number: 1, folder: "01-NGram", command: "ngram", subject: "NGram",
      exercises: [AnyExercise(Incomplete.self), AnyExercise(Incomplete.self)])
    let defects = CatalogueVerification(of: [chapter, .singleHeadAttention]).defects
    for text in [
      "another exercise has this name", "it has no goal", "the hint “shapes” is empty",
      "it stands on nothingEarlier", "comes in chapter", "2 wrong solutions",
      "several wrong solutions are called twice",
      "there is no formula S9-1-X".replacing("S9", with: "S4"), "all its inputs are the same",
    ] {
      #expect(defects.contains { $0.hasPrefix("incomplete: ") && $0.contains(text) }, "\(text): \(defects)")
    }
  }

  @Test("A chapter's two files begin alike, and every solution is a public function of as many lines")
  func files() {
    let names = Syllabus.chapters[4].exercises.map(\.name)
    func file(_ header: String, _ body: String, function: String = "public func") -> String {
      header
        + names.map { "// MARK: - \($0)\n\n\(function) \($0)() throws {\n  \(body)\n}\n" }.joined(
          separator: "\n")
    }
    func defects(_ exercises: String?, _ solutions: String) -> [String] {
      ChapterVerification(
        of: .singleHeadAttention, exercises: exercises, solutions: solutions, later: []
      ).defects
    }
    let (stub, solution) = (
      file("import Workbench\n\n", "throw Unsolved()"), file("import Workbench\n\n", "run()")
    )
    #expect(defects(stub, solution) == [] && defects(nil, solution) == [])
    #expect(
      defects("// Mine.\n" + stub, solution) == [
        "Exercises/04-SingleHeadAttention.swift begins otherwise than Exercises/Solutions/04-SingleHeadAttention.swift"
      ])
    #expect(
      defects(nil, file("import Workbench\n\n", "run()", function: "func"))
        == names.map { "\($0): its solution has no public function" })
    let longer = stub.replacing(
      "throw Unsolved()\n}\n\n", with: "throw Unsolved()\n}\n// more\n\n", maxReplacements: 1)
    #expect(
      defects(longer, solution) == [
        "\(names[0]): line 8 of the learner's file is not the solution's with its body taken out: “// more” instead of nothing"
      ])
  }

  @Test("The summary counts exercises, wrong solutions and links, and a chapter's lecture has to be there")
  func summary() throws {
    let temporary = try TemporaryWorkshop()
    let folder = temporary.workshop.folder
    try temporary.write("# T\n[a](Docs) [b](Docs/A%20B.md)", to: "README.md")
    try temporary.write("", to: "Docs/A B.md")
    try temporary.write("[x](gone.md)", to: "Docs/not-read.txt")
    try temporary.write("", to: "Chapters/04-SingleHeadAttention/README.md")
    try temporary.write("", to: "Exercises/README.md")
    func verification() throws -> CourseVerification {
      try CourseVerification(of: folder, chapters: [.singleHeadAttention])
    }
    let mistakes = Syllabus.chapters[4].exercises.reduce(0) { $0 + $1.misconceptions.count }
    #expect(try verification().summary == "6 exercises, \(mistakes) wrong solutions, 2 links")
    #expect(try verification().defects.allSatisfy { $0.contains("no earlier exercise") })
    try FileManager.default.removeItem(
      at: folder.appending(path: "Chapters/04-SingleHeadAttention/README.md"))
    #expect(try verification().defects.contains("Chapters/04-SingleHeadAttention/README.md cannot be read"))
    try FileManager.default.removeItem(at: folder.appending(path: Syllabus.chapters[4].file))
    #expect(throws: (any Error).self) { try verification() }
    #expect(
      try CourseVerification(of: folder, chapters: [.singleHeadAttention], isPublished: false).linkCount == 2)
  }

  @Test("Headings are named as GitHub names them")
  func slugs() {
    let document = MarkdownDocument(
      "# Chapter 4 · Single-head attention\n## `course` & you?\n## Same\n## Same\n<a id=\"here\"></a>\n```\n# no\n```"
    )
    #expect(
      document.anchors == [
        "chapter-4--single-head-attention", "course--you", "same", "same-1", "here",
      ])
  }

  @Test("Links are found in prose alone")
  func links() {
    let text = """
      [a](one.md) and ![p](two.png "title") `[no](x)` $f[i](x)$ <a href="three.md">
      ```
      [no](y)
      ```
      [ref]: four.md#five
      $$
      a[i](j)
      $$
      [last](<six.md>)
      """
    #expect(
      MarkdownDocument(text).links.map(\.target) == [
        "one.md", "two.png", "three.md", "four.md#five", "six.md",
      ])
  }

  @Test("A link that leads nowhere")
  func brokenLinks() throws {
    try withTemporaryFolder { folder in
      try write(
        "# Title\n[a](Docs/A.md#part) [b](Docs/A.md#none) [c](gone.md) [d](#title) [e](https://x.y) [f](../out.md)",
        to: folder.appending(path: "README.md"))
      try write("## Part", to: folder.appending(path: "Docs/A.md"))
      try write("", to: folder.appending(path: "Chapters/1/README.md"))
      try write("", to: folder.appending(path: "Exercises/README.md"))
      let verification = try LinkVerification(of: folder)
      #expect(verification.count == 5)
      #expect(
        verification.defects == [
          "README.md, line 2: Docs/A.md#none: there is no heading #none",
          "README.md, line 2: gone.md leads nowhere", "README.md, line 2: ../out.md leaves the package",
        ])
    }
  }
}

/// An exercise that its author has not finished.
private enum Incomplete: Exercise {
  typealias Function = @Sendable (Int) throws -> Int
  typealias Inputs = Int
  static let about = About(
    name: "incomplete", title: "t", goal: " ", formula: "see S4-1-X", formulas: [.s0_3_3_ATT],
    uses: ["nothingEarlier"], minutes: 1, difficulty: .easy)
  static let hints = Hints(idea: "i", shapes: "", pseudocode: "p", line: "l")
  static func inputs(_ random: inout SeededGenerator) -> [Int] { [1, 2] }
  static func answer(of function: Function, to inputs: Int) throws -> Answer {
    Answer([try function(inputs)])
  }
  static let reference: Function = { $0 }
  static let misconceptions: [Misconception<Function>] = [
    Misconception("twice", diagnosis: "d", remedy: "r") { 2 * $0 },
    Misconception("twice", diagnosis: "d", remedy: "r") { 3 * $0 },
  ]
}
