import Randomness

/// A matrix in eight bits a number.
package enum QuantizedRowsExercise: Exercise {
  /// A scale for every row, and whole numbers.
  package typealias Quantized = (scales: [Float], numbers: [[Int]])

  /// The rows of a matrix, to their scales and their whole numbers.
  package typealias Function = @Sendable (_ matrix: [[Float]]) throws -> Quantized

  /// What the rounding is tried on.
  package struct Inputs: Codable, Sendable {
    let matrix: [[Float]]

    init(_ matrix: [[Float]]) { self.matrix = matrix }
  }

  package static let about = About(
    name: "quantizedRows", title: "eight bits a weight",
    goal:
      "Write every row of a matrix as whole numbers from −127 to 127 and a scale: the greatest |w| of the row over 127. A "
      + "number becomes the whole number nearest to w/scale, and halfway between two the even one. A row of zeros has "
      + "the scale 0, and zeros. Every row has at least one number, and all are finite.",
    formula: """
      sⱼ  = maxᵢ |wⱼᵢ| / 127
      qⱼᵢ = round(wⱼᵢ/sⱼ), halves to even     so that w ≈ s·q
      """,
    minutes: 15, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "One number of a row has the greatest magnitude, whatever its sign: it becomes 127 or −127. What is one step worth "
      + "then? All others are so many steps.",
    shapes:
      "A list of rows becomes a list of scales, one a row, and a list of rows of whole numbers, as long as before.",
    pseudocode: """
      for every row
        scale   ← the greatest magnitude ÷ 127
        numbers ← each number ÷ scale, rounded, halves to even; 0 where the scale is 0
      """,
    line: """
      let scales = matrix.map { row in (row.map(\\.magnitude).max() ?? 0) / 127 }
      let numbers = zip(matrix, scales).map { row, scale in
        row.map { scale == 0 ? 0 : Int(($0 / scale).rounded(.toNearestOrEven)) }
      }
      return (scales, numbers)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    /// Rows whose numbers are well away from a half, so that it does not matter how w/s is computed.
    func drawn(rows: Int, columns: Int) -> Inputs {
      Inputs(
        (0..<rows).map { _ in
          let scale = Float.random(in: 0.001..<0.1, using: &random)
          let greatest = Int.random(in: 0..<columns, using: &random)
          return (0..<columns).map { column in
            if column == greatest { return Bool.random(using: &random) ? 127 * scale : -127 * scale }
            let whole = Float(Int.random(in: -126...126, using: &random))
            return (whole + .random(in: -0.4..<0.4, using: &random)) * scale
          }
        })
    }
    return [
      // With the scale 1 the halves are exact.
      Inputs([[127, 0.5, -1.5, 2.5, -63.5, 40.25], [-64, 3, 20, 7.75, 0, 30]]),
      Inputs([[-2, 0.9, 0.3], [0.5, 0.2, -0.1]]), Inputs([[-0.25], [3]]), Inputs([[5, 1]]),
      // Small and large numbers are numbers like others.
      Inputs([[3e-10, -1e-10], [2e-9, 5e-10]]), Inputs([[2e37, -3e37, 1e37]]),
      drawn(rows: 3, columns: 5), drawn(rows: 6, columns: 4), Inputs([[0, 0, 0], [0.7, -2, 0.25]]),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let (scales, numbers) = try function(inputs.matrix)
    // Rows of different lengths have no shape as a matrix: each is a part of its own.
    return Answer(
      [.init("scales", shape: [scales.count], numbers: scales.map(Double.init))]
        + numbers.enumerated().map { row, numbers in
          .init("numbers of row \(row)", shape: [numbers.count], numbers: numbers.map(Double.init))
        })
  }

  package static let reference: Function = { matrix in
    try quantized(matrix) { greatest($0) / 127 }
  }

  /// The greatest magnitude of a row.
  static func greatest(_ row: [Float]) -> Float { row.lazy.map(\.magnitude).max() ?? 0 }

  /// Rows rounded to multiples of a scale of theirs.
  ///
  /// - Parameter isLookedAt: whether rows with the scale 0 are zeros, and not divided by it.
  static func quantized(
    _ matrix: [[Float]], isLookedAt: Bool = true, rule: FloatingPointRoundingRule = .toNearestOrEven,
    scale: ([Float]) -> Float
  ) throws -> Quantized {
    let scales = matrix.map(scale)
    let numbers = try zip(matrix, scales).map { row, scale in
      try row.map { isLookedAt && scale == 0 ? 0 : try whole(($0 / scale).rounded(rule)) }
    }
    return (scales, numbers)
  }

  /// `Int(x)`, which traps where there is none.
  static func whole(_ x: Float) throws -> Int {
    guard let whole = Int(exactly: x) else {
      throw Stops("Float value cannot be converted to Int because it is either infinite or NaN")
    }
    return whole
  }
}
