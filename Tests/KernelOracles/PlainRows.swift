import Platform

/// The plain meaning of the operations on rows, along axes and on parameters.
extension Plain {
  private static func rows(_ x: [Float], _ columns: Int) -> [[Double]] {
    stride(from: 0, to: x.count, by: max(columns, 1)).map { x[$0..<($0 + columns)].map { Double($0) } }
  }

  private static func softmax(_ row: [Double]) -> [Double] {
    let greatest = row.max() ?? 0
    if greatest == -.infinity { return row.map { _ in 0 } }
    let exponentials = row.map { exp($0 - greatest) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { $0 / sum }
  }

  /// Softmax of every row.
  public static func softmax(_ x: [Float], columns: Int) -> [Float] {
    rows(x, columns).flatMap { softmax($0).map { Float($0) } }
  }

  /// The logarithm of softmax of every row.
  public static func logSoftmax(_ x: [Float], columns: Int) -> [Float] {
    rows(x, columns).flatMap { row in
      let greatest = row.max() ?? 0
      let sum = row.reduce(0) { $0 + exp($1 - greatest) }
      return row.map { Float($0 - greatest - log(sum)) }
    }
  }

  /// yⱼ·(gⱼ − Σₖ gₖ·yₖ) for every row.
  public static func softmaxPullback(y: [Float], upstream: [Float], columns: Int) -> [Float] {
    zip(rows(y, columns), rows(upstream, columns)).flatMap { y, g in
      let mean = zip(y, g).reduce(0) { $0 + $1.0 * $1.1 }
      return zip(y, g).map { Float($0 * ($1 - mean)) }
    }
  }

  /// gⱼ − e^(yⱼ)·Σₖ gₖ for every row.
  public static func logSoftmaxPullback(y: [Float], upstream: [Float], columns: Int) -> [Float] {
    zip(rows(y, columns), rows(upstream, columns)).flatMap { y, g in
      let sum = g.reduce(0, +)
      return zip(y, g).map { Float($1 - exp($0) * sum) }
    }
  }

  /// −ln softmax(row)[target] for every row.
  public static func crossEntropy(
    _ logits: [Float], targets: [Int], smoothing: Double = 0, columns: Int
  ) -> [Float] {
    zip(rows(logits, columns), targets).map { row, target in
      let greatest = row.max() ?? 0
      let logarithm = log(row.reduce(0) { $0 + exp($1 - greatest) }) + greatest
      return Float(
        row.enumerated().reduce(0) { $0 + share(of: $1.0, target, smoothing, columns) * (logarithm - $1.1) })
    }
  }

  /// upstream·(softmax(row) − the target's distribution) for every row.
  public static func crossEntropyPullback(
    _ logits: [Float], targets: [Int], smoothing: Double = 0, upstream: [Float], columns: Int
  ) -> [Float] {
    rows(logits, columns).enumerated().flatMap { i, row in
      softmax(row).enumerated().map { j, y in
        Float(Double(upstream[i]) * (y - share(of: j, targets[i], smoothing, columns)))
      }
    }
  }

  /// (1 − ε)·[class = target] + ε/classes.
  private static func share(of index: Int, _ target: Int, _ smoothing: Double, _ classes: Int) -> Double {
    (index == target ? 1 - smoothing : 0) + smoothing / Double(classes)
  }

  /// Mean and population variance of every row.
  public static func rowStatistics(_ x: [Float], columns: Int) -> (mean: [Float], variance: [Float]) {
    let n = Double(columns)
    let means = rows(x, columns).map { $0.reduce(0, +) / n }
    let variances = zip(rows(x, columns), means).map { row, mean in
      row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    }
    return (means.map { Float($0) }, variances.map { Float($0) })
  }

  /// Layer normalization of every row.
  public static func layerNorm(
    _ x: [Float], gain: [Float], bias: [Float], epsilon: Float, columns: Int
  ) -> [Float] {
    normalized(x, epsilon: epsilon, columns: columns).flatMap { row in
      row.values.enumerated().map { j, value in Float(value * Double(gain[j]) + Double(bias[j])) }
    }
  }

  private static func normalized(
    _ x: [Float], epsilon: Float, columns: Int
  ) -> [(values: [Double], inverse: Double)] {
    rows(x, columns).map { row in
      let n = Double(columns)
      let mean = row.reduce(0, +) / n
      let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
      let inverse = 1 / (variance + Double(epsilon)).squareRoot()
      return (row.map { ($0 - mean) * inverse }, inverse)
    }
  }

  /// The pullback of layer normalization.
  public static func layerNormPullback(
    _ x: [Float], gain: [Float], epsilon: Float, upstream: [Float], columns: Int
  ) -> (input: [Float], gain: [Float], bias: [Float]) {
    let n = Double(columns)
    var gainSum = [Double](repeating: 0, count: columns)
    var biasSum = gainSum
    var input: [Float] = []
    for (row, g) in zip(normalized(x, epsilon: epsilon, columns: columns), rows(upstream, columns)) {
      let h = zip(g, gain).map { $0 * Double($1) }
      let plain = h.reduce(0, +) / n
      let weighted = zip(h, row.values).reduce(0) { $0 + $1.0 * $1.1 } / n
      for j in 0..<columns {
        input.append(Float(row.inverse * (h[j] - plain - row.values[j] * weighted)))
        gainSum[j] += g[j] * row.values[j]
        biasSum[j] += g[j]
      }
    }
    return (input, gainSum.map { Float($0) }, biasSum.map { Float($0) })
  }

  /// Root-mean-square normalization of every row.
  public static func rmsNorm(_ x: [Float], gain: [Float], epsilon: Float, columns: Int) -> [Float] {
    rows(x, columns).flatMap { row in
      let inverse = inverseRootMeanSquare(row, epsilon)
      return row.enumerated().map { Float($1 * inverse * Double(gain[$0])) }
    }
  }

  private static func inverseRootMeanSquare(_ row: [Double], _ epsilon: Float) -> Double {
    1 / (row.reduce(0) { $0 + $1 * $1 } / Double(row.count) + Double(epsilon)).squareRoot()
  }

  /// The pullback of root-mean-square normalization.
  public static func rmsNormPullback(
    _ x: [Float], gain: [Float], epsilon: Float, upstream: [Float], columns: Int
  ) -> (input: [Float], gain: [Float]) {
    var gainSum = [Double](repeating: 0, count: columns)
    var input: [Float] = []
    for (row, g) in zip(rows(x, columns), rows(upstream, columns)) {
      let inverse = inverseRootMeanSquare(row, epsilon)
      let h = zip(g, gain).map { $0 * Double($1) }
      let mean = zip(h, row).reduce(0) { $0 + $1.0 * $1.1 * inverse } / Double(columns)
      for j in 0..<columns {
        input.append(Float(inverse * (h[j] - row[j] * inverse * mean)))
        gainSum[j] += g[j] * row[j] * inverse
      }
    }
    return (input, gainSum.map { Float($0) })
  }

  /// Every pair of neighbours turned by its angle, row i by row i mod n of the angles; `backwards` by the opposite one.
  public static func turnPairs(
    _ x: [Float], cosines: [Float], sines: [Float], backwards: Bool, columns: Int
  ) -> [Float] {
    x.indices.map { at in
      let place = (at / columns * (columns / 2) + at % columns / 2) % cosines.count
      let (cosine, sine) = (Double(cosines[place]), Double(backwards ? -sines[place] : sines[place]))
      let (a, b) = (Double(x[at & ~1]), Double(x[at | 1]))
      return Float(at & 1 == 0 ? a * cosine - b * sine : a * sine + b * cosine)
    }
  }

  /// A share of the way from x to y.
  public static func interpolate(_ x: [Float], _ y: [Float], share: Float) -> [Float] {
    zip(x, y).map { Float(Double($0) + Double(share) * (Double($1) - Double($0))) }
  }

  /// How the weighted sum of an interpolation grows with the share.
  public static func interpolationSlope(_ x: [Float], _ y: [Float], upstream: [Float]) -> Float {
    Float(x.indices.reduce(0.0) { $0 + Double(upstream[$1]) * (Double(y[$1]) - Double(x[$1])) })
  }

  /// silu(gate)·x, and its slopes.
  public static func gatedSiLU(
    gate: [Float], _ x: [Float]
  ) -> (value: [Float], gateSlope: [Float], slope: [Float]) {
    let parts = zip(gate, x).map { gate, x in
      let (g, x, sigmoid) = (Double(gate), Double(x), apply(.sigmoid, Double(gate)))
      return (g * sigmoid * x, x * (sigmoid + g * derivative(.sigmoid, g)), g * sigmoid)
    }
    return (parts.map { Float($0.0) }, parts.map { Float($0.1) }, parts.map { Float($0.2) })
  }

  /// The sum of the squares.
  public static func sumOfSquares(_ x: [Float]) -> Double {
    x.reduce(0) { $0 + Double($1) * Double($1) }
  }

  /// Sums over the middle axis.
  public static func sum(_ x: [Float], outer: Int, axis: Int, inner: Int) -> [Float] {
    (0..<(outer * inner)).map { at in
      Float((0..<axis).reduce(0.0) { $0 + Double(x[(at / inner * axis + $1) * inner + at % inner]) })
    }
  }

  /// The greatest along the middle axis and its first index.
  public static func maximumWithIndices(
    _ x: [Float], outer: Int, axis: Int, inner: Int
  ) -> (values: [Float], indices: [Int]) {
    let indices = (0..<(outer * inner)).map { at in
      (0..<axis).reduce(0) { best, k in
        let start = at / inner * axis * inner + at % inner
        return x[start + k * inner] > x[start + best * inner] ? k : best
      }
    }
    let values = indices.enumerated().map { at, k in x[(at / inner * axis + k) * inner + at % inner] }
    return (values, indices)
  }

  /// Axes in another order.
  public static func permute(_ x: [Float], shape: [Int], axes: [Int]) -> [Float] {
    let newShape = axes.map { shape[$0] }
    return x.indices.map { at in
      var rest = at
      var index = shape
      for (axis, size) in zip(axes, newShape).reversed() {
        index[axis] = rest % size
        rest /= size
      }
      return x[zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 }]
    }
  }

