/// What document S0 prints, in section 3.3.
extension Formula {
  static let s0_3_3_PE = Formula(
    id: .s0_3_3_PE, title: "Positional encoding", sources: [Source(.s0, "3.3")],
    latexPrinted:
      #"\text{positional encoding}(p) = \text{sin}(p/\text{10000}^{2/d}) + \text{cos}(p/\text{10000}^{2/d})"#,
    latexPublished: #"PE_{(p,2i)} = \sin(p/10000^{2i/d}), \quad PE_{(p,2i+1)} = \cos(p/10000^{2i/d})"#,
    unicodePrinted: "PE(p) = sin(p/10000^(2/d)) + cos(p/10000^(2/d))",
    unicode: "PE(p, 2i) = sin(p/10000^(2i/d)),  PE(p, 2i+1) = cos(p/10000^(2i/d))",
    literature: "Vaswani et al. 2017, §3.5", verdict: .differs,
    reason:
      "The dimension index i is missing and “and” became “+”: one number a position instead of a vector.",
    chapters: [3],
    readings: [
      Reading(
        "one number a position", ledger: "R1", "the sum, added to every dimension", [.printed],
        Examples.positions
      ) { values in
        let width = try values.integer("d")
        return try values.broadcastTable { PositionalEncoding.asPrintedS0(position: $0, width: width) }
      },
      Reading(
        "power of the fraction", ledger: "R1′", "(p/10000)^(2/d), the same in every dimension",
        Examples.positions
      ) { values in
        let width = try values.integer("d")
        return try values.broadcastTable {
          PositionalEncoding.asPrintedS0PowerOfFraction(position: $0, width: width)
        }
      },
      Reading(
        "summed in pairs", ledger: "R2", "the missing index restored, the sum in both dimensions of pair i",
        Examples.positions
      ) { values in
        let width = try values.integer("d")
        return try values.table { PositionalEncoding.summedPairs(position: $0, width: width) }
      },
      Reading(
        "one pair", ledger: "R3", "“+” meant “and”: the pair (sin, cos) of the frequency i = 1",
        Examples.positions
      ) { values in
        let width = try values.integer("d")
        return try values.table { Array(PositionalEncoding.published(position: $0, width: width)[2..<4]) }
      },
      .sinusoids(),
    ],
    discriminatingFact:
      "The table has rank 1 (published: 8 at d = 8) and folds: at d = 4, PE(78) = 1.414192957 and "
      + "PE(79) = 1.414198588. Its squared norm varies with p, the published one is d/2 throughout.")

  static let s0_3_3_ATT = Formula(
    id: .s0_3_3_ATT, title: "Scaled dot-product attention", sources: [Source(.s0, "3.3")],
    latexPrinted: #"\text{Attention}(Q, K, V) = \text{softmax}\left(\frac{QK^T}{\sqrt{d_k}}\right)V"#,
    latexPublished: #"\mathrm{Attention}(Q,K,V) = \mathrm{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V"#,
    unicodePrinted: "Attention(Q, K, V) = softmax(Q·Kᵀ/√d_k)·V",
    unicode: "Attention(Q, K, V) = softmax(Q·Kᵀ/√d_k)·V",
    literature: "Vaswani et al. 2017, eq. 1", verdict: .agrees,
    reason:
      "The same formula, once Q, K and V are matrices and softmax runs along rows, which the text leaves open.",
    chapters: [4],
    readings: [
      .attention(ledger: "R1", [.printed, .published]),
      Reading(
        "row vectors", ledger: "R2", "Q, K, V are row vectors: one score, weight 1, output V",
        ["Q": [[1, 2]], "K": [[3, 4]], "V": [[5, 6]]]
      ) { values in
        for name in ["Q", "K", "V"] where try values.matrix(name).rowCount != 1 {
          throw ShapeMismatch(
            operation: "\(name) as one row", left: try values.matrix(name).shape, right: [1])
        }
        return try values.attention()
      },
      Reading(
        "column vectors", ledger: "R3", "Q, K, V are column vectors: Q·Kᵀ is a d_k × d_k map of features",
        ["Q": [[1], [2]], "K": [[3], [4]], "V": [[5], [6]]]
      ) { values in
        try values.with(["scale": .number(Double(values.matrix("Q").rowCount).squareRoot())]).attention()
      },
      Reading("along the columns", ledger: "R4", "softmax down each column", Examples.toyA) {
        try $0.attention(along: .columns)
      },
      Reading("over the whole matrix", ledger: "R5", "one softmax of all entries", Examples.toyA) {
        try $0.attention(along: .whole)
      },
    ],
    discriminatingFact:
      "One constant vector added to all keys changes nothing; added to all queries, (5, −7) changes the output by "
      + "0.9433642. Between row vectors neither queries nor keys reach the output.")

