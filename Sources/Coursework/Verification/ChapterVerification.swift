/// What must hold of a chapter's two files: the learner's and the one with the solutions.
struct ChapterVerification {
  private(set) var defects: [String] = []

  /// Verifies a chapter.
  /// - Parameters:
  ///   - exercises: the learner's file as it is published; `nil` when a learner has written in it.
  ///   - solutions: the file with the solutions.
  ///   - later: the names of the exercises of later chapters.
  init(of chapter: CourseChapter, exercises: String?, solutions: String, later: [String]) {
    let names = chapter.exercises.map(\.name)
    for (path, text) in [(chapter.file, exercises), (chapter.solutionFile, solutions)] {
      guard let text else { continue }
      defects += SourceInspection(of: text).reasons.map { "\(path), \($0)" }
      defects += Self.calls(of: later, in: text).map {
        "\(path), line \($0.line): uses \($0.text), which is an exercise of a later chapter"
      }
      let sections = ExerciseFile(text).sections.map(\.name)
      if sections != names {
        defects.append(
          "\(path) has the sections \(Self.list(sections)); its exercises are \(Self.list(names))")
      }
    }
    let solved = ExerciseFile(solutions)
    let stubs = exercises.map { ExerciseFile($0) }
    if let stubs, stubs.header != solved.header {
      defects.append("\(chapter.file) begins otherwise than \(chapter.solutionFile)")
    }
    for solution in names.compactMap({ solved.section($0) }) {
      let found = Self.defects(of: stubs?.section(solution.name), solution)
      defects += found.map { "\(solution.name): \($0)" }
    }
  }

  private static func defects(of stub: ExerciseFile.Section?, _ solution: ExerciseFile.Section) -> [String] {
    guard let expected = solution.stub else { return ["its solution has no public function"] }
    if solution.isUnwritten { return ["its solution is not written"] }
    guard let stub else { return [] }
    if !stub.isUnwritten { return ["the learner's file does not say `throw Unsolved()` alone"] }
    let (lines, wanted) = (stub.text.trimmedLines, expected.trimmedLines)
    guard lines != wanted else { return [] }
    let index =
      zip(lines, wanted).enumerated().first { $1.0 != $1.1 }?.offset ?? min(lines.count, wanted.count)
    func line(_ lines: [String]) -> String { lines.indices.contains(index) ? "“\(lines[index])”" : "nothing" }
    return [
      "line \(stub.line + index) of the learner's file is not the solution's with its body taken out: "
        + "\(line(lines)) instead of \(line(wanted))"
    ]
  }

  /// The places in a source where one of the functions is called.
  private static func calls(of names: [String], in source: String) -> [SwiftScanner.Token] {
    let tokens = SwiftScanner(source).tokens
    return zip(tokens, tokens.dropFirst()).filter { token, next in
      token.kind == .word && names.contains(token.text) && next.text == "("
    }.map(\.0)
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.joined(separator: ", ")
  }
}

extension String {
  /// The lines, without the empty ones at the end.
  fileprivate var trimmedLines: [String] {
    trimmedEnd.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
