import Autodiff
import Formulas
import Neural
import Notebook
import Randomness

/// What the five documents print where they do not print this, with numbers.
func asPrinted(
  _ notebook: ChapterNotebook, _ lesson: Lesson, _ attention: Attended, seed: UInt64
) throws {
  notebook.heading("As printed")
  notebook.prose(
    """
    Four of five documents print the formula above (S0 §3.3, S2 §4.1, S3 §3.1, S4 §4.1), none says along which \
    axis the softmax runs. S1 §3.1.1 prints √d, and Vᵀ; S3 §3.1 mixes the tokens before attention does. All of \
    them on TOY-A, two tokens with Q = I, K = [[1, 1], [0, 1]], V = [[1, 2], [3, 4]]:
    """)
  try formsOnTheToy(notebook)
  try transposedValues(notebook, lesson, attention)
  try mixedProjections(notebook, lesson, seed: seed)
}

private func formsOnTheToy(_ notebook: ChapterNotebook) throws {
  let forms: [(name: String, id: FormulaID, reading: String, golden: Double)] = [
    ("softmax(Q·Kᵀ/√d_k)·V along rows", .s0_3_3_ATT, "along the rows", 1.660_476_901),
    ("softmax down the columns", .s0_3_3_ATT, "along the columns", 1.490_715_352),
    ("softmax over the whole matrix", .s0_3_3_ATT, "over the whole matrix", 0.709_750_163),
    ("S1: ÷ √d, d = 4 beside d_k = 2", .s1_3_1_1_A, "scaled by √d", 1.755_081_338),
    ("S1: A·Vᵀ", .s1_3_1_1_AVT, "as printed", 1.330_238_451),
    ("S3's prose: times V, then again", .s3_3_1_OUT, "times V again", 9.641_907_605),
  ]
  let outputs = try forms.map { form in
    let reading = Formula.of(form.id).reading(form.reading)
    return try reading.compute(reading.example).matrix("output")
  }
  notebook.table(
    "TOY-A", columns: ["form", "output, token 0", "output, token 1"],
    rows: zip(forms, outputs).map { form, output in
      func row(_ index: Int) -> String {
        "(" + output.row(index).map { NumberText.fixed($0, decimals: 4) }.joined(separator: ", ") + ")"
      }
      return [form.name, row(0), row(1)]
    })
  let worst = zip(forms, outputs).reduce(0.0) { max($0, ($1.1[0, 0] - $1.0.golden).magnitude) }
  notebook.check("each form's first number is the one worked out by hand", measured: worst, atMost: 1e-9)
  let toyA = Formula.Examples.toyA
  let fast = try scaledDotProductAttention(
    query: toyA.matrix("Q").tensor, key: toyA.matrix("K").tensor, value: toyA.matrix("V").tensor)
  notebook.check(
    "`scaledDotProductAttention` gives the first form", measured: fast[0, 0], near: 1.660_476_901,
    within: 1e-6)
}

private func transposedValues(
  _ notebook: ChapterNotebook, _ lesson: Lesson, _ attention: Attended
) throws {
  notebook.formula(.s1_3_1_1_AVT)
  let (weights, value) = (attention.weights, lesson.value)
  notebook.code()
  let transposed = Result {
    try Formula.Attention.asPrintedAVT(
      weights: weights.matrix, value: value.matrix)
  }

  let (time, keyWidth) = (value.shape[0], value.shape[1])
  switch transposed {
  case .success(let output):
    notebook.prose(
      """
      Your sentence has as many tokens as a value has channels, \(time): A·Vᵀ exists, and is wrong without a word. \
      Its columns are tokens, not channels.
      """)
    notebook.check(
      "A·Vᵀ is not A·V: largest difference", measured: output.distance(to: attention.output.matrix),
      atLeast: time == 1 ? 0 : 1e-3)
  case .failure(let refusal):
    notebook.prose("On your sentence the product does not even exist. Swift's answer:\n\n    \(refusal)")
    notebook.check("A·Vᵀ is refused, for n ≠ d_v", isTrue: time != keyWidth)
  }
}

private func mixedProjections(_ notebook: ChapterNotebook, _ lesson: Lesson, seed: UInt64) throws {
  notebook.formula(.s3_3_1_K)
  let (time, head, input) = (lesson.words.count, lesson.head, lesson.input)
  let words = lesson.words
  notebook.prose(
    """
    S3 prints the query with the same right-hand side: Q = K. Then S = Q·Qᵀ is symmetric, and what A sees in B is \
    what B sees in A. W_q, standing on the left, is a table of tokens by tokens: it fits sentences of \
    \(time == 1 ? "one token" : "\(time) tokens") and no others, and it has mixed the future into every row before \
    a mask can hide it.
    """)
  notebook.code()
  var generator = Seed(seed).derived(2).generator()
  let mixing = Tensor.normal(
    [words.count, words.count],
    deviation: 1 / Float(words.count).squareRoot(), using: &generator)
  func printed(_ x: Tensor, _ projection: Linear) throws -> Matrix {
    try Formula.Projection.asPrintedS3(
      queryWeight: mixing.matrix, input: x.matrix,
      weight: projection.weight.matrix)
  }
  let printedKey = try printed(input, head.key)  // and the query is the same
  let printedScores = try Formula.Attention.scores(
    query: printedKey, key: printedKey)

  notebook.check(
    "S3's scores are symmetric", measured: printedScores.distance(to: printedScores.transposed), atMost: 1e-9)
  let excess = printedScores.rows.indices.reduce(0.0) { worst, row in
    (0..<time).reduce(worst) {
      max(
        $0,
        printedScores[row, $1] * printedScores[row, $1] - printedScores[row, row] * printedScores[$1, $1])
    }
  }
  notebook.check("and positive semidefinite: Sᵢⱼ² − Sᵢᵢ·Sⱼⱼ is at most", measured: excess, atMost: 1e-6)
  func earlierOutputs(_ input: Tensor) throws -> Matrix {
    let (key, value) = try (printed(input, head.key), printed(input, head.value))
    return try Formula.Attention.published(query: key, key: key, value: value, causal: true)
      .permutingRows(Array(0..<time - 1))
  }
  if time > 1 {
    let leak = try earlierOutputs(input).distance(to: earlierOutputs(lesson.inputWithAnotherEnd))
    notebook.check(
      "S3 under a causal mask: another last token moves the earlier ones by", measured: leak, atLeast: 1e-6)
  }
  do {
    _ = try printed(Tensor(input.rows + [input.rows[0]]), head.key)
    notebook.check("one token more is refused", isTrue: false)
  } catch let refusal as ShapeMismatch {
    notebook.check("one token more is refused: \(refusal)", isTrue: true)
  }
}
