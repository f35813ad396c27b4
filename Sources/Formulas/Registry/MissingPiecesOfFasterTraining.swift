/// What makes training faster, of which the documents say nothing: the parts of a model.
extension Formula {
  static let g_ROPE = missing(
    .g_ROPE, "Rotary positions",
    #"\begin{pmatrix} x'_{2i} \\ x'_{2i+1} \end{pmatrix} = \begin{pmatrix} \cos p\theta_i & -\sin p\theta_i \\ \sin p\theta_i & \cos p\theta_i \end{pmatrix} \begin{pmatrix} x_{2i} \\ x_{2i+1} \end{pmatrix}, \quad \theta_i = 10000^{-2i/d}"#,
    "(x₂ᵢ, x₂ᵢ₊₁) at position p is turned by p·θᵢ,  θᵢ = 10000^(−2i/d)", "Su et al. 2021, §3.4.2",
    chapters: [14],
    readings: [
      Reading("neighbours", "the pairs are (0, 1), (2, 3), …", [.published], rotaryExample) {
        try rotated($0, RotaryPositions.published)
      },
      Reading("halves", "the pairs are (0, d/2), (1, d/2 + 1), …", rotaryExample) {
        try rotated($0, RotaryPositions.inHalves)
      },
    ],
    "Of rows that are (1, 0, 1, 0) before, neighbours score 2, 1.5402523063 and 0.5836531701 at the distances 0, 1 and 2, wherever "
      + "they stand; in halves the same numbers are other pairs: 2, 1.0806046117 and −0.8322936731.")

  private static let rotaryExample: Values = ["x": [[1, 0, 1, 0], [1, 0, 1, 0], [1, 0, 1, 0]]]

  private static func rotated(
    _ values: Values, _ turned: (_ x: Matrix, _ start: Int, _ base: Double) throws -> Matrix
  ) throws -> Values {
    let x = try turned(
      values.matrix("x"), values.integer("from", default: 0), values.number("base", default: 10_000))
    return try ["turned": .matrix(x), "scores": .matrix(x * x.transposed)]
  }

  static let g_RMS = missing(
    .g_RMS, "Normalization by the root mean square",
    #"y = \frac{x}{\sqrt{\frac{1}{d}\sum_i x_i^2 + \epsilon}} \odot \gamma"#, "y = x/√((1/d)·Σ xᵢ² + ε) ⊙ γ",
    "Zhang and Sennrich 2019, eq. 4", chapters: [14],
    readings: [
      Reading("published", "no mean is taken off", [.published], sizeExample) { values in
        try sized(values, RootMeanSquare.published)
      },
      Reading("epsilon outside", "ε is added to the root", sizeExample) { values in
        try sized(values, RootMeanSquare.withEpsilonOutside)
      },
      Reading("mean taken off", "layer normalization without a bias", sizeExample) { values in
        try sized(values) { try LayerNormalization.published($0, gain: $1, epsilon: $2) }
      },
    ],
    "(3, 4) becomes (0.8485277980, 1.1313703973), with its mean taken off (−1, 1) but for ε; of (0.003, 0.004) the ε within leaves "
      + "(0.6324555320, 0.8432740427), beside the root it would be (0.8461349065, 1.1281798753).")

  private static let sizeExample: Values = ["x": [[3, 4], [0.003, 0.004]]]

  private static func sized(
    _ values: Values, _ normalized: (_ x: Matrix, _ gain: [Double]?, _ epsilon: Double) throws -> Matrix
  ) throws -> Values {
    let gain = values.has("gain") ? try values.numbers("gain") : nil
    let epsilon = try values.number("epsilon", default: LayerNormalization.epsilon)
    return try ["y": .matrix(normalized(values.matrix("x"), gain, epsilon))]
  }

  static let g_QKNORM = missing(
    .g_QKNORM, "Queries and keys of one length",
    #"S = \frac{\hat{Q}\hat{K}^\top}{\sqrt{d}}, \quad \hat{x} = \frac{x}{\mathrm{RMS}(x)}"#,
    "S = Q̂·K̂ᵀ/√d,  x̂ = x/RMS(x) row by row", "Henry et al. 2020; Dehghani et al. 2023, §2", chapters: [14],
    readings: [
      Reading("root mean square", "every row has the length √d", [.published], lengthExample) { values in
        let epsilon = try values.number("epsilon", default: LayerNormalization.epsilon)
        return try [
          "S": .matrix(
            RootMeanSquare.scores(query: values.matrix("Q"), key: values.matrix("K"), epsilon: epsilon))
        ]
      },
      Reading("unit length", "cosines, times a learned number g", lengthExample.with(["g": 10])) { values in
        let factor = try values.number("g")
        return try [
          "S": .matrix(
            RootMeanSquare.scaledCosines(query: values.matrix("Q"), key: values.matrix("K"), factor: factor))
        ]
      },
      Reading("as they come", "no normalization", lengthExample) { values in
        try ["S": .matrix(Attention.scores(query: values.matrix("Q"), key: values.matrix("K")))]
      },
    ],
    "The query (3, 4) and the key (4, 3) score 16.9705627485 as they come and ten times that when the query is ten times as long; "
      + "normalised 1.3576 both times, √2·0.96, and no score is beyond √2.")

