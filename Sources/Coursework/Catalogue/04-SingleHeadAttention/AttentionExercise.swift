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

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "transposed-values", diagnosis: "A·Vᵀ, the weights times the transposed values",
      remedy:
        "Row i of the result is the sum over j of Aᵢⱼ times row j of V. A·Vᵀ mixes the channels of one token, and "
        + "exists only for as many keys as d_v.",
      source: .s1_3_1_1_AVT, frequency: 2
    ) { query, key, value, isCausal, scores, mask, softmax in
      let all = try scores(query, key)
      return try conformingProduct(softmax(isCausal ? mask(all) : all), value, rightTransposed: true)
    },
    Misconception(
      "mask-after-softmax",
      diagnosis:
        "hidden weights set to 0 after the softmax: the rows no longer sum to 1, and the future leaks",
      remedy: "The hidden keys have already taken their part of the sum. Hide scores, not weights.",
      frequency: 3, evidence: weightOfFirstToken
    ) { query, key, value, isCausal, scores, mask, softmax in
      let all = try scores(query, key)
      let weights = try softmax(all)
      return try matmul(isCausal ? weights * kept(mask(all)) : weights, value)
    },
    Misconception(
      "weights-masked",
      diagnosis: "the mask applied to the weights: −∞ of a value is carried into the output",
      remedy: "The mask is made for scores: e^−∞ is 0. In what order do mask and softmax come?", frequency: 3
    ) { query, key, value, isCausal, scores, mask, softmax in
      let weights = try softmax(scores(query, key))
      return try matmul(isCausal ? mask(weights) : weights, value)
    },
    Misconception(
      "never-masked", diagnosis: "attention without the mask, although isCausal asks for it",
      remedy: "A decoder's tokens see themselves and what came before. Where is isCausal used?",
      source: .s0_3_3_DEC, frequency: 2
    ) { query, key, value, _, scores, _, softmax in try matmul(softmax(scores(query, key)), value) },
    Misconception(
      "always-masked", diagnosis: "causal attention, although isCausal is false",
      remedy: "Without isCausal every query sees every key: mask only if it is asked for.", frequency: 2
    ) { query, key, value, _, scores, mask, softmax in
      try matmul(softmax(mask(scores(query, key))), value)
    },
    Misconception(
      "exchanged", diagnosis: "attention with query and key in each other's place",
      remedy: "The query comes first: row i of the scores belongs to query i.", source: .s0_3_3_ENC,
      frequency: 2
    ) { query, key, value, isCausal, scores, mask, softmax in
      let all = try scores(key, query)
      return try conformingProduct(softmax(isCausal ? mask(all) : all), value)
    },
    Misconception(
      "scaled-twice", diagnosis: "scores divided by √d_k twice: the weights are too even",
      remedy: "The function that you are given for the scores has divided by √d_k already.", frequency: 2
    ) { query, key, value, isCausal, scores, mask, softmax in
      let all = try scores(query, key) / root(query)
      return try matmul(softmax(isCausal ? mask(all) : all), value)
    },
    Misconception(
      "unscaled", diagnosis: "attention with Q·Kᵀ that is not divided by √d_k: the weights are too sharp",
      remedy: "Use the function for the scores, or divide by √d_k.", frequency: 2
    ) { query, key, value, isCausal, scores, mask, softmax in
      let all = try scores(query, key) * root(query)
      return try matmul(softmax(isCausal ? mask(all) : all), value)
    },
    Misconception(
      "values-twice", diagnosis: "the weighted mean multiplied by the values once more",
      remedy: "softmax(…)·V is the output. There is nothing left to multiply.", source: .s3_3_1_OUT,
      frequency: 1
    ) { query, key, value, isCausal, scores, mask, softmax in
      let all = try scores(query, key)
      return try conformingProduct(matmul(softmax(isCausal ? mask(all) : all), value), value)
    },
    Misconception(
      "without-softmax", diagnosis: "the scores themselves times the values, without a softmax",
      remedy: "A mean has weights that are positive and sum to 1. What makes them of scores?", frequency: 1
    ) { query, key, value, isCausal, scores, mask, _ in
      let all = try scores(query, key)
      return try matmul(isCausal ? mask(all) : all, value)
    },
    Misconception(
      "over-queries", diagnosis: "softmax taken over the queries: each key is shared out, not each query",
      remedy: "Softmax runs along the last axis, the keys. No transpose is needed.", source: .s0_3_3_ATT,
      frequency: 1
    ) { query, key, value, isCausal, scores, mask, softmax in
      let all = try scores(query, key)
      return try matmul(softmax((isCausal ? mask(all) : all).transposed()).transposed(), value)
    },
  ]

  private static func root(_ query: Tensor) -> Float { Float(query.shape[query.rank - 1]).squareRoot() }

  /// 1 where a masked score is finite, 0 where it is −∞.
  private static func kept(_ masked: Tensor) -> Tensor {
    Tensor(shape: masked.shape, scalars: masked.scalars.map { $0.isFinite ? 1 : 0 })
  }

  /// On the second input the first token sees itself alone, and its value begins with 1.
  private static let weightOfFirstToken: @Sendable (Answer) -> String? = { answer in
    guard let output = answer.parts.first, output.shape == [2, 2] else { return nil }
    let sum = Float((output.numbers[0] * 100).rounded() / 100)
    return "row 0 of the weights sums to \(sum): token 0 sees only itself and should take home all of [1, 2]"
  }
}
