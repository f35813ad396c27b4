import Autodiff
import Randomness

/// Scaled dot-product attention, put together from its three steps.
package enum AttentionExercise: Exercise {
  /// Queries `[…, queries, d_k]`, keys `[…, keys, d_k]` and values `[…, keys, d_v]` to `[…, queries, d_v]`.
  package typealias Function =
    @Sendable (
      _ query: Tensor, _ key: Tensor, _ value: Tensor, _ isCausal: Bool,
      _ scores: (Tensor, Tensor) throws -> Tensor, _ mask: (Tensor) throws -> Tensor,
      _ softmax: (Tensor) throws -> Tensor
    ) throws -> Tensor

  /// What attends to what.
  package struct Inputs: Codable, Sendable {
    let query: Tensor
    let key: Tensor
    let value: Tensor
    let isCausal: Bool

    init(_ query: Tensor, _ key: Tensor, _ value: Tensor, isCausal: Bool) {
      (self.query, self.key, self.value, self.isCausal) = (query, key, value, isCausal)
    }
  }

  package static let about = About(
    name: "attention", title: "scaled dot-product attention",
    goal:
      "Put attention together: score, mask if isCausal, softmax, and take the weighted mean of the values. The "
      + "three steps come as functions; the scores are already divided by √d_k.",
    formula: """
      Attention(Q, K, V) = softmax(Q·Kᵀ/√d_k)·V
      […, queries, d_k], […, keys, d_k], […, keys, d_v] → […, queries, d_v]
      """,
    formulas: [.s0_3_3_ATT, .s2_4_1_ATT, .s3_3_1_ATT, .s4_4_1_ATT, .s1_3_1_1_AVT, .g_MASK],
    uses: ["softmax", "attentionScores", "causalMask"], minutes: 10, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "Each query takes home a mean of the values, weighted by how well their keys suit it. What is hidden must "
      + "be hidden before the weights are made, or they no longer sum to 1.",
    shapes:
      "scores and weights: […, queries, keys]. Weights times values: […, queries, keys] · […, keys, d_v] = "
      + "[…, queries, d_v]: the sum runs over the keys.",
    pseudocode: """
      scores   ← scores of query and key
      visible  ← the masked scores if causal, otherwise the scores
      weights  ← softmax of what is visible
      answer   ← weights × value
      """,
    line: """
      let all = try scores(query, key)
      let visible = try isCausal ? mask(all) : all
      return try matmul(softmax(visible), value)
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    func normal(_ shape: [Int]) -> Tensor { .normal(shape, using: &random) }
    let query = Tensor([[1, 0], [0, 1]])
    let key = Tensor([[1, 1], [0, 1]])
    let value = Tensor([[1, 2], [3, 4]])
    return [
      Inputs(query, key, value, isCausal: false),
      Inputs(query, key, value, isCausal: true),
      Inputs(normal([3, 4]), normal([5, 4]), normal([5, 2]), isCausal: false),
      Inputs(normal([2, 3]), normal([4, 3]), normal([4, 5]), isCausal: true),
      Inputs(normal([2, 2, 3, 4]), normal([2, 2, 3, 4]), normal([2, 2, 3, 1]), isCausal: true),
      // Scores of −10¹⁰ and 10⁵, which no exponential and no −10⁹ is a match for.
      Inputs(
        Tensor([[100_000, 0], [0, 100_000]]), Tensor([[-200_000, 1], [0, 3]]), value, isCausal: true),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try .withGradients(of: [("query", inputs.query), ("key", inputs.key), ("value", inputs.value)]) {
      try function(
        $0[0], $0[1], $0[2], inputs.isCausal, AttentionScoresExercise.reference,
        CausalMaskExercise.reference, SoftmaxExercise.reference)
    }
  }

  package static let reference: Function = { query, key, value, isCausal, scores, mask, softmax in
    let all = try scores(query, key)
    return try matmul(softmax(isCausal ? mask(all) : all), value)
  }
}
