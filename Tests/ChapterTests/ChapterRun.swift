import Foundation
import Programs

/// What a chapter's program left behind.
struct ChapterRun {
  let status: Int32
  let output: String
  let errors: String

  /// Runs a chapter's built program, as a reader would in a pipe: no terminal, no colour.
  ///
  /// It has one thread: tests run side by side, and threads that wait for one another take the others' processors.
  /// `CHAPTER_PROGRAMS` names the folder of another build, such as `.build/release`, whose programs are run instead, each
  /// with all threads.
  init(
    _ command: String, _ arguments: [String] = [], input: Data? = nil, environment: [String: String] = [:]
  ) throws {
    let others = ProcessInfo.processInfo.environment["CHAPTER_PROGRAMS"]
    let program =
      try others.map { packageFolder.appending(path: "\($0)/\(command)") } ?? builtProgram(command)
    let run = try ProgramRun(
      of: program, arguments, input: input,
      environment: ["COLUMNS": "", "TRANSFORMER_THREADS": others == nil ? "1" : ""].merging(environment) {
        $1
      })
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
