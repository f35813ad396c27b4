import Vectors

/// Exponential, logarithm, hyperbolic tangent and error function of sixteen numbers at a time.
///
/// Each follows the same plan: reduce the argument to a short interval by an identity, evaluate a polynomial
/// there, undo the reduction. There are no tables, branches or calls, so that the loops run at full vector
/// width; and only additions, products, quotients and integer operations, so that the bits are the same on
/// every machine with fused multiply-add (a C library's are not). The polynomials were fitted for this file:
/// minimax in relative error by Lawson's iteration, then rounded to `Float`.
///
/// What is for these functions alone is in this file, because inlining does not cross files in a debug build.

private typealias Integers = SIMD16<Int32>

@inline(__always)
private func lanes(_ value: Float) -> Lanes { Lanes(repeating: value) }

/// The number added to x to round it to an integer n: x + 1.5·2²³ has n in its lowest bits.
private let rounder: Float = 0x1.8p23

// MARK: The functions

/// eˣ: x = n·ln 2 + r with |r| ≤ ½ ln 2, then eˣ = 2ⁿ·(1 + r + r²·q(r)).
@inline(__always)
private func exponential(_ x: Lanes) -> Lanes {
  // Beyond these the result is 0 or ∞ anyway; NaN passes through.
  var x = x.replacing(with: 89, where: x .> 89)
  x = x.replacing(with: -104, where: x .< -104)
  let shifted = multiplyAdd(lanes(rounder), x, lanes(0x1.715476p0))
  let n = shifted - rounder
  // ln 2 in two parts, of which n times the first is exact.
  var r = multiplyAdd(x, n, lanes(-0x1.62e4p-1))
  r = multiplyAdd(r, n, lanes(-0x1.7f7d1cp-20))
  var q = lanes(0x1.6a1a72p-10)
  q = multiplyAdd(lanes(0x1.123fc6p-7), q, r)
  q = multiplyAdd(lanes(0x1.555916p-5), q, r)
  q = multiplyAdd(lanes(0x1.55548ap-3), q, r)
  q = multiplyAdd(lanes(0x1.fffffcp-2), q, r)
  let power = 1 + multiplyAdd(r, r * r, q)
  // 2ⁿ as a product of two powers, each of which is a normal number for every n from −150 to 128.
  let whole = unsafeBitCast(shifted, to: Integers.self) &- 0x4B40_0000
  let half = whole &>> 1
  let first = unsafeBitCast((half &+ 127) &<< 23, to: Lanes.self)
  let second = unsafeBitCast((whole &- half &+ 127) &<< 23, to: Lanes.self)
  return power * first * second
}

/// ln x: x = 2ᵉ·(1 + f) with 1 + f in [√½, √2), then ln x = e·ln 2 + f − f²/2 + f³·p(f).
@inline(__always)
private func logarithm(_ x: Lanes) -> Lanes {
  let subnormal = x .< Float.leastNormalMagnitude
  let scaled = x.replacing(with: x * 0x1p23, where: subnormal)
  let bits = unsafeBitCast(scaled, to: Integers.self)
  let exponent = (bits &- 0x3F35_04F3) &>> 23
  let f = unsafeBitCast(bits &- (exponent &<< 23), to: Lanes.self) - 1
  // The integer becomes a float by the same trick as above, backwards.
  var e = unsafeBitCast(exponent &+ 0x4B40_0000, to: Lanes.self) - rounder
  e = e.replacing(with: e - 23, where: subnormal)
  var p = lanes(0x1.1457a6p-4)
  p = multiplyAdd(lanes(-0x1.de3c16p-4), p, f)
  p = multiplyAdd(lanes(0x1.e6f06ap-4), p, f)
  p = multiplyAdd(lanes(-0x1.fc2208p-4), p, f)
  p = multiplyAdd(lanes(0x1.233768p-3), p, f)
  p = multiplyAdd(lanes(-0x1.555c4ep-3), p, f)
  p = multiplyAdd(lanes(0x1.99a4b6p-3), p, f)
  p = multiplyAdd(lanes(-0x1.000006p-2), p, f)
  p = multiplyAdd(lanes(0x1.555548p-2), p, f)
  let square = f * f
  var y = multiplyAdd(e * 0x1.7f7d1cp-20, f * square, p)
  y = multiplyAdd(y, square, lanes(-0.5))
  y = multiplyAdd(f + y, e, lanes(0x1.62e4p-1))
  y = y.replacing(with: .infinity, where: x .== .infinity)
  y = y.replacing(with: -.infinity, where: x .== 0)
  // Negative numbers and NaN are those that are not at least zero.
  return y.replacing(with: .nan, where: .!(x .>= 0))
}

