import Autodiff
import Formulas
import Neural
import Notebook

/// Which way the numbers take, right or broken.
struct Flow {
  let isCausal: Bool
  let isScaled: Bool
  let masksTooLate: Bool
  let isOverQueries: Bool

  /// Whether later tokens are hidden at all, in time or too late.
  var hidesLaterTokens: Bool { isCausal || masksTooLate }

  /// Whether later keys get the score −∞.
  var hidesBeforeSoftmax: Bool { isCausal && !masksTooLate }
}

/// What one pass of attention leaves behind: `[time, …]` each.
struct Attended {
  let query: Tensor
  let key: Tensor
  let value: Tensor
  let scores: Tensor
  let scaled: Tensor
  let masked: Tensor?
  let weights: Tensor
  let output: Tensor
}

/// From words to output, with every intermediate.
func attend(_ notebook: ChapterNotebook, _ lesson: Lesson, _ flow: Flow) throws -> Attended {
  let (words, head, input) = (lesson.words, lesson.head, lesson.input)
  let (time, width, keyWidth) = (words.count, input.shape[1], head.query.weight.shape[1])
  let tokenCount = time == 1 ? "one token" : "\(time) tokens"

  notebook.prose(
    """
    Attention lets every token of a sentence ask all the tokens a question and take home a mixture of their \
    answers. Your sentence has \(tokenCount). Each is a row of \(width) numbers: a random row for the word (equal \
    words, equal rows)\(lesson.hasPositions ? ", plus the sines and cosines of its place" : "; its place is left out").
    """)
  notebook.code(
    lesson.hasPositions
      ? "let input = embedding(words) + sinusoidalPositions(length: \(time), channels: \(width))"
      : "let input = embedding(words)  // --no-positions")
  notebook.tensor("input", input, axes: ["token", "channel"], labels: [words, []])

  notebook.heading("Query, key, value")
  notebook.prose(
    """
    Three matrices turn each row into three: the **query** says what the token looks for, the **key** what it \
    offers, the **value** what it hands over when it is chosen. Each row is projected by itself; no token sees \
    another yet. The matrices are random: this chapter shows the machine, `training` what it learns.
    """)
  notebook.formula(.s1_3_1_1_QKV)
  notebook.code(
    """
    let query = head.query(input)  // X·W^Q: [\(time), \(width)] → [\(time), \(keyWidth)]
    let key = head.key(input)
    let value = head.value(input)
    """)
  let query = head.query(input)
  let key = head.key(input)
  let value = head.value(input)
  for (name, tensor) in [("query", query), ("key", key), ("value", value)] {
    notebook.tensor(name, tensor, axes: ["token", "channel"], labels: [words, []], formula: .s1_3_1_1_QKV)
  }

  notebook.heading("Scores, weights, output")
  let root = NumberText.compact(Double(keyWidth).squareRoot())
  notebook.prose(
    """
    A score is the dot product of a query with a key: how well the offer suits the question. Divided by \
    √d_k = √\(keyWidth) = \(root) and put through a softmax, each row of scores becomes a row of weights, and \
    the output of a token is the mean of all values under its weights.
    """)
  notebook.formula(.s0_3_3_ATT)
  let mask = flow.hidesBeforeSoftmax ? Mask.causal(queries: time, keys: time) : nil
  let arguments =
    (mask == nil ? "" : ", mask: .causal(queries: \(time), keys: \(time))")
    + (flow.isScaled ? "" : ", scale: 1")
  notebook.code(
    """
    let (output, seen) = observing {
      scaledDotProductAttention(query: query, key: key, value: value\(arguments))
    }
    seen["weights"]  // and "scores", "scaled": the function's own numbers
    """)
  let (output, seen) = observing {
    scaledDotProductAttention(
      query: query, key: key, value: value, mask: mask, scale: flow.isScaled ? nil : 1)
  }
  let right = Attended(
    query: query, key: key, value: value, scores: seen.tensor("scores"), scaled: seen.tensor("scaled"),
    masked: seen["masked"]?.value, weights: seen.tensor("weights"), output: output)
  let attended = try broken(right, flow)
  show(notebook, attended, words: words)
  notebook.observed(seen) { $0.name == "output" ? [words, []] : [words, words] }
  try checkFlow(notebook, attended, flow)
  return attended
}

