import Foundation
import Synchronization

/// A program that was run to its end, or to the end of its time: what it wrote, and how it ended.
///
/// ```swift
/// let run = try ProgramRun(of: URL(filePath: "/bin/cat"), input: Data("text".utf8), deadline: 10)
/// run.ending      // .exited(0)
/// run.output      // the bytes of "text"
/// ```
public struct ProgramRun: Sendable {
  /// How a program ended.
  public enum Ending: Sendable, Hashable {
    /// By itself, with a status; 0 is success.
    case exited(Int32)
    /// By a signal: a trap, or somebody's `kill`.
    case signalled(Int32)
    /// It was stopped because its time was over.
    case ranOutOfTime
    /// It was stopped because it had written what the caller was waiting for.
    case wroteSign
  }

  /// How the program ended.
  public let ending: Ending
  /// What it wrote to standard output.
  public let output: Data
  /// What it wrote to standard error, and to standard output as well when the two were joined.
  public let errors: Data

  /// Whether the program ended by itself with status 0.
  public var hasSucceeded: Bool { ending == .exited(0) }
  /// Standard output as text.
  public var outputText: String { String(decoding: output, as: UTF8.self) }
  /// Standard error as text.
  public var errorText: String { String(decoding: errors, as: UTF8.self) }

  /// Runs a program and waits for it.
  ///
  /// Both streams go through files: a pipe that nobody empties would block a talkative program.
  /// - Parameters:
  ///   - program: the program's file; `/usr/bin/env` finds others on the path.
  ///   - environment: variables that replace those of this process; an empty value removes one.
  ///   - folder: the folder it runs in, by default this process's own.
  ///   - deadline: seconds after which it is killed.
  ///   - joinsStreams: whether standard output goes where standard error goes.
  ///   - sign: text in standard error that ends the wait: the program is killed when it has written it.
  ///   - whileRunning: is called many times a second, with a way to read what it has written so far; `false` stops
  ///     the program, as when its time is over.
  /// - Throws: when the program cannot be started.
  public init(
    of program: URL, _ arguments: [String] = [], input: Data? = nil, environment: [String: String] = [:],
    in folder: URL? = nil, deadline: Double = .infinity, joinsStreams: Bool = false,
    until sign: String? = nil,
    whileRunning: (_ program: RunningProgram) -> Bool = { _ in true }
  ) throws {
    let files = FileManager.default
    let scratch = files.temporaryDirectory.appending(path: "program-\(UUID().uuidString)")
    try files.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: scratch) }
    let outputFile = scratch.appending(path: "output")
    let errorFile = scratch.appending(path: "errors")
    let inputFile = scratch.appending(path: "input")
    for file in [outputFile, errorFile] { try Data().write(to: file) }

    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      .filter { !$0.value.isEmpty }
    if let folder { process.currentDirectoryURL = folder }
    if let input {
      try input.write(to: inputFile)
      process.standardInput = try FileHandle(forReadingFrom: inputFile)
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    let errorHandle = try FileHandle(forWritingTo: errorFile)
    process.standardError = errorHandle
    process.standardOutput = joinsStreams ? errorHandle : try FileHandle(forWritingTo: outputFile)
    try Self.start(process)
    let running = try RunningProgram(process, output: outputFile, errors: errorFile)

    let start = ContinuousClock.now
    var stopped: Ending?
    while process.isRunning {
      if ContinuousClock.now - start > .seconds(min(deadline, 1e9))
        || !whileRunning(running)
      {
        stopped = .ranOutOfTime
      } else if let sign, try String(decoding: Data(contentsOf: errorFile), as: UTF8.self).contains(sign) {
        stopped = .wroteSign
      }
      if stopped != nil {
        Self.end(process)
        break
      }
      Thread.sleep(forTimeInterval: sign == nil ? 0.005 : 0.05)
    }
    process.waitUntilExit()
    ending =
      stopped
      ?? (process.terminationReason == .exit
        ? .exited(process.terminationStatus) : .signalled(process.terminationStatus))
    output = try Data(contentsOf: outputFile)
    errors = try Data(contentsOf: errorFile)
  }

  /// Starts a process that hears the signals which ask for an end, even where this one does not.
  ///
  /// What is ignored or blocked here would be so there, and in all that it starts: a build could not be interrupted. What
  /// has a handler here has its default there (POSIX, exec).
  package static func start(_ process: Process) throws {
    try starting.withLock { _ in
      let before = [SIGINT, SIGTERM, SIGHUP].map { ($0, signal($0) { _ in }) }
      defer { for (number, handler) in before { signal(number, handler) } }
      var (none, blocked) = (sigset_t(), sigset_t())
      sigemptyset(&none)
      pthread_sigmask(SIG_SETMASK, &none, &blocked)
      defer { pthread_sigmask(SIG_SETMASK, &blocked, nil) }
      try process.run()
    }
  }

  /// Held while the handlers are not those that this process has chosen.
  private static let starting = Mutex(())

  /// Interrupts a program, and kills it if that does not end it, together with what it has started.
  ///
  /// A build that is interrupted ends its compilers. What outlives its program has inherited what `isRunning` and
  /// `waitUntilExit` go by, and would be waited for: a tracer of a trap that was killed waits for ever.
  private static func end(_ process: Process) {
    kill(process.processIdentifier, SIGINT)
    let start = ContinuousClock.now
    while process.isRunning {
      if ContinuousClock.now - start > .seconds(5) {
        kill(process.processIdentifier, SIGKILL)
        // It was started as the first of a group of its own, which has its number.
        kill(-process.processIdentifier, SIGKILL)
      }
      Thread.sleep(forTimeInterval: 0.005)
    }
  }
}
