import Autodiff
import Neural
import Testing

@Suite("Recurrent layers and a masked model against PyTorch")
struct RecurrentOracleTests {
  let oracle: Fixture

  init() throws { oracle = try Fixture("recurrent") }

  @Test("every state, and the gradients of tokens, parameters and first state")
  func elman() { oracle.expect("ElmanLayer") { $0.outputs(of: ElmanLayer.self) } }

  @Test("every state, the last cell, and the gradients of tokens, parameters and first state")
  func lstm() { oracle.expect("LSTMLayer") { $0.outputs(of: LSTMLayer.self) } }

  @Test("logits, the loss of what is asked for and every gradient, for both placements and with padding")
  func masked() {
    for settings in oracle.cases(of: "masked language model") {
      let configuration = GPTConfiguration(
        vocabularySize: settings.integer("vocabulary"), contextLength: settings.integer("context"),
        layerCount: settings.integer("layers"), headCount: settings.integer("heads"),
        channels: settings.integer("channels"), hiddenChannels: settings.integer("hidden"),
        normPlacement: settings.name.hasPrefix("pre") ? .pre : .post, activation: .geluExact)
      let inputs = Inputs(
        names: settings.inputs.map(\.name), tensors: settings.inputs.map(\.tensor), settings: settings)
      let model = inputs.filling(MaskedLanguageModel(configuration, seed: 1), data: [])
      // PyTorch's own single precision is up to 3.9e-6 from its double precision here; twice that is allowed. And a gradient
      // that is small beside the others, which are of some tenths, is a difference of such: it is rounded as they are.
      oracle.compare(
        model, settings, within: { isKeyBias($0) ? .cancelling : Tolerance(relative: 8e-6, floor: 0.1) },
        logits: { $0(settings.sequences("tokens"), lengths: settings.integers("lengths")) },
        loss: {
          crossEntropy(logits: $0, targets: settings.integers("targets"), keep: settings.flags("asks"))
        })
    }
  }
}

extension Inputs {
  /// What a layer of the case's parameters says: its outputs, and the state that is left.
  fileprivate func outputs<Layer: RecurrentLayer>(of kind: Layer.Type) -> [Tensor] {
    let states = ["h", "c"].filter(names.contains)
    let (inputs, width) = (self["input.weight"].shape[0], self["recurrent.weight"].shape[0])
    let gates = Layer.gateCount * width
    let layer = filling(
      Layer(
        input: Linear(weight: .zeros([inputs, gates]), bias: .zeros([gates])),
        recurrent: Linear(weight: .zeros([width, gates]), bias: .zeros([gates]))),
      data: ["x"] + states)
    let parts = states.map { self[$0].selected(axis: 0, 0) }
    let start = parts.first.map { RecurrentState(hidden: $0, cell: parts.count == 2 ? parts[1] : nil) }
    let (outputs, state) = layer(self["x"], from: start)
    return [outputs, state.hidden] + (state.cell.map { [$0] } ?? [])
  }
}
