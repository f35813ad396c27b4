import Autodiff
import Neural
import Notebook

/// The whole small GPT on the reader's sentence: its logits, and the head that it shares with the embedding.
func wholeGPT(_ notebook: ChapterNotebook, _ lesson: Lesson, layers: Int) -> (GPT, Observations) {
  notebook.heading("A whole GPT")
  let (words, numbers, vocabulary) = (lesson.words, lesson.numbers, lesson.vocabulary)
  let (width, heads, placement, seed) = (lesson.width, lesson.heads, lesson.placement, lesson.seed)
  let breakage = lesson.breakage
  let finalNorm = placement == .pre && !breakage.noNorm ? "a last norm, " : ""
  notebook.prose(
    """
    Embedding, \(layers == 1 ? "one block" : "\(layers) blocks") with the causal mask, \(finalNorm)and the embedding \
    table once more, as the head: a logit says how well a word's row fits what became of the token. The vocabulary is \
    your sentence's words and «<end>». Untrained, it knows \
    nothing\(breakage.isNone ? "" : ", and it is **broken** as the block above").
    """)
  notebook.code()
  let model = GPT(
    GPTConfiguration(
      vocabularySize: vocabulary.count, contextLength: 64, layerCount: layers,
      headCount: heads, channels: width, normPlacement: placement),
    seed: seed.derived(1))

  let (logits, seen) = onePass(notebook, model, numbers, breakage)
  notebook.tensor(
    "logits", logits, axes: ["token", "next token"], labels: [words, vocabulary], formula: .g_HEADLM)
  if words.count > 1 { reading(notebook, lesson, model, logits) }
  tiedHead(notebook, lesson, model)
  return (model, seen)
}

/// The model's logits, `[time, vocabulary]`, and all that it makes on the way.
private func onePass(
  _ notebook: ChapterNotebook, _ model: GPT, _ numbers: [Int], _ breakage: Breakage
) -> (logits: Tensor, seen: Observations) {
  guard breakage.isNone else {
    notebook.declaration("brokenLogits", in: "Breakage.swift")
    notebook.code()
    let (batch, seen) = observing {
      model.brokenLogits(numbers, by: breakage)  // [1, time, vocabulary]
    }
    let logits = batch.selected(axis: 0, 0)  // [time, vocabulary]

    return (logits, seen)
  }
  notebook.code()
  let (batch, seen) = observing { model([numbers]) }  // [1, time, vocabulary]
  let logits = batch.selected(axis: 0, 0)  // [time, vocabulary]

  return (logits, seen)
}

/// No token sees a later one, so that one pass answers for every beginning of the text.
private func reading(_ notebook: ChapterNotebook, _ lesson: Lesson, _ model: GPT, _ table: Tensor) {
  let (numbers, breakage, end) = (lesson.numbers, lesson.breakage, lesson.vocabulary.count - 1)
  let (time, rounding) = (numbers.count, 1e-4 * (1 + table.largestMagnitude))
  notebook.declaration("logits", in: "Breakage.swift")
  notebook.code()
  func rows(_ tokens: [Int]) -> Tensor {
    logits(model, tokens, breakage).selected(axis: 0, 0)
  }
  let whole = rows(numbers)  // [time, vocabulary]
  let otherEnd = rows(numbers.dropLast() + [end])
  let lengths = [1, (time + 1) / 2, time - 1]
  let beginnings = lengths.map { length in
    rows(Array(numbers.prefix(length)))
  }

  notebook.check(
    "«<end>» in the last token's place: earlier logits move by",
    measured: otherEnd.withoutLastRow.distance(to: whole.withoutLastRow), atMost: 0)
  let worst = zip(lengths, beginnings).map { $1.distance(to: table.sliced(axis: 0, 0..<$0)) }.max() ?? .nan
  notebook.check(
    "one pass over all tokens is as many passes over its beginnings", measured: worst, atMost: rounding)
}

/// The embedding table learns from every logit when it is the head too.
private func tiedHead(_ notebook: ChapterNotebook, _ lesson: Lesson, _ model: GPT) {
  let (numbers, breakage, end) = (lesson.numbers, lesson.breakage, lesson.vocabulary.count - 1)
  notebook.prose(
    """
    **One table, two offices.** «<end>» is never read here, so a table that only embeds would learn nothing about \
    it. As the head, it is compared with every token, and learns each time.
    """)
  notebook.code()
  let targets = numbers.dropFirst() + [end]  // each token's successor
  func slopeOfEnd(_ model: GPT) -> Tensor {
    let gradient = gradient(at: model) { model in
      crossEntropy(logits: model([numbers]), targets: Array(targets))
    }
    return gradient.embedding.weight.sliced(axis: 0, end..<end + 1)
  }
  var configuration = model.configuration
  configuration.tiesHead = false
  let untied = GPT(configuration, seed: 1)
  let (tiedSlope, untiedSlope) = (slopeOfEnd(model), slopeOfEnd(untied))

  notebook.check("tied: the gradient of the row of «<end>»", measured: tiedSlope.norm, atLeast: 1e-3)
  // GPT-2's small initial numbers starve a narrow stack at once; a wide one sums more of them and fades later.
  if breakage.noResidual, lesson.width <= 32 {
    notebook.code()
    let starving = gradient(at: model) { model in
      let logits = model.brokenLogits(numbers, by: breakage)
      return crossEntropy(logits: logits, targets: Array(targets))
    }
    let starved = starving.embedding.weight.sliced(axis: 0, end..<end + 1)

    notebook.check(
      "broken: of that, without the sums, this part is left", measured: starved.norm / tiedSlope.norm,
      atMost: 0.9)
  }
  notebook.check("a head of its own: the same row", measured: untiedSlope.norm, atMost: 0)
  notebook.check(
    "and that head would cost, in parameters", count: untied.parameterCount - model.parameterCount,
    equals: lesson.vocabulary.count * lesson.width)
}
