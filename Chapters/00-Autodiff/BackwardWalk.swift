import Autodiff

/// A walk back through a graph of sums and products, by hand: what a library does, and how it goes wrong.
///
/// Every node passes its gradient on to its inputs, times the operation's slope: 1 for a sum, the other factor
/// for a product.
struct BackwardWalk {
  /// Which node comes next.
  enum Order {
    /// The right one: a node after all nodes that use it.
    case usersFirst
    /// Wrong: level by level from the result, each node once, ready or not.
    case breadthFirst
    /// Wrong: a node passes its gradient on each time that something arrives.
    case everyArrival
  }

  /// What happened at a node.
  struct Visit {
    let vertex: Int
    let gradient: Double
    let passed: [(input: Int, change: Double)]
  }

  var order = Order.usersFirst
  /// Whether what arrives is added to what is there; otherwise it replaces it.
  var accumulates = true

  func callAsFunction(_ graph: ExpressionGraph) -> (gradients: [Double], visits: [Visit]) {
    var gradients = [Double](repeating: 0, count: graph.vertices.count)
    gradients[gradients.count - 1] = 1  // ∂L/∂L
    var visits: [Visit] = []
    for index in itinerary(graph) {
      let vertex = graph.vertices[index]
      let changes = zip(vertex.inputs, slopes(vertex, graph)).map { ($0, gradients[index] * $1) }
      for (input, change) in changes {
        gradients[input] = accumulates ? gradients[input] + change : change
      }
      visits.append(Visit(vertex: index, gradient: gradients[index], passed: changes))
    }
    return (gradients, visits)
  }

  /// ∂(result of the operation)/∂(each input).
  private func slopes(_ vertex: ExpressionGraph.Vertex, _ graph: ExpressionGraph) -> [Double] {
    let inputs = vertex.inputs.map { Double(graph.vertices[$0].value.scalar) }
    switch vertex.operation {
    case "+": return [1, 1]
    case "*": return [inputs[1], inputs[0]]
    default: return []
    }
  }

  private func itinerary(_ graph: ExpressionGraph) -> [Int] {
    let result = graph.vertices.count - 1
    switch order {
    case .usersFirst:
      return graph.vertices.indices.reversed()
    case .breadthFirst:
      var queue = [result]
      var next = 0
      while next < queue.count {
        for input in graph.vertices[queue[next]].inputs where !queue.contains(input) { queue.append(input) }
        next += 1
      }
      return queue
    case .everyArrival:
      func from(_ index: Int) -> [Int] { [index] + graph.vertices[index].inputs.flatMap(from) }
      return from(result)
    }
  }
}
