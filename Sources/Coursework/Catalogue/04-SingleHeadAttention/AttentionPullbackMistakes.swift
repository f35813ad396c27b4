import Autodiff

extension AttentionPullbackExercise {
  package static let misconceptions: [Misconception<Function>] = [
    Misconception(
      "without-scale", diagnosis: "gradients of query and key that are not divided by √d_k",
      remedy: "The scores were divided in the forward pass; the same factor comes back.", frequency: 3
    ) { query, key, value, weights, upstream, softmaxPullback in
      let forScores = try softmaxPullback(weights, matmul(upstream, value, rightTransposed: true))
      return gradients(query, key, weights, upstream, forScores: forScores)
    },
    Misconception(
      "key-without-scale", diagnosis: "a gradient of the key that is not divided by √d_k; the query's is",
      remedy: "One division stands between the scores and both factors: it belongs to both gradients.",
      frequency: 2
    ) { query, key, value, weights, upstream, softmaxPullback in
      let forScores = try scoreGradient(query, value, weights, upstream, softmaxPullback)
      return (
        matmul(forScores, key), matmul(forScores, query, leftTransposed: true) * root(query),
        matmul(weights, upstream, leftTransposed: true)
      )
    },
    Misconception(
      "query-without-scale", diagnosis: "a gradient of the query that is not divided by √d_k; the key's is",
      remedy: "Q·Kᵀ was divided as a whole, so that the query's gradient has the factor as well.",
      frequency: 2
    ) { query, key, value, weights, upstream, softmaxPullback in
      let forScores = try scoreGradient(query, value, weights, upstream, softmaxPullback)
      let right = gradients(query, key, weights, upstream, forScores: forScores)
      return (right.query * root(query), right.key, right.value)
    },
    Misconception(
      "scaled-twice", diagnosis: "gradients of query and key divided by √d_k twice",
      remedy: "There was one division in the forward pass: one comes back.", frequency: 2
    ) { query, key, value, weights, upstream, softmaxPullback in
      let forScores = try scoreGradient(query, value, weights, upstream, softmaxPullback)
      return gradients(query, key, weights, upstream, forScores: forScores / root(query))
    },
    Misconception(
      "multiplied-by-root", diagnosis: "gradients of query and key multiplied by √d_k instead of divided",
      remedy: "The derivative of s/√d_k is 1/√d_k: a factor comes back as it is, not inverted.", frequency: 2
    ) { query, key, value, weights, upstream, softmaxPullback in
      let forScores = try scoreGradient(query, value, weights, upstream, softmaxPullback)
      return gradients(query, key, weights, upstream, forScores: forScores * root(query) * root(query))
    },
    Misconception(
      "scaled-by-value-size", diagnosis: "gradients of query and key divided by √d_v, not by √d_k",
      remedy: "The scores were divided by the root of the query's width. The values have another one.",
      frequency: 2
    ) { query, key, value, weights, upstream, softmaxPullback in
      let forScores = try scoreGradient(query, value, weights, upstream, softmaxPullback)
      return gradients(
        query, key, weights, upstream, forScores: forScores * root(query) / root(value))
    },
    Misconception(
      "value-scaled", diagnosis: "a gradient of the value that is divided by √d_k too",
      remedy: "The division stands before the softmax, and the values come after it: Aᵀ·U and no more.",
      frequency: 1
    ) { query, key, value, weights, upstream, softmaxPullback in
      let forScores = try scoreGradient(query, value, weights, upstream, softmaxPullback)
      let right = gradients(query, key, weights, upstream, forScores: forScores)
      return (right.query, right.key, right.value / root(query))
    },
    Misconception(
      "results-exchanged", diagnosis: "the gradients of query and key in each other's place",
      remedy: "∂S·K belongs to the query, ∂Sᵀ·Q to the key: each has the shape of its own tensor.",
      frequency: 2
    ) { query, key, value, weights, upstream, softmaxPullback in
      let forScores = try scoreGradient(query, value, weights, upstream, softmaxPullback)
      let right = gradients(query, key, weights, upstream, forScores: forScores)
      return (right.key, right.query, right.value)
    },
    Misconception(
      "value-not-transposed", diagnosis: "a gradient of the value A·U instead of Aᵀ·U",
      remedy: "Value j reached every query i with weight Aᵢⱼ: its gradient is summed over the queries.",
      frequency: 3
    ) { query, key, value, weights, upstream, softmaxPullback in
      let forScores = try scoreGradient(query, value, weights, upstream, softmaxPullback)
      return try (
        matmul(forScores, key), matmul(forScores, query, leftTransposed: true),
        conformingProduct(weights, upstream)
      )
    },
    Misconception(
      "value-turned", diagnosis: "a gradient of the value Uᵀ·A, which is the right one transposed",
      remedy: "It must have the shape of the value, [keys, d_v]. Which factor gives the rows?", frequency: 2
    ) { query, key, value, weights, upstream, softmaxPullback in
      let forScores = try scoreGradient(query, value, weights, upstream, softmaxPullback)
      let right = gradients(query, key, weights, upstream, forScores: forScores)
      return (right.query, right.key, right.value.transposed())
    },
    Misconception(
      "key-not-transposed", diagnosis: "a gradient of the key ∂S·Q instead of ∂Sᵀ·Q",
      remedy: "Key j took part in column j of the scores, not in row j: sum over the queries.", frequency: 3
    ) { query, key, value, weights, upstream, softmaxPullback in
      let forScores = try scoreGradient(query, value, weights, upstream, softmaxPullback)
      return try (
        matmul(forScores, key), conformingProduct(forScores, query),
        matmul(weights, upstream, leftTransposed: true)
      )
    },
    Misconception(
      "value-from-scores", diagnosis: "a gradient of the value ∂Sᵀ·U instead of Aᵀ·U",
      remedy: "The output is A·V: what multiplied the values were the weights, not the scores' gradient.",
      frequency: 1
    ) { query, key, value, weights, upstream, softmaxPullback in
      let forScores = try scoreGradient(query, value, weights, upstream, softmaxPullback)
      return (
        matmul(forScores, key), matmul(forScores, query, leftTransposed: true),
        matmul(forScores, upstream, leftTransposed: true)
      )
    },
    Misconception(
      "own-pullback", diagnosis: "A·(1 − A)·∂A for the scores' gradient: the diagonal alone",
      remedy: "softmaxPullback is given to you: it holds the other weights of the row as well.", frequency: 2
    ) { query, key, value, weights, upstream, _ in
      let forWeights = matmul(upstream, value, rightTransposed: true)
      let forScores = weights * (1 - weights) * forWeights / root(query)
      return gradients(query, key, weights, upstream, forScores: forScores)
    },
    Misconception(
      "query-and-key-exchanged", diagnosis: "query and key each multiplied by itself: ∂S·Q and ∂Sᵀ·K",
      remedy: "In a product, the gradient of one factor is made with the other one.", frequency: 2
    ) { query, key, value, weights, upstream, softmaxPullback in
      let forScores = try scoreGradient(query, value, weights, upstream, softmaxPullback)
      return try (
        conformingProduct(forScores, query), conformingProduct(forScores, key, leftTransposed: true),
        matmul(weights, upstream, leftTransposed: true)
      )
    },
    Misconception(
      "softmax-skipped",
      diagnosis: "the gradient of the weights used as that of the scores: no softmax between",
      remedy: "Between the weights and the scores lies the softmax: its pullback is given to you.",
      frequency: 2
    ) { query, key, value, weights, upstream, _ in
      let forScores = matmul(upstream, value, rightTransposed: true) / root(query)
      return gradients(query, key, weights, upstream, forScores: forScores)
    },
    Misconception(
      "softmax-pullback-exchanged",
      diagnosis: "softmaxPullback called with its arguments in each other's place",
      remedy: "First the weights that softmax returned, then the gradient that arrives at them.", frequency: 2
    ) { query, key, value, weights, upstream, softmaxPullback in
      let forScores =
        try softmaxPullback(matmul(upstream, value, rightTransposed: true), weights) / root(query)
      return gradients(query, key, weights, upstream, forScores: forScores)
    },
    Misconception(
      "softmax-pullback-at-scores", diagnosis: "softmaxPullback given the scores in the place of the weights",
      remedy: "Its first argument is what softmax returned: the weights are given to you.", frequency: 1
    ) { query, key, value, weights, upstream, softmaxPullback in
      let scores = matmul(query, key, rightTransposed: true) / root(query)
      let forScores =
        try softmaxPullback(scores, matmul(upstream, value, rightTransposed: true)) / root(query)
      return gradients(query, key, weights, upstream, forScores: forScores)
    },
    Misconception(
      "value-transposed-forward", diagnosis: "the gradients of A·Vᵀ, not of A·V",
      remedy: "The output is A·V. For Y = A·B, ∂A = ∂Y·Bᵀ: here the transpose belongs.",
      source: .s1_3_1_1_AVT, frequency: 1
    ) { query, key, value, weights, upstream, softmaxPullback in
      let forScores = try softmaxPullback(weights, conformingProduct(upstream, value)) / root(query)
      return try (
        matmul(forScores, key), matmul(forScores, query, leftTransposed: true),
        conformingProduct(upstream, weights, leftTransposed: true)
      )
    },
  ]

  /// ∂S/√d_k.
  private static func scoreGradient(
    _ query: Tensor, _ value: Tensor, _ weights: Tensor, _ upstream: Tensor,
    _ softmaxPullback: (Tensor, Tensor) throws -> Tensor
  ) rethrows -> Tensor {
    try softmaxPullback(weights, matmul(upstream, value, rightTransposed: true)) / root(query)
  }

  /// The three gradients from the last step, as they should be.
  private static func gradients(
    _ query: Tensor, _ key: Tensor, _ weights: Tensor, _ upstream: Tensor, forScores: Tensor
  ) -> (query: Tensor, key: Tensor, value: Tensor) {
    (
      matmul(forScores, key), matmul(forScores, query, leftTransposed: true),
      matmul(weights, upstream, leftTransposed: true)
    )
  }

  private static func root(_ x: Tensor) -> Float { Float(x.shape[x.rank - 1]).squareRoot() }
}
