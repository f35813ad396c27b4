import Platform

/// The background of the terminal, asked of the terminal itself.
///
/// xterm's control sequences OSC 11 ("what is your background?") and DA1 ("what are you?") are sent together: nearly all
/// terminals answer the second, so that one that does not know the first is not waited for.
package enum TerminalBackground {
  /// The longest wait for an answer, in milliseconds: more than a terminal at the other end of a network needs.
  private static let patience = 400

  /// Whether the background is white, or nearly; nil when the process has no terminal to itself, or it does not say.
  package static func isWhite() -> Bool? {
    let terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard terminal >= 0 else { return nil }
    defer { _ = close(terminal) }
    var saved = termios()
    // A process in the background would be stopped by the question.
    guard tcgetpgrp(terminal) == getpgrp(), tcgetattr(terminal, &saved) == 0 else { return nil }
    var raw = saved
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
    guard tcsetattr(terminal, TCSANOW, &raw) == 0 else { return nil }
    let question = Array("\u{1B}]11;?\u{1B}\\\u{1B}[c".utf8)
    var answer: [UInt8] = []
    if write(terminal, question, question.count) == question.count { answer = read(from: terminal) }
    // What comes too late must not be taken for what the reader types.
    _ = tcsetattr(terminal, isWhole(answer) ? TCSANOW : TCSAFLUSH, &saved)
    return isWhite(answer)
  }

  /// What a terminal answers, up to the answer to DA1.
  private static func read(from terminal: Int32) -> [UInt8] {
    let clock = ContinuousClock()
    let end = clock.now + .milliseconds(patience)
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 256)
    while !isWhole(answer), answer.count < 4_096 {
      let left = Int32((end - clock.now) / .milliseconds(1))
      var event = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
      guard left > 0, poll(&event, 1, left) > 0 else { break }
      #if canImport(Darwin)
        let count = Darwin.read(terminal, &buffer, buffer.count)
      #elseif canImport(Glibc)
        let count = Glibc.read(terminal, &buffer, buffer.count)
      #else
        let count = Musl.read(terminal, &buffer, buffer.count)
      #endif
      guard count > 0 else { break }
      answer += buffer[..<count]
    }
    return answer
  }

  /// Whether the answer to DA1, `ESC [ ? … c`, is there.
  private static func isWhole(_ answer: [UInt8]) -> Bool {
    String(decoding: answer, as: UTF8.self).contains(/\x1B\[\?[0-9;]*c/)
  }

  /// Whether an answer to OSC 11, `rgb:ffff/ffff/ffff` with one to four digits each, is nearer to white than to black;
  /// nil when there is none.
  package static func isWhite(_ answer: [UInt8]) -> Bool? {
    let text = String(decoding: answer, as: UTF8.self)
    guard
      let match = text.firstMatch(
        of: /\x1B\]11;rgba?:([0-9A-Fa-f]{1,4})\/([0-9A-Fa-f]{1,4})\/([0-9A-Fa-f]{1,4})/)
    else { return nil }
    func share(_ digits: Substring) -> Double {
      Double(Int(digits, radix: 16) ?? 0) / Double((1 << (4 * digits.count)) - 1)
    }
    let (red, green, blue) = (share(match.1), share(match.2), share(match.3))
    return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5
  }
}
