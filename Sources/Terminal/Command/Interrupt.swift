import Dispatch
import Platform
import Synchronization

/// The wish to stop as a question that a loop asks: Ctrl-C, and where that is asked for also the signals of `kill` and
/// of a terminal that is closed.
///
/// The first signal is remembered. Another one ends the process at once, but not sooner than `patience` after the
/// first: pressing Ctrl-C twice in a hurry still means to stop well.
///
/// ```swift
/// let interrupt = Interrupt.onControlC()
/// while step < total, !interrupt.isRaised { … }
/// ```
/// When the value goes away, the signals end the process again as usual.
public final class Interrupt {
  private final class Flag: Sendable {
    /// Nanoseconds of the first signal; 0: there was none.
    let first = Atomic<UInt64>(0)
  }

  private let flag: Flag
  private var sources: [(signal: Int32, source: any DispatchSourceSignal)] = []

  private init(_ signals: [Int32], patience: Duration) {
    let flag = Flag()
    self.flag = flag
    let patience = UInt64(patience / .nanoseconds(1))
    // Started with `nohup`, a process is to outlive its terminal.
    for number in signals where !(number == SIGHUP && Self.isIgnored(number)) {
      signal(number, SIG_IGN)  // Else the default action would end the process before the source hears of it.
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
      source.setEventHandler {
        let now = DispatchTime.now().uptimeNanoseconds
        let (isFirst, before) = flag.first.compareExchange(expected: 0, desired: now, ordering: .relaxed)
        if !isFirst, now >= before + patience { _exit(128 + number) }
      }
      source.activate()
      sources.append((number, source))
    }
  }

  deinit {
    for (number, source) in sources {
      source.cancel()
      signal(number, SIG_DFL)
    }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    // Functions cannot be compared, and what `SIG_IGN` stands for is none: it is the address 1.
    let before = signal(number, SIG_IGN)
    signal(number, before)
    return unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Starts to listen for Ctrl-C; the second ends the process at once.
  public static func onControlC() -> Interrupt { Interrupt([SIGINT], patience: .zero) }

  /// Starts to listen for Ctrl-C, `kill` and the end of the terminal; the second ends the process at once, unless it
  /// comes within a second.
  public static func onAnySignalToEnd() -> Interrupt {
    Interrupt([SIGINT, SIGTERM, SIGHUP], patience: .seconds(1))
  }

  /// Whether there was a signal.
  public var isRaised: Bool { flag.first.load(ordering: .relaxed) > 0 }
}
