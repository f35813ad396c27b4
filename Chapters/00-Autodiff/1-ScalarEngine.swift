import Platform

/// A number that remembers how it was made: automatic differentiation on one page.
///
/// An operation keeps its result, what that was made from, and the slope of the result in each of these; the backward
/// pass needs nothing else. It leaves nothing behind in the nodes, so that nothing has to be cleared before the next.
final class Scalar: Sendable, Hashable, ExpressibleByFloatLiteral {
  typealias Input = (node: Scalar, slope: Double)  // slope: ∂self/∂node

  let value: Double
  let operation: String  // "+", "tanh", …; nothing for an input
  let inputs: [Input]  // what it was made from

  init(_ value: Double, _ operation: String = "", _ inputs: Input...) {
    (self.value, self.operation, self.inputs) = (value, operation, inputs)
  }

  convenience init(floatLiteral value: Double) { self.init(value) }

  // The operations, each with its derivative in every input.

  static func + (x: Scalar, y: Scalar) -> Scalar {
    Scalar(x.value + y.value, "+", (x, 1), (y, 1))
  }

  static func - (x: Scalar, y: Scalar) -> Scalar {
    Scalar(x.value - y.value, "-", (x, 1), (y, -1))
  }

  static func * (x: Scalar, y: Scalar) -> Scalar {
    Scalar(x.value * y.value, "*", (x, y.value), (y, x.value))
  }

  static func / (x: Scalar, y: Scalar) -> Scalar {
    let quotient = x.value / y.value
    return Scalar(quotient, "/", (x, 1 / y.value), (y, -quotient / y.value))
  }

  static prefix func - (x: Scalar) -> Scalar {
    Scalar(-x.value, "negate", (x, -1))
  }

  func power(_ exponent: Double) -> Scalar {  // (xᵖ)′ = p·xᵖ⁻¹
    let slope = exponent * pow(value, exponent - 1)
    return Scalar(pow(value, exponent), "power", (self, slope))
  }

  func exp() -> Scalar {  // (eˣ)′ = eˣ
    let y = Platform.exp(value)
    return Scalar(y, "exp", (self, y))
  }

  func log() -> Scalar {  // (ln x)′ = 1/x
    Scalar(Platform.log(value), "log", (self, 1 / value))
  }

  func tanh() -> Scalar {  // (tanh x)′ = 1 − tanh² x
    let y = Platform.tanh(value)
    return Scalar(y, "tanh", (self, 1 - y * y))
  }

  func relu() -> Scalar {  // max(0, x), whose slope at 0 is 0 here
    Scalar(max(0, value), "relu", (self, value > 0 ? 1 : 0))
  }

  // The backward pass.

  /// This node and all that it was made from, each once, after its inputs.
  func inputsFirst() -> [Scalar] {
    var order: [Scalar] = []
    var seen: Set<Scalar> = []
    func visit(_ node: Scalar) {
      guard seen.insert(node).inserted else { return }
      for input in node.inputs { visit(input.node) }
      order.append(node)
    }
    visit(self)
    return order
  }

  /// ∂self/∂node for every node that this one was made from.
  func backward() -> [Scalar: Double] {
    var gradient = [self: 1.0]  // ∂self/∂self
    for node in inputsFirst().reversed() {  // after all that use it
      for (input, slope) in node.inputs {
        gradient[input, default: 0] += gradient[node, default: 0] * slope
      }
    }
    return gradient
  }

  // A node is itself: two of one value are two.
  static func == (x: Scalar, y: Scalar) -> Bool { x === y }
  func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(self))
  }
}
