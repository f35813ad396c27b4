import Autodiff
import Formulas
import Neural
import Notebook

/// A decoder's block reads two things: what it has written so far, and what the encoder made of the source.
func crossAttention(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  notebook.heading("The decoder: cross-attention")
  let (words, numbers, output) = (lesson.words, lesson.numbers, lesson.output)
  let (vocabulary, embedding, positions) = (lesson.vocabulary, lesson.embedding, lesson.positions)
  let (width, heads, placement, seed) = (lesson.width, lesson.heads, lesson.placement, lesson.seed)
  notebook.prose(
    """
    A decoder writes a second text. Its block has a third sub-layer in the middle: queries from what is written, \
    keys and values from the **memory**, the encoder's output (above). Here it copies your sentence, one place \
    late. Its own text it reads through a causal mask; the memory it may see whole.
    """)
  notebook.formula(.g_CROSS)
  notebook.code()
  var generator = seed.derived(4).generator()
  let decoder = DecoderBlock(
    BlockConfiguration(
      channels: width, headCount: heads, normPlacement: placement),
    using: &generator)
  let memory = output  // of the encoder's block, [time, width]
  let end = vocabulary.count - 1  // «<end>»
  let written = [end] + numbers.dropLast()  // one place late
  let target = embedding(written) + positions
  let (decoded, seen) = observing { decoder(target, memory: memory) }
  let weights = seen.tensor("crossAttention.weights")  // [head, time, time]
  let crossWeights = weights.selected(axis: 0, 0)  // of the first head

  notebook.tensor(
    "decoder.crossWeights", crossWeights, axes: ["written", "memory"],
    labels: [["<end>"] + words.dropLast(), words], formula: .g_CROSS)
  notebook.code()
  let before = decoder(target, memory: memory)
  let lastToken = written.last == numbers[0] ? end : numbers[0]
  let other = embedding(written.dropLast() + [lastToken]) + positions
  let after = decoder(other, memory: memory)
  let lastRow = memory.rows[memory.shape[0] - 1].map { 1 - 2 * $0 }
  let changed = Tensor(memory.rows.dropLast() + [lastRow])
  let moved = decoder(target, memory: changed)
  let slope = gradient(at: memory) { memory in
    square(decoder(target, memory: memory)).sum()
  }

  if words.count > 1 {
    // Each place is to guess its successor, so that another last token may change none but the last.
    notebook.check(
      "another last written token: earlier outputs move by",
      measured: after.withoutLastRow.distance(to: before.withoutLastRow), atMost: 0)
  }
  notebook.check(
    "another memory: the output moves by", measured: moved.distance(to: decoded),
    atLeast: width > 2 ? 1e-4 : 0)
  if width > 2, placement == .pre {
    notebook.check("and the memory has a gradient of norm", measured: slope.norm, atLeast: 1e-4)
  }
  try printedDecoder(notebook)
}

/// What the documents print, on the specification's small example.
private func printedDecoder(_ notebook: ChapterNotebook) throws {
  notebook.prose(
    """
    S0 prints a decoder too, and it is the encoder's formula, letter for letter: no mask, no memory. On TOY-E:
    """)
  notebook.formula(.s0_3_3_DEC)
  notebook.code()
  func output(
    _ reading: Formula.Reading, _ inputs: Formula.Values
  ) throws -> Matrix {
    try reading.compute(inputs).matrix("output")
  }
  let forms = Formula.of(.s0_3_3_DEC)
  let toyE = Formula.Examples.toyE.with(Formula.Examples.memory)
  let encoded = try output(Formula.of(.s0_3_3_ENC).asPrinted, toyE)
  let decoded = try output(forms.asPrinted, toyE)
  let otherEnd: Formula.Values = ["X": [[1, 0, 2], [5, -3, 2]]]
  func firstRowMoves(_ inputs: Formula.Values) throws -> Double {
    let before = try output(forms.reading("by name"), inputs)
    let after = try output(forms.reading("by name"), inputs.with(otherEnd))
    return Matrix([after.row(0)]).distance(to: Matrix([before.row(0)]))
  }
  let leak = try firstRowMoves(toyE)
  let masked = try firstRowMoves(toyE.with(["causal": 1]))

  notebook.check("its encoder and its decoder differ by", measured: encoded.distance(to: decoded), atMost: 0)
  notebook.check(
    "the future leaks: another last token moves the first row by", measured: leak, near: 0.437_712_0,
    within: 1e-7)
  notebook.check("with a causal mask it does not", measured: masked, atMost: 0)

  notebook.code()
  // Each entry of the memory a little larger and a little smaller.
  let states = try toyE.matrix("memory")
  let slopes = try states.elements.indices.map { index in
    func nudged(_ step: Double) throws -> Matrix {
      var elements = states.elements
      elements[index] += step
      let changed = Matrix(
        rowCount: states.rowCount, columnCount: states.columnCount,
        elements: elements)
      let inputs = toyE.with(["memory": .matrix(changed)])
      return try output(forms.asPrinted, inputs)
    }
    return try nudged(1e-4).distance(to: nudged(-1e-4)) / 2e-4
  }

  notebook.check("S0: the largest ∂output/∂memory", measured: slopes.max() ?? .nan, atMost: 0)

  notebook.code()
  let cross = Formula.of(.g_CROSS).published
  let example = forms.published.example
  let changed = example.with(["memory": [[2, 1, 0], [0, 2, 1], [3, 0, 0]]])
  let moved = try output(cross, changed).distance(to: output(cross, example))
  let x = try example.matrix("X").tensor
  let fast = Toy().decoder()(x, memory: try example.matrix("memory").tensor)

  notebook.check(
    "published: memory[0, 0] from 1 to 2 moves the cross-attention by", measured: moved, near: 0.211_217_5,
    within: 1e-7)
  notebook.check(
    "`DecoderBlock` gives the published numbers",
    measured: fast.matrix.distance(to: try output(forms.published, example)), atMost: 1e-5)

  notebook.prose(
    """
    S3 §3.5 has the encoder's states as the decoder's **input**. Then nothing that was written so far can enter: \
    whatever the text, the same output, and no next word can depend on the last.
    """)
  notebook.code()
  let inProse = Formula.of(.s3_3_5_P_DEC).asPrinted
  let otherText: Formula.Values = ["X": [[5, -3, 2], [0, 0, 7]]]
  let one = try output(inProse, inProse.example)
  let two = try output(inProse, inProse.example.with(otherText))

  notebook.check("S3: another written text moves the output by", measured: one.distance(to: two), atMost: 0)
}
