/// The functions of one number that `map` applies to every element.
public enum UnaryFunction: String, CaseIterable, Sendable {
  /// −x
  case negate
  /// eˣ
  case exponential
  /// ln x; −∞ at 0, NaN below.
  case logarithm
  /// √x
  case squareRoot
  /// 1/x
  case reciprocal
  /// x²
  case square
  /// tanh x
  case hyperbolicTangent
  /// σ(x) = 1/(1 + e⁻ˣ)
  case sigmoid
  /// max(0, x)
  case relu
  /// max(0, x)²
  case squaredReLU
  /// erf x = 2/√π ∫₀ˣ e^(−t²) dt
  case errorFunction
  /// x·Φ(x) = ½x(1 + erf(x/√2)) (Hendrycks and Gimpel, "Gaussian Error Linear Units")
  case geluExact
  /// ½x(1 + tanh(√(2/π)(x + 0.044715x³))), the form that GPT-2 uses.
  case geluTanh
  /// |x|
  case absolute
  /// sin x, for |x| up to 10⁶
  case sine
  /// cos x, for |x| up to 10⁶
  case cosine

  /// About how long one element takes.
  fileprivate var nanoseconds: Double {
    switch self {
    case .negate, .squareRoot, .reciprocal, .square, .relu, .squaredReLU, .absolute: 0.3
    case .sine, .cosine: 4
    default: 0.8
    }
  }
}

/// f applied to every element.
///
/// Oracle: `Plain.map`.
public func map(_ function: UnaryFunction, _ x: Buffer) -> Buffer {
  x.withPointer { x in
    Buffer(count: x.count) { result in
      guard let from = x.baseAddress, let to = result.baseAddress else { return }
      nonisolated(unsafe) let (x, y) = (from, to)
      parallel(over: result.count, nanoseconds: function.nanoseconds, multiple: 1024) { part in
        mapSpan(function, x + part.lowerBound, y + part.lowerBound, part.count)
      }
    }
  }
}

/// GELU's tanh form and its derivative, of every element: the tanh that they share is computed once, and the pullback is
/// a product. The same bits as `map` and `mapPullback`.
///
/// Oracle: `map` and `mapPullback`, to the bit.
public func geluTanhWithDerivative(_ x: Buffer) -> (value: Buffer, derivative: Buffer) {
  var derivative = Buffer(count: x.count) { _ in }
  let value = x.withPointer { x in
    derivative.withMutablePointer { derivative in
      Buffer(count: x.count) { value in
        guard let from = x.baseAddress, let first = value.baseAddress, let second = derivative.baseAddress
        else { return }
        nonisolated(unsafe) let (x, y, d) = (from, first, second)
        parallel(
          over: value.count, nanoseconds: 2 * UnaryFunction.geluTanh.nanoseconds, multiple: 1024
        ) { part in
          let i = part.lowerBound
          geluTanhSpan(x + i, y + i, derivative: d + i, part.count)
        }
      }
    }
  }
  return (value, derivative)
}

/// The pullback of `map`: upstream × f′(x), element by element.
///
/// Oracle: `Plain.derivative`.
/// - Parameters:
///   - x: The argument of the forward operation.
///   - y: Its result, which some derivatives are made of: (eˣ)′ = y, tanh′ = 1 − y², σ′ = y(1 − y).
public func mapPullback(_ function: UnaryFunction, x: Buffer, y: Buffer, upstream: Buffer) -> Buffer {
  requireCount(y.count, x.count, "mapPullback", "the result")
  requireCount(upstream.count, x.count, "mapPullback", "the upstream gradient")
  return x.withPointer { x in
    y.withPointer { y in
      upstream.withPointer { upstream in
        Buffer(count: x.count) { result in
          guard let x = x.baseAddress, let y = y.baseAddress, let g = upstream.baseAddress,
            let to = result.baseAddress
          else { return }
          nonisolated(unsafe) let (px, py, pg, pr) = (x, y, g, to)
          parallel(over: result.count, nanoseconds: function.nanoseconds, multiple: 1024) { part in
            let i = part.lowerBound
            mapPullbackSpan(function, px + i, py + i, pg + i, pr + i, part.count)
          }
        }
      }
    }
  }
}

// The loops without a transcendental function are vectorised by the compiler.

