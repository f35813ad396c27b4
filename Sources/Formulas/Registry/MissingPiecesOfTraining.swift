/// What the documents need for tokens, losses and training and do not state.
extension Formula {
  static let g_EMB = missing(
    .g_EMB, "Embedding of tokens", #"x = E[w] = \mathrm{onehot}(w)E"#, "x = E[w] = onehot(w)·E",
    "Bengio et al. 2003; Vaswani et al. 2017, §3.4", chapters: [2],
    readings: [
      Reading("lookup", "the row of the token", [.published], embeddingExample) { values in
        try ["X": .matrix(Embedding.published(table: values.matrix("E"), tokens: values.integers("tokens")))]
      },
      Reading("product", "the one-hot row times the table", embeddingExample) { values in
        try ["X": .matrix(Embedding.byProduct(table: values.matrix("E"), tokens: values.integers("tokens")))]
      },
      Reading("scaled", "the row times √d, before positions are added", embeddingExample) { values in
        try [
          "X": .matrix(Embedding.scaled(table: values.matrix("E"), tokens: values.integers("tokens"))),
          "scale": .number(Double(values.matrix("E").columnCount).squareRoot()),
        ]
      },
    ],
    "The one-hot product and the lookup are the same; Vaswani's factor is √512 = 22.6274169980 at width 512.")

  private static let embeddingExample: Values = ["E": [[1, 2], [3, 4], [5, 6]], "tokens": [2, 0, 2]]

  static let g_HEADLM = missing(
    .g_HEADLM, "Language-model head", #"\mathrm{logits} = hE^\top"#,
    "logits = h·Eᵀ, with the embedding's own E",
    "Press and Wolf 2017; Radford et al. 2018, eq. 2", chapters: [6, 7],
    readings: [
      Reading("tied", "the embedding's table, transposed", [.published], headExample) {
        try languageModelHead($0, true)
      },
      Reading(
        "untied", "a table U of its own",
        headExample.with(["U": [[0, 1], [1, 0], [1, 1]]])
      ) { try languageModelHead($0, false) },
    ],
    "GPT-2 small has 124,439,808 parameters when the head is tied to the embedding, 163,037,184 when it is not."
  )

  private static let headExample: Values = [
    "h": [[1, 2]], "E": [[1, 2], [3, 4], [5, 6]], "V": 50257, "n": 1024, "L": 12, "d": 768,
  ]

  private static func languageModelHead(_ values: Values, _ tied: Bool) throws -> Values {
    var outputs: Values = [:]
    if values.has("h") {
      outputs["logits"] = try .matrix(
        Embedding.logits(values.matrix("h"), table: values.matrix(tied ? "E" : "U")))
    }
    if values.has("V") {
      let count = try Embedding.parameterCount(
        vocabularySize: values.integer("V"), contextLength: values.integer("n"),
        layerCount: values.integer("L"),
        width: values.integer("d"), tied: tied)
      outputs["parameters"] = .number(Double(count))
    }
    return outputs
  }

  static let g_NGRAM = missing(
    .g_NGRAM, "Counts and smoothing", #"P(w \mid h) = \frac{C(h, w) + k}{C(h) + kV}"#,
    "P(w | h) = (C(h, w) + k)/(C(h) + k·V)", "Jurafsky and Martin, ch. 3", chapters: [1],
    readings: ngramReadings,
    "P(cat | the) is 2/3 by counting and 1/3 with one added to each count; only the latter gives no event probability 0."
  )

  static let g_PPL = missing(
    .g_PPL, "Perplexity", #"\mathrm{PPL} = e^{-\frac{1}{N}\sum_i \ln P(w_i)}"#,
    "PPL = exp(−(1/N)·Σ ln P(wᵢ | …))",
    "Jelinek et al. 1977", chapters: [1, 7],
    readings: [
      Reading("published", "the exponential of the mean loss", [.published], ["P": [0.5, 0.25, 0.5]]) {
        values in
        try likelihood(values.numbers("P"))
      }
    ],
    "P = (½, ¼, ½) has perplexity 2.5198420998, the cube root of 16; a uniform model of V words has V.")

