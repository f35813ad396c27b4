import Autodiff
import Neural
import Randomness
import Testing

/// Sets of parts that a model can have: none, each alone, and all that go together.
private let selections: [Set<FastPart>] =
  [[]] + FastPart.allCases.map { [$0] }
  + [FastPart.squaredReLU, .swiGLU].map { Set(FastPart.allCases).subtracting([$0]) }

extension FastGPTConfiguration {
  /// Eleven tokens, context nine, two layers of two heads of four channels.
  fileprivate init(_ parts: Set<FastPart>) {
    self.init(vocabularySize: 11, contextLength: 9, layerCount: 2, headCount: 2, channels: 8, parts: parts)
  }
}

@Suite("The fast model")
struct FastGPTTests {
  private let tokens = [[3, 1, 4, 1, 5, 9, 2], [7, 1, 8, 2, 8, 1, 8]]
  private let targets = [1, 4, 1, 5, 9, 2, 6, 1, 8, 2, 8, 1, 8, 2]

  /// A model whose parameters are large enough that every part shows.
  private func model(_ configuration: FastGPTConfiguration) -> FastGPT {
    var model = FastGPT(configuration, seed: 3)
    var generator = SeededGenerator(seed: 9)
    model.forEachParameter { _, parameter in
      parameter = parameter + .normal(parameter.shape, deviation: 0.3, using: &generator)
    }
    return model
  }

  @Test("without parts it is GPT: the same numbers, logits, loss and gradient, to the bit")
  func withoutParts() {
    for parts in [[], [FastPart.untiedHead]] as [Set<FastPart>] {
      let configuration = FastGPTConfiguration(parts)
      let (fast, reference) = (
        FastGPT(configuration, seed: 5), GPT(configuration.reference, seed: 5)
      )
      #expect(fast.parameters.map(\.name) == reference.parameters.map(\.name))
      #expect(fast.parameters.map { bits($0.value) } == reference.parameters.map { bits($0.value) })
      for lengths in [nil, [7, 4]] {
        #expect(bits(fast(tokens, lengths: lengths)) == bits(reference(tokens, lengths: lengths)))
        let (loss, slope) = valueWithGradient(at: fast) {
          crossEntropy(logits: $0(tokens, lengths: lengths), targets: targets)
        }
        let (expected, expectedSlope) = valueWithGradient(at: reference) {
          crossEntropy(logits: $0(tokens, lengths: lengths), targets: targets)
        }
        #expect(bits(loss) == bits(expected))
        #expect(slope.parameters.map { bits($0.value) } == expectedSlope.parameters.map { bits($0.value) })
      }
      let names = observing { fast(tokens) }.observations.map(\.name)
      #expect(names == observing { reference(tokens) }.observations.map(\.name))
    }
  }

  @Test("a part changes no initial number but of what it replaces", arguments: FastPart.allCases)
  func initialNumbers(part: FastPart) {
    let plain = FastGPT(FastGPTConfiguration([]), seed: 2).parameters
    let model = FastGPT(FastGPTConfiguration([part]), seed: 2)
    let kept = model.parameters.filter { parameter in
      plain.contains { $0.name == parameter.name && bits($0.value) == bits(parameter.value) }
    }
    let changed = model.parameters.map(\.name).filter { name in !kept.contains { $0.name == name } }
    let added: [String] =
      switch part {
      case .rotary, .rmsNorm, .normalizedQueriesAndKeys, .squaredReLU, .softCap: []
      case .swiGLU:
        (0..<2).flatMap { layer in
          ["gate", "expand", "contract"].map { "blocks.\(layer).feedForward.\($0).weight" }
        }
      case .zeroProjections:
        (0..<2).flatMap {
          ["blocks.\($0).attention.output.weight", "blocks.\($0).feedForward.contract.weight"]
        }
      case .untiedHead: ["head.weight"]
      case .valueResiduals: ["blocks.1.attention.valueShare"]
      }
    #expect(changed == added)
  }

  @Test("every part changes the function", arguments: FastPart.allCases.filter { $0 != .zeroProjections })
  func everyPartActs(part: FastPart) {
    // Large numbers, so that the cap shows too.
    var plain = model(FastGPTConfiguration([]))
    plain.embedding.weight = 4 * plain.embedding.weight
    var other = FastGPT(FastGPTConfiguration([part]), seed: 3)
    other.forEachParameter { name, parameter in
      guard let own = plain.parameters.first(where: { $0.name == name })?.value, own.shape == parameter.shape
      else { return }
      parameter = own
    }
    #expect(distance(other(tokens), plain(tokens)) > 1e-3)
  }

