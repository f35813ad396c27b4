import Formulas
import Platform

/// Chapter 4.
extension QuestionKind {
  static let attention: [QuestionKind] = [
    attentionScores, attentionRootOfWidth, attentionWeights, attentionOutput, attentionMaskedRow,
    attentionShapes, attentionShiftedKeys, attentionSoftmaxGradient,
  ]

  private static let attentionScores = QuestionKind("scores", "How well each key suits each query") { draw in
    let (query, key) = (draw.matrix(2, 2, -1...3), draw.matrix(3, 2, -2...3))
    let scores = try query * key.transposed
    return Question(
      """
      Two queries and three keys, a row each:

      \(written("Q", query))

      \(written("K", key))

      What are the scores Q·Kᵀ, row by row, before anything is divided?
      """, .numbers(scores.elements),
      way: "Entry (i, j) is the product of row i of Q and row j of K: first the three keys of query 0.",
      slips: [
        Slip(
          .numbers(try (key * query.transposed).elements),
          "These are the numbers of K·Qᵀ, a row for each key. A row of scores belongs to a query."),
        Slip(
          .numbers((scores / 2.0.squareRoot()).elements),
          "These are divided by √d_k already. Here the scores themselves are asked for."),
        Slip(
          .numbers(
            Matrix(rowCount: 2, columnCount: 3) { i, j in query[i, 0] * key[j, 1] + query[i, 1] * key[j, 0] }
              .elements),
          "In each product one row is read backwards: feature 0 goes with feature 0."),
        Slip(
          .numbers(
            Matrix(rowCount: 2, columnCount: 3) { i, j in
              query[i, 0] + query[i, 1] + key[j, 0] + key[j, 1]
            }.elements),
          "The entries are added. A score is a sum of products, feature by feature."),
      ])
  }

  private static let attentionRootOfWidth = QuestionKind("scale", "By what the scores are divided") { draw in
    let width = Double(draw.pick([16, 25, 36, 64, 100]))
    let score = Double(draw.whole(2...9)) * width.squareRoot() / 2
    let heads = Double(draw.pick([2, 4]))
    return Question(
      """
      A head has queries and keys of width d_k = \(written(width)); the model has \(written(heads)) such heads. A query and a key
      have the product \(written(score)). What goes into the softmax?
      """, .number(score / width.squareRoot()),
      way: "It is divided by √d_k, the standard deviation of a product of d_k terms of variance 1.",
      slips: [
        Slip(.number(score), "It is not divided at all: wide heads would then look at one key alone."),
        Slip(
          .number(score / width),
          "It is divided by d_k. That is the *variance* of a product; its standard deviation is the root."),
        Slip(
          .number(score * width.squareRoot()), "It is multiplied by √d_k, which makes wide heads worse still."
        ),
        Slip(
          .number(score / (width * heads).squareRoot()),
          "It is divided by the root of the whole model's width. The product has the d_k terms of one head."),
        Slip(
          .number(score / (width / heads).squareRoot()),
          "The width was shared among the heads once more. d_k is that of one head already."),
        Slip(
          .number(score / heads.squareRoot()),
          "It is divided by the root of the number of heads. It is the width of one that counts."),
      ])
  }

  private static let attentionWeights = QuestionKind("softmax", "The weights of a query") { draw in
    let scores = draw.distinct(3, -1...2).map(Double.init)
    let powers = scores.map { exp($0) }
    let weights = try Computed(.g_SOFTMAX, ["z": .numbers(scores)], gives: "p")
    let signed = zip(scores, powers).map { $0 < 0 ? -$1 : $1 }
    let negative = Slip(
      .numbers(signed.map { $0 / signed.reduce(0, +) }),
      "e to a negative number is taken for negative. It is positive, and small.")
    return Question(
      """
      The scores of a query, already divided, are \(written(scores)). What are its three weights?

      \(exponentials(scores))
      """, weights.answer,
      way: "e to each score, divided by the sum of the three.",
      slips: [
        Slip(.numbers(powers), "These are the exponentials; they are not yet divided by their sum."),
        Slip(
          .numbers(scores.map { $0 / scores.reduce(0, +) }),
          "The scores themselves are divided by their sum. They become positive by e^ first."),
        Slip(
          .numbers(powers.map { $0 / (1 + $0) }),
          "That is the sigmoid of each score. It knows nothing of the other keys, and the weights do not sum to 1."
        ),
        Slip(
          .numbers(powers.map { $0 / (powers.max() ?? 1) }),
          "They are divided by the greatest exponential. The weights have to sum to 1."),
        Slip(.numbers(powers.map { $0 / 3 }), "They are divided by how many there are, not by their sum."),
      ], readings: weights.readings + [negative])
  }

