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

  let sums = Tensor([0, 1, 2, 4, 8])
  let slopes = gradient(at: sums) { Autodiff.tanh($0).sum() }
  let texts = slopes.scalars.map { NumberText.compact(Double($0), significant: 2) }
  notebook.prose(
    """
    Far from 0 the neuron is **saturated**. At z = 0, 1, 2, 4, 8 tanh passes on \
    \(texts.joined(separator: ", ")) of what it gets: next to nothing, and the neuron can no longer learn.
    """)
  notebook.check("at z = 8 less than a millionth of the gradient passes", measured: slopes[4], atMost: 1e-6)
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