  @Test("the gradient of every parameter, whatever the parts", arguments: selections)
  func gradients(parts: Set<FastPart>) throws {
    var small = model(
      FastGPTConfiguration(
        vocabularySize: 4, contextLength: 3, layerCount: 2, headCount: 2, channels: 4, parts: parts))
    // Away from where differences measure badly: the kinks of a slope, and vectors near zero that are normalised.
    small.embedding.weight = 3 * small.embedding.weight
    let biases = ["query.bias": 2, "key.bias": 2, "expand.bias": 4] as [String: Float]
    small.forEachParameter { name, parameter in
      for (suffix, size) in biases where name.hasSuffix(suffix) {
        let signs = parameter.scalars.indices.map { $0.isMultiple(of: 3) ? -size : size }
        parameter = parameter + Tensor(signs)
      }
    }
    try checkGradient(of: "FastGPT", at: small.parameters.map(\.value), tolerance: 5e-3) { inputs in
      var changed = small
      var next = inputs.makeIterator()
      changed.forEachParameter { _, parameter in parameter = next.next() ?? parameter }
      return crossEntropy(logits: changed([[0, 3, 1]]), targets: [3, 1, 2])
    }
  }

  @Test("observed, it is the same function, and every name stands once", arguments: selections)
  func observed(parts: Set<FastPart>) {
    let model = model(FastGPTConfiguration(parts))
    let (logits, seen) = observing { model(tokens) }
    #expect(agree(logits, model(tokens), within: 1e-5))
    #expect(Set(seen.map(\.name)).count == seen.count)
    let names: [FastPart: [String]] = [
      .rotary: ["blocks.1.attention.turnedQuery", "blocks.0.attention.turnedKey"],
      .rmsNorm: ["blocks.0.attentionNorm.meanSquare", "finalNorm.normalized"],
      .normalizedQueriesAndKeys: [
        "blocks.1.attention.normalizedQuery", "blocks.0.attention.normalizedKey",
      ],
      .squaredReLU: ["blocks.1.feedForward.hidden"],
      .swiGLU: ["blocks.0.feedForward.gate", "blocks.1.feedForward.hidden"],
      .softCap: ["uncapped"],
      .valueResiduals: ["blocks.1.attention.mixedValue"],
    ]
    for name in parts.flatMap({ names[$0, default: []] }) + ["logits", "blocks.0.attention.weights"] {
      #expect(seen[name] != nil, "\(name)")
    }
  }

