import Foundation
import Formulas
import Terminal

// The registry on the command line: `swift run formulas > Docs/Formulas.md` makes the page, an id shows one entry.

/// The test functions of every folder under `Tests`: the lines of its Swift files that hold `@Test`.
func testCounts() -> [(name: String, count: Int)] {
  let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Tests")
  let folders = (try? FileManager.default.contentsOfDirectory(atPath: tests.path)) ?? []
  return folders.sorted().map { folder in
    let path = tests.appendingPathComponent(folder)
    let files = (try? FileManager.default.contentsOfDirectory(atPath: path.path)) ?? []
    let count = files.filter { $0.hasSuffix(".swift") }.reduce(0) { sum, file in
      let text = (try? String(contentsOf: path.appendingPathComponent(file), encoding: .utf8)) ?? ""
      return sum + text.split(separator: "\n").count { $0.drop { $0 == " " }.hasPrefix("@Test") }
    }
    return (folder, count)
  }.filter { $0.count > 0 }
}

let usage = """
  usage: formulas            the whole page, as in Docs/Formulas.md
         formulas ID …       one formula or several, such as S1-3.1.1-AVT
         formulas --count    what the page counts, and the test functions (swift run mutations --count: the mutations)
  """

/// Shows what the arguments ask for.
func answer(_ arguments: [String], on console: Console) throws {
  let given = try ArgumentParser([.flag("count"), .flag("help")], takesOperands: true).parse(arguments)
  if given.isGiven("help") {
    try console.show(usage)
  } else if given.isGiven("count") {
    let tests = testCounts()
    let lines =
      try FormulaIndex.counts.map { "\($0.count) \($0.name)" }
      + ["\(tests.reduce(0) { $0 + $1.count }) test functions"] + tests.map { "  \($0.count) \($0.name)" }
    try console.show(lines.joined(separator: "\n"))
  } else if given.operands.isEmpty {
    try console.writeOutput(Array(FormulaIndex.markdown.utf8))
  } else {
    let entries = try given.operands.map { argument in
      guard let id = FormulaID(rawValue: argument) else {
        throw CommandFailure.usage(
          "“\(argument)” is not a formula; the ids are on the page, Docs/Formulas.md")
      }
      return try FormulaIndex.entry(Formula.of(id)).joined(separator: "\n")
    }
    try console.show(entries.joined(separator: "\n"))
  }
}

let console = Console.standard()
do { try answer(console.arguments, on: console) } catch { exit(console.report(error, by: "formulas")) }
