import Platform

/// What a command has around it: its arguments, the environment, and the two streams that it writes.
public struct Console {
  /// The command line, without the program's name.
  public var arguments: [String]
  /// The value of an environment variable.
  public var variable: (String) -> String?
  /// Whether standard output is a terminal.
  public var isOutputTerminal: Bool
  /// Whether standard error is a terminal.
  public var isErrorTerminal: Bool
  /// The columns that the terminal says it has.
  public var terminalColumns: Int?
  /// Writes to standard output.
  public var writeOutput: ([UInt8]) throws -> Void
  /// Writes to standard error.
  public var writeError: (String) -> Void

  /// A console made of parts, as tests need it.
  public init(
    arguments: [String], variable: @escaping (String) -> String? = { _ in nil },
    isOutputTerminal: Bool = false,
    isErrorTerminal: Bool = false, terminalColumns: Int? = nil,
    writeOutput: @escaping ([UInt8]) throws -> Void, writeError: @escaping (String) -> Void
  ) {
    self.arguments = arguments
    self.variable = variable
    self.isOutputTerminal = isOutputTerminal
    self.isErrorTerminal = isErrorTerminal
    self.terminalColumns = terminalColumns
    self.writeOutput = writeOutput
    self.writeError = writeError
  }

  /// Whether a closed pipe ends the process at once, as it does for a real one.
  package var endsOnBrokenPipe = false

  /// Reads a line of standard input, without its end; nil when there is none left.
  package var readLine: () -> String? = { nil }

  /// Whether standard input is a terminal, which shows what is typed.
  package var isInputTerminal = false

  /// Whether the terminal says that its background is white; nil when it does not say.
  package var hasWhiteBackground: () -> Bool? = { nil }

  /// Waits until the reader presses a key, and says whether they read on; nil without a terminal on both sides.
  package var waitForKey: (() -> Bool)?

  /// This process's own console.
  public static func standard() -> Console {
    var console = Console(
      arguments: Array(CommandLine.arguments.dropFirst()),
      variable: { name in
        guard let value = getenv(name) else { return nil }
        return String(cString: value)
      },
      isOutputTerminal: isatty(STDOUT_FILENO) == 1, isErrorTerminal: isatty(STDERR_FILENO) == 1,
      terminalColumns: columns(of: STDOUT_FILENO) ?? columns(of: STDERR_FILENO),
      writeOutput: { bytes in try writeAll(bytes, to: STDOUT_FILENO, name: "standard output") },
      // Nobody can be told that standard error is broken.
      writeError: { text in try? writeAll(Array(text.utf8), to: STDERR_FILENO, name: "standard error") })
    console.endsOnBrokenPipe = true
    console.readLine = {
      // At the end of the input the standard library tries again for as long as errno is EINTR, where a Ctrl-C may have
      // left it long before.
      errno = 0
      return Swift.readLine()
    }
    console.isInputTerminal = isatty(STDIN_FILENO) == 1
    if console.isInputTerminal, console.isOutputTerminal { console.waitForKey = KeyTerminal.readsOn }
    console.hasWhiteBackground = { TerminalBackground.isWhite() }
    return console
  }

  private static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// The columns to write in: those of `COLUMNS` or else of the terminal, from 40 to 120; 80 when piped.
  package var width: Int {
    guard isOutputTerminal else { return 80 }
    let wished = variable("COLUMNS").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    return min(120, max(40, wished ?? terminalColumns ?? 80))
  }

  /// Says on standard error why `command` ends, unless the reader closed the pipe, and gives the exit status.
  package func report(_ error: any Error, by command: String) -> Int32 {
    if error is BrokenPipe { return 128 + SIGPIPE }
    writeError("\(command): \("\(error)".printable)\n")
    return ((error as? CommandFailure)?.reason ?? .input).rawValue
  }

  /// Writes a line to standard output, where it can be read at once.
  package func show(_ line: String) throws { try writeOutput(Array((line + "\n").utf8)) }
}

/// Ends the process without a word.
package func endProcess(status: Int32) -> Never { exit(status) }
