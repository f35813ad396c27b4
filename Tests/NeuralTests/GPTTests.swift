import Autodiff
import Neural
import Randomness
import Testing

@Suite("GPT")
struct GPTTests {
  let configuration = GPTConfiguration(
    vocabularySize: 11, contextLength: 9, layerCount: 2, headCount: 2, channels: 8)

  /// A model whose parameters are large enough that every part shows.
  private func model(_ configuration: GPTConfiguration) -> GPT {
    var model = GPT(configuration, seed: 3)
    var generator = SeededGenerator(seed: 9)
    model.forEachParameter { name, parameter in
      parameter = parameter + .normal(parameter.shape, deviation: 0.3, using: &generator)
    }
    return model
  }

  let tokens = [3, 1, 4, 1, 5, 9, 2]

  @Test("GPT-2's sizes, computed without allocating (R-S4-4)")
  func parameterCounts() {
    #expect(GPTConfiguration.gpt2Small.parameterCount == 124_439_808)
    #expect(GPTConfiguration.gpt2Medium.parameterCount == 354_823_168)
    #expect(GPTConfiguration.gpt2Large.parameterCount == 774_030_080)
    #expect(GPTConfiguration.gpt2XL.parameterCount == 1_557_611_200)
    let ofDocument = GPTConfiguration(
      vocabularySize: 10_000, contextLength: 1_024, layerCount: 12, headCount: 12, channels: 768)
    #expect(ofDocument.parameterCount == 93_522_432)
  }

  @Test("the count from the configuration is the count of the parameters, whatever the choices")
  func countsAgree() {
    for placement in NormPlacement.allCases {
      for positions in PositionKind.allCases {
        for (hasBias, tiesHead) in [(true, true), (true, false), (false, true), (false, false)] {
          let configuration = GPTConfiguration(
            vocabularySize: 7, contextLength: 5, layerCount: 2, headCount: 2, channels: 4, hiddenChannels: 6,
            normPlacement: placement, hasBias: hasBias, positions: positions, tiesHead: tiesHead)
          let model = GPT(configuration, seed: 1)
          #expect(model.parameterCount == configuration.parameterCount)
          for (name, count) in configuration.parameterCounts {
            let own = model.parameters.filter { $0.name.hasPrefix(name + ".") }
            #expect(own.reduce(0) { $0 + $1.value.count } == count, "\(name)")
          }
        }
      }
    }
  }

  @Test("parameters have the names that checkpoints use")
  func names() {
    let names = GPT(configuration, seed: 1).parameters.map(\.name)
    #expect(names.contains("blocks.1.attention.query.weight"))
    #expect(names.first == "embedding.weight")
    #expect(names.last == "finalNorm.bias")
    #expect(Set(names).count == names.count)
  }

  @Test("causality: changing token t leaves every earlier logit as it was, bit for bit")
  func causality() {
    let model = model(configuration)
    let before = model(tokens)
    for changed in tokens.indices {
      var others = tokens
      others[changed] = (others[changed] + 5) % 11
      let after = model(others)
      #expect(bits(after.sliced(axis: 0, 0..<changed)) == bits(before.sliced(axis: 0, 0..<changed)))
      #expect(distance(after.sliced(axis: 0, changed..<7), before.sliced(axis: 0, changed..<7)) > 1e-3)
    }
  }

  @Test("one pass over n tokens gives the logits of n passes over its prefixes (R-S3-4)")
  func prefixes() {
    let model = model(configuration)
    let all = model(tokens)
    for length in 1...tokens.count {
      let last = model(Array(tokens.prefix(length))).sliced(axis: 0, length - 1..<length)
      #expect(agree(last, all.sliced(axis: 0, length - 1..<length), within: 1e-5))
    }
  }

  @Test("with the key/value cache the logits are the uncached ones, however the text is cut (R-S2-5)")
  func cache() {
    let model = model(configuration)
    let all = model(tokens)
    for sizes in [[1, 1, 1, 1, 1, 1, 1], [3, 1, 2, 1], [7], [2, 5]] {
      var cache = KeyValueCache(layerCount: 2)
      var start = 0
      for size in sizes {
        let logits = model(Array(tokens[start..<start + size]), cache: &cache)
        #expect(agree(logits, all.sliced(axis: 0, start..<start + size), within: 1e-5))
        start += size
        #expect(cache.length == start)
      }
    }
  }

  @Test("a model without blocks counts its cached positions too")
  func cacheWithoutBlocks() {
    var bare = configuration
    bare.layerCount = 0
    let model = model(bare)
    var cache = KeyValueCache(layerCount: 0)
    let parts = [model([3, 1], cache: &cache), model([4], cache: &cache)]
    #expect(agree(concatenate(parts, axis: 0), model([3, 1, 4])))
    #expect(cache.length == 3)
  }

