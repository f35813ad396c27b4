import Foundation
import Programs
import TestSupport
import Testing

private let commands = promises.map(\.command)

@Suite("Every chapter's command line")
struct CommandLineTests {
  /// One line on standard error, nothing on standard output, and the status that says whose mistake it was.
  private func expectRefusal(
    _ command: String, _ arguments: [String], status: Int32, mentioning part: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let run = try ChapterRun(command, arguments)
    #expect(run.status == status, "\(run.errors)", sourceLocation: sourceLocation)
    #expect(run.output.isEmpty, sourceLocation: sourceLocation)
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)", sourceLocation: sourceLocation)
    #expect(part.map { run.errors.contains($0) } ?? true, "\(run.errors)", sourceLocation: sourceLocation)
  }

  @Test("--help says what one will see and every option", arguments: commands)
  func help(_ command: String) throws {
    let run = try ChapterRun(command, ["--help"])
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    for option in [
      "swift run \(command)", "--json", "--seed", "--color", "--no-color", "--light", "--section",
      "--contents", "--help",
    ] {
      #expect(run.output.contains(option))
    }
  }

  @Test("an unknown option, a bad seed and a stray word are usage errors", arguments: commands)
  func usage(_ command: String) throws {
    try expectRefusal(command, ["--nonsense"], status: 64, mentioning: "--nonsense")
    try expectRefusal(command, ["--seed", "many"], status: 64, mentioning: "many")
    try expectRefusal(command, ["--seed"], status: 64, mentioning: "--seed")
    try expectRefusal(command, ["stray"], status: 64, mentioning: "stray")
  }

  @Test(
    "one thing is broken at a time",
    arguments: [
      ["attention", "--no-scale", "--softmax-over-queries"],
      ["multihead", "--wrong-reshape", "--shared-heads"],
      ["block", "--no-residual", "--no-norm"], ["translation", "--no-positions", "--no-target-mask"],
      ["embeddings", "--frozen", "--shuffled"],
    ])
  func exclusion(_ words: [String]) throws {
    try expectRefusal(
      words[0], Array(words.dropFirst()), status: 64,
      mentioning: "\(words[0]): \(words[1]) and \(words[2]) exclude each other; give one of them\n")
  }

  @Test("texts that are empty and files that are missing, folders or not UTF-8 are refused")
  func inputs() throws {
    let temporary = try TemporaryFolder()
    defer { withExtendedLifetime(temporary) {} }
    let (folder, binary) = (temporary.url, temporary.place("binary"))
    try Data([0x74, 0x68, 0xFF, 0xFE]).write(to: binary)
    try expectRefusal("attention", ["--text", ""], status: 64)
    for command in ["attention", "training"] {
      try expectRefusal(
        command, ["--file", folder.appending(path: "missing").path], status: 66, mentioning: "missing")
      try expectRefusal(command, ["--file", folder.path], status: 66)
      try expectRefusal(command, ["--file", binary.path], status: 66, mentioning: "UTF-8")
    }
  }

  @Test("--contents names the sections of the transcript, without a run", arguments: promises)
  func contents(_ promise: ChapterPromise) throws {
    let run = try ChapterRun(promise.command, ["--contents", "--json", "-"])
    #expect(run.status == 0)
    let table = try JSONDecoder().decode(ContentsFile.self, from: Data(run.output.utf8)).cells.last
    let file = packageFolder.appending(path: "Chapters/\(promise.folder)/transcript.txt")
    let headings = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap {
      $0.firstMatch(of: /^── (.*?) ─+$/).map { String($0.1) }
    }
    let names = (table?.rows ?? []).map { $0.name }
    #expect(names.count == headings.count)
    for (name, heading) in zip(names, headings) {
      // "…" stands for words of the text.
      let parts = name.split(separator: "…")
      #expect(
        name == heading || (parts.count == 2 && heading.hasPrefix(parts[0]) && heading.hasSuffix(parts[1])))
    }
  }

  @Test("--section shows what the whole shows of it, and refuses another")
  func section() throws {
    let whole = try ChapterRun("attention").output
    let part = try ChapterRun("attention", ["--section", "causal mask"]).output
    #expect(part.hasPrefix("── The causal mask ─"))
    let cells = part.split(separator: "\n\n").dropLast()
    #expect(cells.count > 5 && cells.allSatisfy { whole.contains($0) })
    #expect(!part.contains("── Keys are compared"))
    try expectRefusal("training", ["--section", "9"], status: 64, mentioning: "--contents")
    try expectRefusal("training", ["--section", "samples"], status: 64, mentioning: "the nearest is")
  }

  @Test("Colours that are wished are there in a pipe, as many as the terminal has")
  func color() throws {
    func codes(_ arguments: [String], _ environment: [String: String]) throws -> String {
      try ChapterRun("attention", ["--section", "2"] + arguments, environment: environment).output
    }
    let plain = ["TERM": "xterm", "COLORTERM": "", "NO_COLOR": "", "FORCE_COLOR": "", "CLICOLOR_FORCE": ""]
    #expect(!(try codes([], plain).contains("\u{1B}")))
    #expect(
      try codes(["--color", "always"], plain.merging(["COLORTERM": "truecolor"]) { $1 }).contains("48;2;"))
    #expect(try codes([], plain.merging(["FORCE_COLOR": "2"]) { $1 }).contains("48;5;"))
    #expect(try codes([], plain.merging(["CLICOLOR_FORCE": "1"]) { $1 }).contains("\u{1B}[94m"))
    #expect(
      !(try codes([], plain.merging(["CLICOLOR_FORCE": "1", "NO_COLOR": "1"]) { $1 }).contains("\u{1B}")))
  }

  #if os(Linux)
    @Test(
      "A full disk behind standard output is an error of every command",
      arguments: commands.map { [$0, "--help"] } + [
        ["attention", "--section", "1"], ["formulas"], ["formulas", "--help"], ["formulas", "--count"],
        ["formulas", "S0-3.3-ATT"], ["course", "list"], ["benchmark", "--help"], ["mutations", "--help"],
      ])
    func fullDisk(_ words: [String]) throws {
      let program = try builtProgram(words[0]).path
      let line = (["'\(program)'"] + words.dropFirst()).joined(separator: " ") + " > /dev/full"
      let run = try ProgramRun(of: URL(filePath: "/bin/sh"), ["-c", line], in: packageFolder)
      #expect(run.ending == .exited(74))
      #expect(run.errorText == "\(words[0]): cannot write standard output: no space left on device\n")
    }
  #endif

  @Test("--json - leaves nothing but JSON on standard output")
  func jsonOnly() throws {
    let run = try ChapterRun("attention", ["--json", "-", "--text", "the cat"])
    #expect(run.status == 0)
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    #expect(object is [String: Any])
  }
}

/// The JSON of a run with `--contents`.
private struct ContentsFile: Decodable {
  struct Cell: Decodable {
    let rows: [Row]?
  }

  /// The number and the name of a section.
  struct Row: Decodable {
    let name: String

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      _ = try values.decode(Int.self)
      name = try values.decode(String.self)
    }
  }

  let cells: [Cell]
}
