import Autodiff

extension AttentionExercise {
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
      "square-masked-alone", diagnosis: "attention masked only where there are as many queries as keys",
      remedy:
        "With earlier keys from a cache the queries are the last tokens, and the mask knows it: use it as it is.",
      frequency: 1
    ) { query, key, value, isCausal, scores, mask, softmax in
      let all = try scores(query, key)
      let isSquare = all.shape[all.rank - 2] == all.shape[all.rank - 1]
      return try matmul(softmax(isCausal && isSquare ? mask(all) : all), value)
    },
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
      "scaled-by-value-size", diagnosis: "Q·Kᵀ divided by √d_v, the width of the values, not by √d_k",
      remedy: "An inner product of query and key has d_k terms; the values take no part in it.", frequency: 2
    ) { query, key, value, isCausal, scores, mask, softmax in
      let all = try scores(query, key) * root(query) / root(value)
      return try matmul(softmax(isCausal ? mask(all) : all), value)
    },
    Misconception(
      "scaled-by-value-size-too", diagnosis: "scores divided by √d_k and then by √d_v as well",
      remedy: "The scores are divided already when you get them. Nothing else is to be divided.", frequency: 1
    ) { query, key, value, isCausal, scores, mask, softmax in
      let all = try scores(query, key) / root(value)
      return try matmul(softmax(isCausal ? mask(all) : all), value)
    },
    Misconception(
      "mask-inverted", diagnosis: "causal attention where isCausal is false, and none where it is true",
      remedy: "isCausal ? … : …: which of the two is the masked one?", frequency: 2
    ) { query, key, value, isCausal, scores, mask, softmax in
      let all = try scores(query, key)
      return try matmul(softmax(isCausal ? all : mask(all)), value)
    },
    Misconception(
      "mask-added", diagnosis: "scores added to masked scores: what is visible counts double",
      remedy: "mask returns the scores themselves, with −∞ where a key is hidden: nothing is left to add.",
      frequency: 2
    ) { query, key, value, isCausal, scores, mask, softmax in
      let all = try scores(query, key)
      return try matmul(softmax(isCausal ? all + mask(all) : all), value)
    },
    Misconception(
      "own-mask",
      diagnosis:
        "attention with −10⁹ added to the hidden scores: a visible one that is smaller still loses against it",
      remedy: "Use the function for the mask, or −∞: nothing is smaller.", frequency: 2
    ) { query, key, value, isCausal, scores, mask, softmax in
      let all = try scores(query, key)
      return try matmul(softmax(isCausal ? all + (kept(mask(all)) - 1) * 1e9 : all), value)
    },
    Misconception(
      "own-softmax",
      diagnosis: "attention with e^s of the scores as they are: too large for a Float, or all 0",
      remedy: "Use the function for the softmax: it subtracts the largest score of the row first.",
      frequency: 2
    ) { query, key, value, isCausal, scores, mask, _ in
      let all = try scores(query, key)
      let powers = exp(try isCausal ? mask(all) : all)
      return matmul(powers / powers.sum(alongAxis: -1, keepingAxis: true), value)
    },
    Misconception(
      "softmax-last",
      diagnosis: "softmax of the scores times the values: the brackets are one factor too wide",
      remedy: "The weights are made of the scores alone; then the values are averaged: softmax(…)·V.",
      frequency: 1
    ) { query, key, value, isCausal, scores, mask, softmax in
      let all = try scores(query, key)
      return try softmax(matmul(isCausal ? mask(all) : all, value))
    },
    Misconception(
      "not-normalized", diagnosis: "e^s of the scores times the values, without the division by their sum",
      remedy: "Weights that do not sum to 1 make no mean. The function for the softmax divides.", frequency: 1
    ) { query, key, value, isCausal, scores, mask, _ in
      let all = try scores(query, key)
      return matmul(exp(try isCausal ? mask(all) : all), value)
    },
    Misconception(
      "softmax-twice", diagnosis: "weights that went through the softmax twice: they are nearly equal",
      remedy: "The weights sum to 1 after the first softmax. Look for a second one.", frequency: 1
    ) { query, key, value, isCausal, scores, mask, softmax in
      let all = try scores(query, key)
      return try matmul(softmax(softmax(isCausal ? mask(all) : all)), value)
    },
    Misconception(
      "weights-transposed", diagnosis: "Aᵀ·V, the transposed weights times the values",
      remedy: "Row i of the weights is what query i takes: it multiplies the values as it stands.",
      frequency: 1
    ) { query, key, value, isCausal, scores, mask, softmax in
      let all = try scores(query, key)
      return try conformingProduct(softmax(isCausal ? mask(all) : all), value, leftTransposed: true)
    },
    Misconception(
      "keys-for-values", diagnosis: "the weighted mean of the keys, not of the values",
      remedy: "A key says where to look; what is brought home is the value.", frequency: 1
    ) { query, key, _, isCausal, scores, mask, softmax in
      let all = try scores(query, key)
      return try matmul(softmax(isCausal ? mask(all) : all), key)
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

  private static func root(_ x: Tensor) -> Float { Float(x.shape[x.rank - 1]).squareRoot() }

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
