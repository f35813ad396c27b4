import Autodiff
import Language
import Neural
import Notebook
import Randomness

/// From words to the block's output, in the five steps of S3 §3.4.
func fiveSteps(
  _ notebook: ChapterNotebook, text: String, width: Int, heads: Int, placement: NormPlacement,
  breakage: Breakage, seed: Seed
) -> Lesson {
  notebook.heading("The encoder in five steps")
  notebook.prose(
    """
    Two sub-layers make a block. In the first, attention, tokens exchange; in the second, a small network, each \
    thinks for itself. S3 §3.4 lists five steps: **1** embed the words, **2** add their places, **3** multi-head \
    attention, **4** feed-forward network, **5** add the results. Step 5 hides the most: what is added, when, and \
    where it is normalised. \(arrangement(placement, breakage))
    """)
  notebook.formula(.s3_3_4_P_ENC)

  notebook.prose("**Steps 1 and 2.** A random row for each word, plus the sines and cosines of its place.")
  notebook.code()
  let sentence = Sentence(text)
  let (words, numbers) = (sentence.words, sentence.numbers)
  let vocabulary = sentence.distinctWords + ["<end>"]
  var generator = seed.generator()
  let embedding = Embedding(
    vocabularySize: vocabulary.count, channels: width, deviation: 1,
    using: &generator)
  let positions = sinusoidalPositions(length: words.count, channels: width)
  let input = embedding(numbers) + positions  // [time, width]

  notebook.tokens("input", input, of: words)

  notebook.prose(
    "**The block** has been taught nothing: its matrices are random, the gain of its norms is 1.")
  notebook.code()
  let block = TransformerBlock(
    BlockConfiguration(
      channels: width, headCount: heads, normPlacement: placement),
    using: &generator)

  let told = !breakage.isNone ? withoutAPart : placement == .pre ? preNorm : postNorm
  let (normalized, residual, output) = told(notebook, words, input, block, breakage)
  notebook.check(
    "as many numbers come out as went in: blocks can follow one another", count: output.count,
    equals: input.count)
  return Lesson(
    words: words, numbers: numbers, vocabulary: vocabulary, embedding: embedding, positions: positions,
    input: input, block: block, breakage: breakage, normalized: normalized, residual: residual,
    output: output, seed: seed)
}

/// Where the chosen block normalises and adds.
private func arrangement(_ placement: NormPlacement, _ breakage: Breakage) -> String {
  if breakage.noResidual {
    return "Here, **broken**: nothing is added; each sub-layer replaces what it was given."
  }
  if breakage.noNorm { return "Here, **broken**: sums, and no layer norm anywhere." }
  if breakage.noFeedForward {
    return "Here, **broken**: the block ends after the attention; step 4 is left out."
  }
  return placement == .pre
    ? "Here as in GPT-2: normalise, attend, add; normalise, think, add."
    : "Here as in 2017: attend, add, normalise; think, add, normalise."
}

/// The same by the block itself; what its first half leaves, and its output, are those that were written out.
func inOneCall(
  _ notebook: ChapterNotebook, _ words: [String], _ block: TransformerBlock, _ input: Tensor, half: Tensor,
  output: Tensor, named: (half: String, output: String)
) {
  notebook.prose("`block` does all of this in one call, and names what it makes on the way:")
  notebook.code()
  let (result, seen) = observing { block(input) }  // [time, width]
  let firstHalf = seen.tensor("residual")  // and all others, by their names

  heads(notebook, seen, of: words)
  let rounding = 1e-5 * (1 + result.largestMagnitude + half.largestMagnitude)
  notebook.check(
    "after the first half: \(named.half)", measured: firstHalf.distance(to: half), atMost: rounding)
  notebook.check("output = \(named.output)", measured: result.distance(to: output), atMost: rounding)
  notebook.check(
    "the block written out from its parts, «Breakage.swift», is `block`",
    measured: block.broken(input, by: Breakage()).distance(to: result), atMost: rounding)
}

/// What each head of the block's attention asks, offers and hands over, and where it looks.
func heads(_ notebook: ChapterNotebook, _ seen: Observations, of words: [String]) {
  notebook.prose(
    "**Inside step 3** each head has a query, a key and a value for every token, and its weights say where it looks."
  )
  notebook.code()
  let query = seen.tensor("attention.query")  // [head, time, size]
  let key = seen.tensor("attention.key")
  let value = seen.tensor("attention.value")
  let weights = seen.tensor("attention.weights")  // [head, query, key]

  let scale = 1 / Float(query.shape[2]).squareRoot()
  for head in 0..<query.shape[0] {
    notebook.head(
      "head.\(head)", title: "head \(head)", query: query.selected(axis: 0, head),
      key: key.selected(axis: 0, head), value: value.selected(axis: 0, head),
      weights: weights.selected(axis: 0, head), scale: scale, queries: words, keys: words,
      projections: .summary, display: head < 4 ? .table : .summary)
  }
}
