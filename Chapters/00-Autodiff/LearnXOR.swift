import Autodiff
import Notebook

/// Section 6: a network that learns what no straight line can.
func learnXOR(
  _ notebook: ChapterNotebook, _ training: XORTraining, steps: Int, startsAtZero: Bool, isUsualStart: Bool
) {
  let network = training.end
  let hidden = network.hiddenBias.count
  let rate = Double(training.rate)
  notebook.heading("A network learns XOR")
  notebook.prose(
    """
    “Either, but not both”: no straight line divides (0, 1) and (1, 0) from (0, 0) and (1, 1). A network of two \
    layers, \(hidden) hidden unit\(hidden == 1 ? "" : "s"), is a struct; its gradient is a struct of the same \
    type, and an update is arithmetic.
    """)
  notebook.code(
    """
    struct XORNetwork: Module {
      var hiddenWeight: Tensor  // [2, hidden]
      var hiddenBias: Tensor  // [hidden]
      var outputWeight: Tensor  // [hidden, 1]
      var outputBias: Tensor  // [1]
      func callAsFunction(_ x: Tensor) -> Tensor {
        let sum = affine(x, weight: hiddenWeight, bias: hiddenBias)
        let hidden = \(network.isLinear ? "sum" : "tanh(sum)")
        return affine(hidden, weight: outputWeight, bias: outputBias)
      }
      mutating func visitParameters(_ visitor: ParameterVisitor) {
        visitor.visit("hiddenWeight", &hiddenWeight)  // … and the others
      }
    }
    for _ in 0..<steps {
      let (loss, gradient) = valueWithGradient(at: network) {
        square($0(inputs) - targets).mean()
      }
      network.hiddenWeight -= rate * gradient.hiddenWeight  // … and the others
    }
    """)
  drawNetwork(notebook, training.start)
  notebook.lineChart(
    "mean squared error", [.init("", training.losses)], xAxis: "step (rate \(NumberText.compact(rate)))",
    yAxis: "loss", isLogarithmic: true)

  let (output, seen) = observing { network(XOR.inputs) }
  notebook.tensor(
    "predictions", concatenate([XOR.targets, output], axis: 1), axes: ["example", "answer"],
    labels: [XOR.names, ["target", "output"]])
  if let units = seen["hidden"]?.value, hidden <= 8 {
    notebook.tensor("hidden", units, axes: ["example", "unit"], labels: [XOR.names, []])
  }
  let parameters = [
    network.hiddenWeight, network.hiddenBias.reshaped([1, hidden]), network.outputWeight.transposed(),
  ]
  notebook.tensor(
    "parameters", concatenate(parameters, axis: 0), axes: ["part", "unit"],
    labels: [["from x1", "from x2", "bias", "to output"], []])
  notebook.scalar("outputBias", Double(network.outputBias.scalar))
  let isPromised = isUsualStart && hidden >= 4 && steps >= 400 && (0.2...0.3).contains(training.rate)
  if training.hasBurst {
    explainBurst(notebook, training, steps: steps)
  } else {
    judge(notebook, training, output: output.scalars, startsAtZero: startsAtZero, isPromised: isPromised)
  }
  drawPlane(notebook, network)
  checkAllParameters(notebook, training.start, steps: steps)
}

/// The network's graph before training; of each tensor the root mean square.
private func drawNetwork(_ notebook: ChapterNotebook, _ network: XORNetwork) {
  func size(_ tensor: Tensor) -> Double {
    let squares = tensor.scalars.reduce(0) { $0 + Double($1) * Double($1) }
    return (squares / Double(max(1, tensor.count))).squareRoot()
  }
  let (_, seen) = observing(graph: true) { valueWithGradient(at: network, of: XOR.loss) }
  guard let graph = seen.graph else { return }
  let root = graph.tree(
    gradients: graph.vertices.map { $0.gradient.map(size) },
    label: { index in
      let vertex = graph.vertices[index]
      let shape = vertex.value.shape.isEmpty ? "" : " \(vertex.value.shape)"
      let isOperation = vertex.label != nil && vertex.label != vertex.operation && !vertex.inputs.isEmpty
      return vertex.name + (isOperation ? "  (\(vertex.operation))" : "") + shape
    }, value: size)
  notebook.tree(root, name: "the loss before training (of a tensor: the root mean square)")
}