/// |x|, by clearing the sign bit.
@inline(__always)
private func magnitude(_ x: Lanes) -> Lanes {
  unsafeBitCast(unsafeBitCast(x, to: Integers.self) & 0x7FFF_FFFF, to: Lanes.self)
}

/// tanh x: x + x³·p(x²) below 5/8, else 1 − 2/(e²ˣ + 1) with the sign of x.
@inline(__always)
private func hyperbolicTangent(_ x: Lanes) -> Lanes {
  let t = magnitude(x)
  let square = x * x
  var p = lanes(0x1.18e1dep-9)
  p = multiplyAdd(lanes(-0x1.0bf4fcp-7), p, square)
  p = multiplyAdd(lanes(0x1.638b58p-6), p, square)
  p = multiplyAdd(lanes(-0x1.b9ee90p-5), p, square)
  p = multiplyAdd(lanes(0x1.111066p-3), p, square)
  p = multiplyAdd(lanes(-0x1.555554p-2), p, square)
  // The sum of −0 and +0 is +0, but tanh −0 is −0.
  let small = multiplyAdd(x, x * square, p).replacing(with: x, where: x .== 0)
  var large = 1 - 2 / (exponential(t + t) + 1)
  large = large.replacing(with: -large, where: x .< 0)
  return large.replacing(with: small, where: t .< 0.625)
}

/// erf x = 2/√π ∫₀ˣ e^(−t²) dt: x + x·p(x²) below 1, else 1 − e^(−x·q(x)) with the sign of x.
@inline(__always)
private func errorFunction(_ x: Lanes) -> Lanes {
  var t = magnitude(x)
  let square = x * x
  var p = lanes(0x1.496a32p-14)
  p = multiplyAdd(lanes(-0x1.a3f700p-11), p, square)
  p = multiplyAdd(lanes(0x1.5405b2p-8), p, square)
  p = multiplyAdd(lanes(-0x1.b7f90ep-6), p, square)
  p = multiplyAdd(lanes(0x1.ce2cf8p-4), p, square)
  p = multiplyAdd(lanes(-0x1.81273ep-2), p, square)
  p = multiplyAdd(lanes(0x1.06eba8p-3), p, square)
  let small = multiplyAdd(x, x, p)
  let isSmall = t .< 1
  t = t.replacing(with: 4, where: t .> 4)  // From here on erf rounds to 1.
  var q = lanes(0x1.c662eep-17)
  q = multiplyAdd(lanes(-0x1.6b04a2p-12), q, t)
  q = multiplyAdd(lanes(0x1.ea0d66p-9), q, t)
  q = multiplyAdd(lanes(-0x1.88b3c0p-6), q, t)
  q = multiplyAdd(lanes(0x1.b424a6p-4), q, t)
  q = multiplyAdd(lanes(0x1.451ef4p-1), q, t)
  q = multiplyAdd(lanes(0x1.20f190p0), q, t)
  var large = 1 - exponential(-t * q)
  large = large.replacing(with: -large, where: x .< 0)
  return large.replacing(with: small, where: isSmall)
}

