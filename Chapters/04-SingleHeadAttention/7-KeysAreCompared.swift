import Autodiff
import Formulas
import Neural
import Notebook

/// A score that all keys share cannot be seen: the softmax takes differences.
func keysAreCompared(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  notebook.heading("Keys are compared, queries are not")
  let (query, key, value, keyWidth) = (lesson.query, lesson.key, lesson.value, lesson.query.shape[1])
  notebook.prose(
    """
    Add one vector, (5, −7, …), to **every** key: each score of a row grows by the same q·c, which a softmax cannot \
    see. Added to every query, it changes the contest between the keys. (So a bias on the keys is a parameter that \
    does nothing, and this is a test of which of the two matrices is which.)
    """)
  notebook.code()
  let shift = Tensor((0..<keyWidth).map { $0.isMultiple(of: 2) ? 5 : -7 })
  let unshifted = scaledDotProductAttention(
    query: query, key: key, value: value)
  let shiftedKeys = scaledDotProductAttention(
    query: query, key: key + shift, value: value)
  let shiftedQueries = scaledDotProductAttention(
    query: query + shift, key: key, value: value)

  let size = value.largestMagnitude * (1 + query.largestMagnitude)
  notebook.check(
    "all keys shifted: largest change of the output", measured: unshifted.distance(to: shiftedKeys),
    atMost: 1e-4 * (1 + size))
  if lesson.words.count > 1, lesson.hasPositions || Set(lesson.sentence.numbers).count > 1 {
    notebook.check(
      "all queries shifted: largest change of the output", measured: unshifted.distance(to: shiftedQueries),
      atLeast: 1e-5)
  }
  let toyA = Formula.Examples.toyA
  let attention = Formula.of(.s0_3_3_ATT).published
  let before = try attention.compute(toyA).matrix("output")
  let keys = try attention.compute(toyA.with(["K": [[6, -6], [5, -6]]])).matrix("output")
  let queries = try attention.compute(toyA.with(["Q": [[6, -7], [5, -6]]])).matrix("output")
  notebook.check(
    "by hand (TOY-A, Double): keys shifted", measured: before.distance(to: keys), atMost: 1e-12)
  notebook.check(
    "by hand (TOY-A, Double): queries shifted", measured: before.distance(to: queries), near: 0.943_364_2,
    within: 1e-6)
}
