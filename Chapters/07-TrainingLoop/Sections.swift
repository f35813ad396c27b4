import Autodiff
import Formulas
import Neural
import Notebook
import Training

/// The text and what a token of it is.
func showText(_ material: Material, notebook: ChapterNotebook) {
  notebook.heading("The text")
  let sample = material.heldOutText.split(separator: "\n").first.map(String.init) ?? ""
  let tokens = tokenCount(material.trainingSequences)
  if material.entropy == nil {
    notebook.prose(
      """
      Your text has \(tokens.grouped) tokens to learn from, of \(material.tokenizer.vocabularySize.grouped) kinds; its last tenth,
      \(material.heldOutCharacters.grouped) characters, is held out and only measured on.
      """)
  } else {
    notebook.prose(
      """
      \(material.trainingSequences.count.grouped) stories of Tiny World to learn from, \(tokens.grouped) tokens of
      \(material.tokenizer.vocabularySize.grouped) kinds, and \(material.heldOutSequences.count.grouped) others that are held out. One of those:

      - \(sample)

      Who has which thing is said once, at the start, and needed again sentences later. The generator knows the
      probability of each of its choices, so the entropy of this source is known exactly.
      """)
  }
}

private func tokenCount(_ sequences: [[Int]]) -> Int { sequences.reduce(0) { $0 + $1.count } }

/// What counting achieves, for every order.
func showLadder(_ ladder: Ladder, material: Material, notebook: ChapterNotebook) {
  notebook.heading("What counting achieves")
  notebook.prose(
    """
    An n-gram sees the last n − 1 tokens. For every order, the smoothing that does best on the held-out text; all
    losses are in nats per character.
    """)
  let (trained, heldOut) = (tokenCount(material.trainingSequences), tokenCount(material.heldOutSequences))
  if ladder.countedTokens < trained || ladder.measuredTokens < heldOut {
    notebook.prose(
      """
      The text is long, and the n-grams know a part of it alone: they count the first \(ladder.countedTokens.grouped) of \(trained.grouped)
      tokens, and are measured on the first \(ladder.measuredTokens.grouped) of the \(heldOut.grouped) held out.
      """)
  }
  let baselines = ladder.baselines
  notebook.table(
    "n-grams", columns: ["order", "best smoothing", "nats per character"],
    rows: baselines.map { [$0.order, $0.smoothing.name, $0.loss] })
  notebook.tensor(
    "baselines", baselines.map(\.loss), shape: [baselines.count], axes: ["order"],
    labels: [baselines.map { "\($0.order)" }], formula: .s2_1_1_P_NGRAM, display: .summary)
  if let entropy = material.entropy {
    notebook.tensor("entropy", [entropy], shape: [1])
    let best = ladder.best?.loss ?? .nan
    notebook.check(
      "the best n-gram stays above the entropy: what is missing is memory", measured: best - entropy,
      atLeast: 0.15)
  }
}

/// The model before it has learned anything.
func showModel(
  _ run: Run, resumption: Resumption?, material: Material, plan: Plan, notebook: ChapterNotebook
) {
  notebook.heading("The model")
  notebook.formula(.s1_3_5_1_PRE)
  notebook.prose(
    """
    The model is trained to make the text likely: the mean of −ln P(token | all tokens before it) goes down. It has
    \(plan.configuration.parameterCount.grouped) parameters, and the embedding table is its output head too.
    """)
  notebook.table(
    "parameters", columns: ["part", "parameters"],
    rows: shortened(plan.configuration.parameterCounts).map { [$0.name, $0.count] })
  notebook.code(
    """
    let (loss, gradient) = valueWithGradient(at: model) { model in
      crossEntropy(logits: model(inputs), targets: next)
    }
    optimizer.update(&model, along: gradient)
    """)
  resumption?.show(run, plan: plan, notebook: notebook)
  guard run.step == 0 else { return }
  showFirstLoss(of: run.model, material: material, notebook: notebook)
}

/// The rows of a parameter table with the blocks after the first summed up.
private func shortened(_ counts: [(name: String, count: Int)]) -> [(name: String, count: Int)] {
  let others = counts.filter { $0.name.hasPrefix("blocks.") && !$0.name.hasPrefix("blocks.0.") }
  var rows = counts.filter { !$0.name.hasPrefix("blocks.") || $0.name.hasPrefix("blocks.0.") }
  if !others.isEmpty, let place = rows.lastIndex(where: { $0.name.hasPrefix("blocks.") }) {
    rows.insert(("the other blocks", others.reduce(0) { $0 + $1.count }), at: place + 1)
  }
  return rows + [("all", counts.reduce(0) { $0 + $1.count })]
}

