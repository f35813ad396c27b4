import KernelOracles
import Kernels
import Testing

@Suite struct FunctionTests {
  /// Every 40,009th `Float` from −limit to limit, both signs, so every exponent is swept.
  private func sweep(to limit: Float, from least: Float = 0) -> Buffer {
    var elements: [Float] = []
    for pattern in stride(from: least.bitPattern, through: limit.bitPattern, by: 40_009) {
      elements.append(Float(bitPattern: pattern))
      elements.append(-Float(bitPattern: pattern))
    }
    return Buffer(elements)
  }

  /// Measured with fused multiply-add over every 4,099th `Float`: exponential 0.91 units, logarithm 0.73, tanh
  /// 1.18, sigmoid 1.97, sine and cosine correctly rounded; the bounds leave room for the portable build.
  @Test(arguments: [
    (UnaryFunction.exponential, 110 as Float, 2.0), (.logarithm, .greatestFiniteMagnitude, 2),
    (.hyperbolicTangent, 20, 3), (.sigmoid, 87, 3), (.sine, 1e6, 0.51), (.cosine, 1e6, 0.51),
  ])
  func relativeAccuracy(function: UnaryFunction, limit: Float, tolerance: Double) {
    var x = sweep(to: limit)
    if function == .logarithm { x = Buffer(x.filter { $0 > 0 }) }
    let y = map(function, x).array
    var worst = (units: 0.0, x: 0 as Float)
    for (x, y) in zip(x.array, y) {
      let units = unitsInLastPlace(y, Plain.apply(function, Double(x)))
      if units > worst.units { worst = (units, x) }
    }
    #expect(worst.units <= tolerance, "\(function): \(worst.units) units at \(worst.x)")
  }

  /// These subtract from 1, so their absolute error is what can be promised (relative to |x| for GELU). Measured
  /// 5.9e-8, 9.9e-8 and 1.02e-7.
  @Test(arguments: [
    (UnaryFunction.errorFunction, 2e-7), (.geluExact, 2e-7), (.geluTanh, 3e-7),
  ])
  func absoluteAccuracy(function: UnaryFunction, tolerance: Double) {
    let x = sweep(to: 12)
    let y = map(function, x).array
    var worst = (error: 0.0, x: 0 as Float)
    for (x, y) in zip(x.array, y) {
      let error = (Double(y) - Plain.apply(function, Double(x))).magnitude
      let scaled = function == .errorFunction ? error : error / max(1, Double(x.magnitude))
      if scaled > worst.error { worst = (scaled, x) }
    }
    #expect(worst.error <= tolerance, "\(function): \(worst.error) at \(worst.x)")
  }

