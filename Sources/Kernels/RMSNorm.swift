/// Root-mean-square normalization of every row: yⱼ = gainⱼ·xⱼ/√(Σₖ xₖ²/n + ε) (Zhang and Sennrich 2019).
///
/// Oracle: `Plain.rmsNorm`.
/// - Parameter gain: `[columns]`.
/// - Returns: The output `[rows, columns]`, and 1/√(Σₖ xₖ²/n + ε), `[rows]`, which the pullback needs.
public func rmsNorm(
  _ x: Buffer, gain: Buffer, epsilon: Float, rows: Int, columns: Int
) -> (output: Buffer, inverse: Buffer) {
  requireCount(x.count, rows * columns, "rmsNorm", "[\(rows), \(columns)]")
  requireCount(gain.count, columns, "rmsNorm", "the gain")
  var output = Buffer(count: x.count) { _ in }
  var inverse = Buffer(count: rows) { _ in }
  nonisolated(unsafe) let (from, gains) = (x.address, gain.address)
  nonisolated(unsafe) let (to, inverses) = (output.uniqueAddress(), inverse.uniqueAddress())
  withExtendedLifetime((x, gain, output, inverse)) {
    parallel(over: rows, nanoseconds: 5 + 0.25 * Double(columns)) { part in
      for i in part {
        let (x, y) = (from + i * columns, to + i * columns)
        let inverse = 1 / (dotSpan(x, x, columns) / Float(columns) + epsilon).squareRoot()
        inverses[i] = inverse
        for j in 0..<columns { y[j] = x[j] * inverse * gains[j] }
      }
    }
  }
  return (output, inverse)
}

/// The pullback of `rmsNorm`.
///
/// With x̂ = x·s, s = 1/√(Σₖ xₖ²/n + ε) and h = upstream·gain, for every row input = s·(h − x̂·mean(h·x̂)); over the rows
/// gain = Σ upstream·x̂, where it is asked for.
///
/// Oracle: `Plain.rmsNormPullback`.
/// - Returns: `[rows, columns]` and `[columns]`.
public func rmsNormPullback(
  _ x: Buffer, gain: Buffer, inverse: Buffer, upstream: Buffer, rows: Int, columns: Int,
  gainIsNeeded: Bool = true
) -> (input: Buffer, gain: Buffer?) {
  requireCount(x.count, rows * columns, "rmsNormPullback", "[\(rows), \(columns)]")
  requireCount(upstream.count, x.count, "rmsNormPullback", "the upstream gradient")
  requireCount(gain.count, columns, "rmsNormPullback", "the gain")
  requireCount(inverse.count, rows, "rmsNormPullback", "the inverse root mean square")
  var input = Buffer(count: x.count) { _ in }
  var gainGradient = gainIsNeeded ? Buffer(repeating: 0, count: columns) : []
  nonisolated(unsafe) let (from, gains, inverses) = (x.address, gain.address, inverse.address)
  nonisolated(unsafe) let (g, to) = (upstream.address, input.uniqueAddress())
  nonisolated(unsafe) let sums = gainGradient.uniqueAddress()
  withExtendedLifetime((x, gain, inverse, upstream, input, gainGradient)) {
    parallel(over: rows, nanoseconds: 10 + 0.4 * Double(columns)) { part in
      for i in part {
        let (x, g, y) = (from + i * columns, g + i * columns, to + i * columns)
        let inverse = inverses[i]
        let mean = scaledDot(x, g, gains, columns) * inverse / Float(columns)
        for j in 0..<columns { y[j] = inverse * (g[j] * gains[j] - x[j] * inverse * mean) }
      }
    }
    // The sums over rows: each thread has some of the columns and takes the rows in order.
    parallel(over: gainIsNeeded ? columns : 0, nanoseconds: 0.2 * Double(rows), multiple: 32) { part in
      for i in 0..<rows {
        let (x, g, inverse) = (from + i * columns, g + i * columns, inverses[i])
        for j in part { sums[j] += g[j] * (x[j] * inverse) }
      }
    }
  }
  return (input, gainIsNeeded ? gainGradient : nil)
}
