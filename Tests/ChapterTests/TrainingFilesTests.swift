import Exchange
import Foundation
import Programs
import TestSupport
import Testing

/// What `training` does with the files that it is given: what it refuses, what it keeps, what it never destroys.
@Suite("Chapter 7 and its files")
struct TrainingFilesTests {
  private let temporary: TemporaryFolder
  private var folder: URL { temporary.url }

  init() throws { temporary = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  private static let small = [
    "--layers", "1", "--channels", "16", "--heads", "2", "--context", "16", "--batch", "2", "--stories", "20",
    "--warm-up", "2",
  ]

  private func train(_ options: [String], small: Bool = true) throws -> ChapterRun {
    try ChapterRun("training", (small ? Self.small : []) + options)
  }

  /// One line, the status, and nothing done.
  private func expectRefusal(
    _ options: [String], small: Bool = false, status: Int32, naming parts: [String],
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let run = try train(options, small: small)
    #expect(run.status == status, "\(run.errors)", sourceLocation: location)
    #expect(run.output.isEmpty, sourceLocation: location)
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)", sourceLocation: location)
    for part in parts {
      #expect(run.errors.contains(part), "\(part): \(run.errors)", sourceLocation: location)
    }
  }

  @Test("a text of ten million characters is said to be read before it is")
  func longText() throws {
    try temporary.write(String(repeating: "to be or not to be ", count: 550_000), to: "long")
    let run = try ProgramRun(
      of: builtProgram("training"), ["--file", path("long")], until: "reading the text: step 0 of 4\n")
    #expect(run.ending == .wroteSign && run.errorText == "reading the text: step 0 of 4\n")
  }

