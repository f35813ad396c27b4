import Notebook

/// Section 4: the gradient measured from outside, at every node of the expression.
func measureGradient(
  _ notebook: ChapterNotebook, _ expression: WalkedExpression, _ letters: Letters, _ breakage: Breakage,
  step: Double
) {
  let (a, b, c, f) = (letters.a, letters.b, letters.c, letters.f)
  let (nodes, names) = (expression.nodes, expression.names)
  let operations = nodes.count { !$0.inputs.isEmpty }
  let multiplications = nodes.reduce(0) { $0 + $1.inputs.count }
  notebook.heading("Finite differences: the gradient, measured")
  notebook.prose(
    """
    Who does not believe the backward pass can measure: nudge one node by ±\(NumberText.compact(step)) \
    (`--step`), do all operations again, and see how far L moves. That takes two evaluations for every node, \
    \(2 * nodes.count) times \(operations) operations here. One backward pass gets them all with \
    \(multiplications) multiplications, about what two evaluations cost, however many inputs there are. It pays in \
    memory: the slopes are made of values, so the values of all \(nodes.count) nodes have to be kept.
    """)
  notebook.code()
  func evaluated(nudging nudged: String, by step: Double) -> Double {
    func node(_ name: String, _ value: Double) -> Double {
      name == nudged ? value + step : value
    }
    let (a, b) = (node("a", a), node("b", b))
    let e = node("e", a * b)
    let h = node("h", a * e)
    let d = node("d", e + node("c", c))
    let g = node("g", d * node("f", f))
    return node("L", h + g)
  }
  let finiteDifferences = names.map { name in
    (evaluated(nudging: name, by: step) - evaluated(nudging: name, by: -step))
      / (2 * step)
  }

  notebook.tensor(
    "finiteDifferences", finiteDifferences, shape: [nodes.count], axes: ["node"], labels: [names])
  if !breakage.wrongOrder {
    notebook.check(
      "the walk multiplies twice for every operation, once for each input", count: multiplications,
      equals: 2 * operations)
  }
  // L is a polynomial of degree 2 in every node: there is no truncation error, only rounding.
  let size = nodes.reduce(1) { $0 + $1.value.magnitude }
  let rounding = 0x1p-48 * size * (1 + 1 / step)
  let distances = zip(expression.gradients, finiteDifferences).map { ($0 - $1).magnitude }
  if breakage.isEmpty {
    notebook.check(
      "gradient and difference agree at every node", measured: distances.max() ?? .nan, atMost: rounding)
  } else {
    notebook.check(
      "the difference betrays the broken walk: at b they disagree by a·f",
      measured: names.firstIndex(of: "b").map { distances[$0] } ?? .nan, near: (a * f).magnitude,
      within: rounding)
  }
}