  @Test func specialValues() {
    let infinity = Float.infinity
    func same(_ function: UnaryFunction, _ x: [Float], _ expected: [Float]) {
      let y = map(function, Buffer(x)).array
      for (y, expected) in zip(y, expected) {
        #expect(
          y.isNaN ? expected.isNaN : y == expected && y.sign == expected.sign, "\(function) of \(x): \(y)")
      }
    }
    same(
      .exponential, [0, -0.0, infinity, -infinity, .nan, 88.8, -104, -1000, 1000],
      [1, 1, infinity, 0, .nan, infinity, 0, 0, infinity])
    same(
      .logarithm, [1, 0, -0.0, -1, infinity, -infinity, .nan],
      [0, -infinity, -infinity, .nan, infinity, .nan, .nan])
    same(.logarithm, [.leastNonzeroMagnitude], [-103.27893])
    same(.hyperbolicTangent, [0, -0.0, infinity, -infinity, .nan, 50], [0, -0.0, 1, -1, .nan, 1])
    same(.errorFunction, [0, -0.0, infinity, -infinity, .nan, 5], [0, -0.0, 1, -1, .nan, 1])
    same(.sigmoid, [0, infinity, -infinity, .nan, 200, -200], [0.5, 1, 0, .nan, 1, 0])
    same(.geluExact, [0, infinity, .nan], [0, infinity, .nan])
    same(.geluTanh, [0, infinity, .nan], [0, infinity, .nan])
    same(.relu, [-1, 2, .nan, -infinity], [0, 2, .nan, 0])
    same(.squareRoot, [0, 4, infinity, -1, -infinity, .nan], [0, 2, infinity, .nan, .nan, .nan])
    same(.reciprocal, [0, -0.0, infinity, -infinity, .nan], [infinity, -infinity, 0, -0.0, .nan])
    same(.absolute, [-0.0, -2, -infinity, .nan], [0, 2, infinity, .nan])
    same(.negate, [0, -0.0, infinity, .nan], [-0.0, 0, -infinity, .nan])
    same(.sine, [0, infinity, .nan], [0, .nan, .nan])
    same(.cosine, [0, -infinity, .nan], [1, .nan, .nan])
  }

  @Test(arguments: UnaryFunction.allCases)
  func everyFunctionAtAwkwardSizes(function: UnaryFunction) {
    for count in awkwardSizes {
      let positive = [.logarithm, .squareRoot, .reciprocal].contains(function)
      let x = positive ? map(.exponential, numbers(count)) : numbers(count, scale: 3)
      let y = map(function, x)
      let g = numbers(count, seed: 9)
      #expect(distance(y, Plain.map(function, x.array)) < 1e-6)
      let expected = zip(x.array, g.array).map { Float(Plain.derivative(function, Double($0)) * Double($1)) }
      // The derivatives from y (1 − y², y(1 − y)) cancel: up to a few units of 1.
      #expect(
        distance(mapPullback(function, x: x, y: y, upstream: g), expected) < 2e-6, "\(function) \(count)")
    }
  }

  @Test func derivativesAtInfinityAreLimits() {
    let x: Buffer = [.infinity, -.infinity, 100, -100]
    for function in [UnaryFunction.geluExact, .geluTanh] {
      let y = map(function, x)
      #expect(mapPullback(function, x: x, y: y, upstream: [1, 1, 1, 1]) == [1, 0, 1, 0])
    }
  }

  @Test("where ReLU and |x| have no derivative, 0 is passed")
  func kinks() {
    for function in [UnaryFunction.relu, .absolute] {
      let change = mapPullback(function, x: [0, -0.0], y: [0, 0], upstream: [3, 3])
      #expect(change == [0, 0], "\(function)")
    }
  }

  @Test func powers() {
    let values: [Float] = [
      0, -0.0, 1, -1, 2, -2, 0.5, 3, -3, 1.7, 10, 1e-30, 1e30, .infinity, -.infinity, .nan,
    ]
    for a in values {
      for b in values + [-0.5, 7, -7, 16_777_215, 0.3333] {
        let result = elementwise(.power, [a], [1], [b], [1], shape: [1])[0]
        let expected = Plain.apply(.power, a, b)
        #expect(
          result.isNaN ? expected.isNaN : (result - expected).magnitude <= expected.ulp || result == expected,
          "\(a) to the \(b): \(result), not \(expected)")
      }
    }
  }

  @Test(arguments: UnaryFunction.allCases)
  func threads(function: UnaryFunction) {
    let x = numbers(150_001, scale: 4)
    let g = numbers(150_001, seed: 3)
    let dependent = resultsThatDependOnThreads {
      let y = map(function, x)
      return [y, mapPullback(function, x: x, y: y, upstream: g)]
    }
    #expect(dependent == [])
  }

  @Test("GELU's value and derivative at once are those of map and mapPullback, to the bit")
  func withDerivative() {
    let special: Buffer = [
      0, -0.0, .infinity, -.infinity, .nan, 41, -41, 1e20, -1e20, Float.leastNormalMagnitude / 8, 0.5, -3,
    ]
    for x in awkwardSizes.map({ numbers($0, scale: 6) }) + [special] {
      let (value, derivative) = geluTanhWithDerivative(x)
      let y = map(.geluTanh, x)
      let slope = mapPullback(.geluTanh, x: x, y: y, upstream: Buffer(repeating: 1, count: x.count))
      #expect(zip(value, y).allSatisfy { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) })
      #expect(zip(derivative, slope).allSatisfy { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) })
    }
  }
}
