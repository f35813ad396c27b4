import Autodiff
import Exchange
import Foundation
import ModelSupport
import Testing
import Training

@Suite("Where a checkpoint may be written, and what becomes of what is there")
final class SavingTests {
  /// An empty folder, with a slash.
  private let folder = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString)/"

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private let model = TwoParameters(weight: Tensor([[1, 2]]), bias: Tensor([3]))

  private func save(
    _ value: Float = 3, to file: String, replacingAnything: Bool = false
  ) throws {
    let model = TwoParameters(weight: Tensor([[1, 2]]), bias: Tensor([value]))
    try Checkpoint.save(model, configuration: ["a": 1], to: file, replacingAnything: replacingAnything)
  }

  private func bias(in file: String) throws -> Float {
    try Checkpoint(contentsOf: file).model(like: model).bias.scalar
  }

  private func problem(_ body: () throws -> Void) -> CheckpointError.Problem? {
    do {
      try body()
      return nil
    } catch {
      return (error as? CheckpointError)?.problem
    }
  }

  private func mode(of file: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
  }

  private func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test("a checkpoint replaces a checkpoint; any other file stays as it is, unless the word is given")
  func otherFiles() throws {
    try save(4, to: folder + "run")
    try save(5, to: folder + "run")
    #expect(try bias(in: folder + "run") == 5)
    let others: [String: Data] = [
      "text": Data("a book".utf8), "empty": Data(),
      "tensors": Data(SafeTensors.encode([("x", Tensor([1]))])),
      "later": Data(SafeTensors.encode([("x", Tensor([1]))], metadata: ["formatVersion": "2"])),
    ]
    for (name, data) in others {
      let file = folder + name
      try data.write(to: URL(fileURLWithPath: file))
      #expect(problem { try save(to: file) } == .notACheckpoint)
      #expect(problem { try Checkpoint.checkDestination(file) } == .notACheckpoint)
      #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == data)
      #expect(problem { try Checkpoint.checkDestination(file, replacingAnything: true) } == nil)
      #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == data)
      try save(6, to: file, replacingAnything: true)
      #expect(try bias(in: file) == 6)
    }
    var run = TrainingRun(model: Tensor([1]), optimizer: AdamW(), schedule: .constant(0), seed: 1)
    try run.step { model, _ in model.sum() }
    try Data("a book".utf8).write(to: URL(fileURLWithPath: folder + "text"))
    #expect(problem { try run.save(to: folder + "text", configuration: ["a": 1]) } == .notACheckpoint)
    try run.save(to: folder + "text", configuration: ["a": 1], replacingAnything: true)
  }

  @Test(
    "a symbolic link stays one, and what it leads to is replaced or made, through as many links as there are")
  func links() throws {
    let files = FileManager.default
    try files.createDirectory(atPath: folder + "deep", withIntermediateDirectories: true)
    for (link, target) in [
      ("relative", "run"), ("absolute", folder + "run"), ("chain", "relative"), ("deep/up", "../chain"),
      ("dangling", "deep/new"),
    ] {
      try files.createSymbolicLink(atPath: folder + link, withDestinationPath: target)
    }
    try save(1, to: folder + "run")
    for (number, link) in ["relative", "absolute", "chain", "deep/up"].enumerated() {
      try save(Float(number) + 7, to: folder + link)
      #expect(try bias(in: folder + "run") == Float(number) + 7)
      #expect(
        try files.attributesOfItem(atPath: folder + link)[.type] as? FileAttributeType == .typeSymbolicLink)
    }
    try save(2, to: folder + "dangling")
    #expect(try bias(in: folder + "deep/new") == 2)
    #expect(try files.destinationOfSymbolicLink(atPath: folder + "dangling") == "deep/new")
    try files.createSymbolicLink(atPath: folder + "a", withDestinationPath: "b")
    try files.createSymbolicLink(atPath: folder + "b", withDestinationPath: "a")
    #expect(problem { try save(to: folder + "a") } == .unwritable("its symbolic links go in a circle"))
  }

  @Test(
    "what is replaced keeps its mode; what is new has that of any new file", arguments: [0o600, 0o640, 0o444])
  func modes(kept: Int) throws {
    try save(to: folder + "run")
    try Data().write(to: URL(fileURLWithPath: folder + "plain"))
    #expect(try mode(of: folder + "run") == mode(of: folder + "plain"))
    try FileManager.default.setAttributes([.posixPermissions: kept], ofItemAtPath: folder + "run")
    // A file that may not be written to is refused to everybody but root.
    if FileManager.default.isWritableFile(atPath: folder + "run") {
      try save(9, to: folder + "run")
      #expect(try bias(in: folder + "run") == 9)
    } else {
      #expect(problem { try save(to: folder + "run") } == .unwritable("permission denied"))
    }
    #expect(try mode(of: folder + "run") == kept)
  }

  @Test("folders, devices, pipes and what is in no folder are refused, whatever is asked for, and stay")
  func kinds() throws {
    try FileManager.default.createDirectory(atPath: folder + "folder", withIntermediateDirectories: false)
    #expect(mkfifo(folder + "pipe", 0o600) == 0)
    try FileManager.default.createSymbolicLink(atPath: folder + "link", withDestinationPath: "/dev/null")
    try Data().write(to: URL(fileURLWithPath: folder + "file"))
    for (name, part) in [
      ("folder", "it is a folder"), ("pipe", "a pipe"), ("link", "a device"), ("no/run", "no such file"),
      ("file/run", "not a directory"), (String(repeating: "n", count: 256), "too long"),
    ] {
      for replacingAnything in [false, true] {
        let saving = problem { try save(to: folder + name, replacingAnything: replacingAnything) }
        let checking = problem {
          try Checkpoint.checkDestination(folder + name, replacingAnything: replacingAnything)
        }
        guard case .unwritable(let reason) = saving, reason.contains(part), saving == checking else {
          Issue.record("\(name): \(String(describing: saving)), \(String(describing: checking))")
          return
        }
      }
    }
    #expect(try names(in: folder) == ["file", "folder", "link", "pipe"])
  }

  @Test("the longest names that a folder takes are taken", arguments: ["n", "長"])
  func longNames(character: Character) throws {
    let name = String(repeating: character, count: 255 / character.utf8.count)
    try Checkpoint.checkDestination(folder + name)
    try save(to: folder + name)
    try save(8, to: folder + name)
    #expect(try names(in: folder) == [name])
    #expect(try bias(in: folder + name) == 8)
  }

  @Test("one of the run's other files is never a destination, by whatever name it is called")
  func sparedFiles() throws {
    try save(to: folder + "run")
    try FileManager.default.linkItem(atPath: folder + "run", toPath: folder + "hard")
    try FileManager.default.createSymbolicLink(atPath: folder + "soft", withDestinationPath: "run")
    for name in ["run", "hard", "soft", "./run"] {
      #expect(
        problem {
          try Checkpoint.checkDestination(
            folder + name, replacingAnything: true, sparing: [folder + "none", folder + "run"])
        } == .unwritable("it is the same file as \(folder)run"))
    }
    try Checkpoint.checkDestination(folder + "run", sparing: [folder + "none"])
    // Also before either is there.
    try FileManager.default.createSymbolicLink(atPath: folder + "early", withDestinationPath: "new")
    for name in ["new", "./new", "early"] {
      #expect(
        problem { try Checkpoint.checkDestination(folder + "new", sparing: [folder + name]) }
          == .unwritable("it is the same file as \(folder)\(name)"))
    }
  }

  @Test("room that a disk does not have is missed before anything is written, and the test leaves nothing")
  func room() throws {
    guard
      case .unwritable(let reason) = problem({
        try Checkpoint.checkDestination(folder + "run", byteCount: 1 << 60)
      })
    else {
      Issue.record("2⁶⁰ bytes were not refused")
      return
    }
    #expect(reason.hasPrefix("the disk has room for ") && reason.contains("\(1 << 60) are needed"))
    try Checkpoint.checkDestination(folder + "run", byteCount: 1)
    #expect(try names(in: folder).isEmpty)
  }

  @Test("what a killed process left is removed, what a living one is writing is not")
  func leftovers() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "exit"]
    try process.run()
    process.waitUntilExit()
    let dead = "run.\(process.processIdentifier).partial"
    let own = "run.\(ProcessInfo.processInfo.processIdentifier).partial"
    let others = ["run.1.partial", "run.x.partial", "other.\(process.processIdentifier).partial"]
    for name in [dead, own] + others {
      try Data("half".utf8).write(to: URL(fileURLWithPath: folder + name))
    }
    try save(to: folder + "run")
    #expect(try names(in: folder) == (others + ["run"]).sorted())
    #expect(try bias(in: folder + "run") == 3)
  }

  @Test(
    "a model with a number that is none is not written, and the good file stays",
    arguments: [Float.nan, .infinity])
  func spoiledModels(number: Float) throws {
    try save(4, to: folder + "run")
    #expect(problem { try save(number, to: folder + "run") } == .badNumber("\(number)", tensor: "bias"))
    #expect(try bias(in: folder + "run") == 4)
    // What the optimizer remembers is a part of the run.
    var run = TrainingRun(model: Tensor([1]), optimizer: AdamW(), schedule: .constant(0), seed: 1)
    try run.step { model, _ in model.sum() }
    run.optimizer.state.tensors["firstMoment."] = Tensor([number])
    guard case .badNumber = problem({ try run.save(to: folder + "run", configuration: ["a": 1]) }) else {
      Issue.record("a run with \(number) in a mean was saved")
      return
    }
    #expect(try bias(in: folder + "run") == 4)
    #expect(try names(in: folder) == ["run"])
  }

  @Test("a file that is shortened while it is open gives an error, not a signal")
  func shortenedMeanwhile() throws {
    try SafeTensors.write([("x", .zeros([1_000_000]))], to: folder + "x")
    let open = try SafeTensors(contentsOf: folder + "x")
    #expect(truncate(folder + "x", 1_000) == 0)
    #expect(
      problem { _ = try open.tensors() } == .unreadable("it has become shorter meanwhile"))
  }

  @Test("a tensor of more than a megabyte is read as it was written, in every piece")
  func pieces() throws {
    let scalars = (0..<600_001).map { Float($0) * 0.5 }
    try SafeTensors.write(
      [("a", Tensor([7])), ("x", Tensor(shape: [600_001], scalars: scalars))], to: folder + "x")
    let found = try SafeTensors(contentsOf: folder + "x").tensors()
    #expect(found["x"]?.scalars.map(\.bitPattern) == scalars.map(\.bitPattern))
  }
}
