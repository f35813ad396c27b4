import Autodiff
import Randomness

/// The backward pass through a graph of numbers: the gradient of the result with respect to every vertex.
package enum BackwardExercise: Exercise {
  /// What each vertex is made of, its slope in each, and an order of computing, to the gradient of each vertex.
  package typealias Function =
    @Sendable (_ inputs: [[Int]], _ localDerivatives: [[Double]], _ order: [Int]) throws -> [Double]

  /// A graph with its slopes and an order that works.
  package struct Inputs: Codable, Sendable {
    let inputs: [[Int]]
    let localDerivatives: [[Double]]
    let order: [Int]
  }

  package static let about = About(
    name: "backward", title: "the backward pass",
    goal:
      "inputs[v] lists the vertices that v is made of, localDerivatives[v][i] is ∂v/∂(its i-th input), and order "
      + "has every vertex after its inputs, the result last. Give the gradient of the result with respect to every "
      + "vertex, by vertex number; 0 for a vertex that the result does not depend on.",
    formula: "∂L/∂v = Σ over the users u of v, once for each use:  ∂L/∂u · ∂u/∂v;   ∂L/∂L = 1",
    uses: ["topologicalOrder"], minutes: 20, difficulty: .medium, tolerance: 1e-5)

  package static let hints = Hints(
    idea:
      "Instead of collecting from its users, let every vertex hand out: when its own gradient is complete, it adds to "
      + "each of its inputs what is due to that input.",
    shapes:
      "gradients: one Double for each vertex of the graph (inputs.count of them, not order.count), all 0 but the "
      + "result's. The lists inputs[v] and localDerivatives[v] run side by side.",
    pseudocode: """
      gradients ← zeros, 1 at the last vertex of order
      for v from the last of order to the first:
        for each input of v with its slope:
          add gradients[v] × slope to gradients[input]
      """,
    line: """
      for vertex in order.reversed() {
        for (input, slope) in zip(inputs[vertex], localDerivatives[vertex]) {
          gradients[input] += gradients[vertex] * slope
        }
      }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    // The lecture's L = a·e + (e + c)·f, e = a·b at a = 2, b = −3, c = 10, f = 5; in the order a b e h c d f g L.
    let lecture: [[Int]] = [[], [], [0, 1], [0, 2], [], [2, 4], [], [5, 6], [3, 7]]
    let slopes: [[Double]] = [[], [], [-3, 2], [-6, 2], [], [1, 1], [], [5, 4], [1, 1]]
    // Ten doublings: 1024 paths, eleven visits.
    let halves = (0...40).map { $0 == 0 ? [] : [$0 - 1, $0 - 1] }
    let doublings = Array(halves.prefix(11))
    return [
      Inputs(inputs: [[], [0, 0]], localDerivatives: [[], [3, 3]], order: [0, 1]),
      Inputs(inputs: lecture, localDerivatives: slopes, order: Array(0...8)),
      // Numbers that say nothing, a vertex that uses the result (1), and two that have nothing to do with it (3, 5).
      Inputs(
        inputs: [[6, 4], [0], [4], [], [], [3], [2, 4]],
        localDerivatives: [[2, 3], [7], [5], [], [], [11], [-1, 4]], order: [4, 2, 6, 0]),
      Inputs(inputs: doublings, localDerivatives: doublings.map { $0.map { _ in 1 } }, order: Array(0...10)),
      randomGraph(&random, size: 6),
      randomGraph(&random, size: 12),
      Inputs(inputs: [[], [], []], localDerivatives: [[], [], []], order: [1]),
      // Forty halves added to halves: more than a million million paths, each gradient 1.
      Inputs(inputs: halves, localDerivatives: halves.map { $0.map { _ in 0.5 } }, order: Array(0...40)),
    ]
  }

  private static func randomGraph(_ random: inout SeededGenerator, size: Int) -> Inputs {
    let names = random.shuffled(0..<size)
    var graph = [[Int]](repeating: [], count: size)
    for place in names.indices.dropFirst(2) {
      graph[names[place]] = (0..<1 + random.index(below: 3)).map { _ in names[random.index(below: place)] }
    }
    // Slopes with one decimal, so that a learner can type them in.
    let slopes = graph.map { $0.map { _ in (random.normal() * 10).rounded() / 10 + 0.05 } }
    return Inputs(
      inputs: graph, localDerivatives: slopes,
      order: TopologicalOrderExercise.depthFirst(graph, from: [names[size - 1]]))
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let gradients = try function(inputs.inputs, inputs.localDerivatives, inputs.order)
    return Answer([.init("gradients by vertex", shape: [gradients.count], numbers: gradients)])
  }

  /// The same graph made of multiplications by the slopes and additions, differentiated by Autodiff: every vertex gets
  /// a nudge of 0, whose gradient is the vertex's.
  package static let reference: Function = { inputs, localDerivatives, order in
    let nudges = [Tensor](repeating: Tensor(0), count: inputs.count)
    let (_, gradients) = valueWithGradient(at: nudges) { nudges in
      var values = nudges
      for vertex in order {
        for (input, slope) in zip(inputs[vertex], localDerivatives[vertex]) {
          values[vertex] += values[input] * Float(slope)
        }
      }
      return order.last.map { values[$0] } ?? Tensor(0)
    }
    return gradients.map { Double($0.scalar) }
  }
}
