/// What document S3 prints, in section 3.
extension Formula {
  static let s3_3_1_Q = Formula(
    id: .s3_3_1_Q, title: "Query", sources: [Source(.s3, "3.1")],
    latexPrinted: #"Q = W_q \cdot X \cdot W_k"#, latexPublished: #"Q = XW_q"#,
    unicodePrinted: "Q = W_q·X·W_k", unicode: "Q = X·W_q", literature: "Vaswani et al. 2017, §3.2.2",
    verdict: .differs, reason: "W_q on the left mixes the tokens before attention and fits one length alone.",
    chapters: [4], readings: projectionReadings(output: "Q", left: "WQ", right: "WK", published: "WQ"),
    discriminatingFact:
      "Queries equal keys, so scores are symmetric and positive semidefinite; exchanging two tokens changes the output "
      + "by 4.0000481 where the published form only exchanges rows.")

  static let s3_3_1_K = Formula(
    id: .s3_3_1_K, title: "Key", sources: [Source(.s3, "3.1")],
    latexPrinted: #"K = W_q \cdot X \cdot W_k"#, latexPublished: #"K = XW_k"#,
    unicodePrinted: "K = W_q·X·W_k", unicode: "K = X·W_k", literature: "Vaswani et al. 2017, §3.2.2",
    verdict: .differs, reason: "The same expression as the query's: K = Q.", chapters: [4],
    readings: projectionReadings(output: "K", left: "WQ", right: "WK", published: "WK"),
    discriminatingFact:
      "S = Q·Qᵀ: what A attends to in B always equals what B attends to in A, before softmax.")

  static let s3_3_1_V = Formula(
    id: .s3_3_1_V, title: "Value", sources: [Source(.s3, "3.1")],
    latexPrinted: #"V = W_q \cdot X \cdot W_v"#, latexPublished: #"V = XW_v"#,
    unicodePrinted: "V = W_q·X·W_v", unicode: "V = X·W_v", literature: "Vaswani et al. 2017, §3.2.2",
    verdict: .differs, reason: "The value takes the query's weights too, on the side of the tokens.",
    chapters: [4],
    readings: projectionReadings(output: "V", left: "WQ", right: "WV", published: "WV"),
    discriminatingFact:
      "W_q takes part in all three: a causal mask cannot help, the future is mixed in before it.")

  private static func projectionReadings(
    output: String, left: String, right: String, published: String
  ) -> [Reading] {
    [
      Reading(
        "as printed", "three matrices multiplied, W_q over the tokens", [.printed], Examples.projections
      ) { values in
        let product = try Projection.asPrintedS3(
          queryWeight: values.matrix(left), input: values.matrix("X"), weight: values.matrix(right))
        return Values(dictionaryLiteral: (output, .matrix(product)))
      },
      Reading("published", "one projection, token by token", [.published], Examples.projections) { values in
        let product = try Projection.published(values.matrix("X"), values.matrix(published))
        return Values(dictionaryLiteral: (output, .matrix(product)))
      },
    ]
  }

  static let s3_3_1_ATT = Formula(
    id: .s3_3_1_ATT, title: "Scaled dot-product attention", sources: [Source(.s3, "3.1")],
    latexPrinted: #"Attention(Q, K, V) = softmax(\frac{Q \cdot K^T}{\sqrt{d_k}}) \cdot V"#,
    latexPublished: #"\mathrm{Attention}(Q,K,V) = \mathrm{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V"#,
    unicodePrinted: "Attention(Q, K, V) = softmax(Q·Kᵀ/√d_k)·V",
    unicode: "Attention(Q, K, V) = softmax(Q·Kᵀ/√d_k)·V",
    literature: "Vaswani et al. 2017, eq. 1", verdict: .agrees,
    reason: "The same formula; the text calls it the weights, which do not depend on V.", chapters: [4],
    readings: [.attention(ledger: nil, [.printed, .published])],
    discriminatingFact:
      "Replace V by 2·V: the weights stay, the output doubles to (3.320953803, 5.320953803).")

