import Autodiff
import Randomness

/// A block of the encoder of 2017: a sum around each sub-layer, a norm after each sum.
package enum EncoderBlockExercise: Exercise {
  /// Tokens and the four parts of a block, to tokens of the same shape.
  package typealias Function =
    @Sendable (
      _ x: Tensor, _ attention: (Tensor) throws -> Tensor, _ attentionNorm: (Tensor) throws -> Tensor,
      _ feedForward: (Tensor) throws -> Tensor, _ feedForwardNorm: (Tensor) throws -> Tensor
    ) throws -> Tensor

  /// What the block is tried on.
  package typealias Inputs = BlockInputs

  package static let about = About(
    name: "encoderBlock", title: "the post-norm block of the encoder",
    goal:
      "Put the four parts of a block together as the paper of 2017 does: a sum around each of the two sub-layers, "
      + "and a norm after each sum. In the check attention is tanh(x·A) and the network tanh(x·F); the norms are "
      + "layer norms with gains of their own.",
    formula: "x₁ = LN₁(x + MHA(x));  y = LN₂(x₁ + FFN(x₁))      […, channels] → […, channels]",
    formulas: [.s0_3_3_ENC, .s2_4_1_P_LAYER, .s3_3_4_P_ENC],
    uses: ["layerNorm", "residual", "feedForward", "multiHeadAttention"], minutes: 10, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "Twice the same three steps: sub-layer, sum, norm. What the first three give, the second three begin with.",
    shapes: "Every step keeps the shape of x, […, channels].",
    pseudocode: """
      attended ← attentionNorm of (x + attention of x)
      result   ← feedForwardNorm of (attended + feedForward of attended)
      """,
    line: """
      let attended = try attentionNorm(x + attention(x))
      return try feedForwardNorm(attended + feedForward(attended))
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] { BlockInputs.all(using: &random) }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try inputs.answer { x, parts in
      try function(x, parts.attention, parts.attentionNorm, parts.feedForward, parts.feedForwardNorm)
    }
  }

  package static let reference: Function = { x, attention, attentionNorm, feedForward, feedForwardNorm in
    let attended = try attentionNorm(x + attention(x))
    return try feedForwardNorm(attended + feedForward(attended))
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "without-network", diagnosis: "LN(x + MHA(x)) alone: the first half, without the feed-forward network",
      remedy: "A block has two sub-layers. What does each token do with what it has collected?",
      source: .s0_3_3_ENC, frequency: 2, evidence: unused("feedForwardWeight")
    ) { x, attention, norm1, _, _ in try norm1(x + attention(x)) },
    Misconception(
      "added-together",
      diagnosis: "the results of the steps added together, x + MHA(x) + FFN(MHA(x)), without norms",
      remedy: "A sum is taken around each sub-layer, and each is normalised: twice sub-layer, sum, norm.",
      source: .s3_3_4_P_ENC, frequency: 1, evidence: unused("attentionNormGain")
    ) { x, attention, _, feedForward, _ in
      let attended = try attention(x)
      return try x + attended + feedForward(attended)
    },
    Misconception(
      "without-norms", diagnosis: "the two residual sums without their norms",
      remedy: "Nothing keeps the numbers from growing with every block. What follows each sum?",
      source: .s3_3_4_P_ENC, frequency: 2, evidence: unused("attentionNormGain")
    ) { x, attention, _, feedForward, _ in
      let attended = try x + attention(x)
      return try attended + feedForward(attended)
    },
    Misconception(
      "pre-norm",
      diagnosis: "GPT-2's block with its norms before the sub-layers: x + MHA(LN(x)), x₁ + FFN(LN(x₁))",
      remedy: "The same four parts in the other order. In 2017 the norm comes after the sum and around it.",
      frequency: 3
    ) { x, attention, norm1, feedForward, norm2 in
      let attended = try x + attention(norm1(x))
      return try attended + feedForward(norm2(attended))
    },
    Misconception(
      "norm-inside-sum", diagnosis: "the norm inside the sum: x + LN(MHA(x)), and so again",
      remedy: "What is normalised is the sum, x + MHA(x): look where the bracket of LN closes.", frequency: 2
    ) { x, attention, norm1, feedForward, norm2 in
      let attended = try x + norm1(attention(x))
      return try attended + norm2(feedForward(attended))
    },
    Misconception(
      "second-sum-from-x", diagnosis: "the second sum with x instead of x₁: what attention added is lost",
      remedy: "The network adds to what attention has left, x₁ = LN₁(x + MHA(x)).", frequency: 2
    ) { x, attention, norm1, feedForward, norm2 in
      let attended = try norm1(x + attention(x))
      return try norm2(x + feedForward(attended))
    },
    Misconception(
      "first-sum-missing", diagnosis: "no sum around the attention: x₁ = LN₁(MHA(x))",
      remedy: "The attention adds to x. What is left of x in your x₁?", frequency: 3
    ) { x, attention, norm1, feedForward, norm2 in
      let attended = try norm1(attention(x))
      return try norm2(attended + feedForward(attended))
    },
    Misconception(
      "no-sums", diagnosis: "the four parts in a chain, without the residual sums",
      remedy: "A sub-layer adds to a token, it does not replace it. Where is x in the result?", frequency: 2
    ) { x, attention, norm1, feedForward, norm2 in
      try norm2(feedForward(norm1(attention(x))))
    },
    Misconception(
      "network-reads-x", diagnosis: "the network given x instead of x₁: LN₂(x₁ + FFN(x))",
      remedy: "The second half begins with what the first has left, everywhere: x₁.", frequency: 2
    ) { x, attention, norm1, feedForward, norm2 in
      try norm2(norm1(x + attention(x)) + feedForward(x))
    },
    Misconception(
      "norms-exchanged", diagnosis: "each sum followed by the other's norm",
      remedy: "attentionNorm follows the attention's sum, feedForwardNorm the network's.", frequency: 1
    ) { x, attention, norm1, feedForward, norm2 in
      let attended = try norm2(x + attention(x))
      return try norm1(attended + feedForward(attended))
    },
    Misconception(
      "one-norm-for-all", diagnosis: "one norm of the sum of all three: LN₂(x + MHA(x) + FFN(x))",
      remedy: "The sub-layers follow one another, and each has a sum and a norm.", frequency: 1,
      evidence: unused("attentionNormGain")
    ) { x, attention, _, feedForward, norm2 in
      try norm2(x + attention(x) + feedForward(x))
    },
    Misconception(
      "second-sum-missing", diagnosis: "no sum around the network: LN₂(FFN(x₁))",
      remedy: "Both sub-layers add to the token. Where is x₁ in the result?", frequency: 2
    ) { x, attention, norm1, feedForward, norm2 in
      try norm2(feedForward(norm1(x + attention(x))))
    },
    Misconception(
      "norm-at-end-only", diagnosis: "one norm at the end, and none after the first sum",
      remedy: "Each of the two sums is followed by a norm of its own.", frequency: 2,
      evidence: unused("attentionNormGain")
    ) { x, attention, _, feedForward, norm2 in
      let attended = try x + attention(x)
      return try norm2(attended + feedForward(attended))
    },
    Misconception(
      "last-norm-missing", diagnosis: "no norm after the second sum: x₁ + FFN(x₁)",
      remedy: "The second half ends as the first does. What follows each sum?", frequency: 2,
      evidence: unused("feedForwardNormGain")
    ) { x, attention, norm1, feedForward, _ in
      let attended = try norm1(x + attention(x))
      return try attended + feedForward(attended)
    },
    Misconception(
      "norm-shared", diagnosis: "the attention's norm used after the second sum as well",
      remedy: "Each sum has a norm of its own, with a gain that it learns.", frequency: 2,
      evidence: unused("feedForwardNormGain")
    ) { x, attention, norm1, feedForward, _ in
      let attended = try norm1(x + attention(x))
      return try norm1(attended + feedForward(attended))
    },
    Misconception(
      "second-sum-from-unnormed", diagnosis: "the second sum with x + MHA(x), which was not normalised",
      remedy: "x₁ is what LN₁ returns: the network reads it, and adds to it.", frequency: 1
    ) { x, attention, norm1, feedForward, norm2 in
      let attended = try x + attention(x)
      return try norm2(attended + feedForward(norm1(attended)))
    },
    Misconception(
      "network-first", diagnosis: "the network before the attention",
      remedy: "First the tokens collect from each other, then each thinks about it.", frequency: 1
    ) { x, attention, norm1, feedForward, norm2 in
      let thought = try norm2(x + feedForward(x))
      return try norm1(thought + attention(thought))
    },
  ]
}
