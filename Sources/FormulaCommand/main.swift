import Foundation
import Formulas

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
         formulas ID …       one formula (S1-3.1.1-AVT), requirement (R-S0-1) or code sample (S3-CODE)
         formulas --count    what the page counts, and the test functions (swift run mutations --count: the mutations)
  """

let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments {
case []:
  print(FormulaIndex.markdown, terminator: "")
case ["--help"]:
  print(usage)
case ["--count"]:
  let tests = testCounts()
  for (name, count) in FormulaIndex.counts { print("\(count) \(name)") }
  print("\(tests.reduce(0) { $0 + $1.count }) test functions")
  for (name, count) in tests { print("  \(count) \(name)") }
default:
  if let unknown = arguments.first(where: { FormulaIndex.entry(of: $0) == nil }) {
    FileHandle.standardError.write(Data("formulas: “\(unknown)” is no id; see --help\n".utf8))
    exit(64)
  }
  for entry in arguments.compactMap(FormulaIndex.entry) { print(entry) }
}
