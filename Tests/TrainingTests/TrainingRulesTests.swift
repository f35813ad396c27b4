import Autodiff
import Foundation
import Neural
import Randomness
import Testing
import Training

/// What the documentation of runs, loops and optimizers says beside the numbers themselves.
@Suite("Rules of training")
struct TrainingRulesTests {
  private func run(
    _ model: Tensor, _ optimizer: AdamW = AdamW(), maximumNorm: Float? = nil
  ) -> TrainingRun<Tensor, AdamW> {
    TrainingRun(
      model: model, optimizer: optimizer, schedule: .constant(0.1), maximumNorm: maximumNorm, seed: 1)
  }

  @Test(
    "a finite loss with an infinite gradient, √x at 0, is not stepped on", arguments: [nil, 1] as [Float?])
  func infiniteGradient(maximumNorm: Float?) {
    var run = run(Tensor([0, 4]), maximumNorm: maximumNorm)
    let error = #expect(throws: TrainingError.self) { try run.step { model, _ in sqrt(model).sum() } }
    #expect(error == .diverged(step: 1, loss: 2, gradientNorm: .infinity))
    #expect(run.model.scalars.map(\.bitPattern) == [Float(0).bitPattern, Float(4).bitPattern])
    #expect(run.step == 0 && run.optimizer.state.updateCount == 0 && run.optimizer.state.tensors.isEmpty)
    #expect(run.optimizer.learningRate == AdamW().learningRate, "the schedule's is another")
  }

  @Test("without a maximum a gradient is taken as long as it is")
  func unclipped() throws {
    var run = TrainingRun(
      model: Tensor([3, 4]), optimizer: SGD(learningRate: 9), schedule: .constant(0.5), maximumNorm: nil,
      seed: 1)
    let result = try run.step { model, _ in (model * model).sum() * 0.5 }
    #expect(result.gradientNorm == 5)
    #expect(run.model == Tensor([1.5, 2]))
  }

  @Test("a new run forgets what the optimizer remembers of another")
  func newRunForgets() throws {
    var old = run(Tensor([1]))
    try old.step { model, _ in model.sum() }
    #expect(old.optimizer.state.updateCount == 1)
    #expect(run(Tensor([1]), old.optimizer).optimizer.state == OptimizerState())
  }

  /// Trains a run whose batches are numbered from 1 and whose loss is the number of the batch.
  private func events(
    _ run: inout TrainingRun<Tensor, AdamW>, through last: Int, _ cadence: TrainingCadence,
    validates: Bool = false, stops: Bool = false
  ) throws -> [String] {
    var batches = 0
    var seen: [String] = []
    let outcome = try run.train(
      through: last, cadence: cadence,
      batch: { _ in
        batches += 1
        return Float(batches)
      },
      loss: { model, batch, _ in (0 * model).sum() + batch },
      validation: validates ? { _ in 0 } : nil, shouldStop: { stops }
    ) { event, _ in
      switch event {
      case .progress(let result): seen.append("progress \(result.step) loss \(result.loss)")
      case .validation(_, let step): seen.append("validation \(step)")
      case .checkpoint(let step): seen.append("checkpoint \(step)")
      }
    }
    #expect(outcome == (stops ? .stopped : .finished))
    return seen
  }

