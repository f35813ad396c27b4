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

/// Gives an intermediate its name, for whoever is looking or changing it, and returns what goes on from here: the tensor
/// itself, unless `intervening` has put another in its place.
///
/// A layer names what it computes; the containers around it add their prefixes (see `scope`). When nobody is
/// looking or intervening this costs one look at a task-local value.
///
/// ```swift
/// let weights = observe("weights", softmax(scores))
/// ```
@discardableResult
public func observe(_ name: @autoclosure () -> String, _ tensor: Tensor) -> Tensor {
  guard let watch = Observation.watch else { return tensor }
  let path = watch.path + name()
  let result = watch.interventions.reduce(tensor) { $1.change($0, at: path) }
  watch.recorder?.note(String(path.dropFirst(watch.recorderDepth)), result)
  return result
}

/// Prefixes the names of everything observed in `body`: `scope("blocks.0") { … }` gives `blocks.0.weights`.
public func scope<Result>(_ name: @autoclosure () -> String, _ body: () throws -> Result) rethrows -> Result {
  guard var watch = Observation.watch else { return try body() }
  watch.path += name() + "."
  return try Observation.$watch.withValue(watch, operation: body)
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
  var watch = Observation.watch ?? Observation.Watch()
  watch.recorder = recorder
  watch.recorderDepth = watch.path.count
  let result = try Observation.$watch.withValue(watch, operation: body)
  return (result, recorder.observations)
}

/// Whether somebody is looking at intermediates, or changing them.
public enum Observation {
  @TaskLocal static var watch: Watch?

  /// True inside `observing` and `intervening`: a function that fuses several steps then takes them one by one, so that
  /// each can be seen and changed.
  public static var isActive: Bool {
    watch != nil
  }

  /// Who takes note of the gradients and the graph.
  static var recorder: Recorder? { watch?.recorder }

  /// Who looks, who changes, and where in the model the computation is.
  struct Watch: Sendable {
    /// The scopes around the computation, with a dot after each.
    var path = ""
    /// Who looks; of several, the innermost.
    var recorder: Recorder?
    /// How much of the path stood when the recorder began: it knows names from there on.
    var recorderDepth = 0
    /// Who changes, the innermost first.
    var interventions: [Intervention] = []
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
