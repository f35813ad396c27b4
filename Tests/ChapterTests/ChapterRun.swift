import Foundation
import Testing

/// What a chapter's program left behind.
struct ChapterRun {
  let status: Int32
  let output: String
  let errors: String

  /// Runs a chapter's built program, as a reader would in a pipe: no terminal, no colour.
  init(_ command: String, _ arguments: [String] = [], environment: [String: String] = [:]) throws {
    let process = Process()
    process.executableURL = try Self.program(command)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "COLUMNS" }
      .merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // Files rather than pipes: a pipe that nobody empties would stop a talkative chapter.
    let (outputFile, errorFile) = (folder.appending(path: "output"), folder.appending(path: "errors"))
    for file in [outputFile, errorFile] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
    process.waitUntilExit()
    status = process.terminationStatus
    output = String(decoding: try Data(contentsOf: outputFile), as: UTF8.self)
    errors = String(decoding: try Data(contentsOf: errorFile), as: UTF8.self)
  }

  /// The program of a chapter, which stands in the folder that the tests were built in.
  private static func program(_ command: String) throws -> URL {
    for argument in CommandLine.arguments where argument.contains("/") {
      var folder = URL(filePath: argument).deletingLastPathComponent()
      while folder.path.count > 1 {
        let candidate = folder.appending(path: command)
        if FileManager.default.isExecutableFile(atPath: candidate.path), !candidate.hasDirectoryPath {
          return candidate
        }
        folder.deleteLastPathComponent()
      }
    }
    throw ProgramNotFound(command: command)
  }
}

/// A chapter's program was not built beside the tests.
struct ProgramNotFound: Error, CustomStringConvertible {
  let command: String

  var description: String { "the program «\(command)» is not in the folder that the tests were built in" }
}

/// The folder of the package, from where this file was compiled.
let packageFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()
