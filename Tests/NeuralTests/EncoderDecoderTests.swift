import Autodiff
import Neural
import Randomness
import Testing

@Suite("An encoder–decoder")
struct EncoderDecoderTests {
  private func model(
    _ placement: NormPlacement = .post, channels: Int = 4, positions: PositionKind = .sinusoidal,
    sharing: EmbeddingSharing = .targetAndHead, dropoutRate: Float = 0
  ) -> EncoderDecoder {
    EncoderDecoder(
      EncoderDecoderConfiguration(
        sourceVocabularySize: 6, targetVocabularySize: sharing == .all ? 6 : 5, contextLength: 7,
        encoderLayerCount: 1, decoderLayerCount: 2, headCount: 2, channels: channels, hiddenChannels: 6,
        normPlacement: placement, positions: positions, sharing: sharing, dropoutRate: dropoutRate),
      seed: 1)
  }

  @Test("the gradient of every parameter, with padding of both texts", arguments: NormPlacement.allCases)
  func gradients(_ placement: NormPlacement) throws {
    // A smooth activation and tables of their own: every parameter has a slope. A norm of eight channels bends little
    // enough for central differences; over four they are off by up to 0.15.
    var configuration = self.model(placement, channels: 8, positions: .learned, sharing: .none)
      .configuration
    configuration.block.activation = .geluTanh
    let model = EncoderDecoder(configuration, seed: 2)
    let check = try checkGradient(
      of: "encoder–decoder", at: model.parameters.map(\.value), tolerance: 8e-3
    ) { inputs in
      var changed = model
      var next = inputs.makeIterator()
      changed.forEachParameter { _, parameter in parameter = next.next() ?? parameter }
      return changed(
        source: [[1, 2, 3], [4, 0, 5]], sourceLengths: [3, 2], target: [[0, 1, 2], [3, 4, 0]],
        targetLengths: [3, 1])
    }
    #expect(check.elementCount == model.parameters.reduce(0) { $0 + $1.value.count })
  }

  @Test("parameters have the names of their places, and are there when they are needed")
  func names() {
    let plain = model().parameters.map(\.name)
    #expect(plain.first == "source.weight" && plain.contains("target.weight"))
    #expect(plain.contains("encoder.0.attention.query.weight"))
    #expect(plain.contains("decoder.1.crossAttention.value.bias"))
    #expect(!plain.contains { $0.hasPrefix("head") || $0.contains("Positions") })
    #expect(!plain.contains { $0.hasPrefix("encoderNorm") || $0.hasPrefix("decoderNorm") })
    let other = model(.pre, positions: .learned, sharing: .none).parameters.map(\.name)
    for name in [
      "sourcePositions.weight", "targetPositions.weight", "encoderNorm.gain", "decoderNorm.bias",
      "head.weight",
    ] { #expect(other.contains(name)) }
    #expect(!model(sharing: .all).parameters.map(\.name).contains("target.weight"))
  }

  @Test("what is inside is seen by its name, the cross-attention as [batch, head, target, source]")
  func observed() throws {
    let (logits, seen) = observing { model(.pre)(source: [[1, 2, 3]], target: [[0, 1]]) }
    #expect(seen["decoder.1.crossAttention.weights"]?.value.shape == [1, 2, 2, 3])
    #expect(seen["decoder.0.attention.weights"]?.value.shape == [1, 2, 2, 2])
    #expect(seen["encoder.0.attention.weights"]?.value.shape == [1, 2, 3, 3])
    #expect(seen["memory"]?.value.shape == [1, 3, 4] && seen["logits"]?.value == logits)
    for name in ["encoder.embedded", "decoder.embedded", "encoderNorm.normalized", "decoderNorm.normalized"] {
      #expect(seen[name] != nil, "\(name)")
    }
  }

  @Test(
    "a token is √channels times its row, plus the position's; the same token has one row wherever it stands")
  func embedding() throws {
    let model = self.model(channels: 16)
    let (_, seen) = observing { model.encode([[4, 4]]) }
    let embedded = try #require(seen["encoder.embedded"]).value.reshaped([2, 16])
    let row = 4 * model.source.weight.selected(axis: 0, 4)
    #expect(agree(embedded, row + sinusoidalPositions(length: 2, channels: 16)))
    #expect(
      agree(
        model.embedTarget([[3]]),
        (4 * model.target!([3]) + sinusoidalPositions(length: 1, channels: 16)).reshaped([1, 1, 16])))
  }

