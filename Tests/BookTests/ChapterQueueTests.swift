import Cells
import Foundation
import Platform
import Slides
import Terminal
import Testing

@testable import Book
@testable import Notebook

@Suite("Chapters that are run for the book", .timeLimit(.minutes(5)))
struct ChapterQueueTests {
  /// A chapter whose help is that of an example with one breaking switch, and which otherwise does what a script says.
  private func chapter(_ name: String, _ script: String) throws -> (
    chapter: LiveChapter, program: ScriptedChapter
  ) {
    let noScale = Option.flag("no-scale", help: "break it: do not divide")
    let late = Option.flag("mask-after-softmax", help: "break it: hide too late, not as --causal")
    let causal = Option.flag("causal", help: "hide")
    let example = Chapter(
      name, title: "An example", summary: "", options: [noScale, late, causal], sections: ["One"])
    var help = Data()
    let console = Console(
      arguments: ["--help", "--json", "-"], writeOutput: { help += $0 }, writeError: { _ in })
    #expect(example.run(on: console) { _ in } == 0)
    let program = try ScriptedChapter(
      """
      if [ "$1" = --help ]; then cat <<'END'
      \(String(decoding: help, as: UTF8.self))END
      exit 0; fi
      \(script)
      """)
    let url = program.url
    return (LiveChapter(name, title: "An example") { _ in url }, program)
  }

  /// A notebook of one sentence, which says what the program was given.
  private static let notebook = """
    printf '{"chapter": "a", "seed": 1, "options": {}, "cells": [\\n{"kind": "prose", "text": "%s"}\\n]}\\n' "$*"
    """

  private func run(
    _ chapters: [(chapter: LiveChapter, breaks: Bool)], goesOn: () -> Bool = { true }
  ) throws -> (runs: [String: ChapterRuns], told: [String]) {
    var told: [String] = []
    let runs = try ChapterQueue.run(chapters, tell: { told.append($0) }, goesOn: goesOn)
    return (runs, told)
  }

  private func words(_ run: RecordedRun) -> String {
    if case .prose(let text)? = run.cells.first { text } else { "" }
  }

  @Test("What its slides show is run besides, and found by its arguments")
  func others() throws {
    let (one, program) = try chapter("one", Self.notebook + "; case \"$*\" in --no-scale*) exit 1;; esac")
    let runs = try ChapterQueue.run(
      [(one, false)], others: ["one": [["--no-scale", "--causal"]]], tell: { _ in }, goesOn: { true })
    let found = try #require(runs["one"])
    #expect(words(try found.run(["--no-scale", "--causal"])) == "--no-scale --causal --json -")
    #expect(words(try found.run([])) == "--json -")
    #expect(throws: CommandFailure.input("swift run one was not run with --none")) {
      try found.run(["--none"])
    }
    withExtendedLifetime(program) {}
  }

  @Test(
    "Each is run with its defaults, and where that is wished with every breaking switch beside the right run")
  func runs() throws {
    let (one, first) = try chapter("one", Self.notebook + "; case \"$*\" in --no-scale*) exit 1;; esac")
    let (two, second) = try chapter("two", Self.notebook)
    let (runs, told) = try run([(one, true), (two, false)])
    let broken = try #require(runs["one"]?.broken)
    #expect(broken.map(\.switch.name) == ["no-scale", "mask-after-softmax"])
    #expect(broken.map(\.switch.help) == ["do not divide", "hide too late, not as --causal"])
    #expect(broken.map { words($0.right) } == ["--json -", "--causal --json -"])
    #expect(
      broken.map { words($0.broken) } == ["--no-scale --json -", "--causal --mask-after-softmax --json -"])
    #expect(
      broken.map(\.broken.command) == [
        "swift run one --no-scale", "swift run one --causal --mask-after-softmax",
      ])
    #expect(runs["two"].map { words($0.notebook) } == "--json -" && runs["two"]?.broken.isEmpty == true)
    #expect(
      Set(told.map { $0.prefix { $0 != ":" } }) == ["one", "two"]
        && told.last?.hasSuffix("2 chapters done") == true)
    withExtendedLifetime((first, second)) {}
  }

  @Test(
    "One that fails is told in one line, and ends the others",
    arguments: [
      ("echo 'no such file' >&2; exit 66", "no such file"),
      ("\(notebook); echo 'a check failed' >&2; exit 1", "a check failed"),
    ])
  func failing(_ script: String, _ reason: String) throws {
    let (bad, first) = try chapter("bad", script)
    let (slow, second) = try chapter("slow", "sleep 30")
    let failure = #expect(throws: CommandFailure.self) { try run([(slow, false), (bad, false)]) }
    #expect(failure == CommandFailure.input("swift run bad did not end well: \(reason)"))
    withExtendedLifetime((first, second)) {}
  }

  @Test("When they are called off, those that run end, and others do not begin")
  func calledOff() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "pids-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data().write(to: folder)
    let script = "echo $$ >> '\(folder.path)'; exec sleep 600"
    let chapters = try (0..<40).map { try chapter("c\($0)", script) }
    func begun() -> [Int32] {
      (try? String(contentsOf: folder, encoding: .utf8))?.split(separator: "\n").compactMap { Int32($0) }
        ?? []
    }
    #expect(throws: CancellationError.self) {
      try run(chapters.map { ($0.chapter, false) }, goesOn: { begun().isEmpty })
    }
    #expect(!begun().isEmpty && begun().count < 40 && !begun().contains(where: isAlive))
    withExtendedLifetime(chapters) {}
  }
}
