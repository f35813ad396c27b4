import Autodiff
import Notebook

/// The inputs of the small expression.
struct Letters: Module {
  var a: Tensor
  var b: Tensor
  var c: Tensor
  var f: Tensor

  /// The largest magnitude among the inputs: what rounding errors are measured by.
  var magnitude: Double { [a, b, c, f].map { Double($0.scalar.magnitude) }.max() ?? 0 }

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("a", &a)
    visitor.visit("b", &b)
    visitor.visit("c", &c)
    visitor.visit("f", &f)
  }
}

/// L = a·e + (e + c)·f with e = a·b: both a and e are used twice.
func expression(_ x: Letters) -> Tensor {
  let e = observe("e", x.a * x.b)
  let h = observe("h", x.a * e)
  let d = observe("d", e + x.c)
  let g = observe("g", d * x.f)
  return observe("L", h + g)
}

/// The expression with its graph, and what the library says about it.
struct Expression {
  let letters: Letters
  let graph: ExpressionGraph
  let gradient: Letters

  /// Rounding in `Float` stays far below this: every path's product is a few times (1 + m)² at most.
  var tolerance: Double { 1e-6 * (1 + letters.magnitude) * (1 + letters.magnitude) }

  init?(_ letters: Letters) {
    let (result, seen) = observing(graph: true) { valueWithGradient(at: letters, of: expression) }
    guard let graph = seen.graph else { return nil }
    self.letters = letters
    self.graph = graph
    gradient = result.gradient
  }

  /// The place of a node among the vertices.
  func place(_ name: String) -> Int {
    guard let index = graph.vertices.firstIndex(where: { $0.name == name }) else {
      fatalError("the expression has no node \(name)")
    }
    return index
  }

  /// The gradient of every node, as the library has it.
  var libraryGradients: [Double] { graph.vertices.map { Double($0.gradient?.scalar ?? 0) } }
}

extension ExpressionGraph.Vertex {
  /// The name it was observed under, or its operation's (for a leaf: the parameter's).
  var name: String { label ?? operation }
}

extension ExpressionGraph {
  /// The names of the vertices, in their order.
  var names: [String] { vertices.map(\.name) }

  /// "e = a·b", or "a" for a leaf.
  func equation(_ index: Int) -> String {
    let vertex = vertices[index]
    guard !vertex.inputs.isEmpty else { return vertex.name }
    let operands = vertex.inputs.map { vertices[$0].name }
    guard vertex.operation == "+" || vertex.operation == "*" else {
      return "\(vertex.name) = \(vertex.operation)(\(operands.joined(separator: ", ")))"
    }
    return "\(vertex.name) = " + operands.joined(separator: vertex.operation == "*" ? "·" : " + ")
  }

  /// The graph as a tree, the result at the top; what is used again is not drawn again.
  func tree(
    gradients: [Double?], label: (Int) -> String, value: (Tensor) -> Double = { Double($0.scalar) }
  ) -> TreeNode {
    var drawn: Set<Int> = []
    func node(_ index: Int) -> TreeNode {
      let vertex = vertices[index]
      let isNew = drawn.insert(index).inserted
      guard isNew || vertex.inputs.isEmpty else { return TreeNode("\(vertex.name)  (drawn above)") }
      return TreeNode(
        label(index), value: value(vertex.value), gradient: gradients[index],
        children: vertex.inputs.map(node))
    }
    return node(vertices.count - 1)
  }

  /// The result when one vertex, whichever, is nudged: every operation done again, in `Double`.
  func result(nudging nudged: Int, by step: Double) -> Double {
    var values: [Double] = []
    for vertex in vertices {
      let inputs = vertex.inputs.map { values[$0] }
      let value =
        switch vertex.operation {
        case "+": inputs.reduce(0, +)
        case "*": inputs.reduce(1, *)
        default: Double(vertex.value.scalar)
        }
      values.append(value + (vertex.index == nudged ? step : 0))
    }
    return values[values.count - 1]
  }

  /// (L(v + h) − L(v − h))/2h for every vertex v.
  func finiteDifferences(step: Double) -> [Double] {
    vertices.indices.map { vertex in
      (result(nudging: vertex, by: step) - result(nudging: vertex, by: -step)) / (2 * step)
    }
  }
}
