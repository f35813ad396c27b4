import Autodiff
import Formulas
import Neural
import Notebook

/// One example through every arrangement of the parts, in the specification and in `Neural`.
func beforeOrAfter(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  notebook.heading("Before or after? And what S0 prints")
  notebook.prose(
    """
    The same parts, put together in five ways, on the two tokens of TOY-E: X = [[1, 0, 2], [0, 1, 1]], \
    W_q = W_v = W_o = I, W_k a rotation of the channels, FFN = ReLU. Post-norm rows have variance 1; pre-norm rows \
    are free to grow, so GPT-2 has one more norm at the end.
    """)
  notebook.formula(.s0_3_3_ENC)
  notebook.code()
  let encoder = Formula.of(.s0_3_3_ENC)
  let gpt2 = Formula.of(.s0_3_3_DEC).reading("GPT-2")
  let toyE = Formula.Examples.toyE
  let outputs = try [
    encoder.published.compute(toyE),  // post-norm, 2017
    encoder.reading("pre-norm").compute(toyE),
    gpt2.compute(toyE.with(["causal": 1])),
    encoder.reading("by name").compute(toyE),  // S0
    encoder.asPrinted.compute(toyE),
  ].map { result in try result.matrix("output") }

  let names = ["post-norm, 2017", "pre-norm", "pre-norm, causal: GPT-2", "S0, by name", "S0, as printed"]
  notebook.table(
    "TOY-E", columns: ["block", "token 0", "token 1"],
    rows: zip(names, outputs).map { name, output in
      [name, vector(output.row(0), decimals: 3), vector(output.row(1), decimals: 3)]
    })
  let goldens: [Matrix] = [
    [[-0.506_844_583, -0.889_961_193, 1.396_805_775], [-1.069_042_677, -0.267_260_669, 1.336_303_346]],
    [[-0.292_837_968, 0.541_330_615, 4.115_106_922], [-0.924_010_480, 1.352_569_257, 2.922_935_257]],
    [[1, -1.224_735_686, 4.449_478_701], [-0.924_010_480, 1.352_569_257, 2.922_935_257]],
    [[-0.371_153_477, -0.996_232_251, 1.367_385_728], [-1.224_735_686, 0, 1.224_735_686]],
    [[-0.177_537_057, -1.126_283_822, 1.303_820_880], [-0.969_288_997, -0.407_173_025, 1.376_462_022]],
  ]
  let worst = zip(outputs, goldens).map { $0.distance(to: $1) }.max() ?? .nan
  notebook.check("all thirty numbers are those worked out by hand", measured: worst, atMost: 1e-8)
  let variances = outputs.prefix(2).map { output in
    output.rows.map(Formula.LayerNormalization.variance).max() ?? 0
  }
  notebook.check("largest variance of a row, post-norm", measured: variances[0], near: 1, within: 1e-4)
  notebook.check("largest variance of a row, pre-norm", measured: variances[1], atLeast: 2)

  notebook.code()
  let toy = Toy(key: try toyE.matrix("WK").tensor)
  let x = try toyE.matrix("X").tensor
  let fast = [
    toy.block(.post)(x),
    toy.block(.pre)(x),
    toy.block(.pre)(x, mask: .causal(queries: 2, keys: 2)),
  ]

  let difference = zip(fast, outputs).map { $0.matrix.distance(to: $1) }.max() ?? .nan
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
  notebook.code()
  func evenPart(_ reading: Formula.Reading) throws -> Double {
    let toyE = Formula.Examples.toyE
    let turned = toyE.with(["X": .matrix(-(try toyE.matrix("X")))])
    let there = try reading.compute(toyE).matrix("output")
    let back = try reading.compute(turned).matrix("output")
    return try there.plus(back).largestMagnitude
  }
  let odd = try evenPart(Formula.of(.s0_3_3_ENC).asPrinted)
  let withNetwork = try evenPart(Formula.of(.s0_3_3_ENC).published)

  notebook.check("S0: Enc(−X) + Enc(X) is", measured: odd, atMost: 1e-12)
  notebook.check("with the network it is not 0", measured: withNetwork, near: 0.534_521_3, within: 1e-7)
  // Of two channels a norm leaves a sign, and signs are odd.
  guard lesson.width > 2 || lesson.breakage.noFeedForward else { return }
  let sum = sumOfBoth(notebook, lesson.block, lesson.input, lesson.breakage)
  if lesson.breakage.noFeedForward {
    notebook.check(
      "broken: so is your block now, block(−X) + block(X)", measured: sum.largestMagnitude,
      atMost: 1e-5 * (1 + lesson.input.largestMagnitude))
  } else {
    notebook.check("your block: block(−X) + block(X)", measured: sum.largestMagnitude, atLeast: 1e-3)
  }
}

private func sumOfBoth(
  _ notebook: ChapterNotebook, _ block: TransformerBlock, _ input: Tensor, _ breakage: Breakage
) -> Tensor {
  guard breakage.isNone else {
    notebook.code()
    let turned = block.broken(-input, by: breakage)
    let sum = block.broken(input, by: breakage) + turned  // [time, width]

    return sum
  }
  notebook.code()
  let sum = block(input) + block(-input)  // [time, width]

  return sum
}
