import Notebook

/// `backward()` along any order, right or wrong, with a diary of the visits.
func walk(_ order: [Scalar], overwriting: Bool = false) -> (
  reached: [Scalar: Double], visits: [(node: Scalar, gradient: Double)]
) {
  var reached = [order[0]: 1.0]  // ∂L/∂L
  var visits: [(node: Scalar, gradient: Double)] = []
  for node in order {
    let gradient = reached[node, default: 0]
    visits.append((node, gradient))
    for (input, slope) in node.inputs {
      let before = overwriting ? 0 : reached[input, default: 0]
      reached[input] = before + gradient * slope
    }
  }
  return (reached, visits)
}

/// Wrong: level by level from the result, each node once, ready or not.
func levelByLevel(from result: Scalar) -> [Scalar] {
  var queue = [result]
  var next = 0
  while next < queue.count {
    for (input, _) in queue[next].inputs where !queue.contains(input) {
      queue.append(input)
    }
    next += 1
  }
  return queue
}

/// Wrong: a node comes each time that something arrives at it.
func everyArrival(from node: Scalar) -> [Scalar] {
  [node] + node.inputs.flatMap { everyArrival(from: $0.node) }
}

/// Section 3: the walk, visit by visit, and what it gives in another order.
func showOrder(
  _ notebook: ChapterNotebook, _ expression: WalkedExpression, _ letters: Letters, _ breakage: Breakage
) {
  let (L, nodes) = (expression.L, expression.nodes)
  notebook.heading("The backward pass, and why its order matters")
  notebook.prose(
    """
    A node passes on its gradient times the slope of its operation: 1 for a sum, the other factor for a \
    product. \(breakage.isEmpty ? """
      It may do so only when everything that uses it has reported, so the walk takes the nodes in reverse \
      topological order: L first, and e only after both h and d. `walk` does that like `backward`, along any order \
      that it is given, and keeps a diary.
      """ : "Here the walk is broken on purpose (\(breakage.description)).")
    """)
  let visits = expression.visits ?? walkRightly(notebook, nodes)
  let forward = nodes.map { ("forward", $0, expression.computation($0), $0.value) }
  let back = visits.map { visit in
    let passed = visit.node.inputs.map { input, slope in
      "\(NumberText.compact(visit.gradient * slope)) to \(expression.name(of: input))"
    }
    let words = passed.isEmpty ? "a leaf" : "passes on " + passed.joined(separator: ", ")
    return ("back", visit.node, words, visit.gradient)
  }
  notebook.table(
    "the walk, visit by visit", columns: ["", "way", "node", "what happens", "value or gradient"],
    rows: (forward + back).enumerated().map { index, visit in
      let (way, node, words, number) = visit
      return [index + 1, way, expression.name(of: node), words, number]
    })
  notebook.explore(.graph("the walk", tree: WalkedExpression.formula, visits: "the walk, visit by visit"))
  if !breakage.isEmpty { checkLoss(notebook, expression, letters, breakage) }

  notebook.prose("Other walks over the same graph, each wrong in its own way:")
  if breakage.isEmpty { notebook.declaration("levelByLevel", in: "3-BackwardPass.swift") }
  notebook.declaration("everyArrival", in: "3-BackwardPass.swift")
  notebook.code()
  let rightly = walk(nodes.reversed()).reached
  let tooEarly = walk(levelByLevel(from: L)).reached
  let twice = walk(everyArrival(from: L)).reached
  let overwritten = walk(nodes.reversed(), overwriting: true).reached

  compareWalks(
    notebook, expression, letters, rightly: rightly, tooEarly: tooEarly, twice: twice,
    overwritten: overwritten)
}

/// The walk of a run in which no switch has broken it before.
private func walkRightly(
  _ notebook: ChapterNotebook, _ nodes: [Scalar]
) -> [(node: Scalar, gradient: Double)] {
  notebook.declaration("walk", in: "3-BackwardPass.swift")
  notebook.code()
  let (reached, visits) = walk(nodes.reversed())

  notebook.check(
    "`walk` gives every node the gradient that `backward` gives it", isTrue: reached == nodes.last?.backward()
  )
  return visits
}

/// A broken walk is off by an amount that can be said in advance.
private func checkLoss(
  _ notebook: ChapterNotebook, _ expression: WalkedExpression, _ letters: Letters, _ breakage: Breakage
) {
  let (a, b, f) = (letters.a, letters.b, letters.f)
  let (name, lossA) = breakage.noAccumulate ? ("e + b·f", a * b + b * f) : ("b·f", b * f)
  notebook.check(
    "the broken walk loses \(name) of ∂L/∂a", measured: a * b + b * (a + f) - expression.gradient("a"),
    near: lossA, within: letters.rounding)
  notebook.check(
    "the broken walk loses a·f of ∂L/∂b", measured: a * (a + f) - expression.gradient("b"), near: a * f,
    within: letters.rounding)
}

/// What four walks over the same graph give, in one table.
private func compareWalks(
  _ notebook: ChapterNotebook, _ expression: WalkedExpression, _ letters: Letters, rightly: [Scalar: Double],
  tooEarly: [Scalar: Double], twice: [Scalar: Double], overwritten: [Scalar: Double]
) {
  let (a, b, f) = (letters.a, letters.b, letters.f)
  func of(_ name: String, _ reached: [Scalar: Double]) -> Double {
    expression.node(name).flatMap { reached[$0] } ?? .nan
  }
  notebook.table(
    "four walks over the same graph", columns: ["walk", "∂L/∂a", "∂L/∂b", "∂L/∂e"],
    rows: [
      ("users first (topological), adding", rightly), ("level by level: e too early", tooEarly),
      ("at every arrival: e twice", twice), ("users first, but overwriting", overwritten),
    ].map { name, reached in [name, of("a", reached), of("b", reached), of("e", reached)] })
  let lost = of("a", rightly) - of("a", tooEarly)
  let surplus = of("a", twice) - of("a", rightly)
  notebook.prose(
    """
    Visited too early, e hands on what h gave it and never what d gives later: ∂L/∂a lacks b·f = \
    \(NumberText.compact(lost)), although ∂L/∂e ends up right. Visited at every arrival, e hands on a part and \
    then the whole: a·b = \(NumberText.compact(surplus)) is counted twice. Overwriting keeps only the last of \
    several paths.
    """)
  notebook.check(
    "e too early: ∂L/∂a lacks exactly b·f", measured: lost, near: b * f, within: letters.rounding)
  notebook.check(
    "e twice: ∂L/∂a has exactly a·b too much", measured: surplus, near: a * b, within: letters.rounding)
  notebook.check(
    "overwriting: ∂L/∂a lacks exactly e + b·f", measured: of("a", rightly) - of("a", overwritten),
    near: a * b + b * f, within: letters.rounding)
}
