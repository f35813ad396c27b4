import Foundation
import Programs
import Testing

/// What the README shows in a console block, a reader types; `swift run NAME` runs what was built beside these tests.
@Suite("The README's commands")
struct ReadmeTests {
  private static let commands: [String] = {
    let text = (try? String(contentsOf: packageFolder.appending(path: "README.md"), encoding: .utf8)) ?? ""
    let blocks = text.components(separatedBy: "```console\n").dropFirst()
    return blocks.compactMap { $0.components(separatedBy: "```").first }
      .flatMap { $0.split(separator: "\n") }.filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }
  }()

  @Test("succeed, and have something to say", arguments: commands)
  func command(_ command: String) throws {
    guard let match = command.wholeMatch(of: /swift run (?<name>\w+)(?<rest>.*)/) else {
      let steps = try String(contentsOf: packageFolder.appending(path: ".ci/run"), encoding: .utf8)
      #expect(steps.contains(" \(command)\n"), "«\(command)» is no step of .ci/run")
      return
    }
    let program = try builtProgram(String(match.name)).path
    let run = try ProgramRun(
      of: URL(filePath: "/bin/sh"), ["-c", "'\(program)'\(match.rest)"], in: packageFolder, deadline: 300)
    #expect(run.hasSucceeded && !run.output.isEmpty, "\(command): \(run.errorText)")
  }

  @Test("are found: the tests, chapters and the course among them")
  func found() {
    for word in ["swift test", "swift run attention", "swift run course"] {
      #expect(Self.commands.contains(word))
    }
    #expect(Self.commands.count >= 10)
  }
}