  private static let attentionOutput = QuestionKind("output", "What a query takes from the values") { draw in
    let first = draw.decimal(0.1...0.5)
    let second = draw.decimal(0.1...0.4)
    let weights = Matrix([[first, second, 1 - first - second]].map { $0.map { ($0 * 10).rounded() / 10 } })
    let values = draw.matrix(3, 2, -3...6)
    return Question(
      """
      A query has these weights for three keys, and the keys have these values, a row each:

      \(written("a", weights))

      \(written("V", values))

      What is the output of the query?
      """, .numbers(try Formula.Attention.output(weights: weights, value: values).elements),
      way: "Each row of V times its weight, and the three rows added.",
      slips: [
        Slip(
          .numbers(values.columns.map { $0.reduce(0, +) / 3 }),
          "That is the plain mean of the values. A row counts as much as its weight."),
        Slip(
          .numbers(values.row(weights.elements.firstIndex(of: weights.elements.max() ?? 0) ?? 0)),
          "That is the value of the key with the greatest weight. The others take part too."),
        Slip(
          .numbers(values.columns.map { $0.reduce(0, +) }),
          "The values are added without their weights."),
        Slip(
          .numbers(try Matrix([weights.elements.reversed()]).times(values).elements),
          "The weights are taken in reverse: the first weight belongs to the first key."),
      ])
  }

  private static let attentionMaskedRow = QuestionKind("mask", "A row under the causal mask") { draw in
    let scores = Matrix([draw.distinct(4, -1...3).map(Double.init)])
    let query = draw.whole(1...2)
    let row = scores.elements
    let seen = Array(row[...query])
    func padded(_ weights: [Double]) -> [Double] { weights + Array(repeating: 0, count: 4 - weights.count) }
    let all = Formula.Softmax.published(row)
    return Question(
      """
      Four tokens, counted from 0, with a causal mask. Query \(query) has the scores \(written(row)), already divided. What are its
      four weights?

      \(exponentials(row))
      """, .numbers(padded(Formula.Softmax.published(seen))),
      way:
        "Scores of later keys become −∞ before the softmax: their exponentials are 0, and the others share the sum.",
      slips: [
        Slip(.numbers(all), "No key is hidden. A query must not see the keys after it."),
        Slip(
          .numbers(padded(Array(all[...query]))),
          "Masked after the softmax: the later weights are 0, but the others do not sum to 1."),
        Slip(
          .numbers(Formula.Softmax.published(row.indices.map { $0 > query ? 0 : row[$0] })),
          "The hidden scores are set to 0. e^0 is 1: such a key still gets weight. They have to be −∞."),
        Slip(
          .numbers(padded(Formula.Softmax.published(Array(row[..<query])))),
          "The query's own key is hidden too. A token sees itself; without that, the first one would see nothing."
        ),
        Slip(
          .numbers(
            Array(repeating: 0, count: query) + Formula.Softmax.published(Array(row[query...]))),
          "The *earlier* keys are hidden. Causal means: from the past to the future."),
      ])
  }

