import Autodiff
import Neural
import Notebook

/// What stands in the place of layer norm, GELU, a random start, a shared head, and what is carried on.
func blocks(_ notebook: ChapterNotebook, _ race: Race) {
  notebook.heading("Blocks")
  norms(notebook)
  activations(notebook)
  starts(notebook, race)
}

private func norms(_ notebook: ChapterNotebook) {
  notebook.prose(
    "**`rms-norm`.** Layer norm takes the mean away and divides by the deviation. It does as well to divide:")
  notebook.formula(.g_RMS)
  notebook.code()
  let x = Tensor([3, -1, 2, 4] as [Float])
  let normalized = rmsNorm(x)
  let ofLarger = rmsNorm(x * 10)

  notebook.tensor("normalized", normalized, axes: ["channel"], formula: .g_RMS)
  notebook.check(
    "ten times as long it is the same", measured: normalized.distance(to: ofLarger), atMost: 1e-4)
}

private func activations(_ notebook: ChapterNotebook) {
  notebook.prose(
    """
    **`squared-relu`, `swiglu`.** The feed-forward layer needs a function that is no line. The square of ReLU is cheap, and says nothing of most; a *gate* multiplies what is written by another
    projection, for which the hidden width is a third smaller.
    """)
  notebook.formula(.g_RELU2)
  notebook.formula(.g_SWIGLU)
  notebook.code()
  let places = (-30...30).map { Float($0) / 10 }
  let x = Tensor(places)
  let squared = relu(x) * relu(x)
  let silu = gatedSiLU(gate: x, Tensor(repeating: 1, shape: x.shape))
  let usual = gelu(x)

  let along = places.map(Double.init)
  notebook.lineChart(
    "three functions",
    zip(["GELU", "ReLU²", "SiLU"], [usual, squared, silu]).map { name, values in
      .init(name, x: along, y: values.scalars.map(Double.init))
    }, xAxis: "x")
  notebook.prose(
    "**`soft-cap`.** No logit may go beyond a cap: the loss of a word cannot be bought with certainty of another."
  )
  notebook.formula(.g_SOFTCAP)
}

private func starts(_ notebook: ChapterNotebook, _ race: Race) {
  notebook.prose(
    """
    **`zero-projections`.** What writes to the residual path writes nothing at first. Every block is then the identity, and takes part as far as it has learned to. **`untied-head`.** The head is a table of its own, not the
    table of embeddings. **`value-residuals`.** Every block mixes the first block's values into its own, by a share that is learned:
    """)
  notebook.formula(.g_VALUERES)
  let track = race.track
  notebook.code()
  let model = FastGPT(track.configuration([.zeroProjections]), seed: 1)
  let window = Array(track.stream.prefix(8))
  let (_, seen) = observing { model([window]) }
  let before = seen.tensor("embedded")
  let after = seen.tensor("blocks.\(track.layers - 1).output")

  notebook.check("a new stack hands on what it was given", measured: before.distance(to: after), atMost: 0)
  notebook.code()
  let plain = FastGPT(track.configuration([]), seed: 1)
  let gpt = GPT(track.configuration([]).reference, seed: 1)
  let differences = zip(plain([window]).scalars, gpt([window]).scalars)
    .count { $0.bitPattern != $1.bitPattern }

  notebook.check(
    "without parts the fast model is the GPT: logits that differ in any bit", count: differences, equals: 0)
}
