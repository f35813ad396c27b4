import Autodiff
import Notebook
import Training

/// What makes a better step of a gradient: schedules, sizes, and Muon.
func steps(_ notebook: ChapterNotebook, _ race: Race) {
  notebook.heading("Steps")
  schedules(notebook, race)
  growing(notebook, race)
  muon(notebook)
}

/// How large the steps are.
private func schedules(_ notebook: ChapterNotebook, _ race: Race) {
  let steps = race.recipe.steps
  notebook.prose(
    """
    **`tuned-rates`, `stable-decay`.** A cosine goes down from the first step on. *Warm-up, stable, decay* stays where a step is as large as the model can bear, and comes
    down late, in a line: most of the way is made at full speed, and at the end the noise is let out.
    """)
  notebook.formula(.g_WSD)
  let recipe = race.recipe
  notebook.code()
  let marks = Array(1...steps)
  let plain = recipe.removing(.stableDecay).schedule
  let flat = recipe.adding(.stableDecay).schedule
  let rates = [plain, flat].map { schedule in
    marks.map { Double(schedule(step: $0)) }
  }

  let x = marks.map(Double.init)
  notebook.lineChart(
    "rate of every step", [.init("cosine", x: x, y: rates[0]), .init("stable-decay", x: x, y: rates[1])],
    xAxis: "step")
}

/// How many tokens a step has.
private func growing(_ notebook: ChapterNotebook, _ race: Race) {
  notebook.prose(
    """
    **`growing-sizes`.** At first there is so much to be learned that a small batch says where to go, and nothing that is far away is of use yet. Batch and context
    grow by thirds of the run:
    """)
  let (recipe, context) = (race.recipe, race.track.context)
  notebook.code()
  let sizes = recipe.adding(.growingSizes).sizes(context: context)
  let grown = sizes.tokens(through: recipe.steps)
  let whole = recipe.steps * recipe.batch * context

  notebook.table(
    "sizes of a step", columns: ["stage", "sequences", "tokens of each"],
    rows: sizes.stages.enumerated().map { [$0 + 1, $1.batch, $1.context] })
  notebook.prose(
    """
    So \(recipe.steps.grouped) steps have \(grown.grouped) tokens, where \(recipe.batch) sequences of \(context) would have \(whole.grouped).
    """)
}

/// Momentum, and then all directions alike.
private func muon(_ notebook: ChapterNotebook) {
  notebook.prose(
    """
    **`muon`.** The gradient of a matrix turns vectors and makes them longer or shorter, in some directions far more than in others: by its *singular values*. AdamW looks
    at each number by itself. Muon looks at the matrix, and makes all singular values about one: the direction of the step remains, and what
    few examples ask for counts as much as what all ask for.
    """)
  notebook.formula(.g_MUON)
  notebook.prose(
    """
    There is no need to compute singular values. A polynomial of the matrix changes each of them by itself, and five products of matrices do what a decomposition does, nearly. A matrix whose
    singular values are known, for it is made of them and of two rotations:
    """)
  let count = 6
  notebook.code()
  let values: [Float] = [4, 1, 0.3, 0.1, 0.05, 0.02]
  let (left, right) = (rotation(count, by: 0.7), rotation(count, by: -1.1))
  let gradient = left * Tensor(values)  // column j of a rotation, times σ_j
  let matrix = matmul(gradient, right, rightTransposed: true)
  func valuesAfter(_ steps: Int) -> [Float] {
    let result = newtonSchulz(matrix, steps: steps)
    let turned = matmul(matmul(left, result, leftTransposed: true), right)
    return (0..<count).map { turned[$0, $0] }
  }
  let after = (0...5).map(valuesAfter)

  notebook.guess(
    "Take σ = 0.1 through one step by hand: aσ + bσ³ + cσ⁵. And where are all of them after five?")
  notebook.tensor(
    "singularValues", after.flatMap { $0 }, shape: [6, count], axes: ["steps", "direction"],
    labels: [(0...5).map { "\($0)" }, (1...count).map { "\($0)" }], formula: .g_MUON)
  notebook.check("after five steps all are near one, the least", measured: after[5].min() ?? 0, atLeast: 0.6)
  notebook.check("and the largest", measured: after[5].max() ?? 0, atMost: 1.3)
}

/// A rotation in `size` dimensions: neighbours turned by an angle, one pair after the other.
private func rotation(_ size: Int, by angle: Float) -> Tensor {
  let (cosine, sine) = (cos(Tensor(angle)).scalar, sin(Tensor(angle)).scalar)
  var rows = (0..<size).map { row in (0..<size).map { $0 == row ? Float(1) : 0 } }
  for pair in 0..<(size - 1) {
    for row in 0..<size {
      let (one, other) = (rows[row][pair], rows[row][pair + 1])
      rows[row][pair] = cosine * one - sine * other
      rows[row][pair + 1] = sine * one + cosine * other
    }
  }
  return Tensor(shape: [size, size], scalars: rows.flatMap { $0 })
}
