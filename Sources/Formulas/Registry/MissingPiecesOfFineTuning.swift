/// What the documents need for fine-tuning and do not state.
extension Formula {
  static let g_LORA = missing(
    .g_LORA, "Low-rank adapter", #"y = xW + \frac{\alpha}{r} \, xAB"#,
    "y = x·W + (α/r)·x·A·B, with W frozen", "Hu et al. 2021, §4.1", chapters: [9],
    readings: [
      Reading("beside", "the product stands beside the frozen weight", [.published], adapterExample) {
        values in
        try adapted(values) { try FineTuning.beside($0, weight: $1, down: $2, up: $3, alpha: $4) }
      },
      Reading("merged", "the product is added to the weight, once", adapterExample) { values in
        try adapted(values) { try $0 * FineTuning.merged(weight: $1, down: $2, up: $3, alpha: $4) }
      },
      Reading("undivided", "α times the product, whatever the rank", adapterExample) { values in
        let rank = try Double(values.matrix("A").columnCount)
        return try adapted(values) {
          try FineTuning.beside($0, weight: $1, down: $2, up: $3, alpha: $4 * rank)
        }
      },
    ],
    "At α = 3 and rank 2, x = (1, 2) gives (25, −5.5) beside and merged, (49, −13) undivided. With B = 0 it gives x·W, and "
      + "A has no gradient while B has one.")

  private static let adapterExample: Values = [
    "x": [[1, 2]], "W": [[1, 0], [0, 1]], "A": [[1, 0], [3, 1]], "B": [[2, -1], [1, 1]], "alpha": 3,
  ]

  private static func adapted(
    _ values: Values, _ output: (Matrix, Matrix, Matrix, Matrix, Double) throws -> Matrix
  ) throws -> Values {
    let (weight, down, up) = try (values.matrix("W"), values.matrix("A"), values.matrix("B"))
    let result = try output(values.matrix("x"), weight, down, up, values.number("alpha"))
    let count = down.columnCount * (weight.rowCount + weight.columnCount)
    return ["y": .matrix(result), "parameters": .number(Double(count))]
  }

  static let g_AUX = missing(
    .g_AUX, "Auxiliary objective", #"L_3 = L_2 + \lambda L_1"#,
    "L₃ = L₂ + λ·L₁: the task's loss and the language model's", "Radford et al. 2018, eq. 5", chapters: [9],
    readings: [
      Reading(
        "sums", "Σ −ln P over the labels and over the tokens of their texts", [.published], auxiliaryExample
      ) {
        try auxiliary($0, FineTuning.summedLoss)
      },
      Reading(
        "means", "the mean of each, so that λ does not depend on the length of a text", auxiliaryExample
      ) {
        try auxiliary($0, FineTuning.meanLoss)
      },
    ],
    "A label of probability ½ and a text of (½, ¼, ½) at λ = ½: 2.0794415417 as sums, 1.1552453009 as means. λ = 0 is "
      + "fine-tuning on the task alone, ln 2.")

  private static let auxiliaryExample: Values = ["task": [0.5], "text": [0.5, 0.25, 0.5], "lambda": 0.5]

  private static func auxiliary(
    _ values: Values, _ loss: (_ task: [Double], _ text: [Double], _ weight: Double) -> Double
  ) throws -> Values {
    try [
      "loss": .number(loss(values.numbers("task"), values.numbers("text"), values.number("lambda")))
    ]
  }
}
