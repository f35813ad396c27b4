/// What document S2 prints, in section 4, and states without a formula.
extension Formula {
  static let s2_4_1_ATT = Formula(
    id: .s2_4_1_ATT, title: "Scaled dot-product attention", sources: [Source(.s2, "4.1")],
    latexPrinted: #"Attention(Q, K, V) = softmax(\frac{QK^T}{\sqrt{d_k}})V"#,
    latexPublished: #"\mathrm{Attention}(Q,K,V) = \mathrm{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V"#,
    unicodePrinted: "Attention(Q, K, V) = softmax(Q·Kᵀ/√d_k)·V",
    unicode: "Attention(Q, K, V) = softmax(Q·Kᵀ/√d_k)·V",
    literature: "Vaswani et al. 2017, eq. 1", verdict: .agrees,
    reason: "The same formula, once the “vectors” Q, K and V of the text are matrices.", chapters: [4],
    readings: [.attention(ledger: "R1", [.printed, .published])],
    discriminatingFact:
      "Each row of weights sums to 1; one constant vector added to all keys changes nothing.")

  static let s2_4_2_CE = Formula(
    id: .s2_4_2_CE, title: "Cross-entropy", sources: [Source(.s2, "4.2")],
    latexPrinted: #"L = -\sum_{i=1}^N y_i log(\hat{y_i})"#,
    latexPublished:
      #"H(p, q) = -\sum_c p_c \log q_c, \quad L = -\frac{1}{N}\sum_{t=1}^{N} \log P(w_t \mid w_{<t})"#,
    unicodePrinted: "L = −Σ_{i=1}^{N} yᵢ·log(ŷᵢ)", unicode: "L = −(1/N)·Σᵢ Σ_c y_{ic}·ln ŷ_{ic}",
    literature: "Shannon 1948; Radford et al. 2018", verdict: .agreesUnderReading,
    reason: "Right when i runs over the classes; the text says that it runs over the samples.", chapters: [7],
    readings: [
      Reading(
        "over the classes", ledger: "R1", "y is one-hot (or a distribution), i runs over its classes",
        [.printed],
        ["y": [0, 1, 0], "ŷ": [0.2, 0.7, 0.1]]
      ) { values in
        let (targets, predictions) = try (values.numbers("y"), values.numbers("ŷ"))
        return try [
          "L": .number(
            CrossEntropy.published(
              targets: targets, predictions: predictions,
              base: values.has("base") ? values.number("base") : nil)),
          "H": .number(CrossEntropy.entropy(targets)),
          "KL": .number(CrossEntropy.divergence(targets, from: predictions)),
        ]
      },
      Reading("sum over samples", ledger: "R2", "each sample a one-hot row", samples) { values in
        try ["L": .number(CrossEntropy.summed(targets: values.matrix("y"), predictions: values.matrix("ŷ")))]
      },
      Reading("mean over samples", ledger: "R3", "as frameworks have it", [.published], samples) { values in
        try ["L": .number(CrossEntropy.mean(targets: values.matrix("y"), predictions: values.matrix("ŷ")))]
      },
      Reading(
        "class numbers", ledger: "R4", "yᵢ is the number of the class, times the log of its probability",
        ["y": [1, 2], "ŷ": [0.7, 0.5]]
      ) { values in
        try [
          "L": .number(
            CrossEntropy.withClassNumbers(labels: values.numbers("y"), predictions: values.numbers("ŷ")))
        ]
      },
      Reading(
        "positive term alone", ledger: "R5", "yᵢ ∈ {0, 1}, and 1 − yᵢ does not occur",
        ["y": [1, 0], "ŷ": [0.9, 0.8]]
      ) { values in
        try [
          "L": .number(
            CrossEntropy.positiveTermOnly(labels: values.numbers("y"), predictions: values.numbers("ŷ")))
        ]
      },
      Reading("binary", "yᵢ ∈ {0, 1}, with both terms: yᵢ and 1 − yᵢ", ["y": [1, 0], "ŷ": [0.9, 0.8]]) {
        values in
        try ["L": .number(CrossEntropy.binary(labels: values.numbers("y"), predictions: values.numbers("ŷ")))]
      },
      Reading("from logits", "−ln softmax(z)_target, with its gradient", ["z": [1, 2, 3], "target": 2]) {
        values in
        let (logits, target) = try (values.numbers("z"), values.integer("target"))
        guard logits.indices.contains(target) else {
          throw ShapeMismatch(operation: "z_target", left: [logits.count], right: [target])
        }
        return [
          "L": .number(CrossEntropy.fromLogits(logits, target: target)),
          "gradient": .numbers(CrossEntropy.gradient(logits, target: target)),
        ]
      },
    ],
    discriminatingFact:
      "Two samples with true probabilities 0.7 and 0.5: the sum is 1.0498221245 and doubles with the batch, the mean "
      + "is 0.5249110622 and does not; with class numbers 1 and 2 it is 1.7429693051.")

  private static let samples: Values = [
    "y": [[0, 1, 0], [1, 0, 0]], "ŷ": [[0.2, 0.7, 0.1], [0.5, 0.3, 0.2]],
  ]

