import Autodiff
import Formulas
import Neural
import Notebook

/// The formula: from queries and keys to scores, to weights, and with the values to the output.
func scoresWeightsOutput(
  _ notebook: ChapterNotebook, _ lesson: Lesson, causal: Bool, breakage: Breakage
) throws -> Attended {
  let (words, query, key, value) = (lesson.words, lesson.query, lesson.key, lesson.value)
  let keyWidth = query.shape[1]
  notebook.heading("Scores, weights, output")
  notebook.prose(
    """
    A score is the dot product of a query with a key: how well the offer suits the question. Divided by \
    √d_k = √\(keyWidth) = \(NumberText.compact(Double(keyWidth).squareRoot())) and put through a softmax, each row \
    of scores becomes a row of weights, and the output of a token is the mean of all values under its weights.
    """)
  notebook.formula(.s0_3_3_ATT)
  notebook.code()
  var scale = 1 / Float(keyWidth).squareRoot()
  var mask: Mask?

  if breakage == .noScale {
    notebook.code()
    scale = 1
  }
  if causal, breakage != .maskAfterSoftmax {
    notebook.code()
    mask = .causal(queries: words.count, keys: words.count)
  }
  let (output, seen) =
    switch breakage {
    case .nothing, .noScale: attend(notebook, query, key, value, mask, scale)
    case .maskAfterSoftmax: try attendMaskingTooLate(notebook, query, key, value, scale)
    case .softmaxOverQueries: try attendOverQueries(notebook, query, key, value, mask, scale)
    }
  notebook.code()
  let scores = seen.tensor("scores")
  let weights = seen.tensor("weights")

  let attended = Attended(
    scores: scores, scaled: seen.tensor("scaled"), masked: seen["masked"]?.value, weights: weights,
    output: output, isCausal: causal, breakage: breakage)
  show(notebook, attended, words: words, scale: Double(scale))
  notebook.observed(seen) { $0.name == "output" ? [words, []] : [words, words] }
  try checkWeights(notebook, lesson, attended)
  return attended
}

/// As published; what lies between is named by the function itself.
private func attend(
  _ notebook: ChapterNotebook, _ query: Tensor, _ key: Tensor, _ value: Tensor, _ mask: Mask?, _ scale: Float
) -> (Tensor, Observations) {
  notebook.code()
  let (output, seen) = observing {
    scaledDotProductAttention(
      query: query, key: key, value: value, mask: mask, scale: scale)
  }

  return (output, seen)
}

/// Broken: weights of later keys are set to 0 when they have been divided already.
private func attendMaskingTooLate(
  _ notebook: ChapterNotebook, _ query: Tensor, _ key: Tensor, _ value: Tensor, _ scale: Float
) throws -> (Tensor, Observations) {
  notebook.code()
  let (output, seen) = try observing {
    let dotProducts = matmul(query, key, rightTransposed: true)
    observe("scores", dotProducts)
    observe("scaled", dotProducts * scale)
    let late = try Formula.Attention.weightsMaskedAfterSoftmax(
      query: query.matrix, key: key.matrix)
    observe("weights", late.tensor)
    let mixed = try Formula.Attention.output(
      weights: late, value: value.matrix)
    return observe("output", mixed.tensor)
  }

  return (output, seen)
}

/// Broken: each key divides its attention among the queries.
private func attendOverQueries(
  _ notebook: ChapterNotebook, _ query: Tensor, _ key: Tensor, _ value: Tensor, _ mask: Mask?, _ scale: Float
) throws -> (Tensor, Observations) {
  notebook.code()
  let (output, seen) = try observing {
    let dotProducts = matmul(query, key, rightTransposed: true)
    observe("scores", dotProducts)
    let scaled = observe("scaled", dotProducts * scale)
    if let mask { observe("masked", scaled.masked(mask)) }
    let overQueries = try Formula.Attention.weights(
      query: query.matrix, key: key.matrix, causal: mask != nil,
      along: .columns)
    observe("weights", overQueries.tensor)
    let mixed = try Formula.Attention.output(
      weights: overQueries, value: value.matrix)
    return observe("output", mixed.tensor)
  }

  return (output, seen)
}

