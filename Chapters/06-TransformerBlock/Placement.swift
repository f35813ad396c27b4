import Autodiff
import Formulas
import Neural
import Notebook
import Randomness

/// The blocks of the specification's small example: one head of width 3, W_q = W_v = W_o = I, FFN = ReLU.
private struct Toy {
  let attention: MultiHeadAttention
  let feedForward: FeedForward

  /// With the given W_k.
  init(key: Tensor = .identity(3)) {
    let identity = Linear(weight: .identity(3))
    attention = MultiHeadAttention(
      query: identity, key: Linear(weight: key), value: identity, output: identity, headCount: 1)
    feedForward = FeedForward(expand: identity, contract: identity, activation: .relu)
  }

  private func configuration(_ placement: NormPlacement) -> BlockConfiguration {
    BlockConfiguration(
      channels: 3, headCount: 1, hiddenChannels: 3, normPlacement: placement, activation: .relu,
      hasBias: false)
  }

  func block(_ placement: NormPlacement) -> TransformerBlock {
    var generator = SeededGenerator(seed: 1)
    var block = TransformerBlock(configuration(placement), using: &generator)
    block.attention = attention
    block.feedForward = feedForward
    return block
  }

  func decoder() -> DecoderBlock {
    var generator = SeededGenerator(seed: 1)
    var block = DecoderBlock(configuration(.post), using: &generator)
    block.attention = attention
    block.crossAttention = attention
    block.feedForward = feedForward
    return block
  }
}

/// `DecoderBlock` on the specification's small example.
func toyDecoder(target: Tensor, memory: Tensor) -> Tensor { Toy().decoder()(target, memory: memory) }

/// One example through every arrangement of the parts, in the specification and in `Neural`.
func preAndPost(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  notebook.heading("Before or after? And what S0 prints")
  notebook.prose(
    """
    The same parts, put together in five ways, on the two tokens of TOY-E: X = [[1, 0, 2], [0, 1, 1]], \
    W_q = W_v = W_o = I, W_k a rotation of the channels, FFN = ReLU. Post-norm rows have variance 1; pre-norm rows \
    are free to grow, so GPT-2 has one more norm at the end.
    """)
  notebook.formula(.s0_3_3_ENC)
  let example = Formula.Examples.toyE
  let forms: [(name: String, id: FormulaID, reading: String, golden: Matrix)] = [
    (
      "post-norm, 2017", .s0_3_3_ENC, "published",
      [[-0.506_844_583, -0.889_961_193, 1.396_805_775], [-1.069_042_677, -0.267_260_669, 1.336_303_346]]
    ),
    (
      "pre-norm", .s0_3_3_ENC, "pre-norm",
      [[-0.292_837_968, 0.541_330_615, 4.115_106_922], [-0.924_010_480, 1.352_569_257, 2.922_935_257]]
    ),
    (
      "pre-norm, causal: GPT-2", .s0_3_3_DEC, "GPT-2",
      [[1, -1.224_735_686, 4.449_478_701], [-0.924_010_480, 1.352_569_257, 2.922_935_257]]
    ),
    (
      "S0, by name", .s0_3_3_ENC, "by name",
      [[-0.371_153_477, -0.996_232_251, 1.367_385_728], [-1.224_735_686, 0, 1.224_735_686]]
    ),
    (
      "S0, as printed", .s0_3_3_ENC, "by position",
      [[-0.177_537_057, -1.126_283_822, 1.303_820_880], [-0.969_288_997, -0.407_173_025, 1.376_462_022]]
    ),
  ]
  let outputs = try forms.map { form in
    let inputs = form.reading == "GPT-2" ? example.with(["causal": 1]) : example
    return try Formula.of(form.id).reading(form.reading).compute(inputs).matrix("output")
  }
  notebook.table(
    "TOY-E", columns: ["block", "token 0", "token 1"],
    rows: zip(forms, outputs).map { form, output in
      [form.name, text(output.row(0), decimals: 3), text(output.row(1), decimals: 3)]
    })
  let worst = zip(forms, outputs).reduce(0.0) { max($0, $1.1.distance(to: $1.0.golden)) }
  notebook.check("all thirty numbers are those worked out by hand", measured: worst, atMost: 1e-8)
  let variances = outputs.prefix(2).map { output in
    output.rows.map(Formula.LayerNormalization.variance).max() ?? 0
  }
  notebook.check("largest variance of a row, post-norm", measured: variances[0], near: 1, within: 1e-4)
  notebook.check("largest variance of a row, pre-norm", measured: variances[1], atLeast: 2)
  let input = try example.matrix("X").tensor
  let toy = Toy(key: try example.matrix("WK").tensor)
  let fast = [
    toy.block(.post)(input), toy.block(.pre)(input),
    toy.block(.pre)(input, mask: .causal(queries: 2, keys: 2)),
  ]
  let difference = zip(fast, outputs).reduce(0.0) { max($0, $1.0.matrix.distance(to: $1.1)) }
  notebook.check("`TransformerBlock` gives the first three", measured: difference, atMost: 1e-5)
  try oddness(notebook, lesson)
}

