import Dispatch
import Synchronization

/// Notices that other programs have the processors, so that callers do not count on help that will not come.
///
/// A helper without a processor is worse than none: the caller waits for the part that it has begun, and each thread more
/// takes from the caller's own time. After an attempt in vain callers work alone for as long as it took; when the next
/// attempt is in vain soon after, for twice as long, and so on up to 32 times. So a single interruption costs little, and
/// under a lasting load attempts take little of the time.
///
/// All times are those of ``now``.
package final class Contention: Sendable {
  /// Until when callers work alone.
  private let end = Atomic<UInt64>(0)
  // Written by the caller that has the helpers.
  nonisolated(unsafe) private var factor: UInt64 = 1
  nonisolated(unsafe) private var missed = 0
  nonisolated(unsafe) private var missedSince: UInt64 = 0

  /// No contention has been noticed yet.
  package init() {}

  /// Nanoseconds of a clock that only runs forward.
  package static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }

  /// How soon after working alone an attempt must be in vain again to make the next time longer: 50 ms.
  private static let soon: UInt64 = 50_000_000

  /// Whether callers should work alone at a time.
  package func isPresent(at time: UInt64) -> Bool { time < end.load(ordering: .relaxed) }

  /// Something has been tried in vain for a time.
  package func noteVainAttempt(from start: UInt64, to now: UInt64) {
    let before = end.load(ordering: .relaxed)
    factor = start < before + Self.soon && before > 0 ? min(32, 2 * factor) : 1
    end.store(now + factor * (now - start), ordering: .relaxed)
  }

  /// The helpers were woken for a kernel that took a time, and took a part in it or not.
  ///
  /// That they miss some may be because they slept; that they miss eight in a row, for 2 ms, has another reason.
  package func note(helped: Bool, from start: UInt64, to now: UInt64) {
    if missed == 0 { missedSince = start }
    missed = helped ? 0 : missed + 1
    if missed >= 8, now - missedSince >= 2_000_000 {
      noteVainAttempt(from: missedSince, to: now)
      missed = 0
    }
  }
}
