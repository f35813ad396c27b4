/// What document S1 states without a formula.
extension Formula {
  static let s1_3_1_1_P_STACK = Formula(
    id: .s1_3_1_1_P_STACK, title: "Heads “stacked”", sources: [Source(.s1, "3.1.1")], latexPrinted: nil,
    latexPublished: #"\mathrm{Concat}(\mathrm{head}_1,\dots,\mathrm{head}_h)W^O"#,
    unicodePrinted: "「对每个头进行上述过程，并将结果叠加在一起」", unicode: "Concat(head₁, …, head_h)·W^O",
    literature: "Vaswani et al. 2017, §3.2.2", verdict: .statedInProse,
    reason: "“Stack” can be a sum, a third axis, or the concatenation that is meant; W^O is not mentioned.",
    chapters: [5],
    readings: [
      Reading(
        "sum",
        "Σ headᵢ: of the shape of X with S1's heads of full width; with d_v = 1 it broadcasts onto X without a word",
        [.printed], stackExample
      ) { values in
        let sum = try MultiHead.summed(values.matrices("heads"))
        var outputs: Values = ["sum": .matrix(sum)]
        if values.has("X") {
          outputs["X + sum"] = try .matrix(MultiHead.broadcastSum(values.matrix("X"), sum))
        }
        return outputs
      },
      Reading("stack", "a third axis: h × n × d_v", stackExample) { values in
        let heads = try values.matrices("heads")
        let shape = [heads.count] + (heads.first?.shape ?? [])
        return ["stack": .matrices(heads), "shape": .integers(shape)]
      },
      Reading("concat", "side by side, then W^O", [.published], stackExample) { values in
        try values.joined(values.matrices("heads"))
      },
    ],
    discriminatingFact:
      "Concat(H)·[I; I; …; I] = ΣH: the sum is one special W^O. S1's heads are n × d, and so is their sum; with heads of "
      + "width 1 it is n × 1, and libraries broadcast it onto X silently.")

  private static let stackExample: Values = [
    "X": [[1, 0], [0, 1]], "heads": [[[0.731058578630], [0.5]], [[0.5], [0.731058578630]]],
    "WO": [[1, 2], [3, 4]],
  ]

  static let s1_3_5_2_P_FT = Formula(
    id: .s1_3_5_2_P_FT, title: "Fine-tuning objective", sources: [Source(.s1, "3.5.2")], latexPrinted: nil,
    latexPublished: #"\theta \leftarrow \theta - \eta \, \nabla_\theta L(\theta)"#,
    unicodePrinted: "「微调目标是最大化任务相关的损失函数」", unicode: "θ ← θ − η·∇L(θ): the loss is minimised",
    literature: "Radford et al. 2018, §3.2", verdict: .statedInProse,
    reason: "A loss is minimised; what is maximised is the likelihood.", chapters: [7, 9],
    readings: [
      Reading("ascent", "the loss is maximised", [.printed], ["theta": 0, "rate": 1, "steps": 3]) { values in
        try [
          "losses": .numbers(
            Optimization.asPrintedAscent(
              from: values.number("theta"), rate: values.number("rate"), steps: values.integer("steps")))
        ]
      },
      Reading("descent", "the loss is minimised", [.published], ["theta": 0, "rate": 1, "steps": 3]) {
        values in
        try [
          "losses": .numbers(
            Optimization.descent(
              from: values.number("theta"), rate: values.number("rate"), steps: values.integer("steps")))
        ]
      },
    ],
    discriminatingFact:
      "−ln σ(θ) from θ = 0 at rate 1: descent reaches 0.2700164036 in three steps, ascent 2.0193260534.")

  static let s1_4_3_P_TEMP = Formula(
    id: .s1_4_3_P_TEMP, title: "Temperature", sources: [Source(.s1, "4.3")], latexPrinted: nil,
    latexPublished: #"p_i = \frac{e^{z_i/T}}{\sum_j e^{z_j/T}}"#,
    unicodePrinted: "「较小的值表示更保守的生成，较大的值表示更随机的生成」", unicode: "p = softmax(z/T)",
    literature: "Ackley, Hinton and Sejnowski 1985", verdict: .statedInProse,
    reason: "The description is right: entropy grows with T; the formula is not given.", chapters: [7, 8],
    readings: [
      Reading(
        "softmax of z/T", "the scores divided by T first", [.printed, .published],
        ["z": [2, 1, 0], "T": 0.7]
      ) { values in
        let probabilities = try Sampling.published(values.numbers("z"), temperature: values.number("T"))
        return ["p": .numbers(probabilities), "entropy": .number(CrossEntropy.entropy(probabilities))]
      },
      Reading("powers", "p^(1/T), renormalized: the same from probabilities", ["z": [2, 1, 0], "T": 0.7]) {
        values in
        let probabilities = try Sampling.renormalizedPowers(
          Softmax.published(values.numbers("z")), temperature: values.number("T"))
        return ["p": .numbers(probabilities), "entropy": .number(CrossEntropy.entropy(probabilities))]
      },
    ],
    discriminatingFact:
      "z = (2, 1, 0): the entropy is 0.6505726491 at T = 0.7, 0.8323955818 at T = 1 and 1.0201913367 at T = 2."
  )

  static let s1_6_5_P_METRIC = Formula(
    id: .s1_6_5_P_METRIC, title: "Accuracy and recall", sources: [Source(.s1, "6.5")], latexPrinted: nil,
    latexPublished: #"F_1 = \frac{2PR}{P+R}, \quad \mathrm{PPL} = e^{-\frac{1}{N}\sum_i \ln P(w_i)}"#,
    unicodePrinted: "「准确率、召回率等指标」",
    unicode: "accuracy = (TP+TN)/N,  recall = TP/(TP+FN);  PPL for generators",
    literature: "Manning, Raghavan and Schütze 2008, §8.3", verdict: .statedInProse,
    reason: "Both need labels; a language model without them is measured by perplexity.", chapters: [7, 9],
    readings: [
      Reading(
        "labelled answers", "counts of right and wrong answers on labelled data", [.printed],
        ["TP": 3, "FP": 1, "FN": 2, "TN": 4]
      ) { try metrics($0) },
      Reading(
        "published", "the same, with the perplexity of the tokens beside it", [.published],
        ["TP": 3, "FP": 1, "FN": 2, "TN": 4, "P": [0.5, 0.25, 0.5]]
      ) { values in
        try metrics(values).with(["perplexity": .number(Likelihood.perplexity(values.numbers("P")))])
      },
    ],
    discriminatingFact: "TP 3, FP 1, FN 2, TN 4: accuracy 0.7, recall 0.6, precision 0.75, F₁ 0.6666666667.")

  private static func metrics(_ values: Values) throws -> Values {
    let metrics = try Metrics(
      truePositives: values.number("TP"), falsePositives: values.number("FP"),
      falseNegatives: values.number("FN"),
      trueNegatives: values.number("TN"))
    return [
      "accuracy": .number(metrics.accuracy), "recall": .number(metrics.recall),
      "precision": .number(metrics.precision), "F1": .number(metrics.f1),
    ]
  }
}
