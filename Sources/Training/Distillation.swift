import Autodiff

/// The loss of a student that learns from a text and from what a teacher says of it (Hinton et al. 2015, §2):
///
///     (1 − α)·H + α·T²·KL(p ‖ q), with p = softmax(teacher/T) and q = softmax(student/T)
///
/// H is the cross-entropy of the text's own tokens, at temperature 1, and KL = Σ p·ln(p/q); both are means over the
/// targets that `keep` leaves in, in nats a token. A temperature T above 1 shows how the teacher ranks what it does not
/// expect. The gradient of KL shrinks with 1/T², so T² keeps the two in proportion whatever the temperature.
///
/// The logits are `[…, classes]`, one row for every target, and finite. The teacher's are constants: no gradient is taken
/// through them. At a `weight` α of 0 the loss is the cross-entropy alone, to the bit. Traps with both shapes when the
/// logits differ, for a weight outside [0, 1] and a temperature that is not positive.
public func distillationLoss(
  student: Tensor, teacher: Tensor, targets: [Int], keep: [Bool]? = nil, temperature: Float, weight: Float
) -> Tensor {
  guard student.shape == teacher.shape else {
    fatalError("distillationLoss: a student's logits \(student.shape) and a teacher's \(teacher.shape)")
  }
  guard temperature > 0, (0...1).contains(weight) else {
    fatalError("distillationLoss: a temperature of \(temperature) and a weight of \(weight)")
  }
  let text = crossEntropy(logits: student, targets: targets, keep: keep)
  guard weight > 0 else { return text }
  let classes = student.shape[student.rank - 1]
  let kept = targets.indices.filter { keep?[$0] ?? true }
  func logarithms(_ logits: Tensor) -> Tensor {
    logSoftmax(lookUp(logits.reshaped([targets.count, classes]), at: kept) / temperature)
  }
  let expected = logarithms(teacher.detached)
  let divergence = (exp(expected) * (expected - logarithms(student))).sum() / Float(max(1, kept.count))
  return text * (1 - weight) + divergence * (weight * temperature * temperature)
}

extension ChosenTargets {
  /// The same loss on the chosen tokens, of the logits that a student and its teacher have for `inputs`, `[batch, time,
  /// vocabulary]` each.
  public func distillationLoss(student: Tensor, teacher: Tensor, temperature: Float, weight: Float) -> Tensor
  {
    Training.distillationLoss(
      student: student, teacher: teacher, targets: targets, keep: isChosen, temperature: temperature,
      weight: weight)
  }
}
