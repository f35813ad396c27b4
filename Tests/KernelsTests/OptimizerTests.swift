import KernelOracles
import Kernels
import Testing

@Suite struct OptimizerTests {
  /// Twenty steps against the same steps in `Double`; the tolerance is the growth of `Float` rounding over them.
  @Test func adamW() {
    for count in awkwardSizes {
      var p = numbers(count)
      var (m, v) = (Buffer(repeating: 0, count: count), Buffer(repeating: 0, count: count))
      var plain = p.array.map { Double($0) }
      var (plainM, plainV) = (plain.map { _ in 0.0 }, plain.map { _ in 0.0 })
      for step in 1...20 {
        let g = numbers(count, seed: UInt64(step))
        adamWUpdate(
          parameter: &p, gradient: g, firstMoment: &m, secondMoment: &v, rate: 0.01, beta1: 0.9, beta2: 0.99,
          epsilon: 1e-8, weightDecay: 0.1, step: step)
        Plain.adamWUpdate(
          parameter: &plain, gradient: g.array.map { Double($0) }, firstMoment: &plainM,
          secondMoment: &plainV,
          rate: Double(0.01 as Float), beta1: Double(0.9 as Float), beta2: Double(0.99 as Float),
          epsilon: 1e-8, weightDecay: Double(0.1 as Float), step: step)
      }
      #expect(distance(p, plain.map { Float($0) }) < 2e-6)
      #expect(distance(m, plainM.map { Float($0) }) < 2e-6)
      #expect(distance(v, plainV.map { Float($0) }) < 2e-6)
    }
  }

  /// By hand: m̂ = g and v̂ = g² at the first step, so p moves by the rate against the sign of g.
  @Test func firstStepOfAdamW() {
    var p: Buffer = [1, 1]
    var (m, v): (Buffer, Buffer) = ([0, 0], [0, 0])
    adamWUpdate(
      parameter: &p, gradient: [0.5, -4], firstMoment: &m, secondMoment: &v, rate: 0.25, beta1: 0.9,
      beta2: 0.999, epsilon: 0, weightDecay: 0, step: 1)
    #expect(distance(p, [0.75, 1.25]) < 1e-6)
  }

  /// With the same gradient each time m̂ = g and v̂ = g² at every step, so p moves by the rate. 1 − 0.999ᵗ formed in
  /// `Float` would be wrong by 3e-8 of 0.002, and the second step by 7e-6; m and v themselves are rounded to 6e-8.
  @Test("the corrections keep their digits at the first steps, where 1 − β₂ᵗ is small")
  func correctionsKeepTheirDigits() {
    var p: Buffer = [0]
    var (m, v): (Buffer, Buffer) = ([0], [0])
    for step in 1...5 {
      adamWUpdate(
        parameter: &p, gradient: [0.5], firstMoment: &m, secondMoment: &v, rate: 1, beta1: 0.9,
        beta2: 0.999, epsilon: 0, weightDecay: 0, step: step)
      #expect((p[0] + Float(step)).magnitude < 1e-6 * Float(step), "step \(step)")
    }
  }

  /// Twenty steps against the same steps in `Double`; the tolerance is the growth of `Float` rounding over them.
  @Test func descentWithMomentum() {
    for count in awkwardSizes {
      var (p, velocity) = (numbers(count), Buffer(repeating: 0, count: count))
      var (plain, plainVelocity) = (p.array.map(Double.init), Array(repeating: 0.0, count: count))
      for step in 1...20 {
        let g = numbers(count, seed: UInt64(step))
        sgdUpdate(
          parameter: &p, gradient: g, velocity: &velocity, rate: 0.05, momentum: 0.9, weightDecay: 0.1)
        Plain.sgdUpdate(
          parameter: &plain, gradient: g.array.map(Double.init), velocity: &plainVelocity,
          rate: Double(0.05 as Float), momentum: Double(0.9 as Float), weightDecay: Double(0.1 as Float))
      }
      #expect(distance(p, plain.map { Float($0) }) < 4e-6)
      #expect(distance(velocity, plainVelocity.map { Float($0) }) < 4e-6)
    }
  }

  /// By hand: velocity 0.5·2 + (3 + 0.1·10) = 5, parameter 10 − 0.2·5 = 9.
  @Test func momentum() {
    var p: Buffer = [10]
    var velocity: Buffer = [2]
    sgdUpdate(parameter: &p, gradient: [3], velocity: &velocity, rate: 0.2, momentum: 0.5, weightDecay: 0.1)
    #expect(velocity == [5])
    #expect(p == [9])
  }

  @Test func threads() {
    let start = numbers(200_003)
    let g = numbers(200_003, seed: 2)
    let dependent = resultsThatDependOnThreads {
      var (p, m, v, u, w) = (start, start, map(.absolute, start), start, start)
      adamWUpdate(
        parameter: &p, gradient: g, firstMoment: &m, secondMoment: &v, rate: 0.01, beta1: 0.9, beta2: 0.99,
        epsilon: 1e-8, weightDecay: 0.1, step: 3)
      sgdUpdate(parameter: &u, gradient: g, velocity: &w, rate: 0.1, momentum: 0.9, weightDecay: 0.01)
      return [p, m, v, u, w]
    }
    #expect(dependent == [])
  }
}