  static let s0_3_3_MHA = Formula(
    id: .s0_3_3_MHA, title: "Multi-head attention", sources: [Source(.s0, "3.3")],
    latexPrinted: #"\text{MultiHead}(Q, K, V) = \text{Concat}(\text{head}_1, \cdots, \text{head}_h)W^O"#,
    latexPublished: multiHeadLatex,
    unicodePrinted: "MultiHead(Q, K, V) = Concat(head₁, ⋯, head_h)·W^O",
    unicode: "Concat(head₁, …, head_h)·W^O,  headᵢ = Attention(Q·Wᵢ^Q, K·Wᵢ^K, V·Wᵢ^V)",
    literature: "Vaswani et al. 2017, §3.2.2", verdict: .agreesUnderReading,
    reason: "The formula is right and headᵢ is not defined: neither its projections nor its width are given.",
    chapters: [5], readings: multiHeadReadings,
    discriminatingFact:
      "At width 768 the published form has 2,359,296 parameters for any number of heads; with full-width heads, "
      + "12 of them have 28,311,552.")

  static let multiHeadLatex =
    #"\mathrm{MultiHead}(Q,K,V) = \mathrm{Concat}(\mathrm{head}_1,\dots,\mathrm{head}_h)W^O, \quad "#
    + #"\mathrm{head}_i = \mathrm{Attention}(QW_i^Q, KW_i^K, VW_i^V)"#

  static let multiHeadReadings = [
    Reading.projectedHeads(
      "narrow heads", ledger: "R1", "headᵢ = Attention(Q·Wᵢ^Q, K·Wᵢ^K, V·Wᵢ^V) of width d/h",
      [.printed, .published]),
    Reading(
      "full-width heads", ledger: "R2", "every head of full width d, W^O of h·d rows",
      Examples.toyM.with([
        "WQ": [[[1, 0], [0, 1]], [[0, 1], [1, 0]]], "WK": [[[1, 0], [0, 1]], [[0, 1], [1, 0]]],
        "WV": [[[1, 0], [0, 1]], [[0, 1], [1, 0]]], "WO": [[1, 0], [0, 1], [0, 1], [1, 0]],
      ])
    ) { values in
      let width = try values.matrix("Q").columnCount
      for weight in try values.matrices("WQ") where weight.columnCount != width {
        throw ShapeMismatch(operation: "Wᵢ^Q of full width", left: weight.shape, right: [width, width])
      }
      let weights = try values.headWeights()
      let result = try values.joined(
        MultiHead.heads(
          query: values.matrix("Q"), key: values.matrix("K"), value: values.matrix("V"), weights: weights))
      return result.with(["parameters": .number(Double(weights.parameterCount))])
    },
    Reading(
      "slices", ledger: "R3", "heads are slices of the columns of Q, K, V, without projections",
      Examples.toyM.with(["h": 2])
    ) { values in
      try values.joined(
        MultiHead.headsFromSlices(
          query: values.matrix("Q"), key: values.matrix("K"), value: values.matrix("V"),
          headCount: values.integer("h")))
    },
    Reading(
      "identical heads", ledger: "R4", "all heads share Q, K, V: h times the same head",
      Examples.toyM.with(["h": 2, "WO": [[1, 0], [0, 1], [0, 0], [0, 0]]])
    ) { values in
      try values.joined(
        MultiHead.identicalHeads(
          query: values.matrix("Q"), key: values.matrix("K"), value: values.matrix("V"),
          headCount: values.integer("h")))
    },
  ]

