/// What the documents name of the models before and beside GPT, and do not state.
extension Formula {
  static let g_HMM = missing(
    .g_HMM, "Hidden Markov model, forward algorithm",
    #"\alpha_t(j) = \Bigl(\sum_i \alpha_{t-1}(i) A_{ij}\Bigr) B_j(o_t), \quad P(o) = \sum_j \alpha_T(j)"#,
    "αₜ(j) = (Σᵢ αₜ₋₁(i)·A_ij)·B_j(oₜ),  P(o) = Σⱼ α_T(j)", "Rabiner 1989, eqs. 19–21", chapters: [13],
    readings: [
      Reading("published", "the sum over all paths, place by place", [.published], markovExample) { values in
        let found = try HiddenStates.likelihood(markov(values), symbols: values.integers("o"))
        return ["ln alpha": .matrix(found.alpha), "ln P": .number(found.logProbability)]
      }
    ],
    "Of the observations (0, 1) α is (0.3, 0.04), then (0.113, 0.1026): P = 0.2156, as the four paths 0.105, 0.081, 0.008 and "
      + "0.0216 sum up to.")

  static let g_VITERBI = missing(
    .g_VITERBI, "Viterbi's algorithm",
    #"\delta_t(j) = \max_i \delta_{t-1}(i) A_{ij} \, B_j(o_t)"#,
    "δₜ(j) = maxᵢ δₜ₋₁(i)·A_ij·B_j(oₜ)", "Viterbi 1967; Rabiner 1989, eqs. 32–35", chapters: [13],
    readings: [
      Reading("published", "the greatest in the place of the sum", [.published], markovExample) { values in
        let found = try HiddenStates.viterbi(markov(values), symbols: values.integers("o"))
        return ["states": .integers(found.states), "ln P": .number(found.score)]
      }
    ],
    "Of the observations (0, 1) the path 0, 0 is likeliest, with 0.105: not half of P = 0.2156.")

  static let g_BAUMWELCH = missing(
    .g_BAUMWELCH, "Baum and Welch's step",
    #"A_{ij} \leftarrow \frac{\sum_t \xi_t(i, j)}{\sum_t \gamma_t(i)}, \quad B_j(k) \leftarrow \frac{\sum_{t: o_t = k} \gamma_t(j)}{\sum_t \gamma_t(j)}"#,
    "A_ij ← Σ ξₜ(i, j)/Σ γₜ(i),  B_j(k) ← Σ_{oₜ=k} γₜ(j)/Σ γₜ(j),  π ← γ₁",
    "Baum et al. 1970; Rabiner 1989, eq. 40", chapters: [13],
    readings: [
      Reading("published", "the share of what is expected", [.published], markovExample) { values in
        let model = try HiddenStates.baumWelch(markov(values), symbols: values.integers("o"))
        return [
          "pi": .numbers(model.initial), "A": .matrix(model.transitions), "B": .matrix(model.emissions),
        ]
      }
    ],
    "From the observations (0, 1) π becomes (0.862709, 0.137291) and A's first row (0.564516, 0.435484); no step lowers P(o)."
  )

  private static let markovExample: Values = [
    "pi": [0.6, 0.4], "A": [[0.7, 0.3], [0.4, 0.6]], "B": [[0.5, 0.5], [0.1, 0.9]], "o": [0, 1],
  ]

  private static func markov(_ values: Values) throws -> HiddenStates.Model {
    try HiddenStates.Model(
      initial: values.numbers("pi"), transitions: values.matrix("A"), emissions: values.matrix("B"))
  }

  static let g_CRF = missing(
    .g_CRF, "Conditional random field",
    #"P(y \mid x) = \frac{1}{Z(x)} \exp\Bigl(\sum_t s_t(y_t) + \sum_t T_{y_{t-1} y_t}\Bigr)"#,
    "ln P(y | x) = Σ sₜ(yₜ) + Σ T[yₜ₋₁, yₜ] − ln Z(x)", "Lafferty et al. 2001, §3", chapters: [13],
    readings: [
      Reading("global", "one Z for all paths", [.published], fieldExample) { values in
        let found = try HiddenStates.logProbability(
          ofTags: values.integers("y"), scores: values.matrix("s"), transitions: values.matrix("T"))
        return ["ln Z": .number(found.logZ), "ln P": .number(found.logProbability)]
      },
      Reading("local", "a softmax over the next tag at each place", fieldExample) { values in
        try [
          "ln P": .number(
            HiddenStates.locallyNormalized(
              ofTags: values.integers("y"), scores: values.matrix("s"), transitions: values.matrix("T")))
        ]
      },
    ],
    "Scores (1, 0) and (0, 1), and ½ for two equal tags: Z = 17.3524342396 and P(0, 1) = 0.4258224522; with a softmax at each "
      + "place it is 0.4550542339. Of one place both are maximum entropy.")

