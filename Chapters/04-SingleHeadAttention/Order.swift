import Autodiff
import Neural
import Notebook

/// Attention is a function of a set: only the positions tell it an order, or a mask.
func order(_ notebook: ChapterNotebook, _ lesson: Lesson, _ flow: Flow, _ attention: Attended) {
  notebook.heading("Attention is blind to order")
  guard lesson.words.count > 1 else {
    notebook.prose("One token has no order. Try this with more of them.")
    return
  }
  let reversed = Array(lesson.numbers.reversed())
  func change(withPositions: Bool) -> Double {
    let forward = lesson.head(lesson.input(lesson.numbers, withPositions: withPositions))
    let backward = lesson.head(lesson.input(reversed, withPositions: withPositions))
    let turned = Tensor(Array(backward.rows.reversed()))
    return forward.distance(to: turned)
  }
  let (blind, seeing) = (change(withPositions: false), change(withPositions: true))
  let example = lesson.words.suffix(3).reversed().joined(separator: " ")
  notebook.prose(
    """
    Nothing in the formula knows where a token stands. Read the sentence backwards («\(example) …») and, \
    without positions, every word comes out with the same numbers as before, only at its new place. To such a head \
    “dog bites man” is “man bites dog”. Add the positions, and the outputs change.
    """)
  notebook.code(
    """
    let forward = head(embedding(words))
    let backward = head(embedding(words.reversed()))  // the same rows, reversed
    """)
  if flow.hidesLaterTokens {
    notebook.prose(
      "That is the formula itself; your mask is left out here, for a mask knows what comes later.")
  }
  notebook.check(
    "backwards, without positions: largest change", measured: blind, atMost: attention.rounding)
  notebook.check("backwards, with positions: largest change", measured: seeing, atLeast: 1e-4)

  equalWords(notebook, lesson, flow, attention)
}

extension Attended {
  /// How far two outputs may be apart that would be equal but for rounding.
  fileprivate var rounding: Double { 1e-5 * (1 + Double(value.matrix.largestMagnitude)) }
}

/// A word that the sentence has twice: what tells the two apart, if anything does.
private func equalWords(
  _ notebook: ChapterNotebook, _ lesson: Lesson, _ flow: Flow, _ attention: Attended
) {
  let numbers = lesson.numbers
  let pairs = numbers.indices.compactMap { first in
    numbers.indices.first { $0 > first && numbers[$0] == numbers[first] }.map { (first, $0) }
  }
  guard let (first, second) = pairs.first else { return }
  let word = lesson.words[first]
  func difference(_ outputs: Tensor) -> Double {
    outputs.selected(axis: 0, first).distance(to: outputs.selected(axis: 0, second))
  }
  if lesson.hasPositions {
    // A mask tells the outputs apart by itself, and a head that is broken need not: then the inputs show the place.
    let isPlain = !flow.hidesLaterTokens && flow.isScaled && !flow.isOverQueries
    notebook.check(
      "«\(word)» stands at \(first) and \(second); its place tells \(isPlain ? "the two" : "their inputs") apart",
      measured: difference(isPlain ? attention.output : lesson.input), atLeast: 1e-4)
  } else if !flow.hidesLaterTokens {
    notebook.check(
      "broken: both «\(word)», at \(first) and \(second), have one output",
      measured: difference(attention.output), atMost: attention.rounding)
  } else {
    let unmasked = lesson.head(lesson.input)
    notebook.prose(
      "Without your mask, and with nothing else broken, the two rows of the output would be these:")
    notebook.tensor(
      "unmasked", Tensor([first, second].map { unmasked.rows[$0] }), axes: ["token", "channel"],
      labels: [["\(word) \(first)", "\(word) \(second)"], []], formula: .s0_3_3_ATT)
    notebook.check(
      "broken: without the mask both «\(word)», at \(first) and \(second), have one output",
      measured: difference(unmasked), atMost: attention.rounding)
    let apart = difference(attention.output)
    let moral =
      apart > attention.rounding
      ? ": a mask that hides what comes later tells a head something of order, even without positions"
      : ", and what it sees besides adds nothing here"
    notebook.prose(
      """
      In the `output` above, under your mask, the two are up to \(NumberText.compact(apart)) apart. They ask the same \
      question, but the first sees \(first + 1) of the \(numbers.count) tokens, the second \(second + 1)\(moral).
      """)
    notebook.check(
      "what the second one sees besides is all that sets it apart",
      measured: unexplainedDifference(attention, flow, first, second), atMost: attention.rounding)
  }
}

/// How far the output of the second of two equal tokens is from that of the first, carried on to what it sees besides.
///
/// Both rows of scores are equal. So with rᵢ for the weights of row i and k for the sum of r₂ over the keys that the
/// first sees too, a softmax of the visible scores of a row gives output₂ = k·output₁ + Σ r₂ⱼ·vⱼ over the keys that
/// only the second sees. Where rows are not normalised after the mask, both give the common keys the same weights: k = 1.
private func unexplainedDifference(
  _ attention: Attended, _ flow: Flow, _ first: Int, _ second: Int
) -> Double {
  let weights = attention.weights.matrix.row(second)
  let values = attention.value.matrix
  let further = first + 1...second
  let isNormalised = flow.hidesBeforeSoftmax && !flow.isOverQueries
  let kept = isNormalised ? 1 - further.reduce(0) { $0 + weights[$1] } : 1
  let (before, after) = (attention.output.matrix.row(first), attention.output.matrix.row(second))
  return values.columns.indices.reduce(0) { largest, channel in
    let besides = further.reduce(0) { $0 + weights[$1] * values[$1, channel] }
    return max(largest, (kept * before[channel] + besides - after[channel]).magnitude)
  }
}
