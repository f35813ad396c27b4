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
/// When the value goes away, the signals end the process again as usual; where one that has patience was heard they do so
/// only after it, for the process is on its way to a good end. Signals belong to the process, and so does what they leave:
/// there is one such wish at a time.
public final class Interrupt {
  /// Nanoseconds of the first signal; 0: there was none.
  private static let first = Atomic<UInt64>(0)
  /// Nanoseconds after which another one ends the process.
  private static let patience = Atomic<UInt64>(0)

  private let signals: [Int32]

  private init(_ signals: [Int32], patience: Duration) {
    Self.first.store(0, ordering: .relaxed)
    Self.patience.store(UInt64(patience / .nanoseconds(1)), ordering: .relaxed)
    // Started with `nohup`, a process is to outlive its terminal.
    self.signals = signals.filter { !($0 == SIGHUP && Self.isIgnored($0)) }
    for number in self.signals { signal(number, Self.hear) }
  }

  deinit {
    guard Self.patience.load(ordering: .relaxed) == 0 || !isRaised else { return }
    for number in signals { signal(number, SIG_DFL) }
  }

  /// Called in the middle of whatever the process does: it may only use what POSIX allows there.
  private static let hear: @convention(c) (Int32) -> Void = { number in
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    let now = UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    let (isFirst, before) = first.compareExchange(expected: 0, desired: now, ordering: .relaxed)
    if !isFirst, now >= before + patience.load(ordering: .relaxed) { _exit(128 + number) }
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
  /// comes within `patience`.
  public static func onAnySignalToEnd(patience: Duration = .seconds(1)) -> Interrupt {
    Interrupt([SIGINT, SIGTERM, SIGHUP], patience: patience)
  }

  /// Whether there was a signal.
  public var isRaised: Bool { Self.first.load(ordering: .relaxed) > 0 }
}
