import Autodiff
import Neural
import Notebook
import Randomness

/// Section 5: without positions attention cannot see an order.
func showOrder(_ notebook: ChapterNotebook, _ encoding: Encoding, seed: Seed) {
  var generator = seed.generator()
  let words = ["the", "dog", "bites", "the", "man"]
  let order = [0, 4, 2, 3, 1]  // "the man bites the dog"
  let embedding = Embedding(vocabularySize: 4, channels: 8, deviation: 1, using: &generator)
  let attention = MultiHeadAttention(channels: 8, headCount: 2, deviation: 0.7, using: &generator)
  let tokens = embedding([0, 1, 2, 0, 3])
  let swapped = embedding([0, 3, 2, 0, 1])
  let positions = encoding.sized(length: words.count, channels: 8).table

  notebook.heading("Without positions, order is invisible")
  notebook.prose(
    """
    “The dog bites the man”, and “the man bites the dog”: one layer of attention (two heads, random weights) \
    reads both. What does it make of **dog**, the second word here and the last there?
    """)
  notebook.code(
    """
    let before = attention(tokens)  // [5, 8]
    let after = attention(swapped)
    let beforeWithPositions = attention(tokens + positions)
    """)
  func rows(_ before: Tensor, _ after: Tensor) -> Tensor {
    concatenate([before.sliced(axis: 0, 1..<2), after.sliced(axis: 0, 4..<5)], axis: 0)
  }
  let without = rows(attention(tokens), attention(swapped))
  let with = rows(attention(tokens + positions), attention(swapped + positions))
  let labels = [["dog bites…", "man bites…"], []]
  notebook.tensor("dogWithoutPositions", without, axes: ["sentence", "channel"], labels: labels)
  notebook.tensor("dogWithPositions", with, axes: ["sentence", "channel"], labels: labels)

  // f(P·x) against P·f(x), over all rows.
  func change(_ function: (Tensor) -> Tensor, _ added: Tensor) -> Double {
    let permuted = lookUp(function(tokens + added), at: order)
    return largestDifference(permuted.doubles, function(swapped + added).doubles)
  }
  let none = Tensor.zeros([words.count, 8])
  let mask = Mask.causal(queries: words.count, keys: words.count)
  let (blind, seeing) = (change({ attention($0) }, none), change({ attention($0) }, positions))
  let masked = change({ attention($0, mask: mask) }, none)
  notebook.table(
    "how far the answers move beyond the reordering", columns: ["what the layer is given", "largest change"],
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
  if encoding.isAbsent {
    notebook.check("… and with --no-positions nothing helps", measured: seeing, atMost: 1e-5)
  } else {
    notebook.check("with positions the answers change", measured: seeing, atLeast: 0.01)
  }
  notebook.check("a causal mask alone shows some of the order", measured: masked, atLeast: 0.01)
}
