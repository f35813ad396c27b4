import Autodiff
import Notebook
import Randomness

/// Two layers: tanh(x·W₁ + b₁)·W₂ + b₂, `[examples, 2] → [examples, 1]`.
struct XORNetwork: Module {
  var hiddenWeight: Tensor  // [2, hidden]
  var hiddenBias: Tensor  // [hidden]
  var outputWeight: Tensor  // [hidden, 1]
  var outputBias: Tensor  // [1]
  let isLinear: Bool

  /// A network of random weights, or of zeros.
  init(
    hidden: Int, isLinear: Bool, startsAtZero: Bool,
    using generator: inout some RandomNumberGenerator
  ) {
    let deviation: Float = startsAtZero ? 0 : 1
    hiddenWeight = .normal(
      [2, hidden], deviation: deviation, using: &generator)
    hiddenBias = .zeros([hidden])
    outputWeight = .normal(
      [hidden, 1], deviation: deviation / Float(hidden).squareRoot(),
      using: &generator)
    outputBias = .zeros([1])
    self.isLinear = isLinear
  }

  func callAsFunction(_ x: Tensor) -> Tensor {
    let weighted = affine(x, weight: hiddenWeight, bias: hiddenBias)
    observe("weighted", weighted)
    let hidden = observe("hidden", isLinear ? weighted : tanh(weighted))
    let output = affine(hidden, weight: outputWeight, bias: outputBias)
    return observe("output", output)
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("hiddenWeight", &hiddenWeight)
    visitor.visit("hiddenBias", &hiddenBias)
    visitor.visit("outputWeight", &outputWeight)
    visitor.visit("outputBias", &outputBias)
  }
}

/// The four examples of "either, but not both".
enum XOR {
  static let inputs = Tensor([[0, 0], [0, 1], [1, 0], [1, 1]])
  static let targets = Tensor([[0], [1], [1], [0]])

  /// The mean squared error of a network over the four.
  static func loss(_ network: XORNetwork) -> Tensor {
    let error = observe("error", network(inputs) - targets)
    return observe("loss", square(error).mean())
  }
}

/// Plain gradient descent: the network after it, and the loss before each step and after the last.
///
/// Steps that are too long for the slopes they meet land higher than they began, and the loss grows without bound;
/// the descent then ends at the first loss beyond a million, where every number is still finite.
func descend(from start: XORNetwork, steps: Int, rate: Float) -> (
  network: XORNetwork, losses: [Float]
) {
  var network = start
  var losses: [Float] = []
  for _ in 0..<steps {
    let (loss, gradient) = valueWithGradient(at: network, of: XOR.loss)
    guard loss.scalar < 1e6 else { break }  // it has burst
    network.hiddenWeight -= rate * gradient.hiddenWeight
    network.hiddenBias -= rate * gradient.hiddenBias
    network.outputWeight -= rate * gradient.outputWeight
    network.outputBias -= rate * gradient.outputBias
    losses.append(loss.scalar)
  }
  return (network, losses + [XOR.loss(network).scalar])
}

/// Whether the loss grew without bound.
func hasBurst(_ losses: [Float]) -> Bool {
  losses.contains { !($0 < 1e6) }
}

