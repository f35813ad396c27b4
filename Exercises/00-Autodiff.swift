import Workbench

// MARK: - productPullback

/// What the product z = x·y, element by element, passes back: the gradients of its two factors.
///
/// - Parameters:
///   - x: one factor, of any shape.
///   - y: the other, of the same shape.
///   - upstream: ∂L/∂z, of the same shape: how much the loss grows when an element of z grows by one.
/// - Returns: ∂L/∂x and ∂L/∂y, of the same shape.
public func productPullback(_ x: Tensor, _ y: Tensor, upstream: Tensor) throws -> (x: Tensor, y: Tensor) {
  throw Unsolved()
}

// MARK: - sumToShape

/// The gradient of broadcasting: `upstream` added up until it has the shape `shape`.
///
/// A tensor of shape `shape` was broadcast to the shape of `upstream`: leading axes were added (`[3] → [2, 3]`) and
/// axes of size 1 were stretched (`[2, 1] → [2, 3]`). Each element was copied, and each copy sends a gradient back.
///
/// - Parameters:
///   - upstream: ∂L/∂(the stretched tensor).
///   - shape: the shape before stretching; it does broadcast to the shape of `upstream`, and may be the same.
/// - Returns: the gradient of the tensor before it was stretched, of exactly the shape `shape`.
public func sumToShape(_ upstream: Tensor, _ shape: [Int]) throws -> Tensor {
  throw Unsolved()
}

// MARK: - matrixProductPullback

/// What the matrix product Y = A·B passes back: the gradients of its two factors.
///
/// - Parameters:
///   - a: `[…, rows, inner]`; the axes before the last two are batch axes, the same in all three tensors.
///   - b: `[…, inner, columns]`.
///   - upstream: ∂L/∂Y, `[…, rows, columns]`.
/// - Returns: ∂L/∂A, of the shape of `a`, and ∂L/∂B, of the shape of `b`.
///
/// `transposed()` swaps the last two axes of a tensor and leaves batch axes alone.
public func matrixProductPullback(
  _ a: Tensor, _ b: Tensor, upstream: Tensor
) throws -> (a: Tensor, b: Tensor) {
  throw Unsolved()
}

// MARK: - topologicalOrder

/// The vertices that `root` depends on, and `root` itself, each once and each after all of its inputs.
///
/// - Parameters:
///   - inputs: `inputs[v]` lists the vertices that vertex v is made of, 0 ..< inputs.count; empty for a leaf. A vertex
///     may stand in a list twice (x·x), and in several lists. There are no cycles. The numbers are mere names: a vertex
///     may be made of vertices with higher numbers.
///   - root: the vertex to be computed.
/// - Returns: an order in which everything can be computed; `root` stands last. What `root` does not depend on is not
///   in it. Where several orders are right, any of them is.
///
/// A graph may be a chain of 60,000 vertices. A function that calls itself for each of them overflows the stack, and a
/// search through an array for each of them takes too long: keep a stack of your own, and one Bool for each vertex.
public func topologicalOrder(inputs: [[Int]], root: Int) throws -> [Int] {
  throw Unsolved()
}

// MARK: - backward

/// The backward pass: the gradient of a result with respect to every vertex of the graph that it was computed by.
///
/// - Parameters:
///   - inputs: `inputs[v]` lists the vertices that vertex v is made of. A vertex may stand in a list twice (x·x).
///   - localDerivatives: `localDerivatives[v][i]` is ∂v/∂(its i-th input), the other inputs held still; as long as
///     `inputs[v]`. The list for 3·3 as x·x is `[3, 3]`.
///   - order: the vertices that the result depends on, each after its inputs, the result last; not empty. It is what
///     `topologicalOrder` returns.
/// - Returns: ∂(result)/∂v at the place of vertex v, for every vertex: `inputs.count` numbers. A vertex that the result
///   does not depend on has 0.
public func backward(inputs: [[Int]], localDerivatives: [[Double]], order: [Int]) throws -> [Double] {
  throw Unsolved()
}
