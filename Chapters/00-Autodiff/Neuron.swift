import Autodiff
import Notebook

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One neuron with two inputs, y = tanh(w₁·x₁ + w₂·x₂ + b); the weights are those of the micrograd lecture.
struct Neuron: Module {
  var x1: Tensor
  var w1: Tensor = -3
  var x2: Tensor
  var w2: Tensor = 1
  var b: Tensor = 6.881_373_587

  func callAsFunction() -> Tensor {
    let first = observe("x1·w1", x1 * w1)
    let second = observe("x2·w2", x2 * w2)
    let z = observe("z", first + second + b)
    return observe("y", Autodiff.tanh(z))
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("x1", &x1)
    visitor.visit("w1", &w1)
    visitor.visit("x2", &x2)
    visitor.visit("w2", &w2)
    visitor.visit("b", &b)
  }
}

/// Section 3: one neuron, its gradient by hand, and where it stops learning.
func showNeuron(_ notebook: ChapterNotebook, _ neuron: Neuron, step: Double) {
  notebook.heading("One neuron")
  notebook.prose(
    """
    A neuron squashes a weighted sum. Back from y there is one rule per operation: tanh passes on 1 − y² of \
    what it gets, a sum all of it, a product the other factor.
    """)
  notebook.code("tanh(x1 * w1 + x2 * w2 + b)")
  let (result, seen) = observing(graph: true) { valueWithGradient(at: neuron) { $0() } }
  if let graph = seen.graph {
    let gradients = graph.vertices.map { $0.gradient.map { Double($0.scalar) } }
    notebook.tree(
      graph.tree(gradients: gradients) { graph.vertices[$0].described },
      name: "y = tanh(x1·w1 + x2·w2 + b)")
  }
  let y = Double(result.value.scalar)
  notebook.check(
    "∂y/∂b is 1 − y²", measured: result.gradient.b.scalar, near: 1 - y * y, within: 1e-6)
  compareInputs(notebook, neuron, gradient: result.gradient, step: step)
  let weights = [(neuron.x1, result.gradient.w1), (neuron.x2, result.gradient.w2)]
  let silent = weights.filter { $0.0 == 0 }
  if !silent.isEmpty {
    notebook.check(
      "inputs of 0 whose weight has the gradient 0", count: silent.count { $0.1 == 0 }, equals: silent.count)
  }
  showSaturation(notebook)
}

/// What tanh lets through, the further the less.
private func showSaturation(_ notebook: ChapterNotebook) {
  let sums: [Float] = [0, 1, 2, 4, 8]
  let slopes = gradient(at: Tensor(sums)) { Autodiff.tanh($0).sum() }
  let exact = sums.map { 1 - tanh(Double($0)) * tanh(Double($0)) }
  func text(_ value: Double) -> String { NumberText.compact(value, significant: 4) }
  notebook.table(
    "what tanh passes on of what it gets, 1 − y²",
    columns: ["z"] + sums.map { NumberText.compact(Double($0)) },
    rows: [["exact"] + exact.map(text), ["in Float"] + slopes.scalars.map { text(Double($0)) }])
  notebook.prose(
    """
    Far from 0 the neuron is **saturated**: next to nothing passes, and it can hardly learn any more. (`Float` \
    keeps y to the nearest 2⁻²⁴, and 1 − y² cannot be finer than that.)
    """)
  notebook.check("at z = 8 less than a millionth of the gradient passes", measured: exact[4], atMost: 1e-6)
  notebook.check(
    "Float's 1 − y² is off by a few roundings of y at most",
    measured: zip(exact, slopes.scalars).map { ($0 - Double($1)).magnitude }.max() ?? .nan, atMost: 0x1p-22)
}

extension ExpressionGraph.Vertex {
  /// "y = tanh", "w1".
  fileprivate var described: String {
    inputs.isEmpty ? name : label.map { "\($0)  (\(operation))" } ?? operation
  }
}

/// Nudges every input of the neuron by ±h, in `Double`.
private func compareInputs(_ notebook: ChapterNotebook, _ neuron: Neuron, gradient: Neuron, step: Double) {
  let inputs = neuron.parameters.map { Double($0.value.scalar) }
  let slopes = gradient.parameters.map { Double($0.value.scalar) }
  func output(_ input: [Double]) -> Double { tanh(input[0] * input[1] + input[2] * input[3] + input[4]) }
  let differences = inputs.indices.map { index in
    func moved(_ by: Double) -> Double {
      var changed = inputs
      changed[index] += by
      return output(changed)
    }
    return (moved(step) - moved(-step)) / (2 * step)
  }
  notebook.table(
    "nudging every input by ±\(NumberText.compact(step))",
    columns: ["input", "value", "gradient", "difference", "distance"],
    rows: inputs.indices.map { index in
      [
        neuron.parameters[index].name, inputs[index], slopes[index], differences[index],
        NumberText.compact((slopes[index] - differences[index]).magnitude),
      ]
    })
  // |tanh‴| ≤ 2 bounds the truncation by h²·k³/3, k being the other factor; the rest is rounding.
  let factors = [inputs[1], inputs[0], inputs[3], inputs[2], 1].map(\.magnitude)
  let size = 1 + (inputs[0] * inputs[1]).magnitude + (inputs[2] * inputs[3]).magnitude + inputs[4].magnitude
  let worst = inputs.indices.map { index in
    let truncation = step * step * factors[index] * factors[index] * factors[index] / 3
    let rounding = 1e-6 * (1 + factors[index]) * size + 0x1p-48 * size / step
    return (slopes[index] - differences[index]).magnitude / (truncation + rounding)
  }.max()
  notebook.check(
    "every difference is within its bound h²·k³/3 + rounding (as a share of it)", measured: worst ?? 0,
    atMost: 1)
}
