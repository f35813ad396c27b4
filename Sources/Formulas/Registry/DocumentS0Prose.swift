/// What document S0 states without a formula.
extension Formula {
  static let s0_2_1_P_LM = Formula(
    id: .s0_2_1_P_LM, title: "Two kinds of language model", sources: [Source(.s0, "2.1")], latexPrinted: nil,
    latexPublished: #"P(w_1 \dots w_T) = \prod_{t=1}^{T} P(w_t \mid w_{<t})"#,
    unicodePrinted: "「基于条件概率的语言模型」 / 「基于概率分布的语言模型」",
    unicode: "P(w₁ … w_T) = Π P(w_t | w₁ … w_{t−1})",
    literature: "Shannon 1948", verdict: .statedInProse,
    reason: "Conditional and joint probability are not two kinds of model: the chain rule makes them one.",
    chapters: [1],
    readings: [
      Reading("conditional", "the chain rule with P(w | previous word), counted", [.published], Examples.toyN)
      { values in
        let bigrams = try Bigrams(values.texts("corpus"))
        return try ["P": .number(bigrams.probability(of: values.text("sentence"), .maximumLikelihood))]
      },
      Reading("unigram", "the distribution of words over the whole corpus", [.printed], Examples.toyN) {
        values in
        let bigrams = try Bigrams(values.texts("corpus"))
        return try ["P": .number(bigrams.probability(of: values.text("sentence"), .unigram))]
      },
    ],
    discriminatingFact:
      "The corpus-wide distribution is blind to order: any permutation of “the cat sat” has probability "
      + "0.0017361111; the conditional model gives the sentence 1/3 and a permutation 0.")

  static let s0_3_1_P_POS = Formula(
    id: .s0_3_1_P_POS, title: "Positions as added features", sources: [Source(.s0, "3.1")], latexPrinted: nil,
    latexPublished: #"x = E[w] + PE(p)"#,
    unicodePrinted: "「在输入序列中添加额外的特征」", unicode: "x = E[w] + PE(p)",
    literature: "Vaswani et al. 2017, §3.5", verdict: .statedInProse,
    reason: "“Add features” can mean a sum or further columns; the published model sums.",
    chapters: [3],
    readings: [
      Reading(
        "sum", "e + p, followed by a linear layer W", [.printed, .published],
        ["E": [[1, 2]], "PE": [[3, 5]], "W": [[1, 2], [0, 1]]]
      ) { values in
        let input = try PositionalEncoding.added(values.matrix("E"), values.matrix("PE"))
        return try [
          "X": .matrix(input), "projected": .matrix(input.times(values.matrix("W"), as: "(e + p)·W")),
        ]
      },
      Reading(
        "appended", "[e; p], followed by the linear layer [W; W]",
        ["E": [[1, 2]], "PE": [[3, 5]], "W": [[1, 2], [0, 1]]]
      ) { values in
        let input = try PositionalEncoding.appended(values.matrix("E"), values.matrix("PE"))
        let weight = try values.matrix("W")
        let doubled = try Matrix.concatenatingRows([weight, weight])
        return try ["X": .matrix(input), "projected": .matrix(input.times(doubled, as: "[e; p]·[W; W]"))]
      },
    ],
    discriminatingFact:
      "[e; p]·[W; W] = (e + p)·W exactly: appending generalises the sum, at width 2d instead of d.")

  static let s0_3_2_P_PREP = Formula(
    id: .s0_3_2_P_PREP, title: "Preprocessing of the text", sources: [Source(.s0, "3.2")], latexPrinted: nil,
    latexPublished: #"\mathrm{decode}(\mathrm{encode}(s)) = s"#,
    unicodePrinted: "「去除标点符号、转换为小写」", unicode: "decode(encode(s)) = s, for every text s",
    literature: "Radford et al. 2019, §2.2", verdict: .statedInProse,
    reason:
      "GPT-2 and later keep punctuation and case (GPT-1 lower-cased): their byte-level encoding can be undone "
      + "exactly.",
    chapters: [1, 2],
    readings: [
      Reading(
        "as printed", "punctuation removed, letters lower-case, then the tokens", [.printed], Examples.merges
      ) { values in
        let text = try BytePairEncoding.asPrintedNormalization(values.text("text"))
        let encoding = try BytePairEncoding(merges: values.texts("merges"))
        let tokens = encoding.encode(text)
        return [
          "normalized": .text(text), "tokens": .integers(tokens), "decoded": .text(encoding.decode(tokens)),
        ]
      },
      .bytePairs("published"),
    ],
    discriminatingFact:
      "“Hello, my dog is cute” is 6 tokens and comes back as it was; normalized it is 5 tokens and does not.")
}

extension Formula.Reading {
  /// Byte-level byte-pair encoding of a text, and back.
  static func bytePairs(_ name: String) -> Self {
    Self(name, "bytes, merged pair by pair; nothing is lost", [.published], Formula.Examples.merges) {
      values in
      let encoding = try Formula.BytePairEncoding(merges: values.texts("merges"))
      let tokens = try encoding.encode(values.text("text"))
      return ["tokens": .integers(tokens), "decoded": .text(encoding.decode(tokens))]
    }
  }
}
