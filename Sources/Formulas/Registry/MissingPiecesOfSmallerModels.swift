/// What the documents need for smaller models and do not state.
extension Formula {
  static let g_QUANT = missing(
    .g_QUANT, "Quantization to eight bits", #"\hat{w} = s \cdot \mathrm{round}(w/s), \quad s = \max|w|/127"#,
    "ŵ = s·round(w/s) with s = max |w|/127", "Dettmers et al. 2022, §2.1", chapters: [11],
    readings: [
      Reading("row", "a scale for every row", [.published], quantizationExample) { values in
        try ["restored": .matrix(SmallerModels.quantizedByRow(values.matrix("W")))]
      },
      Reading("matrix", "one scale for the whole matrix", quantizationExample) { values in
        try ["restored": .matrix(SmallerModels.quantizedAsAWhole(values.matrix("W")))]
      },
    ],
    "At most s/2 is lost of a weight. With a scale for every row, the second row (0.02, 0.008, −0.004) keeps 0.0080314961 of "
      + "its 0.008; with one for the matrix, whose greatest weight is 1, 0.0078740157, and −0.004 becomes −0.0078740157."
  )

  private static let quantizationExample: Values = ["W": [[1, -0.4, 0.26], [0.02, 0.008, -0.004]]]

  static let g_PRUNE = missing(
    .g_PRUNE, "Pruning by magnitude", #"\hat{w} = w \cdot [\,|w| > \theta\,]"#,
    "ŵ = w where |w| is above the threshold of a share, else 0", "See et al. 2016, §3.2", chapters: [11],
    readings: [
      Reading("uniform", "the share of every matrix", [.published], pruningExample) { values in
        let (first, second, share) = try pruning(values)
        return [
          "first": .numbers(SmallerModels.pruned(first, share: share)),
          "second": .numbers(SmallerModels.pruned(second, share: share)),
        ]
      },
      Reading("blind", "the share of all weights, whatever matrix they stand in", pruningExample) { values in
        let (first, second, share) = try pruning(values)
        let all = SmallerModels.pruned(first + second, share: share)
        return [
          "first": .numbers(Array(all[..<first.count])), "second": .numbers(Array(all[first.count...])),
        ]
      },
    ],
    "Half of (3, −1, 2, −4) and (0.1, −0.2, 0.4, 0.3): uniform leaves (3, −4) and (0.4, 0.3), blind the first whole and "
      + "nothing of the second.")

  private static let pruningExample: Values = [
    "first": [3, -1, 2, -4], "second": [0.1, -0.2, 0.4, 0.3], "share": 0.5,
  ]

  private static func pruning(
    _ values: Values
  ) throws -> (first: [Double], second: [Double], share: Double) {
    try (values.numbers("first"), values.numbers("second"), values.number("share"))
  }

  static let g_DISTIL = missing(
    .g_DISTIL, "Distillation", #"L = (1-\alpha) H(y, q_1) + \alpha T^2 \, \mathrm{KL}(p_T \parallel q_T)"#,
    "L = (1 − α)·H(y, q₁) + α·T²·KL(p_T ‖ q_T)", "Hinton et al. 2015, §2", chapters: [11],
    readings: [
      Reading("divergence", "T²·KL beside the cross-entropy of the text", [.published], distillationExample) {
        try distilled($0, Distillation.published)
      },
      Reading("unscaled", "KL without T²", distillationExample) {
        try distilled($0, Distillation.divergence)
      },
      Reading("soft targets", "T²·H(p_T, q_T) in the place of T²·KL", distillationExample) {
        try distilled($0, SmallerModels.softTargets)
      },
    ],
    "A teacher that says (¾, ¼) at T = 2 and a student that knows nothing, α = ½: 0.6081976622, without T² 0.4119796083, with "
      + "soft targets 1.7328679514. The last two of these differ from the first by a factor and by a constant."
  )

  /// 2·ln 3: at T = 2 the teacher says (¾, ¼).
  private static let distillationExample: Values = [
    "student": [0, 0], "teacher": [2.197_224_577_336_219_4, 0], "target": 0, "T": 2, "alpha": 0.5,
  ]

  private static func distilled(
    _ values: Values,
    _ taught: (_ teacher: [Double], _ student: [Double], _ temperature: Double) throws -> Double
  ) throws -> Values {
    let (student, teacher) = try (values.numbers("student"), values.numbers("teacher"))
    let loss = try SmallerModels.mixed(
      student: student, target: values.integer("target"), weight: values.number("alpha"),
      taught: taught(teacher, student, values.number("T")))
    return ["loss": .number(loss)]
  }
}
