import Synchronization

/// Runs a computation in which intermediates are changed on their way: what `observing` lets one see, by the same names.
///
/// Each change is given what the layer has computed and returns what goes on in its place, of the same shape; whoever
/// observes sees what goes on. A gradient flows through the change, as far as it uses what it is given. Of nested
/// interventions at one name the inner one comes first, and the outer one is given its result.
///
/// ```swift
/// let without = intervening(["blocks.0.attention.weights": { $0.zeroing(head: 2) }]) { model(tokens) }
/// ```
///
/// Names begin where `intervening` is called: inside `scope("blocks.0")` they do without that prefix, if somebody outside
/// of the scope was looking or changing already. Traps, with the names that there are, when nothing computes one of the
/// names, and with both shapes when a change returns another shape.
public func intervening<Result>(
  _ changes: [String: @Sendable (Tensor) -> Tensor], _ body: () throws -> Result
) rethrows -> Result {
  var watch = Observation.watch ?? Observation.Watch()
  let intervention = Intervention(changes, below: watch.path)
  watch.interventions.insert(intervention, at: 0)
  let result = try Observation.$watch.withValue(watch, operation: body)
  intervention.requireAllComputed()
  return result
}

/// Changes to make by name, and which names have come by.
final class Intervention: Sendable {
  private let changes: [String: @Sendable (Tensor) -> Tensor]
  private let depth: Int
  private let computed = Mutex<Set<String>>([])

  /// Changes by names that continue a path.
  init(_ changes: [String: @Sendable (Tensor) -> Tensor], below path: String) {
    self.changes = changes
    depth = path.count
  }

  /// What goes on in the place of a tensor that is computed under a path.
  func change(_ tensor: Tensor, at path: String) -> Tensor {
    let name = String(path.dropFirst(depth))
    computed.withLock { _ = $0.insert(name) }
    guard let result = changes[name]?(tensor) else { return tensor }
    guard result.shape == tensor.shape else {
      fatalError("intervening: \(name) has shape \(tensor.shape), its change returns \(result.shape)")
    }
    return result
  }

  /// Traps when a name has not come by.
  func requireAllComputed() {
    let names = computed.withLock { $0 }
    for name in changes.keys.sorted() where !names.contains(name) {
      fatalError("intervening: nothing computes \(name), but \(names.sorted())")
    }
  }
}
