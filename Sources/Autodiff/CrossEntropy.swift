import Kernels

/// Whether a loss over many targets is their sum or their mean.
public enum Reduction: String, Sendable, Hashable, CaseIterable {
  /// Σ over the targets: doubles when the batch is repeated.
  case sum
  /// The mean over the targets that count: the same for a batch and for the batch repeated.
  case mean
}

/// The cross-entropy of predictions against the indices of the true classes: −ln softmax(z)_target, summed or averaged.
///
/// `logits` are `[…, classes]`, one row for every target, in nats. `keep` leaves targets out (padding): their rows
/// have no influence. The loss is ln Σⱼ e^(zⱼ) − z_target, formed from the logits with the maximum taken out, so
/// that ±1000 is no danger. ∂loss/∂z = softmax(z) − q, where q = onehot(target).
///
/// `labelSmoothing` ε makes q = (1 − ε)·onehot(target) + ε/classes: the loss is then −Σ q ln softmax(z), least where the
/// model leaves every other class ε/classes (Szegedy et al. 2016 §7; ε = 0.1 in Vaswani et al. 2017 §5.4).
///
/// Traps with both shapes when the counts differ, names a target that is no class, and an ε outside [0, 1].
public func crossEntropy(
  logits: Tensor, targets: [Int], keep: [Bool]? = nil, labelSmoothing: Float = 0, reduction: Reduction = .mean
) -> Tensor {
  guard (0...1).contains(labelSmoothing) else {
    fatalError("crossEntropy: a label smoothing of \(labelSmoothing) is not in [0, 1]")
  }
  let (rows, columns) = logits.rowsAndColumns(in: "crossEntropy")
  guard targets.count == rows, keep.map({ $0.count == rows }) ?? true else {
    fatalError(
      "crossEntropy: logits of shape \(logits.shape) need \(rows) targets, not \(targets.count)"
        + (keep.map { " (and \($0.count) places to keep)" } ?? ""))
  }
  let counted = keep ?? Array(repeating: true, count: rows)
  for (target, counts) in zip(targets, counted) where counts && !(0..<columns).contains(target) {
    fatalError(
      "crossEntropy: target \(target) is not one of the \(columns) classes of logits \(logits.shape)")
  }
  let count = counted.count { $0 }
  let weight: Float = reduction == .sum ? 1 : 1 / Float(Swift.max(1, count))
  let classes = zip(targets, counted).map { $1 ? $0 : 0 }
  let weights = Tensor(counted.map { $0 ? weight : 0 })
  return differentiable("cross-entropy", logits) { logits in
    let losses = Kernels.crossEntropy(
      logits.buffer, targets: classes, smoothing: labelSmoothing, rows: rows, columns: columns)
    let total = zip(losses.array, counted).reduce(into: 0.0) { if $1.1 { $0 += Double($1.0) } }
    return (
      Tensor(Float(total * (reduction == .sum ? 1 : 1 / Double(Swift.max(1, count))))),
      { upstream in
        let ofRows = (upstream.reshaped([]) * weights).buffer
        return Tensor(
          shape: logits.shape,
          buffer: crossEntropyPullback(
            logits.buffer, targets: classes, smoothing: labelSmoothing, upstream: ofRows, rows: rows,
            columns: columns))
      }
    )
  }
}
