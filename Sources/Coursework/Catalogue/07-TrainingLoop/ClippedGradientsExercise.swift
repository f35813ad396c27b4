import Autodiff
import Randomness
import Training

/// Gradients shortened together to a length, their direction kept.
package enum ClippedGradientsExercise: Exercise {
  /// The gradients of all parameters, and the length they may have together.
  package typealias Function =
    @Sendable (_ gradients: [Tensor], _ maximumNorm: Float) throws -> [Tensor]

  /// What the clipping is tried on.
  package struct Inputs: Codable, Sendable {
    let gradients: [Tensor]
    let maximumNorm: Float
  }

  package static let about = About(
    name: "clippedGradients", title: "clipping by the global norm",
    goal:
      "Take the gradients of all parameters as one long vector. Where it is longer than maximumNorm, "
      + "shorten it to "
      + "that length by one factor for all of them; where it is not, return the gradients as they are.",
    formula: """
      ‖g‖ = √( Σ over all gradients and all their elements of g² )
      g ← g · min(1, maximumNorm / ‖g‖)       each of its own shape
      """,
    minutes: 10, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "The gradients of all parameters together are one arrow in the space of all parameters. Clipping "
      + "makes the "
      + "arrow shorter and must not turn it: every number of every gradient is multiplied by the same "
      + "factor.",
    shapes:
      "The length is one number, from the squares of all elements of all tensors. Each gradient keeps "
      + "its shape, "
      + "[] included, and the list keeps its order.",
    pseudocode: """
      total ← 0
      for each gradient: total ← total + sum of its squares
      norm  ← root of total
      if norm ≤ maximumNorm: return the gradients
      return every gradient · (maximumNorm ÷ norm)
      """,
    line: """
      let total = gradients.reduce(Float(0)) { $0 + ($1 * $1).sum().scalar }
      let norm = total.squareRoot()
      guard norm > maximumNorm else { return gradients }
      return gradients.map { $0 * (maximumNorm / norm) }
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    let mixed = [
      Tensor.normal([2, 3], using: &random), .normal([4], deviation: 3, using: &random),
      .normal([], using: &random), Tensor([1.5]),
    ]
    return [
      // The sides 3 and 4 of a right triangle: its longest has 5.
      Inputs(gradients: [Tensor([3]), Tensor([4])], maximumNorm: 1),
      Inputs(gradients: [Tensor([0.3, 0]), Tensor([0.4])], maximumNorm: 1),
      Inputs(gradients: [Tensor([0, 0]), Tensor([0])], maximumNorm: 1),
      // Each is short enough; together they are not.
      Inputs(gradients: [Tensor([0.9, 0]), Tensor([0, 0.9])], maximumNorm: 1),
      // Short enough, though the sum of the squares is not.
      Inputs(gradients: [Tensor([3]), Tensor([4])], maximumNorm: 6),
      Inputs(gradients: mixed, maximumNorm: 0.5),
      Inputs(gradients: mixed, maximumNorm: 100),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    let clipped = try function(inputs.gradients, inputs.maximumNorm)
    return Answer(clipped.enumerated().map { Answer.Part("gradient \($0.offset)", $0.element) })
  }

  package static let reference: Function = { gradients, maximumNorm in
    var gradients = gradients
    clip(&gradients, toNorm: maximumNorm)
    return gradients
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "each-by-itself",
      diagnosis: "each gradient clipped by itself: together they may still be too long, and turn",
      remedy:
        "Which factor does a long gradient get, and which a short one beside it? One vector has one length.",
      frequency: 3
    ) { gradients, maximum in gradients.map { shortened([$0], to: maximum, length([$0]))[0] } },
    Misconception(
      "element-by-element", diagnosis: "every element cut to between −maximumNorm and maximumNorm",
      remedy:
        "Large elements lose more than small ones that way, and the direction changes. Multiply instead "
        + "of cutting.",
      frequency: 3
    ) { gradients, maximum in
      gradients.map { gradient in
        Tensor(shape: gradient.shape, scalars: gradient.scalars.map { min(maximum, max(-maximum, $0)) })
      }
    },
    Misconception(
      "always-scaled",
      diagnosis: "gradients always brought to the length maximumNorm: short ones became longer",
      remedy:
        "A short gradient says that the minimum is near. Should clipping change it? And a gradient of "
        + "zeros?",
      frequency: 3
    ) { gradients, maximum in gradients.map { $0 * Tensor(maximum / length(gradients)) } },
    Misconception(
      "squared-norm", diagnosis: "the sum of the squares taken for the length: the root is missing",
      remedy: "The sides 3 and 4 make a length of 5, not of 25.", frequency: 2
    ) { gradients, maximum in
      shortened(gradients, to: maximum, length(gradients) * length(gradients))
    },
    Misconception(
      "squares-compared",
      diagnosis: "gradients whose sum of squares, not its root, was compared with maximumNorm",
      remedy: "The root must come before the comparison: 25 is more than 6, and the length 5 is not.",
      frequency: 2
    ) { gradients, maximum in
      let norm = length(gradients)
      return norm * norm > maximum ? shortened(gradients, to: maximum, norm, always: true) : gradients
    },
    Misconception(
      "elements-added", diagnosis: "the sum of the elements, signs and all, taken for the length",
      remedy: "3 and −3 do not cancel: elements are squared before they are added, and the root comes last.",
      frequency: 1
    ) { gradients, maximum in shortened(gradients, to: maximum, all(gradients).reduce(0, +)) },
    Misconception(
      "norms-added", diagnosis: "the lengths of the gradients added: 3 and 4 taken for 7",
      remedy: "Lengths at right angles do not add; their squares do.", frequency: 2
    ) { gradients, maximum in shortened(gradients, to: maximum, gradients.reduce(0) { $0 + length([$1]) }) },
    Misconception(
      "sizes-added", diagnosis: "the sum of the elements' absolute values taken for the length",
      remedy: "The length of a vector is the root of the sum of its squares.", frequency: 1
    ) { gradients, maximum in
      shortened(gradients, to: maximum, all(gradients).reduce(0) { $0 + $1.magnitude })
    },
    Misconception(
      "largest-element", diagnosis: "the largest element taken for the length",
      remedy: "(3, 4) has the length 5, not 4: every element has a part in it.", frequency: 1
    ) { gradients, maximum in shortened(gradients, to: maximum, all(gradients).map(\.magnitude).max() ?? 0) },
    Misconception(
      "mean-square", diagnosis: "the root of the mean of the squares taken for the length",
      remedy:
        "A length is the root of a sum. Does the vector (3, 4) have the length 5 with your formula?",
      frequency: 2
    ) { gradients, maximum in
      shortened(gradients, to: maximum, length(gradients) / Float(all(gradients).count).squareRoot())
    },
    Misconception(
      "longest-alone", diagnosis: "the length of the longest gradient taken for that of all",
      remedy: "All gradients together are one vector. The others' squares count too.", frequency: 1
    ) { gradients, maximum in shortened(gradients, to: maximum, gradients.map { length([$0]) }.max() ?? 0) },
    Misconception(
      "to-length-one", diagnosis: "gradients shortened to the length 1, whatever maximumNorm is",
      remedy: "g/‖g‖ has the length 1. Which length was asked for?", frequency: 2
    ) { gradients, maximum in
      length(gradients) > maximum ? shortened(gradients, to: 1, length(gradients), always: true) : gradients
    },
    Misconception(
      "factor-inverted", diagnosis: "gradients multiplied by ‖g‖/maximumNorm: the long ones became longer",
      remedy: "Is your factor below 1 where the gradient is too long?", frequency: 1
    ) { gradients, maximum in
      let norm = length(gradients)
      return norm > maximum ? gradients.map { $0 * Tensor(norm / maximum) } : gradients
    },
    Misconception(
      "larger-factor", diagnosis: "max(1, maximumNorm/‖g‖) in the place of min: short ones became longer",
      remedy: "Clipping only shortens: the factor is never above 1.", frequency: 2
    ) { gradients, maximum in
      let norm = length(gradients)
      return norm < maximum ? gradients.map { $0 * Tensor(maximum / norm) } : gradients
    },
    Misconception(
      "first-alone", diagnosis: "the length of the first gradient taken for that of all",
      remedy: "Sum the squares of every gradient in the list.", frequency: 1
    ) { gradients, maximum in shortened(gradients, to: maximum, length([gradients[0]])) },
    Misconception(
      "long-ones-alone",
      diagnosis: "the right factor, but only for gradients that are too long by themselves",
      remedy: "The factor belongs to all, or the direction changes.", frequency: 1
    ) { gradients, maximum in
      gradients.map { length([$0]) > maximum ? $0 * Tensor(maximum / length(gradients)) : $0 }
    },
    Misconception(
      "thrown-away", diagnosis: "gradients set to zero where they were too long",
      remedy: "The direction is still worth a step. Keep it, and shorten the length.", frequency: 1
    ) { gradients, maximum in
      length(gradients) > maximum ? gradients.map { .zeros($0.shape) } : gradients
    },
    Misconception(
      "not-clipped", diagnosis: "the gradients as they were: nothing was shortened",
      remedy:
        "A tensor is a value: multiplying it gives a new one. Is the new one returned? Is the "
        + "comparison right?",
      frequency: 2
    ) { gradients, _ in gradients },
  ]

  private static func all(_ gradients: [Tensor]) -> [Float] { gradients.flatMap(\.scalars) }

  private static func length(_ gradients: [Tensor]) -> Float {
    all(gradients).reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  private static func shortened(
    _ gradients: [Tensor], to maximum: Float, _ length: Float, always: Bool = false
  ) -> [Tensor] {
    always || length > maximum ? gradients.map { $0 * Tensor(maximum / length) } : gradients
  }
}
