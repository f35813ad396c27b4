import Autodiff
import Formulas
import Neural
import Notebook

/// The heads of the reader's sentence, concatenated and mixed.
func sideBySide(_ notebook: ChapterNotebook, _ lesson: Lesson, _ pass: Pass) throws {
  let (words, headCount, size) = (lesson.words, lesson.headCount, lesson.size)
  let (time, width) = (words.count, lesson.headCount * lesson.size)
  let breakage = lesson.breakage
  notebook.prose(
    """
    One head makes one row of weights for each token: one mean, one thing looked at. Several heads, each with \
    projections of its own, look at several things at once. They cost no parameter more, only a row of weights each: \
    \(headCount) \(headCount == 1 ? "head" : "heads") on \(width) channels \(headCount == 1 ? "has" : "have") \(size) \
    \(size == 1 ? "channel" : "channels") each.
    """)
  notebook.formula(.s0_3_3_MHA)
  notebook.code(
    """
    let attention = MultiHeadAttention(
      channels: \(width), headCount: \(headCount), hasBias: false, using: &generator)
    let output = attention(input\(lesson.mask == nil ? "" : ", mask: .causal(queries: \(time), keys: \(time))"))
    """)
  notebook.tensor("input", lesson.input, axes: ["token", "channel"], labels: [words, []])

  notebook.heading("Heads side by side")
  if breakage.isCutWrongly {
    notebook.prose(
      "The heads are cut wrongly (`--wrong-reshape`): their rows are no longer tokens, and have no names.")
  }
  let weights = pass.tensor("weights")
  let outputs = pass.headOutputs
  let rows = breakage.isCutWrongly ? [] : words
  for head in 0..<headCount {
    let display: TensorDisplay = head < 4 ? .table : .summary
    notebook.tensor(
      "head.\(head).weights", weights.selected(axis: 0, head), axes: ["query", "key"], labels: [rows, rows],
      formula: .g_HEAD, display: display)
    notebook.tensor(
      "head.\(head).output", outputs[head], axes: ["token", "channel"], labels: [rows, []], formula: .g_HEAD,
      display: display)
  }
  notebook.prose(
    """
    The outputs of the heads are laid side by side, head 0 in \(lesson.channelsOfHead0), and multiplied by W^O, \
    in which every channel of the result takes from every head.
    """)
  let concatenated = pass.tensor("concatenated")
  notebook.tensor(
    "concatenated", concatenated, axes: ["token", "channel"], labels: [words, []], formula: .s0_3_3_MHA)
  notebook.tensor(
    "outputWeight", lesson.attention.output.weight, axes: ["from", "to"],
    labels: [(0..<width).map { "h\($0 / size).\($0 % size)" }, []], formula: .s0_3_3_MHA)
  notebook.tensor(
    "output", pass.output, axes: ["token", "channel"], labels: [words, []], formula: .s0_3_3_MHA)
  notebook.observed(pass.seen)
  try checkHeads(notebook, lesson, pass)
}

private func checkHeads(_ notebook: ChapterNotebook, _ lesson: Lesson, _ pass: Pass) throws {
  let (headCount, size, breakage) = (lesson.headCount, lesson.size, lesson.breakage)
  let outputs = pass.headOutputs
  let concatenated = pass.tensor("concatenated")
  let rounding = 1e-6 * (10 + pass.tensor("scores").largestMagnitude)
  let sums = pass.tensor("weights").sum(alongAxis: 2).scalars
  notebook.check(
    "every row of every head's weights sums to 1",
    measured: sums.reduce(Float(0)) { max($0, ($1 - 1).magnitude) }, atMost: 1e-6)

  let looped = (0..<headCount).map { head in
    let own = lesson.projections(ofHead: head)
    return scaledDotProductAttention(
      query: own.query(lesson.input), key: own.key(lesson.input), value: own.value(lesson.input),
      mask: lesson.mask)
  }
  let difference = zip(looped, outputs).reduce(0.0) { max($0, $1.0.distance(to: $1.1)) }
  if breakage.isCutWrongly, headCount > 1, lesson.words.count > 1 {
    notebook.check(
      "broken: the heads are not those of a loop over \(headCount) single heads", measured: difference,
      atLeast: 1e-4)
  } else {
    notebook.check(
      "the heads together are a loop over \(headCount) single \(headCount == 1 ? "head" : "heads")",
      measured: difference, atMost: rounding)
    let specification = try Formula.MultiHead.published(
      query: lesson.input.matrix, key: lesson.input.matrix, value: lesson.input.matrix,
      weights: .init(
        query: (0..<headCount).map { lesson.projections(ofHead: $0).query.weight.matrix },
        key: (0..<headCount).map { lesson.projections(ofHead: $0).key.weight.matrix },
        value: (0..<headCount).map { lesson.projections(ofHead: $0).value.weight.matrix },
        output: lesson.attention.output.weight.matrix),
      causal: lesson.mask != nil)
    notebook.check(
      "the specification in Double gives the same output",
      measured: specification.distance(to: pass.output.matrix), atMost: 4 * rounding)
  }
  let blocks = concatenated.split(sizes: Array(repeating: size, count: headCount), axis: 1)
  notebook.check(
    "block i of «concatenated» is head i",
    measured: zip(blocks, outputs).reduce(0.0) { max($0, $1.0.distance(to: $1.1)) }, atMost: 0)
  if breakage.hasNoOutputProjection {
    notebook.check(
      "broken: «output» is «concatenated» (W^O = I)", measured: concatenated.distance(to: pass.output),
      atMost: 0)
  }
  if breakage.sharesHeads {
    notebook.check(
      "broken: all heads are one", measured: outputs.reduce(0.0) { max($0, $1.distance(to: outputs[0])) },
      atMost: 0)
  }
}

/// TOY-M: two tokens, two heads of one channel, worked out by hand.
func byHand(_ notebook: ChapterNotebook) throws {
  let toyM = Formula.Examples.toyM
  let identity = Linear(weight: .identity(2))
  let attention = MultiHeadAttention(
    query: identity, key: identity, value: identity,
    output: Linear(weight: Tensor([[1, 2], [3, 4]])), headCount: 2)
  let (output, seen) = observing { attention(.identity(2)) }
  let formula = Formula.of(.s0_3_3_MHA).published
  let exact = try formula.compute(toyM)
  let golden: Matrix = [[2.231_058_579, 3.462_117_157], [2.693_175_736, 3.924_234_315]]
  notebook.heading("By hand: TOY-M")
  notebook.prose(
    """
    X = I₂, head i sees channel i alone, W^O = [[1, 2], [3, 4]]. Each head compares numbers 1 and 0: the weight is \
    e/(e + 1) = \(NumberText.fixed(try exact.matrix("concat")[0, 0], decimals: 6)) where both are 1 and ½ where \
    the query is 0.
    """)
  notebook.check(
    "the specification gives the four numbers worked out by hand",
    measured: try exact.matrix("output").distance(to: golden), atMost: 1e-9)
  notebook.check(
    "`MultiHeadAttention` gives them too", measured: output.matrix.distance(to: golden), atMost: 1e-6)
  let concatenated = seen["concatenated"]?.value[0, 0] ?? .nan
  let one = try Formula.of(.s0_3_3_ATT).published.compute(toyM).matrix("output")
  notebook.check(
    "one head of width 2 is not two of width 1: at (0, 0) it gives", measured: one[0, 0], near: 0.669_761_549,
    within: 1e-9)
  notebook.check("where the two give", measured: concatenated, near: 0.731_058_579, within: 1e-6)
}
