import Notebook

/// The numbers that the expression L = a·e + (e + c)·f, e = a·b, is computed from.
struct Letters {
  let a: Double
  let b: Double
  let c: Double
  let f: Double

  /// The four derivatives on paper: e + b(a + f), a(a + f), f and e + c.
  var byHand: [String: Double] {
    ["a": a * b + b * (a + f), "b": a * (a + f), "c": f, "f": a * b + c]
  }

  /// Every path's product is a few times (1 + m)² at most, m being the largest of the four.
  private var size: Double {
    let largest = [a, b, c, f].map(\.magnitude).max() ?? 0
    return (1 + largest) * (1 + largest)
  }
  /// What rounding in `Double` stays far below.
  var rounding: Double { 0x1p-45 * size }
  /// What rounding in `Float` stays below.
  var floatTolerance: Double { 1e-6 * size }
}

/// What the switches break in the backward pass.
struct Breakage {
  let wrongOrder: Bool
  let noAccumulate: Bool

  var isEmpty: Bool { !wrongOrder && !noAccumulate }

  /// "level by level: e is visited before d has reported".
  var description: String {
    [
      wrongOrder ? "level by level: e is visited before d has reported" : "",
      noAccumulate ? "what arrives replaces what was there" : "",
    ].filter { !$0.isEmpty }.joined(separator: "; ")
  }
}

/// The expression made of nodes, and what the engine says of them.
struct Expression {
  let letters: Letters
  let L: Scalar
  let derivative: [Scalar: Double]
}

/// The nodes of the expression by name, each after its inputs, with the gradients of this run.
struct WalkedExpression {
  /// What the tree is called.
  static let formula = "L = a·e + (e + c)·f"

  let L: Scalar
  let nodes: [Scalar]
  let names: [String]
  let gradients: [Double]
  /// The visits of a walk that was broken.
  let visits: [(node: Scalar, gradient: Double)]?

  func name(of node: Scalar) -> String { nodes.firstIndex(of: node).map { names[$0] } ?? node.operation }

  func node(_ name: String) -> Scalar? { names.firstIndex(of: name).map { nodes[$0] } }

  func gradient(_ name: String) -> Double { names.firstIndex(of: name).map { gradients[$0] } ?? .nan }

  /// "e = a·b", or "a" for a leaf.
  private func equation(_ node: Scalar) -> String {
    node.inputs.isEmpty ? name(of: node) : "\(name(of: node)) = \(operation(node, name(of:)))"
  }

  /// What is computed at a node, in letters and in numbers: "a·b = 2·(-3)".
  func computation(_ node: Scalar) -> String {
    guard !node.inputs.isEmpty else { return "given" }
    let numbers = operation(node) {
      let text = NumberText.compact($0.value)
      return text.hasPrefix("-") ? "(\(text))" : text
    }
    return "\(operation(node, name(of:))) = \(numbers)"
  }

  private func operation(_ node: Scalar, _ written: (Scalar) -> String) -> String {
    node.inputs.map { written($0.node) }.joined(separator: node.operation == "*" ? "·" : " + ")
  }

  /// The graph with its values and gradients, the result at the top.
  var tree: TreeNode {
    TreeNode(
      graphFrom: L, inputs: { $0.inputs.map(\.node) }, name: name(of:),
      drawing: { TreeNode(equation($0), value: $0.value, gradient: gradient(name(of: $0))) })
  }
}