  @Test("padding changes nothing in the logits of the text, nor in the gradient")
  func padding() {
    let model = model(configuration)
    let short = [3, 1, 4]
    let padded = model([tokens, short + [0, 0, 0, 0]], lengths: [7, 3])
    let otherwise = model([tokens, short + [9, 8, 7, 6]], lengths: [7, 3])
    let text = padded.selected(axis: 0, 1).sliced(axis: 0, 0..<3)
    #expect(agree(text, model(short), within: 1e-5))
    #expect(bits(text) == bits(otherwise.selected(axis: 0, 1).sliced(axis: 0, 0..<3)))
  }

  @Test("the order of the tokens matters, and without positions and mask it would not")
  func orderMatters() {
    let with = model(configuration)
    let reversed = Array(tokens.dropLast().reversed()) + [tokens[6]]
    #expect(distance(with(tokens).selected(axis: 0, 6), with(reversed).selected(axis: 0, 6)) > 1e-3)
    var without = configuration
    without.positions = .none
    without.layerCount = 1
    let blind = model(without)
    // One block: the last position sees a set of tokens, whose order nothing marks.
    #expect(agree(blind(tokens).selected(axis: 0, 6), blind(reversed).selected(axis: 0, 6), within: 1e-5))
  }

  @Test("a token is placed by its position, not by what it is (S3-CODE, bug 1)")
  func positionIsNotTokenIdentity() throws {
    let (_, seen) = observing { model(configuration)([4, 4, 4]) }
    let embedded = try #require(seen["embedded"]).value.reshaped([3, 8])
    #expect(distance(embedded.selected(axis: 0, 0), embedded.selected(axis: 0, 2)) > 1e-2)
  }

  @Test("the output depends on the input from the first step on (S4-CODE-B, bug 2)")
  func outputDependsOnInputAtInitialisation() {
    let fresh = GPT(configuration, seed: 1)
    #expect(distance(fresh([1, 2, 3]), fresh([1, 2, 4])) > 1e-4)
    #expect(fresh([1, 2, 3]).scalars.contains { $0 != 0 })
  }

  @Test("the result has a logit for every token of the vocabulary (S0-CODE, bug 11; S4-CODE-B, bug 11)")
  func outputIsLogits() {
    #expect(model(configuration)([tokens, tokens]).shape == [2, 7, 11])
  }

  @Test("sequences of a batch do not see each other (S0-CODE, bug 7)")
  func batchesAreSeparate() {
    let model = model(configuration)
    let other = Array(tokens.reversed())
    let both = model([tokens, other])
    #expect(agree(both.selected(axis: 0, 0), model(tokens), within: 1e-5))
    #expect(bits(model([tokens, tokens]).selected(axis: 0, 0)) == bits(both.selected(axis: 0, 0)))
  }

  @Test("the hidden width and dropout are used (S0-CODE, bugs 5 and 6)")
  func hiddenWidthAndDropoutAreUsed() {
    var wide = configuration
    wide.block.hiddenChannels = 64
    #expect(wide.parameterCount - configuration.parameterCount == 2 * (2 * 8 * 32 + 32))
    var dropping = configuration
    dropping.block.dropoutRate = 0.3
    let model = model(dropping)
    #expect(bits(model([tokens], dropout: 5)) == bits(model([tokens], dropout: 5)))
    #expect(distance(model([tokens], dropout: 5), model([tokens], dropout: 6)) > 1e-3)
    #expect(distance(model([tokens], dropout: 5), model([tokens])) > 1e-3)
  }

  @Test("the first loss of a new model is close to ln V")
  func firstLoss() {
    let fresh = GPT(configuration, seed: 1)
    let loss = crossEntropy(logits: fresh(tokens), targets: [1, 4, 1, 5, 9, 2, 6])
    // ln 11, up to logits that deviate by about 0.02·√8 = 0.06 from zero.
    #expect(Swift.abs(loss.scalar - 2.3978953) < 0.06)
  }

  @Test("the embedding table as output head receives the gradient of both its uses")
  func tiedHead() {
    let model = model(configuration)
    let slope = gradient(at: model) { crossEntropy(logits: $0([tokens]), targets: [1, 4, 1, 5, 9, 2, 6]) }
    // Token 10 never occurs: only the head's use reaches its row.
    #expect(slope.embedding.weight.selected(axis: 0, 10).scalars.contains { $0 != 0 })
    var untied = configuration
    untied.tiesHead = false
    let separate = gradient(at: self.model(untied)) {
      crossEntropy(logits: $0([tokens]), targets: [1, 4, 1, 5, 9, 2, 6])
    }
    #expect(separate.embedding.weight.selected(axis: 0, 10) == .zeros([8]))
  }