/// σ(x) = 1/(1 + e⁻ˣ), from e^(−|x|), which cannot overflow.
@inline(__always)
private func sigmoid(_ x: Lanes) -> Lanes {
  let z = exponential(-magnitude(x))
  return z.replacing(with: 1, where: x .>= 0) / (1 + z)
}

/// √(2/π) and its product with 0.044715, of the tanh form of GELU.
private let tanhScale: Float = 0.797_884_56
private let tanhCube: Float = 0.044_715

/// x, or the nearest of ±40: the derivative of a GELU is 0 or 1 long before, and ∞·0 is avoided.
@inline(__always)
private func bounded(_ x: Lanes) -> Lanes {
  x.replacing(with: 40, where: x .> 40).replacing(with: -40, where: x .< -40)
}

@inline(__always)
private func geluExact(_ x: Lanes) -> Lanes {
  let y = 0.5 * x * (1 + errorFunction(x * 0.707_106_78))
  return y.replacing(with: 0, where: x .== -.infinity)
}

/// √(2/π)(x + 0.044715x³)
@inline(__always)
private func geluInner(_ x: Lanes) -> Lanes { tanhScale * multiplyAdd(x, tanhCube * x * x, x) }

@inline(__always)
private func geluTanh(_ x: Lanes) -> Lanes {
  let y = 0.5 * x * (1 + hyperbolicTangent(geluInner(x)))
  return y.replacing(with: 0, where: x .== -.infinity)
}

// MARK: Loops over consecutive memory

/// y[i] = f(x[i]). The last vector may read past `count`, see `MemoryPool`, but writes only what is asked for.
@inline(__always)
private func span(
  _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int, _ f: (Lanes) -> Lanes
) {
  var i = 0
  while i &+ 16 <= count {
    store(f(load(x + i)), y + i)
    i &+= 16
  }
  if i < count { store(f(load(x + i)), y + i, count: count &- i) }
}

/// Calls `body` with stretches of 1,024 elements.
@inline(__always)
private func forStretches(
  _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int,
  _ body: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
) {
  var i = 0
  while i < count {
    body(x + i, y + i, min(1024, count &- i))
    i &+= 1024
  }
}

/// y[i] += x[i]·φ(x[i]) with φ(x) = e^(−x²/2)/√(2π).
@inline(never)
private func addNormalDensity(
  _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int
) {
  var i = 0
  while i < count {
    let bounded = bounded(load(x + i))
    let sum = load(UnsafePointer(y + i)) + 0.398_942_28 * bounded * exponential(-0.5 * bounded * bounded)
    store(sum, y + i, count: min(16, count &- i))
    i &+= 16
  }
}

/// GELU's tanh form and, with the same tanh, its derivative as `transcendentalDerivativeSpan` has it.
@inline(never)
func geluTanhSpan(
  _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, derivative: UnsafeMutablePointer<Float>,
  _ count: Int
) {
  var i = 0
  while i < count {
    let x = load(x + i)
    let t = hyperbolicTangent(geluInner(x))
    let value = (0.5 * x * (1 + t)).replacing(with: 0, where: x .== -.infinity)
    let near = bounded(x)
    let slope = tanhScale * (1 + 3 * tanhCube * near * near)
    let geluSlope = 0.5 * (1 + t) + 0.5 * near * slope * (1 - t * t)
    if i &+ 16 <= count {
      store(value, y + i)
      store(geluSlope, derivative + i)
    } else {
      store(value, y + i, count: count &- i)
      store(geluSlope, derivative + i, count: count &- i)
    }
    i &+= 16
  }
}

/// Writes f(x) for one of the functions of this file.
@inline(never)
func transcendentalSpan(
  _ function: UnaryFunction, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int
) {
  switch function {
  case .exponential: span(x, y, count) { exponential($0) }
  case .logarithm: span(x, y, count) { logarithm($0) }
  case .hyperbolicTangent: span(x, y, count) { hyperbolicTangent($0) }
  case .errorFunction: span(x, y, count) { errorFunction($0) }
  case .sigmoid: span(x, y, count) { sigmoid($0) }
  case .geluExact: span(x, y, count) { geluExact($0) }
  case .geluTanh: span(x, y, count) { geluTanh($0) }
  default: fatalError("transcendentalSpan: \(function) is not one of its functions")
  }
}

