import Autodiff

extension NewtonSchulzExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "not-divided", diagnosis: "the steps taken from the gradient as it is, not divided by its length",
      remedy:
        "Above 1.26 a step makes a singular value larger, and the next one far larger. Divide first, so that none is above 1.",
      frequency: 3
    ) { gradient, steps in repeated(gradient, steps) { step($0) } },
    Misconception(
      "length-without-root",
      diagnosis: "steps from what was divided by the sum of the squares, without the root",
      remedy: "A length is a root: twice as large a gradient should give the same.", frequency: 2
    ) { gradient, steps in
      repeated(gradient / ((gradient * gradient).sum() + 1e-7), steps) { step($0) }
    },
    Misconception(
      "sum-of-numbers", diagnosis: "steps from a gradient divided by the sum of its numbers",
      remedy: "Numbers of both signs may add up to 0. Add their squares, and take the root.", frequency: 2
    ) { gradient, steps in repeated(gradient / (gradient.sum() + 1e-7), steps) { step($0) } },
    Misconception(
      "sum-of-magnitudes", diagnosis: "steps from a gradient divided by the sum of the magnitudes",
      remedy: "That is a length of another kind, greater than ‖G‖: the singular values begin too small.",
      frequency: 1
    ) { gradient, steps in
      repeated(gradient / (sqrt(gradient * gradient).sum() + 1e-7), steps) { step($0) }
    },
    Misconception(
      "greatest-number", diagnosis: "steps from a gradient divided by the greatest of its numbers",
      remedy:
        "A matrix of ones has a singular value far above 1. Divide by the root of the sum of all squares.",
      frequency: 1
    ) { gradient, steps in
      let greatest = gradient.scalars.map(\.magnitude).max() ?? 0
      return repeated(gradient / (greatest + 1e-7), steps) { step($0) }
    },
    Misconception(
      "every-row", diagnosis: "every row divided by its own length",
      remedy: "One length for the whole matrix: rows that are divided apart are another matrix.", frequency: 2
    ) { gradient, steps in
      let lengths = sqrt((gradient * gradient).sum(alongAxis: -1, keepingAxis: true))
      return repeated(gradient / (lengths + 1e-7), steps) { step($0) }
    },
    Misconception(
      "root-mean-square", diagnosis: "steps from a gradient divided by the root of the *mean* of the squares",
      remedy: "The sum, not the mean: only then no singular value is above 1.", frequency: 2
    ) { gradient, steps in
      repeated(gradient / (sqrt((gradient * gradient).mean()) + 1e-7), steps) { step($0) }
    },
    Misconception(
      "divided-at-every-step", diagnosis: "steps that divide by the length again before each",
      remedy: "Once, before the first. Afterwards the singular values are to grow.", frequency: 2
    ) { gradient, steps in repeated(gradient, steps) { step(divided($0)) } },
    Misconception(
      "nothing-added", diagnosis: "10⁻⁷ not added to the length: zeros are divided by zero",
      remedy: "A layer that nothing has reached has a gradient of zeros.", frequency: 2
    ) { gradient, steps in
      repeated(gradient / sqrt((gradient * gradient).sum()), steps) { step($0) }
    },
    variant(
      "b-and-c-exchanged", diagnosis: "b and c exchanged: −4.7750 before A·A and 2.0315 before A",
      remedy: "aσ + bσ³ + cσ⁵: b belongs to A, c to A·A.", frequency: 2
    ) { step($0, b: 2.0315, c: -4.7750) },
    variant(
      "a-and-c-exchanged", diagnosis: "the coefficients the other way round: 2.0315 before X",
      remedy: "a, the first, is what small singular values are multiplied by: 3.4445.", frequency: 1
    ) { step($0, a: 2.0315, c: 3.4445) },
    variant(
      "sign-of-b", diagnosis: "+4.7750 in the place of −4.7750: the steps run away",
      remedy: "b is negative: it holds back what has become large.", frequency: 2
    ) { step($0, b: 4.7750) },
    variant(
      "cubic", diagnosis: "1.5·X − 0.5·A·X, the iteration as it is in textbooks",
      remedy:
        "It comes nearer to 1, but slowly: what is small grows by half a step. Here a, b and c are others.",
      frequency: 1
    ) { step($0, a: 1.5, b: -0.5, c: 0) },
    variant(
      "without-the-square", diagnosis: "c·A·A left out",
      remedy: "aσ + bσ³ alone turns a σ of 1 into −1.33.", frequency: 1
    ) { step($0, c: 0) },
    variant(
      "without-x", diagnosis: "a·X left out: (b·A + c·A·A)·X alone",
      remedy: "What is small grows by a·X alone; its cube is as good as nothing.", frequency: 1
    ) { step($0, a: 0) },
    variant(
      "elementwise-square", diagnosis: "A ⊙ A, every number of A squared, in the place of A·A",
      remedy: "`*` of two tensors multiplies number by number. The product of matrices is matmul.",
      frequency: 3
    ) { x in
      let square = matmul(x, x, rightTransposed: true)
      return 3.4445 * x + matmul(-4.7750 * square + 2.0315 * (square * square), x)
    },
    variant(
      "elementwise", diagnosis: "every number x replaced by ax + bx³ + cx⁵",
      remedy: "The polynomial is of the singular values, not of the numbers: X³ is X·Xᵀ·X.", frequency: 3
    ) { x in
      let square = x * x
      return x * (3.4445 - 4.7750 * square + 2.0315 * (square * square))
    },
    variant(
      "transposed-first", diagnosis: "A = Xᵀ·X multiplied from the left",
      remedy: "Either A = X·Xᵀ on the left of X or A = Xᵀ·X on its right.", frequency: 3
    ) { x in
      let square = matmul(x, x, leftTransposed: true)
      return 3.4445 * x
        + (try conformingProduct(-4.7750 * square + 2.0315 * matmul(square, square), x))
    },
    variant(
      "square-of-x", diagnosis: "A = X·X, with no transposition",
      remedy: "X·X is no matrix at all where X is not square, and where it is it has other singular values.",
      frequency: 2
    ) { x in
      let square = try conformingProduct(x, x)
      return 3.4445 * x + matmul(-4.7750 * square + 2.0315 * matmul(square, square), x)
    },
    Misconception(
      "square-of-the-start", diagnosis: "A made once, before the first step, and used in all",
      remedy: "Every step measures the X that the step before has left.", frequency: 2
    ) { gradient, steps in
      let start = divided(gradient)
      let square = matmul(start, start, rightTransposed: true)
      let factor = -4.7750 * square + 2.0315 * matmul(square, square)
      return repeated(start, steps) { 3.4445 * $0 + matmul(factor, $0) }
    },
    Misconception(
      "not-transposed-back", diagnosis: "a tall matrix transposed before the steps and not after them",
      remedy: "The shape stays: what was turned at first is turned back at last.", frequency: 2
    ) { gradient, steps in
      let isTall = gradient.shape[0] > gradient.shape[1]
      return repeated(divided(isTall ? gradient.transposed() : gradient), steps) { step($0) }
    },
    Misconception(
      "always-five", diagnosis: "five steps, whatever the number that is asked for",
      remedy: "`steps` says how many.", frequency: 2
    ) { gradient, _ in repeated(divided(gradient), 5) { step($0) } },
    Misconception(
      "one-step-more", diagnosis: "one step more than is asked for",
      remedy: "0...steps has steps + 1 numbers. For 0 steps nothing but the division is left.", frequency: 2
    ) { gradient, steps in repeated(divided(gradient), steps + 1) { step($0) } },
  ]

  /// The gradient over its length.
  private static func divided(_ gradient: Tensor) -> Tensor {
    gradient / (sqrt((gradient * gradient).sum()) + 1e-7)
  }

  /// One step, with coefficients that may be others.
  private static func step(
    _ x: Tensor, a: Float = 3.4445, b: Float = -4.7750, c: Float = 2.0315
  ) -> Tensor {
    let square = matmul(x, x, rightTransposed: true)
    return a * x + matmul(b * square + c * matmul(square, square), x)
  }

  private static func repeated(
    _ start: Tensor, _ steps: Int, _ step: (Tensor) throws -> Tensor
  ) rethrows -> Tensor {
    try (0..<steps).reduce(start) { x, _ in try step(x) }
  }

  /// Another step from the right start.
  private static func variant(
    _ name: String, diagnosis: String, remedy: String, frequency: Int,
    _ step: @escaping @Sendable (Tensor) throws -> Tensor
  ) -> Misconception<Function> {
    Misconception(name, diagnosis: diagnosis, remedy: remedy, frequency: frequency) { gradient, steps in
      try repeated(divided(gradient), steps, step)
    }
  }
}
