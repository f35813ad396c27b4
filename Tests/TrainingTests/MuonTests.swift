import Autodiff
import Exchange
import ModelSupport
import Neural
import Randomness
import TestSupport
import Testing
import Training

/// A table and two blocks, each with a matrix and a vector.
private struct Stack: Module {
  var embedding: Tensor
  var blocks: [TwoParameters]

  mutating func visitParameters(_ visitor: ParameterVisitor) {
    visitor.visit("embedding", &embedding)
    visitor.visit("blocks", &blocks)
  }

  static func random(_ seed: Seed) -> Stack {
    var generator = seed.generator()
    func normal(_ shape: Shape) -> Tensor { .normal(shape, using: &generator) }
    return Stack(
      embedding: normal([5, 4]),
      blocks: [[4, 12], [12, 4]].map { TwoParameters(weight: normal($0), bias: normal([$0[1]])) })
  }
}

@Suite("Muon")
struct MuonTests {
  private let start = Stack.random(1)

  private func updated(_ optimizer: some Optimizer, steps: Int = 3) -> (Stack, OptimizerState) {
    var (model, optimizer) = (start, optimizer)
    for step in 1...steps { optimizer.update(&model, along: .random(Seed(10).derived(step))) }
    return (model, optimizer.state)
  }

  @Test("only what has two axes and stands in a block is Muon's")
  func division() {
    for (name, shape, isMuons) in [
      ("blocks.0.attention.query.weight", [4, 4], true), ("decoder.blocks.1.weight", [1, 3], true),
      ("blocks.0.attention.query.bias", [4], false), ("blocks.0.share", [], false),
      ("blocks.0.table", [2, 3, 4], false), ("embedding.weight", [7, 4], false),
      ("head.weight", [4, 7], false), ("myblocks.0.weight", [4, 4], false), ("", [4, 4], false),
    ] as [(String, Shape, Bool)] {
      #expect(Muon.orthogonalizes(name, shape: shape) == isMuons, "\(name)")
      #expect(
        Muon().slots(of: name, shape: shape) == (isMuons ? ["momentum"] : ["firstMoment", "secondMoment"]))
    }
    #expect(Muon().meansOfSquares == ["secondMoment"])
  }

  @Test("tables and vectors go AdamW's way, to the bit, at the rate times the ratio")
  func everythingElse() {
    let rule = AdamW(beta1: 0.8, beta2: 0.9, epsilon: 1e-4, weightDecay: 0.3)
    var alone = rule
    alone.learningRate = Float(0.02) * 0.25
    let (model, state) = updated(Muon(learningRate: 0.02, adamWRatio: 0.25, adamW: rule))
    let (expected, remembered) = updated(alone)
    #expect(bits(model.embedding) == bits(expected.embedding))
    for index in 0..<2 {
      #expect(bits(model.blocks[index].bias) == bits(expected.blocks[index].bias))
      #expect(bits(model.blocks[index].weight) != bits(expected.blocks[index].weight))
    }
    let theirs = bits(remembered).filter { !$0.key.hasSuffix("weight") }
    #expect(bits(state).filter { !$0.key.hasPrefix("momentum.") } == theirs)
    #expect(
      state.tensors.keys.filter { !theirs.keys.contains($0) }.sorted() == [
        "momentum.blocks.0.weight", "momentum.blocks.1.weight",
      ])
    #expect(state.updateCount == 3)
  }

  @Test(
    "matrices: m = β·m + g, then the step of g + β·m, as much longer as the root of outputs over inputs, and decay beside it"
  )
  func matrices() {
    let (rate, momentum, decay) = (Float(0.02), Float(0.9), Float(0.5))
    let found = updated(Muon(learningRate: rate, momentum: momentum, weightDecay: decay)).0
    for (index, stretch) in [Float(3).squareRoot(), 1].enumerated() {
      var (weight, memory) = (start.blocks[index].weight, Tensor.zeros(start.blocks[index].weight.shape))
      for step in 1...3 {
        let gradient = Stack.random(Seed(10).derived(step)).blocks[index].weight
        memory = momentum * memory + gradient
        weight =
          (1 - rate * decay) * weight - rate * stretch * newtonSchulz(gradient + momentum * memory)
      }
      #expect(near(found.blocks[index].weight, weight, within: 1e-6))
    }
  }

  @Test("the update of a turned gradient is the turned update")
  func rotations() {
    var turned = start
    var (straight, optimizer, other) = (start, Muon(weightDecay: 0), Muon(weightDecay: 0))
    let (left, right) = (directions(4, 4, seed: 2), directions(12, 12, seed: 3))
    func turn(_ x: Tensor) -> Tensor { matmul(matmul(left, x), right) }
    turned.blocks[0].weight = turn(start.blocks[0].weight)
    for step in 1...3 {
      var gradient = Stack.random(Seed(20).derived(step))
      optimizer.update(&straight, along: gradient)
      gradient.blocks[0].weight = turn(gradient.blocks[0].weight)
      other.update(&turned, along: gradient)
    }
    #expect(near(turned.blocks[0].weight, turn(straight.blocks[0].weight), within: 1e-5))
  }

  @Test("settings are valid up to the bounds that they are documented with, and no further")
  func validSettings() {
    let below1 = Float(1).nextDown
    for beta in [0, 0.5, below1] { #expect(Muon(momentum: beta).isValid) }
    for beta in [-.leastNonzeroMagnitude, 1, .infinity, .nan] as [Float] {
      #expect(!Muon(momentum: beta).isValid && !Muon(adamW: AdamW(beta1: beta)).isValid)
    }
    #expect(Muon(learningRate: 0, weightDecay: 0, adamWRatio: 0).isValid)
    for rate in [-.leastNonzeroMagnitude, .infinity, .nan] as [Float] {
      #expect(!Muon(learningRate: rate).isValid && !Muon(weightDecay: rate).isValid)
      #expect(!Muon(adamWRatio: rate).isValid)
    }
    #expect(!Muon(learningRate: .greatestFiniteMagnitude, adamWRatio: 2).isValid)
  }

  private typealias Run = TrainingRun<GPT, Muon>

  private func train(_ run: inout Run, through step: Int) throws {
    _ = try run.train(through: step, batch: Windows().batch, loss: loss) { _, _ in }
  }

  private var fresh: Run {
    TrainingRun(
      model: GPT(.tiny, seed: 2), optimizer: Muon(adamW: AdamW(weightDecay: 0.2)),
      schedule: .warmUpStableDecay(peak: 0.02, floor: 0, warmUp: 2, decay: 2, steps: 6), seed: 7)
  }

  @Test("2 steps, a checkpoint and 3 more are 5 steps, bit for bit")
  func resuming() throws {
    var straight = fresh
    try train(&straight, through: 5)
    var run = fresh
    try train(&run, through: 2)
    try withTemporaryFile { file in
      try run.save(to: file, configuration: run.model.configuration)
      let checkpoint = try Checkpoint(contentsOf: file)
      run = try Run(resuming: checkpoint, model: checkpoint.gpt())
    }
    try train(&run, through: 5)
    #expect(bits(run.model) == bits(straight.model))
    #expect(bits(run.optimizer.state) == bits(straight.optimizer.state))
  }

  @Test("a checkpoint whose settings cannot be, or whose tensors are another division's, is refused")
  func hostileCheckpoints() throws {
    var run = fresh
    try train(&run, through: 1)
    let whole = try withTemporaryFile { file in
      try run.save(to: file, configuration: run.model.configuration)
      return try SafeTensors(contentsOf: file)
    }
    let settings = try #require(whole.metadata["training"])
    let tensors = try whole.tensors()
    func resumed(_ training: String, _ change: (inout [String: Tensor]) -> Void = { _ in }) throws -> Run {
      var tensors = tensors
      change(&tensors)
      let checkpoint = try opened(
        tensors.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) },
        metadata: whole.metadata.merging(["training": training]) { $1 })
      return try Run(resuming: checkpoint, model: GPT(.tiny, seed: 1))
    }
    #expect(try bits(resumed(settings).optimizer.state) == bits(run.optimizer.state))
    for (old, new) in [
      ("\"momentum\":0.95", "\"momentum\":1"), ("\"momentum\":0.95", "\"momentum\":-0.5"),
      ("\"adamWRatio\":0.15", "\"adamWRatio\":-1"), ("\"adamWRatio\":0.15", "\"adamWRatio\":1e39"),
      ("\"adamWRatio\":0.15", "\"ratio\":0.15"), ("\"weightDecay\":0.1", "\"weightDecay\":-0.1"),
      ("\"beta2\":0.95", "\"beta2\":1"), ("\"epsilon\":", "\"epsilon\":-"), ("\"Muon\"", "\"AdamW\""),
      ("\"warmUp\":2", "\"warmUp\":5"), ("\"decay\":2", "\"decay\":5"), ("\"decay\":2", "\"decay\":-1"),
      ("\"peak\":", "\"peak\":-"), ("\"steps\":6", "\"steps\":3"), ("\"floor\":0", "\"floor\":1"),
    ] {
      let changed = settings.replacing(old, with: new)
      #expect(changed != settings, "\(old) in \(settings)")
      guard case .badMetadata("training", _) = problem({ try resumed(changed) }) else {
        Issue.record("\(new) was not refused")
        continue
      }
    }
    let name = "blocks.0.attention.query.weight"
    let (momentum, moment) = ("optimizer.momentum.\(name)", "optimizer.secondMoment.\(name)")
    #expect(problem { try resumed(settings) { $0[momentum] = nil } } == .missingTensor(momentum))
    #expect(problem { try resumed(settings) { $0[moment] = .zeros([16, 16]) } } == .unexpectedTensor(moment))
  }
}
