import Autodiff
import Neural
import Randomness
import Testing
import Training

/// The opposite of the bugs of S0-CODE (§4), as far as no other test shows it.
@Suite struct S0SampleTests {
  private let configuration = GPTConfiguration(
    vocabularySize: 11, contextLength: 9, layerCount: 2, headCount: 2, channels: 8)

  @Test("S0-CODE, bug 3: positions are added to the embedding, they do not replace it")
  func positionsAreAdded() throws {
    let model = smallModel()
    let (_, seen) = observing { model([4, 4]) }
    let embedded = try #require(seen["embedded"]).value.reshaped([2, 8])
    let positions = try #require(model.positions)
    #expect(agree(embedded - model.embedding([4, 4]), positions([0, 1])))
  }

  @Test("S0-CODE, bug 4: one width serves embedding, blocks and head")
  func embeddingWidthIsModelWidth() {
    for channels in [8, 12] {
      var sizes = configuration
      sizes.block.channels = channels
      let model = GPT(sizes, seed: 1)
      #expect(model.embedding.weight.shape == [11, channels])
      #expect(model.blocks.allSatisfy { $0.attention.query.weight.shape == [channels, channels] })
      #expect(model([1, 2]).shape == [2, 11])
    }
  }

  @Test("S0-CODE, bug 5: the width of the feed-forward network is used")
  func feedForwardWidthIsUsed() {
    for hidden in [5, 64] {
      var sizes = configuration
      sizes.block.hiddenChannels = hidden
      let block = GPT(sizes, seed: 1).blocks[1]
      #expect(block.feedForward.expand.weight.shape == [8, hidden])
      #expect(block.feedForward.contract.weight.shape == [hidden, 8])
    }
  }

  @Test("S0-CODE, bug 6: the rate of dropout reaches the attention weights and the sub-layers")
  func dropoutRateIsPassedOn() {
    var sizes = configuration
    sizes.block.dropoutRate = 0.7
    let model = GPT(sizes, seed: 1)
    #expect(model.blocks.allSatisfy { $0.dropoutRate == 0.7 && $0.attention.dropoutRate == 0.7 })
    #expect(distance(model([[1, 2, 3]], dropout: 1), model([[1, 2, 3]])) > 1e-4)
    // Without a seed the rate means nothing: the same model as one that never drops.
    #expect(bits(model([[1, 2, 3]])) == bits(GPT(configuration, seed: 1)([[1, 2, 3]])))
  }

  @Test("S0-CODE, bug 7: a token of one sequence has no influence on another sequence")
  func attentionStaysWithinASequence() {
    let model = smallModel()
    let before = model([[3, 1, 4], [1, 5, 9]])
    let after = model([[7, 1, 4], [1, 5, 9]])
    #expect(bits(after.selected(axis: 0, 1)) == bits(before.selected(axis: 0, 1)))
    let later = { (logits: Tensor) in logits.selected(axis: 0, 0).sliced(axis: 0, 1..<3) }
    #expect(distance(later(after), later(before)) > 1e-3)
  }

  @Test("S0-CODE, bug 9: a mask says what is kept, and what is not kept has weight 0")
  func maskPolarityIsKeep() throws {
    // Ledger: zero scores under [1, 1, 0] give ½, ½, 0, and not 0.4223188, 0.4223188, 0.1553624.
    let mask = Mask(shape: [1, 3], keep: [true, true, false])
    #expect(softmax(Tensor([[0, 0, 0]]).masked(mask)) == Tensor([[0.5, 0.5, 0]]))
    let all = Mask(shape: [1, 3], keep: [true, true, true])
    #expect(Tensor([[1, 2, 3]]).masked(all) == Tensor([[1, 2, 3]]))
    #expect(Mask.padding(lengths: [2], time: 3).keep == [true, true, false])
  }