  private static let fieldExample: Values = [
    "s": [[1, 0], [0, 1]], "T": [[0.5, 0], [0, 0.5]], "y": [0, 1],
  ]

  static let g_RNN = missing(
    .g_RNN, "Simple recurrent layer", #"h_t = \tanh(x_t W + h_{t-1} U + b)"#, "hₜ = tanh(xₜ·W + hₜ₋₁·U + b)",
    "Elman 1990", chapters: [13],
    readings: [
      Reading(
        "published", "one step for each row of x, from h", [.published],
        ["x": [[1], [1], [1]], "h": [0], "W": [[0.5]], "U": [[0.5]], "b": [0]]
      ) { values in
        var h = try values.numbers("h")
        var rows: [[Double]] = []
        for x in try values.matrix("x").rows {
          h = try Recurrence.elman(
            x, state: h, input: values.matrix("W"), recurrent: values.matrix("U"), bias: values.numbers("b"))
          rows.append(h)
        }
        return ["h": .matrix(Matrix(rows))]
      }
    ],
    "With W = U = ½ and x = 1 three times: h = 0.4621171573, 0.6237125498, 0.6706129992; of h₀ there is 0.0330514922 in h₃'s slope."
  )

  static let g_LSTM = missing(
    .g_LSTM, "Long short-term memory",
    #"c_t = \sigma(f) \odot c_{t-1} + \sigma(i) \odot \tanh(g), \quad h_t = \sigma(o) \odot \tanh(c_t)"#,
    "cₜ = σ(f)⊙cₜ₋₁ + σ(i)⊙tanh(g),  hₜ = σ(o)⊙tanh(cₜ)",
    "Hochreiter and Schmidhuber 1997; Gers et al. 2000", chapters: [13],
    readings: [
      Reading("with a forget gate", "what is kept is learned", [.published], memoryExample) {
        try memory($0, forgets: true)
      },
      Reading("without a forget gate", "everything is kept, as in 1997", memoryExample) {
        try memory($0, forgets: false)
      },
    ],
    "All weights 1, no bias, x = 1 and c = 1: c becomes 1.2878285198 and h 0.6276552861, without forgetting 1.5567699411 and "
      + "0.6688422911.")

  private static let memoryExample: Values = [
    "x": [[1]], "h": [0], "c": [1], "W": [[1, 1, 1, 1]], "U": [[1, 1, 1, 1]], "b": [0, 0, 0, 0],
  ]

  private static func memory(_ values: Values, forgets: Bool) throws -> Values {
    var state = try (hidden: values.numbers("h"), cell: values.numbers("c"))
    var rows: [[Double]] = []
    for x in try values.matrix("x").rows {
      state = try Recurrence.lstm(
        x, state: state.hidden, cell: state.cell, input: values.matrix("W"), recurrent: values.matrix("U"),
        bias: values.numbers("b"), forgets: forgets)
      rows.append(state.hidden)
    }
    return ["h": .matrix(Matrix(rows)), "c": .numbers(state.cell)]
  }

  static let g_MLM = missing(
    .g_MLM, "Loss of a masked language model",
    #"L = -\frac{1}{|M|} \sum_{t \in M} \ln P(w_t \mid \hat{w})"#, "L = −(1/|M|)·Σ_{t ∈ M} ln P(wₜ | ŵ)",
    "Devlin et al. 2019, §3.1", chapters: [13],
    readings: [
      Reading("published", "over the places that are asked for", [.published], maskedExample) { values in
        try masked(values, asked: values.numbers("asked"))
      },
      Reading("everywhere", "over all places, those the model can see too", maskedExample) { values in
        try masked(values, asked: values.numbers("asked").map { _ in 1 })
      },
    ],
    "Of P(w) = ½, ¾ and ¼ with the last not asked for, the loss is 0.4904146266; over all places 0.7890412047."
  )

  /// The logits are 0 and ln 3.
  private static let maskedExample: Values = [
    "z": [[0, 0], [1.098_612_288_668_109_8, 0], [0, 1.098_612_288_668_109_8]], "w": [0, 0, 0],
    "asked": [1, 1, 0],
  ]

  private static func masked(_ values: Values, asked: [Double]) throws -> Values {
    try [
      "loss": .number(
        CrossEntropy.masked(values.matrix("z"), words: values.integers("w"), asked: asked))
    ]
  }
}
