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

  private static let attend: @Sendable (Tensor, Tensor, Tensor) throws -> Tensor = {
    scaledDotProductAttention(query: $0, key: $1, value: $2)
  }
}
