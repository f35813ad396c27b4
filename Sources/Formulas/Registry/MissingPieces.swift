/// What the documents need for a Transformer and do not state.
extension Formula {
  static let g_SOFTMAX = missing(
    .g_SOFTMAX, "Softmax", #"\mathrm{softmax}(z)_i = \frac{e^{z_i - \max z}}{\sum_j e^{z_j - \max z}}"#,
    "softmax(z)ᵢ = e^(zᵢ − max z)/Σⱼ e^(zⱼ − max z)", "Bridle 1990", chapters: [4],
    readings: [
      Reading("published", "with the maximum subtracted first", [.published], ["z": [1, 2, 3]]) { values in
        try ["p": .numbers(Softmax.published(values.numbers("z")))]
      },
      Reading("naive", "as it is usually written, without the maximum", ["z": [1, 2, 3]]) { values in
        try ["p": .numbers(Softmax.withoutMaximum(values.numbers("z")))]
      },
      Reading("naive in Float", "the same, every exponential a Float", ["z": [1, 2, 3]]) { values in
        try ["p": .numbers(Softmax.withoutMaximumInFloat(values.numbers("z")))]
      },
    ],
    "1000 added to every score changes nothing; without the maximum, e^89 is already infinite as a Float: NaN."
  )

  static let g_HEAD = missing(
    .g_HEAD, "One attention head", #"\mathrm{head}_i = \mathrm{Attention}(QW_i^Q, KW_i^K, VW_i^V)"#,
    "headᵢ = Attention(Q·Wᵢ^Q, K·Wᵢ^K, V·Wᵢ^V)", "Vaswani et al. 2017, §3.2.2", chapters: [5],
    readings: [
      Reading("published", "projections of its own, width d_k = d/h", [.published], Examples.toyM) { values in
        try [
          "heads": .matrices(
            MultiHead.heads(
              query: values.matrix("Q"), key: values.matrix("K"), value: values.matrix("V"),
              weights: values.headWeights()))
        ]
      }
    ],
    "Two heads of width 1 see (0.731058579, 0.5) and (0.5, 0.731058579): each its own column.")

  static let g_MASK = missing(
    .g_MASK, "Causal mask", #"S_{ij} = -\infty \;\text{for}\; j > i, \;\text{before softmax}"#,
    "Sᵢⱼ = −∞ for j > i, before softmax", "Vaswani et al. 2017, §3.2.3", chapters: [4, 6],
    readings: [
      Reading("before softmax", "later keys get score −∞, so weight 0", [.published], Examples.toyA) {
        values in
        try values.with(["causal": 1]).attention()
      },
      Reading("after softmax", "weights of later keys set to 0 afterwards", Examples.toyA) { values in
        let weights = try Attention.weightsMaskedAfterSoftmax(
          query: values.matrix("Q"), key: values.matrix("K"))
        let output = try Attention.output(weights: weights, value: values.matrix("V"))
        return ["A": .matrix(weights), "output": .matrix(output)]
      },
    ],
    "Zero scores of three tokens become rows (1, 0, 0), (½, ½, 0), (⅓, ⅓, ⅓); masked too late, row 0 of the "
      + "example sums to 0.6697615.")

  static let g_CROSS = missing(
    .g_CROSS, "Cross-attention", #"\mathrm{MHA}(Q = y,\; K = V = \text{memory})"#,
    "Attention(y·W_q, memory·W_k, memory·W_v)", "Vaswani et al. 2017, §3.2.3", chapters: [6, 10],
    readings: [
      Reading(
        "published", "queries from the target, keys and values from the encoder", [.published],
        Examples.memory.with(["X": [[1, 0, 2], [0, 1, 1]]])
      ) { values in
        let target = try values.matrix("X")
        let output = try EncoderDecoder.attention(
          target, over: values.matrix("memory"), values.projections(width: target.columnCount))
        return ["output": .matrix(output)]
      }
    ],
    "The output has one row a target token, whatever the length of the memory: (1.766633963, …) here.")

