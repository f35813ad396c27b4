// The same functions in plain `Double`, differentiated by the Swift compiler. Nothing of the library is imported,
// so that none of its code can take part.
#if canImport(_Differentiation)
  import Platform
  import _Differentiation

  /// A function of one number with its derivative.
  struct ScalarDerivative: Sendable, CustomStringConvertible {
    let description: String
    let valueAndSlope: @Sendable (Double) -> (Double, Double)

    init(_ name: String, _ function: @escaping @differentiable(reverse) @Sendable (Double) -> Double) {
      description = name
      valueAndSlope = { x in
        let (value, slope) = valueWithGradient(at: x, of: function)
        return (value, slope)
      }
    }
  }

  let scalarDerivatives = [
    ScalarDerivative("exp") { exp($0) },
    ScalarDerivative("log") { log($0) },
    ScalarDerivative("sqrt") { $0.squareRoot() },
    ScalarDerivative("square") { $0 * $0 },
    ScalarDerivative("power 3") { $0 * $0 * $0 },
    ScalarDerivative("power −1.5") { 1 / ($0 * $0.squareRoot()) },
    ScalarDerivative("reciprocal") { 1 / $0 },
    ScalarDerivative("sin") { sin($0) },
    ScalarDerivative("cos") { cos($0) },
    ScalarDerivative("tanh") { tanh($0) },
    ScalarDerivative("sigmoid") { 1 / (1 + exp(-$0)) },
    ScalarDerivative("relu") { $0 > 0 ? $0 : 0 * $0 },
    ScalarDerivative("abs") { $0 < 0 ? -$0 : $0 },
    ScalarDerivative("gelu tanh") {
      0.5 * $0 * (1 + tanh((2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0)))
    },
    ScalarDerivative("gelu exact") { 0.5 * $0 * (1 + erf($0 / 2.0.squareRoot())) },
  ]

  // Each row function is closed with fixed cotangents to one number, because a gradient is taken of one number.

  /// Σᵢ cᵢ·softmax(x)ᵢ.
  @differentiable(reverse,wrt: x)
  private func weightedSoftmax(_ x: [Double], _ cotangents: [Double]) -> Double {
    var total = 0.0
    var weighted = 0.0
    for index in 0..<withoutDerivative(at: x.count) {
      let power = exp(x[index])
      total += power
      weighted += cotangents[index] * power
    }
    return weighted / total
  }

  /// Σᵢ cᵢ·ln softmax(x)ᵢ.
  @differentiable(reverse,wrt: x)
  private func weightedLogSoftmax(_ x: [Double], _ cotangents: [Double]) -> Double {
    var total = 0.0
    for index in 0..<withoutDerivative(at: x.count) { total += exp(x[index]) }
    let normalizer = log(total)
    var weighted = 0.0
    for index in 0..<withoutDerivative(at: x.count) {
      weighted += cotangents[index] * (x[index] - normalizer)
    }
    return weighted
  }

  /// Σᵢ cᵢ·(γᵢ·(xᵢ − μ)/√(σ² + ε) + βᵢ).
  @differentiable(reverse,wrt: (x, gain, bias))
  private func weightedLayerNorm(
    _ x: [Double], _ gain: [Double], _ bias: [Double], _ cotangents: [Double], _ epsilon: Double
  ) -> Double {
    let count = Double(withoutDerivative(at: x.count))
    var mean = 0.0
    for index in 0..<withoutDerivative(at: x.count) { mean += x[index] / count }
    var variance = 0.0
    for index in 0..<withoutDerivative(at: x.count) {
      variance += (x[index] - mean) * (x[index] - mean) / count
    }
    let deviation = (variance + epsilon).squareRoot()
    var weighted = 0.0
    for index in 0..<withoutDerivative(at: x.count) {
      weighted += cotangents[index] * (gain[index] * (x[index] - mean) / deviation + bias[index])
    }
    return weighted
  }

  /// Σ over the rows of ln Σⱼ e^(zⱼ) − z_target.
  @differentiable(reverse,wrt: logits)
  private func summedCrossEntropy(_ logits: [Double], _ targets: [Int]) -> Double {
    let width = withoutDerivative(at: logits.count) / targets.count
    var loss = 0.0
    for row in 0..<targets.count {
      var total = 0.0
      for index in 0..<width { total += exp(logits[row * width + index]) }
      loss += log(total) - logits[row * width + targets[row]]
    }
    return loss
  }

  /// The row functions' values and gradients, as Swift differentiates them.
  enum SwiftDerivatives {
    static func softmax(_ x: [Double], cotangents: [Double]) -> (Double, [Double]) {
      let (value, slope) = valueWithGradient(at: x) { weightedSoftmax($0, cotangents) }
      return (value, slope.base)
    }

    static func logSoftmax(_ x: [Double], cotangents: [Double]) -> (Double, [Double]) {
      let (value, slope) = valueWithGradient(at: x) { weightedLogSoftmax($0, cotangents) }
      return (value, slope.base)
    }

    static func layerNorm(
      _ x: [Double], gain: [Double], bias: [Double], epsilon: Double, cotangents: [Double]
    ) -> (Double, [[Double]]) {
      let (value, slopes) = valueWithGradient(at: x, gain, bias) {
        weightedLayerNorm($0, $1, $2, cotangents, epsilon)
      }
      return (value, [slopes.0.base, slopes.1.base, slopes.2.base])
    }

    static func crossEntropy(_ logits: [Double], targets: [Int]) -> (Double, [Double]) {
      let (value, slope) = valueWithGradient(at: logits) { summedCrossEntropy($0, targets) }
      return (value, slope.base)
    }
  }
#endif
