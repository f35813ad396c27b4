import Foundation
import Notebook
import Testing

private func pause(_ seconds: Double) { Thread.sleep(forTimeInterval: seconds) }

/// Signals are the whole process's: each test has one of its own. What a program does that hears them is tested with chapter
/// 7's, on its main thread, where they are listened to.
@Suite("The wish to stop")
struct InterruptTests {
  @Test("Who listens to Ctrl-C alone is ended by kill")
  func others() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      signal(SIGTERM, SIG_DFL)
      let interrupt = Interrupt.onControlC()
      kill(getpid(), SIGTERM)
      pause(10)
      exit(interrupt.isRaised ? 2 : 3)
    }
  }

  @Test("When nobody listens any more, Ctrl-C ends the process as usual")
  func goesAway() async {
    await #expect(processExitsWith: .signal(SIGINT)) {
      do {
        let interrupt = Interrupt.onControlC()
        guard !interrupt.isRaised else { exit(1) }
      }
      kill(getpid(), SIGINT)
      pause(10)
      exit(3)
    }
  }

  /// The signal is another thread's to hear, for those of a test hear none: it takes a moment.
  private static func send(_ number: Int32, to interrupt: Interrupt) {
    kill(getpid(), number)
    while !interrupt.isRaised { pause(0.001) }
  }

  @Test(
    "A second signal in a hurry does not end a process on its way to a good end; a later one does",
    .timeLimit(.minutes(2)))
  func hurryAtTheEnd() async {
    await #expect(processExitsWith: .exitCode(7)) {
      InterruptTests.send(SIGINT, to: Interrupt.onAnySignalToEnd(patience: .seconds(60)))
      kill(getpid(), SIGTERM)
      pause(0.2)
      exit(7)
    }
    await #expect(processExitsWith: .exitCode(128 + SIGTERM)) {
      InterruptTests.send(SIGINT, to: Interrupt.onAnySignalToEnd(patience: .milliseconds(1)))
      pause(0.1)
      kill(getpid(), SIGTERM)
      pause(10)
      exit(3)
    }
  }
}