  static let s2_1_1_P_NGRAM = Formula(
    id: .s2_1_1_P_NGRAM, title: "N-gram model", sources: [Source(.s2, "1.1")], latexPrinted: nil,
    latexPublished: #"P(w \mid h) = \frac{C(h, w)}{C(h)}"#,
    unicodePrinted: "「通过统计词语出现的概率来预测下一个词语」", unicode: "P(w | h) = C(h, w)/C(h)",
    literature: "Jurafsky and Martin, ch. 3", verdict: .statedInProse,
    reason: "The description is right, its two weaknesses included; no formula is given.", chapters: [1],
    readings: ngramReadings,
    discriminatingFact:
      "“the dog ran” never occurs: probability 0 by counting, 16/3969 = 0.0040312421 with one added to each count, "
      + "0.0033908420 interpolated half and half with the unigram.")

  static let ngramReadings = [
    Reading("maximum likelihood", "counts divided by counts", [.printed, .published], Examples.toyN) {
      values in
      try bigrams(values, .maximumLikelihood)
    },
    Reading("add-k", "k added to every count", Examples.toyN.with(["k": 1])) { values in
      try bigrams(values, .addK(values.number("k")))
    },
    Reading("interpolated", "λ of the bigram, 1 − λ of the unigram", Examples.toyN.with(["lambda": 0.5])) {
      values in
      try bigrams(values, .interpolated(values.number("lambda")))
    },
    Reading("unigram", "the history ignored", Examples.toyN) { values in try bigrams(values, .unigram) },
  ]

  /// The probability of a sentence, of its tokens, and optionally of one word after a history; the loss of the corpus.
  private static func bigrams(_ values: Values, _ estimate: Bigrams.Estimate) throws -> Values {
    let corpus = try values.texts("corpus")
    let bigrams = Bigrams(corpus)
    let training = corpus.flatMap { bigrams.probabilities(of: $0, estimate) }
    var outputs: Values = [
      "nll": .number(-Likelihood.meanLogProbability(training)),
      "perplexity": .number(Likelihood.perplexity(training)),
    ]
    if values.has("sentence") {
      outputs["P"] = try .number(bigrams.probability(of: values.text("sentence"), estimate))
    }
    if values.has("word") {
      outputs["P(word | history)"] = try .number(
        bigrams.probability(of: values.text("word"), after: values.text("history"), estimate))
    }
    return outputs
  }

  static let s2_3_3_P_GREEDY = Formula(
    id: .s2_3_3_P_GREEDY, title: "Greedy decoding", sources: [Source(.s2, "3.3")], latexPrinted: nil,
    latexPublished: #"w_t = \arg\max_w P(w \mid w_{<t})"#,
    unicodePrinted: "「选择概率最高的词语作为下一个词语」", unicode: "w_t = argmax_w P(w | w₁ … w_{t−1})",
    literature: "Sutskever, Vinyals and Le 2014, §3.2", verdict: .statedInProse,
    reason: "One decoder of several: the best word at each step is not the best sequence.", chapters: [8],
    readings: [
      Reading("greedy", "the best word at each step", [.printed, .published], greedyExample) { values in
        let (path, probability) = try Sampling.greedyPath(
          first: values.numbers("first"), second: values.matrix("second"))
        return ["path": .integers(path), "P": .number(probability)]
      },
      Reading("exhaustive", "the best sequence of all", greedyExample) { values in
        let (path, probability) = try Sampling.bestPath(
          first: values.numbers("first"), second: values.matrix("second"))
        return ["path": .integers(path), "P": .number(probability)]
      },
    ],
    discriminatingFact:
      "P(A) = 0.6 then 0.5, P(B) = 0.4 then 1: greedy finds probability 0.3, the best has 0.4.")

  private static let greedyExample: Values = ["first": [0.6, 0.4], "second": [[0.5, 0.5], [1, 0]]]

  static let s2_4_1_P_LAYER = Formula(
    id: .s2_4_1_P_LAYER, title: "Sub-layers of a layer", sources: [Source(.s2, "4.1")], latexPrinted: nil,
    latexPublished:
      #"x_1 = \mathrm{LN}(x + \mathrm{MHA}(x)), \quad y = \mathrm{LN}(x_1 + \mathrm{FFN}(x_1))"#,
    unicodePrinted: "「自注意力层」「前馈神经网络」「残差连接」「层归一化」",
    unicode: "x₁ = LN(x + MHA(x)),  y = LN(x₁ + FFN(x₁))",
    literature: "Vaswani et al. 2017, §3.1; Radford et al. 2019, §2.3", verdict: .statedInProse,
    reason: "All four parts are named; their order is not, nor the decoder's mask and cross-attention.",
    chapters: [6],
    readings: [
      .postNorm("post-norm", [.printed, .published], Examples.toyE), .preNorm("pre-norm", [], Examples.toyE),
    ],
    discriminatingFact:
      "On the same two tokens the post-norm layer begins −0.506844583, the pre-norm block −0.292837968.")
}
