import Autodiff
import Neural
import Testing
import Training

@Suite("A whole GPT against PyTorch")
struct GPTOracleTests {
  let oracle: Fixture

  init() throws { oracle = try Fixture("gpt") }

  @Test("GPT-2 of two blocks: loss, logits, every gradient, and three steps of AdamW")
  func gpt2() throws {
    for settings in oracle.cases(of: "GPT-2") {
      let configuration = settings.configuration(
        normPlacement: .pre, activation: .geluTanh, hasBias: true, positions: .learned, tiesHead: true)
      var model = settings.model(configuration)
      oracle.compare(model, settings, logits: settings.logits, loss: settings.loss)
      var optimizer = AdamW(
        learningRate: settings.number("rate"), beta1: settings.number("beta1"),
        beta2: settings.number("beta2"), epsilon: settings.number("epsilon"),
        weightDecay: settings.number("decay"))
      var losses: [Tensor] = []
      for _ in 0..<3 {
        let (loss, slope) = valueWithGradient(at: model) { settings.loss(settings.logits($0)) }
        optimizer.update(&model, along: slope)
        losses.append(loss)
      }
      oracle.compare(stack(losses), settings, "losses")
      // Adam divides a gradient by its own size, so that a step keeps its size where the gradient is mostly
      // rounding; hence more than after one pass.
      for (name, value) in model.parameters {
        oracle.compare(value, settings, "after." + name, within: Tolerance(relative: 1e-5))
      }
      #expect(settings.outputs.count == 3 + model.parameters.count)
    }
  }

  @Test("post-norm, sinusoidal positions, ReLU, no biases, a head of its own, padding")
  func choicesOf2017() throws {
    for settings in oracle.cases(of: "GPT of 2017's choices") {
      let configuration = settings.configuration(
        normPlacement: .post, activation: .relu, hasBias: false, positions: .sinusoidal, tiesHead: false)
      oracle.compare(
        settings.model(configuration), settings, logits: settings.logits, loss: settings.loss)
      #expect(settings.outputs.count == 2)
    }
  }

  /// The gradient of the loss with respect to the adapters, and three steps that change nothing but them.
  @Test("adapters beside projections of a frozen GPT: loss, logits, gradients, and three steps of AdamW")
  func adapters() throws {
    for settings in oracle.cases(of: "GPT with adapters") {
      let base = settings.model(
        settings.configuration(
          normPlacement: .pre, activation: .geluTanh, hasBias: true, positions: .learned, tiesHead: true),
        ignoring: { $0.hasSuffix(".down") || $0.hasSuffix(".up") })
      var adapted = AdaptedGPT(
        base, rank: settings.integer("rank"), alpha: settings.number("alpha"),
        projections: [.value, .contract],
        seed: 1)
      adapted.forEachParameter { name, parameter in parameter = settings.input(name) }
      oracle.compare(settings.logits(adapted.model), settings, "logits")
      var optimizer = AdamW(
        learningRate: settings.number("rate"), beta1: settings.number("beta1"),
        beta2: settings.number("beta2"),
        epsilon: settings.number("epsilon"), weightDecay: settings.number("decay"))
      var losses: [Tensor] = []
      for step in 0..<3 {
        let (loss, slope) = valueWithGradient(at: adapted) { settings.loss(settings.logits($0.model)) }
        if step == 0 {
          oracle.compare(loss, settings, "loss")
          for (name, value) in slope.parameters {
            let expected = try #require(settings.gradients.first { $0.name == name })
            oracle.compare(
              value, expected, "gradient of", of: settings, within: Tolerance(), #_sourceLocation)
          }
        }
        optimizer.update(&adapted, along: slope)
        losses.append(loss)
      }
      oracle.compare(stack(losses), settings, "losses")
      for (name, value) in adapted.parameters {
        oracle.compare(value, settings, "after." + name, within: Tolerance(relative: 1e-5))
      }
      #expect(settings.outputs.count == 3 + adapted.parameters.count && adapted.parameters.count == 8)
      #expect(adapted.model.parameters.map(\.value) == base.parameters.map(\.value))
    }
  }
}

extension Fixture.Case {
  fileprivate func configuration(
    normPlacement: NormPlacement, activation: Activation, hasBias: Bool, positions: PositionKind,
    tiesHead: Bool
  ) -> GPTConfiguration {
    GPTConfiguration(
      vocabularySize: integer("vocabulary"), contextLength: integer("context"), layerCount: integer("layers"),
      headCount: integer("heads"), channels: integer("channels"), hiddenChannels: integer("hidden"),
      normPlacement: normPlacement, activation: activation, hasBias: hasBias, positions: positions,
      tiesHead: tiesHead)
  }

  /// A model with the case's parameters, all of them and no others.
  fileprivate func model(
    _ configuration: GPTConfiguration, ignoring isOther: (_ name: String) -> Bool = { _ in false }
  ) -> GPT {
    Inputs(names: inputs.map(\.name), tensors: inputs.map(\.tensor), settings: self)
      .filling(GPT(configuration, seed: 1), data: inputs.map(\.name).filter(isOther))
  }

  /// An input by its name.
  fileprivate func input(_ name: String) -> Tensor {
    guard let input = inputs.first(where: { $0.name == name }) else {
      fatalError("\(self.name): no input \(name)")
    }
    return input.tensor
  }

  fileprivate func logits(_ model: GPT) -> Tensor {
    model(sequences("tokens"), lengths: has("lengths") ? integers("lengths") : nil)
  }

  fileprivate func loss(_ logits: Tensor) -> Tensor {
    crossEntropy(logits: logits, targets: integers("targets"), keep: flags("keep"))
  }
}