  static let s3_3_1_OUT = Formula(
    id: .s3_3_1_OUT, title: "Output of attention", sources: [Source(.s3, "3.1")],
    latexPrinted: #"Output = Attention(Q, K, V)"#,
    latexPublished: #"\mathrm{Output} = \mathrm{Attention}(Q, K, V)"#,
    unicodePrinted: "Output = Attention(Q, K, V)", unicode: "Output = Attention(Q, K, V)",
    literature: "Vaswani et al. 2017, eq. 1", verdict: .agrees,
    reason: "Right as a formula; the prose multiplies by V a second time.", chapters: [4],
    readings: [
      .attention(ledger: "R1", [.printed, .published]),
      Reading(
        "times V again", ledger: "R2", "the prose: “the weights multiplied by V”, which they were already",
        Examples.toyA
      ) { values in
        try [
          "output": .matrix(
            Attention.multipliedByValueAgain(
              query: values.matrix("Q"), key: values.matrix("K"), value: values.matrix("V")))
        ]
      },
    ],
    discriminatingFact:
      "The second product needs n = d_v; where it exists it gives 9.641907605 instead of 1.660476901.")

  static let s3_3_3_PE = Formula(
    id: .s3_3_3_PE, title: "Positional encoding", sources: [Source(.s3, "3.3")],
    latexPrinted: #"P(pos) = sin(\frac{pos}{10000}^{2i}) + cos(\frac{pos}{10000}^{2i+1})"#,
    latexPublished: #"PE_{(p,2i)} = \sin(p/10000^{2i/d}), \quad PE_{(p,2i+1)} = \cos(p/10000^{2i/d})"#,
    unicodePrinted: "P(pos) = sin((pos/10000)^(2i)) + cos((pos/10000)^(2i+1))",
    unicode: "PE(p, 2i) = sin(p/10000^(2i/d)),  PE(p, 2i+1) = cos(p/10000^(2i/d))",
    literature: "Vaswani et al. 2017, §3.5", verdict: .differs,
    reason:
      "The exponent lost its /d and moved over the fraction, and sine and cosine have different frequencies.",
    chapters: [3],
    readings: [
      Reading(
        "power of the fraction", ledger: "R1", "(pos/10000)^(2i), one number a dimension i from 0",
        [.printed], Examples.positions
      ) { values in
        let width = try values.integer("d")
        return try values.table { position in
          (0..<width).map { PositionalEncoding.asPrintedS3(position: position, dimension: $0) }
        }
      },
      Reading("power of the denominator", ledger: "R2", "pos/10000^(2i)", Examples.positions) { values in
        let width = try values.integer("d")
        return try values.table { position in
          (0..<width).map { PositionalEncoding.asPrintedS3Denominator(position: position, dimension: $0) }
        }
      },
      Reading(
        "one number a position", ledger: "R3",
        "“one-dimensional”: (pos/10000)^(2i) at one i, in every dimension", Examples.positions.with(["i": 0])
      ) { values in
        let dimension = try values.integer("i", default: 0)
        return try values.broadcastTable {
          PositionalEncoding.asPrintedS3(position: $0, dimension: dimension)
        }
      },
      Reading("power of the value", ledger: "R4", "sin(pos/10000)^(2i)", Examples.positions) { values in
        let width = try values.integer("d")
        return try values.table { position in
          (0..<width).map { PositionalEncoding.asPrintedS3PowerOfValue(position: position, dimension: $0) }
        }
      },
      .sinusoids(),
    ],
    discriminatingFact:
      "As Float, positions 0 and 1 have the same row (1.841471, 1, 1, 1) and every value at i ≥ 2 is exactly 1 for "
      + "pos < 64; the published neighbours are 0.9640996 apart at d = 8.")
}
