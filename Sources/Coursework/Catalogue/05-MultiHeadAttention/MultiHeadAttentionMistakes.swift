import Autodiff

extension MultiHeadAttentionExercise {
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
      "key-and-value-exchanged", diagnosis: "attention with value and key in each other's place",
      remedy: "attention takes query, key, value: the keys are scored, the values brought home.", frequency: 2
    ) { x, query, key, value, output, headCount, split, join, attention in
      func heads(_ weight: Tensor) throws -> Tensor { try split(matmul(x, weight), headCount) }
      return try matmul(join(attention(heads(query), heads(value), heads(key))), output)
    },
    Misconception(
      "value-by-key-weight", diagnosis: "values projected by the key weight: V = K",
      remedy: "How a token is found and what it hands over are two roles: W^V makes the values.", frequency: 1
    ) { x, query, key, _, output, headCount, split, join, attention in
      func heads(_ weight: Tensor) throws -> Tensor { try split(matmul(x, weight), headCount) }
      return try matmul(join(attention(heads(query), heads(key), heads(key))), output)
    },
    Misconception(
      "one-projection", diagnosis: "queries, keys and values all projected by the query weight",
      remedy: "There is a weight for each of the three. Which of them does your code not read?", frequency: 1
    ) { x, query, _, _, output, headCount, split, join, attention in
      let heads = try split(matmul(x, query), headCount)
      return try matmul(join(attention(heads, heads, heads)), output)
    },
    Misconception(
      "cut-by-reshape",
      diagnosis: "heads cut by a reshape to [heads, time, headSize], though joined rightly",
      remedy: "A reshape cuts the text, not the channels: use splitHeads.", frequency: 2
    ) { x, query, key, value, output, headCount, _, join, attention in
      let (time, channels) = (x.shape[x.rank - 2], x.shape[x.rank - 1])
      func heads(_ weight: Tensor) -> Tensor {
        matmul(x, weight).reshaped(x.shape.dropLast(2) + [headCount, time, channels / headCount])
      }
      return try matmul(join(attention(heads(query), heads(key), heads(value))), output)
    },
    Misconception(
      "output-transposed", diagnosis: "the joined heads times W^O transposed; the projections are right",
      remedy: "W^O too stands on the right as it is: its rows belong to the heads' channels.", frequency: 1
    ) { x, query, key, value, output, headCount, split, join, attention in
      func heads(_ weight: Tensor) throws -> Tensor { try split(matmul(x, weight), headCount) }
      let joined = try join(attention(heads(query), heads(key), heads(value)))
      return matmul(joined, output, rightTransposed: true)
    },
    Misconception(
      "scaled-twice", diagnosis: "scores divided by √d_k once more than the attention divides them itself",
      remedy: "The attention that you are given scales its scores. Hand it the queries as they are.",
      frequency: 2
    ) { x, query, key, value, output, headCount, split, join, attention in
      func heads(_ weight: Tensor) throws -> Tensor { try split(matmul(x, weight), headCount) }
      let queries = try heads(query) / Float(x.shape[x.rank - 1] / headCount).squareRoot()
      return try matmul(join(attention(queries, heads(key), heads(value))), output)
    },
    Misconception(
      "size-for-count",
      diagnosis: "heads cut by their size, channels / headCount, in the place of their number",
      remedy: "splitHeads asks how many heads there are, not how wide they are.", frequency: 2
    ) { x, query, key, value, output, headCount, split, join, attention in
      let size = x.shape[x.rank - 1] / headCount
      func heads(_ weight: Tensor) throws -> Tensor { try split(matmul(x, weight), size) }
      return try matmul(join(attention(heads(query), heads(key), heads(value))), output)
    },
    Misconception(
      "joined-by-reshape",
      diagnosis:
        "heads reshaped to [time, channels] instead of joined: a row mixes several tokens of one head",
      remedy: "A reshape moves no number. joinHeads brings the heads' rows for one token side by side.",
      frequency: 2
    ) { x, query, key, value, output, headCount, split, _, attention in
      func heads(_ weight: Tensor) throws -> Tensor { try split(matmul(x, weight), headCount) }
      return try matmul(attention(heads(query), heads(key), heads(value)).reshaped(x.shape), output)
    },
    Misconception(
      "cut-and-joined-by-reshape",
      diagnosis:
        "queries, keys and values reshaped to [heads, time, headSize] and back: each head sees some tokens' channels",
      remedy:
        "There and back the reshape hides itself: its heads are blocks of tokens. Use splitHeads and joinHeads.",
      frequency: 3
    ) { x, query, key, value, output, headCount, _, _, attention in
      let (time, channels) = (x.shape[x.rank - 2], x.shape[x.rank - 1])
      func heads(_ weight: Tensor) -> Tensor {
        matmul(x, weight).reshaped(x.shape.dropLast(2) + [headCount, time, channels / headCount])
      }
      return try matmul(attention(heads(query), heads(key), heads(value)).reshaped(x.shape), output)
    },
    Misconception(
      "joined-along-axis-1",
      diagnosis: "heads concatenated along axis 1, which holds the channels only without a batch",
      remedy: "Count from the end, or let joinHeads do it: the channels are axis −1.", frequency: 1
    ) { x, query, key, value, output, headCount, split, _, attention in
      func heads(_ weight: Tensor) throws -> Tensor { try split(matmul(x, weight), headCount) }
      let all = try attention(heads(query), heads(key), heads(value))
      let parts = (0..<headCount).map { all.selected(axis: -3, $0) }
      return try conformingProduct(concatenate(parts, axis: 1), output)
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
}
