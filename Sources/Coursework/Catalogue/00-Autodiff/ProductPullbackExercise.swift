import Autodiff
import Randomness

/// What an elementwise product passes back to its two factors.
package enum ProductPullbackExercise: Exercise {
  /// The factors and the gradient of their product, all of one shape, to the gradients of the factors.
  package typealias Function =
    @Sendable (_ x: Tensor, _ y: Tensor, _ upstream: Tensor) throws -> (x: Tensor, y: Tensor)

  /// What the pullback is tried on.
  package struct Inputs: Codable, Sendable {
    let x: Tensor
    let y: Tensor
    let upstream: Tensor
  }

  package static let about = About(
    name: "productPullback", title: "the gradient of a product, element by element",
    goal:
      "Somewhere in a computation z = x·y, element by element, and a loss L is made of z. You are given "
      + "upstream = ∂L/∂z; give ∂L/∂x and ∂L/∂y. All tensors have one shape.",
    formula: "z = x ⊙ y:   ∂L/∂x = ∂L/∂z ⊙ ∂z/∂x,   ∂L/∂y = ∂L/∂z ⊙ ∂z/∂y      all […]",
    minutes: 5, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "Hold y still and let x grow by a little: how much does x·y grow? That slope, times what one unit of z is "
      + "worth to the loss, is what one unit of x is worth.",
    shapes:
      "Every element of z is made of one element of x and one of y. Nothing is summed: both results have the "
      + "shape of the factors.",
    pseudocode: """
      slope of z in x  ← the other factor
      slope of z in y  ← the other factor
      each gradient    ← upstream × its slope, element by element
      """,
    line: "return (x: upstream * y, y: upstream * x)")

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    var inputs = [
      Inputs(
        x: Tensor([[2, -3], [10, 5]]), y: Tensor([[7, 1], [-2, 4]]), upstream: Tensor([[1, 1], [1, 1]])),
      Inputs(
        x: Tensor([[2, -3], [10, 5]]), y: Tensor([[7, 1], [-2, 4]]), upstream: Tensor([[1, 2], [3, 10]])),
      Inputs(x: Tensor([0, 6]), y: Tensor([4, 0]), upstream: Tensor([2, 5])),
      // Products so large that a small step is lost in their rounding.
      Inputs(x: Tensor([3000, -2000]), y: Tensor([0.3, 0.7]), upstream: Tensor([1, -3])),
    ]
    for shape in [[], [1], [3, 2], [2, 1, 4]] {
      inputs.append(
        Inputs(
          x: .normal(shape, deviation: 2, using: &random), y: .normal(shape, deviation: 2, using: &random),
          upstream: .normal(shape, using: &random)))
    }
    return inputs
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let gradients = try function(inputs.x, inputs.y, inputs.upstream)
    return Answer([.init("∂L/∂x", gradients.x), .init("∂L/∂y", gradients.y)])
  }

  package static let reference: Function = { x, y, upstream in
    let (_, gradients) = valueWithGradient(at: [x, y]) { ($0[0] * $0[1] * upstream).sum() }
    return (gradients[0], gradients[1])
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "own-factor",
      diagnosis: "upstream times each factor itself (or the right two gradients in the wrong order)",
      remedy:
        "Take x = 2 and y = 7 and raise x to 3: the product grows by 7. Which of the two numbers is the slope in x?",
      frequency: 3
    ) { x, y, upstream in (upstream * x, upstream * y) },
    Misconception(
      "no-upstream", diagnosis: "the slopes of the product alone, without upstream: ∂z/∂x instead of ∂L/∂x",
      remedy:
        "The product stands in the middle of a computation. One unit of z is worth `upstream` to the loss; the chain "
        + "rule multiplies by it.",
      frequency: 3
    ) { x, y, _ in (y, x) },
    Misconception(
      "both-terms",
      diagnosis: "both terms of the product rule added up, and the sum given to x and to y alike",
      remedy:
        "y·dx + x·dy is how z changes when both factors do. The gradient asks for one factor at a time: which "
        + "term belongs to dx?",
      frequency: 2
    ) { x, y, upstream in (upstream * (x + y), upstream * (x + y)) },
    Misconception(
      "as-a-sum", diagnosis: "upstream handed on unchanged, which is the gradient of x + y",
      remedy: "A sum has slope 1 in each term. What is the slope of x·y in x?", frequency: 1
    ) { _, _, upstream in (upstream, upstream) },
    Misconception(
      "upstream-added", diagnosis: "the slope added to upstream: upstream + y instead of upstream times y",
      remedy: "Along a path slopes multiply; sums are for several paths that meet in one vertex.",
      frequency: 1
    ) { x, y, upstream in (upstream + y, upstream + x) },
    Misconception(
      "matrix-product",
      diagnosis: "the gradients of the matrix product x·y, not of the product element by element",
      remedy: "z has one element for each of x and y, and nothing is summed: `*` belongs here, not `matmul`.",
      frequency: 2
    ) { x, y, upstream in
      guard x.rank >= 2 else { throw Stops("matmul: \(x.shape) and \(y.shape) must both have two axes") }
      return (matmul(upstream, y, rightTransposed: true), matmul(x, upstream, leftTransposed: true))
    },
    Misconception(
      "y-for-both", diagnosis: "upstream times y for x and for y alike",
      remedy: "That is the gradient of x. By how much does the product grow when it is y that grows by 1?",
      frequency: 1
    ) { _, y, upstream in (upstream * y, upstream * y) },
    Misconception(
      "product-as-slope", diagnosis: "upstream times the product x·y itself, as if z were its own slope",
      remedy: "A slope says how z grows when x does. Does z = 7·x grow faster where x is larger?",
      frequency: 1
    ) { x, y, upstream in (upstream * x * y, upstream * x * y) },
    Misconception(
      "divided-out", diagnosis: "the product divided by the factor again: x·y/x, which is 0/0 where x is 0",
      remedy: "The other factor is at hand: nothing need be divided to get it back.", frequency: 1
    ) { x, y, upstream in (upstream * (x * y) / x, upstream * (x * y) / y) },
    mean,
    mean.variant("over-rows") { x, y, upstream in
      let rows = Float(x.shape.first ?? 1)
      return (upstream * y / rows, upstream * x / rows)
    },
    differences,
    differences.variant("of-a-thousandth") { x, y, upstream in differences(x, y, upstream, step: 1e-3) },
    differences.variant("of-both-sides") { x, y, upstream in
      differences(x, y, upstream, step: 1e-3, isCentral: true)
    },
  ]

  private static let mean = Misconception<Function>(
    "mean", diagnosis: "the right gradients divided by a number of elements",
    remedy:
      "If the loss is a mean, upstream has its 1/n already. A product element by element adds no factor.",
    frequency: 2
  ) { x, y, upstream in (upstream * y / Float(x.count), upstream * x / Float(x.count)) }

  private static let differences = Misconception<Function>(
    "small-step",
    diagnosis: "the slopes measured with a small step, which is lost in the rounding where x·y is large",
    remedy: "A Float has seven digits. The slope of x·y in x is known without a step: which number is it?",
    frequency: 1
  ) { x, y, upstream in differences(x, y, upstream, step: 1e-2) }

  private static func differences(
    _ x: Tensor, _ y: Tensor, _ upstream: Tensor, step: Float, isCentral: Bool = false
  ) -> (x: Tensor, y: Tensor) {
    let below: Float = isCentral ? step : 0
    return (
      upstream * ((x + step) * y - (x - below) * y) / (step + below),
      upstream * (x * (y + step) - x * (y - below)) / (step + below)
    )
  }
}
