import Dispatch
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Ctrl-C as a question that a loop asks: the first one is remembered, the second ends the process at once.
///
/// ```swift
/// let interrupt = Interrupt.onControlC()
/// while step < total, !interrupt.isRaised { … }
/// ```
/// When the value goes away, Ctrl-C ends the process again as usual.
public final class Interrupt {
  private final class Flag: Sendable {
    let count = Atomic<Int>(0)
  }

  private let flag: Flag
  private let source: any DispatchSourceSignal

  private init() {
    let flag = Flag()
    self.flag = flag
    signal(SIGINT, SIG_IGN)  // Else the default action would end the process before the source hears of it.
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global(qos: .userInteractive))
    source.setEventHandler {
      if flag.count.add(1, ordering: .relaxed).newValue > 1 { _exit(130) }
    }
    source.activate()
    self.source = source
  }

  deinit {
    source.cancel()
    signal(SIGINT, SIG_DFL)
  }

  /// Starts to listen for Ctrl-C.
  public static func onControlC() -> Interrupt { Interrupt() }

  /// Whether Ctrl-C was pressed.
  public var isRaised: Bool { flag.count.load(ordering: .relaxed) > 0 }
}
