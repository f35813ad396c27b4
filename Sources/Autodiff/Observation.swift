import Kernels
import Synchronization

/// One intermediate of a computation, as `observing` saw it.
public struct Observed: Sendable {
  /// Its dotted name: the scopes it was computed in, then what the layer calls it.
  public let name: String
  /// The tensor, without links.
  public let value: Tensor
  /// The derivative of the loss with respect to it, when a gradient was taken through it.
  public let gradient: Tensor?
}

/// The intermediates of a computation, in the order in which they were computed.
public struct Observations: Sendable, RandomAccessCollection {
  private let all: [Observed]
  /// The graph of the last gradient taken, when the intermediates were observed with `graph: true`.
  public let graph: ExpressionGraph?

  init(_ all: [Observed], graph: ExpressionGraph?) {
    self.all = all
    self.graph = graph
  }

  /// The position of the first intermediate.
  public var startIndex: Int { all.startIndex }
  /// The position after the last intermediate.
  public var endIndex: Int { all.endIndex }

  /// The intermediate at a position.
  public subscript(position: Int) -> Observed {
    all[position]
  }

  /// The intermediate of a name (the last, where a layer ran more than once); `nil` when there is none.
  public subscript(name: String) -> Observed? {
    all.last { $0.name == name }
  }

  /// The value of the intermediate of a name; traps, with the names that there are, when there is none.
  public func tensor(_ name: String) -> Tensor {
    guard let observed = self[name] else {
      fatalError("nothing was observed as \(name), but \(all.map(\.name))")
    }
    return observed.value
  }
}

/// Gives an intermediate its name, for whoever is looking, and returns it unchanged.
///
/// A layer names what it computes; the containers around it add their prefixes (see `scope`). When nobody is
/// looking this costs one look at a task-local value.
///
/// ```swift
/// let weights = observe("weights", softmax(scores))
/// ```
@discardableResult
public func observe(_ name: @autoclosure () -> String, _ tensor: Tensor) -> Tensor {
  Observation.recorder?.note(Observation.path + name(), tensor)
  return tensor
}

/// Prefixes the names of everything observed in `body`: `scope("blocks.0") { … }` gives `blocks.0.weights`.
public func scope<Result>(_ name: @autoclosure () -> String, _ body: () throws -> Result) rethrows -> Result {
  guard Observation.recorder != nil else { return try body() }
  return try Observation.$path.withValue(Observation.path + name() + ".", operation: body)
}

/// Runs a computation and keeps every intermediate that it names, with its gradient when one is taken.
///
/// ```swift
/// let (logits, seen) = observing { model(tokens) }
/// seen["blocks.0.attention.weights"]?.value  // [heads, query, key]
/// ```
///
/// With `graph: true` the graph of the (last) gradient taken inside is kept too, node by node.
public func observing<Result>(
  graph: Bool = false, _ body: () throws -> Result
) rethrows -> (result: Result, observations: Observations) {
  let recorder = Observation.Recorder(keepsGraph: graph)
  let result = try Observation.$recorder.withValue(recorder) {
    try Observation.$path.withValue("", operation: body)
  }
  return (result, recorder.observations)
}

/// Whether somebody is looking at intermediates.
public enum Observation {
  @TaskLocal static var recorder: Recorder?
  @TaskLocal static var path = ""

  /// True inside `observing`: a function that fuses several steps then takes them one by one, so that each can
  /// be seen.
  public static var isActive: Bool {
    recorder != nil
  }

  /// Collects what is observed, and then the gradients that arrive there.
  final class Recorder: Sendable {
    private struct State {
      var seen: [(name: String, tensor: Tensor)] = []
      var nodes: Set<ObjectIdentifier> = []
      var gradients: [ObjectIdentifier: Tensor] = [:]
      var graph: ExpressionGraph?
    }

    let keepsGraph: Bool
    private let state = Mutex(State())

    init(keepsGraph: Bool) {
      self.keepsGraph = keepsGraph
    }

    func note(_ name: String, _ tensor: Tensor) {
      state.withLock { state in
        state.seen.append((name, tensor))
        if let node = tensor.node { state.nodes.insert(ObjectIdentifier(node)) }
      }
    }

    func note(gradient: Tensor, of node: Node) {
      state.withLock { state in
        guard keepsGraph || state.nodes.contains(ObjectIdentifier(node)) else { return }
        state.gradients[ObjectIdentifier(node)] = gradient.detached
      }
    }

    func note(graph order: [Node]) {
      guard keepsGraph else { return }
      state.withLock { state in
        var labels: [ObjectIdentifier: String] = [:]
        for (name, tensor) in state.seen {
          if let node = tensor.node { labels[ObjectIdentifier(node)] = name }
        }
        state.graph = ExpressionGraph(order, labels: labels, gradients: state.gradients)
      }
    }

    var observations: Observations {
      state.withLock { state in
        Observations(
          state.seen.map { name, tensor in
            Observed(
              name: name, value: tensor.detached,
              gradient: tensor.node.flatMap { state.gradients[ObjectIdentifier($0)] })
          }, graph: state.graph)
      }
    }
  }
}
