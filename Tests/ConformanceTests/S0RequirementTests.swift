import Autodiff
import Generation
import Language
import Neural
import Randomness
import Testing
import Training

/// A small model whose parameters are large enough that every part shows.
func smallModel(
  layers: Int = 2, heads: Int = 2, positions: PositionKind = .learned, placement: NormPlacement = .pre,
  seed: UInt64 = 9
) -> GPT {
  var model = GPT(
    GPTConfiguration(
      vocabularySize: 11, contextLength: 9, layerCount: layers, headCount: heads, channels: 8,
      normPlacement: placement, positions: positions), seed: 3)
  var generator = SeededGenerator(seed: seed)
  model.forEachParameter { _, parameter in
    parameter = parameter + .normal(parameter.shape, deviation: 0.3, using: &generator)
  }
  return model
}

/// A block of width 8 whose parameters are large enough that every part shows.
func smallBlock(_ placement: NormPlacement = .pre, seed: UInt64 = 4) -> TransformerBlock {
  var generator = SeededGenerator(seed: seed)
  return TransformerBlock(
    BlockConfiguration(channels: 8, headCount: 2, normPlacement: placement), using: &generator)
}

/// What document S0 lists (§3.2).
@Suite struct S0RequirementTests {
  @Test("R-S0-1 normalizing cannot be undone, and bytes can, for any text")
  func normalizingCannotBeUndoneAndBytesCan() throws {
    #expect(Normalizer()("Hello, my dog") == "hello my dog")
    let tokenizer = try BytePairTokenizer.train(on: "Hello, my dog. Hello, 我的狗!", mergeCount: 8)
    #expect(try tokenizer.decode(tokenizer.encode(Normalizer()("Hello, my dog"))) != "Hello, my dog")
    let blocks: [ClosedRange<UInt32>] = [0x20...0x7E, 0xC0...0x17F, 0x4E00...0x4FFF, 0x1F300...0x1F5FF]
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<100 {
      var text = String.UnicodeScalarView()
      for _ in 0..<generator.index(below: 30) {
        let block = blocks[generator.index(below: blocks.count)]
        let scalar = block.lowerBound + UInt32(generator.index(below: block.count))
        Unicode.Scalar(scalar).map { text.append($0) }
      }
      #expect(try tokenizer.decode(tokenizer.encode(String(text))).utf8.elementsEqual(String(text).utf8))
    }
  }

  @Test("R-S0-2 an embedding is a look-up, and its gradient reaches the rows used, once for every use")
  func embeddingIsALookUpAndLearnsWhatItUsed() {
    let table = Embedding(weight: normal([5, 3], seed: 1))
    let tokens = [4, 0, 4, 2]
    #expect(agree(table(tokens), matmul(oneHot(tokens, size: 5), table.weight)))
    let upstream = Tensor([[1, 2, 3]])
    let slope = gradient(at: table) { ($0(tokens) * upstream).sum() }.weight
    #expect(slope == Tensor([[1, 2, 3], [0, 0, 0], [1, 2, 3], [0, 0, 0], [2, 4, 6]]))
  }

  @Test("R-S0-3 without positions a permuted input is a permuted output; with them it is not")
  func positionsMakeOrderMatter() {
    let block = smallBlock()
    let (x, order) = (normal([4, 8], seed: 2), [2, 0, 3, 1])
    let permuted = lookUp(x, at: order)
    let places = sinusoidalPositions(length: 4, channels: 8)
    #expect(agree(block(permuted), lookUp(block(x), at: order)))
    #expect(distance(block(permuted + places), lookUp(block(x + places), at: order)) > 0.1)
  }

  @Test("R-S0-4 layers contain attention and follow one another; no layer is the identity")
  func layersFollowOneAnother() throws {
    let model = smallModel()
    let (_, seen) = observing { model([3, 1, 4]) }
    let first = try #require(seen["blocks.0.output"]).value
    let second = try #require(seen["blocks.1.output"]).value
    #expect(seen["blocks.0.attention.weights"] != nil && seen["blocks.1.attention.weights"] != nil)
    #expect(agree(model.blocks[1](first, mask: .causal(queries: 3, keys: 3)), second))
    let none = smallModel(layers: 0)
    let (logits, parts) = observing { none([3, 1, 4]) }
    let embedded = try #require(parts["embedded"]).value
    let norm = try #require(none.finalNorm)
    #expect(agree(none.embedding.logits(norm(embedded)).reshaped([3, 11]), logits))
  }

  @Test("R-S0-5 the weights of every token are at least 0 and sum to 1")
  func attentionWeightsAreDistributions() {
    let (_, seen) = observing { smallModel()([3, 1, 4, 1, 5]) }
    let weights = seen.filter { $0.name.hasSuffix("attention.weights") }
    #expect(weights.count == 2)
    for weight in weights {
      #expect(weight.value.scalars.allSatisfy { $0 >= 0 })
      let sums = weight.value.sum(alongAxis: weight.value.rank - 1)
      #expect(sums.count == 2 * 5 && agree(sums, .ones(sums.shape)))
    }
  }

  @Test("R-S0-6 decoding feeds back what it chose, is the same every time, and ends")
  func decodingFeedsBackAndEnds() throws {
    let model = smallModel()
    func write(stopToken: Int? = nil) throws -> [Int] {
      var generator = SeededGenerator(seed: 1)
      return try generate(
        GPTPredictor(model), prompt: [3, 1], maximumNewTokens: 6, sampler: .greedy, stopToken: stopToken,
        using: &generator)
    }
    let text = try write()
    #expect(text.count == 6)
    #expect(try write() == text)
    for place in text.indices {
      let logits = model([3, 1] + text[..<place])
      #expect(logits.selected(axis: 0, 1 + place).argmax() == [text[place]])
    }
    let stop = try #require(text.last)
    #expect(try write(stopToken: stop) == Array(text.prefix { $0 != stop }))
  }
}
