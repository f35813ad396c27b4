/// An error that ends a command with one line on standard error and an exit status of its own.
public struct CommandFailure: Error, Hashable, CustomStringConvertible {
  /// Why a command ends, after the conventions of `sysexits.h`.
  public enum Reason: Int32, Sendable {
    /// The command line asks for what is not accepted.
    case usage = 64
    /// A file cannot be read, or does not hold what is needed.
    case input = 66
    /// A file cannot be written.
    case output = 73
    /// Writing failed later, as on a full disk.
    case writing = 74
  }

  /// Why the command ends; its raw value is the exit status.
  public let reason: Reason
  /// What was wrong and what is accepted, on one line.
  public let description: String

  /// A failure whose `message` says what was wrong and what is accepted.
  public init(_ reason: Reason, _ message: String) {
    self.reason = reason
    description = message
  }

  /// What was asked for on the command line cannot be done: exit status 64.
  public static func usage(_ message: String) -> CommandFailure { CommandFailure(.usage, message) }

  /// What was read cannot be used: exit status 66.
  public static func input(_ message: String) -> CommandFailure { CommandFailure(.input, message) }
}

/// The reader's end of the pipe is closed, as after `| head`: nobody is there to be told.
package struct BrokenPipe: Error {
  package init() {}
}
