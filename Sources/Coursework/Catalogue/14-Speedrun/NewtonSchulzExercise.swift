import Autodiff
import Formulas
import Randomness

/// A gradient made orthogonal, as Muon does it.
package enum NewtonSchulzExercise: Exercise {
  /// A matrix and a number of steps, to a matrix whose singular values are near 1.
  package typealias Function = @Sendable (_ gradient: Tensor, _ steps: Int) throws -> Tensor

  /// What is made orthogonal.
  package struct Inputs: Codable, Sendable {
    let gradient: Tensor
    let steps: Int
  }

  package static let about = About(
    name: "newtonSchulz", title: "a gradient made orthogonal",
    goal:
      "Bring the singular values of a matrix near 1 by products alone. Divide it by its length, the root of the sum of all its "
      + "squares, to which 10⁻⁷ is added; then repeat the step below. A matrix of zeros stays one, and the shape stays.",
    formula: """
      X = G/(‖G‖ + 10⁻⁷)     A = X·Xᵀ
      X ← a·X + (b·A + c·A·A)·X     a = 3.4445, b = −4.7750, c = 2.0315      [m, n] → [m, n]
      """,
    formulas: [.g_MUON], minutes: 25, difficulty: .medium, tolerance: 1e-3)

  package static let hints = Hints(
    idea:
      "X = U·Σ·Vᵀ, and X·Xᵀ = U·Σ²·Uᵀ: a step leaves U and V alone and turns every singular value σ into aσ + bσ³ + cσ⁵. "
      + "What is small grows three times as large a step, and what is near 1 stays near. Which σ must it begin with, so that it "
      + "does not run away?",
    shapes:
      "A is [m, m], and so is b·A + c·A·A; times X it is [m, n] again. With matmul(X, X, rightTransposed: true), and of "
      + "a tall matrix transposed at first and at last, A is as small as can be; the numbers are the same.",
    pseudocode: """
      X ← gradient ÷ (root of the sum of its squares + 10⁻⁷)
      steps times:
        A ← X times X transposed
        B ← b · A + c · (A times A)
        X ← a · X + B times X
      """,
    line: """
      var x = gradient / (sqrt((gradient * gradient).sum()) + 1e-7)
      for _ in 0..<steps {
        let square = matmul(x, x, rightTransposed: true)
        x = 3.4445 * x + matmul(-4.7750 * square + 2.0315 * matmul(square, square), x)
      }
      return x
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ shape: [Int], size: Float = 1, steps: Int = 5) -> Inputs {
      Inputs(gradient: .normal(shape, using: &random) * size, steps: steps)
    }
    return [
      Inputs(gradient: Tensor([[3, 0], [0, 4]]), steps: 1),
      // Square, and neither symmetric nor diagonal: a product in the wrong order has a shape, and other numbers.
      Inputs(gradient: Tensor([[1, 2], [3, 4]]), steps: 2),
      Inputs(gradient: Tensor([[1, 2], [3, 4], [5, 6]]), steps: 5),
      Inputs(gradient: .zeros([2, 3]), steps: 5),
      drawn([3, 3], size: 1000), drawn([2, 4], size: 0.01), drawn([5, 3], steps: 3), drawn([1, 4], steps: 2),
      drawn([4, 4], steps: 0), drawn([4, 6]),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer(try function(inputs.gradient, inputs.steps))
  }

  package static let reference: Function = { gradient, steps in
    let matrix = Matrix(
      rowCount: gradient.shape[0], columnCount: gradient.shape[1], elements: gradient.scalars.map(Double.init)
    )
    let found = try Formula.Muon.orthogonalized(matrix, steps: steps)
    return Tensor(shape: gradient.shape, scalars: found.elements.map(Float.init))
  }
}
