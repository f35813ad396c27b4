import Foundation
import Programs
import TestSupport
import Testing

/// `--script` prints the shown code as a program. Compiled with the modules that these tests were built with, it must
/// compute the notebook's own tensors: so everything that matters is shown.
@Suite(
  "The code that a chapter shows is a program by itself",
  .enabled(if: isThorough, "it builds something by itself: COURSE_THOROUGH=1 does"))
struct ScriptTests {
  /// A run whose script is compiled, with the tensors it must give and how it calls them.
  struct Case: Sendable, CustomTestStringConvertible {
    let command: String
    let tensors: [(name: String, expression: String)]
    let arguments: [String]

    var testDescription: String { ([command] + arguments).joined(separator: " ").debugDescription }
  }

  /// A text that a literal has to escape.
  static let awkward = "she said \"no\", \\(x) and\nwent \\ home"

  private static func runs(
    _ command: String, _ tensors: [(String, String)], _ arguments: [[String]]
  ) -> [Case] {
    arguments.map { Case(command: command, tensors: tensors, arguments: $0) }
  }

  static let cases =
    runs(
      "autodiff", [("values", "values"), ("gradients", "gradients")],
      [
        [], ["--wrong-order"], ["--no-accumulate"], ["--no-accumulate", "--wrong-order"], ["--linear"],
        ["--zeros"],
        ["--a", "1.5", "--b", "-0.25", "--c", "0.001", "--f", "0", "--hidden", "2", "--x1", "0"],
      ])
    + runs(
      "attention", ["scores", "weights", "output"].map { ($0, "\($0).scalars.map(Double.init)") },
      [
        [], ["--causal"], ["--no-scale"], ["--no-positions"], ["--mask-after-softmax"],
        ["--softmax-over-queries", "--causal"], ["--text", awkward, "--width", "6", "--seed", "7"],
      ])
    + runs(
      "multihead",
      ["query", "key", "value", "weights"].flatMap { name in
        [0, 1].map { ("head.\($0).\(name)", "\(name).selected(axis: 0, \($0)).scalars.map(Double.init)") }
      }
        + ["concatenated", "output"].map { ($0, "\($0).scalars.map(Double.init)") },
      [
        [], ["--causal"], ["--no-output-projection"], ["--wrong-reshape"], ["--shared-heads"],
        ["--heads", "4", "--causal", "--text", awkward, "--seed", "7"],
      ])

  @Test("It gives the notebook's tensors, bit for bit", .timeLimit(.minutes(10)), arguments: cases)
  func tensors(_ run: Case) throws {
    let script = try ChapterRun(run.command, ["--script"] + run.arguments)
    try #require(script.status == 0, "\(script.errors)")
    let json = try ChapterRun(run.command, ["--json", "-"] + run.arguments).output
    let notebook = try JSONDecoder().decode(NotebookFile.self, from: Data(json.utf8))

    let folder = try TemporaryFolder()
    let program = folder.place("program")
    let printing = run.tensors.map { "print((\($0.expression)).map(\\.bitPattern))\n" }.joined()
    try folder.write(script.output + printing, to: "main.swift")
    let compiled = try BuiltModules().compile(
      [folder.place("main.swift")],
      linking: [
        "Platform", "Randomness", "Digests", "Vectors", "Kernels", "Autodiff", "Formulas", "Language",
        "Neural", "Exchange", "Training", "Terminal", "Cells", "Pages", "Notebook",
      ], into: program)
    try #require(compiled.hasSucceeded, "\(compiled.errorText)\n\(script.output)")

    let lines = try ProgramRun(of: program, deadline: 60).outputText.split(separator: "\n")
    try #require(lines.count == run.tensors.count)
    for (line, tensor) in zip(lines, run.tensors) {
      let values = try #require(notebook.cells.first { $0.name == tensor.name }?.values, "\(tensor.name)")
      let expected = values.map { value in
        if case .finite(let number) = value { number.bitPattern } else { UInt64.max }
      }
      #expect("\(expected)" == line, "\(tensor.name)")
    }
  }

  @Test(
    "What is observed and what is shown under one name are the same numbers",
    arguments: [
      [], ["--causal"], ["--no-scale"], ["--no-positions"], ["--mask-after-softmax"],
      ["--softmax-over-queries"],
      ["--causal", "--softmax-over-queries"], ["--causal", "--mask-after-softmax"],
    ])
  func observed(_ arguments: [String]) throws {
    let names = ["scores", "scaled", "weights", "output"]
    let run = try ChapterRun(
      "attention", ["--json", "-"] + arguments + names.flatMap { ["--observe", $0] })
    let notebook = try JSONDecoder().decode(NotebookFile.self, from: Data(run.output.utf8))
    func values(_ name: String) throws -> String {
      "\(try #require(notebook.cells.first { $0.name == name }?.values, "\(name)"))"
    }
    for name in names { #expect(try values(name) == values("observed.\(name)"), "\(name)") }
  }

  @Test("It refuses to be printed with what else goes to standard output, or in part")
  func exclusions() throws {
    for other in [["--json", "-"], ["--section", "2"]] {
      let run = try ChapterRun("attention", ["--script"] + other)
      #expect(run.status == 64)
      #expect(run.errors.contains("exclude each other"), "\(run.errors)")
    }
    #expect(try ChapterRun("ngram", ["--script"]).status == 64)
  }
}
