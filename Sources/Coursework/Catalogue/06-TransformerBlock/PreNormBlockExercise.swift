import Autodiff
import Randomness

/// A block of GPT-2: a norm before each sub-layer, a sum after it.
package enum PreNormBlockExercise: Exercise {
  /// Tokens and the four parts of a block, to tokens of the same shape.
  package typealias Function =
    @Sendable (
      _ x: Tensor, _ attentionNorm: (Tensor) throws -> Tensor, _ attention: (Tensor) throws -> Tensor,
      _ feedForwardNorm: (Tensor) throws -> Tensor, _ feedForward: (Tensor) throws -> Tensor
    ) throws -> Tensor

  /// What the block is tried on.
  package typealias Inputs = BlockInputs

  package static let about = About(
    name: "preNormBlock", title: "the pre-norm block of GPT-2",
    goal:
      "Put the four parts of a block together as GPT-2 does: normalise before each sub-layer, and add its result to "
      + "what has not been normalised. In the check attention is tanh(x·A) and the network tanh(x·F), which are "
      + "easier to follow; the norms are layer norms with gains of their own.",
    formula: "x₁ = x + MHA(LN₁(x));  y = x₁ + FFN(LN₂(x₁))      […, channels] → […, channels]",
    formulas: [.s2_4_1_P_LAYER], uses: ["layerNorm", "residual", "feedForward", "multiHeadAttention"],
    minutes: 10, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "Picture a road from x to y on which nothing stands but two sums. Each sub-layer is a side road: it takes off, "
      + "passes a norm, and comes back at a sum.",
    shapes: "Every step keeps the shape of x, […, channels].",
    pseudocode: """
      attended ← x + attention of (attentionNorm of x)
      result   ← attended + feedForward of (feedForwardNorm of attended)
      """,
    line: """
      let attended = try x + attention(attentionNorm(x))
      return try attended + feedForward(feedForwardNorm(attended))
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] { BlockInputs.all(using: &random) }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try inputs.answer { x, parts in
      try function(x, parts.attentionNorm, parts.attention, parts.feedForwardNorm, parts.feedForward)
    }
  }

  package static let reference: Function = { x, attentionNorm, attention, feedForwardNorm, feedForward in
    let attended = try x + attention(attentionNorm(x))
    return try attended + feedForward(feedForwardNorm(attended))
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "post-norm",
      diagnosis: "the block of 2017 with its norms after the sums: LN(x + MHA(x)), LN(x₁ + FFN(x₁))",
      remedy:
        "The same four parts in the other order. In GPT-2 the norm stands before the sub-layer, inside the sum.",
      frequency: 3
    ) { x, norm1, attention, norm2, feedForward in
      let attended = try norm1(x + attention(x))
      return try norm2(attended + feedForward(attended))
    },
    Misconception(
      "sum-of-normed", diagnosis: "sums with the normalised rows: LN(x) + MHA(LN(x)), and so again",
      remedy: "The norm is for the sub-layer only. What does it return to: x, or LN(x)?", frequency: 3
    ) { x, norm1, attention, norm2, feedForward in
      let first = try norm1(x)
      let second = try norm2(first + attention(first))
      return try second + feedForward(second)
    },
    Misconception(
      "first-sum-of-normed", diagnosis: "the first sum with LN₁(x) instead of x: LN₁(x) + MHA(LN₁(x))",
      remedy: "Keep x itself until the sum: the norm has a name of its own, and x keeps its.", frequency: 2
    ) { x, norm1, attention, norm2, feedForward in
      let normed = try norm1(x)
      let attended = try normed + attention(normed)
      return try attended + feedForward(norm2(attended))
    },
    Misconception(
      "second-sum-of-normed", diagnosis: "the second sum with LN₂(x₁) instead of x₁: LN₂(x₁) + FFN(LN₂(x₁))",
      remedy: "What the network adds to is x₁, which has not been normalised.", frequency: 2
    ) { x, norm1, attention, norm2, feedForward in
      let normed = try norm2(x + attention(norm1(x)))
      return try normed + feedForward(normed)
    },
    Misconception(
      "first-sum-missing", diagnosis: "no sum around the attention: x₁ = MHA(LN₁(x))",
      remedy: "The attention adds to x, it does not replace it. What is left of x in your x₁?", frequency: 3
    ) { x, norm1, attention, norm2, feedForward in
      let attended = try attention(norm1(x))
      return try attended + feedForward(norm2(attended))
    },
    Misconception(
      "second-sum-missing", diagnosis: "no sum around the network: FFN(LN₂(x₁))",
      remedy: "The network's result is added to x₁ too. Count your sums: there are two.", frequency: 3
    ) { x, norm1, attention, norm2, feedForward in
      try feedForward(norm2(x + attention(norm1(x))))
    },
    Misconception(
      "network-on-attention",
      diagnosis: "the network given the attention's result alone: x₁ + FFN(LN₂(MHA(LN₁(x))))",
      remedy: "The network thinks about the token with what it collected: it reads the sum, x₁.", frequency: 2
    ) { x, norm1, attention, norm2, feedForward in
      let news = try attention(norm1(x))
      return try x + news + feedForward(norm2(news))
    },
    Misconception(
      "first-norm-missing", diagnosis: "no norm before the attention: x₁ = x + MHA(x)",
      remedy: "Both sub-layers read normalised rows. What is attentionNorm for?", frequency: 2,
      evidence: unused("attentionNormGain")
    ) { x, _, attention, norm2, feedForward in
      let attended = try x + attention(x)
      return try attended + feedForward(norm2(attended))
    },
    Misconception(
      "without-norms", diagnosis: "the two residual sums without their norms",
      remedy: "Two of the four parts were not called. Where does GPT-2 normalise?", frequency: 2,
      evidence: unused("attentionNormGain")
    ) { x, _, attention, _, feedForward in
      let attended = try x + attention(x)
      return try attended + feedForward(attended)
    },
    Misconception(
      "second-sum-from-x", diagnosis: "the second sum with x instead of x₁: what attention added is lost",
      remedy: "The network adds to what attention has left, x₁ = x + MHA(LN₁(x)).", frequency: 2
    ) { x, norm1, attention, norm2, feedForward in
      try x + feedForward(norm2(x + attention(norm1(x))))
    },
    Misconception(
      "parallel", diagnosis: "both sub-layers side by side: x + MHA(LN₁(x)) + FFN(LN₂(x))",
      remedy:
        "Some models do this, GPT-2 does not: its network thinks about what attention has collected, so it reads x₁.",
      frequency: 2
    ) { x, norm1, attention, norm2, feedForward in
      try x + attention(norm1(x)) + feedForward(norm2(x))
    },
    Misconception(
      "norm-shared", diagnosis: "the attention's norm used before the network as well",
      remedy: "Each sub-layer has a norm of its own, with a gain that it learns.", frequency: 2,
      evidence: unused("feedForwardNormGain")
    ) { x, norm1, attention, _, feedForward in
      let attended = try x + attention(norm1(x))
      return try attended + feedForward(norm1(attended))
    },
    Misconception(
      "norms-exchanged", diagnosis: "each sub-layer after the other's norm",
      remedy: "attentionNorm stands before attention, feedForwardNorm before the network.", frequency: 1
    ) { x, norm1, attention, norm2, feedForward in
      let attended = try x + attention(norm2(x))
      return try attended + feedForward(norm1(attended))
    },
    Misconception(
      "second-norm-missing", diagnosis: "no norm before the network: x₁ + FFN(x₁)",
      remedy: "The sums grow from block to block. What brings them to the network's scale?", frequency: 2,
      evidence: unused("feedForwardNormGain")
    ) { x, norm1, attention, _, feedForward in
      let attended = try x + attention(norm1(x))
      return try attended + feedForward(attended)
    },
    Misconception(
      "norm-of-result", diagnosis: "the norm after each sub-layer, inside the sum: x + LN(MHA(x))",
      remedy: "Pre-norm says what comes first: the norm reads x, and the sub-layer reads the norm.",
      frequency: 2
    ) { x, norm1, attention, norm2, feedForward in
      let attended = try x + norm1(attention(x))
      return try attended + norm2(feedForward(attended))
    },
    Misconception(
      "norm-at-the-end", diagnosis: "the block with another norm at its end: LN₂(x₁ + FFN(LN₂(x₁)))",
      remedy: "The last norm of a pre-norm model comes once, after all its blocks.", frequency: 2
    ) { x, norm1, attention, norm2, feedForward in
      let attended = try x + attention(norm1(x))
      return try norm2(attended + feedForward(norm2(attended)))
    },
    Misconception(
      "no-sums", diagnosis: "the four parts in a chain, without the residual sums",
      remedy: "A sub-layer adds to a token, it does not replace it. Where is x in the result?", frequency: 2
    ) { x, norm1, attention, norm2, feedForward in
      try feedForward(norm2(attention(norm1(x))))
    },
    Misconception(
      "one-sum", diagnosis: "one sum around both sub-layers: x + FFN(LN₂(MHA(LN₁(x))))",
      remedy: "There are two side roads, and each comes back to the road on its own: two sums.", frequency: 2
    ) { x, norm1, attention, norm2, feedForward in
      try x + feedForward(norm2(attention(norm1(x))))
    },
    Misconception(
      "network-first", diagnosis: "the network before the attention",
      remedy: "First the tokens collect from each other, then each thinks about it.", frequency: 1
    ) { x, norm1, attention, norm2, feedForward in
      let thought = try x + feedForward(norm2(x))
      return try thought + attention(norm1(thought))
    },
  ]
}
