import Autodiff
import Neural
import Randomness
import Testing

@Suite("Properties of encoder–decoders")
struct EncoderDecoderPropertyTests {
  @Test(
    "the future of the target changes no bit before it, all of the source matters, and the past does",
    arguments: RandomCase.all(40))
  func causality(_ random: RandomCase) {
    var random = random
    let model = random.encoderDecoder(context: 8)
    let (source, target) = (random.tokens(4, below: 6), random.tokens(6, below: 5))
    let logits = model(source: [source], target: [target])
    for place in target.indices {
      var changed = target
      changed[place] = (changed[place] + 1) % 5
      let other = model(source: [source], target: [changed])
      #expect(bits(other.positions(0..<place)) == bits(logits.positions(0..<place)))
      #expect(distance(other.positions(place..<6), logits.positions(place..<6)) > 1e-4)
    }
    for place in source.indices {
      var changed = source
      changed[place] = (changed[place] + 1) % 6
      let other = model(source: [changed], target: [target])
      for position in target.indices {
        #expect(other.positions(position..<position + 1) != logits.positions(position..<position + 1))
      }
    }
  }

  @Test(
    "with both caches, however the target is cut, the logits are the uncached ones",
    arguments: RandomCase.all(60))
  func cachedIsUncached(_ random: RandomCase) {
    var random = random
    let context = random.size(3...12)
    let model = random.encoderDecoder(context: context)
    let source = random.tokens(random.size(1...context), below: 6)
    let target = random.tokens(random.size(1...context), below: 5)
    let memory = model.encode([source])
    let all = model.decode([target], reading: memory)
    var cache = DecoderCache(layerCount: model.decoder.count)
    var start = 0
    while start < target.count {
      let end = random.size(start + 1...target.count)
      let logits = model.decode(Array(target[start..<end]), reading: memory, cache: &cache)
      #expect(distance(logits, all.selected(axis: 0, 0).positions(start..<end)) <= 2 * rounding)
      #expect(cache.length == end)
      start = end
    }
  }

  @Test(
    "padding of either text changes no bit, and every text alone gives the same",
    arguments: RandomCase.all(40))
  func padding(_ random: RandomCase) {
    var random = random
    let model = random.encoderDecoder(context: 9)
    let lengths = [(random.size(1...5), random.size(1...5)), (random.size(1...5), random.size(1...5))]
    let texts = lengths.map { (random.tokens($0.0, below: 6), random.tokens($0.1, below: 5)) }
    func padded(with token: Int) -> Tensor {
      func fill(_ text: [Int], to time: Int) -> [Int] {
        text + Array(repeating: token, count: time - text.count)
      }
      return model(
        source: texts.map { fill($0.0, to: 6) }, sourceLengths: lengths.map(\.0),
        target: texts.map { fill($0.1, to: 7) }, targetLengths: lengths.map(\.1))
    }
    let (zeros, ones) = (padded(with: 0), padded(with: 1))
    for (index, text) in texts.enumerated() {
      let text = (source: text.0, target: text.1)
      let alone = model(source: [text.source], target: [text.target]).selected(axis: 0, 0)
      let inBatch = [zeros, ones].map { $0.selected(axis: 0, index).positions(0..<text.target.count) }
      #expect(bits(inBatch[0]) == bits(inBatch[1]))
      #expect(distance(inBatch[0], alone) <= 2 * rounding)
    }
  }

  @Test(
    "without positions the source is a bag of words; with them it is a sequence",
    arguments: RandomCase.all(40))
  func orderOfTheSource(_ random: RandomCase) {
    var random = random
    for positions in PositionKind.allCases {
      let model = random.encoderDecoder(context: 8, positions: positions)
      let source = [0, 1, 2, 3, 4]
      let order = [1, 2, 3, 4, 0]
      let target = random.tokens(3, below: 5)
      let moved = distance(
        model(source: [order.map { source[$0] }], target: [target]), model(source: [source], target: [target])
      )
      #expect(positions == .none ? moved <= 2 * rounding : moved > 1e-4, "\(positions)")
    }
  }
}

extension RandomCase {
  /// A small encoder–decoder of any of the choices, for sources over 6 tokens and targets over 5 (or 6).
  fileprivate mutating func encoderDecoder(
    context: Int, positions: PositionKind? = nil
  ) -> EncoderDecoder {
    let block = configuration()
    let sharing = EmbeddingSharing.allCases[generator.index(below: 3)]
    let anyPositions = PositionKind.allCases[generator.index(below: 3)]
    return shaken(
      EncoderDecoder(
        EncoderDecoderConfiguration(
          sourceVocabularySize: 6, targetVocabularySize: sharing == .all ? 6 : 5, contextLength: context,
          encoderLayerCount: size(1...2), decoderLayerCount: size(1...2), headCount: block.headCount,
          channels: block.channels, hiddenChannels: block.hiddenChannels, normPlacement: block.normPlacement,
          activation: block.activation, hasBias: block.hasBias, positions: positions ?? anyPositions,
          sharing: sharing),
        seed: Seed(seed)))
  }
}
