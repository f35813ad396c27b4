import Autodiff
import Neural
import Randomness

/// The feed-forward network: each token thinks for itself about what it has collected.
package enum FeedForwardExercise: Exercise {
  /// Tokens, two matrices with their biases and an activation, to tokens of the same width.
  package typealias Function =
    @Sendable (
      _ x: Tensor, _ innerWeight: Tensor, _ innerBias: Tensor, _ outerWeight: Tensor, _ outerBias: Tensor,
      _ activation: (Tensor) throws -> Tensor
    ) throws -> Tensor

  /// What the network is tried on.
  package struct Inputs: Codable, Sendable {
    let x: Tensor
    let innerWeight: Tensor
    let innerBias: Tensor
    let outerWeight: Tensor
    let outerBias: Tensor
    let activation: Activation
  }

  package static let about = About(
    name: "feedForward", title: "the feed-forward network of a block",
    goal:
      "Project every token to a wider space, apply the activation there, and project back. The same two matrices "
      + "serve every token. The check tries it with ReLU and with GELU.",
    formula: "FFN(x) = f(x·W₁ + b₁)·W₂ + b₂      […, channels] → […, inner] → […, channels]",
    formulas: [.g_FFN], uses: ["gelu"], minutes: 10, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "Two matrices one after the other are only one matrix. What stands between them, so that there is a reason to "
      + "have two?",
    shapes:
      "x [time, channels] · innerWeight [channels, inner] → [time, inner]; innerBias [inner] broadcasts. Then "
      + "· outerWeight [inner, channels] → [time, channels], and outerBias [channels].",
    pseudocode: """
      expanded ← x · innerWeight + innerBias
      hidden   ← activation of expanded
      result   ← hidden · outerWeight + outerBias
      """,
    line: """
      let hidden = try activation(matmul(x, innerWeight) + innerBias)
      return matmul(hidden, outerWeight) + outerBias
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func drawn(_ shape: [Int], inner: Int, _ activation: Activation) -> Inputs {
      let channels = shape[shape.count - 1]
      return Inputs(
        x: .normal(shape, using: &random), innerWeight: .normal([channels, inner], using: &random),
        innerBias: .normal([inner], using: &random), outerWeight: .normal([inner, channels], using: &random),
        outerBias: .normal([channels], using: &random), activation: activation)
    }
    return [
      Inputs(
        x: Tensor([[1, -2], [-1, 1]]), innerWeight: Tensor([[1, -1], [0, 1]]), innerBias: Tensor([0, 1]),
        outerWeight: Tensor([[1, 2], [3, 4]]), outerBias: Tensor([-5, 1]), activation: .relu),
      drawn([3, 3], inner: 3, .geluTanh), drawn([4, 3], inner: 12, .geluTanh),
      drawn([2, 3, 2], inner: 5, .relu), drawn([1, 1], inner: 4, .geluTanh),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try .withGradients(
      of: [
        ("x", inputs.x), ("innerWeight", inputs.innerWeight), ("innerBias", inputs.innerBias),
        ("outerWeight", inputs.outerWeight), ("outerBias", inputs.outerBias),
      ]
    ) { try function($0[0], $0[1], $0[2], $0[3], $0[4]) { inputs.activation($0) } }
  }

  package static let reference: Function = { x, innerWeight, innerBias, outerWeight, outerBias, activation in
    let hidden = try activation(affine(x, weight: innerWeight, bias: innerBias))
    return affine(hidden, weight: outerWeight, bias: outerBias)
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "activation-last", diagnosis: "the activation after the second matrix instead of the first",
      remedy:
        "Nothing stands between the two matrices now, so they are one; and the result can no longer be any number.",
      frequency: 3
    ) { x, w1, b1, w2, b2, activation in try activation(matmul(matmul(x, w1) + b1, w2) + b2) },
    Misconception(
      "activation-twice", diagnosis: "the activation after both matrices",
      remedy: "What is added to the tokens must be free to be negative: no activation at the end.",
      frequency: 2
    ) { x, w1, b1, w2, b2, activation in
      try activation(matmul(activation(matmul(x, w1) + b1), w2) + b2)
    },
    Misconception(
      "no-activation", diagnosis: "the two matrices without any activation: one linear map",
      remedy: "(x·W₁)·W₂ = x·(W₁·W₂). What must stand between the two?", frequency: 2
    ) { x, w1, b1, w2, b2, _ in matmul(matmul(x, w1) + b1, w2) + b2 },
    Misconception(
      "activation-first", diagnosis: "the activation applied to x, before the first matrix",
      remedy: "The network looks at the whole token first: project, and then choose.", frequency: 1
    ) { x, w1, b1, w2, b2, activation in try matmul(matmul(activation(x), w1) + b1, w2) + b2 },
    Misconception(
      "own-relu", diagnosis: "max(0, …) in the place of the activation that is given",
      remedy: "The caller chooses the activation: GPT-2 hands over GELU. Call what you are given.",
      frequency: 3
    ) { x, w1, b1, w2, b2, _ in matmul(relu(matmul(x, w1) + b1), w2) + b2 },
    Misconception(
      "own-gelu", diagnosis: "GELU in the place of the activation that is given",
      remedy: "The network of 2017 has ReLU: whoever calls decides. Which argument of yours is not used?",
      frequency: 2
    ) { x, w1, b1, w2, b2, _ in matmul(gelu(matmul(x, w1) + b1, form: .tanh), w2) + b2 },
    Misconception(
      "gated", diagnosis: "the activation times what it was taken of: a gate, f(h) ⊙ h",
      remedy:
        "Later networks have gates, with a third matrix. Here the activation's result goes on as it is.",
      frequency: 1
    ) { x, w1, b1, w2, b2, activation in
      let expanded = matmul(x, w1) + b1
      return try matmul(activation(expanded) * expanded, w2) + b2
    },
    Misconception(
      "no-biases", diagnosis: "both matrices and the activation, without the two biases",
      remedy: "f(x·W₁ + b₁)·W₂ + b₂: each matrix is followed by its bias.", frequency: 2,
      evidence: unused("innerBias")
    ) { x, w1, _, w2, _, activation in try matmul(activation(matmul(x, w1)), w2) },
    Misconception(
      "inner-bias-missing", diagnosis: "no bias b₁ before the activation",
      remedy: "Without b₁ the activation bends at the same place for every channel.", frequency: 2,
      evidence: unused("innerBias")
    ) { x, w1, _, w2, b2, activation in try matmul(activation(matmul(x, w1)), w2) + b2 },
    Misconception(
      "outer-bias-missing", diagnosis: "no bias b₂ at the end",
      remedy: "The second matrix is followed by its bias as the first is.", frequency: 2,
      evidence: unused("outerBias")
    ) { x, w1, b1, w2, _, activation in try matmul(activation(matmul(x, w1) + b1), w2) },
    Misconception(
      "bias-after-activation", diagnosis: "b₁ added after the activation: f(x·W₁) + b₁",
      remedy: "The bias moves the place where the activation bends, so it belongs inside.", frequency: 2
    ) { x, w1, b1, w2, b2, activation in try matmul(activation(matmul(x, w1)) + b1, w2) + b2 },
    Misconception(
      "biases-exchanged", diagnosis: "the two biases in each other's place",
      remedy: "innerBias is [inner] and goes with innerWeight, outerBias is [channels].", frequency: 1
    ) { x, w1, b1, w2, b2, activation in
      let expanded = matmul(x, w1)
      return try matmul(activation(expanded + (try conforming(b2, to: expanded))), w2)
        + (try conforming(b1, to: x))
    },
    Misconception(
      "residual-included", diagnosis: "the network with its input added: x + FFN(x)",
      remedy: "The residual sum is the block's, around the network; here the network alone is asked for.",
      frequency: 1
    ) { x, w1, b1, w2, b2, activation in try x + matmul(activation(matmul(x, w1) + b1), w2) + b2 },
    Misconception(
      "weights-transposed", diagnosis: "x·Wᵀ in the place of x·W, for both matrices",
      remedy:
        "A row of x is a token, and innerWeight is [channels, inner]: the sizes that meet are the channels.",
      frequency: 2
    ) { x, w1, b1, w2, b2, activation in
      try square(w1, "x \(x.shape) · innerWeightᵀ \(w1.transposed().shape)")
      let hidden = try activation(matmul(x, w1, rightTransposed: true) + b1)
      return matmul(hidden, w2, rightTransposed: true) + b2
    },
    Misconception(
      "layers-exchanged", diagnosis: "the two layers exchanged: f(x·W₂ + b₂)·W₁ + b₁",
      remedy: "The inner matrix is the first that the token meets: [channels, inner].", frequency: 1
    ) { x, w1, b1, w2, b2, activation in
      try square(w1, "x \(x.shape) · outerWeight \(w2.shape)")
      return try matmul(activation(matmul(x, w2) + b2), w1) + b1
    },
  ]

  /// Stops where matrices that are not square do not fit.
  private static func square(_ weight: Tensor, _ factors: String) throws {
    guard weight.shape[0] == weight.shape[1] else {
      throw Stops("matmul: \(factors): the inner sizes differ")
    }
  }
}
