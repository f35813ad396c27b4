import Autodiff
import Neural
import Notebook

/// Attention is a function of a set: only the positions tell it an order.
func order(_ notebook: ChapterNotebook, _ lesson: Lesson, _ attention: Attended) {
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
  let size = Double(attention.value.matrix.largestMagnitude)
  notebook.check(
    "backwards, without positions: largest change", measured: blind, atMost: 1e-5 * (1 + size))
  notebook.check("backwards, with positions: largest change", measured: seeing, atLeast: 1e-4)

  let numbers = lesson.numbers
  let pairs = numbers.indices.compactMap { first in
    numbers.indices.first { $0 > first && numbers[$0] == numbers[first] }.map { (first, $0) }
  }
  guard let (first, second) = pairs.first else { return }
  let word = lesson.words[first]
  let rows = lesson.head(lesson.input).rows
  let difference = zip(rows[first], rows[second]).reduce(Float(0)) { max($0, ($1.0 - $1.1).magnitude) }
  if lesson.hasPositions {
    notebook.check(
      "«\(word)» stands at \(first) and \(second); its place tells the two apart", measured: difference,
      atLeast: 1e-4)
  } else {
    notebook.check(
      "broken: both «\(word)», at \(first) and \(second), have one output", measured: difference,
      atMost: 1e-5 * (1 + size))
  }
}
