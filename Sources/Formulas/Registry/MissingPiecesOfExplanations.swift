/// What the documents need to look inside a model, and do not state.
extension Formula {
  static let g_LENS = missing(
    .g_LENS, "The logit lens", #"z^{(l)} = \mathrm{LayerNorm}_{\text{final}}(h^{(l)}) \cdot E^\top"#,
    "z⁽ˡ⁾ = LayerNorm_final(h⁽ˡ⁾)·Eᵀ", "nostalgebraist 2020", chapters: [12],
    readings: [
      Reading("final norm", "the norm of the last block, then the embeddings", [.published], lensExample) {
        try [
          "logits": .matrix(
            Explanations.lens(
              $0.matrix("h"), gain: $0.numbers("gamma"), bias: $0.numbers("beta"), embedding: $0.matrix("E")))
        ]
      },
      Reading("without norm", "the embeddings at once", lensExample) {
        try ["logits": .matrix(Explanations.lensWithoutNorm($0.matrix("h"), embedding: $0.matrix("E")))]
      },
    ],
    "h = (1, 3) under γ = (1, 1) and β = (1, 0) is (0, 1), up to ε. With E = ((1, 0), (1, 1)) the second token leads by 1; without "
      + "the norm by 3, and of 100·h, of which the norm knows no difference, by 300.")

  private static let lensExample: Values = [
    "h": [[1, 3]], "gamma": [1, 1], "beta": [1, 0], "E": [[1, 0], [1, 1]],
  ]

  static let g_SHAP = missing(
    .g_SHAP, "Shapley values",
    #"\varphi_i = \sum_{S \not\ni i} \frac{|S|!\,(n-|S|-1)!}{n!} \bigl(v(S \cup i) - v(S)\bigr)"#,
    "φᵢ = Σ |S|!·(n−|S|−1)!/n!·(v(S∪i) − v(S)) over the S without i", "Shapley 1953", chapters: [12],
    readings: [
      Reading("orders", "the mean of what i adds, over all orders of arrival", [.published], gameExample) {
        try ["phi": .numbers(Explanations.shapley($0.numbers("v")))]
      },
      Reading("coalitions", "the mean over all coalitions: Banzhaf's values", gameExample) {
        try ["phi": .numbers(Explanations.banzhaf($0.numbers("v")))]
      },
      Reading("leaving one out", "what is lost without i alone", gameExample) {
        try ["phi": .numbers(Explanations.leavingOneOut($0.numbers("v")))]
      },
    ],
    "Three players earn 1 when the first is there with one of the others: (4/6, 1/6, 1/6), which is 1 together; over coalitions "
      + "(3/4, 1/4, 1/4), which is more; leaving one out (1, 0, 0), since either of the others can go.")

  /// v of nobody, 0, 1, 01, 2, 02, 12 and everybody.
  private static let gameExample: Values = ["v": .numbers([0, 0, 0, 1, 0, 1, 0, 1])]

  static let g_LIME = missing(
    .g_LIME, "LIME",
    #"\min_{b,w} \sum_z \pi(z)\,\bigl(v(z) - b - w \cdot z\bigr)^2, \quad \pi(z) = e^{-D(z)^2/\sigma^2}"#,
    "min over b and w of Σ π(z)·(v(z) − b − w·z)², π(z) = exp(−D(z)²/σ²)", "Ribeiro et al. 2016, §3",
    chapters: [12],
    readings: [
      Reading("near", "what is near to the whole text weighs more", [.published], lineExample) { values in
        let width = try values.number("sigma")
        return try line(values) { Explanations.nearness($0, width: width) }
      },
      Reading("everywhere", "all weigh the same", lineExample) { values in
        try line(values) { _ in 1 }
      },
    ],
    "Of two words that say something only together, v = z₁·z₂, the line over all four texts has w = (½, ½) and b = −¼ when all weigh "
      + "the same. With σ = 1 it passes nearer to the whole text: w = (0.6456805850, the same), b = −0.4609265842."
  )

  private static let lineExample: Values = [
    "Z": [[0, 0], [1, 0], [0, 1], [1, 1]], "v": [0, 0, 0, 1], "sigma": 1,
  ]

  private static func line(_ values: Values, weight: ([Double]) -> Double) throws -> Values {
    let rows = try values.matrix("Z")
    let line = Explanations.line(rows, try values.numbers("v"), weights: rows.rows.map(weight))
    return ["b": .number(line[0]), "w": .numbers(Array(line.dropFirst()))]
  }
}
