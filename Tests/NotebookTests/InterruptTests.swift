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
}
