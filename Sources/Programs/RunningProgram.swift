import Foundation

/// A program while it runs: what it has written so far.
public final class RunningProgram {
  private let process: Process
  private let outputFile: URL
  private let output: FileHandle
  private let errors: FileHandle

  init(_ process: Process, output: URL, errors: URL) throws {
    self.process = process
    outputFile = output
    self.output = try FileHandle(forReadingFrom: output)
    self.errors = try FileHandle(forReadingFrom: errors)
  }

  /// All of standard output so far.
  public var wholeOutput: Data { (try? Data(contentsOf: outputFile)) ?? Data() }

  /// What has come to standard output since this was asked last.
  public func newOutput() -> Data { Self.news(in: output) }

  /// What has come to standard error since this was asked last.
  public func newErrors() -> Data { Self.news(in: errors) }

  /// Asks the program to end, as Ctrl-C does; it may still have something to say.
  public func interrupt() { kill(process.processIdentifier, SIGINT) }

  private static func news(in file: FileHandle) -> Data { (try? file.readToEnd()) ?? Data() }
}
