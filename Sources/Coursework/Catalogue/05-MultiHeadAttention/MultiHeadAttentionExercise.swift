import Autodiff
import Neural
import Randomness

/// Multi-head self-attention, put together from its parts.
package enum MultiHeadAttentionExercise: Exercise {
  /// A projection, the number of heads and the three parts to the output; all matrices are `[channels, channels]`.
  package typealias Function =
    @Sendable (
      _ x: Tensor, _ queryWeight: Tensor, _ keyWeight: Tensor, _ valueWeight: Tensor, _ outputWeight: Tensor,
      _ headCount: Int, _ splitHeads: (Tensor, Int) throws -> Tensor, _ joinHeads: (Tensor) throws -> Tensor,
      _ attention: (Tensor, Tensor, Tensor) throws -> Tensor
    ) throws -> Tensor

  /// What attends to itself, and by what it is projected.
  package struct Inputs: Codable, Sendable {
    let x: Tensor
    let queryWeight: Tensor
    let keyWeight: Tensor
    let valueWeight: Tensor
    let outputWeight: Tensor
    let headCount: Int
  }

  package static let about = About(
    name: "multiHeadAttention", title: "several heads and their mixture",
    goal:
      "Put multi-head attention together: project x to queries, keys and values, split them into heads, let "
      + "every head attend, join the heads and mix them by the output weight. The three parts come as functions.",
    formula: """
      MultiHead(X) = Concat(head₁, …, head_h)·W^O,   headᵢ = Attention(X·Wᵢ^Q, X·Wᵢ^K, X·Wᵢ^V)
      […, time, channels] → […, time, channels];   the Wᵢ stand side by side in W, [channels, channels]
      """,
    formulas: [.s0_3_3_MHA, .s4_4_2_MHA, .g_HEAD, .s1_3_1_1_QKV],
    uses: ["attention", "splitHeads", "joinHeads"],
    minutes: 15, difficulty: .medium)

  package static let hints = Hints(
    idea:
      "The heads' projections stand side by side in one matrix: X·W^Q is the queries of all heads at once. "
      + "After that the heads are nothing but a batch axis for attention.",
    shapes:
      "X·W: […, time, channels]. Split: […, heads, time, headSize]. Attention leaves that shape. Joined: "
      + "[…, time, channels], which W^O multiplies from the right.",
    pseudocode: """
      query, key, value  ← split x × its weight, each
      heads              ← attention of the three
      answer             ← joined heads × output weight
      """,
    line: """
      func heads(_ weight: Tensor) throws -> Tensor { try splitHeads(matmul(x, weight), headCount) }
      let attended = try attention(heads(queryWeight), heads(keyWeight), heads(valueWeight))
      return matmul(try joinHeads(attended), outputWeight)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func inputs(_ shape: [Int], _ headCount: Int) -> Inputs {
      let channels = shape[shape.count - 1]
      func weight() -> Tensor { .normal([channels, channels], deviation: 0.8, using: &random) }
      return Inputs(
        x: .normal(shape, using: &random), queryWeight: weight(), keyWeight: weight(), valueWeight: weight(),
        outputWeight: weight(), headCount: headCount)
    }
    let one = Tensor.identity(2)
    return [
      Inputs(
        x: Tensor([[1, 0], [2, 1]]), queryWeight: Tensor([[1, 1], [0, 1]]),
        keyWeight: Tensor([[0, 1], [2, 0]]),
        valueWeight: Tensor([[1, 0], [3, 1]]), outputWeight: Tensor([[1, 2], [3, 4]]), headCount: 2),
      Inputs(
        x: one, queryWeight: one, keyWeight: one, valueWeight: one, outputWeight: Tensor([[1, 2], [3, 4]]),
        headCount: 2),
      inputs([3, 4], 2), inputs([2, 3, 6], 3), inputs([1, 4], 4),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try .withGradients(of: [
      ("x", inputs.x), ("queryWeight", inputs.queryWeight), ("keyWeight", inputs.keyWeight),
      ("valueWeight", inputs.valueWeight), ("outputWeight", inputs.outputWeight),
    ]) {
      try function(
        $0[0], $0[1], $0[2], $0[3], $0[4], inputs.headCount, SplitHeadsExercise.reference,
        JoinHeadsExercise.reference, attend)
    }
  }

  package static let reference: Function = {
    x, queryWeight, keyWeight, valueWeight, outputWeight, headCount, _, _, _ in
    MultiHeadAttention(
      query: Linear(weight: queryWeight), key: Linear(weight: keyWeight), value: Linear(weight: valueWeight),
      output: Linear(weight: outputWeight), headCount: headCount)(x)
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "no-output-weight", diagnosis: "the joined heads without the multiplication by W^O",
      remedy: "Every channel still belongs to one head alone. What mixes them?", source: .s3_3_2_P_MHA,
      frequency: 2
    ) { x, query, key, value, _, headCount, split, join, attention in
      func heads(_ weight: Tensor) throws -> Tensor { try split(matmul(x, weight), headCount) }
      return try join(attention(heads(query), heads(key), heads(value)))
    },
    Misconception(
      "one-wide-head", diagnosis: "a single head of full width: the channels are never split",
      remedy: "One softmax over all channels gives one mean. Where do the heads begin?", frequency: 2
    ) { x, query, key, value, output, _, _, _, attention in
      try matmul(attention(matmul(x, query), matmul(x, key), matmul(x, value)), output)
    },
    Misconception(
      "scaled-by-width",
      diagnosis: "scores divided by √d, the width of all heads, where each has its own d_k",
      remedy:
        "A head's inner products have d_k = d/h terms. The attention that you are given knows its size.",
      source: .s1_3_1_1_A, frequency: 2
    ) { x, query, key, value, output, headCount, split, join, attention in
      func heads(_ weight: Tensor) throws -> Tensor { try split(matmul(x, weight), headCount) }
      let queries = try heads(query) / Float(headCount).squareRoot()
      return try matmul(join(attention(queries, heads(key), heads(value))), output)
    },
    Misconception(
      "weights-on-the-left", diagnosis: "projections x·Wᵀ to query, key and value: W·x for tokens as columns",
      remedy: "Tokens are rows here, and the weights stand on the right as they are: X·W.",
      source: .s0_3_3_ENC,
      frequency: 2
    ) { x, query, key, value, output, headCount, split, join, attention in
      func heads(_ weight: Tensor) throws -> Tensor { try split(matmul(x, weight.transposed()), headCount) }
      return try matmul(join(attention(heads(query), heads(key), heads(value))), output)
    },
    Misconception(
      "weights-transposed",
      diagnosis:
        "projections by all four weights transposed, as they are in libraries that keep them as [outputs, inputs]",
      remedy: "A weight is [inputs, outputs] here, and x · weight is the projection as it stands.",
      frequency: 1
    ) { x, query, key, value, output, headCount, split, join, attention in
      func heads(_ weight: Tensor) throws -> Tensor { try split(matmul(x, weight.transposed()), headCount) }
      return try matmul(join(attention(heads(query), heads(key), heads(value))), output.transposed())
    },
    Misconception(
      "exchanged", diagnosis: "attention with key and query in each other's place",
      remedy: "attention takes query, key, value, in this order.", source: .s0_3_3_ENC, frequency: 2
    ) { x, query, key, value, output, headCount, split, join, attention in
      func heads(_ weight: Tensor) throws -> Tensor { try split(matmul(x, weight), headCount) }
      return try matmul(join(attention(heads(key), heads(query), heads(value))), output)
    },
    Misconception(
      "key-is-query", diagnosis: "keys projected by the query weight: K = Q, and every score is symmetric",
      remedy: "Three roles, three matrices: what a token looks for is not what it offers.", source: .s3_3_1_K,
      frequency: 1
    ) { x, query, _, value, output, headCount, split, join, attention in
      func heads(_ weight: Tensor) throws -> Tensor { try split(matmul(x, weight), headCount) }
      return try matmul(join(attention(heads(query), heads(query), heads(value))), output)
    },
    Misconception(
      "without-projections", diagnosis: "heads cut from x itself, without projections",
      remedy: "headᵢ is the attention of X·Wᵢ^Q, X·Wᵢ^K and X·Wᵢ^V. Without them nothing is learned but W^O.",
      source: .s0_3_3_MHA, frequency: 1
    ) { x, _, _, _, output, headCount, split, join, attention in
      let heads = try split(x, headCount)
      return try matmul(join(attention(heads, heads, heads)), output)
    },
    Misconception(
      "value-not-projected", diagnosis: "values that are x itself, split but not projected",
      remedy: "What a token hands over is projected too: X·W^V.", frequency: 1
    ) { x, query, key, _, output, headCount, split, join, attention in
      func heads(_ weight: Tensor) throws -> Tensor { try split(matmul(x, weight), headCount) }
      return try matmul(join(attention(heads(query), heads(key), split(x, headCount))), output)
    },
    Misconception(
      "identical-heads", diagnosis: "the first head's projections used by all heads: they all see the same",
      remedy:
        "Each head owns columns of its own in every weight; with equal ones h heads are as good as one.",
      source: .s0_3_3_MHA, frequency: 1
    ) { x, query, key, value, output, headCount, split, _, attention in
      func first(_ weight: Tensor) throws -> Tensor {
        try split(matmul(x, weight), headCount).selected(axis: -3, 0)
      }
      let head = try attention(first(query), first(key), first(value))
      return matmul(concatenate(Array(repeating: head, count: headCount), axis: -1), output)
    },
    Misconception(
      "last-head-first", diagnosis: "heads concatenated in the wrong order, the last one first",
      remedy: "Row block i of W^O belongs to head i. joinHeads keeps the order.", frequency: 1
    ) { x, query, key, value, output, headCount, split, _, attention in
      func heads(_ weight: Tensor) throws -> Tensor { try split(matmul(x, weight), headCount) }
      let all = try attention(heads(query), heads(key), heads(value))
      let parts = (0..<headCount).reversed().map { all.selected(axis: -3, $0) }
      return matmul(concatenate(parts, axis: -1), output)
    },
    Misconception(
      "with-residual", diagnosis: "x + MultiHead(x): the residual connection added here already",
      remedy: "The block adds x, once: see the next chapter. Here the output is the attention alone.",
      frequency: 2
    ) { x, query, key, value, output, headCount, split, join, attention in
      func heads(_ weight: Tensor) throws -> Tensor { try split(matmul(x, weight), headCount) }
      return try x + matmul(join(attention(heads(query), heads(key), heads(value))), output)
    },
  ]

  private static let attend: @Sendable (Tensor, Tensor, Tensor) throws -> Tensor = {
    scaledDotProductAttention(query: $0, key: $1, value: $2)
  }
}