  @Test("a new model's embedded tokens vary by 1, whatever the width")
  func initialDeviations() {
    let configuration = EncoderDecoderConfiguration(
      sourceVocabularySize: 200, targetVocabularySize: 300, contextLength: 4, encoderLayerCount: 1,
      decoderLayerCount: 1, headCount: 1, channels: 64, positions: .learned)
    let model = EncoderDecoder(configuration, seed: 3)
    for table in [model.source, model.target] {
      let deviation = square(table!.weight).mean().scalar.squareRoot()
      #expect(Swift.abs(deviation * 8 - 1) < 0.05)
    }
  }

  @Test("one table for all is the source's, the target's and the head")
  func sharing() {
    let model = self.model(sharing: .all)
    let slope = gradient(at: model) { square($0(source: [[1]], target: [[2]])).sum() }
    let rows = square(slope.source.weight).sum(alongAxis: 1)
    #expect(rows.scalars.allSatisfy { $0 > 0 }, "the head reaches every row")
  }

  @Test("dropout needs a seed, and reaches the embedded tokens and every sum of a decoder block")
  func dropout() throws {
    let dropping = model(channels: 16, dropoutRate: 0.5)
    func logits(_ seed: Seed?) -> Tensor {
      dropping(source: [[1, 2, 3]], target: [[0, 1, 2, 3]], dropout: seed)
    }
    #expect(bits(logits(nil)) == bits(model(channels: 16)(source: [[1, 2, 3]], target: [[0, 1, 2, 3]])))
    #expect(bits(logits(5)) == bits(logits(5)) && distance(logits(5), logits(6)) > 1e-3)
    var pre = model(.pre, channels: 16, dropoutRate: 0.5)
    pre.decoder.removeLast()
    let (_, seen) = observing { pre(source: [[1, 2, 3]], target: [[0, 1, 2, 3]], dropout: 7) }
    for side in ["encoder", "decoder"] {
      let (whole, entering) = (
        try #require(seen[side + ".embedded"]).value, try #require(seen[side + ".0.input"]).value
      )
      let kept = zip(entering.scalars, whole.scalars).filter { $0.0 != 0 }
      #expect(
        (whole.count / 5..<whole.count * 4 / 5).contains(kept.count) && kept.allSatisfy { $0.0 == 2 * $0.1 })
    }
    // With nothing else on the way, what a half adds is dropped in about half of its places, each half in others.
    let block = pre.decoder[0]
    let (x, memory) = (normal([1, 4, 16], seed: 2), normal([1, 3, 16], seed: 3))
    var added: [[Bool]] = []
    for kept in [\DecoderBlock.attention.output, \.crossAttention.output, \.feedForward.contract] {
      var alone = block
      for other in [\DecoderBlock.attention.output, \.crossAttention.output, \.feedForward.contract]
      where other != kept { alone[keyPath: other].weight = .zeros(alone[keyPath: other].weight.shape) }
      added.append((alone(x, memory: memory, dropout: 9) - x).scalars.map { $0 == 0 })
    }
    for places in added { #expect((8...56).contains(places.count { $0 })) }  // of 64: six standard deviations
    for (left, right) in [(0, 1), (0, 2), (1, 2)] {
      #expect(zip(added[left], added[right]).count { $0 == $1 } < 48)
    }
  }

  @Test("a memory's keys and values are computed once, and read from the cache after that")
  func memoryIsReadOnce() {
    var generator = SeededGenerator(seed: 4)
    let block = DecoderBlock(BlockConfiguration(channels: 4, headCount: 2), using: &generator)
    let (x, memory) = (normal([1, 2, 4], seed: 5), normal([1, 3, 4], seed: 6))
    var cache: DecoderBlockCache? = DecoderBlockCache()
    _ = block(x, memory: memory, cache: &cache)
    #expect(cache?.attention.length == 2 && cache?.crossAttention.length == 3)
    let kept = cache?.crossAttention.keys
    _ = block(x, memory: memory, cache: &cache)
    #expect(cache?.attention.length == 4 && cache?.crossAttention.length == 3)
    #expect(cache?.crossAttention.keys == kept)
  }
}
