import Workbench

// MARK: - rmsNorm

/// Every row divided by its root mean square, and each channel multiplied by its gain.
///
///     y = x/√((1/d)·Σⱼ xⱼ² + ε) ⊙ γ
///
/// `x` is `[…, channels]`, `gain` `[channels]`, `epsilon` ε; the result has the shape of `x`. No mean is taken off, and
/// a row of zeros stays one.
public func rmsNorm(x: Tensor, gain: Tensor, epsilon: Float) throws -> Tensor {
  // The axis is kept, so that every row meets its own size.
  let square = (x * x).mean(alongAxis: -1, keepingAxis: true)
  return x / sqrt(square + epsilon) * gain
}

// MARK: - rotaryPositions

/// Queries or keys, turned by their positions.
///
///     p = start + t     a = p · base^(−2i/size)
///     y[t, 2i]     = x[t, 2i] · cos a − x[t, 2i+1] · sin a
///     y[t, 2i + 1] = x[t, 2i] · sin a + x[t, 2i+1] · cos a
///
/// `x` is `[time, size]` with an even size, and its row t stands at position `start` + t; the result has its shape.
public func rotaryPositions(x: Tensor, start: Int, base: Double) throws -> Tensor {
  var scalars = x.scalars
  let size = x.shape[1]
  for t in 0..<x.shape[0] {
    for i in 0..<size / 2 {
      let a = Double(start + t) * power(base, -Double(2 * i) / Double(size))
      let (c, s) = (Float(cos(a)), Float(sin(a)))
      // Both new numbers are made of both old ones, which stand in x still.
      scalars[t * size + 2 * i] = x[t, 2 * i] * c - x[t, 2 * i + 1] * s
      scalars[t * size + 2 * i + 1] = x[t, 2 * i] * s + x[t, 2 * i + 1] * c
    }
  }
  return Tensor(shape: x.shape, scalars: scalars)
}

// MARK: - newtonSchulz

/// A matrix with the singular vectors of a gradient and singular values near 1, as Muon steps along it.
///
///     X = G/(‖G‖ + 10⁻⁷)     A = X·Xᵀ
///     X ← a·X + (b·A + c·A·A)·X     a = 3.4445, b = −4.7750, c = 2.0315
///
/// `gradient` is G, `[m, n]`, and ‖G‖ the root of the sum of its squares; the second line is taken `steps` times. The
/// result is X, `[m, n]`.
public func newtonSchulz(gradient: Tensor, steps: Int) throws -> Tensor {
  // No singular value is greater than the length of the whole matrix: all begin at 1 or below.
  var x = gradient / (sqrt((gradient * gradient).sum()) + 1e-7)
  for _ in 0..<steps {
    let square = matmul(x, x, rightTransposed: true)
    x = 3.4445 * x + matmul(-4.7750 * square + 2.0315 * matmul(square, square), x)
  }
  return x
}

// MARK: - warmUpStableDecay

/// The learning rate of a step: up in a straight line, flat, and down in a straight line.
///
///     s ≤ w:          η = peak · s/w
///     w < s ≤ T − d:  η = peak
///     T − d < s < T:  η = peak − (peak − floor) · (s − (T − d))/d
///     s ≥ T:          η = floor
///
/// `step` is s ≥ 1, `warmUpSteps` w ≥ 0, `decaySteps` d ≥ 0 and `totalSteps` T ≥ w + d, at least 1.
public func warmUpStableDecay(
  step: Int, peak: Double, floor: Double, warmUpSteps: Int, decaySteps: Int, totalSteps: Int
) throws -> Double {
  if step <= warmUpSteps { return peak * Double(step) / Double(warmUpSteps) }
  if step >= totalSteps { return floor }
  let begin = totalSteps - decaySteps
  if step <= begin { return peak }
  return peak - (peak - floor) * Double(step - begin) / Double(decaySteps)
}

// MARK: - tStatistic

/// How many standard errors the mean of several runs is away from a target: negative where it is below, which is better.
///
///     m = (1/n) Σᵢ lᵢ     s² = (1/(n − 1)) Σᵢ (lᵢ − m)²     t = (m − target)/(s/√n)
///
/// `losses` are lᵢ, two or more and not all the same.
public func tStatistic(losses: [Double], target: Double) throws -> Double {
  let n = Double(losses.count)
  let mean = losses.reduce(0, +) / n
  let squares = losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  let deviation = (squares / (n - 1)).squareRoot()
  // Means of n runs lie √n times as near together as single runs.
  return (mean - target) / (deviation / n.squareRoot())
}