/// The weights and the output under a switch that breaks them, from the specification's exhibits.
private func broken(_ attended: Attended, _ flow: Flow) throws -> Attended {
  guard flow.masksTooLate || flow.isOverQueries else { return attended }
  let (query, key) = (attended.query.matrix, attended.key.matrix)
  let weights =
    flow.masksTooLate
    ? try Formula.Attention.weightsMaskedAfterSoftmax(query: query, key: key)
    : try Formula.Attention.weights(query: query, key: key, causal: flow.isCausal, along: .columns)
  let output = try Formula.Attention.output(weights: weights, value: attended.value.matrix)
  return Attended(
    query: attended.query, key: attended.key, value: attended.value, scores: attended.scores,
    scaled: attended.scaled, masked: attended.masked, weights: weights.tensor, output: output.tensor)
}

private func show(_ notebook: ChapterNotebook, _ attended: Attended, words: [String]) {
  func square(_ name: String, _ tensor: Tensor) {
    notebook.tensor(name, tensor, axes: ["query", "key"], labels: [words, words], formula: .s0_3_3_ATT)
  }
  square("scores", attended.scores)
  square("scaled", attended.scaled)
  if let masked = attended.masked {
    notebook.tensor("masked", masked, axes: ["query", "key"], labels: [words, words], formula: .g_MASK)
  }
  square("weights", attended.weights)
  notebook.tensor(
    "output", attended.output, axes: ["token", "channel"], labels: [words, []], formula: .s0_3_3_ATT)
}

private func checkFlow(_ notebook: ChapterNotebook, _ attended: Attended, _ flow: Flow) throws {
  let weights = attended.weights
  let rowSums = weights.sum(alongAxis: 1).scalars
  let keyWidth = attended.query.shape[1]
  let largest = attended.scores.matrix.largestMagnitude
  let rounding = 1e-6 * (10 + largest)

  if flow.masksTooLate {
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
  } else if flow.isOverQueries {
    let deviation = weights.sum(alongAxis: 0).scalars.reduce(Float(0)) { max($0, ($1 - 1).magnitude) }
    notebook.check("broken: each column sums to 1, so a row need not", measured: deviation, atMost: 1e-6)
  } else {
    let deviation = rowSums.reduce(Float(0)) { max($0, ($1 - 1).magnitude) }
    notebook.check("every row of the weights sums to 1", measured: deviation, atMost: 1e-6)
    let (rows, values) = (attended.output.matrix, attended.value.matrix)
    let excess = rows.columns.indices.reduce(0.0) { worst, channel in
      let (made, given) = (rows.column(channel), values.column(channel))
      return max(worst, (made.max() ?? 0) - (given.max() ?? 0), (given.min() ?? 0) - (made.min() ?? 0))
    }
    notebook.check("no output lies outside the range of the values", measured: excess, atMost: rounding)

    let specification = try Formula.of(.s0_3_3_ATT).published.compute([
      "Q": .matrix(attended.query.matrix), "K": .matrix(attended.key.matrix),
      "V": .matrix(attended.value.matrix), "causal": flow.isCausal ? 1 : 0,
      "scale": .number(flow.isScaled ? Double(keyWidth).squareRoot() : 1),
    ])
    let distance = try specification.matrix("output").distance(to: attended.output.matrix)
    notebook.check(
      "the specification in Double gives the same output", measured: distance, atMost: rounding)
  }
  if !flow.isScaled {
    notebook.check(
      "broken: «scaled» is «scores», unscaled", measured: attended.scaled.distance(to: attended.scores),
      atMost: 0)
  }
  if flow.isCausal {
    let later = weights.rows.enumerated().flatMap { row, weights in weights[(row + 1)...] }
    notebook.check("no weight on a later token", measured: later.max() ?? 0, atMost: 0)
  }
}