  @Test("S0-CODE, bug 12: a GPT is decoder-only and has no cross-attention; the decoder of 2017 has one")
  func gptHasNoCrossAttention() {
    #expect(GPT(configuration, seed: 1).parameters.allSatisfy { !$0.name.contains("cross") })
    var generator = SeededGenerator(seed: 1)
    let decoder = DecoderBlock(configuration.block, using: &generator)
    #expect(decoder.parameters.contains { $0.name.hasPrefix("crossAttention.") })
  }

  @Test("S0-CODE, bug 13: padding of the source is hidden from the cross-attention")
  func memoryPaddingIsHidden() {
    var generator = SeededGenerator(seed: 1)
    let block = DecoderBlock(configuration.block, using: &generator)
    let parts = normals([1, 3, 8], [1, 2, 8], [1, 2, 8], seed: 3)
    let memory = normal([1, 2, 8], seed: 4)
    func output(_ padding: Tensor, _ mask: Mask?) -> Tensor {
      block(parts[0], memory: concatenate([memory, padding], axis: 1), memoryMask: mask)
    }
    let mask = Mask.padding(lengths: [2], time: 4)
    #expect(bits(output(parts[1], mask)) == bits(output(parts[2], mask)))
    #expect(agree(output(parts[1], mask), block(parts[0], memory: memory)))
    #expect(distance(output(parts[1], nil), output(parts[2], nil)) > 0.05)
  }
}

/// The opposite of the bugs of S3-CODE (§4).
@Suite struct S3SampleTests {
  @Test("S3-CODE, bug 2; S4-CODE-B, bug 1: the table of positions has a row for every place of the context")
  func positionTableHasContextLengthRows() {
    let sizes = GPTConfiguration(
      vocabularySize: 50, contextLength: 7, layerCount: 1, headCount: 1, channels: 4)
    #expect(GPT(sizes, seed: 1).positions?.weight.shape == [7, 4])
    for length in 1...7 {
      #expect(GPT(sizes, seed: 1)([Int](repeating: 0, count: length)).shape == [length, 50])
    }
    let full = GPTConfiguration(
      vocabularySize: 10_000, contextLength: 128, layerCount: 6, headCount: 8, channels: 512)
    #expect(full.parameterCounts.first { $0.name == "positions" }?.count == 65_536)
  }

  @Test("S3-CODE, bug 3: as many layers as are asked for, and no others")
  func layerCountIsUsed() {
    for count in [1, 2, 5] {
      let model = smallModel(layers: count)
      #expect(model.blocks.count == count)
      let layers = Set(
        model.parameters.map(\.name).filter { $0.hasPrefix("blocks.") }.map { $0.split(separator: ".")[1] })
      #expect(layers.count == count)
    }
    #expect(distance(smallModel(layers: 1)([1, 2]), smallModel(layers: 2)([1, 2])) > 1e-3)
  }

  /// A mask is of another type than tokens and tensors, and has a label: it cannot be taken for a target sequence.
  @Test("S3-CODE, bug 4: what hides padding is a labelled argument, and only hides")
  func maskIsAnArgumentWithALabel() {
    let model = smallModel()
    let tokens = [[3, 1, 4, 1], [5, 9, 2, 6]]
    #expect(bits(model(tokens, lengths: [4, 4])) == bits(model(tokens)))
    #expect(model(tokens, lengths: [4, 2]).shape == model(tokens).shape)
  }
}

/// The opposite of the bugs of S4-CODE-B (§5.2).
@Suite struct S4SampleTests {
  @Test("S4-CODE-B, bugs 2 and 7: in the first step every parameter has a gradient, save the keys' bias")
  func everyParameterLearnsFromTheFirstStep() {
    for placement in NormPlacement.allCases {
      let model = GPT(
        GPTConfiguration(
          vocabularySize: 11, contextLength: 6, layerCount: 2, headCount: 2, channels: 8,
          normPlacement: placement,
          tiesHead: false), seed: 1)
      let slope = gradient(at: model) {
        crossEntropy(logits: $0([[3, 1, 4, 1, 5, 9]]), targets: [1, 4, 1, 5, 9, 2])
      }
      func greatest(_ value: Tensor) -> Float { abs(value).scalars.max() ?? 0 }
      // One vector added to all keys changes no weight, so the bias of the keys has no gradient: what it shows is
      // what rounding leaves, up to 3·10⁻¹². The smallest of the others, of the first queries under post-norm, is
      // 1.5·10⁻⁹, where rounding leaves 2·10⁻¹⁴.
      let isOfKeys: (String) -> Bool = { $0.hasSuffix("key.bias") }
      let rounding =
        slope.parameters.filter { isOfKeys($0.name) }.map { greatest($0.value) }.max() ?? .infinity
      for (name, value) in slope.parameters where !isOfKeys(name) {
        #expect(greatest(value) > 1_000 * rounding, "\(placement) \(name)")
      }
    }
  }

