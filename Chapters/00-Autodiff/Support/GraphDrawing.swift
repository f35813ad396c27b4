import Autodiff
import Notebook

extension TreeNode {
  /// A graph as a tree, the result at the top; what is used again is not drawn again.
  init<Node: Hashable>(
    graphFrom result: Node, inputs: (Node) -> [Node], name: (Node) -> String, drawing: (Node) -> TreeNode
  ) {
    var seen: Set<Node> = []
    func drawn(from node: Node) -> TreeNode {
      let isNew = seen.insert(node).inserted
      guard isNew || inputs(node).isEmpty else { return TreeNode("\(name(node))  (drawn above)") }
      var tree = drawing(node)
      tree.children = inputs(node).map(drawn(from:))
      return tree
    }
    self = drawn(from: result)
  }
}

extension ExpressionGraph {
  /// The graph of a computation with tensors, each shown as one number.
  func tree(showing number: (Tensor) -> Double) -> TreeNode {
    TreeNode(
      graphFrom: vertices.count - 1, inputs: { vertices[$0].inputs }, name: { vertices[$0].name },
      drawing: { index in
        let vertex = vertices[index]
        return TreeNode(
          vertex.described, value: number(vertex.value), gradient: vertex.gradient.map(number))
      })
  }
}

extension ExpressionGraph.Vertex {
  /// The name it was observed under, or its operation's (for a leaf: the parameter's).
  fileprivate var name: String { label ?? operation }

  /// "y  (tanh)", "w1", "error  (-) [4, 1]".
  fileprivate var described: String {
    let isNamed = label != nil && label != operation && !inputs.isEmpty
    return name + (isNamed ? "  (\(operation))" : "") + (value.shape.isEmpty ? "" : " \(value.shape)")
  }
}