  /// A range of the middle axis.
  public static func slice(_ x: [Float], outer: Int, axis: Int, inner: Int, range: Range<Int>) -> [Float] {
    var result: [Float] = []
    for o in 0..<outer {
      for k in range {
        let start = (o * axis + k) * inner
        result += x[start..<start + inner]
      }
    }
    return result
  }

  /// Arrays joined along the middle axis.
  public static func concatenate(_ parts: [[Float]], outer: Int, axes: [Int], inner: Int) -> [Float] {
    var result: [Float] = []
    for o in 0..<outer {
      for (part, axis) in zip(parts, axes) { result += part[(o * axis * inner)..<((o + 1) * axis * inner)] }
    }
    return result
  }

  /// The rows that the indices name.
  public static func gatherRows(_ table: [Float], indices: [Int], width: Int) -> [Float] {
    indices.flatMap { table[($0 * width)..<(($0 + 1) * width)] }
  }

  /// Adds rows to the rows of a table that the indices name.
  public static func scatterAddRows(
    into table: inout [Float], indices: [Int], _ rows: [Float], width: Int
  ) {
    for (i, index) in indices.enumerated() {
      for j in 0..<width { table[index * width + j] += rows[i * width + j] }
    }
  }

  /// One step of gradient descent with momentum, in `Double`.
  public static func sgdUpdate(
    parameter: inout [Double], gradient: [Double], velocity: inout [Double], rate: Double, momentum: Double,
    weightDecay: Double
  ) {
    for i in parameter.indices {
      velocity[i] = momentum * velocity[i] + gradient[i] + weightDecay * parameter[i]
      parameter[i] -= rate * velocity[i]
    }
  }

