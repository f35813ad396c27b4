import Foundation

/// The program of a name that was built beside this one: in the folder of this process's program, or above it.
///
/// - Throws: `ProgramNotFound` when there is none.
public func builtProgram(_ name: String) throws -> URL {
  for argument in CommandLine.arguments where argument.contains("/") {
    var folder = URL(filePath: argument).deletingLastPathComponent()
    while folder.path.count > 1 {
      let candidate = folder.appending(path: name)
      if FileManager.default.isExecutableFile(atPath: candidate.path), !candidate.hasDirectoryPath {
        return candidate
      }
      folder.deleteLastPathComponent()
    }
  }
  throw ProgramNotFound(name: name)
}

/// A program was not built beside this one.
public struct ProgramNotFound: Error, Sendable, Hashable, CustomStringConvertible {
  /// What it should have been called.
  public let name: String

  /// What is missing and where it was looked for.
  public var description: String { "the program «\(name)» is not in the folder that this one was built in" }
}