/// Section 7: a network that learns what no straight line can.
func learnXOR(
  _ notebook: ChapterNotebook, hidden: Int, steps: Int, rate: Double, linear: Bool, zeros: Bool, seed: UInt64
) -> XORNetwork {
  notebook.heading("A network learns XOR")
  notebook.prose(
    """
    “Either, but not both”: no straight line divides (0, 1) and (1, 0) from (0, 0) and (1, 1). A network of two \
    layers, \(hidden) hidden unit\(hidden == 1 ? "" : "s"), is a struct; its gradient is a struct of the same \
    type, and an update is arithmetic.
    """)
  notebook.declaration("XORNetwork", in: "7-LearnXOR.swift")
  notebook.declaration("XOR", in: "7-LearnXOR.swift")
  notebook.code()
  var generator = Seed(seed).derived(0).generator()
  let start = XORNetwork(
    hidden: hidden, isLinear: linear, startsAtZero: zeros, using: &generator)
  let (_, before) = observing(graph: true) {
    valueWithGradient(at: start, of: XOR.loss)
  }

  if let graph = before.graph {
    notebook.tree(
      graph.tree(showing: \.rootMeanSquare),
      name: "the loss before training (of a tensor: the root mean square)")
  }
  notebook.declaration("descend", in: "7-LearnXOR.swift")
  notebook.code()
  let (network, losses) = descend(
    from: start, steps: steps, rate: Float(rate))

  notebook.lineChart(
    "mean squared error", [.init("", losses)], xAxis: "step (rate \(NumberText.compact(rate)))",
    yAxis: "loss", isLogarithmic: true)
  notebook.code()
  let (predictions, trained) = observing { network(XOR.inputs) }

  let examples = ["0, 0", "0, 1", "1, 0", "1, 1"]
  notebook.tensor(
    "predictions", concatenate([XOR.targets, predictions], axis: 1), axes: ["example", "answer"],
    labels: [examples, ["target", "output"]])
  if hidden <= 8 {
    notebook.tensor("hidden", trained.tensor("hidden"), axes: ["example", "unit"], labels: [examples, []])
  }
  showParameters(notebook, network)
  if hasBurst(losses) {
    explainBurst(notebook, from: start, steps: steps, rate: rate, losses: losses)
  } else {
    let isPromised = seed == 1 && hidden >= 4 && steps >= 400 && (0.2...0.3).contains(rate)
    judge(
      notebook, network, predictions: predictions.scalars, losses: losses, startsAtZero: zeros,
      isPromised: isPromised)
  }
  notebook.prose(
    "The output over the plane, x1 to the right and x2 upwards; the four examples lie within, near the corners:"
  )
  notebook.code()
  let places = (0..<13).map { -0.25 + 1.5 * Float($0) / 12 }
  let grid = places.reversed().flatMap { x2 in places.map { x1 in [x1, x2] } }
  let plane = network(Tensor(grid)).reshaped([13, 13])

  notebook.tensor(
    "plane", plane, axes: ["x2", "x1"],
    labels: [places.reversed().map { NumberText.fixed(Double($0), decimals: 2) }, []], display: .heatMap)
  checkAllParameters(notebook, start)
  return network
}

/// Steps that were too long, and a rate at which they are not.
private func explainBurst(
  _ notebook: ChapterNotebook, from start: XORNetwork, steps: Int, rate: Double, losses: [Float]
) {
  let (first, last) = (Double(losses.first ?? .nan), Double(losses.last ?? .nan))
  notebook.prose(
    """
    **The descent has burst.** A slope says which way is down, but only nearby: a step of rate · gradient that is too \
    long lands on the other side of the valley, higher than it began, where the slope is steeper and the next \
    step longer still. In \(losses.count - 1) steps the loss went from \
    \(NumberText.compact(first, significant: 3)) to \(NumberText.compact(last, significant: 3)), and the \
    network above is of no use. Half the rate, a quarter, and so on:
    """)
  notebook.declaration("hasBurst", in: "7-LearnXOR.swift")
  notebook.code()
  var slowerRate = Float(rate)
  var slowerLosses = losses
  repeat {
    slowerRate /= 2
    slowerLosses =
      descend(from: start, steps: steps, rate: slowerRate).losses
  } while hasBurst(slowerLosses)

  let slower = NumberText.compact(Double(slowerRate))
  notebook.prose("A rate of \(slower) is small enough here.")
  notebook.check("burst: the loss has passed a million", measured: last, atLeast: 1e6)
  notebook.check(
    "the loss at the end of a descent with the rate \(slower)", measured: slowerLosses.last ?? .nan,
    atMost: 1e6)
}

/// Central differences for every parameter of the network, as a learner's own code can be checked.
private func checkAllParameters(_ notebook: ChapterNotebook, _ start: XORNetwork) {
  notebook.code()
  let startParameters = start.parameters.map(\.value)
  let confirmation = Result {
    try checkGradient(of: "network", at: startParameters, tolerance: 5e-3) {
      moved in
      var copy = start
      var next = moved.makeIterator()
      copy.forEachParameter { _, parameter in
        parameter = next.next() ?? parameter
      }
      return square(copy(XOR.inputs) - XOR.targets)
    }
  }

  switch confirmation {
  case .success(let check):
    notebook.check(
      "central differences confirm the gradient of every parameter", count: check.elementCount,
      equals: start.parameterCount)
  case .failure(let error):
    notebook.check("\(error)", isTrue: false)
  }
}
