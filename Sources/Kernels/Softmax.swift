/// Softmax of every row: yⱼ = e^(xⱼ − m) / Σₖ e^(xₖ − m) with m the greatest of the row.
///
/// Subtracting m changes nothing in exact arithmetic and keeps every exponent at or below 0. A row that is −∞
/// throughout (a query that may attend to nothing) gives zeros, never NaN.
///
/// Oracle: `Plain.softmax`.
/// - Returns: `[rows, columns]`, like `x`.
public func softmax(_ x: Buffer, rows: Int, columns: Int) -> Buffer {
  overRows(x, nil, "softmax", rows: rows, columns: columns, nanoseconds: 0.7) { x, _, y in
    softmaxSpan(x, y, columns)
  }
}

/// Softmax of one row; `x` and `y` may be the same memory.
func softmaxSpan(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ columns: Int) {
  let greatest = maximumSpan(x, columns)
  if greatest == -.infinity && !containsNaN(x, columns) {
    y.update(repeating: 0, count: columns)
    return
  }
  let sum = exponentialSpan(x, minus: greatest, y, columns)
  for j in 0..<columns { y[j] /= sum }
}

/// The pullback of `softmax`: yⱼ·(gⱼ − Σₖ gₖ·yₖ).
///
/// Oracle: `Plain.softmaxPullback`.
public func softmaxPullback(y: Buffer, upstream: Buffer, rows: Int, columns: Int) -> Buffer {
  overRows(y, upstream, "softmaxPullback", rows: rows, columns: columns, nanoseconds: 0.4) { y, g, result in
    let mean = dotSpan(y, g, columns)
    for j in 0..<columns { result[j] = y[j] * (g[j] - mean) }
  }
}

/// The logarithm of softmax of every row: yⱼ = (xⱼ − m) − ln Σₖ e^(xₖ − m).
///
/// It stays finite where softmax has underflowed to 0. A row that is −∞ throughout stays so.
///
/// Oracle: `Plain.logSoftmax`.
public func logSoftmax(_ x: Buffer, rows: Int, columns: Int) -> Buffer {
  overRows(x, nil, "logSoftmax", rows: rows, columns: columns, nanoseconds: 0.7) { x, _, y in
    let greatest = maximumSpan(x, columns)
    if greatest == -.infinity {
      y.update(from: x, count: columns)
      return
    }
    let logarithmOfSum = logarithm(of: sumOfExponentials(x, minus: greatest, columns))
    for j in 0..<columns { y[j] = (x[j] - greatest) - logarithmOfSum }
  }
}

/// The pullback of `logSoftmax`: gⱼ − e^(yⱼ)·Σₖ gₖ.
///
/// Oracle: `Plain.logSoftmaxPullback`.
public func logSoftmaxPullback(y: Buffer, upstream: Buffer, rows: Int, columns: Int) -> Buffer {
  overRows(y, upstream, "logSoftmaxPullback", rows: rows, columns: columns, nanoseconds: 0.8) {
    y, g, result in
    subtractExponentials(g, y, times: sumSpan(g, columns), result, columns)
  }
}

private func containsNaN(_ x: UnsafePointer<Float>, _ count: Int) -> Bool {
  for i in 0..<count where x[i].isNaN { return true }
  return false
}

/// Runs `body` with each row of one or two operands and of the result.
private func overRows(
  _ x: Buffer, _ other: Buffer?, _ name: String, rows: Int, columns: Int, nanoseconds: Double,
  _ body: @Sendable (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
) -> Buffer {
  requireCount(x.count, rows * columns, name, "[\(rows), \(columns)]")
  let second = other ?? x
  requireCount(second.count, rows * columns, name, "the upstream gradient [\(rows), \(columns)]")
  return x.withPointer { x in
    second.withPointer { second in
      Buffer(count: rows * columns) { result in
        guard let x = x.baseAddress, let second = second.baseAddress, let to = result.baseAddress,
          columns > 0
        else { return }
        nonisolated(unsafe) let (first, other, y) = (x, second, to)
        parallel(over: rows, nanoseconds: 10 + nanoseconds * Double(columns)) { part in
          for row in part { body(first + row * columns, other + row * columns, y + row * columns) }
        }
      }
    }
  }
}
