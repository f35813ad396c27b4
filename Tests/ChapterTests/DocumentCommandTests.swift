import Foundation
import Programs
import TestSupport
import Testing

/// The commands that documents show: what stands in a console block is run as a reader would type it, and of every
/// other one, which may take an hour or never end, the options are parsed.
@Suite("Commands in documents")
struct DocumentCommandTests {
  /// A command as a document shows it: `swift run NAME …`, or another.
  struct Command: Sendable, Hashable, CustomTestStringConvertible {
    let text: String

    var testDescription: String { text }

    /// Does `swift run NAME …` with the program that was built beside these tests; nil for another command. A chapter runs in
    /// a folder that goes with what it writes there; other commands know the package by where they are.
    func run(with options: String = "", deadline: Double = 300) throws -> ProgramRun? {
      guard let match = text.firstMatch(of: /^swift run (?:--\S+ )*(?<name>[a-z]+)(?<rest>.*)$/) else {
        return nil
      }
      let program = try builtProgram(String(match.name)).path
      let isChapter = promises.contains { $0.command == match.name }
      let scratch = try TemporaryFolder()
      return try withExtendedLifetime(scratch) {
        try ProgramRun(
          of: URL(filePath: "/bin/sh"), ["-c", "'\(program)'\(match.rest)\(options)"],
          in: isChapter ? scratch.url : packageFolder, deadline: deadline)
      }
    }
  }

  private static let texts = ((try? documents()) ?? []).compactMap { path in
    try? String(contentsOf: packageFolder.appending(path: path), encoding: .utf8)
  }

  /// The commands of all console blocks.
  static let typed: [Command] = commands(
    texts.flatMap { text in
      text.components(separatedBy: "```console\n").dropFirst().compactMap {
        $0.components(separatedBy: "```").first
      }
      .flatMap { $0.split(separator: "\n") }.filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }
    })

  /// All other commands of the package: between backticks, or on a line of a block.
  static let mentioned: [Command] = commands(
    texts.flatMap { text in
      text.matches(of: /`(swift run [^`]+)`/).map { String($0.output.1) }
        + text.matches(of: /(?m)^ *(swift run [^`\n]+)$/).map { String($0.output.1) }
    }
    .map { command in
      String(command.prefix { !"|>#".contains($0) }).trimmingCharacters(in: .whitespaces)
    })

  private static func commands(_ texts: [String]) -> [Command] { Set(texts).sorted().map(Command.init) }

  /// A chapter at its defaults is run once for all, by `TranscriptTests`.
  private static let transcripts = Set(promises.map { "swift run \($0.command)" })

  @Test(
    "succeed, and have something to say, where a reader is to type them",
    arguments: typed.filter { !transcripts.contains($0.text) })
  func typedCommand(_ command: Command) throws {
    guard let run = try command.run() else {
      let steps = try String(contentsOf: packageFolder.appending(path: ".ci/run"), encoding: .utf8)
      #expect(steps.contains(" \(command.text)\n"), "«\(command.text)» is no step of .ci/run")
      return
    }
    #expect(run.hasSucceeded && !run.output.isEmpty, "\(command.text): \(run.errorText)")
  }

  @Test("have options that the command takes", arguments: mentioned)
  func mentionedCommand(_ command: Command) throws {
    let run = try #require(try command.run(with: " --help", deadline: 30))
    #expect(run.hasSucceeded && !run.output.isEmpty, "\(command.text): \(run.errorText)")
  }

  @Test("are found: the tests, chapters and the course among them")
  func found() {
    for word in ["swift test", "swift run attention", "swift run course"] {
      #expect(Self.typed.map(\.text).contains(word))
    }
    #expect(Self.typed.count >= 10 && Self.mentioned.count > 100)
  }
}

/// The Markdown files of the package, by their paths in it.
func documents() throws -> [String] {
  try (["", "Docs", "Exercises"] + promises.map { "Chapters/" + $0.folder }).flatMap { folder in
    try FileManager.default.contentsOfDirectory(atPath: packageFolder.appending(path: folder).path)
      .filter { $0.hasSuffix(".md") }.map { folder.isEmpty ? $0 : folder + "/" + $0 }
  }
}