/// y[i] = f(x[i]); `x` and `y` may be the same memory.
func mapSpan(
  _ function: UnaryFunction, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int
) {
  switch function {
  case .negate: for i in 0..<count { y[i] = -x[i] }
  // The magnitude tells the compiler that the C library need not be asked, and the loop is vectorised.
  case .squareRoot:
    for i in 0..<count {
      let root = x[i].magnitude.squareRoot()
      y[i] = x[i] < 0 ? .nan : root
    }
  case .reciprocal: for i in 0..<count { y[i] = 1 / x[i] }
  case .square: for i in 0..<count { y[i] = x[i] * x[i] }
  case .relu: for i in 0..<count { y[i] = x[i] < 0 ? 0 : x[i] }
  case .squaredReLU: for i in 0..<count { y[i] = x[i] < 0 ? 0 : x[i] * x[i] }
  case .absolute: for i in 0..<count { y[i] = x[i].magnitude }
  case .sine: for i in 0..<count { y[i] = sine(x[i], quarterTurns: 0) }
  case .cosine: for i in 0..<count { y[i] = sine(x[i], quarterTurns: 1) }
  case .exponential, .logarithm, .hyperbolicTangent, .sigmoid, .errorFunction, .geluExact, .geluTanh:
    transcendentalSpan(function, x, y, count)
  }
}

private func mapPullbackSpan(
  _ function: UnaryFunction, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>,
  _ g: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>, _ count: Int
) {
  switch function {
  case .negate: for i in 0..<count { result[i] = -g[i] }
  case .exponential: for i in 0..<count { result[i] = g[i] * y[i] }
  case .logarithm: for i in 0..<count { result[i] = g[i] / x[i] }
  case .squareRoot: for i in 0..<count { result[i] = 0.5 * g[i] / y[i] }
  case .reciprocal: for i in 0..<count { result[i] = -g[i] * y[i] * y[i] }
  case .square: for i in 0..<count { result[i] = 2 * g[i] * x[i] }
  case .hyperbolicTangent: for i in 0..<count { result[i] = g[i] * (1 - y[i] * y[i]) }
  case .sigmoid: for i in 0..<count { result[i] = g[i] * (y[i] * (1 - y[i])) }
  // At 0, where ReLU and |x| have no derivative, 0 is chosen.
  case .relu: for i in 0..<count { result[i] = x[i] > 0 ? g[i] : 0 }
  case .squaredReLU: for i in 0..<count { result[i] = x[i] > 0 ? 2 * g[i] * x[i] : 0 }
  case .absolute: for i in 0..<count { result[i] = x[i] > 0 ? g[i] : (x[i] < 0 ? -g[i] : 0) }
  case .sine: for i in 0..<count { result[i] = g[i] * sine(x[i], quarterTurns: 1) }
  case .cosine: for i in 0..<count { result[i] = -g[i] * sine(x[i], quarterTurns: 0) }
  case .errorFunction, .geluExact, .geluTanh:
    transcendentalDerivativeSpan(function, x, result, count)
    for i in 0..<count { result[i] *= g[i] }
  }
}

/// sin(x + quarterTurns·π/2), rounded to `Float` from a computation in `Double`.
///
/// x = n·π/2 + r with |r| ≤ π/4, π/2 in two parts; then the Taylor series of sine or cosine of r, whose error
/// is below 10⁻¹².
private func sine(_ x: Float, quarterTurns: Int) -> Float {
  guard x.magnitude <= 0x1p30 else { return x.isFinite ? 0 : .nan }
  let argument = Double(x)
  let n = (argument * 0.636_619_772_367_581_4).rounded()
  let r = (argument - n * 0x1.921fb544p0) - n * 0x1.0b4611a626331p-34
  let square = r * r
  let quadrant = (Int(n) &+ quarterTurns) & 3
  var series: Double
  if quadrant & 1 == 0 {
    series = 1 - square / 156
    series = 1 - square / 110 * series
    series = 1 - square / 72 * series
    series = 1 - square / 42 * series
    series = 1 - square / 20 * series
    series = r - r * (square / 6 * series)
  } else {
    series = 1 - square / 182
    series = 1 - square / 132 * series
    series = 1 - square / 90 * series
    series = 1 - square / 56 * series
    series = 1 - square / 30 * series
    series = 1 - square / 12 * series
    series = 1 - square / 2 * series
  }
  return Float(quadrant & 2 == 0 ? series : -series)
}
