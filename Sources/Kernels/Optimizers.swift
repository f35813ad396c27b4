/// One step of AdamW (Loshchilov and Hutter, 2019) on one parameter, in one pass over memory.
///
/// m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², then with m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ)
/// p ← p − rate·(m̂/(√v̂ + ε) + weightDecay·p): the decay does not pass through the moments.
///
/// Oracle: `Plain.adamWUpdate`.
/// - Parameter step: t, counted from 1.
public func adamWUpdate(
  parameter: inout Buffer, gradient: Buffer, firstMoment: inout Buffer, secondMoment: inout Buffer,
  rate: Float, beta1: Float, beta2: Float, epsilon: Float, weightDecay: Float, step: Int
) {
  let count = parameter.count
  requireCount(gradient.count, count, "adamWUpdate", "the gradient")
  requireCount(firstMoment.count, count, "adamWUpdate", "the first moment")
  requireCount(secondMoment.count, count, "adamWUpdate", "the second moment")
  guard step >= 1 else { fatalError("adamWUpdate: step \(step), but steps count from 1") }
  let update = AdamW(
    rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay, step: step)
  gradient.withPointer { g in
    parameter.withMutablePointer { p in
      firstMoment.withMutablePointer { m in
        secondMoment.withMutablePointer { v in
          guard let p = p.baseAddress, let g = g.baseAddress, let m = m.baseAddress, let v = v.baseAddress
          else { return }
          nonisolated(unsafe) let (parameter, gradient, first, second) = (p, g, m, v)
          parallel(over: count, nanoseconds: 0.8, multiple: 1024) { part in
            let i = part.lowerBound
            update.apply(parameter + i, gradient + i, first + i, second + i, part.count)
          }
        }
      }
    }
  }
}

/// The constants of one step. The bias corrections are formed in `Double`: 1 − β₂ᵗ with β₂ = 0.999 would lose
/// half its digits at the first steps.
private struct AdamW: Sendable {
  let beta1: Float
  let beta2: Float
  let rest1: Float
  let rest2: Float
  let epsilon: Float
  let kept: Float
  let rate: Float
  let correction: Float

  init(rate: Float, beta1: Float, beta2: Float, epsilon: Float, weightDecay: Float, step: Int) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    rest1 = Float(1 - Double(beta1))
    rest2 = Float(1 - Double(beta2))
    kept = Float(1 - Double(rate) * Double(weightDecay))
    self.rate = Float(Double(rate) / (1 - integerPower(Double(beta1), step)))
    correction = Float(1 / (1 - integerPower(Double(beta2), step)).squareRoot())
  }

  func apply(
    _ p: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ m: UnsafeMutablePointer<Float>,
    _ v: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    for i in 0..<count {
      let first = beta1 * m[i] + rest1 * g[i]
      let second = beta2 * v[i] + rest2 * (g[i] * g[i])
      m[i] = first
      v[i] = second
      // Never negative; told so, the compiler uses the vector instruction instead of the C library.
      let deviation = second.magnitude.squareRoot()
      p[i] = kept * p[i] - rate * first / (deviation * correction + epsilon)
    }
  }
}

/// xⁿ for n ≥ 0, by repeated squaring.
func integerPower(_ x: Double, _ exponent: Int) -> Double {
  var (result, base, rest) = (1.0, x, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= base }
    base *= base
    rest >>= 1
  }
  return result
}

/// One step of gradient descent with momentum on one parameter.
///
/// velocity ← momentum·velocity + (g + weightDecay·p), p ← p − rate·velocity.
///
/// Oracle: `Plain.sgdUpdate`.
public func sgdUpdate(
  parameter: inout Buffer, gradient: Buffer, velocity: inout Buffer, rate: Float, momentum: Float,
  weightDecay: Float
) {
  let count = parameter.count
  requireCount(gradient.count, count, "sgdUpdate", "the gradient")
  requireCount(velocity.count, count, "sgdUpdate", "the velocity")
  gradient.withPointer { g in
    parameter.withMutablePointer { p in
      velocity.withMutablePointer { v in
        guard let p = p.baseAddress, let g = g.baseAddress, let v = v.baseAddress else { return }
        nonisolated(unsafe) let (parameter, gradient, velocity) = (p, g, v)
        parallel(over: count, nanoseconds: 0.5, multiple: 1024) { part in
          for i in part {
            let next = momentum * velocity[i] + (gradient[i] + weightDecay * parameter[i])
            velocity[i] = next
            parameter[i] -= rate * next
          }
        }
      }
    }
  }
}
