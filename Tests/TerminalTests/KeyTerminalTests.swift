import Foundation
import Testing

@testable import Terminal

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("A key that is waited for")
struct KeyTerminalTests {
  /// Waits in a terminal of its own, with some bytes typed before and others after it has begun, and ends with 10 when the reader
  /// reads on, 20 when not, and 5 more when the terminal was not put back.
  private static func wait(before: String, pressing: String, signal number: Int32? = nil) -> Never {
    let keyboard = takeOwnTerminal()
    if !before.isEmpty {
      _ = write(keyboard, before, before.utf8.count)
      // Until it has come through.
      var typed = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      poll(&typed, 1, 5_000)
    }
    let screen = keyboard
    Thread.detachNewThread {
      while isCanonical(screen) { usleep(1_000) }
      usleep(20_000)
      if let number { kill(getpid(), number) } else { _ = write(screen, pressing, pressing.utf8.count) }
      sleep(5)
      _exit(91)
    }
    let readsOn = KeyTerminal.readsOn()
    _exit((readsOn ? 10 : 20) + (isCanonical(screen) ? 0 : 5))
  }

  /// Gives the process a terminal for its input, and gives the end where keys are pressed.
  private static func takeOwnTerminal() -> Int32 {
    var (keyboard, terminal): (Int32, Int32) = (-1, -1)
    guard openpty(&keyboard, &terminal, nil, nil, nil) == 0 else { exit(90) }
    setsid()
    _ = ioctl(terminal, UInt(TIOCSCTTY), 0)
    dup2(terminal, STDIN_FILENO)
    return keyboard
  }

  private static func isCanonical(_ terminal: Int32) -> Bool {
    var settings = termios()
    tcgetattr(terminal, &settings)
    return settings.c_lflag & tcflag_t(ICANON) != 0
  }

  @Test("Any key reads on, an arrow too, and the terminal is as it was")
  func anyKey() async {
    await #expect(processExitsWith: .exitCode(10)) { Self.wait(before: "", pressing: "x") }
    await #expect(processExitsWith: .exitCode(10)) { Self.wait(before: "", pressing: "\u{1B}[A") }
  }

  @Test("q, Ctrl-C and Ctrl-D end, and the terminal is as it was")
  func leaving() async {
    await #expect(processExitsWith: .exitCode(20)) { Self.wait(before: "", pressing: "q") }
    await #expect(processExitsWith: .exitCode(20)) { Self.wait(before: "", pressing: "\u{3}") }
    await #expect(processExitsWith: .exitCode(20)) { Self.wait(before: "", pressing: "\u{4}") }
  }

  @Test("What was typed ahead opens nothing")
  func typedAhead() async {
    await #expect(processExitsWith: .exitCode(20)) { Self.wait(before: "x\n", pressing: "q") }
  }

  @Test("Signals that end a process end the wait, and the terminal is as it was")
  func signals() async {
    await #expect(processExitsWith: .exitCode(20)) { Self.wait(before: "", pressing: "", signal: SIGTERM) }
    await #expect(processExitsWith: .exitCode(20)) { Self.wait(before: "", pressing: "", signal: SIGHUP) }
  }

  @Test("Afterwards signals do what they did before")
  func handlers() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      _ = Self.takeOwnTerminal()
      do { _ = KeyTerminal() }
      kill(getpid(), SIGTERM)
      sleep(5)
    }
  }
}
