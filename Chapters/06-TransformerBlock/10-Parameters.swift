import Neural
import Notebook

/// Where the parameters are: in this model, in the GPT-2 family, and in the sizes that S4 gives.
func parameters(_ notebook: ChapterNotebook, _ model: GPT) {
  notebook.heading("Where the parameters are")
  notebook.code()
  let configuration = model.configuration
  let counts = configuration.parameterCounts  // from the sizes alone
  let total = configuration.parameterCount
  let walked = model.parameterCount  // from the model's tensors

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
  notebook.guess(
    "Which part of a GPT has the most numbers: embeddings, attention, or the feed-forward network?")
  notebook.table(
    "the small GPT", columns: ["part", "parameters", "times", "share"],
    rows: rows + [["head (the embedding table)", 0, 1, percent(0)], ["all", total, "", percent(total)]])
  notebook.check(
    "counted from the sizes as by walking the model", count: total, equals: walked)

  notebook.prose(
    """
    The count needs no model: 12·d² + 13·d for a block of width d, and the tables. So the family of GPT-2 can be \
    weighed without a byte of it, and the sizes of S4 §5.2 (10,000 words, 768, 12, 12, with a context of 1,024).
    """)
  notebook.code()
  let family: [GPTConfiguration] = [
    .gpt2Small, .gpt2Medium, .gpt2Large, .gpt2XL,
    GPTConfiguration(
      vocabularySize: 10_000, contextLength: 1_024, layerCount: 12,
      headCount: 12, channels: 768),
  ]
  let sizes = family.map(\.parameterCount)  // nothing is allocated

  let names = ["GPT-2 small", "GPT-2 medium", "GPT-2 large", "GPT-2 XL", "S4's sizes"]
  notebook.table(
    "", columns: ["model", "layers", "heads", "width", "parameters", "in blocks"],
    rows: family.indices.map { index in
      let (configuration, size) = (family[index], sizes[index])
      let inBlocks = configuration.parameterCounts.filter { $0.name.hasPrefix("blocks.") }
        .reduce(0) { $0 + $1.count }
      let share = 100 * Double(inBlocks) / Double(size)
      return [
        names[index], configuration.layerCount, configuration.block.headCount, configuration.block.channels,
        size, NumberText.fixed(share, decimals: 0) + " %",
      ]
    })
  let published = [124_439_808, 354_823_168, 774_030_080, 1_557_611_200, 93_522_432]
  let deviation = zip(sizes, published).map { ($0 - $1).magnitude }.max() ?? 1
  notebook.check("these are the published counts: largest difference", count: Int(deviation), equals: 0)
  let block = counts.filter { $0.name.hasPrefix("blocks.0.") }.reduce(0) { $0 + $1.count }
  notebook.check("a block: 12·d² + 13·d", count: block, equals: 12 * width * width + 13 * width)
}