  @Test("S4-CODE-B, bug 3: every block has an attention of its own, with four projections")
  func everyBlockHasItsOwnAttention() {
    let model = smallModel()
    for layer in 0..<2 {
      for part in ["query", "key", "value", "output"] {
        #expect(model.parameters.contains { $0.name == "blocks.\(layer).attention.\(part).weight" })
      }
    }
    #expect(model.blocks[0].attention.query.weight != model.blocks[1].attention.query.weight)
  }

  @Test("S4-CODE-B, bug 5: heads times their width is the width of the model; anything else is refused")
  func headWidthTimesHeadsEqualsModelWidth() async throws {
    for heads in [1, 2, 4, 8] {
      let (_, seen) = observing { smallModel(heads: heads)([3, 1, 4]) }
      let shape = try #require(seen["blocks.0.attention.query"]).value.shape
      #expect(shape[1] == heads && shape[1] * shape[3] == 8)
    }
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SeededGenerator(seed: 1)
      _ = MultiHeadAttention(channels: 8, headCount: 3, using: &generator)
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("8 channels") && message.contains("3 heads"))
  }

  @Test(
    "S4-CODE-B, bug 9: between its two layers the feed-forward network bends, so that it is no affine map")
  func feedForwardIsNotLinear() {
    for activation in Activation.allCases {
      var generator = SeededGenerator(seed: 2)
      let layer = FeedForward(channels: 4, hiddenChannels: 16, activation: activation, using: &generator)
      let parts = normals([1, 4], [1, 4], seed: 5)
      let zero = layer(.zeros([1, 4]))
      // f(x + y) = f(x) + f(y) − f(0) for every affine map.
      #expect(distance(layer(parts[0] + parts[1]), layer(parts[0]) + layer(parts[1]) - zero) > 0.05)
    }
  }

  @Test(
    "S4-CODE-B, bug 9: as it stands, one token meets an affine map, however many layers; two tokens do not")
  func withoutANetworkOneTokenMeetsAnAffineMap() {
    var generator = SeededGenerator(seed: 2)
    let layers = (0..<3).map { _ in
      (Linear(inputs: 4, outputs: 4, using: &generator), Linear(inputs: 4, outputs: 4, using: &generator))
    }
    func asGiven(_ x: Tensor) -> Tensor {
      layers.reduce(x) { x, layer in
        let x = layer.0(x)
        let all = layer.1(x)  // query, key and value
        return x + scaledDotProductAttention(query: all, key: all, value: all)
      }
    }
    func bend(_ shape: Shape) -> Float {
      let parts = normals(shape, shape, seed: 5)
      return distance(
        asGiven(parts[0] + parts[1]), asGiven(parts[0]) + asGiven(parts[1]) - asGiven(.zeros(shape)))
    }
    #expect(bend([1, 4]) < Float(roundings))
    #expect(bend([2, 4]) > 0.01)
  }

  @Test("S4-CODE-B, bug 10: every sub-layer has a norm, and the stack one after it")
  func everySublayerIsNormalised() throws {
    let (_, seen) = observing { smallModel()([3, 1, 4]) }
    for name in ["blocks.0.attentionNorm", "blocks.1.feedForwardNorm", "finalNorm"] {
      #expect(seen["\(name).mean"]?.value.count == 3, "\(name)")
    }
  }
}
