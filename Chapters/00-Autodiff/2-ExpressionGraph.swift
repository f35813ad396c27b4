import Autodiff
import Notebook

/// Section 1: the engine, whole, and the expression of the lecture computed with it.
func showEngine(_ notebook: ChapterNotebook, _ letters: Letters) -> Expression {
  let (a, b, c, f) = (letters.a, letters.b, letters.c, letters.f)
  notebook.heading("The whole engine on one page")
  notebook.prose(
    """
    This is automatic differentiation, all of it. A number remembers what it was made from, and its **slope** in \
    each of these: how far it moves for every unit by which that one is nudged. An operation knows its own slopes \
    and no others. `backward` starts with 1 at the result and goes from node to node: what a node has, times the \
    slope, is what its input gets, and what comes from several sides is added up.
    """)
  notebook.declaration("Scalar", in: "1-ScalarEngine.swift")
  notebook.prose("The expression of this chapter is L = a·e + (e + c)·f, with e = a·b:")
  notebook.code()
  let leaf = (a: Scalar(a), b: Scalar(b), c: Scalar(c), f: Scalar(f))
  let e = leaf.a * leaf.b
  let h = leaf.a * e
  let d = e + leaf.c
  let g = d * leaf.f
  let L = h + g
  let derivative = L.backward()

  notebook.prose(
    """
    The same with `Tensor`, the type in which all that follows is written: rectangles of `Float`. Its engine is \
    nine files of `Sources/Autodiff`; the README.md of this chapter says in which order to read them.
    """)
  notebook.code()
  let letterTensors = [a, b, c, f].map { Tensor(Float($0)) }
  let (library, observed) = observing {
    valueWithGradient(at: letterTensors) { x in
      let e = observe("e", x[0] * x[1])
      let h = observe("h", x[0] * e)
      let d = observe("d", e + x[2])
      let g = observe("g", d * x[3])
      return observe("L", h + g)
    }
  }

  let nodes = [leaf.a, leaf.b, leaf.c, leaf.f, e, h, d, g, L]
  let engines = nodes.map { derivative[$0, default: 0] }
  let tensors =
    library.gradient.map { Double($0.scalar) }
    + ["e", "h", "d", "g", "L"].map { Double(observed[$0]?.gradient?.scalar ?? .nan) }
  notebook.table(
    "one expression, two engines", columns: ["node", "value", "∂L/∂node", "with Tensor"],
    rows: zip(["a", "b", "c", "f"], nodes.indices).map { [$0, nodes[$1].value, engines[$1], tensors[$1]] })
  notebook.check(
    "the engine's gradient is that of Tensor at every node, also at e, h, d and g",
    measured: zip(engines, tensors).map { ($0 - $1).magnitude }.max() ?? .nan, atMost: letters.floatTolerance)
  return Expression(letters: letters, L: L, derivative: derivative)
}

/// Section 2: the expression as a graph, with every value and gradient.
func showGraph(
  _ notebook: ChapterNotebook, _ expression: Expression, _ breakage: Breakage
) -> WalkedExpression {
  let L = expression.L
  notebook.heading("An expression is a graph")
  notebook.prose(
    """
    Every operation remembers what it was made from. Values flow up to the result L; gradients flow down: the \
    number beside a node is ∂L/∂node, by how much L moves when that node is nudged. Both a and e are used \
    twice; what is used again is drawn once.
    """)
  notebook.code()
  let nodes = L.inputsFirst()
  let names = ["a", "b", "e", "h", "c", "d", "f", "g", "L"]  // in this order
  let values = nodes.map(\.value)

  let walked = gradients(notebook, of: expression, at: nodes, names: names, breakage)
  notebook.guess(
    "Before you look: more than one path leads from a to L. Which, and what does each add to ∂L/∂a?")
  notebook.tree(walked.tree, name: WalkedExpression.formula)
  notebook.tensor("values", values, shape: [values.count], axes: ["node"], labels: [names])
  notebook.tensor("gradients", walked.gradients, shape: [values.count], axes: ["node"], labels: [names])
  notebook.prose(
    """
    By hand: a reaches L on three paths (as a factor of h, through e into h, and through e and d into g), and \
    ∂L/∂a is the sum over the paths of the product of the slopes on the way: e + b·a + b·f.
    """)
  let found = zip(names, nodes.map { expression.derivative[$0, default: 0] })
  notebook.check(
    "∂L/∂a, ∂L/∂b, ∂L/∂c, ∂L/∂f of the engine are what the derivatives by hand say",
    measured: found.compactMap { name, slope in
      expression.letters.byHand[name].map { (slope - $0).magnitude }
    }.max() ?? .nan, atMost: expression.letters.rounding)
  return walked
}

/// The gradients of a run: the engine's, or those of the walk that its switches break.
private func gradients(
  _ notebook: ChapterNotebook, of expression: Expression, at nodes: [Scalar], names: [String],
  _ breakage: Breakage
) -> WalkedExpression {
  guard breakage.isEmpty else {
    notebook.prose("Here the backward pass is broken on purpose (\(breakage.description)).")
    let (L, wrongOrder, noAccumulate) = (expression.L, breakage.wrongOrder, breakage.noAccumulate)
    notebook.declaration("walk", in: "3-BackwardPass.swift")
    notebook.declaration("levelByLevel", in: "3-BackwardPass.swift")
    notebook.code()
    let order = wrongOrder ? levelByLevel(from: L) : nodes.reversed()
    let (reached, visits) = walk(order, overwriting: noAccumulate)
    let gradients = nodes.map { reached[$0, default: 0] }

    return WalkedExpression(L: L, nodes: nodes, names: names, gradients: gradients, visits: visits)
  }
  let derivative = expression.derivative
  notebook.code()
  let gradients = nodes.map { derivative[$0, default: 0] }

  return WalkedExpression(L: expression.L, nodes: nodes, names: names, gradients: gradients, visits: nil)
}
