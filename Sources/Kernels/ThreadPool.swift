import Dispatch
import Platform
import Synchronization

/// The threads that take part in a kernel beside the one that calls it.
///
/// To wake a sleeping thread takes 5 to 50 µs, as long as many kernels take altogether. So a helper that has finished
/// stays awake for a while, since the next kernel usually follows at once, and only then sleeps.
///
/// Every thread has a share of the parts, so that what it wrote in one kernel is in its own cache for the next; a
/// thread that is done with its own takes from the others'. In the end the caller waits for nobody but a helper
/// that has begun a part: one that comes late, or that the system has put aside between two parts, is not missed.
final class ThreadPool: Sendable {
  static let shared = ThreadPool(threads: Threads.available)

  /// One thread's share of the parts, and how to wake it.
  private final class Share: Sendable {
    /// How many parts are left, drawn from the last to the first; zero or less is nothing.
    let left = Atomic<Int>(0)
    let isAsleep = Atomic<Bool>(false)
    let bell = DispatchSemaphore(value: 0)
  }

  /// The caller's share and those of the helpers.
  private let shares: [Share]
  /// Whether a caller has the helpers; another one then works alone.
  private let isTaken = Atomic<Bool>(false)
  private let contention = Contention()
  /// How many shares the work has: the helpers beyond stay out of it.
  private let shareCount = Atomic<Int>(0)
  /// How many parts are not done.
  private let unfinished = Atomic<Int>(0)
  // Written by the caller that has the helpers, while no share has a part and no helper is at one.
  nonisolated(unsafe) private var partsOfShare = 0
  nonisolated(unsafe) private var work: (@Sendable (Int) -> Void)?

  /// For how many nanoseconds a helper without work stays awake.
  private static let patience: UInt64 = 50_000
  /// How often a thread looks between two looks at the clock: a fraction of a microsecond.
  private static let looks = 1_000

  private init(threads: Int) {
    shares = (0..<threads).map { _ in Share() }
    for index in shares.indices.dropFirst() {
      DispatchQueue(label: "kernels.\(index)", qos: .userInitiated).async { self.help(as: index) }
    }
  }

  /// Runs `body` with every number in `0 ..< parts`, each once, on the calling thread and up to `threads − 1` others,
  /// and returns when all are done.
  ///
  /// Any number of tasks may call this at once, and `body` may call it again: whoever finds the helpers taken does
  /// the parts alone.
  /// - Parameter nanoseconds: About how long one part takes. Only work above 40 µs wakes helpers; awake ones help in any
  ///   case.
  func run(parts: Int, threads: Int, nanoseconds: Double, _ body: @Sendable (Int) -> Void) {
    let count = min(threads, shares.count)
    let start = Contention.now
    guard count > 1, !contention.isPresent(at: start), !isTaken.exchange(true, ordering: .acquiring) else {
      for part in 0..<parts { body(part) }
      return
    }
    withoutActuallyEscaping(body) { body in
      handOut(parts, among: count, body)
      let wakes = Double(parts) * nanoseconds > 40_000
      if wakes { for share in shares[1..<count] { wake(share) } }
      let own = drawAll(as: 0)
      let end = Contention.now
      if wakes { contention.note(helped: own < parts, from: start, to: end) }
      waitForHelpers(from: end, atMost: 100_000 + UInt64(20 * nanoseconds))
      work = nil
    }
    isTaken.store(false, ordering: .releasing)
  }

  private func handOut(_ parts: Int, among count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    work = body
    partsOfShare = (parts + count - 1) / count
    shareCount.store(count, ordering: .relaxed)
    unfinished.store(parts, ordering: .sequentiallyConsistent)
    for (index, share) in shares[..<count].enumerated() {
      share.left.store(min(partsOfShare, parts - index * partsOfShare), ordering: .releasing)
    }
  }

  /// Does parts as long as there are any, its own first, and says how many.
  @discardableResult
  private func drawAll(as index: Int) -> Int {
    let count = shareCount.load(ordering: .relaxed)
    guard index < count else { return 0 }
    var drawn = 0
    for offset in 0..<count {
      let owner = (index + offset) % count
      let share = shares[owner]
      while share.left.load(ordering: .relaxed) > 0 {
        let part = share.left.subtract(1, ordering: .acquiring).newValue
        if part < 0 { break }
        perform(part, of: owner)
        unfinished.subtract(1, ordering: .releasing)
        drawn += 1
      }
    }
    return drawn
  }

  /// Whoever has drawn a part may read `work`: the caller does not change it before that part is done. Not inlined,
  /// so that the closure is let go of before the part counts as done.
  @inline(never)
  private func perform(_ part: Int, of owner: Int) { work?(owner * partsOfShare + part) }

  /// Waits until all parts are done; above a limit that no part should take, a helper has lost its processor.
  private func waitForHelpers(from start: UInt64, atMost limit: UInt64) {
    repeat {
      for _ in 0..<Self.looks where unfinished.load(ordering: .acquiring) == 0 { return }
    } while Contention.now - start < limit
    while unfinished.load(ordering: .acquiring) > 0 { usleep(50) }
    contention.noteVainAttempt(from: start, to: Contention.now)
  }

  // The helpers.

  private func help(as index: Int) {
    while true {
      drawAll(as: index)
      if !comesWork(for: index) { sleep(as: index) }
    }
  }

  /// Looks for work, and says whether some came before patience was at its end.
  private func comesWork(for index: Int) -> Bool {
    let start = Contention.now
    repeat {
      for _ in 0..<Self.looks where hasWork(for: index) { return true }
    } while Contention.now - start < Self.patience
    return false
  }

  private func hasWork(for index: Int) -> Bool {
    unfinished.load(ordering: .sequentiallyConsistent) > 0
      && index < shareCount.load(ordering: .relaxed)
  }

  /// Sleeps until a caller rings, unless there is work.
  ///
  /// A caller hands out the parts and then looks who sleeps; a helper says that it sleeps and then looks for work:
  /// one of the two sees the other. Who is taken for asleep is rung for, and has to hear it.
  private func sleep(as index: Int) {
    let share = shares[index]
    share.isAsleep.store(true, ordering: .sequentiallyConsistent)
    if hasWork(for: index), share.isAsleep.exchange(false, ordering: .sequentiallyConsistent) { return }
    share.bell.wait()
  }

  private func wake(_ share: Share) {
    if share.isAsleep.load(ordering: .sequentiallyConsistent),
      share.isAsleep.exchange(false, ordering: .sequentiallyConsistent)
    {
      share.bell.signal()
    }
  }
}