  private static let attentionShapes = QuestionKind("shapes", "The shape of the output") { draw in
    let sizes = draw.distinct(4, 3...12)
    let (queries, keys, width, valueWidth) = (sizes[0], sizes[1], sizes[2], sizes[3])
    let names = "Q is [\(queries), \(width)], K is [\(keys), \(width)], V is [\(keys), \(valueWidth)]"
    return Question(
      "\(names). What is the shape of softmax(Q·Kᵀ/√d_k)·V?", .whole([queries, valueWidth]),
      way:
        "[\(queries), \(width)]·[\(width), \(keys)] gives the scores, and they times V a row for each query.",
      slips: [
        Slip(.whole([queries, keys]), "That is the shape of the weights. They are multiplied by V."),
        Slip(.whole([keys, valueWidth]), "That is the shape of V. There is one output for each query."),
        Slip(
          .whole([queries, width]),
          "That is the shape of Q. An output is made of values, and is as wide as they are."),
        Slip(
          .whole([width, valueWidth]), "A row for each channel. There is one for each query."),
        Slip(.whole([valueWidth, queries]), "Transposed: a row belongs to a query."),
      ])
  }

  private static let attentionShiftedKeys = QuestionKind("shift", "One vector added to all") { draw in
    let moved = draw.pick(["key", "query", "value"])
    let right = [
      "key": "nothing", "query": "the weights, in a way that depends on the keys",
      "value": "the output, by that same vector",
    ]
    let because = [
      "key": "every score of a row grows by the same number, q·v, and the softmax takes no notice",
      "query": "each score grows by v·k, another number for each key",
      "value": "the weights sum to 1, so the mean moves by v",
    ]
    let others = ["key", "query", "value"].filter { $0 != moved }
    let wrong: KeyValuePairs = [
      right[others[0]] ?? "":
        "That is what happens when it is added to every \(others[0]): \(because[others[0]] ?? "").",
      right[others[1]] ?? "":
        "That is what happens when it is added to every \(others[1]): \(because[others[1]] ?? "").",
      "the output, by the vector times the number of keys":
        "The weights of a row sum to 1, not to the number of keys.",
    ]
    return Question(
      "The same vector v, not 0, is added to every \(moved) of an attention without mask. What changes?",
      right: right[moved] ?? "", wrong: wrong, way: "Look at one row: \(because[moved] ?? "").", order: &draw)
  }

  private static let attentionSoftmaxGradient = QuestionKind("pullback", "Back through a softmax") { draw in
    let weights = [[0.5, 0.3, 0.2], [0.6, 0.3, 0.1], [0.7, 0.2, 0.1], [0.4, 0.4, 0.2]][draw.whole(0...3)]
    let upstream = draw.distinct(3, -2...4).map(Double.init)
    let mean = zip(weights, upstream).reduce(0) { $0 + $1.0 * $1.1 }
    return Question(
      """
      A row of weights is a = \(written(weights)), the gradient of the loss by a is g = \(written(upstream)). What is the gradient by the
      scores that the weights were made of?
      """, .numbers(zip(weights, upstream).map { $0 * ($1 - mean) }),
      way:
        "aᵢ·(gᵢ − Σⱼ aⱼ·gⱼ): the mean of g under the weights is taken off first, so the gradient sums to 0.",
      slips: [
        Slip(
          .numbers(zip(weights, upstream).map { $0 * $1 }),
          "The mean of g is not taken off. The weights sum to 1: pushing one up pushes the others down."),
        Slip(
          .numbers(zip(weights, upstream).map { $0 * (1 - $0) * $1 }),
          "That is the diagonal of the Jacobian alone. A score moves all three weights."),
        Slip(
          .numbers(zip(weights, upstream).map { $0 * ($1 - upstream.reduce(0, +) / 3) }),
          "The plain mean of g is taken off. It has to be the mean under the weights."),
        Slip(
          .numbers(zip(weights, upstream).map { $0 * ($1 + mean) }),
          "The mean is added. It is taken off, so that the gradient sums to 0."),
        Slip(
          .numbers(upstream.map { $0 - mean }),
          "Each entry still has to be multiplied by its weight."),
      ])
  }
}
