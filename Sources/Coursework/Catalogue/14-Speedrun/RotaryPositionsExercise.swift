import Autodiff
import Platform
import Randomness

/// Rotary positions: every pair of numbers turned by an angle that grows with the position.
package enum RotaryPositionsExercise: Exercise {
  /// Rows `[time, size]`, the position of the first, and the base, to rows that are turned.
  package typealias Function =
    @Sendable (_ x: Tensor, _ start: Int, _ base: Double) throws -> Tensor

  /// What is turned.
  package struct Inputs: Codable, Sendable {
    let x: Tensor
    let start: Int
    let base: Double
  }

  package static let about = About(
    name: "rotaryPositions", title: "rotary positions",
    goal:
      "Row t of x is a query or a key at position start + t. Take its numbers two and two, (0, 1), (2, 3), and so on, as the "
      + "coordinates of points, and turn pair i by position · base^(−2i/size), counter-clockwise: from the first axis to the second. "
      + "The size is even.",
    formula: """
      p = start + t     a = p · base^(−2i/size)
      y[t, 2i]     = x[t, 2i] · cos a − x[t, 2i+1] · sin a
      y[t, 2i + 1] = x[t, 2i] · sin a + x[t, 2i+1] · cos a      [time, size] → [time, size]
      """,
    formulas: [.g_ROPE], minutes: 20, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "A score of two turned vectors depends on the difference of their angles alone, that is, on the distance of the "
      + "tokens. Fast pairs tell neighbours apart, slow ones tell near from far.",
    shapes:
      "There are size/2 pairs and time positions. It is easiest number by number: `x[t, 2 * i]` is a Float; the answer is "
      + "Tensor(shape: x.shape, scalars: …), row after row.",
    pseudocode: """
      for every row t, for every pair i:
        a ← (start + t) · base to the power of −2i ÷ size
        first, second ← x[t, 2i], x[t, 2i + 1]
        y[t, 2i]     ← first · cos a − second · sin a
        y[t, 2i + 1] ← first · sin a + second · cos a
      """,
    line: """
      var scalars = x.scalars
      let size = x.shape[1]
      for t in 0..<x.shape[0] {
        for i in 0..<size / 2 {
          let a = Double(start + t) * power(base, -Double(2 * i) / Double(size))
          let (c, s) = (Float(cos(a)), Float(sin(a)))
          scalars[t * size + 2 * i] = x[t, 2 * i] * c - x[t, 2 * i + 1] * s
          scalars[t * size + 2 * i + 1] = x[t, 2 * i] * s + x[t, 2 * i + 1] * c
        }
      }
      return Tensor(shape: x.shape, scalars: scalars)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ time: Int, _ size: Int, from start: Int, base: Double = 10_000) -> Inputs {
      Inputs(x: .normal([time, size], using: &random), start: start, base: base)
    }
    return [
      Inputs(x: Tensor([[1, 0, 1, 0], [1, 0, 1, 0], [1, 0, 1, 0]]), start: 0, base: 10_000),
      Inputs(x: Tensor([[1, 2, 3, 4]]), start: 2, base: 10_000),
      drawn(4, 6, from: 0), drawn(3, 8, from: 5), drawn(2, 2, from: 1), drawn(5, 10, from: 3, base: 100),
      drawn(3, 4, from: .random(in: 10...40, using: &random), base: 500_000),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer(try function(inputs.x, inputs.start, inputs.base))
  }

  package static let reference: Function = { x, start, base in
    turned(x, base: base) { row, _ in start + row }
  }

  /// The rows with their pairs turned, at positions, by frequencies and among dimensions that may be others.
  static func turned(
    _ x: Tensor, base: Double, position: (_ row: Int, _ time: Int) -> Int,
    exponent: (_ pair: Int, _ size: Int) -> Double = { -Double(2 * $0) / Double($1) },
    dimensions: (_ pair: Int, _ size: Int) -> (Int, Int) = { pair, _ in (2 * pair, 2 * pair + 1) },
    turn: (_ first: Double, _ second: Double, _ cosine: Double, _ sine: Double) -> (Double, Double) = {
      ($0 * $2 - $1 * $3, $0 * $3 + $1 * $2)
    }
  ) -> Tensor {
    let (time, size) = (x.shape[0], x.shape[1])
    var scalars = x.scalars
    for row in 0..<time {
      for pair in 0..<size / 2 {
        let angle = Double(position(row, time)) * pow(base, exponent(pair, size))
        let (first, second) = dimensions(pair, size)
        let (left, right) = turn(Double(x[row, first]), Double(x[row, second]), cos(angle), sin(angle))
        scalars[row * size + first] = Float(left)
        scalars[row * size + second] = Float(right)
      }
    }
    return Tensor(shape: x.shape, scalars: scalars)
  }
}
