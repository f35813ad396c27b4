extension QuantizedProductExercise {
  package static let misconceptions: [Misconception<Function>] = [
    inputScales,
    inputScales.variant("as-far-as-both-go") { x, numbers, scales in
      products(zip(x, scales).map { $0 * $1 }, numbers, scales) { sum, _ in sum }
    },
    Misconception(
      "not-scaled", diagnosis: "the sums of xᵢ·qⱼᵢ without their scales",
      remedy: "A weight is s·q. What are 100 steps worth?", frequency: 2
    ) { products($0, $1, $2) { sum, _ in sum } },
    Misconception(
      "scaled-twice", diagnosis: "the scale applied twice: inside the sum and outside",
      remedy: "It stands in the weight or before the sum, once.", frequency: 2
    ) { products($0, $1, $2) { $0 * $1 * $1 } },
    Misconception(
      "divided", diagnosis: "the sums divided by their scales",
      remedy: "To quantize one divides by the scale. And back?", frequency: 2
    ) { products($0, $1, $2) { $0 / $1 } },
    oneScale,
    oneScale.variant("greatest") { x, numbers, scales in
      let greatest = Double(scales.max() ?? 0)
      return products(x, numbers, scales) { sum, _ in sum * greatest }
    },
    transposed,
    transposed.variant("not-scaled") { x, numbers, _ in
      try sumsOfColumns(x, numbers).map { Float($0) }
    },
    transposed.variant("scaled-rows") { x, numbers, scales in
      try sumsOfColumns(zip(x, scales).map { $0 * $1 }, numbers).map { Float($0) }
    },
    Misconception(
      "whole-activations", diagnosis: "the activations cut to whole numbers, to multiply as such",
      remedy: "Only the weights have few bits. Make the byte a Float, not the Float an Int.", frequency: 2
    ) { x, numbers, scales in products(x.map { $0.rounded(.towardZero) }, numbers, scales) { $0 * $1 } },
    Misconception(
      "activations-quantized",
      diagnosis: "the activations written in eight bits as well, and whole numbers multiplied",
      remedy: "Other programs do that, and lose a little more. Here the activations keep all their bits.",
      frequency: 2
    ) { x, numbers, scales in
      let (step, whole) = eightBits(x)
      return products(whole.map { Float($0) }, numbers, scales) { $0 * $1 * step }
    },
    Misconception(
      "narrow-sum",
      diagnosis:
        "the activations written in eight bits as well, and their products added in sixteen: too few",
      remedy: "One product of bytes may be 16,129, and three of them leave sixteen bits. Sum in Float.",
      frequency: 1
    ) { x, numbers, scales in
      let (step, whole) = eightBits(x)
      return zip(numbers, scales).map { row, scale in
        let sum = zip(whole, row).reduce(Int16(0)) { $0 &+ Int16($1.0) * Int16($1.1) }
        return Float(Double(sum) * Double(scale) * step)
      }
    },
    Misconception(
      "weights-rounded",
      diagnosis: "the weights s·q rounded to whole numbers again before they are multiplied",
      remedy: "s·q is a number like 0.07. As a whole number it is 0.", frequency: 1
    ) { x, numbers, scales in
      zip(numbers, scales).map { row, scale in
        zip(x, row).reduce(0) { $0 + $1.0 * (Float($1.1) * scale).rounded() }
      }
    },
    Misconception(
      "outputs-rounded", diagnosis: "the right outputs, rounded to whole numbers",
      remedy: "Only the weights are kept in few bits. What comes out goes on as it is.", frequency: 2
    ) { products($0, $1, $2) { ($0 * $1).rounded() } },
    Misconception(
      "without-sign", diagnosis: "the bytes read as numbers from 0 to 255: −1 became 255",
      remedy: "Float(q) keeps the sign of an Int8; UInt8(bitPattern:) makes another number of its bits.",
      frequency: 2
    ) { x, numbers, scales in
      zip(numbers, scales).map { row, scale in
        scale * zip(x, row).reduce(0) { $0 + $1.0 * Float(UInt8(bitPattern: $1.1)) }
      }
    },
    Misconception(
      "averaged", diagnosis: "the mean over the inputs in the place of their sum",
      remedy: "A product of matrices sums.", frequency: 1
    ) { x, numbers, scales in products(x, numbers, scales) { $0 * $1 / Double(x.count) } },
  ]

  private static let inputScales = Misconception<Function>(
    "input-scales", diagnosis: "scale i applied to input i: the scales stand along the wrong axis",
    remedy: "There is a scale for every row of numbers, and a row is an output.", frequency: 3
  ) { x, numbers, scales in
    try requireOne(scales.count, for: x.count, of: "scales")
    return products(zip(x, scales).map { $0 * $1 }, numbers, scales) { sum, _ in sum }
  }

  private static let oneScale = Misconception<Function>(
    "one-scale", diagnosis: "the scale of one output for all of them",
    remedy: "Each row was divided by a scale of its own.", frequency: 2
  ) { x, numbers, scales in
    let first = Double(scales[0])
    return products(x, numbers, scales) { sum, _ in sum * first }
  }

  private static let transposed = Misconception<Function>(
    "transposed", diagnosis: "the columns of numbers taken for the outputs: Σᵢ xᵢ qᵢⱼ",
    remedy: "numbers[j] is all that output j looks at, as long as x.", frequency: 3
  ) { x, numbers, scales in
    let sums = try sumsOfColumns(x, numbers)
    try requireOne(scales.count, for: sums.count, of: "scales")
    return zip(sums, scales).map { Float($0 * Double($1)) }
  }

  /// The sums down the columns, of as many rows as there are activations.
  private static func sumsOfColumns(_ x: [Float], _ numbers: [[Int8]]) throws -> [Double] {
    try requireOne(numbers.count, for: x.count, of: "rows")
    return numbers[0].indices.map { column in
      zip(x, numbers).reduce(0) { $0 + Double($1.0) * Double($1.1[column]) }
    }
  }

  /// Stops where there are fewer of something than it takes, as an index does.
  private static func requireOne(_ count: Int, for needed: Int, of what: String) throws {
    guard count >= needed else { throw Stops("Index out of range: \(count) \(what) for \(needed)") }
  }

  /// Activations in eight bits: what a step is worth, and the steps.
  private static func eightBits(_ x: [Float]) -> (step: Double, whole: [Int8]) {
    let step = Double(x.lazy.map(\.magnitude).max() ?? 0) / 127
    return (step, x.map { Int8((Double($0) / step).rounded()) })
  }
}
