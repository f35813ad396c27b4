import Autodiff
import Neural
import Notebook
import Randomness

extension Encoding {
  /// Without positions attention cannot see an order.
  func orderInvisible(_ notebook: ChapterNotebook, seed: Seed) {
    notebook.heading("Without positions, order is invisible")
    notebook.prose(
      """
      “The dog bites the man”, and “the man bites the dog”: one layer of attention (two heads, random weights) \
      reads both. What does it make of **dog**, the second word here and the last there?
      """)
    notebook.code()
    var generator = seed.generator()
    let embedding = Embedding(
      vocabularySize: 4, channels: 8, deviation: 1, using: &generator)
    let attention = MultiHeadAttention(
      channels: 8, headCount: 2, deviation: 0.7, using: &generator)
    let tokens = embedding([0, 1, 2, 0, 3])  // the dog bites the man
    let swapped = embedding([0, 3, 2, 0, 1])  // the man bites the dog
    let before = attention(tokens)  // [5, 8]
    let after = attention(swapped)
    let positions = sized(length: 5, channels: 8).table
    let beforeWithPositions = attention(tokens + positions)
    let afterWithPositions = attention(swapped + positions)

    func dog(_ before: Tensor, _ after: Tensor) -> Tensor {
      concatenate([before.sliced(axis: 0, 1..<2), after.sliced(axis: 0, 4..<5)], axis: 0)
    }
    let labels = [["dog bites…", "man bites…"], []]
    notebook.tensor("dogWithoutPositions", dog(before, after), axes: ["sentence", "channel"], labels: labels)
    notebook.tensor(
      "dogWithPositions", dog(beforeWithPositions, afterWithPositions), axes: ["sentence", "channel"],
      labels: labels)

    notebook.code()
    // f(P·x) against P·f(x), over all rows.
    let order = [0, 4, 2, 3, 1]  // which word of the first the second has
    let blind = lookUp(before, at: order).distance(to: after)
    let seeing = lookUp(beforeWithPositions, at: order)
      .distance(to: afterWithPositions)
    let mask = Mask.causal(queries: 5, keys: 5)
    let masked = lookUp(attention(tokens, mask: mask), at: order)
      .distance(to: attention(swapped, mask: mask))

    notebook.guess(
      "By how much do the answers change when two words change places: tokens alone, with positions, behind a mask?"
    )
    notebook.table(
      "how far the answers move beyond the reordering",
      columns: ["what the layer is given", "largest change"],
      rows: [
        ["tokens alone", NumberText.compact(blind, significant: 2)],
        ["tokens and positions", NumberText.compact(seeing, significant: 2)],
        ["tokens alone, causal mask", NumberText.compact(masked, significant: 2)],
      ])
    notebook.prose(
      """
      Tokens alone: the rows are reordered with the words and otherwise the same, f(P·x) = P·f(x). Nobody can say \
      who bites whom. S1's “the Transformer is order-free” is true of this layer, and no longer with a \
      **causal mask**, which hides from every token those after it: who sees fewer tokens stands further in front.
      """)
    notebook.check("tokens alone: reordered words give reordered answers", measured: blind, atMost: 1e-5)
    if isAbsent {
      notebook.check("… and with --no-positions nothing helps", measured: seeing, atMost: 1e-5)
    } else {
      notebook.check("with positions the answers change", measured: seeing, atLeast: 0.01)
    }
    notebook.check("a causal mask alone shows some of the order", measured: masked, atLeast: 0.01)
  }
}
