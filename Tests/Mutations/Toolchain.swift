import Foundation
import Programs

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

  /// Runs a command, which has failed as soon as it writes `sign`; where it traps, nobody waits for the stack.
  private func run(_ command: [String], within seconds: Double, until sign: String? = nil) throws -> Outcome {
    let run = try ProgramRun(
      of: URL(filePath: "/usr/bin/env"), command,
      environment: ["SWIFT_BACKTRACE": "enable=no", "COURSE_THOROUGH": "1"], in: folder, deadline: seconds,
      joinsStreams: true, until: sign)
    try run.errors.write(to: log)
    return switch run.ending {
    case .exited(0): .succeeded
    case .ranOutOfTime: .ranOutOfTime
    case .exited, .signalled, .wroteSign: .failed
    }
  }
}
