/// What document S1 prints in sections 3.2 to 3.5.
extension Formula {
  static let s1_3_2_PE = Formula(
    id: .s1_3_2_PE, title: "Positional encoding", sources: [Source(.s1, "3.2")],
    latexPrinted:
      #"PE_{ij} = sin\left(\frac{i}{10000^2 + j}\right) + cos\left(\frac{i}{10000^2 + j}\right)"#,
    latexPublished: #"PE_{(p,2i)} = \sin(p/10000^{2i/d}), \quad PE_{(p,2i+1)} = \cos(p/10000^{2i/d})"#,
    unicodePrinted: "PEᵢⱼ = sin(i/(10000² + j)) + cos(i/(10000² + j))",
    unicode: "PE(p, 2i) = sin(p/10000^(2i/d)),  PE(p, 2i+1) = cos(p/10000^(2i/d))",
    literature: "Vaswani et al. 2017, §3.5", verdict: .differs,
    reason:
      "The exponent 2j/d became 2 with j added to the power: the angle hardly depends on i, and not on j.",
    chapters: [3],
    readings: [
      Reading(
        "added to the power", ledger: "R1", "10000² + j, as it stands; i and j from 1", [.printed],
        ["p": [1, 2, 3, 4], "d": 4]
      ) { values in
        let width = try values.integer("d")
        return try values.table { position in
          (1...width).map { PositionalEncoding.asPrintedS1(position: position, dimension: $0) }
        }
      },
      Reading(
        "added to the exponent", ledger: "R2", "the exponent slipped, 10000^(2+j)",
        ["p": [1, 2, 3, 4], "d": 4]
      ) { values in
        let width = try values.integer("d")
        return try values.table { position in
          (1...width).map { PositionalEncoding.asPrintedS1Exponent(position: position, dimension: $0) }
        }
      },
      .sinusoids(ledger: "R3"),
    ],
    discriminatingFact:
      "The printed value is 1 + i/10⁸ to eight places: as Float it is exactly 1 for i = 1 … 5 and has 6 distinct "
      + "values up to i = 64; neighbours are 2.8284e-8 apart at d = 8, the published ones 0.9640996.")

  static let s1_3_3_LNSTAT = Formula(
    id: .s1_3_3_LNSTAT, title: "Statistics of layer normalization", sources: [Source(.s1, "3.3")],
    latexPrinted:
      #"\mu = \frac{1}{d}\sum_{i=1}^{d}X_i, \sigma^2 = \frac{1}{d}\sum_{i=1}^{d}(X_i - \mu)^2"#,
    latexPublished:
      #"\mu = \frac{1}{d}\sum_{j=1}^{d} x_j, \quad \sigma^2 = \frac{1}{d}\sum_{j=1}^{d}(x_j - \mu)^2"#,
    unicodePrinted: "μ = (1/d)·Σ_{i=1}^{d} Xᵢ,  σ² = (1/d)·Σ_{i=1}^{d} (Xᵢ − μ)²",
    unicode: "μ = (1/d)·Σⱼ xⱼ,  σ² = (1/d)·Σⱼ (xⱼ − μ)², for each row x",
    literature: "Ba, Kiros and Hinton 2016, eq. 3", verdict: .agreesUnderReading,
    reason: "Right when Xᵢ is an entry of one row; elsewhere in the section i is the number of the row.",
    chapters: [6],
    readings: [
      Reading(
        "within a row", ledger: "R1", "Xᵢ is the i-th entry of a row: one μ and σ² a row",
        [.printed, .published], ["X": [[1, 2, 3]]]
      ) { values in
        let rows = try values.matrix("X").rows
        return [
          "mean": .numbers(rows.map(LayerNormalization.mean)),
          "variance": .numbers(rows.map(LayerNormalization.variance)),
        ]
      },
      Reading(
        "over the first rows", ledger: "R2", "Xᵢ is the i-th row: a sum of the first d rows",
        ["X": [[1, 3], [2, 8], [100, 100]]]
      ) { values in
        try ["mean": .numbers(LayerNormalization.meanOfFirstRows(values.matrix("X")))]
      },
      Reading("unbiased", "1/(d − 1) in the variance, as statistics books have it", ["X": [[1, 2, 3]]]) {
        values in
        let rows = try values.matrix("X").rows
        return try [
          "mean": .numbers(rows.map(LayerNormalization.mean)),
          "variance": .numbers(rows.map(LayerNormalization.unbiasedVariance)),
          "output": .matrix(
            LayerNormalization.withUnbiasedVariance(
              values.matrix("X"), epsilon: values.number("epsilon", default: LayerNormalization.epsilon))),
        ]
      },
    ],
    discriminatingFact:
      "The variance is biased: without ε, (1, 2, 3) becomes ±1.2247448714; the unbiased variance gives exactly ±1."
  )