/// Writes f′(x) for the functions whose derivative needs another transcendental function.
@inline(never)
func transcendentalDerivativeSpan(
  _ function: UnaryFunction, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int
) {
  switch function {
  case .errorFunction: span(x, y, count) { 1.128_379_2 * exponential(-$0 * $0) }
  // In two passes over stretches that stay in the fastest cache: the compiler keeps one of these functions in
  // whole vectors, but not two of them together.
  case .geluExact:
    forStretches(x, y, count) { x, y, count in
      span(x, y, count) { 0.5 * (1 + errorFunction($0 * 0.707_106_78)) }
      addNormalDensity(x, y, count)
    }
  case .geluTanh:
    forStretches(x, y, count) { x, y, count in
      span(x, y, count) { hyperbolicTangent(geluInner(bounded($0))) }
      for i in 0..<count {
        let x = max(-40, min(40, x[i]))
        let slope = tanhScale * (1 + 3 * tanhCube * x * x)
        y[i] = 0.5 * (1 + y[i]) + 0.5 * x * slope * (1 - y[i] * y[i])
      }
    }
  default: fatalError("transcendentalDerivativeSpan: \(function) is not one of its functions")
  }
}

/// y[i] = e^(scale·x[i] − shift), and the sum of all y in sixteen lanes.
@inline(never)
func exponentialSpan(
  _ x: UnsafePointer<Float>, scale: Float = 1, minus shift: Float, _ y: UnsafeMutablePointer<Float>,
  _ count: Int
) -> Float {
  var sum = Lanes.zero
  var i = 0
  while i &+ 16 <= count {
    let e = exponential(load(x + i) * scale - shift)
    store(e, y + i)
    sum += e
    i &+= 16
  }
  if i < count {
    let left = count &- i
    let e = exponential(load(x + i) * scale - shift)
    store(e, y + i, count: left)
    sum += first(left, of: e, else: 0)
  }
  return total(sum)
}

/// x[i] ← e^(scale·x[i] − shift) / sum. What follows up to a whole vector is overwritten.
@inline(never)
func scaledExponentials(
  _ x: UnsafeMutablePointer<Float>, scale: Float, minus shift: Float, dividedBy sum: Float, _ count: Int
) {
  for i in stride(from: 0, to: count, by: 16) {
    store(exponential(load(x + i) * scale - shift) / sum, x + i)
  }
}

/// Σ e^(x[i] − shift), with the same lanes as `exponentialSpan`.
@inline(never)
func sumOfExponentials(_ x: UnsafePointer<Float>, minus shift: Float, _ count: Int) -> Float {
  var sum = Lanes.zero
  var i = 0
  while i &+ 16 <= count {
    sum += exponential(load(x + i) - shift)
    i &+= 16
  }
  if i < count {
    let e = exponential(load(x + i) - shift)
    sum += first(count &- i, of: e, else: 0)
  }
  return total(sum)
}

/// result[i] = upstream[i] − e^(y[i])·total: the pullback of a row of log-softmax.
@inline(never)
func subtractExponentials(
  _ upstream: UnsafePointer<Float>, _ y: UnsafePointer<Float>, times factor: Float,
  _ result: UnsafeMutablePointer<Float>, _ count: Int
) {
  var i = 0
  while i &+ 16 <= count {
    store(load(upstream + i) - exponential(load(y + i)) * factor, result + i)
    i &+= 16
  }
  if i < count {
    store(load(upstream + i) - exponential(load(y + i)) * factor, result + i, count: count &- i)
  }
}

/// ln x of one number, with the same bits as in a vector.
func logarithm(of x: Float) -> Float { logarithm(lanes(x))[0] }
