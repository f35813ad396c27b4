import Autodiff
import Notebook

/// Section 1: the expression as a graph, with every value and gradient.
func showGraph(_ notebook: ChapterNotebook, _ expression: Expression, gradients: [Double]) {
  let graph = expression.graph
  notebook.heading("An expression is a graph")
  notebook.prose(
    """
    Every operation remembers what it was made from. Values flow up to the result L; gradients flow down: the \
    number beside a node is ∂L/∂node, by how much L moves when that node is nudged. Both a and e are used \
    twice; what is used again is drawn once.
    """)
  notebook.code(
    """
    func expression(_ x: Letters) -> Tensor {
      let e = observe("e", x.a * x.b)
      let h = observe("h", x.a * e)
      let d = observe("d", e + x.c)
      let g = observe("g", d * x.f)
      return observe("L", h + g)
    }
    let (result, seen) = observing(graph: true) {
      valueWithGradient(at: letters, of: expression)
    }
    """)
  notebook.tree(graph.tree(gradients: gradients, label: graph.equation), name: "L = a·e + (e + c)·f")
  let values = graph.vertices.map { Double($0.value.scalar) }
  notebook.tensor("values", values, shape: [values.count], axes: ["node"], labels: [graph.names])
  notebook.tensor("gradients", gradients, shape: [values.count], axes: ["node"], labels: [graph.names])
  notebook.prose(
    """
    By hand: a reaches L on three paths (as a factor of h, through e into h, and through e and d into g), and \
    ∂L/∂a is the sum over the paths of the product of the slopes on the way: e + b·a + b·f.
    """)
  notebook.check(
    "∂L/∂a, ∂L/∂b, ∂L/∂c, ∂L/∂f are what the derivatives by hand say (the library's)",
    measured: expression.distance(expression.libraryGradients, from: expression.byHand),
    atMost: expression.tolerance)
}

extension Expression {
  /// The four derivatives on paper: e + b(a + f), a(a + f), f and e + c.
  var byHand: [(name: String, slope: Double)] {
    let (a, b) = (Double(letters.a.scalar), Double(letters.b.scalar))
    let (c, f) = (Double(letters.c.scalar), Double(letters.f.scalar))
    return [("a", a * b + b * (a + f)), ("b", a * (a + f)), ("c", f), ("f", a * b + c)]
  }

  func distance(_ gradients: [Double], from expected: [(name: String, slope: Double)]) -> Double {
    expected.map { (gradients[place($0.name)] - $0.slope).magnitude }.max() ?? 0
  }
}

/// Section 2: the walk, visit by visit, and what it gives in another order.
func showOrder(_ notebook: ChapterNotebook, _ expression: Expression, walk: BackwardWalk) {
  let graph = expression.graph
  let isRight = walk.order == .usersFirst && walk.accumulates
  let (gradients, visits) = walk(graph)
  notebook.heading("The walk back, and why its order matters")
  notebook.prose(
    """
    A node passes on its gradient times the slope of its operation: 1 for a sum, the other factor for a \
    product. \(isRight ? """
      It may do so only when everything that uses it has reported, so the walk takes the nodes in reverse \
      topological order: L first, and e only after both h and d.
      """ : """
      Here the walk is broken on purpose (\([
        walk.order == .usersFirst ? "" : "level by level: e is visited before d has reported",
        walk.accumulates ? "" : "what arrives replaces what was there",
      ].filter { !$0.isEmpty }.joined(separator: "; "))).
      """)
    """)
  notebook.table(
    "the walk, visit by visit", columns: ["", "node", "its gradient now", "passes on"],
    rows: visits.enumerated().map { index, visit in
      let passed = visit.passed.map { "\(NumberText.compact($0.change)) to \(graph.vertices[$0.input].name)" }
      return [
        index + 1, graph.vertices[visit.vertex].name, NumberText.compact(visit.gradient),
        passed.isEmpty ? "(a leaf)" : passed.joined(separator: ", "),
      ]
    })
  if isRight {
    let difference = zip(gradients, expression.libraryGradients).map { ($0 - $1).magnitude }.max() ?? 0
    notebook.check(
      "this walk by hand gives the library's gradient at every node", measured: difference,
      atMost: expression.tolerance)
  } else {
    checkBreakage(notebook, expression, walk: walk, gradients: gradients)
  }
  compareWalks(notebook, expression)
}

/// A broken walk is off by an amount that can be said in advance.
private func checkBreakage(
  _ notebook: ChapterNotebook, _ expression: Expression, walk: BackwardWalk, gradients: [Double]
) {
  let (a, b) = (Double(expression.letters.a.scalar), Double(expression.letters.b.scalar))
  let f = Double(expression.letters.f.scalar)
  let (forA, forB) = (expression.place("a"), expression.place("b"))
  let right = expression.byHand
  let (name, lossA) = walk.accumulates ? ("b·f", b * f) : ("e + b·f", a * b + b * f)
  notebook.check(
    "the broken walk loses \(name) of ∂L/∂a", measured: right[0].slope - gradients[forA], near: lossA,
    within: expression.tolerance)
  notebook.check(
    "the broken walk loses a·f of ∂L/∂b", measured: right[1].slope - gradients[forB], near: a * f,
    within: expression.tolerance)
}

/// The same graph walked rightly and wrongly, in one table.
private func compareWalks(_ notebook: ChapterNotebook, _ expression: Expression) {
  let walks: [(name: String, walk: BackwardWalk)] = [
    ("users first (topological), adding", BackwardWalk()),
    ("level by level: e too early", BackwardWalk(order: .breadthFirst)),
    ("at every arrival: e twice", BackwardWalk(order: .everyArrival)),
    ("users first, but overwriting", BackwardWalk(accumulates: false)),
  ]
  let results = walks.map { $0.walk(expression.graph).gradients }
  let (a, b, e) = (expression.place("a"), expression.place("b"), expression.place("e"))
  notebook.table(
    "four walks over the same graph", columns: ["walk", "∂L/∂a", "∂L/∂b", "∂L/∂e"],
    rows: zip(walks, results).map { [$0.name, $1[a], $1[b], $1[e]] })
  let lost = NumberText.compact(results[0][a] - results[1][a])
  let surplus = NumberText.compact(results[2][a] - results[0][a])
  notebook.prose(
    """
    Visited too early, e hands on what h gave it and never what d gives later: ∂L/∂a lacks b·f = \(lost), \
    although ∂L/∂e ends up right. Visited at every arrival, e hands on a part and then the whole: a·b = \
    \(surplus) is counted twice. Overwriting keeps only the last of several paths.
    """)
  let (letterA, letterB) = (Double(expression.letters.a.scalar), Double(expression.letters.b.scalar))
  let letterF = Double(expression.letters.f.scalar)
  notebook.check(
    "e too early: ∂L/∂a lacks exactly b·f", measured: results[0][a] - results[1][a],
    near: letterB * letterF, within: expression.tolerance)
  notebook.check(
    "e twice: ∂L/∂a has exactly a·b too much", measured: results[2][a] - results[0][a],
    near: letterA * letterB, within: expression.tolerance)
  notebook.check(
    "overwriting: ∂L/∂a lacks exactly e + b·f", measured: results[0][a] - results[3][a],
    near: letterA * letterB + letterB * letterF, within: expression.tolerance)
}
