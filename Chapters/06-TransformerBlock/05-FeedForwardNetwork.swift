import Autodiff
import Formulas
import Neural
import Notebook

/// The network that every token goes through on its own, and the functions that bend it.
func feedForwardNetwork(_ notebook: ChapterNotebook, _ lesson: Lesson) throws {
  let (block, normalized) = (lesson.block, lesson.normalized)
  notebook.heading("The feed-forward network: each token on its own")
  let share = Double(block.feedForward.parameterCount) / Double(block.parameterCount)
  notebook.prose(
    """
    From \(lesson.width) channels to \(block.hiddenCount), a function that bends, and back. It holds \
    \(NumberText.fixed(100 * share, decimals: 0)) % of the block's parameters, and it never looks sideways: exchange \
    the tokens, and their results are exchanged. No document gives its formula.
    """)
  notebook.formula(.g_FFN)
  notebook.code()
  let network = block.feedForward
  let result = network(normalized)  // [time, width]
  let backwards = network(Tensor(normalized.rows.reversed()))
  let otherRow = normalized.rows[0].map { 1 - 2 * $0 }  // another last token
  let other = Tensor(normalized.rows.dropLast() + [otherRow])
  let (thought, exchanged) = (network(other), block.attention(other))

  let rounding = 1e-5 * (1 + result.largestMagnitude)
  notebook.check(
    "tokens in the opposite order: the same results, in the opposite order",
    measured: Tensor(backwards.rows.reversed()).distance(to: result), atMost: rounding)
  if lesson.words.count > 1 {
    notebook.check(
      "another last token: the earlier results move by",
      measured: thought.withoutLastRow.distance(to: result.withoutLastRow), atMost: rounding)
    notebook.check(
      "while those of attention do move",
      measured: exchanged.withoutLastRow.distance(to: block.attention(normalized).withoutLastRow),
      atLeast: 1e-6)
  }
  notebook.code()
  let byHand = FeedForward(
    expand: Linear(weight: Tensor([[1, 0, -1], [0, 1, 1]])),
    contract: Linear(weight: Tensor([[1, 2], [3, 4], [5, 6]])),
    activation: .relu)
  let small = byHand(Tensor([[1, -2]]))

  let specified = try Formula.of(.g_FFN).published.compute(Formula.of(.g_FFN).published.example)
  notebook.check(
    "by hand: x = (1, −2) has inner values (1, −2, −3); ReLU lets one pass: (1, 2)",
    measured: max(
      small.distance(to: Tensor([[1, 2]])), try specified.matrix("output").distance(to: [[1, 2]])), atMost: 0)
  try activations(notebook)
}

/// The functions that bend.
private func activations(_ notebook: ChapterNotebook) throws {
  notebook.prose(
    """
    **ReLU or GELU?** ReLU cuts; GELU, x times the probability that a normal variable is below x, bends, and has a \
    slope almost everywhere: a channel below 0 still learns. GPT-2 has the tanh form.
    """)
  notebook.formula(.g_GELU)
  notebook.code()
  let points: [Float] = [-3, -1, 0, 1, 3]
  let x = Tensor(points)
  let functions: [Activation] = [.relu, .geluExact, .geluTanh]
  let values = functions.map { function in function(x) }
  let slopes = gradient(at: x) { x in Activation.geluTanh(x).sum() }

  notebook.table(
    "", columns: ["x", "ReLU", "GELU", "GELU, tanh form", "its slope"],
    rows: points.indices.map { index in
      [Double(points[index])] + values.map { Double($0[index]) } + [Double(slopes[index])]
    })
  let specification = Formula.of(.g_GELU)
  let inputs: Formula.Values = ["x": .numbers(points.map(Double.init))]
  for (reading, value) in [("erf", values[1]), ("tanh", values[2])] {
    let exact = try specification.reading(reading).compute(inputs).numbers("y")
    notebook.check(
      "GELU (\(reading)) as the specification has it: largest difference",
      measured: zip(exact, value.scalars).reduce(0.0) { max($0, ($1.0 - Double($1.1)).magnitude) },
      atMost: 1e-6)
  }
  notebook.check("GELU(1)", measured: values[1][3], near: 0.841_344_746_1, within: 1e-6)
  notebook.check("GELU(1) in the tanh form", measured: values[2][3], near: 0.841_191_990_6, within: 1e-6)

  notebook.code()
  // √(2/π)·x + 0.044715·x³ in the place of √(2/π)·(x + 0.044715·x³), x = 1
  let slip = 0.5 * (1 + tanh(Tensor((2 / Float.pi).squareRoot() + 0.044715)))

  notebook.check(
    "and with the cube outside the bracket, a common slip", measured: slip.scalar, near: 0.843_591_753_8,
    within: 1e-6)
}