private func show(_ notebook: ChapterNotebook, _ attended: Attended, words: [String], scale: Double) {
  func square(_ name: String, _ tensor: Tensor, _ formula: FormulaID = .s0_3_3_ATT) {
    notebook.tensor(name, tensor, axes: ["query", "key"], labels: [words, words], formula: formula)
  }
  square("scores", attended.scores)
  square("scaled", attended.scaled)
  if let masked = attended.masked { square("masked", masked, .g_MASK) }
  square("weights", attended.weights)
  notebook.explore(
    .attention(
      "a weight, taken apart", weights: "weights", query: "query", key: "key", value: "value",
      scores: "scores", scale: scale, isOverQueries: attended.isOverQueries,
      isMaskedLate: attended.breakage == .maskAfterSoftmax))
  notebook.tensor(
    "output", attended.output, axes: ["token", "channel"], labels: [words, []], formula: .s0_3_3_ATT)
}

/// What must hold of the weights and the output, or what is broken of it.
private func checkWeights(_ notebook: ChapterNotebook, _ lesson: Lesson, _ attended: Attended) throws {
  let weights = attended.weights
  let rowSums = weights.sum(alongAxis: 1).scalars
  let keyWidth = lesson.query.shape[1]
  let largest = attended.scores.matrix.largestMagnitude
  let rounding = 1e-6 * (10 + largest)

  if attended.breakage == .maskAfterSoftmax {
    let expected = softmax(attended.scaled).rows.enumerated().map { row, weights in
      weights[...row].reduce(Float(0)) { $0 + $1 }
    }
    let deviation = zip(rowSums, expected).reduce(Float(0)) { max($0, ($1.0 - $1.1).magnitude) }
    notebook.check(
      "broken: each row sums to what its hidden weights left over", measured: deviation, atMost: 1e-6)
    if rowSums.count > 1 {
      notebook.check(
        "broken: the first row sums to less than 1", measured: rowSums[0], between: 0...0.999_999)
    }
  } else if attended.isOverQueries {
    let deviation = weights.sum(alongAxis: 0).scalars.reduce(Float(0)) { max($0, ($1 - 1).magnitude) }
    notebook.check("broken: each column sums to 1, so a row need not", measured: deviation, atMost: 1e-6)
  } else {
    let deviation = rowSums.reduce(Float(0)) { max($0, ($1 - 1).magnitude) }
    notebook.check("every row of the weights sums to 1", measured: deviation, atMost: 1e-6)
    let (rows, values) = (attended.output.matrix, lesson.value.matrix)
    let excess = rows.columns.indices.reduce(0.0) { worst, channel in
      let (made, given) = (rows.column(channel), values.column(channel))
      return max(worst, (made.max() ?? 0) - (given.max() ?? 0), (given.min() ?? 0) - (made.min() ?? 0))
    }
    notebook.check("no output lies outside the range of the values", measured: excess, atMost: rounding)

    let specification = try Formula.of(.s0_3_3_ATT).published.compute([
      "Q": .matrix(lesson.query.matrix), "K": .matrix(lesson.key.matrix),
      "V": .matrix(lesson.value.matrix), "causal": attended.isCausal ? 1 : 0,
      "scale": .number(attended.isScaled ? Double(keyWidth).squareRoot() : 1),
    ])
    let distance = try specification.matrix("output").distance(to: attended.output.matrix)
    notebook.check(
      "the specification in Double gives the same output", measured: distance, atMost: rounding)
  }
  if !attended.isScaled {
    notebook.check(
      "broken: «scaled» is «scores», unscaled", measured: attended.scaled.distance(to: attended.scores),
      atMost: 0)
  }
  if attended.isCausal {
    let later = weights.rows.enumerated().flatMap { row, weights in weights[(row + 1)...] }
    notebook.check("no weight on a later token", measured: later.max() ?? 0, atMost: 0)
  }
}