/// The loss from step to step.
func showCurve(_ fit: Fit, plan: Plan, notebook: ChapterNotebook) {
  notebook.heading("Learning")
  if let divergence = fit.divergence {
    notebook.prose("Training could not go on: \(divergence).")
    notebook.check("the loss stays a number", isTrue: false)
  }
  if fit.wasStopped { notebook.prose("Stopped by a signal after step \(fit.run.step.grouped).") }
  let first = fit.run.step - fit.losses.count + 1
  notebook.tensor(
    "loss", fit.losses, shape: [fit.losses.count], axes: ["step"], formula: .s2_4_2_CE, display: .summary)
  notebook.tensor(
    "validationSteps", fit.validationSteps.map(Double.init), shape: [fit.validationSteps.count],
    display: .summary)
  notebook.tensor(
    "validationLoss", fit.validationLosses, shape: [fit.validationLosses.count], axes: ["measurement"],
    display: .summary)
  guard fit.validationSteps.count > 1 else { return }
  notebook.lineChart(
    "held-out loss",
    [
      .init("held-out", x: fit.validationSteps.map(Double.init), y: fit.validationLosses)
    ], xAxis: "step", yAxis: "nats a character")
  notebook.lineChart(
    "training loss",
    [.init("batch", x: fit.losses.indices.map { Double(first + $0) }, y: fit.losses.map(Double.init))],
    xAxis: "step", yAxis: "nats a token")
  guard !fit.samples.isEmpty else { return }
  let lines = fit.samples.map { "- after \($0.step.grouped) steps: \($0.text) …" }
  notebook.prose("What the model wrote on the way (temperature 0.7):\n\n" + lines.joined(separator: "\n"))
}

/// The staircase from knowing nothing to knowing everything that can be known.
func showStaircase(
  _ fit: Fit, ladder: Ladder, material: Material, plan: Plan, notebook: ChapterNotebook
) {
  notebook.heading("The staircase")
  let tokens = material.heldOutPieces.reduce(0) { $0 + $1.targets.count }
  let tokensPerCharacter = Double(tokens) / Double(material.heldOutCharacters)
  let uniform = Double(log(Tensor(Float(material.tokenizer.vocabularySize))).scalar) * tokensPerCharacter
  var labels = ["uniform"] + ladder.baselines.map(\.name) + ["GPT"]
  var values = [uniform] + ladder.baselines.map(\.loss) + [fit.heldOutLoss]
  if let entropy = material.entropy {
    labels.append("entropy")
    values.append(entropy)
  }
  notebook.barChart("nats per character on the held-out text", labels: labels, values: values)
  let best = ladder.best?.loss ?? .nan
  if !plan.shiftsTargets {
    notebook.prose(
      """
      With the labels not shifted the model is asked for the token that it has just read. It learns that at once, and
      nothing about the next one.
      """)
    // Where a text repeats itself, the token that was read may well be the next, and a copy a good guess.
    guard plan.learnsToCopy, material.entropy != nil, fit.divergence == nil, !fit.wasStopped else { return }
    notebook.check("copying is learned", measured: fit.losses.last ?? .nan, atMost: 0.1)
    notebook.check(
      "and predicts the next token worse than the unigram", measured: fit.heldOutLoss,
      atLeast: ladder.baselines[0].loss
    )
    return
  }
  guard let entropy = material.entropy else {
    let difference = NumberText.fixed(abs(fit.heldOutLoss - best), decimals: 3)
    notebook.prose(
      """
      On your text the GPT is \(difference) nats a character \(fit.heldOutLoss < best ? "ahead of" : "behind") the best n-gram. A short training
      does not beat good counting on every text; a longer one, or a larger model, does.
      """)
    return
  }
  let closed = (best - fit.heldOutLoss) / (best - entropy)
  notebook.prose(
    """
    Of the gap between the best n-gram and the entropy the GPT has closed \(NumberText.fixed(100 * closed, decimals: 0)) %.
    """)
  notebook.check(
    "nobody predicts better than the source itself", measured: fit.heldOutLoss - entropy, atLeast: 0)
  if plan.isFull, !fit.wasStopped {
    notebook.check("the GPT beats every n-gram", measured: best - fit.heldOutLoss, atLeast: 0.05)
    notebook.check("and closes at least half of the gap to the entropy", measured: closed, atLeast: 0.5)
  }
}
