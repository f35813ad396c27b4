/// The mean and the population variance of every row: μ = Σⱼ xⱼ/n, σ² = Σⱼ (xⱼ − μ)²/n.
///
/// Two passes: the one-pass form Σx²/n − μ² loses all digits when the mean is large.
///
/// Oracle: `Plain.rowStatistics`.
/// - Returns: two buffers `[rows]`.
public func rowStatistics(_ x: Buffer, rows: Int, columns: Int) -> (mean: Buffer, variance: Buffer) {
  requireCount(x.count, rows * columns, "rowStatistics", "[\(rows), \(columns)]")
  var mean = Buffer(repeating: 0, count: rows)
  var variance = mean
  x.withPointer { x in
    mean.withMutablePointer { mean in
      variance.withMutablePointer { variance in
        guard let x = x.baseAddress, let m = mean.baseAddress, let v = variance.baseAddress else { return }
        nonisolated(unsafe) let (elements, mean, variance) = (x, m, v)
        parallel(over: rows, nanoseconds: 5 + 0.15 * Double(columns)) { part in
          for i in part {
            let x = elements + i * columns
            mean[i] = sumSpan(x, columns) / Float(columns)
            variance[i] = sumOfSquaredDeviations(x, mean: mean[i], columns) / Float(columns)
          }
        }
      }
    }
  }
  return (mean, variance)
}

/// Layer normalization of every row: yⱼ = gainⱼ·(xⱼ − μ)/√(σ² + ε) + biasⱼ (Ba, Kiros and Hinton, 2016).
///
/// Oracle: `Plain.layerNorm`.
/// - Parameters:
///   - gain: `[columns]`.
///   - bias: `[columns]`.
/// - Returns: The output `[rows, columns]`, and μ and 1/√(σ² + ε), each `[rows]`, which the pullback needs.
public func layerNorm(
  _ x: Buffer, gain: Buffer, bias: Buffer, epsilon: Float, rows: Int, columns: Int
) -> (output: Buffer, mean: Buffer, inverseDeviation: Buffer) {
  requireCount(gain.count, columns, "layerNorm", "the gain")
  requireCount(bias.count, columns, "layerNorm", "the bias")
  let (mean, variance) = rowStatistics(x, rows: rows, columns: columns)
  let inverseDeviation = Buffer(count: rows) { result in
    variance.withPointer { variance in
      for i in 0..<rows { result[i] = 1 / (variance[i] + epsilon).squareRoot() }
    }
  }
  let output = Buffer(count: x.count) { output in
    withPointers(x, gain, bias, mean, inverseDeviation) { x, gain, bias, mean, inverseDeviation in
      guard let to = output.baseAddress else { return }
      nonisolated(unsafe) let (x, gain, bias, mean, inverse, y) = (
        x, gain, bias, mean, inverseDeviation, to
      )
      parallel(over: rows, nanoseconds: 5 + 0.25 * Double(columns)) { part in
        for i in part {
          let (x, y) = (x + i * columns, y + i * columns)
          let (mean, inverse) = (mean[i], inverse[i])
          for j in 0..<columns { y[j] = (x[j] - mean) * inverse * gain[j] + bias[j] }
        }
      }
    }
  }
  return (output, mean, inverseDeviation)
}

/// The pullback of `layerNorm`.
///
/// With x̂ = (x − μ)·s, s = 1/√(σ² + ε) and h = upstream·gain, for every row
/// input = s·(h − mean(h) − x̂·mean(h·x̂)); over the rows gain = Σ upstream·x̂ and bias = Σ upstream.
///
/// Oracle: `Plain.layerNormPullback`.
/// - Returns: `[rows, columns]`, `[columns]` and `[columns]`.
public func layerNormPullback(
  _ x: Buffer, gain: Buffer, mean: Buffer, inverseDeviation: Buffer, upstream: Buffer, rows: Int, columns: Int
) -> (input: Buffer, gain: Buffer, bias: Buffer) {
  requireCount(x.count, rows * columns, "layerNormPullback", "[\(rows), \(columns)]")
  requireCount(upstream.count, x.count, "layerNormPullback", "the upstream gradient")
  requireCount(gain.count, columns, "layerNormPullback", "the gain")
  requireCount(mean.count, rows, "layerNormPullback", "the mean")
  requireCount(inverseDeviation.count, rows, "layerNormPullback", "the inverse standard deviation")
  var gainGradient = Buffer(repeating: 0, count: columns)
  var biasGradient = gainGradient
  let input = Buffer(count: x.count) { result in
    withPointers(x, gain, mean, inverseDeviation, upstream) { x, gain, mean, inverse, upstream in
      guard let to = result.baseAddress else { return }
      nonisolated(unsafe) let (x, gain, mean, inverse, upstream, y) = (x, gain, mean, inverse, upstream, to)
      parallel(over: rows, nanoseconds: 10 + 0.5 * Double(columns)) { part in
        for i in part {
          let (x, g, y) = (x + i * columns, upstream + i * columns, y + i * columns)
          let (mean, inverse) = (mean[i], inverse[i])
          let sums = normalizedSums(x, g, gain: gain, mean: mean, inverseDeviation: inverse, columns)
          let (plain, weighted) = (sums.plain / Float(columns), sums.weighted / Float(columns))
          for j in 0..<columns {
            y[j] = inverse * (g[j] * gain[j] - plain - (x[j] - mean) * inverse * weighted)
          }
        }
      }
      // The sums over rows: each thread has some of the columns and takes the rows in order.
      gainGradient.withMutablePointer { gainGradient in
        biasGradient.withMutablePointer { biasGradient in
          guard let first = gainGradient.baseAddress, let second = biasGradient.baseAddress else { return }
          nonisolated(unsafe) let (gainSum, biasSum) = (first, second)
          parallel(over: columns, nanoseconds: 0.3 * Double(rows), multiple: 32) { part in
            for i in 0..<rows {
              let (x, g) = (x + i * columns, upstream + i * columns)
              addNormalizedRow(x, g, mean[i], inverse[i], part, gainSum, biasSum)
            }
          }
        }
      }
    }
  }
  return (input, gainGradient, biasGradient)
}

private func addNormalizedRow(
  _ x: UnsafePointer<Float>, _ g: UnsafePointer<Float>, _ mean: Float, _ inverse: Float,
  _ columns: Range<Int>,
  _ gainSum: UnsafeMutablePointer<Float>, _ biasSum: UnsafeMutablePointer<Float>
) {
  for j in columns {
    gainSum[j] += g[j] * ((x[j] - mean) * inverse)
    biasSum[j] += g[j]
  }
}

/// Lends the elements of five buffers; does nothing when one is empty.
private func withPointers(
  _ a: Buffer, _ b: Buffer, _ c: Buffer, _ d: Buffer, _ e: Buffer,
  _ body: (
    UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>,
    UnsafePointer<Float>
  ) -> Void
) {
  a.withPointer { a in
    b.withPointer { b in
      c.withPointer { c in
        d.withPointer { d in
          e.withPointer { e in
            guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress, let d = d.baseAddress,
              let e = e.baseAddress
            else { return }
            body(a, b, c, d, e)
          }
        }
      }
    }
  }
}