  static let g_FFN = missing(
    .g_FFN, "Position-wise feed-forward network", #"\mathrm{FFN}(x) = \max(0, xW_1 + b_1)W_2 + b_2"#,
    "FFN(x) = max(0, x·W₁ + b₁)·W₂ + b₂", "Vaswani et al. 2017, eq. 2", chapters: [6],
    readings: [
      Reading(
        "published", "two linear layers with ReLU between them", [.published],
        ["x": [[1, -2]], "W1": [[1, 0, -1], [0, 1, 1]], "W2": [[1, 2], [3, 4], [5, 6]]]
      ) { values in
        let input = try values.matrix("x")
        let weights = try values.feedForward(width: input.columnCount)
        return try [
          "inner": .matrix(FeedForward.inner(input, weights)),
          "output": .matrix(FeedForward.published(input, weights)),
        ]
      },
      Reading(
        "linear", "without the activation: one linear map",
        ["x": [[1, -2]], "W1": [[1, 0, -1], [0, 1, 1]], "W2": [[1, 2], [3, 4], [5, 6]]]
      ) { values in
        let weights = try values.feedForward(width: values.matrix("x").columnCount)
        let output = try FeedForward.inner(values.matrix("x"), weights)
          .times(weights.second, as: "(x·W₁ + b₁)·W₂").plusRow(weights.secondBias)
        return ["output": .matrix(output)]
      },
    ],
    "x = (1, −2) has inner values (1, −2, −3), of which ReLU lets one pass: the output is (1, 2).")

  static let g_GELU = missing(
    .g_GELU, "Activation of GPT", #"\mathrm{GELU}(x) = x\,\Phi(x)"#, "GELU(x) = x·Φ(x) = x·½·(1 + erf(x/√2))",
    "Hendrycks and Gimpel 2016", chapters: [6],
    readings: [
      Reading("erf", "with the normal distribution function itself", [.published], ["x": [-1, 0, 1]]) {
        values in
        try ["y": .numbers(values.numbers("x").map(FeedForward.gelu))]
      },
      Reading("tanh", "with the approximation that GPT-2 uses", ["x": [-1, 0, 1]]) { values in
        try ["y": .numbers(values.numbers("x").map(FeedForward.geluWithTangent))]
      },
    ],
    "GELU(1) is 0.8413447461, and 0.8411919906 by the approximation of GPT-2.")

  static let g_DROP = missing(
    .g_DROP, "Dropout", #"y = \frac{x \odot m}{1-p}, \quad m_i \sim \mathrm{Bernoulli}(1-p)"#,
    "y = x ⊙ m/(1 − p) while training, y = x otherwise", "Srivastava et al. 2014", chapters: [6],
    readings: [
      Reading(
        "inverted", "kept entries are divided by 1 − p while training", [.published],
        ["x": [[1, 2, 3]], "kept": [[1, 0, 1]], "p": 0.1]
      ) { values in
        try [
          "y": .matrix(
            FeedForward.dropout(values.matrix("x"), kept: values.matrix("kept"), rate: values.number("p")))
        ]
      },
      Reading("evaluation", "nothing is dropped: the identity", ["x": [[1, 2, 3]], "p": 0.1]) { values in
        try ["y": .matrix(values.matrix("x"))]
      },
      Reading(
        "unscaled", "kept entries as they are: another scale than in evaluation",
        ["x": [[1, 2, 3]], "kept": [[1, 0, 1]], "p": 0.1]
      ) { values in
        try ["y": .matrix(FeedForward.dropoutWithoutScaling(values.matrix("x"), kept: values.matrix("kept")))]
      },
    ],
    "At p = 0.1 every kept entry is multiplied by 1.1111111111, so that the expectation is x.")

  static func missing(
    _ id: FormulaID, _ title: String, _ latex: String, _ unicode: String, _ literature: String,
    chapters: [Int],
    readings: [Reading], _ fact: String
  ) -> Formula {
    Formula(
      id: id, title: title, sources: [], latexPrinted: nil, latexPublished: latex, unicodePrinted: nil,
      unicode: unicode, literature: literature, verdict: .notStated, reason: "No document states it.",
      chapters: chapters, readings: readings, discriminatingFact: fact)
  }
}
