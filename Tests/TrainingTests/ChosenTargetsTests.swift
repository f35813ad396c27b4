import Autodiff
import ModelSupport
import Neural
import Randomness
import Testing
import Training

/// The loss on chosen targets: what counts, what does not, and what is refused.
@Suite("Loss on chosen targets") struct ChosenTargetsTests {
  private func sequence(_ parts: [(read: [Int], learn: [Int])]) -> TargetedSequence {
    var sequence = TargetedSequence()
    for part in parts {
      sequence.read(part.read)
      sequence.learn(part.learn)
    }
    return sequence
  }

  private let vocabulary = 7
  private var long: TargetedSequence { sequence([([1, 2], [3]), ([4], [5, 6])]) }
  private var short: TargetedSequence { sequence([([0, 5], [2])]) }

  private func logits(_ batch: ChosenTargets, seed: UInt64 = 1) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    return .normal([batch.inputs.count, batch.inputs[0].count, vocabulary], using: &generator)
  }

  private func surprise(_ logits: Tensor, _ sequence: Int, _ time: Int, _ token: Int) -> Double {
    -Double(logSoftmax(logits)[sequence, time, token])
  }

  @Test func sequenceKnowsWhatIsToBeLearned() {
    #expect(long.tokens == [1, 2, 3, 4, 5, 6])
    #expect(long.isTarget == [false, false, true, false, true, true])
    // Nothing stands before the first token: it cannot be learned.
    #expect(sequence([([], [4, 5])]).isTarget == [false, true])
  }

  @Test func inputsAndPadding() throws {
    let batch = try ChosenTargets([long, short], padding: 3)
    #expect(batch.inputs == [[1, 2, 3, 4, 5], [0, 5, 3, 3, 3]])
    #expect(batch.count == 4)
  }

  /// The mean over the four chosen tokens of the batch, whichever sequence they stand in.
  @Test func lossIsTheMeanOverTheChosenTokens() throws {
    let batch = try ChosenTargets([long, short])
    let logits = logits(batch)
    let sum =
      surprise(logits, 0, 1, 3) + surprise(logits, 0, 3, 5) + surprise(logits, 0, 4, 6)
      + surprise(logits, 1, 1, 2)
    #expect(abs(Double(batch.loss(logits).scalar) - sum / 4) < 1e-6)
  }

  /// L₃ = L₂ + λ·L₁, with L₁ the mean over the three other tokens that something stands before.
  @Test func auxiliaryLossIsTheMeanOverTheOthers() throws {
    let batch = try ChosenTargets([long, short])
    let logits = logits(batch)
    let others = surprise(logits, 0, 0, 2) + surprise(logits, 0, 2, 4) + surprise(logits, 1, 0, 5)
    let expected = Double(batch.loss(logits).scalar) + 0.5 * others / 3
    #expect(abs(Double(batch.loss(logits, auxiliaryWeight: 0.5).scalar) - expected) < 1e-6)
    #expect(batch.loss(logits, auxiliaryWeight: 0) == batch.loss(logits))
  }

  /// Everything is chosen: nothing is left for L₁, and no NaN comes of it.
  @Test func nothingLeftForTheAuxiliaryLoss() throws {
    let batch = try ChosenTargets([sequence([([1], [2, 3])])])
    let logits = logits(batch)
    #expect(batch.loss(logits, auxiliaryWeight: 0.5) == batch.loss(logits))
  }

  @Test func whatIsNotChosenHasNoGradient() throws {
    let batch = try ChosenTargets([long, short])
    let slope = gradient(at: logits(batch)) { batch.loss($0) }
    for (sequence, chosen) in [(0, [1, 3, 4]), (1, [1])] {
      for time in 0..<5 {
        let row = (0..<vocabulary).map { slope[sequence, time, $0] }
        #expect(row.contains { $0 != 0 } == chosen.contains(time), "row \(time) of sequence \(sequence)")
      }
    }
  }

  /// What stands in the padding, and how much of it there is, changes neither loss nor gradient.
  @Test func paddingHasNoInfluence() throws {
    let model = GPT(.tiny, seed: 1)
    func slope(_ padding: Int) throws -> GPT {
      let batch = try ChosenTargets([long, short], padding: padding)
      return gradient(at: model) { batch.loss($0(batch.inputs), auxiliaryWeight: 0.3) }
    }
    for (one, other) in zip(try slope(0).parameters, try slope(6).parameters) {
      #expect(one.value == other.value, "\(one.name)")
    }
  }

  @Test func aBatchOfMaskedTargetsIsRefused() throws {
    let masked = sequence([([1, 2, 3], [])])
    #expect(throws: TrainingError.nothingToLearn(sequences: 2)) { try ChosenTargets([masked, masked]) }
    #expect(throws: TrainingError.nothingToLearn(sequences: 0)) { try ChosenTargets([]) }
    // A first token is no target, so one that is to be learned alone is nothing to learn.
    #expect(throws: TrainingError.nothingToLearn(sequences: 1)) { try ChosenTargets([sequence([([], [4])])]) }
    // One sequence that has a target is enough.
    let batch = try ChosenTargets([masked, short])
    #expect(batch.count == 1 && batch.loss(logits(batch)).scalar.isFinite)
    #expect(
      "\(TrainingError.nothingToLearn(sequences: 1))"
        == "a batch of 1 sequence has nothing to learn: all of its targets are masked")
    #expect("\(TrainingError.nothingToLearn(sequences: 3))".hasPrefix("a batch of 3 sequences has nothing"))
  }

  @Test func meanLossCountsEveryChosenTokenOnceWhateverTheBatches() throws {
    let model = GPT(.tiny, seed: 1)
    let sequences = [long, short, short, long, short]
    let each = try sequences.map { one -> (loss: Double, count: Int) in
      let batch = try ChosenTargets([one])
      return (Double(batch.loss(model(batch.inputs)).scalar), batch.count)
    }
    let expected = each.reduce(0) { $0 + $1.loss * Double($1.count) } / 9
    #expect(abs(expected - each.reduce(0) { $0 + $1.loss } / 5) > 1e-3)
    for size in [1, 2, 3, 5, 9] {
      #expect(abs(try meanLoss(on: sequences, batchSize: size) { model($0) } - expected) < 1e-5)
    }
    #expect(throws: TrainingError.nothingToLearn(sequences: 0)) { try meanLoss(on: []) { model($0) } }
    let masked = sequence([([1, 2, 3], [])])
    #expect(throws: TrainingError.nothingToLearn(sequences: 1)) {
      try meanLoss(on: [short, masked], batchSize: 1) { model($0) }
    }
  }
}
