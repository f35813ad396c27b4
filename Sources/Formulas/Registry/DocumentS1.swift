/// What document S1 prints in section 3.1.1, on attention.
extension Formula {
  static let s1_3_1_1_SHAPE = Formula(
    id: .s1_3_1_1_SHAPE, title: "Shapes of Q, K and V", sources: [Source(.s1, "3.1.1")],
    latexPrinted:
      #"Q \in \mathbb{R}^{n \times d}, K \in \mathbb{R}^{n \times d}, V \in \mathbb{R}^{n \times d}"#,
    latexPublished:
      #"Q, K \in \mathbb{R}^{n \times d_k}, \; V \in \mathbb{R}^{n \times d_v}, \; d_k = d_v = d/h"#,
    unicodePrinted: "Q ∈ ℝ^{n×d}, K ∈ ℝ^{n×d}, V ∈ ℝ^{n×d}",
    unicode: "Q, K ∈ ℝ^{n×d_k},  V ∈ ℝ^{n×d_v},  d_k = d_v = d/h",
    literature: "Vaswani et al. 2017, §3.2.2", verdict: .agreesUnderReading,
    reason: "Right for one head; repeated for every head, as step 5 says, each head has the full width d.",
    chapters: [4, 5],
    readings: [
      Reading("as printed", "every head of full width d", [.printed], ["n": 3, "d": 4, "h": 2]) { values in
        try headShapes(values, width: values.number("d"), fullWidth: true)
      },
      Reading("published", "heads of width d/h", [.published], ["n": 3, "d": 4, "h": 2]) { values in
        try headShapes(values, width: values.number("d") / values.number("h"), fullWidth: false)
      },
    ],
    discriminatingFact:
      "At d = 768 with 12 heads, full-width projections have 21,233,664 parameters, the published ones 1,769,472."
  )

  private static func headShapes(_ values: Values, width: Double, fullWidth: Bool) throws -> Values {
    let (n, d, h) = try (values.number("n"), values.number("d"), values.number("h"))
    let all = try MultiHead.parameterCount(
      width: values.integer("d"), headCount: values.integer("h"), fullWidthHeads: fullWidth)
    return [
      "head": .numbers([n, width]), "concat": .numbers([n, h * width]), "WO": .numbers([h * width, d]),
      "projectionParameters": .number(3 * h * d * width), "parameters": .number(Double(all)),
    ]
  }

  static let s1_3_1_1_QKV = Formula(
    id: .s1_3_1_1_QKV, title: "Projections to Q, K and V", sources: [Source(.s1, "3.1.1")],
    latexPrinted: #"Q = XW^Q, K = XW^K, V = XW^V"#, latexPublished: #"Q = XW^Q, \; K = XW^K, \; V = XW^V"#,
    unicodePrinted: "Q = X·W^Q, K = X·W^K, V = X·W^V", unicode: "Q = X·W^Q,  K = X·W^K,  V = X·W^V",
    literature: "Vaswani et al. 2017, §3.2.2", verdict: .agrees,
    reason: "Three projections, token by token, with the tokens as rows.", chapters: [4],
    readings: [
      Reading("a token a row", "X·W, with W on the right", [.printed, .published], Examples.projections) {
        values in
        let input = try values.matrix("X")
        let query = try Projection.published(input, values.matrix("WQ"))
        let key = try Projection.published(input, values.matrix("WK"))
        let value = try Projection.published(input, values.matrix("WV"))
        return try [
          "Q": .matrix(query), "K": .matrix(key), "V": .matrix(value),
          "S": .matrix(Attention.scores(query: query, key: key, scale: 1)),
        ]
      }
    ],
    discriminatingFact:
      "The projection acts token by token: permuting the rows of X permutes the rows of Q, exactly.")

  static let s1_3_1_1_A = Formula(
    id: .s1_3_1_1_A, title: "Attention weights", sources: [Source(.s1, "3.1.1")],
    latexPrinted: #"A_{ij} = \text{softmax}\left(\frac{QK^T}{\sqrt{d}}\right)_{ij}"#,
    latexPublished: #"A = \mathrm{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)"#,
    unicodePrinted: "Aᵢⱼ = softmax(Q·Kᵀ/√d)ᵢⱼ", unicode: "A = softmax(Q·Kᵀ/√d_k), along each row",
    literature: "Vaswani et al. 2017, eq. 1", verdict: .agreesUnderReading,
    reason:
      "√d, the width of the input, is √d_k only when there is one head; the axis of softmax is not given.",
    chapters: [4, 5],
    readings: [
      Reading("scaled by √d", "d is the width of the input", [.printed], Examples.toyA.with(["d": 4])) {
        values in
        try values.with(["scale": .number(values.number("d").squareRoot())]).attention()
      },
      Reading("scaled by √d, along the columns", "softmax down each column", Examples.toyA.with(["d": 4])) {
        values in
        try values.with(["scale": .number(values.number("d").squareRoot())]).attention(along: .columns)
      },
      Reading(
        "scaled by √d, over the whole matrix", "softmax over the whole matrix, then entry ij",
        Examples.toyA.with(["d": 4])
      ) { values in
        try values.with(["scale": .number(values.number("d").squareRoot())]).attention(along: .whole)
      },
      Reading("scaled by √d_k", "d_k is the width of a key", [.published], Examples.toyA) {
        try $0.attention()
      },
    ],
    discriminatingFact:
      "With GPT-2's d = 768 and d_k = 64, scores (8, 0) give weights (0.731058579, 0.268941421) when divided by √64 "
      + "and (0.571671753, 0.428328247) when divided by √768.")

  static let s1_3_1_1_AVT = Formula(
    id: .s1_3_1_1_AVT, title: "Weights applied to the values", sources: [Source(.s1, "3.1.1")],
    latexPrinted: #"Attention = AV^T"#, latexPublished: #"\mathrm{Attention} = AV"#,
    unicodePrinted: "Attention = A·Vᵀ", unicode: "Attention = A·V",
    literature: "Vaswani et al. 2017, eq. 1", verdict: .differs,
    reason:
      "V is transposed: the product exists only when n = d, and then mixes the components of one token.",
    chapters: [4],
    readings: [
      Reading(
        "as printed", "A·Vᵀ", [.printed],
        ["A": [[0.669761549326, 0.330238450674], [0.5, 0.5]], "V": [[1, 2], [3, 4]]]
      ) { values in
        try [
          "output": .matrix(Attention.asPrintedAVT(weights: values.matrix("A"), value: values.matrix("V")))
        ]
      },
      Reading(
        "published", "A·V", [.published],
        ["A": [[0.669761549326, 0.330238450674], [0.5, 0.5]], "V": [[1, 2], [3, 4]]]
      ) { values in
        try ["output": .matrix(Attention.output(weights: values.matrix("A"), value: values.matrix("V")))]
      },
    ],
    discriminatingFact:
      "For n = 3 tokens of width 2 the product does not conform; for n = d it gives 1.330238451 where A·V, an "
      + "average of the rows of V, gives 1.660476901.")
}