/// Steps that were too long, and a rate at which they are not.
private func explainBurst(_ notebook: ChapterNotebook, _ training: XORTraining, steps: Int) {
  let slowed = training.slowed(steps: steps)
  let (first, last) = (Double(training.losses.first ?? .nan), Double(training.losses.last ?? .nan))
  notebook.prose(
    """
    **The descent has burst.** A slope says which way is down, but only nearby: a step of rate · gradient that is too \
    long lands on the other side of the valley, higher than it began, where the slope is steeper and the next \
    step longer still. In \(training.losses.count - 1) steps the loss went from \
    \(NumberText.compact(first, significant: 3)) to \(NumberText.compact(last, significant: 3)), and the \
    network above is of no use. A rate of \(NumberText.compact(Double(slowed.rate))) is small enough here.
    """)
  notebook.check("burst: the loss has passed a million", measured: last, atLeast: 1e6)
  notebook.check(
    "the loss at the end of a descent with the rate \(NumberText.compact(Double(slowed.rate)))",
    measured: Double(slowed.losses.last ?? .nan), atMost: 1e6)
}

/// What must hold under the options of this run.
private func judge(
  _ notebook: ChapterNotebook, _ training: XORTraining, output: [Float], startsAtZero: Bool, isPromised: Bool
) {
  let hidden = training.end.hiddenBias.count
  let loss = Double(training.losses.last ?? .nan)
  let rightCount = zip(output, XOR.targets.scalars).count { ($0 > 0.5) == ($1 > 0.5) }
  if training.end.isLinear {
    notebook.prose(
      """
      Without tanh two layers are one: x·(W₁·W₂) + b. The best that a plane can do is to answer ½ to all four, \
      a loss of ¼; no number of hidden units helps, and with many of them the rate must be smaller.
      """)
    notebook.check("a linear network's loss stays at ¼ or above", measured: loss, atLeast: 0.25 - 1e-6)
  } else if startsAtZero {
    notebook.prose(
      """
      From zeros the hidden units are all 0, so the output's weights receive no gradient; those are 0, so the \
      hidden ones receive none either. Only the output's bias learns: ½ for everyone.
      """)
    notebook.check("the loss stays at ¼ or above", measured: loss, atLeast: 0.25 - 1e-6)
    notebook.check(
      "every weight is still 0",
      isTrue: (training.end.hiddenWeight.scalars + training.end.outputWeight.scalars).allSatisfy { $0 == 0 })
  } else if hidden == 1 {
    notebook.prose(
      """
      One unit is monotone along its direction, and 0, 1, 1, 0 is not: the best it can do is a loss of ⅙.
      """)
    notebook.check("one unit's loss stays at ⅙ or above", measured: loss, atLeast: 1.0 / 6 - 1e-6)
  } else if isPromised {
    notebook.check("all four answers are on the right side of ½", count: rightCount, equals: 4)
    let fallen = Double(training.losses.first ?? .nan) / loss
    notebook.check("the loss has fallen by the factor", measured: fallen, atLeast: hidden == 4 ? 1e10 : 100)
  } else {
    notebook.prose(
      """
      \(rightCount) of 4 answers are on the right side of ½. With few units, few steps, another rate \
      or another start nothing is promised: the descent may be slow, or rest where an example is sacrificed.
      """)
  }
}

/// The output over the square around the four points, as a picture.
private func drawPlane(_ notebook: ChapterNotebook, _ network: XORNetwork) {
  let side = 13
  let places = (0..<side).map { -0.25 + 1.5 * Float($0) / Float(side - 1) }
  let grid = places.reversed().flatMap { x2 in places.map { [$0, x2] } }
  notebook.prose(
    "The output over the plane, x1 to the right and x2 upwards; the four examples lie within, near the corners:"
  )
  notebook.tensor(
    "plane", network(Tensor(grid)).reshaped([side, side]), axes: ["x2", "x1"],
    labels: [places.reversed().map { NumberText.fixed(Double($0), decimals: 2) }, []], display: .heatMap)
}

/// Central differences for every parameter of the network, as a learner's own code can be checked.
private func checkAllParameters(_ notebook: ChapterNotebook, _ network: XORNetwork, steps: Int) {
  notebook.code(
    """
    try checkGradient(of: "network", at: network.parameters.map(\\.value)) { … }
    """)
  let result = Result {
    try checkGradient(of: "network", at: network.parameters.map(\.value), tolerance: 5e-3) { parameters in
      var copy = network
      var next = parameters.makeIterator()
      copy.forEachParameter { _, parameter in parameter = next.next() ?? parameter }
      return square(copy(XOR.inputs) - XOR.targets)
    }
  }
  switch result {
  case .success(let check):
    notebook.check(
      "central differences confirm the gradient of every parameter", count: check.elementCount,
      equals: network.parameterCount)
  case .failure(let error):
    notebook.check("\(error)", isTrue: false)
  }
}
