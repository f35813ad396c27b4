/// The graph that a gradient was taken through, for looking at: every operation with its value and gradient.
///
/// Get one with `observing(graph: true)`. The vertices stand in an order in which every operation follows its
/// inputs; the backward pass visits them from the last to the first.
public struct ExpressionGraph: Sendable {
  /// One value of the computation.
  public struct Vertex: Sendable {
    /// Its place among the vertices.
    public let index: Int
    /// What made it: the name of an operation, of a parameter, or `constant`.
    public let operation: String
    /// The name it was observed under, if any.
    public let label: String?
    /// The places of the operation's inputs, in the order in which the operation takes them; empty for a leaf.
    public let inputs: [Int]
    /// The number or numbers.
    public let value: Tensor
    /// The derivative of the result with respect to them; `nil` when the result does not depend on them.
    public let gradient: Tensor?
  }

  /// The values, every one after those it was made from; the last is the result.
  public let vertices: [Vertex]

  init(_ order: [Node], labels: [ObjectIdentifier: String], gradients: [ObjectIdentifier: Tensor]) {
    var positions: [ObjectIdentifier: Int] = [:]
    vertices = order.enumerated().map { index, node in
      let identifier = ObjectIdentifier(node)
      positions[identifier] = index
      return Vertex(
        index: index, operation: node.operation, label: labels[identifier],
        inputs: node.inputs.compactMap { $0.flatMap { positions[ObjectIdentifier($0)] } },
        value: node.value ?? .zeros(node.shape),
        gradient: gradients[identifier])
    }
  }
}

/// Whether nodes keep their values because the graph will be looked at.
enum GraphDrawing {
  static var isActive: Bool {
    Observation.recorder?.keepsGraph ?? false
  }
}
