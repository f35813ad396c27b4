/// The negative log-likelihood of a target for every row of logits.
///
/// lossᵢ = −ln softmax(xᵢ)[tᵢ] = ln Σⱼ e^(xᵢⱼ − m) + (m − xᵢ[tᵢ]) with m the greatest of the row, in nats; the
/// probabilities are never formed, so logits of ±1000 lose nothing. With a smoothing ε the target is 1 − ε of itself and
/// ε/columns of every class, which adds ε·(xᵢ[tᵢ] − mean xᵢ).
///
/// Oracle: `Plain.crossEntropy`.
/// - Parameters:
///   - logits: `[rows, columns]`.
///   - targets: `[rows]`, each in `0 ..< columns`.
///   - smoothing: ε.
/// - Returns: `[rows]`.
public func crossEntropy(
  _ logits: Buffer, targets: [Int], smoothing: Float = 0, rows: Int, columns: Int
) -> Buffer {
  check(logits, targets, "crossEntropy", rows: rows, columns: columns)
  return logits.withPointer { logits in
    Buffer(count: rows) { losses in
      guard let from = logits.baseAddress, let to = losses.baseAddress else { return }
      nonisolated(unsafe) let (x, loss) = (from, to)
      parallel(over: rows, nanoseconds: 10 + 0.6 * Double(columns)) { part in
        for i in part {
          let x = x + i * columns
          let greatest = maximumSpan(x, columns)
          let logarithmOfSum = logarithm(of: sumOfExponentials(x, minus: greatest, columns))
          loss[i] = logarithmOfSum + (greatest - x[targets[i]])
          if smoothing != 0 { loss[i] += smoothing * (x[targets[i]] - sumSpan(x, columns) / Float(columns)) }
        }
      }
    }
  }
}

/// The pullback of `crossEntropy`: upstreamᵢ·(softmax(xᵢ)ⱼ − (1 − ε)·[j = tᵢ] − ε/columns), the softmax computed anew in
/// the same pass.
///
/// Oracle: `Plain.crossEntropyPullback`.
/// - Parameter upstream: `[rows]`; where it is 0 (padding) the row is not read and gets zeros, whatever it holds.
/// - Returns: `[rows, columns]`.
public func crossEntropyPullback(
  _ logits: Buffer, targets: [Int], smoothing: Float = 0, upstream: Buffer, rows: Int, columns: Int
) -> Buffer {
  check(logits, targets, "crossEntropyPullback", rows: rows, columns: columns)
  requireCount(upstream.count, rows, "crossEntropyPullback", "the upstream gradient")
  return logits.withPointer { logits in
    upstream.withPointer { upstream in
      Buffer(count: rows * columns) { result in
        guard let x = logits.baseAddress, let g = upstream.baseAddress, let to = result.baseAddress
        else { return }
        nonisolated(unsafe) let (logits, upstream, gradient) = (x, g, to)
        parallel(over: rows, nanoseconds: 10 + 0.7 * Double(columns)) { part in
          for i in part {
            let (x, y) = (logits + i * columns, gradient + i * columns)
            if upstream[i] == 0 {
              y.update(repeating: 0, count: columns)
              continue
            }
            let sum = exponentialSpan(x, minus: maximumSpan(x, columns), y, columns)
            let factor = upstream[i] / sum
            for j in 0..<columns { y[j] *= factor }
            y[targets[i]] -= (1 - smoothing) * upstream[i]
            if smoothing == 0 { continue }
            let share = smoothing / Float(columns) * upstream[i]
            for j in 0..<columns { y[j] -= share }
          }
        }
      }
    }
  }
}

private func check(_ logits: Buffer, _ targets: [Int], _ name: String, rows: Int, columns: Int) {
  requireCount(logits.count, rows * columns, name, "the logits [\(rows), \(columns)]")
  requireCount(targets.count, rows, name, "the list of targets")
  for (row, target) in targets.enumerated() where target < 0 || target >= columns {
    fatalError("\(name): target \(target) of row \(row) is outside 0 ..< \(columns)")
  }
}
