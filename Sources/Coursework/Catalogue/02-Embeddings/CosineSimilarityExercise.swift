import Autodiff
import Randomness

/// How alike the directions of vectors are: every row of one table with every row of another.
package enum CosineSimilarityExercise: Exercise {
  /// Rows `[m, channels]` and `[n, channels]` to their cosines `[m, n]`.
  package typealias Function = @Sendable (_ x: Tensor, _ y: Tensor) throws -> Tensor

  /// What the cosines are tried on.
  package struct Inputs: Codable, Sendable {
    let x: Tensor
    let y: Tensor
  }

  package static let about = About(
    name: "cosineSimilarity", title: "who is like whom",
    goal:
      "Compare every row of x with every row of y: 1 when they point the same way, 0 at right angles, −1 when "
      + "opposite. The lengths must not matter. No row is 0.",
    formula: "cosᵢⱼ = xᵢ · yⱼ / (‖xᵢ‖ ‖yⱼ‖),  ‖v‖ = √Σ v²      [m, channels], [n, channels] → [m, n]",
    formulas: [.g_EMB], minutes: 12, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "Once all rows have length 1, the cosine of two of them is their dot product, and all dot products of two "
      + "tables are one matrix product.",
    shapes:
      "The lengths of x, with the axis kept: [m, channels] → [m, 1], so that x divided by them keeps its shape. "
      + "The product: [m, channels] · [channels, n] → [m, n].",
    pseudocode: """
      xUnit ← x ÷ root of the sum of its squares over the channels, axis kept
      yUnit ← y likewise
      every row of xUnit times every row of yUnit
      """,
    line: """
      let xUnit = x / sqrt((x * x).sum(alongAxis: -1, keepingAxis: true))
      let yUnit = y / sqrt((y * y).sum(alongAxis: -1, keepingAxis: true))
      return matmul(xUnit, yUnit, rightTransposed: true)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    [
      Inputs(x: Tensor([[3, 4], [1, 0]]), y: Tensor([[4, 3], [0, -2]])),
      Inputs(
        x: Tensor([[2, 0, 0], [1, 1, 1]]), y: Tensor([[0, 5, 0], [-4, 0, 0], [3, 3, 3], [1, 2, 2]])),
      Inputs(x: .normal([4, 5], deviation: 2, using: &random), y: .normal([3, 5], using: &random)),
      Inputs(x: .normal([1, 7], using: &random), y: .normal([2, 7], deviation: 3, using: &random)),
      // Short vectors have directions like any others.
      Inputs(x: Tensor([[3e-9, 4e-9], [-1e-9, 0]]), y: Tensor([[4e-9, 3e-9]])),
      Inputs(x: Tensor([[2], [-3]]), y: Tensor([[5]])),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer(try function(inputs.x, inputs.y), named: "cosines")
  }

  package static let reference: Function = { x, y in dot(x, y) / lengths(x) / lengths(y).transposed() }
}
