import Autodiff
import Formulas
import Neural
import Notebook

/// Mean, variance and quotient of one row by hand; the misprinted index; ε; two channels.
func layerNormalization(_ notebook: ChapterNotebook, _ lesson: Lesson, _ trace: Trace) throws {
  let norm = lesson.block.attentionNorm
  let normalized = norm(trace.normed)
  try oneRow(notebook, lesson, trace, normalized: normalized, epsilon: Double(norm.epsilon))
  if lesson.words.count > 1 {
    let other = Tensor(trace.normed.rows.dropLast() + [trace.normed.rows[0].map { 1 - 2 * $0 }])
    notebook.check(
      "another last token: the other rows move by",
      measured: norm(other).withoutLastRow.distance(to: normalized.withoutLastRow), atMost: 0)
  }
  try misprintedIndex(notebook, trace)
  try smallConstant(notebook)
}

private func oneRow(
  _ notebook: ChapterNotebook, _ lesson: Lesson, _ trace: Trace, normalized: Tensor, epsilon: Double
) throws {
  let place = (lesson.words.count - 1) / 2
  let row = trace.normed.matrix.row(place)
  let (mean, variance) = (
    Formula.LayerNormalization.mean(row), Formula.LayerNormalization.variance(row)
  )
  let byHand = row.map { ($0 - mean) / (variance + epsilon).squareRoot() }
  notebook.heading("Layer norm: «\(lesson.words[place])» by hand")
  notebook.prose(
    """
    One row of «\(lesson.wiring.placement == .pre ? "input" : "residual")», in Double. The mean μ is taken over the \
    **channels** of one token, never over tokens; so is the variance σ², which divides by d = \(row.count), not by d − 1.
    """)
  notebook.formula(.s1_3_3_LNSTAT)
  let centred = row.map { $0 - mean }
  let lines: [(name: String, values: [Double])] = [
    ("x", row), ("x − μ", centred), ("(x − μ)²", centred.map { $0 * $0 }), ("÷ √(σ² + ε)", byHand),
  ]
  notebook.table(
    "", columns: ["channel"] + row.indices.prefix(6).map { "\($0)" } + ["mean of \(row.count)"],
    rows: lines.map { name, values in
      let mean = Formula.LayerNormalization.mean(values)
      // Rounding leaves −0.000 or 0.000 where the mean is 0: the sign would say nothing.
      return [name] + values.prefix(6).map { $0 } + [mean.magnitude < 1e-9 ? 0 : mean]
    })

  let matrix = normalized.matrix
  // Where the channels of a token hardly differ, Float's rounding of the mean is a large part of the deviation.
  let smallest = Double(trace.variance.scalars.min() ?? 1)
  let rounding = 1e-6 * (2 + trace.normed.largestMagnitude / (smallest + epsilon).squareRoot())
  let difference = zip(matrix.row(place), byHand).reduce(0.0) { max($0, ($1.0 - $1.1).magnitude) }
  notebook.check("by hand as `LayerNorm` has it", measured: difference, atMost: 4 * rounding)
  let means = matrix.rows.map(Formula.LayerNormalization.mean)
  notebook.check(
    "every row has mean 0: largest", measured: means.map(\.magnitude).max() ?? 0, atMost: rounding)
  let excess = zip(matrix.rows, trace.normed.matrix.rows).reduce(0.0) { worst, pair in
    let variance = Formula.LayerNormalization.variance(pair.1)
    return max(
      worst, (Formula.LayerNormalization.variance(pair.0) - variance / (variance + epsilon)).magnitude)
  }
  notebook.check("and variance σ²/(σ² + ε), just under 1", measured: excess, atMost: 4 * rounding)
}

