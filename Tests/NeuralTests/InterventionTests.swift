import Autodiff
import Neural
import Randomness
import Testing

/// Every intermediate of a model can be changed, without a layer being edited.
@Suite("Changing what a model computes")
struct InterventionTests {
  private static func model(_ placement: NormPlacement = .pre) -> GPT {
    var model = GPT(
      GPTConfiguration(
        vocabularySize: 11, contextLength: 12, layerCount: 2, headCount: 2, channels: 8,
        normPlacement: placement),
      seed: 3)
    var generator = SeededGenerator(seed: 9)
    model.forEachParameter { _, parameter in
      parameter = parameter + .normal(parameter.shape, deviation: 0.3, using: &generator)
    }
    return model
  }

  private let tokens = [3, 1, 4, 1, 5]

  /// Numbers of which no two are alike, so that no layer takes them for what it was given.
  private static let other: @Sendable (Tensor) -> Tensor = { x in
    x + Tensor(shape: x.shape, scalars: (0..<x.count).map { Float($0 * 7 % 5) / 5 + 0.1 })
  }

  @Test("a change of anything that can be seen changes the logits", arguments: NormPlacement.allCases)
  func everyName(_ placement: NormPlacement) {
    let model = Self.model(placement)
    let (logits, seen) = observing { model(tokens) }
    #expect(seen.count > 40)
    for name in seen.map(\.name) {
      let kept = intervening([name: { $0 }]) { model(tokens) }
      let changed = intervening([name: Self.other]) { model(tokens) }
      #expect(kept == logits, "\(name)")
      #expect(!agree(changed, logits, within: 1e-3), "\(name)")
    }
  }

  @Test("also of what a block with cross-attention is given")
  func decoderBlock() {
    let configuration = EncoderDecoderConfiguration(
      sourceVocabularySize: 5, targetVocabularySize: 5, contextLength: 3, encoderLayerCount: 1,
      decoderLayerCount: 1, headCount: 1, channels: 4)
    let model = EncoderDecoder(configuration, seed: 1)
    let (logits, seen) = observing { model(source: [[0, 1]], target: [[2, 3]]) }
    for name in seen.map(\.name) where name.hasSuffix("input") {
      let changed = intervening([name: Self.other]) { model(source: [[0, 1]], target: [[2, 3]]) }
      #expect(!agree(changed, logits, within: 1e-3), "\(name)")
    }
    #expect(seen.count { $0.name.hasSuffix("input") } == 2)
  }

  @Test("a head whose weights are zero is a head whose rows of the output projection are zero")
  func zeroedHead() {
    let model = Self.model()
    let zeroed = intervening(["blocks.1.attention.weights": { $0.zeroing(head: 1) }]) { model(tokens) }
    var cut = model
    let weight = model.blocks[1].attention.output.weight
    cut.blocks[1].attention.output.weight = concatenate(
      [weight.sliced(axis: 0, 0..<4), .zeros([4, 8])], axis: 0)
    #expect(agree(zeroed, cut(tokens), within: 1e-5))
    #expect(!agree(zeroed, model(tokens), within: 1e-3))
  }

  @Test("a gradient is that of the changed model")
  func gradients() {
    let model = Self.model()
    let name = "blocks.0.attention.output"
    func loss(_ model: GPT) -> Tensor {
      intervening([name: { $0.zeroing(head: 0) }]) {
        crossEntropy(logits: model(tokens), targets: [1, 4, 1, 5, 9])
      }
    }
    let slope = gradient(at: model) { loss($0) }
    let rows = slope.blocks[0].attention.output.weight.rows
    #expect(rows[..<4].joined().allSatisfy { $0 == 0 } && rows[4...].joined().contains { $0 != 0 })
    var (up, down) = (model, model)
    let step = 0.01 * slope.blocks[1].feedForward.expand.weight
    up.blocks[1].feedForward.expand.weight += step
    down.blocks[1].feedForward.expand.weight -= step
    let measured = Double(loss(up).scalar - loss(down).scalar) / 2
    let expected = step.scalars.reduce(0) { $0 + Double($1) * Double($1) } / 0.01
    #expect(abs(measured - expected) < 0.05 * expected)
  }

  @Test("token by token, with the cache, the changed model says what it says of everything at once")
  func cached() {
    let model = Self.model()
    let changes: [String: @Sendable (Tensor) -> Tensor] = [
      "blocks.0.attention.weights": { $0.zeroing(head: 0) }, "blocks.1.feedForward.hidden": { $0 * 0.5 },
    ]
    let whole = intervening(changes) { model(tokens) }
    var cache = KeyValueCache(layerCount: 2)
    let each = tokens.map { token in intervening(changes) { model([token], cache: &cache) } }
    #expect(agree(concatenate(each, axis: 0), whole, within: 1e-4))
    #expect(!agree(whole, model(tokens), within: 1e-3))
  }
}
