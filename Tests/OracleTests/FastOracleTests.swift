import Autodiff
import Neural
import Randomness
import Testing

@Suite("The parts of the fast model, and a whole one, against PyTorch")
struct FastOracleTests {
  let oracle: Fixture

  init() throws { oracle = try Fixture("fast") }

  @Test func rootMeanSquareNorm() {
    oracle.expect("rms norm") { inputs -> Tensor in
      let x = inputs["x"]
      return inputs.filling(RMSNorm(channels: x.shape[x.rank - 1]))(x)
    }
    oracle.expect("rms norm without gain") {
      rmsNorm($0["x"], epsilon: $0.settings.number("epsilon"))
    }
  }

  @Test func functions() {
    oracle.expect("squared relu") { squaredReLU($0["x"]) }
    oracle.expect("soft cap") { softCapped($0["x"], at: $0.settings.number("cap")) }
    oracle.expect("gated silu") { gatedSiLU(gate: $0["gate"], $0["x"]) }
    oracle.expect("interpolation") { interpolated($0["x"], $0["y"], share: $0["share"]) }
  }

  @Test func rotaryPositions() {
    oracle.expect("rotary positions") { inputs -> Tensor in
      let x = inputs["x"]
      let rotary = RotaryPositions(size: x.shape[x.rank - 1], base: inputs.settings.number("base"))
      return rotary(x, from: inputs.settings.integer("past"))
    }
  }

  @Test func gatedFeedForward() {
    oracle.expect("SwiGLU") { inputs -> Tensor in
      var generator = SeededGenerator(seed: 0)
      let layer = GatedFeedForward(channels: 4, hiddenChannels: 12, using: &generator)
      return inputs.filling(layer)(inputs["x"])
    }
  }

  /// Without fused multiply-adds each term of a sum is rounded twice, in all the operations of a whole model.
  private var relative: Double {
    #if FUSED_MULTIPLY_ADD
      2e-6
    #else
      5e-6
    #endif
  }

  @Test("all parts together: loss, logits and every gradient")
  func wholeModel() {
    for settings in oracle.cases(of: "fast GPT") {
      var parts = Set(FastPart.allCases)
      parts.remove(settings.flag("gated") ? .squaredReLU : .swiGLU)
      let configuration = FastGPTConfiguration(
        vocabularySize: settings.integer("vocabulary"), contextLength: settings.integer("context"),
        layerCount: settings.integer("layers"), headCount: settings.integer("heads"),
        channels: settings.integer("channels"), parts: parts)
      let model = Inputs(
        names: settings.inputs.map(\.name), tensors: settings.inputs.map(\.tensor), settings: settings
      ).filling(FastGPT(configuration, seed: 1), data: [])
      // Normalised and turned, a bias of the keys does act. λ's gradient is one sum over all values, whose terms cancel.
      oracle.compare(
        model, settings,
        within: { Tolerance(relative: relative, floor: $0.hasSuffix("valueShare") ? 0.5 : 0) },
        logits: {
          $0(
            settings.sequences("tokens"),
            lengths: settings.has("lengths") ? settings.integers("lengths") : nil)
        }
      ) {
        crossEntropy(
          logits: $0, targets: settings.integers("targets"), keep: settings.flags("keep"))
      }
      #expect(settings.outputs.count == 2)
    }
  }
}
