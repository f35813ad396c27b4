/// A node of an expression, with its value and the gradient that reached it.
public struct TreeNode: Sendable, Hashable {
  /// The operation or the name of the variable.
  public var label: String
  /// The number computed there.
  public var value: Double?
  /// ∂result/∂node.
  public var gradient: Double?
  /// The operands.
  public var children: [TreeNode]

  /// A node.
  public init(_ label: String, value: Double? = nil, gradient: Double? = nil, children: [TreeNode] = []) {
    self.label = label
    self.value = value
    self.gradient = gradient
    self.children = children
  }
}

/// An expression drawn as a tree, the result at the top.
public struct TreeCell: Sendable, Hashable {
  /// What the tree shows; may be empty.
  public let name: String
  /// The result.
  public let root: TreeNode

  /// A tree.
  public init(_ name: String = "", root: TreeNode) {
    self.name = name
    self.root = root
  }
}
