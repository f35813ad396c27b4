import Autodiff
import Randomness

/// Pruning by magnitude.
package enum PrunedExercise: Exercise {
  /// A tensor and the share of it that goes, to the tensor with zeros.
  package typealias Function = @Sendable (_ weights: Tensor, _ share: Float) throws -> Tensor

  /// What the pruning is tried on.
  package struct Inputs: Codable, Sendable {
    let weights: Tensor
    let share: Float
  }

  package static let about = About(
    name: "pruned", title: "without the smallest weights",
    goal:
      "Set a share of the weights to 0: of the whole tensor the share·n smallest in magnitude, rounded to the nearest whole "
      + "number (a half: up), and of equal ones the first in row-major order. A weight that is 0 already counts as any "
      + "other. All others stay as they are, in their places.",
    formula: """
      count = round(share · n)     0 ≤ share ≤ 1
      w ← 0 for the `count` weights with the smallest |w|
      """,
    minutes: 15, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "A threshold does not know how many of its equals have to go. Sort the places of the weights, by what stands there, "
      + "and take the first `count`.",
    shapes:
      "The shape stays. In between there is a list of n numbers, `scalars`, and a list of the n places in another order.",
    pseudocode: """
      count  ← share · n, rounded to the nearest whole number
      places ← 0 ..< n, sorted by (|number there|, place)
      for the first `count` places: the number there ← 0
      return a tensor of the same shape
      """,
    line: """
      var scalars = weights.scalars
      let count = Int((share * Float(scalars.count)).rounded())
      let places = scalars.indices.sorted { (scalars[$0].magnitude, $0) < (scalars[$1].magnitude, $1) }
      for place in places.prefix(count) { scalars[place] = 0 }
      return Tensor(shape: weights.shape, scalars: scalars)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    // Shares that a Float holds exactly, so that it does not matter how share·n is computed.
    [
      Inputs(weights: Tensor([[3, -1, 0.5], [-2, 0.25, 4]]), share: 0.5),
      // Three of five equals.
      Inputs(weights: Tensor([2, -1, 1, -1, 3, 1, 1, 5]), share: 0.375),
      // Zeros that were there before.
      Inputs(weights: Tensor([0, 0, 5, -1, 0, 2, 3, -4]), share: 0.5),
      // Counts that are no whole numbers: 3.75, 1.25 and 2.5.
      Inputs(weights: Tensor([[1, -2, 3], [-4, 5, -6]]), share: 0.625),
      Inputs(weights: Tensor([4, -5, 1, 2, 3]), share: 0.25),
      Inputs(weights: Tensor([[4, -3], [1, -2]]), share: 0.625),
      // Numbers whose squares are 0.
      Inputs(weights: Tensor([3e-25, -1e-25, 4e-25, 2e-25]), share: 0.5),
      Inputs(weights: .normal([4, 6], using: &random), share: 0.3125),
      Inputs(weights: .normal([2, 3, 4], using: &random), share: 0.75),
      Inputs(weights: .normal([3, 2], using: &random), share: 1),
      Inputs(weights: .normal([2, 2], using: &random), share: 0),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    Answer(try function(inputs.weights, inputs.share))
  }

  package static let reference: Function = { weights, share in
    without(ranked(weights).prefix(count(weights, share)), of: weights)
  }

  /// How many weights go.
  static func count(_ weights: Tensor, _ share: Float) -> Int {
    Int((share * Float(weights.count)).rounded())
  }

  /// The places of a tensor by what stands there, of equals the first first.
  static func ranked(_ weights: Tensor, by rank: (Float) -> Float = { $0.magnitude }) -> [Int] {
    let ranks = weights.scalars.map(rank)
    return ranks.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
  }

  /// A tensor with 0 at some places.
  static func without(_ places: some Sequence<Int>, of weights: Tensor) -> Tensor {
    var scalars = weights.scalars
    for place in places { scalars[place] = 0 }
    return Tensor(shape: weights.shape, scalars: scalars)
  }
}
