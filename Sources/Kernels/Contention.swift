import Dispatch
import Synchronization

/// Notices that other programs have the processors, so that callers do not count on help that will not come.
///
/// A helper without a processor is worse than none: the caller waits for the part that it has begun, and each thread more
/// takes from the caller's own time. What an attempt cost is paid back twentyfold by working alone, so that under a lasting
/// load attempts take a twentieth of the time.
package final class Contention: Sendable {
  /// Until when callers work alone, by the clock; 0 most of the time.
  private let end = Atomic<UInt64>(0)
  // Written by the caller that has the helpers.
  nonisolated(unsafe) private var missed = 0
  nonisolated(unsafe) private var missedSince: UInt64 = 0

  /// No contention has been noticed yet.
  package init() {}

  /// Nanoseconds of a clock that only runs forward.
  package static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }

  /// Whether callers should work alone.
  package var isPresent: Bool {
    let end = end.load(ordering: .relaxed)
    if end == 0 { return false }
    if Self.now < end { return true }
    self.end.store(0, ordering: .relaxed)
    return false
  }

  /// Something has been tried in vain from a point in time until now.
  package func noteVainAttempt(since start: UInt64) {
    let now = Self.now
    end.store(now + 20 * (now - start), ordering: .relaxed)
  }

  /// The helpers were woken for a kernel that began at a point in time, and took a part in it or not.
  ///
  /// That they miss one may be because they slept; that they miss eight in a row has another reason.
  package func note(helped: Bool, since start: UInt64) {
    if missed == 0 || helped { missedSince = start }
    missed = helped ? 0 : missed + 1
    if missed == 8 {
      noteVainAttempt(since: missedSince)
      missed = 0
    }
  }
}
