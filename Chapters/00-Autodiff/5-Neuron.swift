import Autodiff
import Foundation
import Notebook

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
    return observe("y", tanh(z))
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("x1", &x1)
    visitor.visit("w1", &w1)
    visitor.visit("x2", &x2)
    visitor.visit("w2", &w2)
    visitor.visit("b", &b)
  }
}

/// Section 5: one neuron, its gradient by hand, and where it stops learning.
func showNeuron(_ notebook: ChapterNotebook, x1: Double, x2: Double, step: Double) {
  notebook.heading("One neuron")
  notebook.prose(
    """
    A neuron squashes a weighted sum. Back from y there is one rule per operation: tanh passes on 1 − y² of \
    what it gets, a sum all of it, a product the other factor. From here on we compute with `Tensor`. What has \
    parameters is a `Module`, which presents them one by one, and its gradient is one of the same type.
    """)
  notebook.declaration("Neuron", in: "5-Neuron.swift")
  notebook.code()
  let neuron = Neuron(x1: Tensor(Float(x1)), x2: Tensor(Float(x2)))
  let (answer, inside) = observing(graph: true) {
    valueWithGradient(at: neuron) { $0() }
  }

  if let graph = inside.graph {
    notebook.tree(graph.tree(showing: { Double($0.scalar) }), name: "y = tanh(x1·w1 + x2·w2 + b)")
  }
  let y = Double(answer.value.scalar)
  notebook.check(
    "∂y/∂b is 1 − y²", measured: answer.gradient.b.scalar, near: 1 - y * y, within: 1e-6)

  notebook.prose("Measured, with plain numbers in `Double`:")
  notebook.code()
  let inputs = neuron.parameters.map { Double($0.value.scalar) }
  func output(_ x: [Double]) -> Double {
    tanh(x[0] * x[1] + x[2] * x[3] + x[4])
  }
  let differences = inputs.indices.map { index in
    var (up, down) = (inputs, inputs)
    up[index] += step
    down[index] -= step
    return (output(up) - output(down)) / (2 * step)
  }

  compareInputs(notebook, neuron, answer.gradient, inputs: inputs, differences: differences, step: step)
  let weights = [(neuron.x1, answer.gradient.w1), (neuron.x2, answer.gradient.w2)]
  let silent = weights.filter { $0.0 == 0 }
  if !silent.isEmpty {
    notebook.check(
      "inputs of 0 whose weight has the gradient 0", count: silent.count { $0.1 == 0 }, equals: silent.count)
  }
  showSaturation(notebook)
}

/// What tanh lets through, the further the less.
private func showSaturation(_ notebook: ChapterNotebook) {
  notebook.code()
  let sums: [Float] = [0, 1, 2, 4, 8]
  let passed = gradient(at: Tensor(sums)) { tanh($0).sum() }
  let exact = sums.map { 1 - tanh(Double($0)) * tanh(Double($0)) }

  func text(_ value: Double) -> String { NumberText.compact(value, significant: 4) }
  notebook.table(
    "what tanh passes on of what it gets, 1 − y²",
    columns: ["z"] + sums.map { NumberText.compact(Double($0)) },
    rows: [["exact"] + exact.map(text), ["in Float"] + passed.scalars.map { text(Double($0)) }])
  notebook.prose(
    """
    Far from 0 the neuron is **saturated**: next to nothing passes, and it can hardly learn any more. (`Float` \
    keeps y to the nearest 2⁻²⁴, and 1 − y² cannot be finer than that.)
    """)
  notebook.check("at z = 8 less than a millionth of the gradient passes", measured: exact[4], atMost: 1e-6)
  notebook.check(
    "Float's 1 − y² is off by a few roundings of y at most",
    measured: zip(exact, passed.scalars).map { ($0 - Double($1)).magnitude }.max() ?? .nan, atMost: 0x1p-22)
}

/// The gradient of the neuron beside the differences.
private func compareInputs(
  _ notebook: ChapterNotebook, _ neuron: Neuron, _ gradient: Neuron, inputs: [Double], differences: [Double],
  step: Double
) {
  let slopes = gradient.parameters.map { Double($0.value.scalar) }
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
