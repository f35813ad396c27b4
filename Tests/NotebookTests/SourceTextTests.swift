import TestSupport
import Testing

@testable import Notebook

private let lesson = """
  import Autodiff
  import Notebook

  struct Head: Module {
    let width: Int

    func callAsFunction(
      _ input: Tensor
    ) -> Tensor {
      input
    }
  }

  @discardableResult
  private func wrapped(
    _ first: Int,
    _ second: Int
  ) -> Int {
    let text = \"\"\"
      a line
      \"\"\"
    return text.count
  }

  let one = 1
  let sizes = [
    1,
    2,
  ]
  enum Twice { static let one = 2 }
  func use() { wrapped(1, 2) }
  struct Other {
    static let one = 2
  }

  func lecture(_ notebook: ChapterNotebook) {
    notebook.code()
    let a = 1
    if a > 0 {
      let b = a
    }

    if true {
      notebook.code()
      let c = 2
    }
    notebook.code()
  }
  """

private let source = SourceText(package: "/nowhere", files: ["Chapters/0/Lesson.swift": lesson])

@Suite("Code is taken from the source")
struct SourceTextTests {
  private func line(of text: String, after: Int = 0) -> Int {
    let lines = lesson.split(separator: "\n", omittingEmptySubsequences: false)
    return (lines[after...].firstIndex { $0.contains(text) } ?? -1) + 1
  }

  @Test("A paragraph ends at a blank line, without the indentation of its first")
  func paragraph() {
    let first = line(of: "notebook.code()")
    #expect(
      source.paragraph(below: first, in: "Lesson.swift")
        == CodeCell(
          "let a = 1\nif a > 0 {\n  let b = a\n}", file: "Chapters/0/Lesson.swift", line: first + 1))
  }

  @Test("A paragraph ends where lines stand further to the left than the call")
  func paragraphOfABranch() {
    let second = line(of: "notebook.code()", after: line(of: "notebook.code()"))
    #expect(source.paragraph(below: second, in: "Lesson.swift").text == "let c = 2")
  }

  @Test("A call that no code follows stops the program")
  func nothingFollows() async {
    await #expect(processExitsWith: .failure) {
      let last = lesson.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      _ = source.paragraph(below: last, in: "Lesson.swift")
    }
  }

  @Test(
    "A declaration is shown whole",
    arguments: [
      ("Head", "struct Head: Module {", "}", 9), ("wrapped", "private func wrapped(", "}", 9),
      ("width", "let width: Int", "let width: Int", 1),
      ("callAsFunction", "func callAsFunction(", "}", 5),
      ("sizes", "let sizes = [", "]", 4),
      ("Twice", "enum Twice { static let one = 2 }", "enum Twice { static let one = 2 }", 1),
      ("use", "func use() { wrapped(1, 2) }", "func use() { wrapped(1, 2) }", 1),
    ])
  func declaration(name: String, first: String, last: String, count: Int) {
    let cell = source.declaration(of: name, in: "Lesson.swift")
    let lines = cell.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first.map(String.init) == first)
    #expect(lines.last.map(String.init) == last)
    #expect(lines.count == count)
    #expect(cell.line == line(of: first))
  }

  @Test("Two declarations of one name, none, or a file that is not there stop the program")
  func ambiguous() async {
    await #expect(processExitsWith: .failure) { _ = source.declaration(of: "one", in: "Lesson.swift") }
    await #expect(processExitsWith: .failure) { _ = source.declaration(of: "three", in: "Lesson.swift") }
    await #expect(processExitsWith: .failure) { _ = source.declaration(of: "Head", in: "Other.swift") }
    await #expect(processExitsWith: .failure) {
      let twice = SourceText(package: "", files: ["a/L.swift": "let x = 1", "b/L.swift": "let x = 1"])
      _ = twice.declaration(of: "x", in: "L.swift")
    }
  }

  private func run(_ source: SourceText, _ arguments: [String] = [], isTerminal: Bool = false)
    -> (output: String, errors: [String])
  {
    var (output, errors) = (String(), [String]())
    let chapter = Chapter("example", title: "", summary: "", source: source, isScript: true)
    let console = Console(
      arguments: arguments, isOutputTerminal: isTerminal, terminalColumns: 80,
      writeOutput: { output += String(decoding: $0, as: UTF8.self) }, writeError: { errors.append($0) })
    _ = chapter.run(on: console) { notebook in
      notebook.declaration("Head", in: "Lesson.swift")
      notebook.declaration("sizes", in: "Lesson.swift")
    }
    return (output, errors)
  }

  @Test("A terminal is told the line, a pipe the file alone; both at the right")
  func place() {
    let piped = run(source).output.split(separator: "\n")
    #expect(
      piped.contains { $0.hasPrefix("    struct Head") && $0.hasSuffix(" Lesson.swift") && $0.count == 80 })
    let shown = run(source, ["--no-color"], isTerminal: true).output.split(separator: "\n")
    #expect(
      shown.contains { $0.hasPrefix("    struct Head") && $0.hasSuffix(" Lesson.swift:4") && $0.count == 80 })
  }

  @Test("A first line that leaves no room has the place above it")
  func noRoom() {
    let cell = CodeCell(String(repeating: "x", count: 68), file: "L.swift", line: 1)
    let lines = TerminalRenderer(width: 80, depth: .none).text(.code(cell)).split(separator: "\n")
    #expect(lines.map(\.count) == [80, 72])
    let shorter = CodeCell(String(repeating: "x", count: 67), file: "L.swift", line: 1)
    #expect(TerminalRenderer(width: 80, depth: .none).text(.code(shorter)).split(separator: "\n").count == 1)
  }

  @Test("It is said once when the file cannot be read, or is not what was compiled")
  func differences() throws {
    let gone = run(source).errors
    #expect(
      gone == [
        "example: the code shown was compiled from /nowhere/Chapters/0/Lesson.swift, which cannot be read now\n"
      ])
    let folder = try TemporaryFolder(holding: ["Lesson.swift": lesson])
    #expect(run(SourceText(package: folder.url.path, files: ["Lesson.swift": lesson])).errors == [])
    let changed = run(SourceText(package: folder.url.path, files: ["Lesson.swift": lesson + "\n"]))
    #expect(
      changed.errors == [
        "example: Lesson.swift has changed since this program was built; the lines shown are those that ran\n"
      ])
    #expect(changed.output.contains("struct Head"), "it goes on")
  }

  @Test("A script has imports once, the values that the code uses, and the code")
  func script() {
    let output = run(source, ["--script"]).output
    #expect(output.contains("import Autodiff\nimport Notebook\n\nstruct Head"))
    #expect(!output.contains("let seed"), "no shown line uses it")
    #expect(output.hasSuffix("]\n"))
  }
}
