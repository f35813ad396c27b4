import Autodiff
import Formulas
import Neural
import Notebook

/// How a head might keep its tokens from looking ahead.
private struct Masking {
  let name: String
  let weights: (Tensor) -> Tensor
}

/// The causal mask, and what leaks through wrong ones.
func causalMask(_ notebook: ChapterNotebook, _ lesson: Lesson, _ attention: Attended) {
  let (words, head, keyWidth) = (lesson.words, lesson.head, lesson.query.shape[1])
  let time = words.count
  notebook.heading("The causal mask")
  notebook.prose(
    """
    A model that writes must not see what it is about to write. The mask puts −∞ on the scores of later keys \
    **before** the softmax: e^−∞ = 0, and what remains still sums to 1. No document mentions it.
    """)
  notebook.formula(.g_MASK)
  guard time > 1 else {
    notebook.prose("One token has no later ones to hide.")
    return
  }

  if !attention.hidesBeforeSoftmax {
    let scores = attention.scores
    notebook.code()
    let divided = scores / Float(keyWidth).squareRoot()
    let hidden = divided.masked(
      .causal(queries: words.count, keys: words.count))
    let causalWeights = softmax(hidden)  // e^−∞ = 0

    notebook.tensor(
      "causalWeights", causalWeights, axes: ["query", "key"], labels: [words, words], formula: .g_MASK)
  }

  func scores(_ input: Tensor) -> Tensor {
    matmul(head.query(input), head.key(input), rightTransposed: true)
      / Float(keyWidth).squareRoot()
  }
  func hiding(_ isHidden: @escaping (_ query: Int, _ key: Int) -> Bool) -> Mask {
    Mask(
      shape: [time, time],
      keep: (0..<time).flatMap { query in (0..<time).map { !isHidden(query, $0) } })
  }
  let tooLate = Masking(name: "after the softmax") { input in
    let weights = try? Formula.Attention.weightsMaskedAfterSoftmax(
      query: head.query(input).matrix, key: head.key(input).matrix)
    return (weights ?? Matrix([])).tensor
  }
  let right = Masking(name: "−∞ for j > i (right)") {
    softmax(scores($0).masked(.causal(queries: time, keys: time)))
  }
  let maskings = [
    Masking(name: "none") { softmax(scores($0)) }, right, tooLate,
    Masking(name: "one off: −∞ for j > i + 1") { softmax(scores($0).masked(hiding { $1 > $0 + 1 })) },
    Masking(name: "one off: −∞ for j ≥ i") { softmax(scores($0).masked(hiding { $1 >= $0 })) },
  ]
  let (input, other) = (lesson.input, lesson.inputWithAnotherEnd)
  let measured = maskings.map { masking in
    let (before, after) = (masking.weights(input), masking.weights(other))
    let last = after.withoutLastRow.sliced(axis: 1, (time - 1)..<time)
    let earlier = matmul(before, head.value(input)).withoutLastRow
    return (
      name: masking.name, firstRow: before.sliced(axis: 0, 0..<1).sum().scalar,
      leak: earlier.distance(to: matmul(after, head.value(other)).withoutLastRow),
      looks: last.scalars.max() ?? 0
    )
  }
  notebook.prose(
    """
    Where does the future leak? Replace the last token, «\(words[time - 1])», by a word that the sentence does not \
    have, and see how far the output of the tokens before it moves:
    """)
  notebook.guess(
    "Which of the masks leaks, and what does row 0 of the weights sum to under each?")
  notebook.table(
    "", columns: ["mask", "weights of row 0 sum to", "earlier outputs move by"],
    rows: measured.map { [$0.name, $0.firstRow, $0.leak] })
  notebook.check("the causal mask: earlier outputs move by", measured: measured[1].leak, atMost: 0)
  // Whoever looks at the last token is moved by it; a head that by chance does not look cannot show it.
  let looks = measured.map { $0.looks >= 0.01 }
  if looks[0] { notebook.check("without a mask they move", measured: measured[0].leak, atLeast: 1e-6) }
  notebook.check(
    "masked after the softmax, it leaks through the sum", measured: measured[2].leak, atLeast: 1e-6)
  if looks[3] {
    notebook.check("one off, each token sees its successor", measured: measured[3].leak, atLeast: 1e-6)
  }
  notebook.check(
    "one off the other way, the first token sees nothing", measured: measured[4].firstRow, atMost: 0)
  let toy = try? Formula.of(.g_MASK).reading("after softmax").compute(Formula.Examples.toyA).matrix("A")
  notebook.check(
    "by hand (TOY-A): masked too late, row 0 sums to", measured: toy?.row(0).reduce(0, +) ?? .nan,
    near: 0.669_761_5, within: 1e-7)
}
