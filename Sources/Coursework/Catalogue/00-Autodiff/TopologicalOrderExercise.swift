import Randomness

/// The order in which a graph is computed: every vertex after what it is made of.
package enum TopologicalOrderExercise: Exercise {
  /// What each vertex is made of, and the result, to the vertices that the result needs in an order that works.
  package typealias Function = @Sendable (_ inputs: [[Int]], _ root: Int) throws -> [Int]

  /// A graph: listed, or a chain in which vertex n is made of vertex n − 1.
  package struct Inputs: Codable, Sendable {
    let inputs: [[Int]]?
    let chain: Int?
    let root: Int

    init(_ inputs: [[Int]], root: Int) {
      self.inputs = inputs
      chain = nil
      self.root = root
    }

    init(chain: Int) {
      inputs = nil
      self.chain = chain
      root = chain - 1
    }

    var graph: [[Int]] { inputs ?? (0..<(chain ?? 0)).map { $0 == 0 ? [] : [$0 - 1] } }
  }

  package static let about = About(
    name: "topologicalOrder", title: "every vertex after its inputs",
    goal:
      "inputs[v] lists the vertices that vertex v is made of. Give the vertices that root depends on, and root "
      + "itself, each once, each after all of its inputs. A chain of 60,000 vertices must not overflow the stack: "
      + "keep a stack of your own instead of a function that calls itself. Any order that satisfies this is right.",
    formula: "u ∈ inputs[v]  ⇒  u stands before v;   root stands last",
    minutes: 30, difficulty: .hard)

  package static let hints = Hints(
    idea:
      "A vertex may be put down when its last input has been. So it waits on a stack while its inputs are looked at, "
      + "and goes into the order when it is left, not when it is met.",
    shapes:
      "path: a stack of pairs (vertex, how many of its inputs have been looked at). isSeen: one Bool for each vertex, "
      + "so that asking takes one step. order: the result.",
    pseudocode: """
      path ← [(root, 0)], root is seen
      while path is not empty:
        look at its last pair (vertex, next)
        if vertex has no input number next:  put vertex into order, take the pair off
        otherwise:  count next up by one in the pair; if that input is not seen yet, mark it and push (input, 0)
      """,
    line: """
      while let (vertex, next) = path.last {
        if next == inputs[vertex].count {
          order.append(vertex)
          path.removeLast()
        } else {
          path[path.count - 1].next += 1
          let input = inputs[vertex][next]
          if !isSeen[input] { isSeen[input] = true; path.append((input, 0)) }
        }
      }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    // A random graph whose numbers say nothing about the order; its root is not the vertex made last.
    let names = random.shuffled(0..<14)
    var graph = [[Int]](repeating: [], count: names.count)
    for place in names.indices.dropFirst(3) {
      graph[names[place]] = (0..<1 + random.index(below: 3)).map { _ in names[random.index(below: place)] }
    }
    return [
      Inputs([[], [0], [0], [1, 2]], root: 3),
      Inputs([[], [], [0, 1], [0, 2], [], [2, 4], [], [5, 6], [3, 7]], root: 8),
      Inputs([[6, 4], [0], [4], [], [], [3], [2]], root: 0),
      Inputs([[], [0, 0], [1, 1], [2, 1], [3, 0]], root: 4),
      Inputs([[1], []], root: 1),
      Inputs(graph, root: names[11]),
      // One vertex, and forty doublings: 41 vertices on more than a million million paths.
      Inputs([[], []], root: 1),
      Inputs((0...40).map { $0 == 0 ? [] : [$0 - 1, $0 - 1] }, root: 40),
      Inputs(chain: 60_000),
    ]
  }

  /// Which order it is does not count, only what every order that works has in common.
  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let graph = inputs.graph
    var times = [Double](repeating: 0, count: graph.count)
    var missing = times
    for vertex in try function(graph, inputs.root) {
      guard graph.indices.contains(vertex) else { throw NoSuchVertex(vertex: vertex, count: graph.count) }
      if times[vertex] == 0 { missing[vertex] = Double(graph[vertex].count { times[$0] == 0 }) }
      times[vertex] += 1
    }
    return Answer([
      .init("how often each vertex stands in the order", shape: [graph.count], numbers: times),
      .init(
        "how many of each vertex's inputs do not stand before it", shape: [graph.count], numbers: missing),
    ])
  }

  package static let reference: Function = { inputs, root in depthFirst(inputs, from: [root]) }

  private struct NoSuchVertex: Error, CustomStringConvertible {
    let vertex: Int
    let count: Int
    var description: String { "the order holds \(vertex), but the vertices are 0 to \(count - 1)" }
  }

  /// Every vertex that `roots` depend on, after its inputs.
  static func depthFirst(_ inputs: [[Int]], from roots: some Sequence<Int>) -> [Int] {
    var order: [Int] = []
    var isSeen = [Bool](repeating: false, count: inputs.count)
    for root in roots where !isSeen[root] {
      isSeen[root] = true
      var path = [(vertex: root, next: 0)]
      while let (vertex, next) = path.last {
        guard next < inputs[vertex].count else {
          order.append(vertex)
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let input = inputs[vertex][next]
        if !isSeen[input] {
          isSeen[input] = true
          path.append((input, 0))
        }
      }
    }
    return order
  }
}