  /// One step of AdamW in `Double`.
  public static func adamWUpdate(
    parameter: inout [Double], gradient: [Double], firstMoment: inout [Double], secondMoment: inout [Double],
    rate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double, step: Int
  ) {
    for i in parameter.indices {
      firstMoment[i] = beta1 * firstMoment[i] + (1 - beta1) * gradient[i]
      secondMoment[i] = beta2 * secondMoment[i] + (1 - beta2) * gradient[i] * gradient[i]
      let first = firstMoment[i] / (1 - pow(beta1, Double(step)))
      let second = secondMoment[i] / (1 - pow(beta2, Double(step)))
      parameter[i] -= rate * (first / (second.squareRoot() + epsilon) + weightDecay * parameter[i])
    }
  }

  /// Every row as whole numbers times a scale, its greatest magnitude over 127.
  public static func quantize(_ x: [Float], columns: Int) -> (values: [Int8], scales: [Float]) {
    let rows = stride(from: 0, to: x.count, by: columns).map { x[$0..<($0 + columns)] }
    let scales = rows.map { row in
      row.allSatisfy(\.isFinite) ? row.reduce(0) { max($0, $1.magnitude) } / 127 : .nan
    }
    let values = zip(rows, scales).flatMap { row, scale in
      row.map { scale > 0 ? Int8(($0 / scale).rounded(.toNearestOrEven)) : 0 }
    }
    return (values, scales)
  }

  /// Whole numbers times their row's scale.
  public static func dequantize(_ values: [Int8], scales: [Float], columns: Int) -> [Float] {
    values.enumerated().map { Float($1) * scales[$0 / columns] }
  }
}
