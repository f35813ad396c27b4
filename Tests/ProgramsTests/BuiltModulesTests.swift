import Foundation
import Programs
import TestSupport
import Testing

@Suite("The modules that were built, in other programs")
struct BuiltModulesTests {
  @Test("a program is linked with them, and nothing is left beside them")
  func link() throws {
    let folder = try TemporaryFolder(holding: [
      "main.swift": """
      import Foundation
      import Programs
      print(PackageCopy(of: URL(filePath: "/"), named: "a", holding: []).folder.lastPathComponent)

      """
    ])
    let program = folder.place("linked\(UUID().uuidString.prefix(8))")
    let modules = try BuiltModules()
    let compiled = try modules.compile(
      [folder.place("main.swift")], linking: ["Programs"], into: program)
    try #require(compiled.hasSucceeded, "\(compiled.errorText)")
    #expect(try ProgramRun(of: program, deadline: 60).outputText == "a\n")

    // What the compiler writes on the way bears the program's name: two at once would overwrite each other's.
    let files = try FileManager.default.subpathsOfDirectory(atPath: modules.folder.path)
    #expect(!files.contains { $0.contains(program.lastPathComponent) })
  }
}
