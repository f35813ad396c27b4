import Autodiff
import Formulas
import Neural
import Notebook

/// Mean, variance and quotient of one row by hand; the misprinted index; ε; two channels.
func layerNormByHand(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  let (words, block, input, residual) = (lesson.words, lesson.block, lesson.input, lesson.residual)
  let placement = lesson.placement
  notebook.heading("Layer norm: «\(words[(words.count - 1) / 2])» by hand")
  notebook.prose(
    """
    One row of «\(placement == .pre ? "input" : "residual")», in Double. The mean μ is taken over the \
    **channels** of one token, never over tokens; so is the variance σ², which divides by d = \(lesson.width), not by d − 1.
    """)
  notebook.formula(.s1_3_3_LNSTAT)
  notebook.code()
  let place = (words.count - 1) / 2
  let given = placement == .pre ? input : residual
  let row = given.matrix.row(place)
  let rowMean = Formula.LayerNormalization.mean(row)
  let centred = row.map { $0 - rowMean }
  let squares = centred.map { $0 * $0 }
  let rowVariance = Formula.LayerNormalization.mean(squares)
  let root = (rowVariance + Double(block.attentionNorm.epsilon)).squareRoot()
  let byHand = centred.map { $0 / root }

  let lines = [("x", row), ("x − μ", centred), ("(x − μ)²", squares), ("÷ √(σ² + ε)", byHand)]
  notebook.table(
    "", columns: ["channel"] + row.indices.prefix(6).map { "\($0)" } + ["mean of \(row.count)"],
    rows: lines.map { name, values in
      let mean = Formula.LayerNormalization.mean(values)
      // Rounding leaves −0.000 or 0.000 where the mean is 0: the sign would say nothing.
      return [name] + values.prefix(6).map { $0 } + [mean.magnitude < 1e-9 ? 0 : mean]
    })

  notebook.code()
  let rows = block.attentionNorm(given)  // every token, in Float
  let otherRow = given.rows[0].map { 1 - 2 * $0 }  // another last token
  let otherRows = block.attentionNorm(
    Tensor(given.rows.dropLast() + [otherRow]))

  // Where the channels of a token hardly differ, Float's rounding of the mean is a large part of the deviation.
  let epsilon = Double(block.attentionNorm.epsilon)
  let smallest = Double(given.variance(alongAxis: 1, keepingAxis: true).scalars.min() ?? 1)
  let rounding = 1e-6 * (2 + given.largestMagnitude / (smallest + epsilon).squareRoot())
  notebook.check(
    "by hand as `LayerNorm` has it",
    measured: Matrix([rows.matrix.row(place)]).distance(to: Matrix([byHand])),
    atMost: 4 * rounding)
  let means = rows.matrix.rows.map(Formula.LayerNormalization.mean)
  notebook.check(
    "every row has mean 0: largest", measured: means.map(\.magnitude).max() ?? 0, atMost: rounding)
  let excess = zip(rows.matrix.rows, given.matrix.rows).map { made, given in
    let variance = Formula.LayerNormalization.variance(given)
    return (Formula.LayerNormalization.variance(made) - variance / (variance + epsilon)).magnitude
  }
  notebook.check("and variance σ²/(σ² + ε), just under 1", measured: excess.max() ?? 0, atMost: 4 * rounding)
  if words.count > 1 {
    notebook.check(
      "another last token: the other rows move by",
      measured: otherRows.withoutLastRow.distance(to: rows.withoutLastRow), atMost: 0)
  }
  try misprintedIndex(notebook, given)
  try smallConstant(notebook)
}

