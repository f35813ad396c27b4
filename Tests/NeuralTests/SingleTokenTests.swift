import Autodiff
import Kernels
import Neural
import Randomness
import Testing

/// One further token takes a shorter way through a GPT, to the same bits: nothing but the time may differ.
@Suite("One token at a time")
struct SingleTokenTests {
  /// A model whose parameters are large enough that every part shows.
  private static func model(_ configuration: GPTConfiguration) -> GPT {
    var model = GPT(configuration, seed: 3)
    var generator = SeededGenerator(seed: 9)
    model.forEachParameter { _, parameter in
      parameter = parameter + .normal(parameter.shape, deviation: 0.3, using: &generator)
    }
    return model
  }

  /// Everything that a configuration can choose: 96 models.
  private static let choices: [GPTConfiguration] = NormPlacement.allCases.flatMap { placement in
    Activation.allCases.flatMap { activation in
      PositionKind.allCases.flatMap { positions in
        [(true, true), (true, false), (false, true), (false, false)].map { hasBias, tiesHead in
          GPTConfiguration(
            vocabularySize: 11, contextLength: 24, layerCount: 2, headCount: 2, channels: 8,
            hiddenChannels: 20, normPlacement: placement, activation: activation, hasBias: hasBias,
            positions: positions, tiesHead: tiesHead)
        }
      }
    }
  }

  /// Sizes at and around those that the kernels cut rows into: 16 and 64 channels, blocks of 16 positions.
  private static let sizes: [GPTConfiguration] = [
    (1, 1, 1, 1, 1), (5, 1, 3, 7, 70), (16, 2, 32, 64, 90), (33, 3, 51, 17, 40), (65, 4, 128, 512, 140),
    (70, 2, 160, 100, 20),
  ].map { vocabulary, heads, channels, hidden, context in
    GPTConfiguration(
      vocabularySize: vocabulary, contextLength: context, layerCount: 1, headCount: heads, channels: channels,
      hiddenChannels: hidden)
  }

  private let model = Self.model(
    GPTConfiguration(vocabularySize: 11, contextLength: 24, layerCount: 3, headCount: 2, channels: 8))

  private static func tokens(_ configuration: GPTConfiguration) -> [Int] {
    (0..<configuration.contextLength).map { ($0 * $0 + 3) % configuration.vocabularySize }
  }

  private static func bits(_ logits: Tensor) -> [[UInt32]] {
    logits.rows.map { $0.map(\.bitPattern) }
  }

  /// The logits of every token, read in groups of these sizes and then one at a time, as bits.
  private static func bits(_ model: GPT, groups: [Int]) -> [[UInt32]] {
    var tokens = tokens(model.configuration)[...]
    var cache = KeyValueCache(layerCount: model.blocks.count)
    var result: [[UInt32]] = []
    for size in groups + Array(repeating: 1, count: tokens.count) where size <= tokens.count {
      result += bits(model(Array(tokens.prefix(size)), cache: &cache))
      tokens = tokens.dropFirst(size)
    }
    #expect(cache.length == model.configuration.contextLength)
    return result
  }

  @Test("the bits are those of reading everything at once, whatever the model", arguments: choices + sizes)
  func sameBits(_ configuration: GPTConfiguration) {
    let model = Self.model(configuration)
    let all = Self.bits(model(Self.tokens(configuration)))
    for groups in [[], [1], [5], [1, 1, 3, 1, 4]] {
      #expect(Self.bits(model, groups: groups) == all)
    }
  }

  @Test("the bits are the same for every number of threads, of a model large enough to share out")
  func threads() {
    let model = Self.model(
      GPTConfiguration(vocabularySize: 300, contextLength: 200, layerCount: 1, headCount: 4, channels: 256))
    let all = Self.bits(model(Self.tokens(model.configuration)))
    for count in [1, 2, 3] {
      #expect(Threads.$count.withValue(count) { Self.bits(model, groups: [3]) } == all)
    }
  }

