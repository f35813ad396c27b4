import Autodiff
import Notebook
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The notebook's JSON as another program would read it.
private struct Document: Decodable {
  struct Cell: Decodable {
    var kind: String
    var name: String?
    var text: String?
    var shape: [Int]?
    var axes: [String]?
    var labels: [[String]]?
    var values: [Double]?
    var formula: String?
    var file: String?
    var line: Int?
    var id: String?
    var passed: Bool?
    var measured: Double?
    var tolerance: Double?
  }

  var chapter: String
  var seed: Int
  var cells: [Cell]
}

@Suite("The notebook for machines")
struct JSONTests {
  private let chapter = Chapter(
    "example", title: "Example", summary: "", input: .sentence(default: "a \"b\""),
    source: SourceText(package: "/", files: ["Chapters/9/Example.swift": "// …\nlet x = \"1\"\n"]))

  private func output(_ body: (ChapterNotebook) -> Void) -> [UInt8] {
    var output: [UInt8] = []
    let console = Console(
      arguments: ["--json", "-"], writeOutput: { output += $0 }, writeError: { Issue.record("\($0)") })
    _ = chapter.run(on: console, body)
    return output
  }

  private func decoded(_ bytes: [UInt8]) throws -> Document {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return try decoder.decode(Document.self, from: Data(bytes))
  }

