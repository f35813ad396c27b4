import Autodiff
import Formulas
import Neural
import Notebook

/// The whole small GPT on the reader's sentence: its logits, and the head that it shares with the embedding.
func languageModel(_ notebook: ChapterNotebook, _ lesson: Lesson, _ model: GPT, logits: Tensor) {
  notebook.heading("A whole GPT")
  let (words, wiring, vocabulary) = (lesson.words, lesson.wiring, lesson.vocabulary)
  let (time, layerCount) = (words.count, model.configuration.layerCount)
  let table = logits.reshaped([time, vocabulary.count])
  let blocks = layerCount == 1 ? "one block" : "\(layerCount) blocks"
  notebook.prose(
    """
    Embedding, \(blocks) with the causal mask, \(model.finalNorm == nil ? "" : "a last norm, ")and the embedding table once more, as \
    the head: a logit says how well a word's row fits what became of the token. The vocabulary is your sentence's \
    words and «<end>». Untrained, it knows nothing\(wiring.isWhole ? "" : ", and it is **broken** as the block above")
    """ + ".")
  notebook.code(
    """
    let model = GPT(configuration, seed: seed)
    let logits = model(tokens)  // [\(time), \(vocabulary.count)]
    """)
  notebook.tensor(
    "logits", table, axes: ["token", "next token"], labels: [words, vocabulary], formula: .g_HEADLM)
  let rounding = 1e-4 * (1 + table.largestMagnitude)
  func prefix(_ length: Int) -> Tensor {
    wiring.logits(model, Array(lesson.numbers.prefix(length))).reshaped([length, vocabulary.count])
  }
  if time > 1 {
    let other = wiring.logits(model, lesson.numbersWithAnotherEnd).reshaped(table.shape)
    notebook.check(
      "«<end>» in the last token's place: earlier logits move by",
      measured: other.withoutLastRow.distance(to: prefix(time).withoutLastRow), atMost: 0)
    let worst = [1, (time + 1) / 2, time - 1].reduce(0.0) { worst, length in
      max(worst, prefix(length).distance(to: table.sliced(axis: 0, 0..<length)))
    }
    notebook.check(
      "one pass over all tokens is as many passes over its beginnings", measured: worst, atMost: rounding)
  }
  tiedHead(notebook, lesson, model)
}

/// The embedding table learns from every logit when it is the head too.
private func tiedHead(_ notebook: ChapterNotebook, _ lesson: Lesson, _ model: GPT) {
  var configuration = model.configuration
  configuration.tiesHead = false
  let untied = GPT(configuration, seed: 1)
  let targets = lesson.numbers.dropFirst() + [lesson.end]
  func gradientOfEnd(_ model: GPT, _ wiring: Wiring) -> Double {
    let gradient = gradient(at: model) { model in
      crossEntropy(logits: wiring.logits(model, lesson.numbers), targets: Array(targets))
    }
    return gradient.embedding.weight.sliced(axis: 0, lesson.end..<lesson.end + 1).norm
  }
  notebook.prose(
    """
    **One table, two offices.** «<end>» is never read here, so a table that only embeds would learn nothing about \
    it. As the head, it is compared with every token, and learns each time.
    """)
  let whole = gradientOfEnd(model, Wiring(placement: lesson.wiring.placement))
  notebook.check("tied: the gradient of the row of «<end>»", measured: whole, atLeast: 1e-3)
  // GPT-2's small initial numbers starve a narrow stack at once; a wide one sums more of them and fades later.
  if !lesson.wiring.hasResidual, configuration.block.channels <= 32 {
    notebook.check(
      "broken: of that, without the sums, this part is left",
      measured: gradientOfEnd(model, lesson.wiring) / whole, atMost: 0.9)
  }
  notebook.check("a head of its own: the same row", measured: gradientOfEnd(untied, lesson.wiring), atMost: 0)
  notebook.check(
    "and that head would cost, in parameters",
    count: untied.parameterCount - model.parameterCount,
    equals: lesson.vocabulary.count * configuration.block.channels)
}

/// Where the parameters are: in this model, in the GPT-2 family, and in the sizes that S4 gives.
func sizes(_ notebook: ChapterNotebook, _ model: GPT) {
  notebook.heading("Where the parameters are")
  let configuration = model.configuration
  let counts = configuration.parameterCounts
  let total = configuration.parameterCount
  let (layers, width) = (configuration.layerCount, configuration.block.channels)
  let shown = counts.filter { !$0.name.hasPrefix("blocks.") || $0.name.hasPrefix("blocks.0.") }
  func percent(_ count: Int) -> String {
    NumberText.fixed(100 * Double(count) / Double(total), decimals: 1) + " %"
  }
  let rows: [[any TableValue]] = shown.map { part in
    guard part.name.hasPrefix("blocks.0.") else { return [part.name, part.count, 1, percent(part.count)] }
    return [
      "blocks.N." + part.name.dropFirst("blocks.0.".count), part.count, layers, percent(part.count * layers),
    ]
  }
  notebook.table(
    "the small GPT", columns: ["part", "parameters", "times", "share"],
    rows: rows + [["head (the embedding table)", 0, 1, percent(0)], ["all", total, "", percent(total)]])
  notebook.check(
    "counted from the sizes as by walking the model", count: total, equals: model.parameterCount)

  notebook.prose(
    """
    The count needs no model: 12·d² + 13·d for a block of width d, and the tables. So the family of GPT-2 can be \
    weighed without a byte of it, and the sizes of S4 §5.2 (10,000 words, 768, 12, 12, with a context of 1,024).
    """)
  notebook.code("GPTConfiguration.gpt2Small.parameterCount  // nothing is allocated")
  let document = GPTConfiguration(
    vocabularySize: 10_000, contextLength: 1_024, layerCount: 12, headCount: 12, channels: 768)
  let family: [(name: String, configuration: GPTConfiguration, count: Int)] = [
    ("GPT-2 small", .gpt2Small, 124_439_808), ("GPT-2 medium", .gpt2Medium, 354_823_168),
    ("GPT-2 large", .gpt2Large, 774_030_080), ("GPT-2 XL", .gpt2XL, 1_557_611_200),
    ("S4's sizes", document, 93_522_432),
  ]
  notebook.table(
    "", columns: ["model", "layers", "heads", "width", "parameters", "in blocks"],
    rows: family.map { name, configuration, _ in
      let inBlocks = configuration.parameterCounts.filter { $0.name.hasPrefix("blocks.") }
        .reduce(0) { $0 + $1.count }
      let share = 100 * Double(inBlocks) / Double(configuration.parameterCount)
      return [
        name, configuration.layerCount, configuration.block.headCount, configuration.block.channels,
        configuration.parameterCount, NumberText.fixed(share, decimals: 0) + " %",
      ]
    })
  let deviation = family.map { ($0.configuration.parameterCount - $0.count).magnitude }.max() ?? 0
  notebook.check("these are the published counts: largest difference", count: Int(deviation), equals: 0)
  let block = counts.filter { $0.name.hasPrefix("blocks.0.") }.reduce(0) { $0 + $1.count }
  notebook.check("a block: 12·d² + 13·d", count: block, equals: 12 * width * width + 13 * width)
}
