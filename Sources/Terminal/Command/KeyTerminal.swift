import Dispatch
import Platform
import Synchronization

/// A terminal that gives every key as it is pressed, without showing it; it is put back at the end, and by
/// Ctrl-C. What signals did before, they do again afterwards.
package final class KeyTerminal: KeySource {
  private final class Flag: Sendable {
    let count = Atomic<Int>(0)
  }

  private let original: termios
  private let flag: Flag
  private let sources: [any DispatchSourceSignal]
  private let handlers: [(number: Int32, before: (@convention(c) (Int32) -> Void)?)]

  /// Takes over the terminal, and forgets what was typed before; `nil` when standard input is none.
  package init?() {
    var settings = termios()
    guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
    let (original, flag) = (settings, Flag())
    self.original = original
    self.flag = flag
    let numbers = [SIGINT, SIGTERM, SIGHUP]
    // Else the default action would end the process before the source hears of it.
    handlers = numbers.map { ($0, signal($0, SIG_IGN)) }
    sources = numbers.map { number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
      source.setEventHandler {
        // The second one does not wait for whatever is busy.
        guard flag.count.add(1, ordering: .relaxed).newValue > 1 else { return }
        Self.set(original)
        _exit(128 + number)
      }
      source.activate()
      return source
    }
    takeOver()
    tcflush(STDIN_FILENO, TCIFLUSH)
  }

  deinit {
    restore()
    for source in sources { source.cancel() }
    for (number, before) in handlers { signal(number, before) }
  }

  package var isInterrupted: Bool { flag.count.load(ordering: .relaxed) > 0 }

  package func restore() { Self.set(original) }

  package var size: (rows: Int, columns: Int) {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0 else {
      return (24, 80)
    }
    return (Int(size.ws_row), Int(size.ws_col))
  }

  /// Waits so many seconds at most for a key; Ctrl-D and a closed terminal are "q".
  package func key(within seconds: Double) -> Key? {
    takeOver()
    guard isReady(within: seconds), let byte = readByte() else { return nil }
    return Key(startingWith: byte) { isReady(within: 0) ? readByte() : nil }
  }

  private func isReady(within seconds: Double) -> Bool {
    var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, Int32(seconds * 1000)) > 0
  }

  /// The next byte; 0 at the end of the input.
  private func readByte() -> UInt8? {
    var byte: UInt8 = 0
    let count = read(STDIN_FILENO, &byte, 1)
    return count < 0 ? nil : count == 0 ? 0 : byte
  }

  /// Keys at once and unseen; again after a stop by Ctrl-Z, for which the shell has put the terminal back.
  private func takeOver() {
    var settings = termios()
    guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return }
    let lines = tcflag_t(ICANON | ECHO)
    guard settings.c_lflag & lines != 0 else { return }
    settings.c_lflag &= ~lines
    Self.set(settings)
  }

  private static func set(_ settings: termios) {
    var settings = settings
    tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
  }
}

extension KeyTerminal {
  /// Waits until the reader presses a key, and says whether it was none of those that end: q, Ctrl-D, Ctrl-C and the end of the
  /// input. What was typed ahead is dropped, so that nothing is opened by mistake.
  static func readsOn() -> Bool {
    guard let terminal = KeyTerminal() else { return true }
    while !terminal.isInterrupted {
      if let key = terminal.key(within: 0.1) { return key != .character("q") }
    }
    return false
  }
}