  @Test("Numbers come back as the same bits; those that are not finite as strings")
  func exactNumbers() throws {
    let values: [Double] = [
      0.1, -0.0, 1 / 3, .pi, .leastNonzeroMagnitude, 1.7976931348623157e308, 1e22, 9_007_199_254_740_991,
      1e-7,
      Double(Float(0.1)),
      -.infinity, .infinity, .nan, 123_456_789.123,
    ]
    let bytes = output {
      $0.tensor(
        "x", values, shape: [2, 7], axes: ["a", "b"], labels: [["r", "s"], []], formula: .s0_3_3_ATT)
    }
    let cell = try #require(try decoded(bytes).cells.last)
    let read = try #require(cell.values)
    #expect(read.count == values.count)
    for (left, right) in zip(read, values) {
      #expect(left.bitPattern == right.bitPattern || (left.isNaN && right.isNaN), "\(left) for \(right)")
    }
    #expect(cell.shape == [2, 7] && cell.axes == ["a", "b"] && cell.labels == [["r", "s"], []])
    #expect(cell.formula == "S0-3.3-ATT")
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("\"-Infinity\", \"Infinity\", \"NaN\""))
  }

  @Test(
    "What was observed and asked for has its name; its last two axes are row and column, before them head and batch"
  )
  func observed() throws {
    let names = ["a", "b", "c", "d", "e", "unasked"]
    let shapes: [Shape] = [[], [2], [3, 2], [1, 3, 2], [2, 1, 3, 2], [1]]
    let (_, seen) = observing { for (name, shape) in zip(names, shapes) { observe(name, .ones(shape)) } }
    let asked = names.dropLast().flatMap { ["--observe", $0] }
    let result = run(["--json", "-"] + asked) { notebook in
      try notebook.declareNames(names)
      notebook.observed(seen) { $0.name == "b" ? [["x", "y"]] : [] }
    }
    let cells = try decoded(result.output).cells.filter { $0.kind == "tensor" }
    #expect(cells.map(\.name) == ["observed.a", "observed.b", "observed.c", "observed.d", "observed.e"])
    #expect(
      cells.map(\.axes) == [
        [], ["column"], ["row", "column"], ["head", "row", "column"], ["batch", "head", "row", "column"],
      ])
    #expect(cells.map(\.shape) == [[], [2], [3, 2], [1, 3, 2], [2, 1, 3, 2]])
    #expect(cells[1].labels == [["x", "y"]])
  }

  @Test("Texts come back as they were, in one fixed order of keys")
  func texts() throws {
    let hostile = "\"quoted\" \\ \u{0} \u{1F} \n\r\t 猫 😀 \u{2028} </script>"
    let bytes = output { $0.prose(hostile) }
    #expect(try decoded(bytes).cells.last?.text == hostile)
    #expect(
      String(decoding: bytes, as: UTF8.self).hasPrefix(
        "{\"chapter\": \"example\", \"seed\": 1, \"options\": {\"text\": \"a \\\"b\\\"\"}, \"cells\": [\n{\"kind\": \"prose\","
      ))
  }

  @Test(
    "Standard output has every cell as soon as it is said, one a line; a file gets the same bytes at the end")
  func stream() throws {
    var lines: [String] = []
    func body(_ notebook: ChapterNotebook) {
      for number in 1...3 {
        notebook.scalar("s\(number)", 0.5)
        lines.append("said \(number)")
      }
    }
    var output: [UInt8] = []
    let console = Console(
      arguments: ["--json", "-"],
      writeOutput: {
        output += $0
        lines.append(String(decoding: $0, as: UTF8.self))
      }, writeError: { Issue.record("\($0)") })
    #expect(chapter.run(on: console, body) == 0)
    #expect(lines.count == 8 && lines[0].hasPrefix("{") && lines[0].contains("Example"))
    for number in 1...3 {
      let line = lines[2 * number - 1]
      #expect(line.hasPrefix(",\n{") && line.contains("\"s\(number)\"") && line.count { $0 == "\n" } == 1)
      #expect(lines[2 * number] == "said \(number)")
    }
    #expect(lines[7] == "\n]}\n")

    let file = FileManager.default.temporaryDirectory.appending(
      path: "stream-\(UInt64.random(in: 0 ... .max))")
    defer { try? FileManager.default.removeItem(at: file) }
    _ = run(["--json", file.path], chapter: chapter, body)
    #expect(try Data(contentsOf: file) == Data(output))
  }

  @Test("A run without a cell is a notebook too; one that fails says no end")
  func ends() throws {
    #expect(try decoded(output { _ in }).cells.isEmpty)
    let failed = run(["--json", "-"], chapter: chapter) {
      $0.prose("Begun.")
      throw CommandFailure.input("is damaged")
    }
    #expect(failed.status == 66 && failed.text.contains("Begun.") && !failed.text.contains("]}\n"))
    #expect(run(["--json", "-"], chapter: chapter) { _ in throw CommandFailure.input("") }.text.isEmpty)
  }

  @Test("Every kind of cell is valid, and a failed check is told")
  func everyKind() throws {
    let bytes = output { notebook in
      notebook.heading("h")
      notebook.declaration("x", in: "Example.swift")
      notebook.formula(.s0_3_3_ATT)
      notebook.scalar("s", .nan)
      notebook.tensor("floats", [0.5, 2] as [Float], shape: [2])
      notebook.check("a", measured: Double.nan, atMost: 1)
      notebook.check("b", measured: Float(0.5), between: 0...1)
      notebook.check("c", count: 3, equals: 3)
      notebook.lineChart("l", [.init("x", [1.0, .infinity])], xAxis: "x")
      notebook.barChart("b", ["one": 1])
      notebook.scatter("m", x: [1], y: [.nan], labels: ["w"])
      notebook.tree(TreeNode("+", value: 1, children: [TreeNode("x", gradient: -.infinity)]))
      notebook.table(columns: ["a", "b"], rows: [["x", 1], [2.5, true]])
      notebook.tryNext(["swift run example": "again"])
    }
    let cells = try decoded(bytes).cells
    #expect(
      cells.map(\.kind) == [
        "prose", "prose", "code", "formula", "tensor", "tensor", "check", "check", "check", "plot", "plot",
        "plot",
        "tree", "table", "try",
      ])
    #expect(
      cells[2].text == "let x = \"1\"" && cells[2].file == "Chapters/9/Example.swift" && cells[2].line == 2)
    #expect(cells[3].id == "S0-3.3-ATT")
    #expect(cells[4].shape == [])
    #expect(cells[6].passed == false && cells[6].measured?.isNaN == true && cells[6].tolerance == 1)
    #expect(cells[7].passed == true && cells[8].measured == 3)
  }
}
