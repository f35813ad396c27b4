#if canImport(_Differentiation)
  import Autodiff
  import Randomness
  import Testing

  /// A second oracle, independent of PyTorch and of central differences: the compiler's own derivatives, in Double.
  @Suite("Against Swift's own differentiation")
  struct SwiftDifferentiationTests {
    /// The library's function of a name in `scalarDerivatives`.
    private let functions: [String: @Sendable (Tensor) -> Tensor] = [
      "exp": { exp($0) }, "log": { log($0) }, "sqrt": { sqrt($0) }, "square": { square($0) },
      "power 3": { power($0, 3) }, "power −1.5": { power($0, -1.5) }, "reciprocal": { 1 / $0 },
      "sin": { sin($0) }, "cos": { cos($0) }, "tanh": { tanh($0) }, "sigmoid": { sigmoid($0) },
      "relu": { relu($0) }, "abs": { abs($0) }, "gelu tanh": { gelu($0, form: .tanh) },
      "gelu exact": { gelu($0, form: .exact) },
    ]

    @Test("the derivative of every function of one number, at 200 points", arguments: scalarDerivatives)
    func scalars(_ oracle: ScalarDerivative) throws {
      let function = try #require(functions[oracle.description])
      var generator = SeededGenerator(seed: 1)
      let positive = ["log", "sqrt", "power −1.5", "reciprocal"].contains(oracle.description)
      let x = Tensor.uniform([200], in: positive ? 0.25..<6 : -6..<6, using: &generator)
      let (values, slopes) = valueAndSlopes(function, x)
      for (index, x) in x.scalars.enumerated() {
        let (value, slope) = oracle.valueAndSlope(Double(x))
        #expect(agrees(values[index], value), "\(oracle)(\(x))")
        #expect(agrees(slopes[index], slope), "\(oracle)′(\(x))")
      }
    }

    @Test("every function has a derivative to compare with")
    func allAreCompared() {
      #expect(scalarDerivatives.map(\.description).sorted() == functions.keys.sorted())
    }

    @Test("softmax and its logarithm, at 50 random rows")
    func softmaxRows() {
      for seed in UInt64(0)..<50 {
        let (x, cotangents) = row(seed)
        let (value, slope) = valueWithGradient(at: x) { (softmax($0) * cotangents).sum() }
        let oracle = SwiftDerivatives.softmax(x.doubles, cotangents: cotangents.doubles)
        expect(value, [slope], oracle.0, [oracle.1], "softmax, seed \(seed)")
        let (logValue, logSlope) = valueWithGradient(at: x) { (logSoftmax($0) * cotangents).sum() }
        let logOracle = SwiftDerivatives.logSoftmax(x.doubles, cotangents: cotangents.doubles)
        expect(logValue, [logSlope], logOracle.0, [logOracle.1], "log softmax, seed \(seed)")
      }
    }

    @Test("layer norm, with respect to its input, γ and β, at 50 random rows")
    func layerNormRows() {
      for seed in UInt64(0)..<50 {
        let (x, cotangents) = row(seed)
        let (gain, bias) = (row(seed, like: x, 2), row(seed, like: x, 3))
        let epsilon: Float = seed % 2 == 0 ? 1e-5 : 0.25
        let (value, slopes) = valueWithGradient(at: [x, gain, bias]) {
          (layerNorm($0[0], gain: $0[1], bias: $0[2], epsilon: epsilon) * cotangents).sum()
        }
        let oracle = SwiftDerivatives.layerNorm(
          x.doubles, gain: gain.doubles, bias: bias.doubles, epsilon: Double(epsilon),
          cotangents: cotangents.doubles)
        expect(value, slopes, oracle.0, oracle.1, "layer norm, seed \(seed)")
      }
    }

    @Test("cross-entropy, summed and averaged, at 50 random batches")
    func crossEntropyBatches() {
      for seed in UInt64(0)..<50 {
        var generator = SeededGenerator(seed: seed)
        let (rows, width) = (1 + generator.index(below: 5), 2 + generator.index(below: 9))
        let logits = Tensor.normal([rows, width], deviation: 2, using: &generator)
        let targets = (0..<rows).map { _ in generator.index(below: width) }
        let oracle = SwiftDerivatives.crossEntropy(logits.doubles, targets: targets)
        for reduction in Reduction.allCases {
          let share = reduction == .sum ? 1 : 1 / Double(rows)
          let (value, slope) = valueWithGradient(at: logits) {
            crossEntropy(logits: $0, targets: targets, reduction: reduction)
          }
          expect(
            value, [slope], oracle.0 * share, [oracle.1.map { $0 * share }], "\(reduction), seed \(seed)")
        }
      }
    }

    private func valueAndSlopes(_ function: (Tensor) -> Tensor, _ x: Tensor) -> ([Float], [Float]) {
      var values: [Float] = []
      let slope = gradient(at: x) { x in
        let y = function(x)
        values = y.scalars
        return y.sum()
      }
      return (values, slope.scalars)
    }

    private func row(_ seed: UInt64) -> (x: Tensor, cotangents: Tensor) {
      var generator = SeededGenerator(seed: seed)
      let width = 3 + generator.index(below: 20)
      return (
        .normal([width], deviation: 2, using: &generator), .normal([width], using: &generator)
      )
    }

    private func row(_ seed: UInt64, like x: Tensor, _ stream: UInt64) -> Tensor {
      var generator = SeededGenerator(seed: seed &+ 1_000 &* stream)
      return .normal(x.shape, using: &generator)
    }

    private func expect(
      _ value: Tensor, _ slopes: [Tensor], _ oracleValue: Double, _ oracleSlopes: [[Double]], _ what: String,
      _ location: SourceLocation = #_sourceLocation
    ) {
      // The value is a sum of up to 22 products, of rows as large as ten for a logarithm of a softmax.
      #expect(
        (Double(value.scalar) - oracleValue).magnitude <= 1e-5 * max(1, oracleValue.magnitude),
        "value of \(what)", sourceLocation: location)
      #expect(slopes.map(\.count) == oracleSlopes.map(\.count), "\(what)", sourceLocation: location)
      for (input, (slope, oracle)) in zip(slopes, oracleSlopes).enumerated() {
        let expected = Fixture.Numbers(name: "gradient", shape: slope.shape, values: oracle)
        let message = disagreement(slope, expected, within: Tolerance(relative: 1e-5))
        #expect(message == nil, "\(what), input \(input)", sourceLocation: location)
      }
    }

    private func agrees(_ found: Float, _ expected: Double) -> Bool {
      (Double(found) - expected).magnitude <= 1e-6 * max(1, expected.magnitude)
    }
  }

  extension Tensor {
    fileprivate var doubles: [Double] { scalars.map { Double($0) } }
  }
#endif