  private func contents(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

  private func text(_ run: ChapterRun) -> String {
    run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test("a run of 2 steps that goes on to 6 along the same schedule is the run of 6 steps, byte for byte")
  func resuming() throws {
    let options = ["--rate", "0.01", "--dropout", "0.1", "--seed", "5"]
    #expect(try train(options + ["--steps", "6", "--save", path("whole")]).status == 0)
    #expect(try train(options + ["--steps", "6", "--save", path("often"), "--save-every", "1"]).status == 0)
    #expect(try contents("often") == contents("whole"))
    // Two steps of warm-up are the same in both schedules.
    #expect(try train(options + ["--steps", "2", "--save", path("part")]).status == 0)
    let resumed = try train(
      ["--resume", path("part"), "--steps", "6", "--stretch", "--save", path("part")], small: false)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(text(resumed).contains("goes on from step 2 of 6") && text(resumed).contains("--dropout 0.1"))
    #expect(try contents("part") == contents("whole"))
    let idle = try train(["--resume", path("whole"), "--save", path("idle")], small: false)
    #expect(text(idle).contains("goes on from step 6 of 6") && text(idle).contains("nothing is trained"))
    #expect(try contents("idle") == contents("whole"))
  }

  @Test(
    "an option that contradicts the checkpoint is refused by name, all of them in one line; equal ones are not"
  )
  func contradictions() throws {
    #expect(try train(["--steps", "2", "--rate", "0.01", "--save", path("run")]).status == 0)
    let before = try contents("run")
    for (option, value, kept) in [
      ("--rate", "0.02", "--rate 0.01"), ("--warm-up", "3", "--warm-up 2"), ("--seed", "2", "--seed 1"),
      ("--batch", "3", "--batch 2"), ("--layers", "2", "--layers 1"), ("--heads", "1", "--heads 2"),
      ("--channels", "32", "--channels 16"), ("--context", "8", "--context 16"),
      ("--dropout", "0.5", "--dropout 0"),
      ("--positions", "none", "--positions learned"), ("--tokens", "characters", "--tokens words"),
      ("--stories", "21", "--stories 20"),
    ] {
      try expectRefusal(
        ["--resume", path("run"), "--save", path("run"), option, value], status: 64,
        naming: ["\(option) \(value)", kept])
    }
    try expectRefusal(
      ["--resume", path("run"), "--no-shift", "--rate", "1", "--steps", "9"], status: 64,
      naming: ["--no-shift", "--rate 1", "--rate 0.01"])
    #expect(try contents("run") == before)
    #expect(try train(["--rate", "0.01", "--resume", path("run"), "--steps", "3"]).status == 0)
    try expectRefusal(["--resume", path("run"), "--steps", "1"], status: 64, naming: ["made 2 steps"])
  }

  @Test("another text, another Tiny World, and a text in the place of the other are refused")
  func texts() throws {
    let text = String(repeating: "to be or not to be ", count: 20)
    #expect(try train(["--steps", "1", "--text", text, "--save", path("own")]).status == 0)
    #expect(try train(["--steps", "1", "--save", path("world")]).status == 0)
    let other = String(repeating: "to be or to not be ", count: 20)
    try expectRefusal(
      ["--resume", path("own"), "--text", other], status: 66, naming: ["380 bytes", "fingerprint"])
    try expectRefusal(["--resume", path("own"), "--text", text + "to"], status: 66, naming: ["382 bytes"])
    try expectRefusal(["--resume", path("own")], status: 64, naming: ["--text or --file"])
    try expectRefusal(["--resume", path("world"), "--text", text], status: 64, naming: ["Tiny World"])
    try Data(text.utf8).write(to: folder.appending(path: "own.txt"))
    #expect(
      try train(["--resume", path("own"), "--file", path("own.txt"), "--steps", "2"], small: false).status
        == 0)
  }

  @Test("a larger --steps says what becomes of the schedule, and --stretch draws it out")
  func extending() throws {
    #expect(try train(["--steps", "4", "--rate", "0.01", "--save", path("run")]).status == 0)
    let floor = try train(["--resume", path("run"), "--steps", "8"], small: false)
    #expect(floor.status == 0)
    #expect(
      text(floor).contains("ends at step 4: whatever comes after is trained at its floor, a rate of 1e-3."))
    #expect(text(floor).contains("`--stretch` draws the schedule out to step 8"))
    let stretched = try train(
      ["--resume", path("run"), "--steps", "8", "--stretch", "--save", path("long")], small: false)
    // Step 5 of 2 + 6: 0.001 + 0.0045·(1 + cos(π/2)).
    #expect(
      text(stretched).contains(
        "drawn out to step 8, as if that many had been planned: the next rate is 0.0055."))
    let further = try train(["--resume", path("long"), "--steps", "9"], small: false)
    #expect(text(further).contains("goes on from step 8 of 9") && text(further).contains("ends at step 8"))
    #expect(try train(["--steps", "4", "--save", path("run"), "--save-every", "2"]).status == 0)
    try expectRefusal(["--stretch"], small: true, status: 64, naming: ["--resume"])
    try expectRefusal(["--overwrite"], small: true, status: 64, naming: ["--save", "--export-model"])
  }

  @Test("what cannot be written is refused before the first step, and what is there stays")
  func destinations() throws {
    try Data("a book".utf8).write(to: folder.appending(path: "book"))
    #expect(mkfifo(path("pipe"), 0o600) == 0)
    for option in ["--save", "--export-model"] {
      for (target, part) in [
        (path("book"), "--overwrite"), (folder.path, "folder"), (path("pipe"), "pipe"),
        ("/dev/null", "device"), (path("no/run"), "no such file"),
        (path(String(repeating: "n", count: 256)), "too long"),
      ] {
        try expectRefusal(["--steps", "1", option, target], small: true, status: 73, naming: [part])
      }
    }
    #expect(try contents("book") == Data("a book".utf8))
    #expect(try train(["--steps", "1", "--save", path("book"), "--overwrite"]).status == 0)
    #expect(try train(["--resume", path("book"), "--steps", "2"], small: false).status == 0)
  }

  @Test("the model alone is the model of the checkpoint, without the optimizer, and nothing goes on from it")
  func exporting() throws {
    try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: "model")
    let run = try train(["--steps", "2", "--save", path("run"), "--export-model", path("link")])
    #expect(run.status == 0 && text(run).contains("The model alone is in \(path("link"))"), "\(run.errors)")
    let (whole, alone) = (
      try PretrainedModel(contentsOf: path("run")), try PretrainedModel(contentsOf: path("model"))
    )
    #expect(whole.tokenizer == alone.tokenizer && whole.model.configuration == alone.model.configuration)
    for (one, other) in zip(whole.model.parameters, alone.model.parameters) {
      #expect(one.name == other.name && one.value.scalars == other.value.scalars)
    }
    #expect(try SafeTensors(contentsOf: path("model")).shapes.count == alone.model.parameters.count)
    #expect(try contents("model").count < contents("run").count / 2)
    // A run that is over gives the same file, without a step.
    let again = try train(["--resume", path("run"), "--export-model", path("again")], small: false)
    #expect(try again.status == 0 && contents("again") == contents("model"), "\(again.errors)")
    try expectRefusal(["--resume", path("model")], status: 66, naming: ["a model alone", "--save"])
    for other in ["--save", "--resume"] {
      try expectRefusal(
        [other, path("run"), "--export-model", path("run")], status: 73, naming: ["same file"])
    }
    try expectRefusal(
      ["--save", path("new"), "--export-model", path("./new")], small: true, status: 73, naming: ["same file"]
    )
  }

  @Test("the run's own text and its JSON are never overwritten, not even when it is asked for")
  func ownFiles() throws {
    let text = Data(String(repeating: "to be or not to be ", count: 20).utf8)
    try text.write(to: folder.appending(path: "book"))
    try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: "book")
    for target in ["book", "link"] {
      try expectRefusal(
        ["--file", path("book"), "--save", path(target), "--overwrite", "--steps", "1"], small: true,
        status: 73,
        naming: ["same file"])
    }
    #expect(try contents("book") == text)
    for isThere in [false, true] {
      if isThere { try Data("old".utf8).write(to: folder.appending(path: "json")) }
      try expectRefusal(
        ["--json", path("json"), "--save", path("json"), "--overwrite", "--steps", "1"], small: true,
        status: 73,
        naming: ["same file"])
      #expect(FileManager.default.fileExists(atPath: path("json")) == isThere)
    }
    #expect(try contents("json") == Data("old".utf8))
  }

  @Test("a file that is not such a checkpoint is refused, with its record out of range too")
  func otherCheckpoints() throws {
    #expect(try train(["--steps", "1", "--save", path("run")]).status == 0)
    for (old, new) in [
      (#"\"layers\":\"1\""#, #"\"layers\":\"0\""#), (#"\"rate\":\"0.003\""#, #"\"rate\":\"-.003\""#),
      (#"\"layers\""#, #"\"lawers\""#), (#"\"seed\":\"1\""#, #"\"seed\":\"x\""#),
      (#"note.run"#, #"note.ran"#),
      (#"\"text\""#, #"\"texx\""#), (#"\"heads\":\"2\""#, #"\"heads\":\"1\""#),
    ] {
      var bytes = try contents("run")
      let place = try #require(bytes.firstRange(of: Data(old.utf8)), "\(old) is in the header")
      bytes.replaceSubrange(place, with: Data(new.utf8))
      try bytes.write(to: folder.appending(path: "changed"))
      try expectRefusal(["--resume", path("changed")], status: 66, naming: [path("changed")])
    }
    try Data("no".utf8).write(to: folder.appending(path: "changed"))
    try expectRefusal(["--resume", path("changed")], status: 66, naming: ["not a safetensors file"])
  }
}