/// A layer without a feed-forward network is an odd function.
private func oddness(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  notebook.prose(
    """
    S0's layer has a telling flaw. It hands W_k·x where the query belongs (by position), and it has no feed-forward \
    network; so turn every sign of its input, and every sign of its output turns: scores are even, values odd, \
    norms odd. It cannot answer X and −X by different rules. The network can.
    """)
  let example = Formula.Examples.toyE
  func evenPart(_ reading: Formula.Reading) throws -> Double {
    let there = try reading.compute(example).matrix("output")
    let back = try reading.compute(example.with(["X": .matrix(-example.matrix("X"))])).matrix("output")
    return try there.plus(back).largestMagnitude
  }
  let formula = Formula.of(.s0_3_3_ENC)
  notebook.check("S0: Enc(−X) + Enc(X) is", measured: try evenPart(formula.asPrinted), atMost: 1e-12)
  notebook.check(
    "with the network it is not 0", measured: try evenPart(formula.published), near: 0.534_521_3, within: 1e-7
  )
  let (input, wiring) = (lesson.input, lesson.wiring)
  let even = wiring(lesson.block, input) + wiring(lesson.block, -input)
  if !wiring.hasFeedForward {
    notebook.check(
      "broken: so is your block now, block(−X) + block(X)", measured: even.largestMagnitude,
      atMost: 1e-5 * (1 + input.largestMagnitude))
  } else if input.shape[1] > 2 {
    notebook.check("your block: block(−X) + block(X)", measured: even.largestMagnitude, atLeast: 1e-3)
  }
}

/// S3's fifth step taken at its word.
func addEverything(_ notebook: ChapterNotebook) throws {
  notebook.heading("“Add the results together”")
  let formula = Formula.of(.s3_3_4_P_ENC)
  notebook.prose(
    """
    Which results? S3's sentence can be read in three ways. None of them normalises, and read as the text has it, the network \
    never sees the token, only what attention made of it.
    """)
  let goldens: [Matrix] = [
    [[1.719_085_049, 1.280_914_951, 4.719_085_049], [1, 2, 4]],
    [[2.719_085_049, 0.280_914_951, 6.719_085_049], [0.5, 2.5, 5]],
    [[2.719_085_049, 1.280_914_951, 6.719_085_049], [1, 3, 5]],
    [[-0.506_844_583, -0.889_961_193, 1.396_805_775], [-1.069_042_677, -0.267_260_669, 1.336_303_346]],
  ]
  let readings = ["three summands", "four summands", "two sums in a row", "published"].map(formula.reading)
  let example = formula.asPrinted.example
  let outputs = try readings.map { try $0.compute(example).matrix("output") }
  func largestAfter(_ layers: Int, _ reading: Formula.Reading) throws -> Double {
    var input = try example.matrix("X")
    for _ in 0..<layers {
      input = try reading.compute(example.with(["X": .matrix(input)])).matrix("output")
    }
    return input.largestMagnitude
  }
  let grown = try readings.map { try largestAfter(12, $0) }
  let names = ["X + A + F(A)", "E + X + A + F(A)", "two sums, no norm", "published"]
  notebook.table(
    "TOY-E", columns: ["reading", "first token", "largest number after 12 layers"],
    rows: names.indices.map { index in
      [
        names[index], text(outputs[index].row(0), decimals: 4),
        NumberText.compact(grown[index]),
      ]
    })
  let worst = zip(outputs, goldens).reduce(0.0) { max($0, $1.0.distance(to: $1.1)) }
  notebook.check("each reading's numbers are those worked out by hand", measured: worst, atMost: 1e-8)
  notebook.check("twelve such layers: the largest number", measured: grown[0], atLeast: 1e3)
  notebook.check("twelve published ones: at most √(d − 1)", measured: grown[3], atMost: 2.0.squareRoot())
}
