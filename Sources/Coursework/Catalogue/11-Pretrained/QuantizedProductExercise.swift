import Randomness

/// A row of activations times a matrix in eight bits.
package enum QuantizedProductExercise: Exercise {
  /// Activations, whole numbers with a row for every output, and the outputs' scales, to the outputs.
  package typealias Function =
    @Sendable (_ x: [Float], _ numbers: [[Int8]], _ scales: [Float]) throws -> [Float]

  /// What the product is tried on.
  package struct Inputs: Codable, Sendable {
    let x: [Float]
    let numbers: [[Int8]]
    let scales: [Float]
  }

  package static let about = About(
    name: "quantizedProduct", title: "a product with eight bits a weight",
    goal:
      "Multiply a row of activations by a matrix in eight bits: `numbers` has a row for every output, with a byte for "
      + "every input, and `scales` one scale for every output. The activations keep all their bits.",
    formula: """
      yⱼ = sⱼ · Σᵢ xᵢ qⱼᵢ     x [inputs], q [outputs, inputs], s [outputs] → [outputs]
      """,
    minutes: 10, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "The weight of input i in output j is sⱼ·qⱼᵢ. In Σᵢ xᵢ sⱼ qⱼᵢ, what does not depend on i, and can stand outside?",
    shapes:
      "numbers[j] is as long as x: a sum for every row. There are as many sums as rows, and as many scales as sums.",
    pseudocode: """
      for every row of numbers and its scale
        sum ← Σ activation · number, both as Float
        output ← scale · sum
      """,
    line: """
      zip(numbers, scales).map { row, scale in
        scale * zip(x, row).reduce(0) { $0 + $1.0 * Float($1.1) }
      }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ inputs: Int, _ outputs: Int) -> Inputs {
      Inputs(
        x: (0..<inputs).map { _ in Float(random.normal()) },
        numbers: (0..<outputs).map { _ in (0..<inputs).map { _ in .random(in: -127...127, using: &random) } },
        scales: (0..<outputs).map { _ in .random(in: 0.002..<0.05, using: &random) })
    }
    return [
      Inputs(x: [1.5, -2], numbers: [[3, -4], [100, 27]], scales: [0.5, 0.25]),
      drawn(3, 3), drawn(2, 4), drawn(5, 3),
      // An output that looks at nothing, and one that is alone.
      Inputs(x: [2.75, 0.5], numbers: [[0, 0], [-127, 64], [1, 127]], scales: [0, 0.125, 2]),
      Inputs(x: [0.3], numbers: [[-5]], scales: [0.1]),
      // A long sum of numbers of one sign.
      Inputs(
        x: (0..<40).map { 1 + Float($0 % 7) / 8 }, numbers: [(0..<40).map { Int8(127 - $0 % 5) }],
        scales: [0.01]),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let outputs = try function(inputs.x, inputs.numbers, inputs.scales)
    return Answer([.init("output", shape: [outputs.count], numbers: outputs.map(Double.init))])
  }

  package static let reference: Function = { x, numbers, scales in
    products(x, numbers, scales) { $0 * $1 }
  }

  /// The sum of every row, in Double, and what is made of it and its scale.
  static func products(
    _ x: [Float], _ numbers: [[Int8]], _ scales: [Float], _ made: (_ sum: Double, _ scale: Double) -> Double
  ) -> [Float] {
    zip(numbers, scales).map { row, scale in
      Float(made(zip(x, row).reduce(0) { $0 + Double($1.0) * Double($1.1) }, Double(scale)))
    }
  }
}
