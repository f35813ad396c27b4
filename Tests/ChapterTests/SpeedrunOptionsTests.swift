import Foundation
import Testing

/// Chapter 14's commands, told by what they then do.
@Suite("Options of chapter 14")
struct SpeedrunOptionsTests {
  private let records = packageFolder.appending(path: "Chapters/14-Speedrun/records")
  private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

  /// The newest record of a recipe.
  private func newest() throws -> URL {
    let names = try FileManager.default.contentsOfDirectory(atPath: records.path).sorted()
    let name = try #require(names.last { $0.hasPrefix("tiny-world-") && $0.hasSuffix(".json") })
    return records.appending(path: name)
  }

  #if FUSED_MULTIPLY_ADD
    @Test("the newest record comes out again, bit for bit, from its first seed; a bit more or less is told")
    func verification() throws {
      let run = try ChapterRun("speedrun", ["--verify", try newest().path, "--seeds", "1"])
      #expect(run.status == 0, "\(run.output) \(run.errors)")
      #expect(run.output.contains("✓ seed 1: losses that differ in any bit  (0)"))
      #expect(run.output.contains("✓ seed 1: the parameters are the record's"))
      #expect(run.output.contains("✓ the record counts"))
    }
  #else
    @Test("without fused multiply-adds nothing is compared, and that is said")
    func otherBits() throws {
      let run = try ChapterRun("speedrun", ["--verify", try newest().path, "--seeds", "1"])
      #expect(
        run.status == 0 && run.output.contains("seed 1 is not\ncompared"), "\(run.output) \(run.errors)")
    }
  #endif

  /// A record of two seeds and 25 steps.
  private func made() throws -> URL {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "record.json")
    let run = try ChapterRun("speedrun", ["--steps", "25", "--record", file.path, "--seeds", "2"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.replacing("\n", with: " ").contains("does not count"))
    return file
  }

  @Test("a record that was changed is told from the run: which loss differs first, and the parameters")
  func tampering() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try made()
    let same = try ChapterRun("speedrun", ["--verify", file.path, "--seeds", "1"])
    #expect(same.output.contains("✓ seed 1: losses that differ in any bit  (0)"))
    #expect(
      same.status == 1 && same.output.contains("✗ FAILED: the record counts"), "25 steps do not get there")

    let text = try String(contentsOf: file, encoding: .utf8)
    let parameters = try #require(text.firstMatch(of: /"parameters" : "(?<first>.)/))
    let changed = text.replacing(
      parameters.0, with: "\"parameters\" : \"\(parameters.first == "1" ? "2" : "1")", maxReplacements: 1)
    let losses = try #require(changed.firstMatch(of: /"losses" : \[\s*[0-9.]+,\s*(?<last>[0-9.]+)/))
    let other = changed.replacing(losses.last, with: "\(losses.last)1", maxReplacements: 1)
    try other.write(to: file, atomically: true, encoding: .utf8)
    let run = try ChapterRun("speedrun", ["--verify", file.path, "--seeds", "1"])
    #expect(run.status == 1)
    #expect(run.output.contains("The first loss that differs is that after 25 steps"), "\(run.output)")
    #expect(
      run.output.contains("✗ FAILED: seed 1: losses that differ in any bit  (1 is not 0)"), "\(run.output)")
    #expect(run.output.contains("✗ FAILED: seed 1: the parameters are the record's"))

    let book = folder.appending(path: "book.txt")
    let words = String(repeating: "she sells sea shells by the sea shore and he does not. ", count: 80)
    try words.write(to: book, atomically: true, encoding: .utf8)
    let wrong = try ChapterRun("speedrun", ["--verify", file.path, "--file", book.path])
    #expect(wrong.status == 66 && wrong.output.isEmpty && wrong.errors.contains("was made of another text"))
    #expect(wrong.errors.split(separator: "\n").count == 1)
  }

  @Test("what breaks the recipe is told by its loss, and a part can be taken and put")
  func recipes() throws {
    let short: [(option: String, value: String)] = [("--steps", "25")]
    let usual = try NotebookFile(of: "speedrun", [], short: short)
    #expect(try usual.values(of: "recipe.loss").count == 2)
    for options in [
      ["--without", "muon"], ["--without", "muon", "--without", "rotary"], ["--with", "soft-cap"],
      ["--no-warm-up"], ["--no-decay"], ["--seed", "7"],
    ] {
      let notebook = try NotebookFile(of: "speedrun", options, short: short)
      #expect(notebook.cells.allSatisfy { $0.passed != false }, "\(options)")
      #expect(try notebook.values(of: "recipe.loss") != usual.values(of: "recipe.loss"), "\(options)")
    }
  }

  @Test("what cannot be is refused in one line, before a word is shown")
  func refusals() throws {
    for (arguments, status, part) in [
      (["--without", "rotarry"], 64, "--without rotarry: no part has that name; there are tuned-rates"),
      (["--with", "muun"], 64, "--with muun"), (["--part", "muon"], 64, "--part goes with --table PATH"),
      (["--table", "x.jsonl", "--part", "x"], 64, "--part x: no part has that name"),
      (["--seeds", "2"], 64, "--seeds goes with"), (["--time", "--seeds", "0"], 64, "--seeds"),
      (["--time", "--record", "a"], 64, "exclude each other"),
      (["--time", "--part", "muon"], 64, "--part goes with"),
      (["--target", "2"], 64, "--target goes with --file"),
      (["--steps", "24"], 64, "--steps"), (["--steps", "100001"], 64, "--steps"),
      (["--no-warm-up", "--no-decay"], 64, "exclude each other"),
      (["--record", "a", "--verify", "b"], 64, "exclude each other"),
      (["--verify", "/nowhere/x.json"], 66, "cannot read /nowhere/x.json"),
      (["--verify", packageFolder.appending(path: "LICENSE").path], 66, "is no record of a run"),
      (["--verify", packageFolder.path], 66, "it is a folder"),
      (["--table", packageFolder.appending(path: "LICENSE").path], 66, "is no row of a table"),
      (["--text", "too short"], 64, "too short"),
    ] as [([String], Int32, String)] {
      let run = try ChapterRun("speedrun", arguments)
      #expect(
        run.status == status && run.output.isEmpty, "\(arguments): \(run.status) \(run.errors) \(run.output)")
      #expect(run.errors.split(separator: "\n").count == 1 && run.errors.contains(part), "\(run.errors)")
    }
  }

  @Test("where no record can be put, or something else is, nothing is run and nothing written")
  func unwritable() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let notes = folder.appending(path: "notes.txt")
    try Data("mine".utf8).write(to: notes)
    for option in ["--record", "--baseline"] {
      for (path, message) in [
        ("/nowhere/x.json", "cannot write /nowhere/x.json: is its folder there?"),
        (notes.path, "\(option) \(notes.path) is there, and no record of a run: nothing is written over it"),
      ] {
        let run = try ChapterRun("speedrun", ["--seeds", "1", option, path])
        #expect(run.status == 73 && run.output.isEmpty)
        #expect(run.errors == "speedrun: \(message)\n")
      }
    }
    #expect(try String(contentsOf: notes, encoding: .utf8) == "mine")
    let table = try ChapterRun("speedrun", ["--table", "/nowhere/x.jsonl"])
    #expect(
      table.status == 73 && table.errors == "speedrun: cannot write /nowhere/x.jsonl: is its folder there?\n")
  }

  @Test("a table goes on: kept rows are shown, a seed that is missing is run, behind what is kept")
  func table() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let rows = folder.appending(path: "rows.jsonl")
    let kept = try String(contentsOf: records.appending(path: "effects.jsonl"), encoding: .utf8)
    try Data(kept.utf8).write(to: rows)
    let command = ["--table", rows.path, "--part", "growing-sizes"]
    let shown = try ChapterRun("speedrun", command)
    #expect(shown.status == 0 && shown.errors.isEmpty && shown.output.contains("+ growing-sizes"))
    #expect(try String(contentsOf: rows, encoding: .utf8) == kept)
    let last = try #require(kept.firstRange(of: /,{[^}]*}(?=\],"part":"growing-sizes")/))
    try Data(kept.replacingCharacters(in: last, with: "").utf8).write(to: rows)
    let run = try ChapterRun("speedrun", command)
    #expect(run.status == 0 && run.errors.hasPrefix("rows of the table: step "), "\(run.errors)")
    #expect(!run.errors.contains("step 0 of"), "\(run.errors)")
    #if FUSED_MULTIPLY_ADD
      #expect(run.output == shown.output)
      #expect(try String(contentsOf: rows, encoding: .utf8) == kept)
    #endif
  }

  @Test("a text of the reader's is raced on letter by letter, to the target that is given")
  func text() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let book = folder.appending(path: "book.txt")
    let words = String(repeating: "she sells sea shells by the sea shore and he does not. ", count: 80)
    try words.write(to: book, atomically: true, encoding: .utf8)
    let run = try ChapterRun("speedrun", ["--file", book.path, "--steps", "25", "--target", "2.5"])
    #expect(run.status == 0, "\(run.errors) \(run.output)")
    #expect(run.output.contains("The target on your text is 2.500 nats a character"))
    #expect(run.output.contains("There is no record of the baseline on this text yet"))
  }
}
