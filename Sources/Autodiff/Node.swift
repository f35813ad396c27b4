import Kernels
import Synchronization

/// What a pullback passes on to an input: a gradient of its shape, or some rows of one, each once, at their places.
struct Contribution {
  let numbers: Tensor
  let shape: Shape
  var places: [Int]?
}

/// One operation of the graph that a gradient is taken through: what went in, and how the gradient of what came out
/// is passed back to it.
///
/// A node holds no numbers of its own. Its pullback captures only tensors without links, so that the only
/// references from node to node are `inputs`, and those are released one after another (see `deinit`).
final class Node: Sendable {
  /// What every input receives, given the gradient of the result (the cotangent); `nil` only where none is needed.
  typealias Pullback = @Sendable (_ upstream: Tensor, _ needed: [Bool]) -> [Contribution?]

  /// The operation's name, for drawings of the graph and for messages.
  let operation: String
  /// The shape of the result.
  let shape: Shape
  /// The result itself, kept only while a graph is being drawn.
  let value: Tensor?

  private static let count = Atomic<Int>(0)

  /// Whether there are nodes at all; while there are none, no tensor is tracked.
  static var exist: Bool { count.load(ordering: .relaxed) > 0 }

  // Written when the node is made, and after that only by the one thread that owns the last reference or
  // runs the backward pass.
  nonisolated(unsafe) private(set) var inputs: [Node?]
  nonisolated(unsafe) private(set) var pullback: Pullback?

  init(operation: String, shape: Shape, inputs: [Node?], value: Tensor? = nil, pullback: Pullback?) {
    self.operation = operation
    self.shape = shape
    self.inputs = inputs
    self.value = value
    self.pullback = pullback
    Self.count.add(1, ordering: .relaxed)
  }

  /// A parameter: where a gradient arrives.
  static func leaf(_ tensor: Tensor, operation: String = "leaf") -> Node {
    Node(
      operation: operation, shape: tensor.shape, inputs: [],
      value: GraphDrawing.isActive ? tensor.detached : nil, pullback: nil)
  }

  /// Takes the pullback out: each is run once, and what it captured is freed as the backward pass goes on.
  func takePullback() -> Pullback? {
    defer { pullback = nil }
    return pullback
  }

  deinit {
    Self.count.subtract(1, ordering: .relaxed)
    // A chain freed by recursion overflows the stack after some ten thousand nodes, so the nodes that only this
    // one keeps alive are emptied in a loop before they go.
    var orphans = inputs
    inputs = []
    while var candidate = orphans.popLast() {
      guard isKnownUniquelyReferenced(&candidate), let node = candidate else { continue }
      orphans.append(contentsOf: node.inputs)
      node.inputs = []
    }
  }
}

/// An operation of any number of inputs, with its derivative beside it.
///
/// `operation` receives the inputs without their links and returns the result together with the pullback: for
/// the gradient of the result (and for which inputs a gradient is needed), the gradient of every input, of its shape;
/// `nil` will do where none is needed, and traps elsewhere. When no input is tracked the pullback is dropped and nothing is recorded.
///
/// ```swift
/// func product(_ x: Tensor, _ y: Tensor) -> Tensor {
///   differentiable("×", [x, y]) { inputs in
///     (inputs[0] * inputs[1], { upstream, _ in [upstream * inputs[1], upstream * inputs[0]] })
///   }
/// }
/// ```
public func differentiable(
  _ name: String, _ inputs: [Tensor],
  _ operation: ([Tensor]) -> (
    value: Tensor, pullback: @Sendable (_ upstream: Tensor, _ needed: [Bool]) -> [Tensor?]
  )
) -> Tensor {
  recorded(name, inputs) { inputs in
    let (value, pullback) = operation(inputs)
    return (value, { pullback($0, $1).map { $0.map { Contribution(numbers: $0, shape: $0.shape) } } })
  }
}

/// The same for an operation that may pass on rows alone.
func recorded(
  _ name: String, _ inputs: [Tensor], _ operation: ([Tensor]) -> (value: Tensor, pullback: Node.Pullback)
) -> Tensor {
  guard inputs.contains(where: { $0.node != nil }) else { return operation(inputs).value }
  let (value, pullback) = operation(inputs.map(\.detached))
  let drawing = GraphDrawing.isActive
  let links = inputs.map { $0.node ?? (drawing ? Node.leaf($0, operation: "constant") : nil) }
  let node = Node(
    operation: name, shape: value.shape, inputs: links, value: drawing ? value : nil, pullback: pullback)
  return Tensor(shape: value.shape, buffer: value.buffer, node: node)
}

/// An operation of one input, with its derivative beside it: see `differentiable(_:_:_:)` for any number.
///
/// ```swift
/// func square(_ x: Tensor) -> Tensor {
///   differentiable("²", x) { x in (x * x, { upstream in 2 * x * upstream }) }
/// }
/// ```
public func differentiable(
  _ name: String, _ x: Tensor,
  _ operation: (Tensor) -> (value: Tensor, pullback: @Sendable (Tensor) -> Tensor)
) -> Tensor {
  guard x.node != nil else { return operation(x).value }
  return differentiable(name, [x]) { inputs in
    let (value, pullback) = operation(inputs[0])
    return (value, { upstream, _ in [pullback(upstream)] })
  }
}

/// An operation of two inputs, with a pullback for each: only the ones that are needed are run.
public func differentiable(
  _ name: String, _ x: Tensor, _ y: Tensor,
  _ operation: (Tensor, Tensor) -> (
    value: Tensor, pullbackToFirst: @Sendable (Tensor) -> Tensor,
    pullbackToSecond: @Sendable (Tensor) -> Tensor
  )
) -> Tensor {
  guard x.node != nil || y.node != nil else { return operation(x, y).value }
  return differentiable(name, [x, y]) { inputs in
    let (value, first, second) = operation(inputs[0], inputs[1])
    return (
      value, { upstream, needed in [needed[0] ? first(upstream) : nil, needed[1] ? second(upstream) : nil] }
    )
  }
}
