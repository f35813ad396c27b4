import Autodiff
import Notebook

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Section 4: the gradient measured from outside, at every node of the expression.
func measureExpression(
  _ notebook: ChapterNotebook, _ expression: Expression, walk: BackwardWalk, gradients: [Double], step: Double
) {
  let graph = expression.graph
  let differences = graph.finiteDifferences(step: step)
  let operations = graph.vertices.count { !$0.inputs.isEmpty }
  let multiplications = walk(graph).visits.reduce(0) { $0 + $1.passed.count }
  notebook.heading("Finite differences: the gradient, measured")
  notebook.prose(
    """
    Who does not believe the backward walk can measure: nudge one node by ±h, h = \(NumberText.compact(step)), \
    do all operations again, and see how far L moves. That takes two evaluations for every node, \
    \(2 * graph.vertices.count) times \(operations) operations here. One walk back gets them all with \
    \(multiplications) multiplications, about what two evaluations cost, however many inputs there are. It pays in \
    memory: the slopes are made of values, so the values of all \(graph.vertices.count) nodes have to be kept.
    """)
  notebook.code("(result(nudging: node, by: h) - result(nudging: node, by: -h)) / (2 * h)")
  notebook.tensor(
    "finiteDifferences", differences, shape: [differences.count], axes: ["node"], labels: [graph.names])
  if walk.order == .usersFirst {
    notebook.check(
      "the walk multiplies twice for every operation, once for each input", count: multiplications,
      equals: 2 * operations)
  }
  // L is a polynomial of degree 2 in every node: there is no truncation error, only rounding.
  let size = graph.vertices.reduce(1) { $0 + Double($1.value.scalar.magnitude) }
  let tolerance = expression.tolerance + 0x1p-48 * size / step
  let distances = zip(gradients, differences).map { ($0 - $1).magnitude }
  if walk.order == .usersFirst, walk.accumulates {
    notebook.check(
      "gradient and difference agree at every node", measured: distances.max() ?? 0, atMost: tolerance)
  } else {
    let place = expression.place("b")
    let missing = Double(expression.letters.a.scalar * expression.letters.f.scalar)
    notebook.check(
      "the difference betrays the broken walk: at b they disagree by a·f", measured: distances[place],
      near: missing.magnitude, within: tolerance)
  }
}

/// Section 5: how the error of a difference depends on its step, at tanh(z), z = ½.
func measureError(_ notebook: ChapterNotebook) {
  let z = 0.5
  let slope = 1 - tanh(z) * tanh(z)
  func inFloat(_ z: Double) -> Double { Double(Autodiff.tanh(Tensor(Float(z))).scalar) }
  func central(_ f: (Double) -> Double, _ h: Double) -> Double {
    ((f(z + h) - f(z - h)) / (2 * h) - slope).magnitude
  }
  func oneSided(_ f: (Double) -> Double, _ h: Double) -> Double { ((f(z + h) - f(z)) / h - slope).magnitude }

  let exponents = stride(from: -12.0, through: 0, by: 0.25).map { $0 }
  let steps = exponents.map { pow(10, $0) }
  let float = steps.map { central(inFloat, $0) }
  let double = steps.map { central(tanh, $0) }
  notebook.heading("Which step? Truncation against rounding")
  notebook.prose(
    """
    The difference of tanh at z = ½ against its true slope. From the right the error falls with h (one-sided) \
    or with h² (central): the curve is not a line, **truncation**. There `Float` is as good as `Double`. Further \
    left the error rises again as 1/h: two nearly equal numbers are subtracted, and what is left is **rounding**, \
    in `Float` far sooner.
    """)
  notebook.lineChart(
    "the error of a difference",
    [
      .init("one-sided, Double", x: exponents, y: steps.map { oneSided(tanh, $0) }),
      .init("central, Double", x: exponents, y: double), .init("central, Float", x: exponents, y: float),
    ], xAxis: "log₁₀ h", yAxis: "|error|", isLogarithmic: true)
  let (bestFloat, bestDouble) = (best(float, steps), best(double, steps))
  notebook.prose(
    """
    The best step in Float is about \(NumberText.compact(bestFloat.step, significant: 1)), and still leaves an \
    error of \(NumberText.compact(bestFloat.error, significant: 2)); in Double \
    \(NumberText.compact(bestDouble.step, significant: 1)) leaves \
    \(NumberText.compact(bestDouble.error, significant: 2)). At h = 1e-6 a Float difference is off by \
    \(NumberText.compact(central(inFloat, 1e-6), significant: 2)): a smaller step is not a better one.
    """)
  notebook.check(
    "half the step, a quarter of the error (central)",
    measured: central(tanh, 0x1p-4) / central(tanh, 0x1p-5), near: 4, within: 0.1)
  notebook.check(
    "half the step, half the error (one-sided)",
    measured: oneSided(tanh, 0x1p-9) / oneSided(tanh, 0x1p-10), near: 2, within: 0.1)
  notebook.check(
    "at h = 0.02 Float is as good as Double: their errors' ratio",
    measured: central(inFloat, 0.02) / central(tanh, 0.02), near: 1, within: 0.05)
  notebook.check(
    "at h = 1e-6 it is worse, by the factor", measured: central(inFloat, 1e-6) / central(tanh, 1e-6),
    atLeast: 1e6)
  notebook.check(
    "in Float, h = 1e-6 is at least 100 times worse than the best step",
    measured: central(inFloat, 1e-6) / bestFloat.error, atLeast: 100)
  notebook.check(
    "in Double the best error is below a billionth", measured: bestDouble.error, atMost: 1e-9)
}

/// The step of the smallest error.
private func best(_ errors: [Double], _ steps: [Double]) -> (step: Double, error: Double) {
  let pairs = zip(steps, errors).map { (step: $0, error: $1) }
  return pairs.min { $0.error < $1.error } ?? (0, 0)
}
