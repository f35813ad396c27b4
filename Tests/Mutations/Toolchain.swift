import Foundation

/// Builds and tests a scratch copy with the toolchain on the path.
struct Toolchain {
  /// The package that is built.
  let folder: URL

  /// What became of a command.
  enum Outcome: Equatable {
    case succeeded
    case failed
    /// It had not ended when its time was over.
    case ranOutOfTime
  }

  /// Where the last command's output is.
  var log: URL { folder.appendingPathComponent("last-output.txt") }

  /// Builds the libraries and the tests.
  func build() throws -> Outcome {
    try run(["swift", "build", "--build-tests"], within: 1_800)
  }

  /// Runs the tests that a regular expression names, or all, until the first fails.
  func test(_ filter: String? = nil, within seconds: Double) throws -> Outcome {
    // A test that compares large arrays may take minutes to print all its failures.
    try run(
      testCommand + (filter.map { ["--filter", $0] } ?? []), within: seconds, until: " recorded an issue")
  }

  /// The tests, `Target.Suite/function(…)`, one a line.
  func listTests() throws -> [Substring] {
    guard try run(["swift", "test", "list", "--skip-build"], within: 300) == .succeeded else { return [] }
    return try output().split(separator: "\n")
  }

  /// What the last command wrote.
  func output() throws -> String {
    String(decoding: try Data(contentsOf: log), as: UTF8.self)
  }

  private var testCommand: [String] {
    #if os(Linux)
      // The program that `swift test` would run, without the second it takes to plan that.
      let folders = (try? FileManager.default.contentsOfDirectory(atPath: products.path)) ?? []
      if let program = folders.first(where: { $0.hasSuffix(".xctest") }) {
        return [products.appendingPathComponent(program).path, "--testing-library", "swift-testing"]
      }
    #endif
    return ["swift", "test", "--skip-build", "--disable-xctest"]
  }

  private var products: URL { folder.appendingPathComponent(".build/debug") }

  /// Runs a command, which has failed as soon as it writes `sign`.
  private func run(_ command: [String], within seconds: Double, until sign: String? = nil) throws -> Outcome {
    guard FileManager.default.createFile(atPath: log.path, contents: nil) else {
      throw ListError(description: "\(log.path) cannot be written")
    }
    let output = try FileHandle(forWritingTo: log)
    defer { try? output.close() }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let deadline = Date(timeIntervalSinceNow: seconds)
    while process.isRunning {
      let hasFailed = try sign.map { try self.output().contains($0) } ?? false
      if hasFailed || Date() > deadline {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return hasFailed ? .failed : .ranOutOfTime
      }
      Thread.sleep(forTimeInterval: 0.05)
    }
    return process.terminationReason == .exit && process.terminationStatus == 0 ? .succeeded : .failed
  }
}