  static let g_ADAM = missing(
    .g_ADAM, "Adam", #"\theta \leftarrow \theta - \eta\,\frac{\hat m}{\sqrt{\hat v} + \epsilon}"#,
    "θ ← θ − η·m̂/(√v̂ + ε),  m̂ = m/(1 − β₁ᵗ),  v̂ = v/(1 − β₂ᵗ)", "Kingma and Ba 2015, algorithm 1",
    chapters: [7],
    readings: [
      Reading("published", "with bias correction", [.published], adamExample) {
        try adam($0, correctingBias: true)
      },
      Reading("uncorrected", "without bias correction", adamExample) { try adam($0, correctingBias: false) },
    ],
    "The first step is η·sign(g) whatever the size of g: 0.099999998 for g = −½ at η = 0.1. Uncorrected it is √10 "
      + "times that.")

  private static let adamExample: Values = ["theta": 0, "gradients": [-0.5], "rate": 0.1]

  private static func adam(_ values: Values, correctingBias: Bool) throws -> Values {
    try [
      "theta": .numbers(
        Optimization.adam(
          from: values.number("theta"), gradients: values.numbers("gradients"), rate: values.number("rate"),
          firstDecay: values.number("beta1", default: 0.9),
          secondDecay: values.number("beta2", default: 0.999),
          epsilon: values.number("epsilon", default: 1e-8), correctingBias: correctingBias))
    ]
  }

  static let g_LR = missing(
    .g_LR, "Warm-up", #"\eta = d^{-0.5} \min(s^{-0.5}, s \cdot w^{-1.5})"#,
    "η = d^(−½)·min(s^(−½), s·w^(−3/2))",
    "Vaswani et al. 2017, eq. 3", chapters: [7],
    readings: [
      Reading(
        "published", "rises for w steps, then falls as 1/√s", [.published],
        ["d": 512, "w": 4000, "s": [1, 1000, 4000, 16000]]
      ) { values in
        let (width, steps) = try (values.number("d"), values.number("w"))
        return try [
          "rate": .numbers(
            values.numbers("s").map { Optimization.warmUp(step: $0, width: width, warmUpSteps: steps) })
        ]
      }
    ],
    "At d = 512 and w = 4000 the peak, at step 4000, is 6.98771243e-4.")

  static let g_BPE = missing(
    .g_BPE, "Byte-level byte-pair encoding", #"\text{id} = 256 + \text{rank of the merge}"#,
    "merge the pair of least rank until none is left; id = 256 + rank",
    "Sennrich et al. 2016; Radford et al. 2019",
    chapters: [2], readings: [.bytePairs("published")],
    "Fifteen merges give GPT-2's own numbers of “Hello, my dog is cute”: 15496, 11, 616, 3290, 318, 13779.")

  static let g_MAXENT = missing(
    .g_MAXENT, "Maximum-entropy bigram", #"P(w \mid h) = \mathrm{softmax}(W_h)_w"#,
    "P(w | h) = softmax(W[h])_w",
    "Berger et al. 1996", chapters: [1, 7],
    readings: [
      Reading(
        "published", "softmax regression on the previous word, by gradient descent", [.published],
        Examples.toyN.without("sentence").with(["steps": 100, "rate": 5, "history": "the", "word": "cat"])
      ) { values in
        var model = try MaximumEntropy(values.texts("corpus"))
        let (steps, rate) = try (values.integer("steps"), values.number("rate"))
        let start = model.loss
        for _ in 0..<steps { model.descend(rate: rate) }
        return try [
          "first loss": .number(start), "loss": .number(model.loss),
          "P(word | history)": .number(
            model.probability(of: values.text("word"), after: values.text("history"))),
        ]
      }
    ],
    "From ln 7 = 1.9459101491 to 0.2752841 in 2000 steps, never below the counted bigram's 0.2746530722: the neural "
      + "bigram is the table of counts.")
}
