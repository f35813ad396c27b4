import Kernels

/// The value of a function of a module's parameters, and its gradient: a module of the same type in which every
/// parameter is the derivative of the value with respect to it.
///
/// `function` receives the model with its parameters tracked and must return one scalar. The gradient belongs to
/// this call alone: there is nothing to clear, and calling twice gives the same numbers twice. A parameter that
/// the value does not depend on has a gradient of zeros. Gradients of gradients are not taken: inside
/// `function`, a nested call sees its parameters as constants of the outer one.
///
/// ```swift
/// let (loss, gradient) = valueWithGradient(at: model) { model in
///   crossEntropy(logits: model(tokens), targets: next)
/// }
/// ```
public func valueWithGradient<Model: Module>(
  at model: Model, of function: (Model) throws -> Tensor
) rethrows -> (value: Tensor, gradient: Model) {
  var tracked = model
  var leaves: [Node] = []
  tracked.forEachParameter { name, parameter in
    let leaf = Node.leaf(parameter, operation: name)
    parameter = Tensor(shape: parameter.shape, buffer: parameter.buffer, node: leaf)
    leaves.append(leaf)
  }
  let value = try function(tracked)
  guard value.count == 1 else {
    fatalError("valueWithGradient: the function must return one scalar, not a tensor of shape \(value.shape)")
  }
  let gradients = backward(from: value)
  var gradient = model
  var next = leaves.makeIterator()
  gradient.forEachParameter { _, parameter in
    let leaf = next.next().flatMap { gradients[ObjectIdentifier($0)] }
    parameter = leaf ?? .zeros(parameter.shape)
  }
  return (value.detached, gradient)
}

/// The value of a function of two modules (or tensors), and its gradient with respect to each.
public func valueWithGradient<First: Module, Second: Module>(
  at first: First, _ second: Second, of function: (First, Second) throws -> Tensor
) rethrows -> (value: Tensor, gradient: (First, Second)) {
  let (value, gradient) = try valueWithGradient(at: Pair(first: first, second: second)) {
    try function($0.first, $0.second)
  }
  return (value, (gradient.first, gradient.second))
}

/// The gradient alone: see `valueWithGradient(at:of:)`.
public func gradient<Model: Module>(at model: Model, of function: (Model) throws -> Tensor) rethrows -> Model
{
  try valueWithGradient(at: model, of: function).gradient
}

/// Two modules walked one after the other.
private struct Pair<First: Module, Second: Module>: Module {
  var first: First
  var second: Second

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("0", &first)
    visitor.visit("1", &second)
  }
}

/// The backward pass through the graph of a scalar: the gradients of the leaves, by the identity of their nodes.
///
/// Every node is visited after all the nodes that use it, so that the gradients that come from them have all been
/// added up before they are passed on; a node visited early would pass on a part and then the whole.
private func backward(from value: Tensor) -> [ObjectIdentifier: Tensor] {
  guard let root = value.node else { return [:] }
  let order = inputsFirst(from: root)
  let position = Dictionary(
    uniqueKeysWithValues: order.enumerated().map { (ObjectIdentifier($0.element), $0.offset) })
  var gradients = [Tensor?](repeating: nil, count: order.count)
  gradients[order.count - 1] = .ones(value.shape)
  let observed = Observation.recorder
  for index in order.indices.reversed() {
    let node = order[index]
    guard let upstream = gradients[index] else { continue }
    observed?.note(gradient: upstream, of: node)
    guard let pullback = node.takePullback() else { continue }
    let results = pullback(upstream, node.inputs.map { $0 != nil })
    gradients[index] = nil
    guard results.count == node.inputs.count else {
      fatalError(
        "\(node.operation): its pullback gave \(results.count) gradients for \(node.inputs.count) inputs")
    }
    for (input, gradient) in zip(node.inputs, results) {
      guard let input, let target = position[ObjectIdentifier(input)] else { continue }
      guard let gradient else {
        fatalError("\(node.operation): its pullback gave no gradient for an input of shape \(input.shape)")
      }
      guard gradient.shape == input.shape else {
        fatalError(
          "\(node.operation): its pullback gave a gradient of shape \(gradient.shape) for an input of shape "
            + "\(input.shape)")
      }
      accumulate(gradient, into: &gradients[target])
    }
  }
  observed?.note(graph: order)
  var result: [ObjectIdentifier: Tensor] = [:]
  for (node, gradient) in zip(order, gradients) where node.inputs.isEmpty {
    result[ObjectIdentifier(node)] = gradient
  }
  return result
}

/// Adds a gradient, or some rows of it, to what has already arrived, in place.
private func accumulate(_ gradient: Contribution, into total: inout Tensor?) {
  guard var sum = total ?? (gradient.places == nil ? nil : .zeros(gradient.shape)) else {
    total = gradient.numbers.detached
    return
  }
  total = nil  // so that `sum` owns its memory alone and is added to in place
  if let places = gradient.places {
    scatterAddRows(into: &sum.buffer, indices: places, gradient.numbers.buffer, width: sum.shape[1])
  } else {
    Kernels.add(&sum.buffer, gradient.numbers.buffer)
  }
  total = sum
}

/// The nodes that a node was made from, and itself, every node after its inputs: depth first, without recursion.
private func inputsFirst(from root: Node) -> [Node] {
  var order: [Node] = []
  var seen: Set<ObjectIdentifier> = [ObjectIdentifier(root)]
  var path: [(node: Node, nextInput: Int)] = [(root, 0)]
  while let (node, nextInput) = path.last {
    guard nextInput < node.inputs.count else {
      order.append(node)
      path.removeLast()
      continue
    }
    path[path.count - 1].nextInput += 1
    if let input = node.inputs[nextInput], seen.insert(ObjectIdentifier(input)).inserted {
      path.append((input, 0))
    }
  }
  return order
}
