import Autodiff
import Randomness

/// What a matrix product passes back to its two factors.
package enum MatrixProductPullbackExercise: Exercise {
  /// The factors and the gradient of their product to the gradients of the factors.
  package typealias Function =
    @Sendable (_ a: Tensor, _ b: Tensor, _ upstream: Tensor) throws -> (a: Tensor, b: Tensor)

  /// What the pullback is tried on.
  package struct Inputs: Codable, Sendable {
    let a: Tensor
    let b: Tensor
    let upstream: Tensor
  }

  package static let about = About(
    name: "matrixProductPullback", title: "the gradient of a matrix product",
    goal:
      "Y = A·B, and a loss L is made of Y. You are given upstream = ∂L/∂Y; give ∂L/∂A and ∂L/∂B. The factors are "
      + "matrices, or stacks of matrices with the same leading batch axes.",
    formula: "Yᵢⱼ = Σₖ Aᵢₖ·Bₖⱼ      a […, rows, inner], b […, inner, columns], upstream […, rows, columns]",
    uses: ["productPullback"], minutes: 15, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "Aᵢₖ is used in every element of row i of Y, each time multiplied by some Bₖⱼ. Add up over j what comes back: "
      + "Σⱼ upstreamᵢⱼ·Bₖⱼ. Of which two matrices is that a product?",
    shapes:
      "∂L/∂A must be [rows, inner], and it is made of upstream [rows, columns] and b [inner, columns]: only one "
      + "product of the two has that shape. ∂L/∂B likewise, from a and upstream.",
    pseudocode: """
      gradient of a  ← upstream · bᵀ      [rows, columns]·[columns, inner]
      gradient of b  ← aᵀ · upstream      [inner, rows]·[rows, columns]
      ᵀ swaps the last two axes; batch axes stay where they are
      """,
    line: "return (a: matmul(upstream, b.transposed()), b: matmul(a.transposed(), upstream))")

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    let (a, b) = (Tensor([[1, 2], [3, 4]]), Tensor([[5, 6], [8, 7]]))
    var inputs = [
      Inputs(a: a, b: b, upstream: Tensor([[1, 0], [0, 0]])),
      Inputs(a: a, b: b, upstream: Tensor([[1, -1], [2, 3]])),
    ]
    let sizes: [(batch: [Int], rows: Int, inner: Int, columns: Int)] = [
      ([2], 2, 2, 2), ([], 2, 3, 4), ([], 1, 3, 1), ([2, 3], 4, 1, 2),
    ]
    for size in sizes {
      inputs.append(
        Inputs(
          a: .normal(size.batch + [size.rows, size.inner], using: &random),
          b: .normal(size.batch + [size.inner, size.columns], using: &random),
          upstream: .normal(size.batch + [size.rows, size.columns], using: &random)))
    }
    return inputs
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let gradients = try function(inputs.a, inputs.b, inputs.upstream)
    return Answer([.init("∂L/∂a", gradients.a), .init("∂L/∂b", gradients.b)])
  }

  package static let reference: Function = { a, b, upstream in
    let (_, gradients) = valueWithGradient(at: [a, b]) { (matmul($0[0], $0[1]) * upstream).sum() }
    return (gradients[0], gradients[1])
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "not-transposed", diagnosis: "upstream·b and a·upstream: the right order, but nothing transposed",
      remedy: "Write Σⱼ upstreamᵢⱼ·Bₖⱼ as a matrix product: the sum runs over the *second* index of both.",
      frequency: 3
    ) { a, b, upstream in (try product(upstream, b), try product(a, upstream)) },
    Misconception(
      "wrong-side",
      diagnosis: "bᵀ·upstream and upstream·aᵀ: the transposes are right, the sides are exchanged",
      remedy:
        "A stands on the left of the product, and so does upstream in ∂L/∂A. Try shapes with three different sizes: "
        + "only one order fits.",
      frequency: 3
    ) { a, b, upstream in (try product(b.transposed(), upstream), try product(upstream, a.transposed())) },
    Misconception(
      "exchanged", diagnosis: "the gradient of b in the place of the gradient of a, and the other way round",
      remedy: "A gradient has the shape of what it is the gradient of. Which of your two has the shape of a?",
      frequency: 2
    ) { a, b, upstream in
      (matmul(a, upstream, leftTransposed: true), matmul(upstream, b, rightTransposed: true))
    },
    Misconception(
      "result-transposed", diagnosis: "upstreamᵀ·a for b: its gradient comes out transposed",
      remedy: "∂L/∂B has the shape of b, [inner, columns]. Which factor must then be the transposed one?",
      frequency: 2
    ) { a, b, upstream in
      (matmul(upstream, b, rightTransposed: true), matmul(upstream, a, leftTransposed: true))
    },
    Misconception(
      "no-upstream",
      diagnosis: "the products with ones in the place of upstream: the gradient of the sum of Y",
      remedy: "The loss need not weigh all elements of Y alike: `upstream` says how much each one counts.",
      frequency: 2
    ) { a, b, upstream in
      let ones = Tensor.ones(upstream.shape)
      return (matmul(ones, b, rightTransposed: true), matmul(a, ones, leftTransposed: true))
    },
    Misconception(
      "elementwise", diagnosis: "upstream ⊙ b and upstream ⊙ a, the rule of the product element by element",
      remedy: "One element of A is used in a whole row of Y: what comes back from that row is a sum.",
      frequency: 2
    ) { a, b, upstream in
      for factor in [a, b] where !broadcasts(upstream.shape, factor.shape) {
        throw Stops("multiply: \(upstream.shape) and \(factor.shape)")
      }
      return (upstream * b, upstream * a)
    },
    Misconception(
      "batch-reversed", diagnosis: "a transpose that turns round all axes, the batch axes included",
      remedy: "Each matrix of a stack is transposed on its own: only the last two axes change places.",
      frequency: 1
    ) { a, b, upstream in (try product(upstream, reversed(b)), try product(reversed(a), upstream)) },
    Misconception(
      "reshaped",
      diagnosis: "the factors reshaped to the transposed shape, which leaves their elements in a row",
      remedy: "A reshape deals the same numbers out anew, row by row. Who moves bₖⱼ to place (j, k)?",
      frequency: 2
    ) { a, b, upstream in
      (matmul(upstream, turnedByReshape(b)), matmul(turnedByReshape(a), upstream))
    },
    Misconception(
      "batch-summed",
      diagnosis: "a gradient of b that is added up over the batch, as for one matrix that all share",
      remedy: "Here every matrix of the stack `a` has a `b` of its own: ∂L/∂B has the shape of b.",
      frequency: 2
    ) { a, b, upstream in
      let gradient = matmul(a, upstream, leftTransposed: true)
      return (
        matmul(upstream, b, rightTransposed: true), gradient.sum(alongAxes: Array(0..<gradient.rank - 2))
      )
    },
    Misconception(
      "mean-over-rows", diagnosis: "the right gradient of a, and that of b divided by the number of rows",
      remedy: "Rows are added up, not averaged. If the loss is a mean, upstream has its factor already.",
      frequency: 1
    ) { a, b, upstream in
      (
        matmul(upstream, b, rightTransposed: true),
        matmul(a, upstream, leftTransposed: true) / Float(a.shape[a.rank - 2])
      )
    },
    Misconception(
      "own-factor",
      diagnosis: "each factor's own matrix in its gradient: upstream·aᵀ for a, bᵀ·upstream for b",
      remedy: "Yᵢⱼ grows with Aᵢₖ by Bₖⱼ: the slope in one factor is the other one.", frequency: 1
    ) { a, b, upstream in
      (try product(upstream, a.transposed()), try product(b.transposed(), upstream))
    },
  ]

  /// A reshape in the place of a transpose.
  private static func turnedByReshape(_ x: Tensor) -> Tensor {
    x.reshaped(x.shape.dropLast(2) + [x.shape[x.rank - 1], x.shape[x.rank - 2]])
  }

  /// A matrix product as a learner's code would call it, refusing where that would trap.
  private static func product(_ left: Tensor, _ right: Tensor) throws -> Tensor {
    guard left.shape.dropLast(2) == right.shape.dropLast(2), left.shape.last == right.shape[right.rank - 2]
    else { throw Stops("matmul: \(left.shape) and \(right.shape)") }
    return matmul(left, right)
  }

  private static func broadcasts(_ x: [Int], _ y: [Int]) -> Bool {
    zip(x.reversed(), y.reversed()).allSatisfy { $0 == $1 || $0 == 1 || $1 == 1 }
  }

  private static func reversed(_ x: Tensor) -> Tensor { x.permuted(Array(x.shape.indices.reversed())) }
}
