import Platform

/// A key of the terminal, taken as it is pressed and not shown.
enum KeyPress {
  /// How the terminal was, for the signals that end the process while it waits.
  nonisolated(unsafe) private static var before = termios()

  /// Waits for a key, and says whether it was none of those that end: q, Ctrl-C, Ctrl-D, and the end of the input.
  ///
  /// What was typed ahead is dropped, so that nothing is opened by mistake. The terminal is put back before this returns, and by
  /// the signals of `kill` and of a terminal that is closed, which end the process.
  static func readsOn() -> Bool {
    guard tcgetattr(STDIN_FILENO, &before) == 0 else { return true }
    let signals = [SIGTERM, SIGHUP].map { ($0, signal($0, putBackAndEnd)) }
    var settings = before
    settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
    var byte: UInt8 = 0
    var count = 0
    repeat { count = read(STDIN_FILENO, &byte, 1) } while count < 0 && errno == EINTR
    // An arrow is several bytes; the rest of them goes with this.
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
    for (number, action) in signals { signal(number, action) }
    return count == 1 && ![3, 4, UInt8(ascii: "q")].contains(byte)
  }

  private static let putBackAndEnd: @convention(c) (Int32) -> Void = { number in
    tcsetattr(STDIN_FILENO, TCSANOW, &before)
    _exit(128 + number)
  }
}