  private static let lengthExample: Values = ["Q": [[3, 4], [30, 40]], "K": [[4, 3], [0, 1]]]

  static let g_RELU2 = missing(
    .g_RELU2, "The squared rectifier", #"f(x) = \max(0, x)^2"#, "f(x) = max(0, x)²", "So et al. 2021, §3.2",
    chapters: [14],
    readings: [
      Reading("published", "the square of what is above 0", [.published], ["x": [2, -2, 0.5]]) { values in
        try ["y": .numbers(values.numbers("x").map(FeedForward.squaredReLU))]
      },
      Reading("squared first", "max(0, x²), which is x²", ["x": [2, -2, 0.5]]) { values in
        try ["y": .numbers(values.numbers("x").map { FeedForward.relu($0 * $0) })]
      },
    ],
    "2, −2 and ½ give 4, 0 and ¼; squared first, −2 gives 4 as well.")

  static let g_SWIGLU = missing(
    .g_SWIGLU, "The gated feed-forward network",
    #"\mathrm{FFN}(x) = \bigl(s(xW) \odot xV\bigr) W_2, \quad s(z) = z\,\sigma(z)"#,
    "FFN(x) = (s(x·W) ⊙ x·V)·W₂,  s(z) = z·σ(z)", "Shazeer 2020, eq. 6", chapters: [14],
    readings: [
      Reading("published", "the gate is z·σ(z)", [.published], gateExample) {
        try gated($0, FeedForward.silu)
      },
      Reading("sigmoid", "the gate is σ(z), as in the first gated layers", gateExample) {
        try gated($0, FeedForward.sigmoid)
      },
    ],
    "Three matrices of the inner width 344 have the numbers of two of 512, up to the next multiple of 8; x = (1, −2) gives "
      + "(2.8690523061, 4.1230719678), with σ alone (−0.1008089192, 0.4161949910).")

  private static let gateExample: Values = [
    "x": [[1, -2]], "W": [[1, 0, -1], [0, 1, 1]], "V": [[1, 1, 0], [0, 1, 1]],
    "W2": [[1, 2], [3, 4], [5, 6]],
    "h": 512,
  ]

  private static func gated(_ values: Values, _ activation: (Double) -> Double) throws -> Values {
    let output = try FeedForward.gated(
      values.matrix("x"), gate: values.matrix("W"), value: values.matrix("V"), second: values.matrix("W2"),
      by: activation)
    let outputs: Values = ["output": .matrix(output)]
    guard values.has("h") else { return outputs }
    return try outputs.with(["width": .number(Double(FeedForward.gatedWidth(for: values.integer("h"))))])
  }

  static let g_SOFTCAP = missing(
    .g_SOFTCAP, "The soft cap of the logits", #"z' = c \tanh(z/c)"#, "z′ = c·tanh(z/c)",
    "Gemma Team 2024, §2",
    chapters: [14],
    readings: [
      Reading("published", "near z where z is small, never beyond c", [.published], capExample) { values in
        let cap = try values.number("c")
        return try ["z": .numbers(values.numbers("z").map { Embedding.capped($0, at: cap) })]
      },
      Reading("clipped", "z between −c and c, by force", capExample) { values in
        let cap = try values.number("c")
        return try ["z": .numbers(values.numbers("z").map { Embedding.clipped($0, at: cap) })]
      },
    ],
    "At c = 30 the logits 1, 30 and −90 become 0.9996297942, 22.8478246787 and −29.8516426106: their order stays, and a slope, where "
      + "clipping leaves 1, 30 and −30.")

  private static let capExample: Values = ["z": [1, 30, -90], "c": 30]

  static let g_VALUERES = missing(
    .g_VALUERES, "The value residual", #"V'_\ell = (1 - \lambda_\ell) V_\ell + \lambda_\ell V_1"#,
    "V′ = (1 − λ)·V + λ·V₁, V₁ the values of the first block", "Zhou et al. 2024, §3", chapters: [14],
    readings: [
      Reading(
        "published", "a share λ that each block learns", [.published], valueExample.with(["lambda": 0.25])
      ) {
        try mixed($0, share: $0.number("lambda"))
      },
      Reading("the mean", "λ = ½ in every block", valueExample) { try mixed($0, share: 0.5) },
      Reading("the first block's alone", "λ = 1: the other blocks have no values of their own", valueExample)
      {
        try mixed($0, share: 1)
      },
    ],
    "Of V = (4, 0) and V₁ = (0, 8), λ = ¼ makes (3, 2), the mean is (2, 4), and λ = 1 leaves (0, 8).")

  private static let valueExample: Values = ["V": [[4, 0]], "V1": [[0, 8]]]

  private static func mixed(_ values: Values, share: Double) throws -> Values {
    try ["V": .matrix(Residual.ofValues(values.matrix("V"), first: values.matrix("V1"), share: share))]
  }
}
