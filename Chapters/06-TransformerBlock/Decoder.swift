import Autodiff
import Formulas
import Neural
import Notebook
import Randomness

/// A decoder's block reads two things: what it has written so far, and what the encoder made of the source.
func decoder(_ notebook: ChapterNotebook, _ lesson: Lesson, memory: Tensor, seed: Seed) throws {
  notebook.heading("The decoder: cross-attention")
  let words = lesson.words
  let (time, width) = (words.count, memory.shape[1])
  var generator = seed.generator()
  let block = DecoderBlock(
    BlockConfiguration(
      channels: width, headCount: lesson.block.attention.headCount, normPlacement: lesson.wiring.placement),
    using: &generator)
  func target(_ numbers: [Int]) -> Tensor { lesson.embedding(numbers) + lesson.positions }
  // What is written so far stands one place to the right: each place is to guess its successor.
  let written = [lesson.end] + lesson.numbers.dropLast()
  let writtenWords = ["<end>"] + words.dropLast()
  let other = written.dropLast() + [written.last == lesson.numbers[0] ? lesson.end : lesson.numbers[0]]
  notebook.prose(
    """
    A decoder writes a second text. Its block has a third sub-layer in the middle: queries from what is written, \
    keys and values from the **memory**, the encoder's output (above). Here it copies your sentence, one place \
    late. Its own text it reads through a causal mask; the memory it may see whole.
    """)
  notebook.formula(.g_CROSS)
  notebook.code("let output = DecoderBlock(…)(written, memory: memory)  // [\(time), \(width)]")
  let (output, seen) = observing { block(target(written), memory: memory) }
  notebook.tensor(
    "decoder.crossWeights", seen.tensor("crossAttention.weights").selected(axis: 0, 0),
    axes: ["written", "memory"], labels: [writtenWords, words], formula: .g_CROSS)
  if time > 1 {
    let plain = block(target(written), memory: memory)
    notebook.check(
      "another last written token: earlier outputs move by",
      measured: block(target(Array(other)), memory: memory).withoutLastRow.distance(to: plain.withoutLastRow),
      atMost: 0)
  }
  let gradient = gradient(at: memory) { memory in square(block(target(written), memory: memory)).sum() }
  let changed = Tensor(memory.rows.dropLast() + [memory.rows[time - 1].map { 1 - 2 * $0 }])
  notebook.check(
    "another memory: the output moves by",
    measured: block(target(written), memory: changed).distance(to: output), atLeast: width > 2 ? 1e-4 : 0)
  if width > 2, lesson.wiring.placement == .pre {
    notebook.check("and the memory has a gradient of norm", measured: gradient.norm, atLeast: 1e-4)
  }
  try printedDecoder(notebook)
}

private func printedDecoder(_ notebook: ChapterNotebook) throws {
  let (encoder, decoder) = (Formula.of(.s0_3_3_ENC), Formula.of(.s0_3_3_DEC))
  notebook.prose(
    """
    S0 prints a decoder too, and it is the encoder's formula, letter for letter: no mask, no memory. On TOY-E:
    """)
  notebook.formula(.s0_3_3_DEC)
  let toy = Formula.Examples.toyE.with(Formula.Examples.memory)
  let replaced = toy.with(["X": [[1, 0, 2], [5, -3, 2]]])
  func output(_ reading: Formula.Reading, _ inputs: Formula.Values) throws -> Matrix {
    try reading.compute(inputs).matrix("output")
  }
  func firstRowMoves(_ inputs: Formula.Values, _ changed: Formula.Values) throws -> Double {
    let reading = decoder.reading("by name")
    let (before, after) = try (output(reading, inputs), output(reading, changed))
    return zip(before.row(0), after.row(0)).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
  }
  notebook.check(
    "its encoder and its decoder differ by",
    measured: try output(encoder.asPrinted, toy).distance(to: output(decoder.asPrinted, toy)), atMost: 0)
  notebook.check(
    "the future leaks: another last token moves the first row by", measured: try firstRowMoves(toy, replaced),
    near: 0.437_712_0, within: 1e-7)
  notebook.check(
    "with a causal mask it does not",
    measured: try firstRowMoves(toy.with(["causal": 1]), replaced.with(["causal": 1])), atMost: 0)
  // Each entry of the memory a little larger and a little smaller, and the largest change of any output.
  func slope(_ reading: Formula.Reading, _ inputs: Formula.Values) throws -> Double {
    let memory = try inputs.matrix("memory")
    return try memory.elements.indices.reduce(0.0) { worst, index in
      func nudged(_ step: Double) throws -> Matrix {
        var elements = memory.elements
        elements[index] += step
        let changed = Matrix(rowCount: memory.rowCount, columnCount: memory.columnCount, elements: elements)
        return try output(reading, inputs.with(["memory": .matrix(changed)]))
      }
      return max(worst, try nudged(1e-4).distance(to: nudged(-1e-4)) / 2e-4)
    }
  }
  let example = decoder.published.example
  notebook.check(
    "S0: the largest ∂output/∂memory", measured: try slope(decoder.asPrinted, toy), atMost: 0)
  let cross = Formula.of(.g_CROSS).published
  let (before, after) = try (
    output(cross, example), output(cross, example.with(["memory": [[2, 1, 0], [0, 2, 1], [3, 0, 0]]]))
  )
  notebook.check(
    "published: memory[0, 0] from 1 to 2 moves the cross-attention by", measured: after.distance(to: before),
    near: 0.211_217_5, within: 1e-7)
  let published = try output(decoder.published, example)
  let fast = try toyDecoder(target: example.matrix("X").tensor, memory: example.matrix("memory").tensor)
  notebook.check(
    "`DecoderBlock` gives the published numbers", measured: fast.matrix.distance(to: published), atMost: 1e-5)
  let prose = Formula.of(.s3_3_5_P_DEC)
  let (one, two) = try (
    output(prose.asPrinted, prose.asPrinted.example),
    output(prose.asPrinted, prose.asPrinted.example.with(["X": [[5, -3, 2], [0, 0, 7]]]))
  )
  notebook.prose(
    """
    S3 §3.5 has the encoder's states as the decoder's **input**. Then nothing that was written so far can enter: \
    whatever the text, the same output, and no next word can depend on the last.
    """)
  notebook.check("S3: another written text moves the output by", measured: one.distance(to: two), atMost: 0)
}
