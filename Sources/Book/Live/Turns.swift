import Foundation
import Synchronization

/// So many at once, the others in the order in which they came.
package final class Turns: Sendable {
  private struct State {
    var running = 0
    var next = 0
    var waiting: [Int] = []
  }

  private let limit: Int
  private let state = Mutex(State())

  /// Turns for `limit` at once.
  package init(limit: Int) { self.limit = limit }

  /// Waits for a turn and does what is to be done in it; nil when it was called off.
  ///
  /// - Parameter whileWaiting: is called many times a second with the number of those that come first; `false` gives up.
  package func take<Result>(
    whileWaiting: (_ ahead: Int) -> Bool, _ body: () throws -> Result
  ) rethrows -> Result? {
    let ticket = state.withLock { state in
      state.next += 1
      state.waiting.append(state.next)
      return state.next
    }
    while let ahead = ahead(of: ticket) {
      guard whileWaiting(ahead) else {
        state.withLock { $0.waiting.removeAll { $0 == ticket } }
        return nil
      }
      Thread.sleep(forTimeInterval: 0.01)
    }
    defer { state.withLock { $0.running -= 1 } }
    return try body()
  }

  /// How many come before a ticket; nil when it is its turn, which has then begun.
  private func ahead(of ticket: Int) -> Int? {
    state.withLock { state in
      guard state.waiting.first == ticket, state.running < limit else {
        return state.waiting.firstIndex(of: ticket) ?? 0
      }
      state.waiting.removeFirst()
      state.running += 1
      return nil
    }
  }
}
