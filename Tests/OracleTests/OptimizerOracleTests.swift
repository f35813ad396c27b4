import Autodiff
import Testing
import Training

/// Ten steps of every rule on one loss; every step's rate, loss, norm and parameters are compared.
@Suite("Optimizers, clipping and schedules against PyTorch")
struct OptimizerOracleTests {
  let oracle: Fixture

  init() throws { oracle = try Fixture("optimizers") }

  @Test func stochasticGradientDescent() {
    descend("SGD") { sgd($0) }
  }

  @Test func adamWithAndWithoutDecay() {
    descend("Adam") { adam($0) }
  }

  @Test func adamWithDecoupledDecay() {
    descend("AdamW") { adamW($0) }
  }

  @Test func clippingByGlobalNorm() {
    descend("SGD, clipped") { sgd($0) }
    descend("AdamW, clipped") { adamW($0) }
  }

  @Test func warmUpAndCosine() {
    schedule("warm-up cosine") { cosine($0) }
    descend("AdamW, warm-up and cosine", schedule: { cosine($0) }) { adamW($0) }
  }

  @Test func inverseRootAfterWarmUp() {
    schedule("inverse root") { inverseRoot($0) }
    descend("Adam, inverse root", schedule: { inverseRoot($0) }) { adam($0) }
  }

  @Test func newtonSchulzInDouble() {
    for settings in oracle.cases(of: "Newton–Schulz") {
      oracle.compare(newtonSchulz(settings.inputs[0].tensor), settings, "y")
    }
  }

