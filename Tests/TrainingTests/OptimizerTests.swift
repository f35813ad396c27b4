import Autodiff
import ModelSupport
import Testing
import Training

@Suite("Optimizers")
struct OptimizerTests {
  private let start = TwoParameters(weight: Tensor([[0.5, -1.5], [2, 0.25]]), bias: Tensor([1, -0.75]))

  /// Gradients of very different sizes, changing sign from step to step.
  private func gradient(_ step: Int) -> TwoParameters {
    let turn = Float(step)
    return TwoParameters(
      weight: Tensor([[0.3 - 0.1 * turn, -20], [0.004 * turn, turn.truncatingRemainder(dividingBy: 3) - 1]]),
      bias: Tensor([-0.5, 0.125 * turn]))
  }

  /// Ten updates, all parameters and gradients as plain lists in `Double`; `isMatrix` says which have two axes.
  private func tenSteps(
    _ update: (
      _ theta: inout Double, _ g: Double, _ memory: inout (Double, Double), _ t: Int, _ isMatrix: Bool
    )
      -> Void
  ) -> [Double] {
    func list(_ model: TwoParameters) -> [Double] {
      (model.weight.scalars + model.bias.scalars).map(Double.init)
    }
    var theta = list(start)
    var memory = Array(repeating: (0.0, 0.0), count: theta.count)
    for t in 1...10 {
      for (index, g) in list(gradient(t)).enumerated() {
        update(&theta[index], g, &memory[index], t, index < 4)
      }
    }
    return theta
  }

  private func expect(
    _ optimizer: some Optimizer, equals expected: [Double], _ location: SourceLocation = #_sourceLocation
  ) {
    var optimizer = optimizer
    var model = start
    for step in 1...10 { optimizer.update(&model, along: gradient(step)) }
    let found = model.weight.scalars + model.bias.scalars
    for (found, expected) in zip(found, expected) {
      #expect(abs(Double(found) - expected) <= 2e-6 * max(1, abs(expected)), sourceLocation: location)
    }
    #expect(found.count == expected.count, sourceLocation: location)
    #expect(optimizer.state.updateCount == 10, sourceLocation: location)
  }

  @Test("SGD goes downhill: θ − η·g")
  func plainDescent() {
    expect(SGD(learningRate: 0.1), equals: tenSteps { theta, g, _, _, _ in theta -= 0.1 * g })
  }

  @Test("SGD's momentum accumulates the gradients: v = μ·v + g")
  func momentum() {
    expect(
      SGD(learningRate: 0.01, momentum: 0.9),
      equals: tenSteps { theta, g, memory, _, _ in
        memory.0 = 0.9 * memory.0 + g
        theta -= 0.01 * memory.0
      })
  }

  @Test("SGD's weight decay is a part of the gradient, and for matrices only unless asked")
  func decayOfDescent() {
    expect(
      SGD(learningRate: 0.01, momentum: 0.5, weightDecay: 0.3),
      equals: tenSteps { theta, g, memory, _, isMatrix in
        memory.0 = 0.5 * memory.0 + g + (isMatrix ? 0.3 * theta : 0)
        theta -= 0.01 * memory.0
      })
    expect(
      SGD(learningRate: 0.01, weightDecay: 0.3, decays: .everything),
      equals: tenSteps { theta, g, _, _, _ in theta -= 0.01 * (g + 0.3 * theta) })
  }

  /// Algorithm 1 of Kingma and Ba 2015, written out: the change that Adam makes.
  private func adamStep(_ g: Double, _ memory: inout (Double, Double), _ t: Int, beta2: Double) -> Double {
    memory.0 = 0.9 * memory.0 + 0.1 * g
    memory.1 = beta2 * memory.1 + (1 - beta2) * g * g
    var (power1, power2) = (1.0, 1.0)
    for _ in 0..<t { (power1, power2) = (power1 * 0.9, power2 * beta2) }
    return memory.0 / (1 - power1) / ((memory.1 / (1 - power2)).squareRoot() + 1e-8)
  }

