extension TopologicalOrderExercise {
  package static let misconceptions =
    wrongWalks + finished.flatMap { [$0, $0.variant("recursive", function: overflowing($0.function))] }

  /// Walks that go wrong, each as it is most often written.
  private static let wrongWalks: [Misconception<Function>] = [
    Misconception(
      "level-by-level",
      diagnosis: "a walk level by level from root, turned round: nearest to root is last, ready or not",
      remedy:
        "A vertex can be near root by one path and far by another; it must come before the users on both. Follow the "
        + "lecture's e, which both h and d use.",
      frequency: 3,
      function: { inputs, root in try levels(inputs, root).reversed() }),
    Misconception(
      "level-by-level-root-first", diagnosis: "a walk level by level from root, root first",
      remedy:
        "What is computed first stands first. And turning the levels round is not enough: a vertex can be near root by "
        + "one path and far by another.",
      frequency: 2, function: levels),
    putDownWhenMet,
    putDownWhenMet.variant("marked-when-pushed") { inputs, root in
      metOrder(inputs, root, lastFirst: true, isMarkedEarly: true).reversed()
    },
    Misconception(
      "put-down-when-met-recursive",
      diagnosis:
        "each vertex put down before its inputs are followed, and all of it turned round at the end",
      remedy:
        "Put a vertex down after the loop over its inputs, not before it; then nothing need be turned round.",
      frequency: 2,
      function: overflowing { inputs, root in metOrder(inputs, root, lastFirst: false).reversed() }),
    Misconception(
      "met-order-recursive", diagnosis: "each vertex put down before its inputs are followed",
      remedy: "That is the order of meeting: root first. When are all inputs of a vertex already there?",
      frequency: 2,
      function: overflowing { inputs, root in metOrder(inputs, root, lastFirst: false) }),
    Misconception(
      "every-path-recursive",
      diagnosis:
        "a walk without memory of what it met: a vertex stands there once for every path that leads to it",
      remedy:
        "Mark each vertex when it is first met, and pass by when it is met again. (Paths can double with every vertex: "
        + "30 doublings are a billion of them.)",
      frequency: 3,
      function: everyPath),
    Misconception(
      "every-path-put-down-once",
      diagnosis:
        "a walk down every path, in which a vertex is put down once but followed again each time that it is met: forty "
        + "doublings take longer than anybody's life",
      remedy:
        "Ask *before* a vertex's inputs are followed whether it was met already, and pass by the whole of it.",
      frequency: 3,
      function: { inputs, root in
        var isPutDown = Set<Int>()
        return try everyPath(inputs, root).filter { isPutDown.insert($0).inserted }
      }),
    Misconception(
      "by-number", diagnosis: "the vertices 0 to root by their numbers",
      remedy: "Numbers are names, and say nothing about what is made of what: follow `inputs`.",
      frequency: 1,
      function: { _, root in Array(0...root) }),
    Misconception(
      "recursive",
      diagnosis:
        "a function that calls itself for every input: its order is right, but a chain of 60,000 vertices is a stack "
        + "of 60,000 calls, and that overflows",
      remedy:
        "Keep the path to the current vertex in an array: each with the number of the input to look at next.",
      frequency: 3, function: overflowing(reference)),
  ]

  private static let putDownWhenMet = Misconception<Function>(
    "put-down-when-met",
    diagnosis: "each vertex put down when it is taken from the stack, and all of it turned round at the end",
    remedy:
      "In the diamond 0 → 1, 2 → 3, one of 1 and 2 is met after 0 already was. Put a vertex down when all of its "
      + "inputs are done: it has to stay on the stack until then.",
    frequency: 3
  ) { inputs, root in metOrder(inputs, root, lastFirst: true).reversed() }

  /// Every vertex after its inputs, once for every path; a graph with many paths takes too long.
  private static let everyPath: Function = overflowing { inputs, root in
    var order: [Int] = []
    func visit(_ vertex: Int) throws {
      guard order.count < 100_000 else { throw RunsOn() }
      for input in inputs[vertex] { try visit(input) }
      order.append(vertex)
    }
    try visit(root)
    return order
  }

  /// Right walks of which something else is wrong; a function that calls itself makes them as well.
  private static let finished: [Misconception<Function>] = [
    Misconception(
      "users-first", diagnosis: "the right order, backwards: root first, inputs after their users",
      remedy:
        "This is the order of the backward pass. Asked for is the order of computing: what is computed first?",
      frequency: 3, function: { try reference($0, $1).reversed() }),
    Misconception(
      "whole-graph", diagnosis: "an order of the whole graph, also of vertices that root does not depend on",
      remedy: "Start at root and follow `inputs`: what is not reached has no gradient and is not asked for.",
      frequency: 2, function: { inputs, _ in depthFirst(inputs, from: inputs.indices) }),
    Misconception(
      "without-root", diagnosis: "everything that root depends on, without root itself",
      remedy: "root is a vertex too: the last one to be computed, and the first one of the backward pass.",
      frequency: 1, function: { try reference($0, $1).dropLast() }),
  ]

  /// A function that calls itself once a vertex of a path: it overflows the stack where the path is long.
  private static func overflowing(_ function: @escaping Function) -> Function {
    { inputs, root in
      guard inputs.count < 50_000 else { throw Stops("the stack overflows") }
      return try function(inputs, root)
    }
  }

  /// The vertices in the order in which a walk level by level meets them.
  private static let levels: Function = { inputs, root in
    var queue = [root]
    var isSeen = Set(queue)
    var next = 0
    while next < queue.count {
      for input in inputs[queue[next]] where isSeen.insert(input).inserted { queue.append(input) }
      next += 1
    }
    return queue
  }

  /// The vertices in the order in which a walk with a stack meets them.
  private static func metOrder(
    _ inputs: [[Int]], _ root: Int, lastFirst: Bool, isMarkedEarly: Bool = false
  ) -> [Int] {
    var stack = [root]
    var isSeen = Set(isMarkedEarly ? [root] : [])
    var order: [Int] = []
    while let vertex = stack.popLast() {
      guard isMarkedEarly || isSeen.insert(vertex).inserted else { continue }
      order.append(vertex)
      for input in lastFirst ? inputs[vertex] : inputs[vertex].reversed()
      where !isMarkedEarly || isSeen.insert(input).inserted { stack.append(input) }
    }
    return order
  }
}