  @Test("who observes sees every intermediate of the token, and the same logits")
  func observed() throws {
    var (cache, other) = (KeyValueCache(layerCount: 3), KeyValueCache(layerCount: 3))
    for token in [3, 1, 4, 1] {
      let logits = model([token], cache: &cache)
      let (result, seen) = observing { model([token], cache: &other) }
      // A layer norm that is looked at is computed step by step, with other roundings.
      #expect(agree(logits, result, within: 1e-5))
      #expect(seen["blocks.2.attention.weights"]?.value.shape == [1, 2, 1, other.length])
      #expect(seen["logits"]?.value.shape == [1, 1, 11])
    }
  }

  /// Together they have every parameter that a GPT can have.
  private static let whole: [GPTConfiguration] = [
    GPTConfiguration(vocabularySize: 11, contextLength: 24, layerCount: 3, headCount: 2, channels: 8),
    GPTConfiguration(
      vocabularySize: 11, contextLength: 24, layerCount: 3, headCount: 2, channels: 8, normPlacement: .post,
      tiesHead: false),
  ]

  @Test(
    "a gradient reaches each parameter, also when it is the only one that it is taken for", arguments: whole)
  func tracked(configuration: GPTConfiguration) {
    let model = Self.model(configuration)
    var cache = KeyValueCache(layerCount: 3)
    for token in [3, 1, 4] { _ = model([token], cache: &cache) }
    func loss(_ model: GPT) -> Tensor {
      var cache = cache
      return crossEntropy(logits: model([1], cache: &cache), targets: [5])
    }
    let whole = gradient(at: model) { loss($0) }.parameters
    for (index, (name, value)) in model.parameters.enumerated() {
      let slope = gradient(at: value) { value in
        var (model, next) = (model, 0)
        model.forEachParameter { _, parameter in
          if next == index { parameter = value }
          next += 1
        }
        return loss(model)
      }
      #expect(slope == whole[index].value, "\(name)")
      #expect(slope.scalars.contains { $0 != 0 }, "\(name)")
    }
  }

  @Test("a gradient taken through the cached tokens is that of reading everything at once")
  func trackedThroughTheCache() {
    let cached = gradient(at: model) { model in
      var cache = KeyValueCache(layerCount: 3)
      let logits = [3, 1, 4].map { model([$0], cache: &cache) }
      return crossEntropy(logits: concatenate(logits, axis: 0), targets: [1, 4, 5])
    }
    let whole = gradient(at: model) { crossEntropy(logits: $0([3, 1, 4]), targets: [1, 4, 5]) }
    for (left, right) in zip(cached.parameters, whole.parameters) {
      #expect(agree(left.value, right.value, within: 1e-5), "\(left.name)")
    }
  }

  @Test("a gradient reaches what was cached, also when no gradient is taken of the model that reads on")
  func trackedCacheAlone() {
    let slope = gradient(at: model) { tracked in
      var cache = KeyValueCache(layerCount: 3)
      _ = tracked([3, 1], cache: &cache)
      return crossEntropy(logits: model([4], cache: &cache), targets: [5])
    }
    for part in [slope.blocks[2].attention.key, slope.blocks[2].attention.value] {
      #expect(part.weight.scalars.contains { $0 != 0 })
    }
  }

  @Test("a copy of a cache continues on its own", arguments: [3, 16, 20])
  func copies(length: Int) {
    let start = Array(Self.tokens(model.configuration)[..<length])
    var first = KeyValueCache(layerCount: 3)
    for token in start { _ = model([token], cache: &first) }
    var second = first
    for (one, other) in [(1, 2), (5, 7), (9, 9)] {
      _ = model([one], cache: &first)
      _ = model([other], cache: &second)
    }
    #expect(Self.bits(model([4], cache: &first)).last == Self.bits(model(start + [1, 5, 9, 4])).last)
    #expect(Self.bits(model([4], cache: &second)).last == Self.bits(model(start + [2, 7, 9, 4])).last)
  }

  @Test("a model that changes between two tokens is read as it is")
  func changedModel() {
    var (model, cache) = (model, KeyValueCache(layerCount: 3))
    _ = model([3], cache: &cache)
    var other = cache
    // The last layer: what the cache holds is the changed model's too.
    model.blocks[2].feedForward.expand.weight *= Tensor(2)
    let logits = model([1], cache: &cache)
    #expect(Self.bits(logits).last == Self.bits(model([3, 1])).last)
    #expect(logits != self.model([1], cache: &other))
  }
}
