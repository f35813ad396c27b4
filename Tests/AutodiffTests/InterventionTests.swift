import Autodiff
import Testing

/// What `observe` names, `intervening` changes.
@Suite("Changing intermediates")
struct InterventionTests {
  /// (x² at `hidden`, + 1 at `inner.result`).
  private func layer(_ x: Tensor) -> Tensor {
    let hidden = observe("hidden", x * x)
    return scope("inner") { observe("result", hidden + 1) }
  }

  @Test("what a change returns goes on, at any depth, at several names at once")
  func value() {
    #expect(intervening(["hidden": { $0 * 10 }]) { layer(3) } == 91)
    #expect(intervening(["inner.result": { $0 * 10 }]) { layer(3) } == 100)
    #expect(intervening(["hidden": { $0 * 10 }, "inner.result": { -$0 }]) { layer(3) } == -91)
    #expect(intervening([:]) { layer(3) } == 10)
  }

  @Test("every time that a name is computed it is changed")
  func nameComputedTwice() {
    #expect(intervening(["hidden": { $0 + 1 }]) { layer(3) + layer(2) } == 17)
  }

  @Test("who observes sees what goes on, whether outside or inside of the intervention")
  func observed() {
    let outside = observing { intervening(["hidden": { $0 * 10 }]) { layer(3) } }.observations
    let inside = intervening(["hidden": { $0 * 10 }]) { observing { layer(3) }.observations }
    for seen in [outside, inside] {
      #expect(seen.map(\.name) == ["hidden", "inner.result"])
      #expect(seen.map(\.value) == [90, 91])
    }
  }

  @Test("a gradient flows through the change, and not past a tensor that takes the place")
  func gradients() {
    let through = gradient(at: Tensor(3)) { x in intervening(["hidden": { $0 * $0 }]) { layer(x) } }
    #expect(through == 108)  // x⁴
    let replaced = gradient(at: Tensor(3)) { x in intervening(["hidden": { _ in 7 }]) { layer(x) * x } }
    #expect(replaced == 8)
    let around = intervening(["hidden": { $0 * 10 }]) { gradient(at: Tensor(3)) { layer($0) } }
    #expect(around == 60)
    let (_, seen) = observing {
      gradient(at: Tensor(3)) { x in intervening(["hidden": { $0 * 10 }]) { layer(x) * 2 } }
    }
    #expect(seen["hidden"]?.gradient == 2)
  }

  @Test("of nested interventions at one name the inner one comes first")
  func nested() {
    let result = intervening(["hidden": { $0 * 10 }]) {
      intervening(["hidden": { $0 + 1 }]) { layer(3) }
    }
    #expect(result == 101)
    let both = intervening(["inner.result": { $0 * 2 }]) {
      intervening(["hidden": { $0 + 1 }]) { layer(3) } + layer(1)
    }
    #expect(both == 26)
  }

  @Test("names begin where the intervention does, also with an observation in between")
  func scopes() {
    let result = intervening(["outer.hidden": { $0 * 10 }]) {
      scope("outer") {
        intervening(["hidden": { $0 + 1 }]) {
          scope("deep") { _ = observing { layer(5) } }
          return observing { layer(3) }
        }
      }
    }
    #expect(result.result == 101)
    #expect(result.observations.map(\.name) == ["hidden", "inner.result"])
  }

  @Test("when it is over, or nobody intervenes, nothing is changed and no name is even made")
  func afterwards() {
    #expect(intervening(["hidden": { $0 * 10 }]) { Observation.isActive && layer(3) == 91 })
    #expect(!Observation.isActive && layer(3) == 10)
    var made = 0
    func name() -> String {
      made += 1
      return "hidden"
    }
    observe(name(), scope(name()) { 3 })
    #expect(made == 0)
    intervening(["hidden.hidden": { $0 }]) { _ = scope(name()) { observe(name(), 3) } }
    #expect(made == 2)
  }

  private struct Failure: Error {}

  @Test("an error of the computation is thrown on, whatever has been computed until then")
  func thrown() {
    #expect(throws: Failure.self) {
      try intervening(["hidden": { $0 }]) { throw Failure() }
    }
  }
}
