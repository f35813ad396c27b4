import Autodiff
import Neural
import Randomness
import Testing

@Suite("What a model is made of")
struct ModelStructureTests {
  private let model = GPT(
    GPTConfiguration(vocabularySize: 11, contextLength: 6, layerCount: 2, headCount: 2, channels: 64), seed: 3
  )
  private let tokens = [3, 1, 4, 1, 5]

  @Test("the logits are the output head of the normalised result of the last block")
  func finalNorm() throws {
    var model = model
    model.finalNorm?.gain = normal([64], seed: 1)
    model.finalNorm?.bias = normal([64], seed: 2)
    let (logits, seen) = observing { model(tokens) }
    let norm = try #require(model.finalNorm)
    let last = try #require(seen["blocks.1.output"]).value
    let expected = model.embedding.logits(norm(last)).reshaped([5, 11])
    #expect(agree(logits, expected, within: 1e-5))
  }

  @Test("every block has parameters of its own, and all are used")
  func everyBlock() {
    let logits = model(tokens)
    for index in 0..<2 {
      var changed = model
      changed.blocks[index].feedForward.contract.weight = normal([256, 64], seed: 5)
      #expect(distance(changed(tokens), logits) > 1e-3, "block \(index)")
    }
  }

  @Test("a new model's numbers deviate by 0.02, those that write to the residual path by 0.02/√(2·layers)")
  func initialDeviations() {
    for (name, parameter) in model.parameters where name.hasPrefix("blocks") && name.hasSuffix("weight") {
      let writesToResidual = name.contains("output") || name.contains("contract")
      let deviation = square(parameter).mean().scalar.squareRoot()
      // 4,096 numbers or more: the deviation measured deviates by about 1 %.
      #expect(Swift.abs(deviation / (writesToResidual ? 0.01 : 0.02) - 1) < 0.05, "\(name)")
    }
  }

  @Test("a new projection's outputs vary as much as its inputs")
  func projectionsKeepTheVariance() {
    var generator = SeededGenerator(seed: 4)
    let projection = Linear(inputs: 256, outputs: 64, using: &generator)
    let deviation = square(projection.weight).mean().scalar.squareRoot()
    #expect(Swift.abs(deviation * 16 - 1) < 0.03)
    let outputs = projection(normal([100, 256], seed: 6))
    #expect(Swift.abs(square(outputs).mean().scalar - 1) < 0.1)
  }

  @Test(
    "a block is four times as wide inside unless told, and its parts are counted in the order of the walk")
  func configuration() {
    #expect(BlockConfiguration(channels: 6, headCount: 2).hiddenChannels == 24)
    #expect(model.configuration.block.hiddenChannels == 256)
    var untied = model.configuration
    untied.tiesHead = false
    let walked = GPT(untied, seed: 1).parameters.map(\.name)
    let places = untied.parameterCounts.map { part in
      walked.firstIndex { $0.hasPrefix(part.name + ".") } ?? -1
    }
    #expect(places == places.sorted() && !places.contains(-1) && Set(places).count == places.count)
  }

  @Test("a constant row of a layer norm becomes β")
  func constantRow() {
    var norm = LayerNorm(channels: 3)
    norm.bias = Tensor([1, -2, 3])
    #expect(norm(Tensor([[7, 7, 7], [0, 0, 0]])) == Tensor([[1, -2, 3], [1, -2, 3]]))
  }

  @Test("a word has the same row in every sentence, another word and another seed another one")
  func rowsOfWords() {
    let table = Embedding(words: ["cat", "dog", "cat", "act"], channels: 40, seed: 3).weight
    let row = bits(table.selected(axis: 0, 0))
    #expect(row == bits(table.selected(axis: 0, 2)))
    #expect(row == bits(Embedding(words: ["a", "cat"], channels: 40, seed: 3).weight.selected(axis: 0, 1)))
    for other in [1, 3] {
      #expect(distance(table.selected(axis: 0, 0), table.selected(axis: 0, other)) > 0.5)
    }
    let seeded = Embedding(words: ["cat"], channels: 40, seed: 4).weight.selected(axis: 0, 0)
    #expect(distance(table.selected(axis: 0, 0), seeded) > 0.5)
    // 160 standard normal numbers: the mean square is 1 up to √(2/160) = 0.11, three times.
    #expect(Swift.abs(square(table).mean().scalar - 1) < 0.35)
  }

  @Test("a cache of a layer is empty at first, and then has the keys and values of every position")
  func layerCache() {
    var cache = LayerCache()
    #expect(cache.keys == nil && cache.values == nil && cache.length == 0)
    let parts = [normal([1, 2, 3, 5], seed: 1), normal([1, 2, 1, 5], seed: 2)]
    for part in parts { cache.append(keys: part, values: 2 * part) }
    #expect(cache.length == 4)
    #expect(cache.keys == concatenate(parts, axis: 2) && cache.values == 2 * concatenate(parts, axis: 2))
  }

  @Test("every activation is the function of its name (ledger G-GELU)")
  func activations() {
    // At −1 and at 3.
    for (activation, values) in [
      (Activation.relu, [Float(0), 3]), (.squaredReLU, [0, 9]), (.geluExact, [-0.1586552539, 2.9959503059]),
      (.geluTanh, [-0.1588080094, 2.9963626079]),
    ] {
      for (found, value) in zip(activation(Tensor([-1, 3])).scalars, values) {
        #expect(Swift.abs(found - value) < 1e-6, "\(activation)")
      }
    }
  }
}