private func misprintedIndex(_ notebook: ChapterNotebook, _ given: Tensor) throws {
  notebook.prose(
    """
    **A slipped index.** S1 §3.3 computes μ and σ² “of every row” and then gives them the index of the **column**. \
    Taken at its word, entry (i, j) is measured by the statistics of token j:
    """)
  notebook.formula(.s1_3_3_LNNORM)
  notebook.code()
  let forms = Formula.of(.s1_3_3_LNNORM)
  let threeTokens = forms.asPrinted.example
  let published = try forms.published.compute(threeTokens).matrix("output")
  let printed = try forms.asPrinted.compute(threeTokens).matrix("output")

  let input = try threeTokens.matrix("X")
  notebook.table(
    "three tokens", columns: ["token", "published", "mean", "printed", "mean"],
    rows: (0..<3).map { index in
      [
        vector(input.row(index), decimals: 0), vector(published.row(index), decimals: 2),
        NumberText.fixed(Formula.LayerNormalization.mean(published.row(index)).magnitude, decimals: 4),
        vector(printed.row(index), decimals: 2),
        NumberText.fixed(Formula.LayerNormalization.mean(printed.row(index)), decimals: 4),
      ]
    })
  let misprinted = zip(printed.rows, [0.068_062_1, 2.162_390_6, -0.680_118_4]).map { row, golden in
    (Formula.LayerNormalization.mean(row) - golden).magnitude
  }
  notebook.check(
    "printed: the three means, worked out by hand, are not 0", measured: misprinted.max() ?? 1, atMost: 1e-7)
  let changed = threeTokens.with(["X": [[1, 2, 6], [40, -6, 11], [0, 3, 3]]])
  func firstRowMoves(_ reading: Formula.Reading, from before: Matrix) throws -> Double {
    let after = try reading.compute(changed).matrix("output")
    return Matrix([after.row(0)]).distance(to: Matrix([before.row(0)]))
  }
  notebook.check(
    "printed: another second token moves the first",
    measured: try firstRowMoves(forms.asPrinted, from: printed),
    atLeast: 0.1)
  notebook.check(
    "published: it does not", measured: try firstRowMoves(forms.published, from: published), atMost: 0)
  let (time, width) = (given.shape[0], given.shape[1])
  do {
    let output = try forms.asPrinted.compute(["X": .matrix(given.matrix)]).matrix("output")
    let means = output.rows.map { Formula.LayerNormalization.mean($0).magnitude }
    notebook.check(
      "on your sentence (n = \(time) ≥ d = \(width)) it computes, and is wrong: largest mean",
      measured: means.max() ?? 0, atLeast: 1e-4)
  } catch let refusal as ShapeMismatch {
    notebook.check("on your sentence it is refused: \(refusal)", isTrue: time < width)
  }
}

private func smallConstant(_ notebook: ChapterNotebook) throws {
  notebook.prose(
    """
    **What ε does.** It keeps a constant row from dividing 0 by 0, and it decides how small a difference between \
    channels is worth shouting about: (0, 0.001, 0.002) would be blown up to the size of (0, 1, 2). **And two \
    channels are too few**: every row becomes (−1, 1) or (1, −1), whatever it was. One bit a token survives.
    """)
  notebook.code()
  func first(_ row: [Double], epsilon: Double = 1e-5) throws -> Double {
    let forms = Formula.of(.s1_3_3_LNNORM)
    return try forms.published.compute([
      "X": .matrix(Matrix([row])), "epsilon": .number(epsilon),
    ]).matrix("output")[0, 0]
  }
  let small = try first([0, 0.001, 0.002])
  let blownUp = try first([0, 0.001, 0.002], epsilon: 0)

  notebook.check(
    "(0, 0.001, 0.002), ε = 10⁻⁵: first entry", measured: small, near: -0.306_186_2, within: 1e-7)
  notebook.check("the same, ε = 0", measured: blownUp, near: -1.224_744_9, within: 1e-7)
  notebook.check("a constant row gives", measured: try first([7, 7, 7]), near: 0, within: 0)
  notebook.check(
    "d = 2: (1, 3) and (−200, 800) become the same, up to",
    measured: (try first([1, 3]) - first([-200, 800])).magnitude, atMost: 1e-5)
}
