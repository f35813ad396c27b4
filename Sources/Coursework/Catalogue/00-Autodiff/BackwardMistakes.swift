extension BackwardExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "replaced",
      diagnosis: "a walk in which what arrives replaces what was there: the last use of a vertex wins",
      remedy:
        "A vertex that is used twice matters twice. What must happen to the gradients that its users send?",
      frequency: 3
    ) { inputs, slopes, order in
      walk(inputs, slopes, order) { gradients, input, change in gradients[input] = change }
    },
    Misconception(
      "forwards",
      diagnosis: "a walk from the first vertex to the last: only the result's own inputs receive anything",
      remedy:
        "A vertex can hand out its gradient only when it has got it from all of its users. In which order are users "
        + "before inputs?",
      frequency: 3
    ) { inputs, slopes, order in walk(inputs, slopes, order, itinerary: order) },
    Misconception(
      "no-seed",
      diagnosis: "a walk in which nothing starts: the result's own gradient is 0, and so are all others",
      remedy: "What is ∂L/∂L? That number is where the walk begins.", frequency: 2
    ) { inputs, slopes, order in walk(inputs, slopes, order, seed: 0) },
    Misconception(
      "slopes-only",
      diagnosis: "the slopes added up, without the gradient of the user that they should be multiplied by",
      remedy:
        "∂u/∂v says how u moves with v. How much is a unit of u worth to the result? Along a path slopes multiply.",
      frequency: 2
    ) { inputs, slopes, order in
      var gradients = [Double](repeating: 0, count: inputs.count)
      if let result = order.last { gradients[result] = 1 }
      for vertex in order.reversed() {
        for (input, slope) in zip(inputs[vertex], slopes[vertex]) { gradients[input] += slope }
      }
      return gradients
    },
    Misconception(
      "once-an-operation",
      diagnosis: "a walk in which an operation serves each input once, although x·x uses x twice",
      remedy:
        "Go through the list inputs[v] itself, side by side with its slopes: a vertex may stand in it twice.",
      frequency: 2
    ) { inputs, slopes, order in
      let first = inputs.map { list in list.indices.filter { list.firstIndex(of: list[$0]) == $0 } }
      return walk(
        first.indices.map { vertex in first[vertex].map { inputs[vertex][$0] } },
        first.indices.map { vertex in first[vertex].map { slopes[vertex][$0] } }, order)
    },
    Misconception(
      "by-number",
      diagnosis: "a walk by the vertices' numbers, from the highest down, instead of along `order`",
      remedy: "Numbers are names. `order` has every vertex after its inputs: which way must it be walked?",
      frequency: 2
    ) { inputs, slopes, order in walk(inputs, slopes, order, itinerary: inputs.indices.reversed()) },
    Misconception(
      "in-walking-order",
      diagnosis: "the right gradients in the order of `order`, and not by the vertices' numbers",
      remedy:
        "gradients[v] belongs to vertex v, whatever its place in `order`, and every vertex of the graph has one.",
      frequency: 2
    ) { inputs, slopes, order in
      let gradients = walk(inputs, slopes, order)
      return order.map { gradients[$0] }
    },
    Misconception(
      "too-few",
      diagnosis:
        "one gradient for each vertex of `order` instead of one for each of the graph: there are more of those",
      remedy: "`order` names the vertices that the result needs. How many vertices does the graph have?",
      frequency: 2
    ) { inputs, slopes, order in
      guard order.allSatisfy({ $0 < order.count }) else { throw Stops("Index out of range") }
      return Array(walk(inputs, slopes, order).prefix(order.count))
    },
    Misconception(
      "all-ones", diagnosis: "a walk in which every vertex starts with the gradient 1, not the result alone",
      remedy: "∂L/∂L is 1. What is known of ∂L/∂v of any other v before the walk begins?", frequency: 1
    ) { inputs, slopes, order in walk(inputs, slopes, order, elsewhere: 1) },
    Misconception(
      "every-path",
      diagnosis:
        "a walk down every path by itself: the sums are right, but forty doublings have 2⁴⁰ paths, and nobody lives to "
        + "see the end",
      remedy:
        "A vertex is visited once, when all of its users have been: by then its gradient is complete. `order` says when.",
      frequency: 3
    ) { inputs, slopes, order in
      var gradients = [Double](repeating: 0, count: inputs.count)
      try everyPath(inputs, slopes, order) { vertex, change in gradients[vertex] += change }
      return gradients
    },
    Misconception(
      "sent-again",
      diagnosis: "a walk down every path that hands on, at each visit, all that a vertex has got so far",
      remedy:
        "What was handed on at the first visit is handed on again at the second. Visit a vertex once, when its gradient "
        + "is complete.",
      frequency: 2
    ) { inputs, slopes, order in
      var gradients = [Double](repeating: 0, count: inputs.count)
      try everyPath(inputs, slopes, order) { vertex, change in
        gradients[vertex] += change
        change = gradients[vertex]
      }
      return gradients
    },
    Misconception(
      "seed-at-the-last-number", diagnosis: "a walk that starts with 1 at the vertex of the highest number",
      remedy: "Numbers are names. The result is the vertex that stands last in `order`.", frequency: 2
    ) { inputs, slopes, order in
      walk(inputs, slopes, order, result: inputs.count - 1)
    },
    Misconception(
      "first-slope", diagnosis: "a walk in which a vertex hands the slope of its first input to all of them",
      remedy: "∂v/∂(its i-th input) is localDerivatives[v][i]: the two lists run side by side.", frequency: 1
    ) { inputs, slopes, order in
      walk(inputs, slopes.map { list in list.map { _ in list[0] } }, order)
    },
    Misconception(
      "forward-mode",
      diagnosis: "the slopes of every vertex with respect to the first of `order`, carried forwards",
      remedy:
        "That is one input's effect on everything. Asked for is everything's effect on the result: start there, and go backwards.",
      frequency: 1
    ) { inputs, slopes, order in
      var tangents = [Double](repeating: 0, count: inputs.count)
      for (place, vertex) in order.enumerated() {
        let sum = zip(inputs[vertex], slopes[vertex]).reduce(0) { $0 + tangents[$1.0] * $1.1 }
        tangents[vertex] = place == 0 ? 1 : sum
      }
      return tangents
    },
  ]

  /// Follows every path from the result by itself, as long as one can wait for.
  ///
  /// - Parameter receive: is told what a vertex gets, and may change it before it is handed on.
  private static func everyPath(
    _ inputs: [[Int]], _ slopes: [[Double]], _ order: [Int],
    receive: (_ vertex: Int, _ change: inout Double) -> Void
  ) throws {
    var visits = 0
    func visit(_ vertex: Int, _ change: Double) throws {
      visits += 1
      guard visits < 100_000 else { throw RunsOn() }
      var change = change
      receive(vertex, &change)
      for (input, slope) in zip(inputs[vertex], slopes[vertex]) { try visit(input, change * slope) }
    }
    if let result = order.last { try visit(result, 1) }
  }

  /// A backward pass, of which one thing can be made wrong.
  private static func walk(
    _ inputs: [[Int]], _ slopes: [[Double]], _ order: [Int], itinerary: [Int]? = nil, seed: Double = 1,
    elsewhere: Double = 0, result: Int? = nil,
    receive: (inout [Double], Int, Double) -> Void = { gradients, input, change in gradients[input] += change
    }
  ) -> [Double] {
    var gradients = [Double](repeating: elsewhere, count: inputs.count)
    if let result = result ?? order.last { gradients[result] = seed }
    for vertex in itinerary ?? order.reversed() {
      for (input, slope) in zip(inputs[vertex], slopes[vertex]) {
        receive(&gradients, input, gradients[vertex] * slope)
      }
    }
    return gradients
  }
}
