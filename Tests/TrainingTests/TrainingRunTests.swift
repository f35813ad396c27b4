import Autodiff
import Exchange
import Foundation
import Generation
import ModelSupport
import Neural
import Randomness
import TestSupport
import Testing
import Training

@Suite("Training runs")
struct TrainingRunTests {
  private let windows = Windows()

  private var fresh: TrainingRun<GPT, AdamW> {
    TrainingRun(
      model: GPT(.tiny, seed: 2), optimizer: AdamW(),
      schedule: .cosine(peak: 3e-3, floor: 1e-4, warmUp: 2, steps: 6), maximumNorm: 0.5, seed: 7)
  }

  private func train<Method: Optimizer>(_ run: inout TrainingRun<GPT, Method>, through step: Int) throws {
    _ = try run.train(through: step, batch: windows.batch, loss: loss) { _, _ in }
  }

  @Test("3 steps, a checkpoint and 3 more are 6 steps, bit for bit, with dropout and random batches")
  func resuming() throws {
    var straight = fresh
    try train(&straight, through: 6)
    var first = fresh
    try train(&first, through: 3)
    #expect(bits(first.model) != bits(straight.model))
    let resumed = try withTemporaryFile { file in
      try first.save(to: file, configuration: first.model.configuration)
      let checkpoint = try Checkpoint(contentsOf: file)
      var run = try TrainingRun<GPT, AdamW>(resuming: checkpoint, model: checkpoint.gpt())
      #expect(run.step == 3)
      #expect(bits(run.model) == bits(first.model))
      try train(&run, through: 6)
      return run
    }
    #expect(bits(resumed.model) == bits(straight.model))
    #expect(bits(resumed.optimizer.state) == bits(straight.optimizer.state))
    #expect(resumed.optimizer.state.updateCount == 6)
    #expect(resumed.generator == straight.generator)
    #expect(resumed.schedule == straight.schedule && resumed.maximumNorm == 0.5 && resumed.step == 6)
  }

  @Test("SGD with momentum resumes bit for bit too, and so does a run that was saved before its first step")
  func resumingDescent() throws {
    let start = TrainingRun(
      model: GPT(.tiny, seed: 2), optimizer: SGD(learningRate: 0.1, momentum: 0.9), schedule: .constant(0.1),
      maximumNorm: nil, seed: 3)
    var straight = start
    try train(&straight, through: 4)
    for pause in [0, 2] {
      var run = start
      try train(&run, through: pause)
      try withTemporaryFile { file in
        try run.save(to: file, configuration: run.model.configuration)
        let checkpoint = try Checkpoint(contentsOf: file)
        run = try TrainingRun(resuming: checkpoint, model: checkpoint.gpt())
      }
      try train(&run, through: 4)
      #expect(bits(run.model) == bits(straight.model))
      #expect(run.maximumNorm == nil)
    }
  }

  @Test("a copy of a run is a snapshot, and goes on alike")
  func copies() throws {
    var run = fresh
    try train(&run, through: 2)
    var copy = run
    try train(&run, through: 4)
    #expect(copy.step == 2)
    try train(&copy, through: 4)
    #expect(bits(copy.model) == bits(run.model))
  }

  @Test("dropout differs from step to step and from seed to seed")
  func dropoutSeeds() throws {
    var run = fresh
    var seeds: [Seed] = []
    for _ in 0..<3 {
      try run.step { model, dropout in
        seeds.append(dropout)
        return loss(model, ([[1, 2]], [[2, 3]]), dropout)
      }
    }
    #expect(Set(seeds).count == 3)
    #expect(seeds == (1...3).map { Seed(7).derived($0) })
  }

  @Test("a step reports its loss, the gradient's norm before clipping and the schedule's rate")
  func stepResult() throws {
    var run = TrainingRun(
      model: Tensor([3, 4]), optimizer: SGD(learningRate: 9), schedule: .constant(0.5), maximumNorm: 1,
      seed: 1)
    let result = try run.step { model, _ in (model * model).sum() * 0.5 }
    #expect(result.step == 1 && result.loss == 12.5 && result.gradientNorm == 5 && result.learningRate == 0.5)
    #expect(abs(run.model[0] - 2.7) < 1e-6 && abs(run.model[1] - 3.6) < 1e-6)
  }