  static let s1_3_3_LNNORM = Formula(
    id: .s1_3_3_LNNORM, title: "Layer normalization", sources: [Source(.s1, "3.3")],
    latexPrinted: #"Y_{ij} = \frac{X_{ij} - \mu_j}{\sqrt{\sigma^2_j + \epsilon}}"#,
    latexPublished: #"y = \gamma \odot \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta"#,
    unicodePrinted: "Yᵢⱼ = (Xᵢⱼ − μⱼ)/√(σ²ⱼ + ε)", unicode: "y = γ ⊙ (x − μ)/√(σ² + ε) + β, for each row x",
    literature: "Ba, Kiros and Hinton 2016, eq. 4", verdict: .differs,
    reason:
      "μ and σ² carry the column's index j, though they were computed for rows; gain and bias are missing.",
    chapters: [6],
    readings: [
      Reading(
        "statistics of row j", ledger: "R1", "entry (i, j) by the mean and variance of row j", [.printed],
        ["X": [[1, 2, 6], [4, 6, 11], [0, 3, 3]]]
      ) { values in
        try ["output": .matrix(LayerNormalization.asPrintedS1(values.matrix("X"), epsilon: epsilon(values)))]
      },
      Reading(
        "statistics of column j", ledger: "R2", "as batch normalization has it",
        ["X": [[1, 2, 6], [4, 6, 11], [0, 3, 3]]]
      ) { values in
        try ["output": .matrix(LayerNormalization.byColumns(values.matrix("X"), epsilon: epsilon(values)))]
      },
      Reading(
        "statistics of its own row", ledger: "R3", "entry (i, j) by the mean and variance of row i",
        [.published],
        ["X": [[1, 2, 6], [4, 6, 11], [0, 3, 3]]]
      ) { values in
        try [
          "output": .matrix(
            LayerNormalization.published(
              values.matrix("X"), gain: values.has("gamma") ? values.numbers("gamma") : nil,
              bias: values.has("beta") ? values.numbers("beta") : nil, epsilon: epsilon(values)))
        ]
      },
      Reading(
        "epsilon below every input", ledger: "R4", "ε “smaller than any input value”: the least input − 10⁻⁵",
        ["X": [[0, 0, 0], [1, 2, 3]]]
      ) { values in
        let input = try values.matrix("X")
        let least = (input.elements.min() ?? 0) - LayerNormalization.epsilon
        return try [
          "epsilon": .number(least), "output": .matrix(LayerNormalization.published(input, epsilon: least)),
        ]
      },
    ],
    discriminatingFact:
      "Published rows have mean 0; the printed ones 0.0680621, 2.1623906 and −0.6801184 on the 3 × 3 example, and "
      + "changing one token changes the others.")

  private static func epsilon(_ values: Values) throws -> Double {
    try values.number("epsilon", default: LayerNormalization.epsilon)
  }

  static let s1_3_4_RES = Formula(
    id: .s1_3_4_RES, title: "Residual connection", sources: [Source(.s1, "3.4")],
    latexPrinted: #"Y = X + F(X)"#, latexPublished: #"Y = X + F(X)"#,
    unicodePrinted: "Y = X + F(X)", unicode: "Y = X + F(X)", literature: "He et al. 2015, eq. 1",
    verdict: .agrees,
    reason: "The same formula; F must keep the shape.", chapters: [6],
    readings: [
      Reading(
        "sum", "Y = X + F(X); its derivative is 1 + F′", [.printed, .published],
        ["X": [[1, 2]], "F(X)": [[1, 4]], "F′": [[2, 4]], "layers": 30, "slope": 0.1]
      ) { values in
        var outputs: Values = try [
          "Y": .matrix(Residual.published(values.matrix("X"), values.matrix("F(X)")))
        ]
        if values.has("F′") { outputs["gradient"] = try .matrix(values.matrix("F′").map { 1 + $0 }) }
        return try outputs.with(gain(values, residual: true))
      },
      Reading(
        "plain", "the layer without the connection: Y = F(X)",
        ["X": [[1, 2]], "F(X)": [[1, 4]], "F′": [[2, 4]], "layers": 30, "slope": 0.1]
      ) { values in
        var outputs: Values = try ["Y": .matrix(values.matrix("F(X)"))]
        if values.has("F′") { outputs["gradient"] = try .matrix(values.matrix("F′")) }
        return try outputs.with(gain(values, residual: false))
      },
    ],
    discriminatingFact:
      "Through 30 layers of slope 0.1 the gradient is 0.1³⁰ = 1e-30 without the connection, 1.1³⁰ = 17.4494023 with it."
  )

  private static func gain(_ values: Values, residual: Bool) throws -> Values {
    guard values.has("slope") else { return [:] }
    return try [
      "gain": .number(
        Residual.gain(slope: values.number("slope"), layerCount: values.integer("layers"), residual: residual)
      )
    ]
  }

  static let s1_3_5_1_PRE = Formula(
    id: .s1_3_5_1_PRE, title: "Pre-training objective", sources: [Source(.s1, "3.5.1")],
    latexPrinted: #"\max_{\theta} \sum_{i=1}^{N} \log P(w_i | w_{i-1}, \dots, w_1; \theta)"#,
    latexPublished: #"L_1(\mathcal{U}) = \sum_i \log P(u_i \mid u_{i-k}, \dots, u_{i-1}; \Theta)"#,
    unicodePrinted: "max_θ Σ_{i=1}^{N} log P(wᵢ | wᵢ₋₁, …, w₁; θ)",
    unicode: "L₁(U) = Σᵢ log P(uᵢ | uᵢ₋ₖ, …, uᵢ₋₁; Θ), to be maximised",
    literature: "Radford et al. 2018, eq. 1", verdict: .agrees,
    reason:
      "The same objective; the published window has k tokens, and frameworks minimise the negative mean.",
    chapters: [7],
    readings: [
      Reading(
        "sum of logarithms", "Σ ln P over the tokens", [.printed, .published], ["P": [0.5, 0.25, 0.5]]
      ) { values in
        try likelihood(values.numbers("P"))
      }
    ],
    discriminatingFact:
      "P must be built causally: then the probabilities of all strings of one length sum to 1. P = (½, ¼, ½) has "
      + "sum −2.7725887222 and perplexity 2.5198420998.")

  static func likelihood(_ probabilities: [Double]) -> Values {
    [
      "sum": .number(Likelihood.logProbability(probabilities)),
      "mean": .number(Likelihood.meanLogProbability(probabilities)),
      "perplexity": .number(Likelihood.perplexity(probabilities)),
      "bits": .number(Likelihood.bitsPerToken(probabilities)),
    ]
  }
}
