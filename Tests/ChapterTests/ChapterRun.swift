import Foundation
import Programs

/// What a chapter's program left behind.
struct ChapterRun {
  let status: Int32
  let output: String
  let errors: String

  /// Runs a chapter's built program, as a reader would in a pipe: no terminal, no colour.
  init(_ command: String, _ arguments: [String] = [], environment: [String: String] = [:]) throws {
    let run = try ProgramRun(
      of: builtProgram(command), arguments, environment: ["COLUMNS": ""].merging(environment) { $1 })
    status =
      switch run.ending {
      case .exited(let status), .signalled(let status): status
      case .ranOutOfTime, .wroteSign: -1
      }
    output = run.outputText
    errors = run.errorText
  }
}

/// The folder of the package, from where this file was compiled.
let packageFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()