  static let s0_3_3_ENC = Formula(
    id: .s0_3_3_ENC, title: "Encoder layer", sources: [Source(.s0, "3.3")],
    latexPrinted: #"\text{Encoder}(x) = \text{LayerNorm}(x + \text{MultiHead}(W_kx, W_qx, W_vx))"#,
    latexPublished:
      #"x_1 = \mathrm{LN}(x + \mathrm{MHA}(x,x,x)), \quad y = \mathrm{LN}(x_1 + \mathrm{FFN}(x_1))"#,
    unicodePrinted: "Encoder(x) = LayerNorm(x + MultiHead(W_k·x, W_q·x, W_v·x))",
    unicode: "x₁ = LN(x + MHA(x, x, x)),  y = LN(x₁ + FFN(x₁))",
    literature: "Vaswani et al. 2017, §3.1", verdict: .differs,
    reason: "Keys and queries stand in each other's place, and the feed-forward sub-layer is missing.",
    chapters: [6],
    readings: [
      Reading(
        "by position", ledger: "R1", "the first argument is the query, so Q := W_k·x", [.printed],
        Examples.toyE
      ) { values in
        let input = try values.matrix("X")
        let weights = try values.projections(width: input.columnCount)
        return try [
          "attention": .matrix(
            EncoderDecoder.attention(
              input, over: input,
              .init(query: weights.key, key: weights.query, value: weights.value, output: weights.output))),
          "output": .matrix(EncoderDecoder.asPrintedS0(input, weights)),
        ]
      },
      Reading("by position, in columns", "a token a column, W on the left: W·x", Examples.toyE) { values in
        let input = try values.matrix("X").transposed
        let weights = try values.projections(width: input.rowCount)
        let attention = try Attention.published(
          query: weights.key.times(input, as: "W_k·x").transposed,
          key: weights.query.times(input, as: "W_q·x").transposed,
          value: weights.value.times(input, as: "W_v·x").transposed)
        return try [
          "queries": .matrix(weights.query.times(input, as: "W_q·x").transposed),
          "output": .matrix(LayerNormalization.published(Residual.published(input.transposed, attention))),
        ]
      },
      Reading("by name", ledger: "R2", "Q := W_q·x, K := W_k·x", Examples.toyE) { values in
        let input = try values.matrix("X")
        let weights = try values.projections(width: input.columnCount)
        return try [
          "attention": .matrix(EncoderDecoder.attention(input, over: input, weights)),
          "output": .matrix(EncoderDecoder.selfAttentionSublayer(input, weights)),
        ]
      },
      Reading(
        "projected twice", ledger: "R3",
        "these W on top of MultiHead's own projections: two linear maps, which are one",
        Examples.toyE.with([
          "W_iQ": [[1, 1, 0], [0, 1, 0], [0, 0, 1]], "W_iK": [[1, 0, 0], [0, 2, 0], [0, 0, 1]],
        ])
      ) { values in
        let input = try values.matrix("X")
        let outer = try values.projections(width: input.columnCount)
        let identity = Matrix.identity(input.columnCount)
        let innerQuery = try values.matrix("W_iQ", default: identity)
        let innerKey = try values.matrix("W_iK", default: identity)
        let output = try Attention.published(
          query: input.times(outer.key).times(innerQuery), key: input.times(outer.query).times(innerKey),
          value: input.times(outer.value))
        let merged = try EncoderDecoder.Projections(
          query: outer.key.times(innerQuery), key: outer.query.times(innerKey), value: outer.value,
          output: .identity(input.columnCount))
        return try [
          "attention": .matrix(output),
          "merged": .matrix(EncoderDecoder.attention(input, over: input, merged)),
        ]
      },
      .postNorm("published", [.published], Examples.toyE),
      .preNorm("pre-norm", [], Examples.toyE),
    ],
    discriminatingFact:
      "Without biases the printed layer is odd, Enc(−X) = −Enc(X); one ReLU network breaks that, by 0.5345213 here. "
      + "The order of the arguments changes every number, though exchanging the names W_q and W_k undoes it.")

  static let s0_3_3_DEC = Formula(
    id: .s0_3_3_DEC, title: "Decoder layer", sources: [Source(.s0, "3.3")],
    latexPrinted: #"\text{Decoder}(x) = \text{LayerNorm}(x + \text{MultiHead}(W_kx, W_qx, W_vx))"#,
    latexPublished:
      #"y_1 = \mathrm{LN}(y + \mathrm{MaskedMHA}(y)), \; y_2 = \mathrm{LN}(y_1 + \mathrm{MHA}(y_1, m, m)), \; "#
      + #"\mathrm{LN}(y_2 + \mathrm{FFN}(y_2))"#,
    unicodePrinted: "Decoder(x) = LayerNorm(x + MultiHead(W_k·x, W_q·x, W_v·x))",
    unicode: "LN(y + MaskedMHA(y)); LN(· + MHA(·, memory, memory)); LN(· + FFN(·))",
    literature: "Vaswani et al. 2017, §3.1", verdict: .differs,
    reason:
      "It is the encoder's formula letter for letter: no mask, no cross-attention, no feed-forward network.",
    chapters: [6],
    readings: [
      Reading(
        "by position", "Q := W_k·x, and the memory nowhere in it", [.printed],
        Examples.toyE.with(Examples.memory)
      ) { values in
        let input = try values.matrix("X")
        return try [
          "output": .matrix(EncoderDecoder.asPrintedS0(input, values.projections(width: input.columnCount)))
        ]
      },
      Reading("by name", "Q := W_q·x, with `causal` on or off", Examples.toyE) { values in
        let input = try values.matrix("X")
        return try [
          "output": .matrix(
            EncoderDecoder.selfAttentionSublayer(
              input, values.projections(width: input.columnCount), causal: values.isOn("causal")))
        ]
      },
      .preNorm("GPT-2", [], Examples.toyE.with(["causal": 1])),
      .decoder("published", [.published], Examples.memory.with(["X": [[1, 0, 2], [0, 1, 1]]])),
    ],
    discriminatingFact:
      "Replace the last token by (5, −3, 2): the first row of the printed decoder, read by name, moves by "
      + "0.4377120; with a causal mask it does not move. The encoder's memory has no influence on it at all.")
}
