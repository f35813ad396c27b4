import KernelOracles
import Kernels
import Testing

@Suite struct RowTests {
  private let shapes = [(1, 1), (2, 7), (5, 16), (7, 31), (3, 33), (4, 129), (1, 1000), (0, 5)]

  @Test func softmaxes() {
    for (rows, columns) in shapes {
      let x = numbers(rows * columns, scale: 8)
      let g = numbers(rows * columns, seed: 2)
      let y = softmax(x, rows: rows, columns: columns)
      #expect(distance(y, Plain.softmax(x.array, columns: columns)) < 3e-7)
      #expect(
        distance(
          softmaxPullback(y: y, upstream: g, rows: rows, columns: columns),
          Plain.softmaxPullback(y: y.array, upstream: g.array, columns: columns)) < 3e-7)
      let z = logSoftmax(x, rows: rows, columns: columns)
      #expect(distance(z, Plain.logSoftmax(x.array, columns: columns)) < 4e-7)
      #expect(
        distance(
          logSoftmaxPullback(y: z, upstream: g, rows: rows, columns: columns),
          Plain.logSoftmaxPullback(y: z.array, upstream: g.array, columns: columns)) < 2e-6)
    }
  }

  @Test func softmaxOfMaskedAndHugeRows() {
    let infinity = Float.infinity
    #expect(softmax([-infinity, -infinity, 0, -infinity], rows: 2, columns: 2) == [0, 0, 1, 0])
    #expect(softmax([1000, 1000, -1000, 1000], rows: 2, columns: 2) == [0.5, 0.5, 0, 1])
    #expect(softmax([.nan, 1], rows: 1, columns: 2).allSatisfy { $0.isNaN })
    #expect(softmax([.nan, -infinity], rows: 1, columns: 2).allSatisfy { $0.isNaN })
    #expect(logSoftmax([0, -1000], rows: 1, columns: 2) == [0, -1000])
    #expect(logSoftmax([-infinity, -infinity], rows: 1, columns: 2) == [-infinity, -infinity])
    // A softmax over 20 entries of which 17 are masked.
    var x = Buffer(repeating: -infinity, count: 20)
    for i in 17..<20 { x[i] = 3 }
    #expect(
      softmax(x, rows: 1, columns: 20).array == Array(repeating: 0, count: 17)
        + Array(repeating: 1 / 3, count: 3))
  }

  @Test func crossEntropies() {
    for (rows, columns) in shapes {
      let x = numbers(rows * columns, scale: 8)
      let targets = (0..<rows).map { ($0 * 5) % columns }
      let g = numbers(rows, seed: 2)
      #expect(
        distance(
          crossEntropy(x, targets: targets, rows: rows, columns: columns),
          Plain.crossEntropy(x.array, targets: targets, columns: columns)) < 4e-7)
      #expect(
        distance(
          crossEntropyPullback(x, targets: targets, upstream: g, rows: rows, columns: columns),
          Plain.crossEntropyPullback(x.array, targets: targets, upstream: g.array, columns: columns)) < 4e-7)
      for smoothing in [Float(0.125), 1] {
        #expect(
          distance(
            crossEntropy(x, targets: targets, smoothing: smoothing, rows: rows, columns: columns),
            Plain.crossEntropy(x.array, targets: targets, smoothing: Double(smoothing), columns: columns))
            < 4e-7)
        #expect(
          distance(
            crossEntropyPullback(
              x, targets: targets, smoothing: smoothing, upstream: g, rows: rows, columns: columns),
            Plain.crossEntropyPullback(
              x.array, targets: targets, smoothing: Double(smoothing), upstream: g.array, columns: columns))
            < 4e-7)
      }
    }
    // ln(1 + e⁻²⁰⁰⁰) = 0 and ln(1 + e²⁰⁰⁰) = 2000.
    #expect(crossEntropy([1000, -1000, 1000, -1000], targets: [0, 1], rows: 2, columns: 2) == [0, 2000])
    #expect(
      crossEntropyPullback(
        [1000, -1000, 1000, -1000], targets: [0, 1], upstream: [1, 3], rows: 2, columns: 2)
        == [0, 0, 3, -3])
  }

  @Test("a row whose loss does not count (padding) gets zeros, whatever it holds; its neighbours get theirs")
  func lossOfPadding() {
    for held in [Float.nan, .infinity, -.infinity, 7] {
      let x: Buffer = [1, 2, held, held, 1, 2]
      let change = crossEntropyPullback(x, targets: [0, 1, 0], upstream: [1, 0, 1], rows: 3, columns: 2)
      let alone = crossEntropyPullback([1, 2], targets: [0], upstream: [1], rows: 1, columns: 2)
      #expect(bits(change) == bits(alone) + [0, 0] + bits(alone), "\(held)")
    }
  }

  @Test("log-softmax is finite where softmax has underflowed to 0")
  func logarithmOfWhatUnderflows() {
    #expect(softmax([0, -200], rows: 1, columns: 2)[1] == 0)
    #expect(logSoftmax([0, -200], rows: 1, columns: 2)[1] == -200)
  }

  @Test func layerNorms() {
    // One column: x̂ is 0 and the gain's gradient exactly 0; the other tolerances follow from 1/√(σ² + ε).
    for (rows, columns) in shapes {
      let x = numbers(rows * columns, scale: 3)
      let gain = numbers(columns, seed: 3)
      let bias = numbers(columns, seed: 4)
      let g = numbers(rows * columns, seed: 5)
      let (mean, variance) = rowStatistics(x, rows: rows, columns: columns)
      let statistics = Plain.rowStatistics(x.array, columns: columns)
      #expect(distance(mean, statistics.mean) < 5e-7)
      #expect(distance(variance, statistics.variance) < 1e-6)
      let result = layerNorm(x, gain: gain, bias: bias, epsilon: 1e-5, rows: rows, columns: columns)
      #expect(
        distance(
          result.output,
          Plain.layerNorm(x.array, gain: gain.array, bias: bias.array, epsilon: 1e-5, columns: columns))
          < 2e-6)
      let pullback = layerNormPullback(
        x, gain: gain, mean: result.mean, inverseDeviation: result.inverseDeviation, upstream: g, rows: rows,
        columns: columns)
      let plain = Plain.layerNormPullback(
        x.array, gain: gain.array, epsilon: 1e-5, upstream: g.array, columns: columns)
      #expect(distance(pullback.input, plain.input) < 4e-6, "\(rows) × \(columns)")
      #expect(distance(pullback.gain, plain.gain) < 4e-6)
      #expect(distance(pullback.bias, plain.bias) < 4e-6)
    }
  }

  @Test func rmsNorms() {
    for (rows, columns) in shapes {
      let x = numbers(rows * columns, scale: 3)
      let gain = numbers(columns, seed: 3)
      let g = numbers(rows * columns, seed: 5)
      let result = rmsNorm(x, gain: gain, epsilon: 1e-5, rows: rows, columns: columns)
      #expect(
        distance(result.output, Plain.rmsNorm(x.array, gain: gain.array, epsilon: 1e-5, columns: columns))
          < 1e-6)
      let pullback = rmsNormPullback(
        x, gain: gain, inverse: result.inverse, upstream: g, rows: rows, columns: columns)
      let plain = Plain.rmsNormPullback(
        x.array, gain: gain.array, epsilon: 1e-5, upstream: g.array, columns: columns)
      #expect(distance(pullback.input, plain.input) < 4e-6, "\(rows) × \(columns)")
      #expect(pullback.gain.map { distance($0, plain.gain) < 4e-6 } == true)
      let inputAlone = rmsNormPullback(
        x, gain: gain, inverse: result.inverse, upstream: g, rows: rows, columns: columns, gainIsNeeded: false
      )
      #expect(bits(inputAlone.input) == bits(pullback.input) && inputAlone.gain == nil)
    }
  }

  @Test(
    "pairs turned as the plain loop turns them, and back again",
    arguments: [0, 2, 4, 14, 16, 18, 32, 34, 130])
  func turnedPairs(columns: Int) {
    for (rows, period) in [(0, 1), (1, 1), (6, 3), (5, 5), (64, 2)] {
      let x = numbers(rows * columns, scale: 3)
      let (cosines, sines) = (numbers(period * columns / 2, seed: 2), numbers(period * columns / 2, seed: 3))
      for backwards in [false, true] {
        let turned = turnPairs(
          x, cosines: cosines, sines: sines, backwards: backwards, rows: rows, columns: columns)
        let plain = Plain.turnPairs(
          x.array, cosines: cosines.array, sines: sines.array, backwards: backwards, columns: columns)
        #expect(distance(turned, plain) < 3e-7, "\(rows) × \(columns), \(period)")
      }
    }
  }

  @Test func interpolations() {
    for count in awkwardSizes + [5000] {
      let (x, y, g) = (numbers(count, scale: 3), numbers(count, seed: 2), numbers(count, seed: 3))
      for share in [0.3, -1] as [Float] {
        #expect(
          distance(interpolate(x, y, share: share), Plain.interpolate(x.array, y.array, share: share)) < 4e-7)
      }
      #expect(bits(interpolate(x, y, share: 0)) == bits(x) && bits(interpolate(x, y, share: 1)) == bits(y))
      let slope = interpolationSlope(x, y, upstream: g)
      #expect(
        (slope - Plain.interpolationSlope(x.array, y.array, upstream: g.array)).magnitude < 1e-4, "\(count)")
    }
  }

  @Test func gates() {
    for count in awkwardSizes + [5000] {
      let (gate, x) = (numbers(count, scale: 9), numbers(count, seed: 2, scale: 2))
      let result = gatedSiLU(gate: gate, x)
      let plain = Plain.gatedSiLU(gate: gate.array, x.array)
      #expect(distance(result.value, plain.value) < 4e-7, "\(count)")
      #expect(distance(result.gateSlope, plain.gateSlope) < 1e-6, "\(count)")
      #expect(distance(result.slope, plain.slope) < 4e-7, "\(count)")
    }
  }

  @Test func varianceOfRowsFarFromZero() {
    // 10,000 ± 1: the one-pass formula would give 0 or 8 here.
    #expect(rowStatistics([9999, 10001, 9999, 10001], rows: 1, columns: 4).variance == [1])
  }

  @Test func threads() {
    let (rows, columns) = (1000, 129)
    let x = numbers(rows * columns, scale: 5)
    let g = numbers(rows * columns, seed: 6)
    let targets = (0..<rows).map { $0 % columns }
    let gain = numbers(columns, seed: 7)
    let dependent = resultsThatDependOnThreads {
      let y = softmax(x, rows: rows, columns: columns)
      let z = logSoftmax(x, rows: rows, columns: columns)
      let norm = layerNorm(x, gain: gain, bias: gain, epsilon: 1e-5, rows: rows, columns: columns)
      let pullback = layerNormPullback(
        x, gain: gain, mean: norm.mean, inverseDeviation: norm.inverseDeviation, upstream: g, rows: rows,
        columns: columns)
      return [
        y, z, softmaxPullback(y: y, upstream: g, rows: rows, columns: columns),
        logSoftmaxPullback(y: z, upstream: g, rows: rows, columns: columns),
        crossEntropy(x, targets: targets, rows: rows, columns: columns),
        crossEntropyPullback(x, targets: targets, upstream: norm.mean, rows: rows, columns: columns),
        norm.output, norm.mean, norm.inverseDeviation, pullback.input, pullback.gain, pullback.bias,
      ]
    }
    #expect(dependent == [])
  }

  @Test func threadsOfTheFastModel() {
    let (rows, columns) = (1000, 130)
    let x = numbers(rows * columns, scale: 5)
    let g = numbers(rows * columns, seed: 6)
    let gain = numbers(columns, seed: 7)
    let angles = numbers(10 * columns / 2, seed: 8)
    let dependent = resultsThatDependOnThreads {
      let norm = rmsNorm(x, gain: gain, epsilon: 1e-5, rows: rows, columns: columns)
      let pullback = rmsNormPullback(
        x, gain: gain, inverse: norm.inverse, upstream: g, rows: rows, columns: columns)
      let gated = gatedSiLU(gate: g, x)
      return [
        norm.output, norm.inverse, pullback.input, pullback.gain ?? [],
        turnPairs(x, cosines: angles, sines: angles, rows: rows, columns: columns),
        interpolate(x, g, share: 0.3), [interpolationSlope(x, g, upstream: x)],
        gated.value, gated.gateSlope, gated.slope,
      ]
    }
    #expect(dependent == [])
  }
}
