import Autodiff
import Formulas
import Generation
import Neural
import Randomness
import Testing
import Training

/// Losses, perplexity, choice of tokens, optimizers and schedules held to the specification.
@Suite struct LossConformanceTests {
  /// The one-hot rows of some targets, and the probabilities of some logits, both in Double.
  private func samples(_ logits: Tensor, _ targets: [Int]) throws -> Formula.Values {
    let classes = logits.shape[1]
    let truths = Matrix(targets.map { target in (0..<classes).map { $0 == target ? 1 : 0 } })
    let rows = try logits.rows.map { row in
      try published(.g_SOFTMAX, ["z": .numbers(row.map(Double.init))]).numbers("p")
    }
    return ["y": .matrix(truths), "ŷ": .matrix(Matrix(rows))]
  }

  @Test(arguments: seeds) func crossEntropyIsS2_CE(_ seed: UInt64) throws {
    let logits = normal([6, 5], seed: seed) * 3
    var generator = SeededGenerator(seed: seed)
    let targets = (0..<6).map { _ in generator.index(below: 5) }
    let values = try samples(logits, targets)
    let mean = crossEntropy(logits: logits, targets: targets)
    hold(mean, to: try published(.s2_4_2_CE, values)["L"])
    let sum = crossEntropy(logits: logits, targets: targets, reduction: .sum)
    hold(sum, to: try reading(.s2_4_2_CE, "sum over samples", values)["L"])
  }

  @Test(arguments: seeds) func gradientOfTheLossIsS2_CE(_ seed: UInt64) throws {
    let logits = normal([1, 7], seed: seed) * 3
    let target = Int(seed) % 7
    let (loss, slope) = valueWithGradient(at: logits) { crossEntropy(logits: $0, targets: [target]) }
    let row = Formula.Value.numbers(logits.scalars.map(Double.init))
    let expected = try reading(.s2_4_2_CE, "from logits", ["z": row, "target": .number(Double(target))])
    hold(loss, to: expected["L"])
    hold(slope, to: expected["gradient"])
  }

  @Test(arguments: seeds) func perplexityIsG_PPLAndS1_PRE(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let probabilities = (0..<20).map { _ in 0.05 + 0.9 * generator.uniform() }
    // Two classes with the logits ln p and ln (1 − p): the loss of class 0 is −ln p.
    let logits = log(Tensor(probabilities.map { [Float($0), Float(1 - $0)] }))
    let targets = [Int](repeating: 0, count: 20)
    let mean = crossEntropy(logits: logits, targets: targets)
    let expected = try published(.g_PPL, ["P": .numbers(probabilities)])
    hold([Float(perplexity(ofMeanLoss: Double(mean.scalar)))], to: expected["perplexity"])
    hold([Float(bits(ofNats: Double(mean.scalar)))], to: expected["bits"])
    let sum = -crossEntropy(logits: logits, targets: targets, reduction: .sum)
    hold(sum, to: try published(.s1_3_5_1_PRE, ["P": .numbers(probabilities)])["sum"])
  }

  @Test(arguments: seeds, [0.3, 0.7, 1, 2.5]) func samplerIsS1_TEMP(_ seed: UInt64, _ temperature: Double)
    throws
  {
    let logits = normal([8], seed: seed) * 2
    let probabilities = try Sampler(temperature: Float(temperature)).probabilities(of: logits.scalars)
    let inputs: Formula.Values = ["z": numbers(logits), "T": .number(temperature)]
    hold(probabilities.map(Float.init), to: try published(.s1_4_3_P_TEMP, inputs)["p"])
    hold(probabilities.map(Float.init), to: try reading(.s1_4_3_P_TEMP, "powers", inputs)["p"])
  }

  @Test(arguments: seeds) func greedyChoiceIsS2_GREEDY(_ seed: UInt64) throws {
    let parts = normals([1, 3], [3, 4], seed: seed)
    let (first, second) = (softmax(parts[0]), softmax(parts[1]))
    var generator = SeededGenerator(seed: seed)
    let start = try Sampler.greedy(parts[0].scalars, using: &generator)
    let next = try Sampler.greedy(parts[1].rows[start], using: &generator)
    let expected = try published(.s2_3_3_P_GREEDY, ["first": numbers(first), "second": matrix(second)])
    #expect(expected["path"] == .integers([start, next]))
    hold([first[0, start] * second[start, next]], to: expected["P"])
  }

