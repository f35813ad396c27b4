import Autodiff
import Randomness

/// How well every key suits every query: Q·Kᵀ/√d_k.
package enum AttentionScoresExercise: Exercise {
  /// Queries `[…, queries, d_k]` and keys `[…, keys, d_k]` to scores `[…, queries, keys]`.
  package typealias Function = @Sendable (_ query: Tensor, _ key: Tensor) throws -> Tensor

  /// What the scores are made of.
  package struct Inputs: Codable, Sendable {
    let query: Tensor
    let key: Tensor
  }

  package static let about = About(
    name: "attentionScores", title: "how well each key suits each query",
    goal:
      "Score every key for every query: their inner product, divided by √d_k. There may be more keys than "
      + "queries, and any number of batch axes before the last two.",
    formula: "S = Q·Kᵀ/√d_k      […, queries, d_k], […, keys, d_k] → […, queries, keys]",
    formulas: [.s0_3_3_ATT, .s1_3_1_1_A], minutes: 10, difficulty: .easy)

  package static let hints = Hints(
    idea:
      "Sᵢⱼ is one inner product: of row i of the queries with row j of the keys. Which matrix product makes all "
      + "of them at once? And how many terms has each: that is what its variance grows with.",
    shapes:
      "[…, queries, d_k] times the transposed keys, […, d_k, keys], is […, queries, keys]: d_k is what is summed "
      + "over, and it is the last axis of the query, however many axes come before.",
    pseudocode: """
      d_k     ← the size of the query's last axis
      scores  ← query × key, the key's last two axes swapped
      answer  ← scores ÷ √d_k
      """,
    line: """
      let keySize = Float(query.shape[query.rank - 1])
      return matmul(query, key.transposed()) / keySize.squareRoot()
      """)

  package static func inputs(_ random: inout SeededGenerator) -> [Inputs] {
    [
      Inputs(query: Tensor([[1, 0], [0, 1]]), key: Tensor([[1, 1], [0, 1]])),
      Inputs(query: Tensor([[1, 2, 0, -1]]), key: Tensor([[2, 0, 1, 4], [0, 3, 1, 0], [4, 1, -2, -2]])),
      Inputs(query: .normal([3, 5], using: &random), key: .normal([4, 5], using: &random)),
      Inputs(query: .normal([2, 3, 4, 5], using: &random), key: .normal([2, 3, 6, 5], using: &random)),
      Inputs(query: .normal([3, 1, 1], using: &random), key: .normal([3, 2, 1], using: &random)),
    ]
  }

  package static func answer(of function: Function, to inputs: Inputs) throws -> Answer {
    try .withGradients(of: [("query", inputs.query), ("key", inputs.key)]) { try function($0[0], $0[1]) }
  }

  package static let reference: Function = { query, key in
    matmul(query, key, rightTransposed: true) / root(of: query, axis: -1)
  }

  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "unscaled", diagnosis: "Q·Kᵀ without the division: the scores grow with the width",
      remedy: "The variance of a sum of d_k products is d_k. Which division puts it back to 1?", frequency: 3
    ) { query, key in matmul(query, key, rightTransposed: true) },
    Misconception(
      "divided-by-size", diagnosis: "Q·Kᵀ divided by d_k itself, not by its root",
      remedy: "The variance is d_k; what has to be divided by is the standard deviation.", frequency: 3
    ) { query, key in matmul(query, key, rightTransposed: true) / Float(query.shape[query.rank - 1]) },
    Misconception(
      "multiplied-by-root", diagnosis: "Q·Kᵀ multiplied by √d_k instead of divided",
      remedy: "The scores are too large as they are. Should they become larger or smaller?", frequency: 1
    ) { query, key in matmul(query, key, rightTransposed: true) * root(of: query, axis: -1) },
    Misconception(
      "scaled-by-width",
      diagnosis: "Q·Kᵀ/√d with the width d of all heads together, where each inner product has d_k terms",
      remedy:
        "A head's query has d_k = d/h numbers. Only the last axis is summed over; heads are a batch axis.",
      source: .s1_3_1_1_A, frequency: 2
    ) { query, key in
      let heads = query.rank > 2 ? root(of: query, axis: -3) : 1
      return matmul(query, key, rightTransposed: true) / (heads * root(of: query, axis: -1))
    },
    Misconception(
      "scaled-by-queries", diagnosis: "Q·Kᵀ divided by the root of the number of queries",
      remedy: "n is how many rows there are; the terms of one inner product are counted by the last axis.",
      frequency: 2
    ) { query, key in matmul(query, key, rightTransposed: true) / root(of: query, axis: -2) },
    Misconception(
      "scaled-by-keys", diagnosis: "Q·Kᵀ divided by the root of the number of keys",
      remedy: "Take the size from the query before the product: the scores' last axis is no longer d_k.",
      frequency: 2
    ) { query, key in matmul(query, key, rightTransposed: true) / root(of: key, axis: -2) },
    Misconception(
      "scaled-by-axis-1",
      diagnosis: "Q·Kᵀ divided by the root of shape[1], which is d_k only without batch axes",
      remedy: "Count axes from the end: shape[rank − 1] is d_k whatever comes before.", frequency: 2
    ) { query, key in matmul(query, key, rightTransposed: true) / root(of: query, axis: 1) },
    Misconception(
      "scaled-by-axis-0",
      diagnosis:
        "Q·Kᵀ divided by the root of shape[0], which counts queries, or the batch where there is one",
      remedy: "len() of an array in NumPy, shape[0], is how many rows there are. The width is the last axis.",
      frequency: 2
    ) { query, key in matmul(query, key, rightTransposed: true) / root(of: query, axis: 0) },
    Misconception(
      "whole-root", diagnosis: "Q·Kᵀ divided by the root of d_k cut to a whole number: 2 for √5",
      remedy: "A root is seldom a whole number: turn d_k into a Float before the root, and leave it one.",
      frequency: 1
    ) { query, key in
      matmul(query, key, rightTransposed: true) / root(of: query, axis: -1).rounded(.down)
    },
    Misconception(
      "key-is-query", diagnosis: "Q·Qᵀ/√d_k, the queries scored with themselves: the scores are symmetric",
      remedy: "The keys must appear: that A suits B does not mean that B suits A.", source: .s3_3_1_K,
      frequency: 1
    ) { query, _ in matmul(query, query, rightTransposed: true) / root(of: query, axis: -1) },
    Misconception(
      "exchanged", diagnosis: "K·Qᵀ/√d_k, the scores transposed: a row for each key, not for each query",
      remedy: "Row i belongs to query i, since softmax will run along rows. Which factor gives the rows?",
      source: .s0_3_3_ENC, frequency: 2
    ) { query, key in matmul(key, query, rightTransposed: true) / root(of: query, axis: -1) },
    Misconception(
      "not-transposed",
      diagnosis: "Q·K/√d_k without the transpose, which exists only for as many keys as d_k",
      remedy: "Row i of Q must meet row j of K, not column j: swap the key's last two axes.", frequency: 2
    ) { query, key in try conformingProduct(query, key) / root(of: query, axis: -1) },
    Misconception(
      "reshaped",
      diagnosis:
        "keys reshaped to [d_k, keys] where they should be transposed: the numbers stay in their old order",
      remedy: "A reshape moves nothing. transposed() swaps the axes together with the numbers.", frequency: 2
    ) { query, key in
      let (keys, size) = (key.shape[key.rank - 2], key.shape[key.rank - 1])
      return matmul(query, key.reshaped(key.shape.dropLast(2) + [size, keys])) / root(of: query, axis: -1)
    },
    Misconception(
      "feature-map", diagnosis: "Qᵀ·K/√d_k, a number for every pair of channels: […, d_k, d_k]",
      remedy: "Tokens are rows here, not columns. What is summed over must be the channels, not the tokens.",
      source: .s0_3_3_ATT, frequency: 1
    ) { query, key in try conformingProduct(query, key, leftTransposed: true) / root(of: query, axis: -1) },
    Misconception(
      "softmax-already", diagnosis: "softmax(Q·Kᵀ/√d_k): the weights, not the scores",
      remedy: "The mask has to come between the scores and the softmax: stop at the scores.", frequency: 1
    ) { query, key in softmax(matmul(query, key, rightTransposed: true) / root(of: query, axis: -1)) },
  ]

  private static func root(of tensor: Tensor, axis: Int) -> Float {
    Float(tensor.shape[axis < 0 ? tensor.rank + axis : axis]).squareRoot()
  }
}
