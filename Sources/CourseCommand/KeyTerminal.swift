import Dispatch
import Foundation
import Platform
import Synchronization

/// A terminal that gives every key as it is pressed, without showing it; it is put back at the end, and by
/// Ctrl-C.
final class KeyTerminal: KeySource {
  private final class Flag: Sendable {
    let count = Atomic<Int>(0)
  }

  private let original: termios
  private let flag: Flag
  private let sources: [any DispatchSourceSignal]

  /// Takes over the terminal; `nil` when standard input is none.
  init?() {
    var settings = termios()
    guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
    let (original, flag) = (settings, Flag())
    self.original = original
    self.flag = flag
    sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)  // Else the default action would end the process before the source hears of it.
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
  }

  deinit { restore() }

  var isInterrupted: Bool { flag.count.load(ordering: .relaxed) > 0 }

  func restore() { Self.set(original) }

  var size: (rows: Int, columns: Int) {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0 else {
      return (24, 80)
    }
    return (Int(size.ws_row), Int(size.ws_col))
  }

  /// Waits so many seconds at most for a key; Ctrl-D and a closed terminal are "q".
  func key(within seconds: Double) -> Key? {
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
