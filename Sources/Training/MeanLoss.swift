import Autodiff

/// The mean loss of a language model over windows of text, in nats per token, without a gradient.
///
/// `inputs` and `targets` are windows of equal length, `targets[i][t]` being the token after `inputs[i][t]`;
/// `logits` reads a batch of inputs: `[batch, time] → [batch, time, vocabulary]`. Every token counts once,
/// whatever the batch size. Traps when windows and targets do not match, or when there are none.
///
/// ```swift
/// meanLoss(inputs: windows.inputs, targets: windows.targets) { model($0) }
/// ```
public func meanLoss(
  inputs: [[Int]], targets: [[Int]], batchSize: Int = 32, logits: (_ inputs: [[Int]]) -> Tensor
) -> Double {
  guard inputs.map(\.count) == targets.map(\.count), let time = inputs.first?.count, time > 0, batchSize > 0
  else {
    fatalError("meanLoss: \(inputs.count) windows and \(targets.count) targets in batches of \(batchSize)")
  }
  var total = 0.0
  var count = 0
  for start in stride(from: 0, to: inputs.count, by: batchSize) {
    let batch = start..<min(start + batchSize, inputs.count)
    let expected = targets[batch].flatMap { $0 }
    let sum = crossEntropy(logits: logits(Array(inputs[batch])), targets: expected, reduction: .sum)
    total += Double(sum.scalar)
    count += expected.count
  }
  return total / Double(count)
}

/// The mean loss of a language model on the tokens of sequences that are to be learned, in nats per token, without a
/// gradient.
///
/// `logits` reads a batch of inputs: `[batch, time] → [batch, time, vocabulary]`. Every chosen token counts once, whatever
/// the batch size. Throws ``TrainingError/nothingToLearn(sequences:)`` when a batch has nothing to learn, and when there are
/// no sequences; traps when the batch size is not positive.
public func meanLoss(
  on sequences: [TargetedSequence], batchSize: Int = 32, logits: (_ inputs: [[Int]]) -> Tensor
) throws(TrainingError) -> Double {
  guard batchSize > 0 else { fatalError("meanLoss: sequences in batches of \(batchSize)") }
  guard !sequences.isEmpty else { throw .nothingToLearn(sequences: 0) }
  var total = 0.0
  var count = 0
  for start in stride(from: 0, to: sequences.count, by: batchSize) {
    let batch = try ChosenTargets(Array(sequences[start..<min(start + batchSize, sequences.count)]))
    total += Double(batch.loss(logits(batch.inputs)).scalar) * Double(batch.count)
    count += batch.count
  }
  return total / Double(count)
}