  @Test("step s is made with the rate that the schedule has for s, from 1 on")
  func ratesFollowTheSchedule() throws {
    let schedule = LearningRateSchedule.inverseRoot(channels: 4, warmUp: 2)
    var run = TrainingRun(
      model: Tensor([3]), optimizer: SGD(learningRate: 9), schedule: schedule, maximumNorm: nil, seed: 1)
    for step in 1...4 {
      let before = run.model.scalar
      let result = try run.step { model, _ in model.sum() }
      #expect(result.learningRate == schedule(step: step))
      #expect(abs(before - run.model.scalar - schedule(step: step)) < 1e-6)
    }
  }

  @Test("a loss that is no number ends the run with an error and leaves it as it was")
  func divergence() {
    var run = TrainingRun(
      model: Tensor([1]), optimizer: Adam(), schedule: .constant(1), maximumNorm: 1, seed: 1)
    let error = #expect(throws: TrainingError.self) { try run.step { model, _ in (model * .infinity).sum() } }
    #expect(error?.description.contains("diverged at step 1") == true)
    #expect(run.model == Tensor([1]) && run.step == 0 && run.optimizer.state.updateCount == 0)
    #expect(run.optimizer.learningRate == Adam().learningRate, "the schedule's is another")
  }

  @Test("reports, validation and checkpoints come when they are due, and watching changes nothing")
  func events() throws {
    var seen: [String] = []
    var run = fresh
    let cadence = TrainingCadence(progress: 2, validation: 3, checkpoint: 2)
    let outcome = try run.train(
      through: 5, cadence: cadence, batch: windows.batch, loss: loss,
      validation: { Double($0.parameterCount) }
    ) { event, run in
      switch event {
      case .progress(let result):
        seen.append("progress \(result.step)")
        #expect(result.loss.isFinite)
      case .validation(let loss, let step):
        seen.append("validation \(step)")
        #expect(loss == Double(run.model.parameterCount))
      case .checkpoint(let step): seen.append("checkpoint \(step)")
      }
    }
    #expect(outcome == .finished)
    #expect(
      seen == [
        "validation 0", "progress 2", "checkpoint 2", "validation 3", "progress 4", "checkpoint 4",
        "progress 5", "validation 5", "checkpoint 5",
      ])
    var unwatched = fresh
    try train(&unwatched, through: 5)
    #expect(bits(unwatched.model) == bits(run.model))
  }

  @Test("asked to stop, it stops between two steps with a checkpoint, and can go on from there")
  func stopping() throws {
    var straight = fresh
    try train(&straight, through: 5)
    var run = fresh
    var polls = 0
    var saved: [Int] = []
    let outcome = try run.train(
      through: 5, batch: windows.batch, loss: loss,
      shouldStop: {
        polls += 1
        return polls == 3
      }
    ) { event, _ in
      if case .checkpoint(let step) = event { saved.append(step) }
    }
    #expect(outcome == .stopped && run.step == 2 && saved == [2])
    _ = try run.train(through: 5, batch: windows.batch, loss: loss) { event, _ in
      if case .checkpoint(let step) = event { saved.append(step) }
    }
    #expect(saved == [2, 5])
    #expect(bits(run.model) == bits(straight.model))
  }

  @Test("a tiny GPT learns a short text by heart")
  func overfitting() throws {
    let text = [3, 1, 4, 1, 5, 2, 6, 5, 3]
    let configuration = GPTConfiguration(
      vocabularySize: 7, contextLength: 8, layerCount: 1, headCount: 2, channels: 16)
    var run = TrainingRun(
      model: GPT(configuration, seed: 1), optimizer: AdamW(weightDecay: 0), schedule: .constant(1e-2), seed: 1
    )
    let batch = (inputs: [Array(text.dropLast())], targets: [Array(text.dropFirst())])
    let first = loss(run.model, batch, 0).scalar
    #expect(abs(first - Float(1.9459101)) < 0.1)  // ln 7: it knows nothing yet
    _ = try run.train(through: 100, batch: { _ in batch }, loss: loss) { _, _ in }
    #expect(loss(run.model, batch, 0).scalar < 0.02)
    var generator = SeededGenerator(seed: 1)
    let told = try generate(
      GPTPredictor(run.model), prompt: [3], maximumNewTokens: 8, sampler: .greedy, using: &generator)
    #expect(told == Array(text.dropFirst()))
  }
}
