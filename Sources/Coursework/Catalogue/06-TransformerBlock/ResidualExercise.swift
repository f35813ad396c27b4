import Autodiff
import Randomness

/// The residual sum: a sub-layer adds to its input, it does not replace it.
package enum ResidualExercise: Exercise {
  /// An input and a sub-layer that keeps its shape, to the sum of both.
  package typealias Function =
    @Sendable (_ x: Tensor, _ sublayer: (Tensor) throws -> Tensor) throws -> Tensor

  /// What the sum is tried on; the sub-layer is tanh(x·weight + bias).
  package struct Inputs: Codable, Sendable {
    let x: Tensor
    let weight: Tensor
    let bias: Tensor
  }

  package static let about = About(
    name: "residual", title: "the residual sum around a sub-layer",
    goal:
      "Add what a sub-layer makes of its input to the input itself. In the check the sub-layer is "
      + "F(x) = tanh(x·weight + bias); your function must work with any that keeps the shape.",
    formula: "Y = X + F(X)      […, channels] → […, channels]",
    formulas: [.s1_3_4_RES], minutes: 5, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "The input must come out unharmed when the sub-layer says nothing. What is the block then, and what is its "
      + "derivative?",
    shapes: "X and F(X) have the same shape, […, channels], and so does their sum.",
    pseudocode: """
      news   ← the sub-layer of x
      result ← x + news
      """,
    line: "return try x + sublayer(x)")

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ shape: [Int]) -> Inputs {
      let channels = shape[shape.count - 1]
      return Inputs(
        x: .normal(shape, using: &random), weight: .normal([channels, channels], using: &random),
        bias: .normal([channels], using: &random))
    }
    return [
      Inputs(x: Tensor([[1, 2]]), weight: Tensor([[0, 1], [-1, 0]]), bias: Tensor([1, 0])),
      Inputs(x: Tensor([[1, 2], [3, 4]]), weight: .zeros([2, 2]), bias: .zeros([2])),
      drawn([3, 4]), drawn([2, 3, 5]), drawn([1, 1]),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try .withGradients(of: [("x", inputs.x), ("weight", inputs.weight), ("bias", inputs.bias)]) { tensors in
      try function(tensors[0]) { tanh(affine($0, weight: tensors[1], bias: tensors[2])) }
    }
  }

  package static let reference: Function = { x, sublayer in try x + sublayer(x) }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "no-sum", diagnosis: "the sub-layer alone, without its input added",
      remedy: "What is left of X if F(X) is 0? It should be all of X.", frequency: 3
    ) { x, sublayer in try sublayer(x) },
    Misconception(
      "output-doubled", diagnosis: "F(X) + F(X): the input was overwritten by what the sub-layer made of it",
      remedy:
        "When the sum is taken, X must still be what came in: give the sub-layer's result a name of its own.",
      frequency: 1
    ) { x, sublayer in
      let news = try sublayer(x)
      return news + news
    },
    Misconception(
      "nested", diagnosis: "the sub-layer applied twice: X + F(F(X))",
      remedy: "F sees the input once; its result is only added.", frequency: 1
    ) { x, sublayer in try x + sublayer(sublayer(x)) },
    Misconception(
      "two-steps", diagnosis: "two residual sums one after the other: Y + F(Y) with Y = X + F(X)",
      remedy: "One call, one sum. A second sub-layer gets a sum of its own, around it.", frequency: 2
    ) { x, sublayer in
      let once = try x + sublayer(x)
      return try once + sublayer(once)
    },
    Misconception(
      "difference", diagnosis: "the difference F(X) − X",
      remedy:
        "The residual is what the sub-layer has to learn, so that the sum comes right; nothing is subtracted here.",
      frequency: 1
    ) { x, sublayer in try sublayer(x) - x },
    Misconception(
      "subtracted", diagnosis: "the difference X − F(X)",
      remedy: "The sub-layer says what to add. It can learn a minus by itself.", frequency: 1
    ) { x, sublayer in try x - sublayer(x) },
    Misconception(
      "relu-after", diagnosis: "ReLU of the sum, max(0, X + F(X)), as in the networks that sums come from",
      remedy: "A Transformer adds and stops: what is negative must get through as well.", frequency: 2
    ) { x, sublayer in maximum(try x + sublayer(x), 0) },
    Misconception(
      "concatenated", diagnosis: "X and F(X) side by side: twice as many channels",
      remedy: "Every step keeps the shape: the two are added channel by channel.", frequency: 1
    ) { x, sublayer in concatenate([x, try sublayer(x)], axis: -1) },
    Misconception(
      "root-of-two", diagnosis: "the sum divided by √2, so that its variance stays",
      remedy: "Then X would fade from layer to layer. The norm sees to the scale; the sum is left as it is.",
      frequency: 1
    ) { x, sublayer in try (x + sublayer(x)) / Float(2).squareRoot() },
    Misconception(
      "product", diagnosis: "the product X ⊙ F(X): a gate, not a sum",
      remedy:
        "A gate that is shut lets nothing through, and no gradient either. Which operation keeps X whole?",
      frequency: 1
    ) { x, sublayer in try x * sublayer(x) },
    Misconception(
      "mean", diagnosis: "the mean (X + F(X))/2",
      remedy: "Halved in every layer, X would be gone after a few.", frequency: 1
    ) { x, sublayer in try (x + sublayer(x)) / 2 },
    Misconception(
      "input-twice", diagnosis: "X + (X + F(X)): the input added twice",
      remedy: "The sub-layer does not add its input itself, and one shortcut is enough.", frequency: 1
    ) { x, sublayer in try x + (x + sublayer(x)) },
    Misconception(
      "shortcut-detached", diagnosis: "the right sum, but with the shortcut cut off from the gradient",
      remedy:
        "∂Y/∂X = I + F′, and the I is what keeps deep stacks alive. Add x itself, not a copy of its numbers.",
      frequency: 1
    ) { x, sublayer in try x.detached + sublayer(x) },
    Misconception(
      "sublayer-detached", diagnosis: "the right sum, but with the sub-layer cut off from the gradient",
      remedy: "∂Y/∂X = I + F′: add what the sub-layer returns, not a copy of its numbers.", frequency: 1,
      evidence: unused("weight")
    ) { x, sublayer in try x + sublayer(x).detached },
  ]
}