  @Test func muonBesideAdamW() {
    for settings in oracle.cases(of: "Muon") {
      let inputs = Inputs(
        names: settings.inputs.map(\.name), tensors: settings.inputs.map(\.tensor), settings: settings)
      var model = inputs.filling(
        Blocks(shapes: ["table", "blocks.0.weight", "blocks.1.weight"].map { inputs[$0].shape }),
        data: ["x", "y"])
      var optimizer = Muon(
        learningRate: settings.number("rate"), momentum: settings.number("momentum"),
        weightDecay: settings.number("decay"), adamWRatio: settings.number("ratio"), adamW: adamW(settings))
      var history: [String: [Tensor]] = [:]
      for _ in 1...10 {
        let (loss, slope) = valueWithGradient(at: model) { square($0(inputs["x"]) - inputs["y"]).mean() }
        optimizer.update(&model, along: slope)
        history["loss", default: []].append(loss)
        for (name, value) in model.parameters { history[name, default: []].append(value) }
      }
      for expected in settings.outputs {
        oracle.compare(
          history[expected.name].map { stack($0) }, expected, "ten steps of", of: settings,
          within: Tolerance(), #_sourceLocation)
      }
      #expect(settings.outputs.map(\.name).sorted() == history.keys.sorted())
    }
  }

  @Test func warmUpStableDecay() {
    schedule("warm-up stable decay") {
      .warmUpStableDecay(
        peak: $0.number("peak"), floor: $0.number("floor"), warmUp: $0.integer("warmUp"),
        decay: $0.integer("decay"), steps: $0.integer("steps"))
    }
  }

  private func sgd(_ settings: Fixture.Case) -> SGD {
    SGD(
      learningRate: settings.number("rate", or: 1), momentum: settings.number("momentum", or: 0),
      weightDecay: settings.number("decay", or: 0), decays: settings.decays)
  }

  private func adam(_ settings: Fixture.Case) -> Adam {
    Adam(
      learningRate: settings.number("rate", or: 1), beta1: settings.number("beta1"),
      beta2: settings.number("beta2"), epsilon: settings.number("epsilon"),
      weightDecay: settings.number("decay", or: 0), decays: settings.decays)
  }

  private func adamW(_ settings: Fixture.Case) -> AdamW {
    AdamW(
      learningRate: settings.number("rate", or: 1), beta1: settings.number("beta1"),
      beta2: settings.number("beta2"), epsilon: settings.number("epsilon"),
      weightDecay: settings.number("decay", or: 0), decays: settings.decays)
  }

  private func cosine(_ settings: Fixture.Case) -> LearningRateSchedule {
    .cosine(
      peak: settings.number("peak"), floor: settings.number("floor"), warmUp: settings.integer("warmUp"),
      steps: settings.integer("steps"))
  }

  private func inverseRoot(_ settings: Fixture.Case) -> LearningRateSchedule {
    .inverseRoot(
      channels: settings.integer("channels"), warmUp: settings.integer("warmUp"),
      factor: settings.number("factor", or: 1))
  }

  private func descend(
    _ operation: String, schedule: ((Fixture.Case) -> LearningRateSchedule)? = nil,
    _ location: SourceLocation = #_sourceLocation, _ make: (Fixture.Case) -> some Optimizer
  ) {
    for settings in oracle.cases(of: operation, location) {
      let start = Inputs(
        names: settings.inputs.map(\.name), tensors: settings.inputs.map(\.tensor), settings: settings)
      var model = Line(weight: start["weight"], bias: start["bias"])
      var optimizer = make(settings)
      var history: [String: [Tensor]] = [:]
      for step in 1...10 {
        if let schedule { optimizer.learningRate = schedule(settings)(step: step) }
        var (loss, slope) = valueWithGradient(at: model) { model in
          let error = affine(start["x"], weight: model.weight, bias: model.bias) - start["y"]
          return (0.5 * square(error) + 0.05 * power(error, 4)).mean()
        }
        let length =
          settings.has("clip") ? clip(&slope, toNorm: settings.number("clip")) : Float(norm(of: slope))
        optimizer.update(&model, along: slope)
        history["rate", default: []].append(Tensor(optimizer.learningRate))
        history["loss", default: []].append(loss)
        history["norm", default: []].append(Tensor(length))
        history["weight", default: []].append(model.weight)
        history["bias", default: []].append(model.bias)
      }
      for expected in settings.outputs {
        oracle.compare(
          history[expected.name].map { stack($0) }, expected, "ten steps of", of: settings,
          within: Tolerance(), location)
      }
      #expect(settings.outputs.map(\.name).sorted() == history.keys.sorted(), sourceLocation: location)
    }
  }

  private func schedule(
    _ operation: String, _ location: SourceLocation = #_sourceLocation,
    _ make: (Fixture.Case) -> LearningRateSchedule
  ) {
    for settings in oracle.cases(of: operation, location) {
      let expected = settings.outputs[0]
      let rates = (1...expected.values.count).map { make(settings)(step: $0) }
      // A rate is computed in Double and rounded once, by at most 6e-8.
      oracle.compare(
        Tensor(rates), expected, "schedule", of: settings, within: Tolerance(relative: 1e-7), location)
    }
  }
}

private struct Line: Module {
  var weight: Tensor
  var bias: Tensor

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("weight", &weight)
    visitor.visit("bias", &bias)
  }
}

/// A table, and two matrices in blocks of their own; the first has a bias.
private struct Blocks: Module {
  var table: Tensor
  var weights: [Tensor]
  var bias: Tensor

  init(shapes: [Shape]) {
    table = .zeros(shapes[0])
    weights = [.zeros(shapes[1]), .zeros(shapes[2])]
    bias = .zeros([shapes[1][1]])
  }

  func callAsFunction(_ x: Tensor) -> Tensor {
    matmul(tanh(affine(matmul(x, table), weight: weights[0], bias: bias)), weights[1])
  }

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("table", &table)
    for index in weights.indices { visitor.visit("blocks.\(index).weight", &weights[index]) }
    visitor.visit("blocks.0.bias", &bias)
  }
}

extension Fixture.Case {
  /// PyTorch decays everything unless told which parameters.
  var decays: WeightDecayRule { flag("everything") ? .everything : .matrices }
}
