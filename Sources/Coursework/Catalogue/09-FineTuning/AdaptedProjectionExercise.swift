import Autodiff
import Neural
import Randomness

/// A projection with a low-rank adapter beside it.
package enum AdaptedProjectionExercise: Exercise {
  /// x `[time, inputs]`, W `[inputs, outputs]`, A `[inputs, rank]`, B `[rank, outputs]` and α to `[time, outputs]`.
  package typealias Function =
    @Sendable (_ x: Tensor, _ weight: Tensor, _ down: Tensor, _ up: Tensor, _ alpha: Float) throws -> Tensor

  /// What the projection is tried on.
  package struct Inputs: Codable, Sendable {
    let x: Tensor
    let weight: Tensor
    let down: Tensor
    let up: Tensor
    let alpha: Float
  }

  package static let about = About(
    name: "adaptedProjection", title: "a projection with an adapter",
    goal:
      "Return x·W + (α/r)·(x·A)·B, where r is the rank, the number of A's columns. W is frozen in training; here it is a "
      + "tensor like the others.",
    formula: """
      y = x·W + (α/r) · (x·A)·B
      [time, inputs] · ([inputs, outputs], [inputs, r], [r, outputs]) → [time, outputs]
      """,
    formulas: [.g_LORA], minutes: 10, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "Two ways from x to y, side by side, and their sum: the wide one that was there, and a narrow one through r numbers.",
    shapes:
      "x·A is [time, r], times B [time, outputs]: of the shape of x·W, to which it is added. r is down.shape[1].",
    pseudocode: """
      wide   ← x · W
      narrow ← (x · A) · B
      return wide + narrow · (alpha ÷ r)
      """,
    line: """
      let change = matmul(matmul(x, down), up)
      return matmul(x, weight) + change * (alpha / Float(down.shape[1]))
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ time: Int, _ inputs: Int, _ outputs: Int, _ rank: Int, alpha: Float) -> Inputs {
      Inputs(
        x: .normal([time, inputs], using: &random), weight: .normal([inputs, outputs], using: &random),
        down: .normal([inputs, rank], using: &random), up: .normal([rank, outputs], using: &random),
        alpha: alpha)
    }
    return [
      Inputs(
        x: Tensor([[1, 2]]), weight: Tensor([[1, 0], [0, 1]]), down: Tensor([[1, 0], [3, 1]]),
        up: Tensor([[2, -1], [1, 1]]), alpha: 3),
      Inputs(
        x: Tensor([[1, 2]]), weight: Tensor([[1, 0], [0, 1]]), down: Tensor([[1], [3]]),
        up: Tensor([[0, 0]]), alpha: 3),
      drawn(3, 4, 4, 2, alpha: 8), drawn(2, 3, 5, 3, alpha: 1), drawn(4, 4, 4, 4, alpha: 2.5),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try .withGradients(of: [
      ("x", inputs.x), ("weight", inputs.weight), ("down", inputs.down), ("up", inputs.up),
    ]) { try function($0[0], $0[1], $0[2], $0[3], inputs.alpha) }
  }

  package static let reference: Function = { x, weight, down, up, alpha in
    matmul(x, weight) + LowRankAdapter(down: down, up: up, alpha: alpha)(x)
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "unscaled", diagnosis: "x·W + (x·A)·B: α/r was left out",
      remedy: "The change counts α/r times: its size is then set once, and does not grow with the rank.",
      frequency: 3
    ) { x, weight, down, up, _ in matmul(x, weight) + matmul(matmul(x, down), up) },
    Misconception(
      "alpha-alone", diagnosis: "α times the change: it was not divided by the rank",
      remedy: "With twice the rank twice as many products are added. Divide by r.", frequency: 3
    ) { x, weight, down, up, alpha in
      matmul(x, weight) + matmul(matmul(x, down), up) * alpha
    },
    Misconception(
      "inverse", diagnosis: "r/α times the change: the quotient is upside down",
      remedy: "A larger α makes the change larger, a larger rank divides it.", frequency: 2
    ) { x, weight, down, up, alpha in
      matmul(x, weight) + matmul(matmul(x, down), up) * (Float(down.shape[1]) / alpha)
    },
    Misconception(
      "root-of-rank", diagnosis: "α/√r times the change",
      remedy: "A later paper divides by the root of the rank; asked for is α/r.", frequency: 1
    ) { x, weight, down, up, alpha in
      matmul(x, weight) + matmul(matmul(x, down), up) * (alpha / Float(down.shape[1]).squareRoot())
    },
    Misconception(
      "inputs-for-rank", diagnosis: "α divided by the number of inputs, not by the rank",
      remedy: "A is [inputs, r]: which of its axes is the rank?", frequency: 2
    ) { x, weight, down, up, alpha in
      matmul(x, weight) + matmul(matmul(x, down), up) * (alpha / Float(down.shape[0]))
    },
    Misconception(
      "outputs-for-rank", diagnosis: "α divided by the number of outputs, not by the rank",
      remedy: "B is [r, outputs]: which of its axes is the rank?", frequency: 1
    ) { x, weight, down, up, alpha in
      matmul(x, weight) + matmul(matmul(x, down), up) * (alpha / Float(up.shape[1]))
    },
    Misconception(
      "change-alone", diagnosis: "the change alone: the frozen projection was left out",
      remedy: "With B = 0 an adapter changes nothing: x·W has to be left.", frequency: 2
    ) { x, _, down, up, alpha in LowRankAdapter(down: down, up: up, alpha: alpha)(x) },
    Misconception(
      "everything-scaled", diagnosis: "x·W scaled by α/r together with the change",
      remedy: "Only the change is scaled: with B = 0 the result is x·W itself.", frequency: 2
    ) { x, weight, down, up, alpha in
      (matmul(x, weight) + matmul(matmul(x, down), up)) * (alpha / Float(down.shape[1]))
    },
    Misconception(
      "on-the-result",
      diagnosis: "the adapter applied to x·W, not to x: after the projection and not beside it",
      remedy: "Both ways begin at x. A reads the inputs, not the outputs.", frequency: 2
    ) { x, weight, down, up, alpha in
      let projected = matmul(x, weight)
      guard projected.shape[1] == down.shape[0] else { throw Stops("\(projected.shape) · \(down.shape)") }
      return projected + LowRankAdapter(down: down, up: up, alpha: alpha)(projected)
    },
    Misconception(
      "weight-detached", diagnosis: "the right output, with W cut out of the graph: its gradient is lost",
      remedy:
        "Frozen is what the optimizer leaves alone. The projection is the same as ever, and so is its derivative.",
      frequency: 1
    ) { x, weight, down, up, alpha in
      try reference(x, Tensor(shape: weight.shape, scalars: weight.scalars), down, up, alpha)
    },
  ]
}
