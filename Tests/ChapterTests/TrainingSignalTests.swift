import Foundation
import Programs
import TestSupport
import Testing

/// A run of chapter 7 that would go on for very long, and what becomes of it when it is told to stop.
@Suite("Chapter 7, stopped", .serialized)
struct TrainingSignalTests {
  private let temporary: TemporaryFolder
  private var folder: URL { temporary.url }

  init() throws { temporary = try TemporaryFolder() }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
      $0 != "errors" && $0 != "output"
    }.sorted()
  }

  private static let small = [
    "--layers", "1", "--channels", "16", "--heads", "2", "--context", "16", "--batch", "2", "--stories", "20",
  ]

  /// Starts a run in the folder, waits until it trains, and until `isReady`; then `act`; then the run's end.
  private func run(
    _ options: [String], sizes: [String] = small, ignoringHangUp: Bool = false,
    until isReady: (pid_t) throws -> Bool, _ act: (pid_t) throws -> Void
  ) throws -> (status: Int32, wasKilled: Bool, output: String, errors: String) {
    let (output, errors) = (folder.appending(path: "output"), folder.appending(path: "errors"))
    for file in [output, errors] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    let start = (ignoringHangUp ? "trap '' HUP; " : "") + #"exec "$0" "$@""#
    process.arguments =
      ["-c", start, try builtProgram("training").path] + sizes + ["--steps", "1000000"] + options
    process.currentDirectoryURL = folder
    // So that a step takes as long on a machine with many processors.
    process.environment = ProcessInfo.processInfo.environment.merging(["TRANSFORMER_THREADS": "1"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try ProgramRun.start(process)
    defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
    // The signals are listened to from the first step on, which a sample on the way does not show; a file does.
    try wait(for: process) { try isReady(process.processIdentifier) }
    try act(process.processIdentifier)
    try wait(for: process) { false }
    try #require(!process.isRunning, "the run goes on")
    return (
      process.terminationStatus, process.terminationReason == .uncaughtSignal,
      try String(contentsOf: output, encoding: .utf8), try String(contentsOf: errors, encoding: .utf8)
    )
  }

  /// Waits while a process runs and is not ready, two minutes at most.
  private func wait(for process: Process, until isReady: () throws -> Bool) throws {
    let start = ContinuousClock.now
    while process.isRunning, try !isReady(), start.duration(to: .now) < .seconds(120) {
      Thread.sleep(forTimeInterval: 0.02)
    }
  }

  private func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: name).path)
  }

  private func step(of name: String) throws -> Int {
    let run = try ChapterRun("training", ["--resume", folder.appending(path: name).path, "--steps", "0"])
    let words = run.errors.split(separator: " ")
    return try #require(
      words.firstIndex(of: "made").flatMap { Int(words[$0 + 1]) }, "\(name): \(run.errors)")
  }

  @Test(
    "Ctrl-C, kill and a closed terminal keep the run, and a second signal in a hurry does not lose it",
    arguments: [SIGINT, SIGTERM, SIGHUP])
  func signals(_ signal: Int32) throws {
    let ended = try run(["--save", "run", "--save-every", "5"], until: { _ in exists("run") }) { process in
      kill(process, signal)
      kill(process, signal)
      Thread.sleep(forTimeInterval: 0.05)
      kill(process, signal)
    }
    #expect(ended.status == 0 && !ended.wasKilled, "\(ended.errors)")
    #expect(ended.output.contains("Stopped by a signal after step"))
    #expect(try names() == ["run"])
    #expect(try step(of: "run") >= 5)
  }

  #if os(Linux)
    /// Whether a process listens to `kill`: the signal's default action is then no more taken.
    private func listens(_ process: pid_t) throws -> Bool {
      let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
      // What Dispatch listens to is caught, or ignored, by its own choice.
      return status.matches(of: /Sig(?:Ign|Cgt):\s+([0-9a-f]+)/)
        .contains { UInt64($0.1, radix: 16).map { $0 & 1 << UInt64(SIGTERM - 1) != 0 } ?? false }
    }

    /// The seconds that processors have worked for a process.
    private func work(of process: pid_t) throws -> Double {
      let status = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
      // Behind the name, which may have spaces and parentheses: in ticks, the program's own and the system's for it.
      let fields = status.split(separator: ")").last?.split(separator: " ") ?? []
      let ticks = try fields.dropFirst(11).prefix(2).map { try #require(Double($0)) }
      return ticks.reduce(0, +) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    @Test(
      "a signal that comes a second after the first ends a step that takes long, and none in a hurry does")
    func patience() throws {
      let large = [
        "--layers", "8", "--channels", "256", "--context", "256", "--batch", "64", "--stories", "20",
      ]
      let ended = try run([], sizes: large, until: listens) { process in
        // After so much work, however long that takes here, the step has begun: a signal before it would end the run
        // well.
        let before = try work(of: process)
        while try work(of: process) < before + 1 { Thread.sleep(forTimeInterval: 0.02) }
        // Two of one kind may arrive as one.
        kill(process, SIGINT)
        kill(process, SIGHUP)
        Thread.sleep(forTimeInterval: 1.2)
        kill(process, SIGTERM)
      }
      // Not the status of SIGHUP, which came too early.
      #expect(ended.status == 128 + SIGTERM && !ended.wasKilled, "\(ended.errors)")
      #expect(try names().isEmpty)
    }
  #endif

  @Test("a run that was started with nohup goes on when its terminal is closed")
  func noHangUp() throws {
    func date() throws -> Date? {
      try FileManager.default.attributesOfItem(atPath: folder.appending(path: "run").path)[.modificationDate]
        as? Date
    }
    let ended = try run(
      ["--save", "run", "--save-every", "1"], ignoringHangUp: true, until: { _ in exists("run") }
    ) { process in
      kill(process, SIGHUP)
      // The signal is heard within a step, and each step writes the file anew.
      for _ in 0..<5 {
        let before = try date()
        let start = ContinuousClock.now
        while try date() == before {
          try #require(start.duration(to: .now) < .seconds(60), "the run has ended")
          Thread.sleep(forTimeInterval: 0.01)
        }
      }
      kill(process, SIGTERM)
    }
    #expect(ended.status == 0 && ended.output.contains("Stopped by a signal after step"))
  }

  @Test("without --save a run that is stopped takes a free name, says it, and leaves other checkpoints alone")
  func freeNames() throws {
    let old = Data("somebody's".utf8)
    try old.write(to: folder.appending(path: "training.safetensors"))
    let ended = try run(["--save-every", "3"], until: { _ in exists("training-2.safetensors") }) {
      kill($0, SIGINT)
    }
    #expect(ended.status == 0)
    #expect(ended.output.contains("training-2.safetensors"))
    #expect(try Data(contentsOf: folder.appending(path: "training.safetensors")) == old)
    #expect(try names() == ["training-2.safetensors", "training.safetensors"])
  }

  @Test(
    "a run that is killed outright leaves its last whole checkpoint, and the next one removes what it left besides"
  )
  func killed() throws {
    var dead: pid_t = 0
    let ended = try run(["--save", "run", "--save-every", "1"], until: { _ in exists("run") }) { process in
      dead = process
      kill(process, SIGKILL)
    }
    #expect(ended.wasKilled)
    let kept = try step(of: "run")
    #expect(kept >= 1)
    try Data("half".utf8).write(to: folder.appending(path: "run.\(dead).partial"))
    let next = try ChapterRun(
      "training",
      [
        "--resume", folder.appending(path: "run").path, "--save", folder.appending(path: "run").path,
        "--steps", "\(kept)",
      ])
    #expect(next.status == 0, "\(next.errors)")
    #expect(try names() == ["run"])
  }

  @Test("a place that goes away meanwhile ends the run with 73 or 74, and says where it was put instead")
  func lostPlace() throws {
    let deep = folder.appending(path: "deep")
    try FileManager.default.createDirectory(at: deep, withIntermediateDirectories: true)
    let ended = try run(["--save", "deep/run", "--save-every", "2"], until: { _ in exists("deep/run") }) {
      _ in
      try FileManager.default.moveItem(at: deep, to: folder.appending(path: "elsewhere"))
    }
    // 73 where the next file cannot be begun, 74 where one that was begun cannot get its name.
    #expect([73, 74].contains(ended.status), "\(ended.errors)")
    let words = ended.errors.split(whereSeparator: \.isWhitespace)
    let place = try #require(
      words.first { $0.hasSuffix(".safetensors") && $0.hasPrefix("/") }, "\(ended.errors)")
    defer { try? FileManager.default.removeItem(atPath: String(place)) }
    #expect(ended.errors.contains("the run was put in \(place) instead"))
    #expect(try Data(contentsOf: URL(filePath: String(place))).count > 1_000)
  }

  @Test("a disk that fills up on the way ends the run with 74, and keeps the last good file")
  func fullDisk() throws {
    // The shell's limit on the size of files stands for the disk; without the trap it would end the program.
    let program = try builtProgram("training")
    let small = "--layers 1 --channels 16 --heads 2 --context 16 --batch 2 --stories 20 --steps 1"
    let first = try ProgramRun(
      of: URL(filePath: "/bin/sh"), ["-c", "'\(program.path)' \(small) --save run"], in: folder)
    #expect(first.hasSucceeded)
    let before = try Data(contentsOf: folder.appending(path: "run"))
    let limited = try ProgramRun(
      of: URL(filePath: "/bin/sh"),
      ["-c", "trap '' XFSZ; ulimit -f 20; exec '\(program.path)' \(small) --save run > /dev/null"], in: folder
    )
    #expect(limited.ending == .exited(74), "\(limited.errorText)")
    #expect(limited.errorText.contains("could not be written") && limited.errorText.contains("lost"))
    #expect(try Data(contentsOf: folder.appending(path: "run")) == before)
    #expect(try names() == ["run"])
  }

  @Test("an apparently huge checkpoint is judged without its memory being taken")
  func sparseFile() throws {
    // 1.9 GB that take no room on the disk: one tensor that the configuration of the run does not have.
    let program = try builtProgram("training")
    let small = "--layers 1 --channels 16 --heads 2 --context 16 --batch 2 --stories 20 --steps 1"
    #expect(
      try ProgramRun(
        of: URL(filePath: "/bin/sh"), ["-c", "'\(program.path)' \(small) --save run"], in: folder
      )
      .hasSucceeded)
    var bytes = try Data(contentsOf: folder.appending(path: "run"))
    let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
    let end = bytes.count - 8 - length
    let extra =
      #","huge":{"dtype":"F32","shape":[475000000],"data_offsets":[\#(end),\#(end + 1_900_000_000)]}}"#
    let changed = Array((header.trimmingCharacters(in: .whitespaces).dropLast() + extra).utf8)
    let numbers = bytes[(8 + length)...]
    bytes =
      Data((0..<8).map { UInt8(truncatingIfNeeded: changed.count >> (8 * $0)) }) + Data(changed) + numbers
    let file = folder.appending(path: "sparse")
    try bytes.write(to: file)
    #expect(truncate(file.path, off_t(8 + changed.count + end + 1_900_000_000)) == 0)
    // Two gigabytes of address space are more than the program takes, and less than it would with the tensor.
    let judged = try ProgramRun(
      of: URL(filePath: "/bin/sh"),
      ["-c", "ulimit -v 2000000; exec '\(program.path)' --resume sparse"], in: folder)
    #expect(judged.ending == .exited(66), "\(judged.errorText)")
    #expect(judged.errorText.contains("does not fit") || judged.errorText.contains("of no model"))
  }
}