  @Test("causality and padding, whatever the parts", arguments: selections)
  func causality(parts: Set<FastPart>) {
    let model = model(FastGPTConfiguration(parts))
    let before = model([tokens[0]])
    let after = model([Array(tokens[0].dropLast()) + [0]])
    #expect(bits(before.sliced(axis: 1, 0..<6)) == bits(after.sliced(axis: 1, 0..<6)))
    #expect(distance(before.selected(axis: 1, 6), after.selected(axis: 1, 6)) > 1e-3)
    let padded = model([tokens[0], [7, 1, 8, 0, 0, 0, 0]], lengths: [7, 3])
    let otherwise = model([tokens[0], [7, 1, 8, 9, 9, 9, 9]], lengths: [7, 3])
    #expect(
      bits(padded.selected(axis: 0, 1).sliced(axis: 0, 0..<3))
        == bits(otherwise.selected(axis: 0, 1).sliced(axis: 0, 0..<3)))
  }

  @Test(
    "with projections that start at zero, the blocks hand on what they are given, and learn from the first step"
  )
  func zeroProjections() {
    for parts in [[.zeroProjections], Set(FastPart.allCases).subtracting([.squaredReLU])] {
      let model = FastGPT(FastGPTConfiguration(parts), seed: 4)
      var without = model
      without.blocks = []
      #expect(bits(model(tokens)) == bits(without(tokens)))
      let slope = gradient(at: model) { crossEntropy(logits: $0(tokens), targets: targets) }
      for (name, value) in slope.parameters
      where name.hasSuffix("output.weight") || name.hasSuffix("contract.weight") {
        #expect(value.scalars.contains { $0 != 0 }, "\(name)")
      }
    }
  }

  @Test("the order of the tokens matters by rotations alone")
  func rotaryMarksTheOrder() {
    var bare = model(FastGPTConfiguration([.rotary]))
    let reversed = [Array(tokens[0].dropLast().reversed()) + [tokens[0][6]]]
    // One block: without rotations, the last position sees a set of tokens.
    bare.blocks.removeLast()
    #expect(bare.positions == nil)
    #expect(distance(bare([tokens[0]]).selected(axis: 1, 6), bare(reversed).selected(axis: 1, 6)) > 1e-3)
    bare.blocks[0].attention.rotary = nil
    #expect(agree(bare([tokens[0]]).selected(axis: 1, 6), bare(reversed).selected(axis: 1, 6), within: 1e-5))
  }

  @Test("value residuals with λ = 0 are none, and with λ = 1 every block has the first one's values")
  func valueShares() throws {
    var model = model(FastGPTConfiguration([.valueResiduals]))
    #expect(model.blocks[0].attention.valueShare == nil)
    var without = model
    without.blocks[1].attention.valueShare = nil
    model.blocks[1].attention.valueShare = 0
    #expect(bits(model(tokens)) == bits(without(tokens)))
    model.blocks[1].attention.valueShare = 1
    let seen = observing { model(tokens) }.observations
    #expect(
      seen["blocks.1.attention.mixedValue"]?.value == seen["blocks.0.attention.value"]?.value)
    #expect(FastGPT(model.configuration, seed: 1).blocks[1].attention.valueShare == 0.5)
  }

  @Test("no score of normalised queries and keys is beyond √size, however large the projections")
  func boundedScores() throws {
    var model = model(FastGPTConfiguration([.normalizedQueriesAndKeys, .rotary]))
    for index in 0..<2 {
      for path in [\MultiHeadAttention.query.weight, \.key.weight] {
        let weight = model.blocks[index].attention.projections[keyPath: path]
        model.blocks[index].attention.projections[keyPath: path] = 100 * weight
      }
    }
    let seen = observing { model(tokens) }.observations
    for index in 0..<2 {
      let scores = try #require(seen["blocks.\(index).attention.scaled"]).value
      #expect(
        scores.scalars.allSatisfy { $0.magnitude <= 2.0001 } && scores.scalars.contains { $0.magnitude > 1 })
    }
  }

  @Test("capped logits are those before, bent, in the same order and never beyond the cap")
  func cappedLogits() throws {
    var model = model(FastGPTConfiguration([.softCap]))
    model.embedding.weight = 40 * model.embedding.weight
    let (logits, seen) = observing { model(tokens) }
    let uncapped = try #require(seen["uncapped"]).value
    #expect(uncapped.scalars.contains { $0.magnitude > 2 * FastGPT.logitCap })
    #expect(logits == softCapped(uncapped, at: FastGPT.logitCap))
    #expect(logits.scalars.allSatisfy { $0.magnitude <= FastGPT.logitCap })
    #expect(agree(logits, model(tokens), within: 1e-4))
  }

  @Test("parts are few: at most a twentieth of parameters more, whatever the parts but the head")
  func parameterCounts() {
    let plain = FastGPTConfiguration(
      vocabularySize: 64, contextLength: 64, layerCount: 4, headCount: 4, channels: 128)
    var all = plain
    all.parts = Set(FastPart.allCases).subtracting([.squaredReLU])
    let (least, most) = (FastGPT(plain, seed: 1).parameterCount, FastGPT(all, seed: 1).parameterCount)
    #expect(most < least * 21 / 20)
    #expect(GatedFeedForward.hiddenChannels(matching: 512) == 344)
    #expect([1, 12, 13, 24].map(GatedFeedForward.hiddenChannels) == [0, 8, 8, 16])
  }

  @Test("the matrices of SwiGLU deviate as those do that they replace")
  func gatedDeviations() {
    let model = FastGPT(
      FastGPTConfiguration(
        vocabularySize: 5, contextLength: 4, layerCount: 2, headCount: 2, channels: 64, parts: [.swiGLU]),
      seed: 3)
    for (name, parameter) in model.parameters where name.contains("feedForward.") {
      let deviation = square(parameter).mean().scalar.squareRoot()
      // 11,264 numbers: the deviation measured deviates by about 0.7 %.
      #expect(Swift.abs(deviation / (name.contains("contract") ? 0.01 : 0.02) - 1) < 0.03, "\(name)")
    }
    let weights = model.parameters.filter { $0.name.hasSuffix("feedForward.gate.weight") }
    #expect(weights.count == 2 && weights[0].value != weights[1].value)
  }

  @Test("parts have the names that options and records use")
  func names() {
    #expect(
      FastPart.allCases.map(\.rawValue) == [
        "rotary", "rms-norm", "qk-norm", "squared-relu", "swiglu", "zero-projections", "untied-head",
        "soft-cap", "value-residuals",
      ])
  }
}
