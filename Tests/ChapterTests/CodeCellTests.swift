import Foundation
import Synchronization
import Testing

/// What a notebook shows as code, held against the files alone: nothing here knows how it came there.
@Suite("The code that a chapter shows is the code of its files")
struct CodeCellTests {
  /// A run of a chapter: at its defaults, or under one switch.
  struct Case: Sendable, CustomTestStringConvertible {
    let command: String
    let arguments: [String]
    private let run = Run()

    init(command: String, arguments: [String]) {
      self.command = command
      self.arguments = arguments
    }

    var testDescription: String { ([command] + arguments).joined(separator: " ") }

    /// Whether no switch is given.
    var isAtDefaults: Bool { arguments == shortened[command, default: []] }

    /// What the run writes for machines; it is made once, for all tests.
    func notebook() throws -> NotebookFile {
      try run.notebook.withLock { known in
        if let known { return known }
        // To a file: a conversation and the JSON cannot share standard output.
        let json = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: json) }
        let result = try ChapterRun(command, ["--json", json.path] + arguments)
        #expect(result.status == 0, "\(result.errors)")
        let notebook = try JSONDecoder().decode(NotebookFile.self, from: Data(contentsOf: json))
        known = notebook
        return notebook
      }
    }

    private final class Run: Sendable {
      let notebook = Mutex<NotebookFile?>(nil)
    }
  }

  /// What makes a run short that would train for long.
  static let shortened = [
    "training": ["--steps", "2", "--stories", "60"], "generation": ["--held-out", "1", "--judged", "2"],
    "finetuning": ["--label-steps", "1", "--talk-steps", "1", "--held-out", "4"],
    "translation": ["--steps", "2", "--texts", "200"],
    "pretrained": ["--steps", "1", "--student-steps", "1", "--held-out", "2"],
    "inside": ["--steps", "2", "--stories", "2", "--players", "3"],
    "relatives": [
      "--steps", "2", "--masked-steps", "2", "--sweeps", "2", "--held-out", "3", "--written", "2", "--tagged",
      "2", "--stories", "60", "--texts", "60",
    ],
    "speedrun": ["--steps", "25"],
  ]
  /// Options that go with a switch, to make it short.
  static let companions = ["--code": ["--steps", "2"]]
  /// Switches that are nothing without another option, or show no code.
  static let dependent = ["--stretch", "--overwrite", "--time"]

  /// The switches of a chapter, as its help lists them.
  static func switches(of command: String) throws -> [String] {
    let help = try ChapterRun(command, ["--help"]).output
    let own = help.split(separator: "Options of every chapter:")[0].split(separator: "\n")
    return own.compactMap { line in
      let words = line.split(separator: " ", maxSplits: 1)
      guard line.hasPrefix("  --"), let name = words.first, words.count == 2 else { return nil }
      // A value's placeholder stands behind one space, the help of a switch behind several.
      return words[1].hasPrefix(" ") ? String(name) : nil
    }
  }

  static let cases: [Case] = promises.flatMap { promise in
    let short = shortened[promise.command] ?? []
    let switches = (try? switches(of: promise.command)) ?? []
    return [Case(command: promise.command, arguments: short)]
      + switches.filter { !dependent.contains($0) }.map {
        Case(command: promise.command, arguments: short + [$0] + companions[$0, default: []])
      }
  }

  @Test("Every chapter has switches, which the help lists")
  func switches() throws {
    for promise in promises {
      #expect(try !Self.switches(of: promise.command).isEmpty, "\(promise.command)")
    }
  }

  @Test("Its text is those lines of that file, which call no notebook and fit 76 columns", arguments: cases)
  func excerpt(_ run: Case) throws {
    let cells = try run.notebook().cells.filter { $0.kind == "code" }
    #expect(!cells.isEmpty)
    for cell in cells {
      let (text, path, line) = (try #require(cell.text), try #require(cell.file), try #require(cell.line))
      #expect(path.hasPrefix("Chapters/"), "\(path)")
      let source = try String(contentsOf: packageFolder.appending(path: path), encoding: .utf8)
      let shown = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
      try #require(line > 0 && line - 1 + shown.count <= lines.count, "\(path):\(line)")
      let excerpt = lines[(line - 1)..<(line - 1 + shown.count)]
      let indentation = excerpt[line - 1].prefix { $0 == " " }.count
      #expect(shown == excerpt.map { String($0.dropFirst(indentation)) }, "\(path):\(line)")
      for line in shown {
        #expect(line.count <= 76, "\(path): \(line)")
        #expect(!line.contains("notebook"), "\(path): \(line)")
      }
    }
  }
}
