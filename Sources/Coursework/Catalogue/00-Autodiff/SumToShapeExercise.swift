import Autodiff
import Randomness

/// The gradient of broadcasting: a gradient added up until it has the shape that was stretched.
package enum SumToShapeExercise: Exercise {
  /// A gradient and a shape that broadcasts to its shape, to a gradient of that shape.
  package typealias Function = @Sendable (_ upstream: Tensor, _ shape: [Int]) throws -> Tensor

  /// What it is tried on.
  package struct Inputs: Codable, Sendable {
    let upstream: Tensor
    let shape: [Int]
  }

  package static let about = About(
    name: "sumToShape", title: "the gradient of broadcasting",
    goal:
      "A tensor of `shape` was broadcast to the shape of `upstream`: leading axes were added and axes of size 1 "
      + "stretched. Given ∂L/∂(stretched tensor), give the gradient of the tensor before it was stretched.",
    formula: "∂L/∂x = Σ over all copies of ∂L/∂copy      upstream [2, 3, 4], shape [3, 1] → [3, 1]",
    uses: [], minutes: 15, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "Broadcasting copies: one element of x stands in many places of the stretched tensor. An element that is used "
      + "in many places receives the sum of what comes back from them.",
    shapes:
      "Shapes are compared from the right. From [2, 3, 4] to [3, 1]: axis 0 was added, so its sum leaves [3, 4]; the "
      + "last axis was 1, so its sum is kept as [3, 1].",
    pseudocode: """
      added      ← upstream's axes less shape's: so many leading axes are new
      result     ← the sum of upstream over those leading axes
      for every axis of shape of size 1:
        result   ← the sum of result over that axis, axis kept
      """,
    line: """
      var result = upstream.sum(alongAxes: Array(0..<upstream.rank - shape.count))
      for axis in shape.indices where shape[axis] == 1 {
        result = result.sum(alongAxis: axis, keepingAxis: true)
      }
      return result
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    let table = Tensor([[1, 2, 3], [40, 50, 60]])
    return [
      Inputs(upstream: table, shape: [2, 3]),
      Inputs(upstream: table, shape: [2, 1]),
      Inputs(upstream: table, shape: [1, 3]),
      Inputs(upstream: table, shape: [3]),
      Inputs(upstream: table, shape: []),
      Inputs(upstream: Tensor([[1, 2], [30, 40]]), shape: [2]),
      Inputs(upstream: .normal([2, 3, 4], using: &random), shape: [3, 1]),
      Inputs(upstream: .normal([2, 1, 3, 2], using: &random), shape: [1, 1, 2]),
      Inputs(upstream: .normal([4, 1, 3], using: &random), shape: [4, 1, 3]),
      // Sizes that do not tell which axis is which, and two added in front.
      Inputs(upstream: .normal([3, 2, 3], using: &random), shape: [2, 3]),
      Inputs(upstream: .normal([2, 3, 2], using: &random), shape: [2]),
      Inputs(upstream: .normal([2, 3, 4], using: &random), shape: [1, 3, 1]),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer(try function(inputs.upstream, inputs.shape), named: "gradient before stretching")
  }

  package static let reference: Function = { upstream, shape in
    gradient(at: Tensor.zeros(shape)) { ($0.broadcast(to: upstream.shape) * upstream).sum() }
  }

  package static let misconceptions: [Misconception<Function>] = [
    axisDropped,
    axisDropped.variant("in-turn") { upstream, shape in
      var sum = upstream.sum(alongAxes: Array(0..<upstream.rank - shape.count))
      for axis in shape.indices where shape[axis] == 1 {
        guard axis < sum.rank else { throw Stops("sum: axis \(axis) of shape \(sum.shape)") }
        sum = sum.sum(alongAxis: axis)
      }
      return sum
    },
    Misconception(
      "leading-kept", diagnosis: "the right sums, but the added leading axes stay with size 1",
      remedy: "x did not have those axes at all: sum over them without keeping them.", frequency: 2
    ) { upstream, shape in upstream.sum(alongAxes: copied(upstream.shape, shape), keepingAxes: true) },
    onlyAdded,
    onlyAdded.variant("reshaped") { try reshaped(try onlyAdded.function($0, $1), $1) },
    Misconception(
      "added-one-by-one",
      diagnosis:
        "added axes summed one after another as axis 0, 1, …, although each sum moves the next one to 0",
      remedy:
        "After the sum over axis 0, what was axis 1 is axis 0: sum over them together, or from the last.",
      frequency: 2
    ) { upstream, shape in
      var sum = upstream
      for axis in 0..<upstream.rank - shape.count {
        guard axis < sum.rank else { throw Stops("sum: axis \(axis) of shape \(sum.shape)") }
        sum = sum.sum(alongAxis: axis)
      }
      return try reference(sum, shape)
    },
    onlyStretched,
    onlyStretched.variant("reshaped") { try reshaped(try onlyStretched.function($0, $1), $1) },
    Misconception(
      "mean", diagnosis: "the mean over the copies instead of their sum",
      remedy: "Raise x by 1 and every copy rises by 1: do their effects on the loss add up, or average?",
      frequency: 2
    ) { upstream, shape in
      let sum = try reference(upstream, shape)
      return sum * (Float(sum.count) / Float(upstream.count))
    },
    Misconception(
      "aligned-left",
      diagnosis:
        "sums over trailing axes: the shapes were laid side by side from the left, not from the right",
      remedy:
        "Broadcasting compares shapes from the last axis backwards: [2] against [2, 2] is the last axis.",
      frequency: 2
    ) { upstream, shape in
      let axes = upstream.shape.indices.filter { $0 >= shape.count || shape[$0] == 1 }
      let sum = upstream.sum(alongAxes: Array(axes), keepingAxes: true)
      return sum.reshaped(Array(sum.shape.prefix(shape.count)))
    },
    Misconception(
      "one-copy", diagnosis: "the gradient of the first copy alone",
      remedy: "Every copy is used, and each brings its own gradient back. What becomes of the others?",
      frequency: 1
    ) { upstream, shape in
      copied(upstream.shape, shape).reduce(upstream) { $0.sliced(axis: $1, 0..<1) }.reshaped(shape)
    },
    Misconception(
      "first-stretched-alone",
      diagnosis: "the sum over the first axis of size 1 alone, where there are several",
      remedy: "Every axis of size 1 may have been stretched: look at each of them in a loop.", frequency: 1
    ) { upstream, shape in
      let added = upstream.rank - shape.count
      let first = shape.firstIndex(of: 1).map { [$0 + added] } ?? []
      let sum = upstream.sum(alongAxes: Array(0..<added) + first, keepingAxes: true)
      return sum.reshaped(Array(sum.shape.dropFirst(added)))
    },
    Misconception(
      "one-added", diagnosis: "the sum over one leading axis, although more were added",
      remedy: "How many axes has `upstream` more than `shape`? The sum goes over as many.", frequency: 1
    ) { upstream, shape in
      guard upstream.rank > shape.count else { return try reference(upstream, shape) }
      return try reference(upstream, [Int](upstream.shape[1..<upstream.rank - shape.count]) + shape)
    },
    Misconception(
      "by-size", diagnosis: "the sum over the axes whose size does not occur in `shape`, wherever they stand",
      remedy:
        "Two axes may be of one size: [3, 2, 3] for [2, 3] has one 3 too many. It is the place, counted from the "
        + "right, that says which axis is which.", frequency: 2
    ) { upstream, shape in
      let axes = upstream.shape.indices.filter { !shape.contains(upstream.shape[$0]) }
      return try reshaped(upstream.sum(alongAxes: axes), shape)
    },
    Misconception(
      "stretched-before-added",
      diagnosis:
        "stretched axes summed first, by their number in `shape`, while the added axes still stood before them",
      remedy:
        "Axis 1 of `shape` is axis 2 of upstream when one axis was added. Sum over the added ones first.",
      frequency: 1
    ) { upstream, shape in
      var gradient = upstream
      for axis in shape.indices where shape[axis] == 1 {
        gradient = gradient.sum(alongAxis: axis, keepingAxis: true)
      }
      while gradient.rank > shape.count { gradient = gradient.sum(alongAxis: 0) }
      return gradient
    },
    Misconception(
      "whole-sum", diagnosis: "the sum of everything in every element",
      remedy: "An element of x receives what comes back from its own copies, not from those of others.",
      frequency: 1
    ) { upstream, shape in Tensor.ones(shape) * upstream.sum() },
    Misconception(
      "untouched", diagnosis: "upstream handed back as it came",
      remedy: "A gradient always has the shape of what it is the gradient of, here `shape`.", frequency: 1
    ) { upstream, _ in upstream },
  ]

  /// Written for all axes at once, or, as a variant, axis by axis, so that dropping one moves the next.
  private static let axisDropped = Misconception<Function>(
    "axis-dropped", diagnosis: "the right sums, but a stretched axis vanishes instead of staying with size 1",
    remedy:
      "The gradient has exactly the shape of x, axes of size 1 included: keep the axis that you sum over.",
    frequency: 3
  ) { upstream, shape in upstream.sum(alongAxes: copied(upstream.shape, shape)) }

  private static let onlyAdded = Misconception<Function>(
    "only-added", diagnosis: "the sum over the added leading axes alone; stretched axes of size 1 stay long",
    remedy:
      "An axis of size 1 that was stretched to 4 is four copies as well. What does each copy bring back?",
    frequency: 3
  ) { upstream, shape in upstream.sum(alongAxes: Array(0..<upstream.rank - shape.count)) }

  private static let onlyStretched = Misconception<Function>(
    "only-stretched", diagnosis: "the sum over axes of size 1 alone; leading axes that were added stay",
    remedy: "How many axes has `upstream` more than `shape`? Those were added in front, and are copies too.",
    frequency: 2
  ) { upstream, shape in
    upstream.sum(alongAxes: shape.indices.filter { shape[$0] == 1 }, keepingAxes: true)
  }

  /// A tensor forced into a shape, as a learner does who sees that it is not the right one.
  private static func reshaped(_ tensor: Tensor, _ shape: [Int]) throws -> Tensor {
    guard tensor.count == shape.reduce(1, *) else { throw Stops("reshaped: \(tensor.shape) to \(shape)") }
    return tensor.reshaped(shape)
  }

  /// The axes of a stretched tensor along which it consists of copies.
  private static func copied(_ stretched: [Int], _ shape: [Int]) -> [Int] {
    let added = stretched.count - shape.count
    return stretched.indices.filter { $0 < added || shape[$0 - added] == 1 }
  }
}