  @Test("every intermediate has a dotted name, and a gradient when one is taken")
  func observation() throws {
    let model = model(configuration)
    let (_, seen) = observing {
      gradient(at: model) { crossEntropy(logits: $0([tokens]), targets: [1, 4, 1, 5, 9, 2, 6]) }
    }
    for name in [
      "embedded", "blocks.0.attention.weights", "blocks.1.feedForward.hidden", "finalNorm.mean", "logits",
    ] {
      let observed = try #require(seen[name], "\(name)")
      #expect(observed.gradient?.shape == observed.value.shape, "\(name)")
    }
    #expect(Set(seen.map(\.name)).count == seen.count)
  }

  @Test("the gradient of every parameter of a whole model")
  func gradients() throws {
    let small = model(
      GPTConfiguration(vocabularySize: 4, contextLength: 3, layerCount: 1, headCount: 2, channels: 4))
    try checkGradient(of: "GPT", at: small.parameters.map(\.value), tolerance: 5e-3) { inputs in
      var changed = small
      var next = inputs.makeIterator()
      changed.forEachParameter { _, parameter in parameter = next.next() ?? parameter }
      return crossEntropy(logits: changed([[0, 3, 1]]), targets: [3, 1, 2])
    }
  }

  @Test("a text longer than the context traps with both lengths (R-S4-7)")
  func tooLong() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let model = GPT(
        GPTConfiguration(vocabularySize: 3, contextLength: 2, layerCount: 1, headCount: 1, channels: 2),
        seed: 1)
      _ = model([0, 1, 2])
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("3 tokens") && message.contains("2"))
  }
}

@Suite("Embeddings, positions and the maximum-entropy model")
struct EmbeddingTests {
  @Test("sinusoidal positions of width 4 (ledger S0-3.3-PE), sine on even and cosine on odd channels")
  func sinusoidal() {
    let expected = Tensor([
      [0, 1, 0, 1], [0.8414709848, 0.5403023059, 0.0099998333, 0.9999500004],
      [0.9092974268, -0.4161468365, 0.0199986667, 0.9998000067],
      [0.1411200081, -0.9899924966, 0.0299955002, 0.9995500337],
    ])
    #expect(agree(sinusoidalPositions(length: 4, channels: 4), expected, within: 1e-7))
    #expect(sinusoidalPositions(length: 2, channels: 512)[1, 2].isApproximately(0.8218561900))
  }

  @Test("an odd width ends with a sine")
  func oddWidth() {
    #expect(sinusoidalPositions(length: 2, channels: 3).shape == [2, 3])
    #expect(sinusoidalPositions(length: 2, channels: 1)[1, 0].isApproximately(0.8414709848))
  }

  @Test("tied logits are h · Eᵀ (ledger G-HEADLM)")
  func tiedLogits() {
    let table = Embedding(weight: Tensor([[1, 2], [3, 4], [5, 6]]))
    #expect(table.logits(Tensor([[1, 10]])) == Tensor([[21, 43, 65]]))
    #expect(table([[2, 0]]) == Tensor(shape: [1, 2, 2], scalars: [5, 6, 1, 2]))
  }

  @Test("softmax regression on the previous token becomes the bigram counts (ledger G-MAXENT)")
  func maximumEntropy() {
    // TOY-N, with <s> = 0, the = 1, cat = 2, dog = 3, sat = 4, ran = 5, </s> = 6.
    let previous = [0, 1, 2, 4, 0, 1, 3, 4, 0, 1, 2, 5]
    let next = [1, 2, 4, 6, 1, 3, 4, 6, 1, 2, 5, 6]
    var model = MaximumEntropyModel(contexts: 7, classes: 7)
    var first: Float?
    var last: Float = 0
    for _ in 0..<2_000 {
      let (loss, slope) = valueWithGradient(at: model) { crossEntropy(logits: $0(previous), targets: next) }
      first = first ?? loss.scalar
      last = loss.scalar
      model.weight = model.weight - 5 * slope.weight
    }
    #expect(first?.isApproximately(1.9459101491) == true)  // ln 7
    #expect(Swift.abs(last - 0.2752841) < 2e-5)
    #expect(Swift.abs(softmax(model([1]))[0, 2] - 0.6663803) < 2e-4)  // P(cat | the) → 2/3
  }
}

extension Float {
  /// Whether this is a number of the ledger, up to the rounding of `Float`.
  fileprivate func isApproximately(_ expected: Float) -> Bool { Swift.abs(self - expected) < 1e-6 }
}