private func misprintedIndex(_ notebook: ChapterNotebook, _ trace: Trace) throws {
  notebook.prose(
    """
    **A slipped index.** S1 §3.3 computes μ and σ² “of every row” and then gives them the index of the **column**. \
    Taken at its word, entry (i, j) is measured by the statistics of token j:
    """)
  notebook.formula(.s1_3_3_LNNORM)
  let (right, printed) = (
    Formula.of(.s1_3_3_LNNORM).published, Formula.of(.s1_3_3_LNNORM).asPrinted
  )
  let example = printed.example
  let (rightRows, printedRows) = try (
    right.compute(example).matrix("output"), printed.compute(example).matrix("output")
  )
  let input = try example.matrix("X")
  notebook.table(
    "three tokens", columns: ["token", "published", "mean", "printed", "mean"],
    rows: (0..<3).map { index in
      [
        text(input.row(index), decimals: 0), text(rightRows.row(index), decimals: 2),
        NumberText.fixed(Formula.LayerNormalization.mean(rightRows.row(index)).magnitude, decimals: 4),
        text(printedRows.row(index), decimals: 2),
        NumberText.fixed(Formula.LayerNormalization.mean(printedRows.row(index)), decimals: 4),
      ]
    })
  let misprinted = zip(printedRows.rows, [0.068_062_1, 2.162_390_6, -0.680_118_4]).map { row, golden in
    (Formula.LayerNormalization.mean(row) - golden).magnitude
  }
  notebook.check(
    "printed: the three means, worked out by hand, are not 0", measured: misprinted.max() ?? 1, atMost: 1e-7)
  let changed = example.with(["X": [[1, 2, 6], [40, -6, 11], [0, 3, 3]]])
  func firstRowMoves(_ reading: Formula.Reading, from before: Matrix) throws -> Double {
    let after = try reading.compute(changed).matrix("output")
    return zip(after.row(0), before.row(0)).reduce(0.0) { max($0, ($1.0 - $1.1).magnitude) }
  }
  notebook.check(
    "printed: another second token moves the first", measured: try firstRowMoves(printed, from: printedRows),
    atLeast: 0.1)
  notebook.check(
    "published: it does not", measured: try firstRowMoves(right, from: rightRows), atMost: 0)
  let (time, width) = (trace.normed.shape[0], trace.normed.shape[1])
  do {
    let output = try printed.compute(["X": .matrix(trace.normed.matrix)]).matrix("output")
    let means = output.rows.map { Formula.LayerNormalization.mean($0).magnitude }
    notebook.check(
      "on your sentence (n = \(time) ≥ d = \(width)) it computes, and is wrong: largest mean",
      measured: means.max() ?? 0, atLeast: 1e-4)
  } catch let refusal as ShapeMismatch {
    notebook.check("on your sentence it is refused: \(refusal)", isTrue: time < width)
  }
}

private func smallConstant(_ notebook: ChapterNotebook) throws {
  let formula = Formula.of(.s1_3_3_LNNORM).published
  func first(_ row: [Double], epsilon: Double? = nil) throws -> Double {
    let values: Formula.Values = ["X": .matrix(Matrix([row]))]
    return try formula.compute(epsilon.map { values.with(["epsilon": .number($0)]) } ?? values)
      .matrix("output")[0, 0]
  }
  notebook.prose(
    """
    **What ε does.** It keeps a constant row from dividing 0 by 0, and it decides how small a difference between \
    channels is worth shouting about: (0, 0.001, 0.002) would be blown up to the size of (0, 1, 2). **And two \
    channels are too few**: every row becomes (−1, 1) or (1, −1), whatever it was. One bit a token survives.
    """)
  let tiny = [0, 0.001, 0.002]
  notebook.check(
    "(0, 0.001, 0.002), ε = 10⁻⁵: first entry", measured: try first(tiny), near: -0.306_186_2, within: 1e-7)
  notebook.check(
    "the same, ε = 0", measured: try first(tiny, epsilon: 0), near: -1.224_744_9, within: 1e-7)
  notebook.check("a constant row gives", measured: try first([7, 7, 7]), near: 0, within: 0)
  notebook.check(
    "d = 2: (1, 3) and (−200, 800) become the same, up to",
    measured: (try first([1, 3]) - first([-200, 800])).magnitude, atMost: 1e-5)
}

/// Numbers as a vector: (1.00, −2.00).
func text(_ row: [Double], decimals: Int) -> String {
  "(" + row.map { NumberText.fixed($0, decimals: decimals) }.joined(separator: ", ") + ")"
}
