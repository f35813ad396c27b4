import Autodiff
import Neural
import Notebook

/// Attention is a function of a set: only the positions tell it an order, or a mask.
func blindToOrder(_ notebook: ChapterNotebook, _ lesson: Lesson, _ attention: Attended) {
  notebook.heading("Attention is blind to order")
  guard lesson.words.count > 1 else {
    notebook.prose("One token has no order. Try this with more of them.")
    return
  }
  let (head, embedding, positions) = (lesson.head, lesson.embedding, lesson.positions)
  let (words, numbers) = (lesson.words, lesson.sentence.numbers)
  notebook.prose(
    """
    Nothing in the formula knows where a token stands. Read the sentence backwards \
    («\(words.suffix(3).reversed().joined(separator: " ")) …») and, \
    without positions, every word comes out with the same numbers as before, only at its new place. To such a head \
    “dog bites man” is “man bites dog”. Add the positions, and the outputs change.
    """)
  notebook.code()
  let forward = head(embedding(numbers))
  let backward = head(embedding(numbers.reversed()))  // the same rows
  let placedForward = head(embedding(numbers) + positions)
  let placedBackward = head(embedding(numbers.reversed()) + positions)

  if attention.hidesLaterTokens {
    notebook.prose(
      "That is the formula itself; your mask is left out here, for a mask knows what comes later.")
  }
  func change(_ output: Tensor, _ backwards: Tensor) -> Double {
    output.distance(to: Tensor(Array(backwards.rows.reversed())))
  }
  let rounding = rounding(of: lesson)
  notebook.check(
    "backwards, without positions: largest change", measured: change(forward, backward), atMost: rounding)
  notebook.check(
    "backwards, with positions: largest change", measured: change(placedForward, placedBackward),
    atLeast: 1e-4)

  equalWords(notebook, lesson, attention, rounding: rounding)
}

/// How far two outputs may be apart that would be equal but for rounding.
private func rounding(of lesson: Lesson) -> Double { 1e-5 * (1 + lesson.value.largestMagnitude) }

/// A word that the sentence has twice: what tells the two apart, if anything does.
private func equalWords(
  _ notebook: ChapterNotebook, _ lesson: Lesson, _ attention: Attended, rounding: Double
) {
  let numbers = lesson.sentence.numbers
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
    let isPlain = !attention.hidesLaterTokens && attention.isScaled && !attention.isOverQueries
    notebook.check(
      "«\(word)» stands at \(first) and \(second); its place tells \(isPlain ? "the two" : "their inputs") apart",
      measured: difference(isPlain ? attention.output : lesson.input), atLeast: 1e-4)
  } else if !attention.hidesLaterTokens {
    notebook.check(
      "broken: both «\(word)», at \(first) and \(second), have one output",
      measured: difference(attention.output), atMost: rounding)
  } else {
    let unmasked = lesson.head(lesson.input)
    notebook.prose(
      "Without your mask, and with nothing else broken, the two rows of the output would be these:")
    notebook.tensor(
      "unmasked", Tensor([first, second].map { unmasked.rows[$0] }), axes: ["token", "channel"],
      labels: [["\(word) \(first)", "\(word) \(second)"], []], formula: .s0_3_3_ATT)
    notebook.check(
      "broken: without the mask both «\(word)», at \(first) and \(second), have one output",
      measured: difference(unmasked), atMost: rounding)
    let apart = difference(attention.output)
    let moral =
      apart > rounding
      ? ": a mask that hides what comes later tells a head something of order, even without positions"
      : ", and what it sees besides adds nothing here"
    notebook.prose(
      """
      In the `output` above, under your mask, the two are up to \(NumberText.compact(apart)) apart. They ask the same \
      question, but the first sees \(first + 1) of the \(numbers.count) tokens, the second \(second + 1)\(moral).
      """)
    notebook.check(
      "what the second one sees besides is all that sets it apart",
      measured: unexplainedDifference(lesson, attention, first, second), atMost: rounding)
  }
}

/// How far the output of the second of two equal tokens is from that of the first, carried on to what it sees besides.
///
/// Both rows of scores are equal. So with rᵢ for the weights of row i and k for the sum of r₂ over the keys that the
/// first sees too, a softmax of the visible scores of a row gives output₂ = k·output₁ + Σ r₂ⱼ·vⱼ over the keys that
/// only the second sees. Where rows are not normalised after the mask, both give the common keys the same weights: k = 1.
private func unexplainedDifference(
  _ lesson: Lesson, _ attention: Attended, _ first: Int, _ second: Int
) -> Double {
  let weights = attention.weights.matrix.row(second)
  let values = lesson.value.matrix
  let further = first + 1...second
  let isNormalised = attention.hidesBeforeSoftmax && !attention.isOverQueries
  let kept = isNormalised ? 1 - further.reduce(0) { $0 + weights[$1] } : 1
  let (before, after) = (attention.output.matrix.row(first), attention.output.matrix.row(second))
  return values.columns.indices.reduce(0) { largest, channel in
    let besides = further.reduce(0) { $0 + weights[$1] * values[$1, channel] }
    return max(largest, (kept * before[channel] + besides - after[channel]).magnitude)
  }
}
