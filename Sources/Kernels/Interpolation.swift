/// x + share·(y − x), as (1 − share)·x + share·y: x itself at 0 and y at 1.
///
/// Oracle: `Plain.interpolate`.
public func interpolate(_ x: Buffer, _ y: Buffer, share: Float) -> Buffer {
  requireCount(y.count, x.count, "interpolate", "the second operand")
  var result = Buffer(count: x.count) { _ in }
  nonisolated(unsafe) let (x0, y0, to) = (x.address, y.address, result.uniqueAddress())
  withExtendedLifetime((x, y, result)) {
    parallel(over: x.count, nanoseconds: 0.3, multiple: 1024) { part in
      for i in part { to[i] = (1 - share) * x0[i] + share * y0[i] }
    }
  }
  return result
}

/// Σ upstream·(y − x): the pullback of `interpolate` to the share.
///
/// Stretches of 1,024 are summed as rows are, and their sums in `Double`, in order, on one thread.
///
/// Oracle: `Plain.interpolationSlope`.
public func interpolationSlope(_ x: Buffer, _ y: Buffer, upstream: Buffer) -> Float {
  requireCount(y.count, x.count, "interpolationSlope", "the second operand")
  requireCount(upstream.count, x.count, "interpolationSlope", "the upstream gradient")
  let (x0, y0, g) = (x.address, y.address, upstream.address)
  return withExtendedLifetime((x, y, upstream)) {
    var sum = 0.0
    for i in stride(from: 0, to: x.count, by: 1024) {
      let count = min(1024, x.count - i)
      sum += Double(dotSpan(g + i, y0 + i, count)) - Double(dotSpan(g + i, x0 + i, count))
    }
    return Float(sum)
  }
}
