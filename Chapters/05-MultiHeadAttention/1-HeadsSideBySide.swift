import Autodiff
import Formulas
import Language
import Neural
import Notebook
import Randomness

/// The heads of the reader's sentence, concatenated and mixed.
func headsSideBySide(
  _ notebook: ChapterNotebook, text: String, seed: UInt64, width: Int, heads: Int, causal: Bool,
  noOutputProjection: Bool, wrongReshape: Bool, sharedHeads: Bool
) throws -> Lesson {
  notebook.prose(
    """
    One head makes one row of weights for each token: one mean, one thing looked at. Several heads, each with \
    projections of its own, look at several things at once. They cost no parameter more, only a row of weights each: \
    \(heads) \(heads == 1 ? "head" : "heads") on \(width) channels \(heads == 1 ? "has" : "have") \
    \(width / heads) \(width == heads ? "channel" : "channels") each.
    """)
  notebook.formula(.s0_3_3_MHA)
  notebook.code()
  let sentence = Sentence(text)
  let (words, time) = (sentence.words, sentence.words.count)
  let size = width / heads  // channels of a head, d_k
  // The row of the empty word, which no sentence has, is for another end.
  let embedding = Embedding(
    words: sentence.distinctWords + [""], channels: width,
    seed: Seed(seed).derived(0))
  let positions = sinusoidalPositions(length: time, channels: width)
  let input = embedding(sentence.numbers) + positions  // [time, width]

  notebook.tensor("input", input, axes: ["token", "channel"], labels: [words, []])

  notebook.heading("Heads side by side")
  notebook.prose(
    """
    W^Q, W^K and W^V of all heads stand side by side, head by head, in one matrix each, so that one product projects \
    for all; then the head becomes an axis before time.
    """)
  func drawHeads() -> MultiHeadAttention {
    guard sharedHeads else {
      notebook.code()
      var generator = Seed(seed).derived(0).generator()
      let attention = MultiHeadAttention(
        channels: width, headCount: heads, hasBias: false, using: &generator)

      return attention
    }
    notebook.declaration("withSharedHeads", in: "1-HeadsSideBySide.swift")
    notebook.code()
    // Broken: all heads have the projections of head 0.
    var generator = Seed(seed).derived(0).generator()
    let attention = withSharedHeads(
      MultiHeadAttention(
        channels: width, headCount: heads, hasBias: false, using: &generator))

    return attention
  }
  let attention = drawHeads()
  func cutIntoHeads() -> (query: Tensor, key: Tensor, value: Tensor) {
    guard wrongReshape else {
      notebook.code()
      let cut = [time, heads, size]  // then the head moves before time
      let query = attention.query(input).reshaped(cut).permuted([1, 0, 2])
      let key = attention.key(input).reshaped(cut).permuted([1, 0, 2])
      let value = attention.value(input).reshaped(cut).permuted([1, 0, 2])

      return (query, key, value)
    }
    notebook.prose(
      "The heads are cut wrongly (`--wrong-reshape`): their rows are no longer tokens, and have no names.")
    notebook.code()
    let cut = [heads, time, size]  // broken: nothing moves
    let query = attention.query(input).reshaped(cut)
    let key = attention.key(input).reshaped(cut)
    let value = attention.value(input).reshaped(cut)

    return (query, key, value)
  }
  let (query, key, value) = cutIntoHeads()
  notebook.prose("From here on it is one head's attention with an axis more; no head sees another's numbers.")
  notebook.code()
  let mask = causal ? Mask.causal(queries: time, keys: time) : nil
  let scores = matmul(query, key, rightTransposed: true)  // Q·Kᵀ
  let scale = 1 / Float(size).squareRoot()
  let scaled = scores * scale
  let masked = mask.map { scaled.masked($0) } ?? scaled
  let weights = softmax(masked)  // [head, query, key]
  let attended = matmul(weights, value)  // [head, time, size]
  let headOutputs = (0..<heads).map { attended.selected(axis: 0, $0) }

  let rows = wrongReshape ? [] : words
  for head in 0..<heads {
    let display: TensorDisplay = head < 4 ? .table : .summary
    notebook.head(
      "head.\(head)", title: "head \(head)", query: query.selected(axis: 0, head),
      key: key.selected(axis: 0, head), value: value.selected(axis: 0, head),
      weights: weights.selected(axis: 0, head), scale: scale, queries: rows, keys: rows,
      projections: display, display: display)
    notebook.tensor(
      "head.\(head).output", headOutputs[head], axes: ["token", "channel"], labels: [rows, []],
      formula: .g_HEAD, display: display)
  }
  notebook.prose(
    """
    The outputs of the heads are laid side by side, head 0 in \(channelsOfHead0(size: size)), and multiplied by W^O, \
    in which every channel of the result takes from every head.
    """)
  notebook.code()
  let concatenated = attended.permuted([1, 0, 2]).reshaped([time, width])

  notebook.tensor(
    "concatenated", concatenated, axes: ["token", "channel"], labels: [words, []], formula: .s0_3_3_MHA)
  notebook.code()
  // W^O, which mixes the heads.
  let outputWeight =
    noOutputProjection ? .identity(width) : attention.output.weight

  notebook.tensor(
    "outputWeight", outputWeight, axes: ["from", "to"],
    labels: [(0..<width).map { "h\($0 / size).\($0 % size)" }, []], formula: .s0_3_3_MHA)
  notebook.code()
  let output = matmul(concatenated, outputWeight)  // [time, width]

  notebook.tensor(
    "output", output, axes: ["token", "channel"], labels: [words, []], formula: .s0_3_3_MHA)
  let (_, seen) = observing {
    let intermediates = [query, key, value, scores, scaled] + (causal ? [masked] : [])
    let all = zip(
      namesOfIntermediates(causal: causal), intermediates + [weights, attended, concatenated, output])
    for (name, tensor) in all { observe(name, tensor) }
  }
  notebook.observed(seen)

  notebook.check(
    "every row of every head's weights sums to 1",
    measured: (weights.sum(alongAxis: 2) - 1).largestMagnitude, atMost: 1e-6)
  notebook.code()
  // One head after the other, each with its own columns.
  let looped = (0..<heads).map { head in
    func projected(_ all: Linear) -> Tensor {
      let columns = head * size..<(head + 1) * size
      return matmul(input, all.weight.sliced(axis: 1, columns))
    }
    return scaledDotProductAttention(
      query: projected(attention.query), key: projected(attention.key),
      value: projected(attention.value), mask: mask)
  }

  let rounding = 1e-6 * (10 + scores.largestMagnitude)
  let difference = largestDistance(looped, headOutputs)
  if wrongReshape, heads > 1, time > 1 {
    notebook.check(
      "broken: the heads are not those of a loop over \(heads) single heads", measured: difference,
      atLeast: 1e-4)
  } else {
    notebook.check(
      "the heads together are a loop over \(heads) single \(heads == 1 ? "head" : "heads")",
      measured: difference, atMost: rounding)
    let specification = try specifiedOutput(
      input, attention: attention, outputWeight: outputWeight, causal: causal)
    notebook.check(
      "the specification in Double gives the same output",
      measured: specification.distance(to: output.matrix), atMost: 4 * rounding)
  }
  let blocks = concatenated.split(count: heads, axis: 1)
  notebook.check(
    "block i of «concatenated» is head i", measured: largestDistance(blocks, headOutputs), atMost: 0)
  if noOutputProjection {
    notebook.check(
      "broken: «output» is «concatenated» (W^O = I)", measured: concatenated.distance(to: output), atMost: 0)
  }
  if sharedHeads {
    let first = Array(repeating: headOutputs[0], count: heads)
    notebook.check(
      "broken: all heads are one", measured: largestDistance(headOutputs, first), atMost: 0)
  }
  if !noOutputProjection, !wrongReshape {
    notebook.code()
    let layerOutput = attention(input, mask: mask)  // all this in one call

    notebook.check(
      "the layer `MultiHeadAttention` gives the same output", measured: layerOutput.distance(to: output),
      atMost: rounding)
  }
  return Lesson(
    seed: seed, wrongReshape: wrongReshape, sharedHeads: sharedHeads, sentence: sentence,
    embedding: embedding, positions: positions,
    input: input, attention: attention, headOutputs: headOutputs, concatenated: concatenated,
    outputWeight: outputWeight)
}

/// The same with the projections of head 0 for every head.
func withSharedHeads(_ layer: MultiHeadAttention) -> MultiHeadAttention {
  let heads = layer.headCount
  func shared(_ all: Linear) -> Linear {
    let own = all.weight.split(count: heads, axis: 1)[0]  // [width, size]
    let repeated = Array(repeating: own, count: heads)
    return Linear(weight: concatenate(repeated, axis: 1))
  }
  return MultiHeadAttention(
    query: shared(layer.query), key: shared(layer.key),
    value: shared(layer.value), output: layer.output,
    headCount: heads)
}