  @Test("Adam corrects the bias of both means")
  func adam() {
    expect(
      Adam(learningRate: 0.05),
      equals: tenSteps { theta, g, memory, t, _ in theta -= 0.05 * adamStep(g, &memory, t, beta2: 0.999) })
  }

  @Test("Adam's weight decay passes through the means")
  func adamDecay() {
    expect(
      Adam(learningRate: 0.05, weightDecay: 0.2),
      equals: tenSteps { theta, g, memory, t, isMatrix in
        theta -= 0.05 * adamStep(g + (isMatrix ? 0.2 * theta : 0), &memory, t, beta2: 0.999)
      })
  }

  @Test("AdamW's weight decay is decoupled: beside the gradient's step, not through the means")
  func adamW() {
    for rule in WeightDecayRule.allCases {
      expect(
        AdamW(learningRate: 0.05, beta2: 0.95, weightDecay: 0.2, decays: rule),
        equals: tenSteps { theta, g, memory, t, isMatrix in
          theta -= 0.05 * 0.2 * (isMatrix || rule == .everything ? theta : 0)
          theta -= 0.05 * adamStep(g, &memory, t, beta2: 0.95)
        })
    }
  }

  @Test("Adam's first step is η·sign(g), whatever the size of g (ledger G-ADAM)")
  func firstStep() {
    for g: Float in [-0.5, -5_000, -0.001] {
      var adam = Adam(learningRate: 0.1)
      var theta = Tensor([0])
      adam.update(&theta, along: Tensor([g]))
      #expect(abs(Double(theta.scalar) - (g == -0.5 ? 0.099999998 : 0.1)) < (g == -0.5 ? 1e-8 : 2e-6))
    }
  }

  @Test("decay without a gradient: AdamW shrinks by η·λ, Adam steps by η, whatever λ")
  func decayAlone() {
    var (coupled, decoupled) = (Tensor([[4]]), Tensor([[4]]))
    var adam = Adam(learningRate: 0.01, weightDecay: 0.1)
    var adamW = AdamW(learningRate: 0.01, weightDecay: 0.1)
    adam.update(&coupled, along: Tensor([[0]]))
    adamW.update(&decoupled, along: Tensor([[0]]))
    #expect(abs(coupled.scalar - 3.99) < 1e-6)
    #expect(abs(decoupled.scalar - 3.996) < 1e-6)
  }

  @Test("descent minimises a loss; ascent, which one document prints, makes it grow (ledger S1-3.5.2-P-FT)")
  func descentMinimises() {
    // L(θ) = −ln σ(θ) is the cross-entropy of the logits θ, 0 against the first.
    func value(at theta: Tensor) -> (value: Tensor, gradient: Tensor) {
      valueWithGradient(at: theta) { theta in
        crossEntropy(logits: concatenate([theta, Tensor([0])], axis: 0).reshaped([1, 2]), targets: [0])
      }
    }
    for (sign, losses) in [
      (Float(1), [0.6931471806, 0.4740769842, 0.3476977482, 0.2700164036]),
      (-1, [0.6931471806, 0.9740769842, 1.4042327447, 2.0193260534]),
    ] {
      var theta = Tensor([0])
      var optimizer = SGD(learningRate: 1)
      for loss in losses {
        let (found, slope) = value(at: theta)
        #expect(abs(Double(found.scalar) - loss) < 1e-6)
        optimizer.update(&theta, along: sign * slope)
      }
    }
  }

  @Test("what is remembered is kept by slot and name, and a copy is a snapshot")
  func state() {
    var first = AdamW()
    var model = start
    first.update(&model, along: gradient(1))
    #expect(
      first.state.tensors.keys.sorted() == [
        "firstMoment.bias", "firstMoment.weight", "secondMoment.bias", "secondMoment.weight",
      ])
    var (copy, copiedModel) = (first, model)
    copy.update(&copiedModel, along: gradient(2))
    #expect(first.state.updateCount == 1)
    first.update(&model, along: gradient(2))
    #expect(bits(model) == bits(copiedModel))
    #expect(bits(first.state) == bits(copy.state))
    #expect(SGD(learningRate: 1).slots(of: "weight", shape: [2, 2]).isEmpty)
  }
}