  @Test(arguments: seeds) func adamIsG_ADAM(_ seed: UInt64) throws {
    let gradients = normal([12], seed: seed)
    var model = Tensor([0.25])
    var optimizer = Adam(learningRate: 0.1)
    var path: [Float] = []
    for gradient in gradients.scalars {
      optimizer.update(&model, along: Tensor([gradient]))
      path.append(model.scalars[0])
    }
    let inputs: Formula.Values = ["theta": 0.25, "gradients": numbers(gradients), "rate": 0.1]
    hold(path, to: try published(.g_ADAM, inputs)["theta"])
  }

  @Test func warmUpIsG_LR() throws {
    let steps = [1, 2, 10, 399, 400, 401, 1_000, 40_000]
    for channels in [16, 512] {
      let schedule = LearningRateSchedule.inverseRoot(channels: channels, warmUp: 400)
      let inputs: Formula.Values = ["d": .number(Double(channels)), "w": 400, "s": .integers(steps)]
      let expected = try published(.g_LR, inputs)
      hold(steps.map { schedule(step: $0) }, to: expected["rate"], within: 1e-9)
    }
  }

  /// The formula's matrices are [outputs, inputs], those of our layers the other way round.
  @Test(arguments: seeds) func muonIsG_MUON(_ seed: UInt64) throws {
    for shape in [[4, 3], [3, 4], [5, 5]] {
      let start = normal(shape, seed: seed)
      let gradients = normals(shape, shape, shape, seed: seed)
      func theirs(_ tensor: Tensor) -> Matrix {
        Matrix(tensor.transposed().rows.map { $0.map(Double.init) })
      }
      let expected = try published(
        .g_MUON,
        [
          "W": .matrix(theirs(start)), "gradients": .matrices(gradients.map(theirs)), "rate": 0.1,
          "momentum": 0.75,
        ])
      let directions = gradients.flatMap { newtonSchulz($0).transposed().scalars }
      hold(directions, to: expected["NS"])
      var (model, optimizer) = (Block(weight: start), Muon(learningRate: 0.1, momentum: 0.75, weightDecay: 0))
      for gradient in gradients { optimizer.update(&model, along: Block(weight: gradient)) }
      hold(model.weight.transposed(), to: expected["W"])
    }
  }

  @Test func upFlatAndDownIsG_WSD() throws {
    let steps = Array(1...60)
    for (warmUp, decay) in [(5, 20), (1, 49), (25, 25)] {
      let schedule = LearningRateSchedule.warmUpStableDecay(
        peak: 0.5, floor: 0.125, warmUp: warmUp, decay: decay, steps: 50)
      let expected = try published(
        .g_WSD,
        [
          "peak": 0.5, "floor": 0.125, "w": .number(Double(warmUp)), "d": .number(Double(decay)), "N": 50,
          "s": .integers(steps),
        ])
      hold(steps.map { schedule(step: $0) }, to: expected["rate"], within: 1e-7)
    }
  }

  /// S1 maximises the loss of fine-tuning: an optimizer of this package minimises it.
  @Test func descentIsTheOppositeOfS1_FT() throws {
    for start in [-1, 0, 0.5] {
      var model = Tensor([Float(start)])
      var optimizer = SGD(learningRate: 0.8)
      var losses: [Float] = []
      for _ in 0..<6 {
        let slope = gradient(at: model) { -log(sigmoid($0)).sum() }
        optimizer.update(&model, along: slope)
        losses.append(-log(sigmoid(model)).sum().scalar)
      }
      let inputs: Formula.Values = ["theta": .number(start), "rate": 0.8, "steps": 6]
      let expected = try published(.s1_3_5_2_P_FT, inputs).numbers("losses")
      hold(losses, to: .numbers(Array(expected.suffix(6))))
    }
  }
}

/// One matrix, which stands in a block.
private struct Block: Module {
  var weight: Tensor

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("blocks.0.weight", &weight)
  }
}