  @Test("progress is told as often as the cadence says, with the last step's loss, and after the last of all")
  func progress() throws {
    var run = run(Tensor([1]))
    #expect(
      try events(&run, through: 5, TrainingCadence(progress: 2)) == [
        "progress 2 loss 2.0", "progress 4 loss 4.0", "progress 5 loss 5.0", "checkpoint 5",
      ])
  }

  @Test(
    "a run that goes on is not measured again before its first step; a new one is, even if it is stopped at once"
  )
  func firstValidation() throws {
    var run = run(Tensor([1]))
    let cadence = TrainingCadence(progress: nil, validation: 2)
    #expect(
      try events(&run, through: 4, cadence, validates: true, stops: true) == ["validation 0", "checkpoint 0"])
    #expect(
      try events(&run, through: 2, cadence, validates: true) == [
        "validation 0", "validation 2", "checkpoint 2",
      ])
    #expect(
      try events(&run, through: 5, cadence, validates: true) == [
        "validation 4", "validation 5", "checkpoint 5",
      ])
  }

  @Test("a run with no step left to make is saved, and nothing else is done")
  func nothingLeft() throws {
    var run = run(Tensor([1]))
    let cadence = TrainingCadence(progress: 1, validation: 1, checkpoint: 1)
    #expect(try events(&run, through: 0, cadence, validates: true) == ["checkpoint 0"])
    _ = try events(&run, through: 2, TrainingCadence(progress: nil))
    #expect(try events(&run, through: 2, cadence, validates: true) == ["checkpoint 2"])
    #expect(try events(&run, through: 1, cadence, validates: true) == ["checkpoint 2"])
  }

  @Test("of what never happens nothing is told, at the end either")
  func never() throws {
    var run = run(Tensor([1]))
    #expect(try events(&run, through: 3, TrainingCadence(progress: nil)) == ["checkpoint 3"])
  }

  @Test("plain descent remembers nothing but the number of its updates")
  func plainDescentRemembersNothing() {
    var (optimizer, model) = (SGD(learningRate: 0.1), Tensor([1]))
    optimizer.update(&model, along: Tensor([1]))
    #expect(optimizer.state.tensors.isEmpty && optimizer.state.updateCount == 1)
    #expect(SGD(learningRate: 0.1, momentum: 0.5).slots(of: "", shape: [1]) == ["velocity"])
    #expect(AdamW().meansOfSquares == ["secondMoment"] && Adam().meansOfSquares == ["secondMoment"])
    #expect(SGD(learningRate: 0.1).meansOfSquares.isEmpty)
  }

  @Test("weight decay on matrices is for two axes or more")
  func decayRule() {
    for (shape, isMatrix) in [([], false), ([3], false), ([1, 3], true), ([2, 3, 4], true)] as [(Shape, Bool)]
    {
      #expect(WeightDecayRule.matrices.applies(to: shape) == isMatrix)
      #expect(WeightDecayRule.everything.applies(to: shape))
    }
  }

  @Test("settings are valid up to the bounds that they are documented with, and no further")
  func validSettings() {
    let below1 = Float(1).nextDown
    for beta in [0, 0.5, below1] {
      #expect(AdamW(beta1: beta, beta2: beta).isValid && Adam(beta1: beta, beta2: beta).isValid)
      #expect(SGD(learningRate: 0, momentum: beta).isValid)
    }
    for beta in [-.leastNonzeroMagnitude, 1, .infinity, .nan] as [Float] {
      #expect(!AdamW(beta1: beta).isValid && !AdamW(beta2: beta).isValid)
      #expect(!Adam(beta1: beta).isValid && !Adam(beta2: beta).isValid)
      #expect(!SGD(learningRate: 0, momentum: beta).isValid)
    }
    for rate in [0, .greatestFiniteMagnitude] as [Float] {
      #expect(AdamW(learningRate: rate, weightDecay: rate).isValid)
      #expect(Adam(learningRate: rate, weightDecay: rate).isValid)
      #expect(SGD(learningRate: rate, weightDecay: rate).isValid)
    }
    for rate in [-.leastNonzeroMagnitude, .infinity, .nan] as [Float] {
      #expect(!AdamW(learningRate: rate).isValid && !AdamW(weightDecay: rate).isValid)
      #expect(!Adam(learningRate: rate).isValid && !Adam(weightDecay: rate).isValid)
      #expect(!SGD(learningRate: rate).isValid && !SGD(learningRate: 0, weightDecay: rate).isValid)
    }
    #expect(AdamW(epsilon: .leastNonzeroMagnitude).isValid && Adam(epsilon: .leastNonzeroMagnitude).isValid)
    for epsilon in [0, -1e-8, .infinity, .nan] as [Float] {
      #expect(!AdamW(epsilon: epsilon).isValid && !Adam(epsilon: epsilon).isValid)
    }
  }
}
