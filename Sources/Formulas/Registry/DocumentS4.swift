/// What document S4 prints, in section 4, and states in prose or in code.
extension Formula {
  static let s4_4_1_ATT = Formula(
    id: .s4_4_1_ATT, title: "Scaled dot-product attention", sources: [Source(.s4, "4.1")],
    latexPrinted: #"Attention(Q, K, V) = softmax(\frac{QK^T}{\sqrt{d_k}})V"#,
    latexPublished: #"\mathrm{Attention}(Q,K,V) = \mathrm{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V"#,
    unicodePrinted: "Attention(Q, K, V) = softmax(Q·Kᵀ/√d_k)·V",
    unicode: "Attention(Q, K, V) = softmax(Q·Kᵀ/√d_k)·V",
    literature: "Vaswani et al. 2017, eq. 1", verdict: .agrees,
    reason: "The same formula; how Q, K and V come from the sequence X is not said.", chapters: [4],
    readings: [
      .attention(ledger: nil, [.printed, .published]),
      Reading("projections of X", ledger: "R1", "X·W^Q, X·W^K and X·W^V", Examples.projections) { values in
        let input = try values.matrix("X")
        let weights = try values.projections(width: input.columnCount)
        let attended: Values = try [
          "Q": .matrix(Projection.published(input, weights.query)),
          "K": .matrix(Projection.published(input, weights.key)),
          "V": .matrix(Projection.published(input, weights.value)),
        ]
        return try attended.attention()
      },
      Reading("X itself", ledger: "R2", "Q = K = V = X, without projections", ["X": [[1, 0], [0, 1]]]) {
        values in
        let input = try values.matrix("X")
        let attended: Values = ["Q": .matrix(input), "K": .matrix(input), "V": .matrix(input)]
        return try attended.attention().with([
          "S": .matrix(Attention.scores(query: input, key: input, scale: 1))
        ])
      },
    ],
    discriminatingFact:
      "Without projections S = X·Xᵀ is symmetric and the weights have no parameter to learn.")

  static let s4_4_2_MHA = Formula(
    id: .s4_4_2_MHA, title: "Multi-head attention", sources: [Source(.s4, "4.2")],
    latexPrinted: #"MultiHead(Q, K, V) = Concat(head_1, head_2, ..., head_h)W^O"#,
    latexPublished: multiHeadLatex,
    unicodePrinted: "MultiHead(Q, K, V) = Concat(head₁, head₂, ..., head_h)·W^O",
    unicode: "Concat(head₁, …, head_h)·W^O,  headᵢ = Attention(Q·Wᵢ^Q, K·Wᵢ^K, V·Wᵢ^V)",
    literature: "Vaswani et al. 2017, §3.2.2", verdict: .agreesUnderReading,
    reason: "The formula is right and headᵢ is not defined: neither its projections nor its width are given.",
    chapters: [5], readings: multiHeadReadings,
    discriminatingFact:
      "One head of width 2 is not two of width 1: (0.669761549, 0.330238451) against (0.731058579, 0.5) in row 0."
  )

  static let s4_3_2_P_NGD = Formula(
    id: .s4_3_2_P_NGD, title: "Natural gradient descent", sources: [Source(.s4, "3.2"), Source(.s4, "9.2")],
    latexPrinted: nil, latexPublished: #"\theta \leftarrow \theta - \eta \, F^{-1} \nabla L"#,
    unicodePrinted: "「自然梯度下降」", unicode: "θ ← θ − η·F⁻¹·∇L(θ)",
    literature: "Amari 1998", verdict: .statedInProse,
    reason: "GPT models are trained with Adam; the natural gradient is another step.", chapters: [7],
    readings: [
      Reading(
        "natural", "the gradient preconditioned by the Fisher information", [.printed, .published],
        ["theta": 1, "y": 1]
      ) { values in
        let step = try Optimization.naturalGradient(
          parameter: values.number("theta"), label: values.number("y"))
        return [
          "gradient": .number(step.gradient), "fisher": .number(step.fisher), "step": .number(step.natural),
        ]
      },
      Reading("gradient", "the plain gradient, as SGD takes it", ["theta": 1, "y": 1]) { values in
        let step = try Optimization.naturalGradient(
          parameter: values.number("theta"), label: values.number("y"))
        return ["step": .number(step.gradient)]
      },
    ],
    discriminatingFact:
      "One Bernoulli logit at θ = 1, y = 1: the gradient is −0.2689414214, the natural gradient −1.3678794412."
  )

  static let s4_5_2_P_MULPE = Formula(
    id: .s4_5_2_P_MULPE, title: "Positions multiplied", sources: [Source(.s4, "5.2")], latexPrinted: nil,
    latexPublished: #"x = E[w] + PE(p)"#,
    unicodePrinted: "x = self.embedding(x) * self.pos_encoding", unicode: "x = E[w] + PE(p)",
    literature: "Vaswani et al. 2017, §3.5", verdict: .statedInProse,
    reason: "The code multiplies by a table that starts as zeros, so that nothing passes.", chapters: [3],
    readings: [
      Reading("product", "E ⊙ P, entry by entry", [.printed], multiplied) { values in
        try ["X": .matrix(PositionalEncoding.multiplied(values.matrix("E"), values.matrix("P")))]
      },
      Reading("sum", "E + P", [.published], multiplied) { values in
        try ["X": .matrix(PositionalEncoding.added(values.matrix("E"), values.matrix("P")))]
      },
    ],
    discriminatingFact:
      "With P(0) = (0, 1, 0, 1) the embeddings (1, 2, 3, 4) and (9, 2, −5, 4) both become (0, 2, 0, 4); the sum keeps "
      + "them apart. With P = 0, as initialised, everything becomes 0.")

  private static let multiplied: Values = [
    "E": [[1, 2, 3, 4], [9, 2, -5, 4]], "P": [[0, 1, 0, 1], [0, 1, 0, 1]],
  ]

  static let s4_8_P_DISTIL = Formula(
    id: .s4_8_P_DISTIL, title: "Distillation", sources: [Source(.s4, "8")], latexPrinted: nil,
    latexPublished: #"L = T^2 \, \mathrm{KL}\left(p_T \,\Vert\, q_T\right)"#,
    unicodePrinted: "「模型压缩、知识蒸馏」", unicode: "L = T²·KL(p_T‖q_T),  p_T = softmax(z/T)",
    literature: "Hinton, Vinyals and Dean 2015", verdict: .statedInProse, reason: "Named, without a formula.",
    chapters: [11],
    readings: [
      Reading(
        "published", "the student matches the teacher's softened probabilities", [.published],
        ["teacher": [2, 1, 0], "student": [1, 1, 0], "T": 2]
      ) { values in
        let (teacher, student) = try (values.numbers("teacher"), values.numbers("student"))
        let temperature = try values.number("T")
        return try [
          "KL": .number(
            Distillation.divergence(teacher: teacher, student: student, temperature: temperature)),
          "L": .number(Distillation.published(teacher: teacher, student: student, temperature: temperature)),
        ]
      }
    ],
    discriminatingFact: "Logits (2, 1, 0) and (1, 1, 0) at T = 2: KL 0.0309906128, times T² 0.1239624513.")
}
