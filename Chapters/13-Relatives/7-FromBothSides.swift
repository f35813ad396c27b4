import Autodiff
import Language
import Neural
import Notebook
import Randomness
import Training

/// A masked model learns to fill gaps, and fills them from both sides where a GPT sees one.
func fromBothSides(_ notebook: ChapterNotebook, _ lesson: Lesson) throws -> BothSides {
  notebook.heading("From both sides")
  let texts = try ShortTexts(
    seed: notebook.seed, count: notebook[Options.texts], heldOut: 2 * notebook[Options.heldOut])
  let (vocabulary, seed) = (texts.vocabulary, lesson.seed.derived(5))
  let steps = notebook[Options.maskedSteps]
  notebook.prose(
    """
    A GPT guesses the next word from those before it. Who takes its causal mask away lets every word see all others, and can no longer ask for
    the next word, for it can be seen. So words are hidden: 15 % of them are asked for, and of those 80 % are replaced by a sign, 10 % by any
    word, and 10 % stay (BERT, Devlin et al. 2019). Only what is asked for counts:
    """)
  notebook.formula(.g_MLM)
  notebook.prose(
    """
    From 15 % of the words one learns more slowly than from all. So this section has short texts of a smaller world, \(texts.training.count.grouped) of one to three
    sentences, such as

    - \(texts.heldOutText[0].dropLast())

    and smaller models, of one block: one that is masked, and a GPT of the same sizes that learns the same texts for as many steps.
    """)
  let masking: WordMasking
  if notebook[Options.maskOnly] {
    notebook.code()
    masking = WordMasking(
      maskToken: vocabulary, words: 0..<vocabulary, hiddenShare: 1,
      misleadingShare: 0)
  } else {
    notebook.code()
    masking = WordMasking(maskToken: vocabulary, words: 0..<vocabulary)
  }
  let read: Reading
  if notebook[Options.causalMask] {
    notebook.code()
    read = { model, inputs, _ in model.parts(inputs) }  // as a GPT does
  } else {
    notebook.code()
    read = { model, inputs, lengths in model(inputs, lengths: lengths) }
  }
  let progress = notebook.progress("masked model and GPT", total: 2 * steps)
  notebook.code()
  let sizes = texts.sizes(words: vocabulary + 1)  // and the sign
  var start = MaskedLanguageModel(sizes, seed: seed)
  start.parts = startOfTraining(sizes, seed, ofTables: 0.5)
  func run<Model>(_ model: Model, rate: Float) -> TrainingRun<Model, AdamW> {
    TrainingRun(
      model: model, optimizer: AdamW(beta2: 0.99, weightDecay: 0.01),
      schedule: .cosine(
        peak: rate, floor: rate / 10, warmUp: min(20, steps),
        steps: steps + 1), seed: seed)
  }
  func some(_ generator: inout SeededGenerator) -> [[Int]] {
    (0..<32).map { _ in
      texts.training[generator.index(below: texts.training.count)]
    }
  }
  var masked = run(start, rate: 0.008)
  while masked.step < steps {
    let batch = MaskedBatch(
      some(&masked.generator), masking: masking, using: &masked.generator)
    try masked.step { model, _ in
      crossEntropy(
        logits: read(model, batch.inputs, batch.lengths),
        targets: batch.targets, keep: batch.asks)
    }
    progress.report(step: masked.step)
  }
  var gpt = run(
    startOfTraining(texts.sizes(words: vocabulary), seed), rate: 0.006)
  while gpt.step < steps {
    let batch = try ChosenTargets(
      some(&gpt.generator).map {
        TargetedSequence(learning: [texts.start] + $0)
      })
    try gpt.step { model, _ in batch.loss(model(batch.inputs)) }
    progress.report(step: steps + gpt.step)
  }

  progress.finish()
  let both = BothSides(texts: texts, masked: masked.model, gpt: gpt.model, read: read)
  fillGaps(notebook, lesson, both)
  return both
}

/// Every word of held-out texts hidden in turn.
private func fillGaps(_ notebook: ChapterNotebook, _ lesson: Lesson, _ both: BothSides) {
  let (texts, vocabulary) = (both.texts, both.texts.vocabulary)
  let gaps = Gap.all(in: texts)
  notebook.prose("Every word of \(texts.heldOut.count) held-out texts is hidden in turn, and asked for:")
  notebook.code()
  let filled = gaps.map { gap in
    var text = gap.text
    text[gap.place] = vocabulary  // the sign
    return both.likeliest(at: gap.place, in: text)
  }
  let fromTheLeft = texts.heldOut.flatMap { text in
    both.gpt([texts.start] + text.dropLast()).rows.map(likeliest)
  }
  let visible = gaps.map { both.likeliest(at: $0.place, in: $0.text) }

  func share(_ found: [Int], _ kind: Gap.Kind? = nil) -> Double {
    var share = Share()
    for (gap, word) in zip(gaps, found) where kind == nil || gap.kind == kind { share.note(word == gap.word) }
    return share.value
  }
  let (masked, gpt, seen) = (share(filled), share(fromTheLeft), share(visible))
  let kinds: [(name: String, kind: Gap.Kind)] = [
    ("a person, thing or colour said first", .first), ("one said again", .again), ("other words", .other),
  ]
  notebook.table(
    "\(gaps.count.grouped) gaps, share of right words", columns: ["", "masked model", "GPT"],
    rows: [["all words", masked, gpt]]
      + kinds.map { [$0.name, share(filled, $0.kind), share(fromTheLeft, $0.kind)] }
      + [["all words, left where they stand", seen, ""]])
  notebook.tensor(
    "maskedAccuracy", [masked, gpt], shape: [2], axes: ["model"], labels: [["masked", "GPT"]],
    display: .summary)
  showGap(notebook, both)
  guard lesson.isOwn else { return }
  if notebook[Options.causalMask] {
    notebook.check(
      "broken: from one side the masked model is behind the GPT", measured: gpt - masked, atLeast: 0.02)
  } else if notebook[Options.maskOnly] {
    notebook.check(
      "broken: of a word that it can see it says another", measured: seen, atMost: 0.7)
  } else {
    notebook.check("both sides are more than one", measured: masked - gpt, atLeast: 0.02)
    notebook.check("it says the word that it can see", measured: seen, atLeast: 0.8)
  }
}

/// The gap of which the words behind it say most.
private func showGap(_ notebook: ChapterNotebook, _ both: BothSides) {
  let texts = both.texts
  var best: (text: [Int], place: Int, masked: Float, gpt: Float)?
  for text in texts.heldOut {
    let fromTheLeft = softmax(both.gpt([texts.start] + text.dropLast()))
    for (place, word) in text.enumerated() {
      var hidden = text
      hidden[place] = texts.vocabulary
      let masked = softmax(Tensor(both.logits(at: place, in: hidden)))[word]
      let gpt = fromTheLeft[place, word]
      if masked - gpt > best.map({ $0.masked - $0.gpt }) ?? 0 { best = (text, place, masked, gpt) }
    }
  }
  guard let best else { return }
  let shown = best.text.dropLast().indices.map { place in
    place == best.place ? " [?]" : texts.text(of: best.text[place])
  }
  notebook.prose(
    """
    Where what comes behind helps most:

    - \(shown.joined().trimmingPrefix(" "))

    The masked model gives “\(texts.label(of: best.text[best.place]))” the probability \(NumberText.fixed(Double(best.masked), decimals: 3)). The GPT, which has not read on, gives it
    \(NumberText.fixed(Double(best.gpt), decimals: 3)).
    """)
}
