import Autodiff
import Neural
import Randomness
import Testing

@Suite("Recurrent layers and their language model")
struct RecurrentTests {
  private func layer<Layer: RecurrentLayer>(_ kind: Layer.Type, inputs: Int, channels: Int) -> Layer {
    var generator = SeededGenerator(seed: 5)
    return Layer(inputs: inputs, channels: channels, using: &generator)
  }

  @Test("h = tanh(½x + ½h) of x = 1 three times; 0.033 of the first state is left in the last one's slope")
  func elmanByHand() {
    let half = Tensor(shape: [1, 1], scalars: [0.5])
    let layer = ElmanLayer(
      input: Linear(weight: half, bias: .zeros([1])), recurrent: Linear(weight: half, bias: .zeros([1])))
    let (outputs, state) = layer(.ones([1, 3, 1]))
    #expect(agree(outputs.reshaped([3]), Tensor([0.4621171573, 0.6237125498, 0.6706129992]), within: 1e-6))
    #expect(state.hidden.scalar == outputs.scalars[2] && state.cell == nil)
    let slope = gradient(at: Tensor.zeros([1, 1])) {
      layer(.ones([1, 3, 1]), from: RecurrentState(hidden: $0)).state.hidden.sum()
    }
    #expect(Swift.abs(slope.scalar - 0.0330514922) < 1e-7)
  }

  @Test("one step with weights of 1: c = 0.5568, h = 0.3696")
  func lstmByHand() {
    let ones = Linear(weight: .ones([1, 4]), bias: .zeros([4]))
    let (outputs, state) = LSTMLayer(input: ones, recurrent: ones)(.ones([1, 1, 1]))
    #expect(Swift.abs(outputs.scalar - 0.3696063529) < 1e-6)
    #expect(Swift.abs((state.cell?.scalar ?? 0) - 0.5567699411) < 1e-6)
  }

  @Test(
    "a cell whose forget gate is open keeps what it has, and its gradient, for fifty tokens; Elman's state does not"
  )
  func openForgetGate() {
    let (none, open) = (Tensor.zeros([1, 4]), Tensor([0, 100, 0, 0]))
    let memory = LSTMLayer(
      input: Linear(weight: none, bias: open), recurrent: Linear(weight: none, bias: .zeros([4])))
    let slope = gradient(at: Tensor.ones([1, 1])) {
      memory(.ones([1, 50, 1]), from: RecurrentState(hidden: .zeros([1, 1]), cell: $0)).state.cell?.sum()
        ?? $0
    }
    #expect(slope.scalar == 1)
    let half = Linear(weight: Tensor(shape: [1, 1], scalars: [0.5]), bias: .zeros([1]))
    let vanished = gradient(at: Tensor.ones([1, 1])) {
      ElmanLayer(input: half, recurrent: half)(.ones([1, 50, 1]), from: RecurrentState(hidden: $0))
        .state.hidden.sum()
    }
    #expect(vanished.scalar < 1e-15)
  }

  @Test("every gradient of an Elman layer is the slope")
  func elmanGradients() throws { try checkGradients(ElmanLayer.self) }

  @Test("every gradient of an LSTM is the slope")
  func lstmGradients() throws { try checkGradients(LSTMLayer.self) }

  private func checkGradients<Layer: RecurrentLayer>(_ kind: Layer.Type) throws {
    let layer = layer(kind, inputs: 3, channels: 2)
    let parts = layer.parameters.map(\.value)
    let count = try checkGradient(
      of: "\(kind)",
      at: parts + [normal([2, 3, 3], seed: 1), normal([2, 2], seed: 2), normal([2, 2], seed: 3)]
    ) { tensors in
      let layer = Layer(
        input: Linear(weight: tensors[0], bias: tensors[1]),
        recurrent: Linear(weight: tensors[2], bias: tensors[3]))
      let start = RecurrentState(hidden: tensors[5], cell: Layer.gateCount == 4 ? tensors[6] : nil)
      let (outputs, state) = layer(tensors[4], from: start)
      return concatenate([outputs.reshaped([-1]), (state.cell ?? state.hidden).reshaped([-1])], axis: 0)
    }.elementCount
    #expect(count == Layer.parameterCount(inputs: 3, channels: 2) + 18 + 8)
  }

  @Test(
    "a text in parts, each from the state of the one before, comes to the same; nothing read changes nothing")
  func inParts() { inParts(ElmanLayer.self); inParts(LSTMLayer.self) }

  private func inParts<Layer: RecurrentLayer>(_ kind: Layer.Type) {
    let layer = layer(kind, inputs: 3, channels: 4)
    let x = normal([2, 5, 3], seed: 1)
    let whole = layer(x)
    #expect(whole.outputs.shape == [2, 5, 4])
    let first = layer(x.sliced(axis: 1, 0..<2))
    let nothing = layer(x.sliced(axis: 1, 0..<0), from: first.state)
    #expect(nothing.outputs.shape == [2, 0, 4] && nothing.state.hidden == first.state.hidden)
    let second = layer(x.sliced(axis: 1, 2..<5), from: nothing.state)
    #expect(agree(concatenate([first.outputs, second.outputs], axis: 1), whole.outputs, within: 1e-6))
    #expect(agree(second.state.hidden, whole.state.hidden, within: 1e-6))
    #expect(whole.outputs.selected(axis: 1, 4) == whole.state.hidden)
    // Each text by itself.
    #expect(
      agree(layer(x.sliced(axis: 0, 1..<2)).outputs, whole.outputs.sliced(axis: 0, 1..<2), within: 1e-6))
  }

  @Test("gates · channels · (inputs + channels + 2) parameters, drawn from ±1/√channels")
  func parameters() {
    let (elman, lstm) = (
      layer(ElmanLayer.self, inputs: 3, channels: 64), layer(LSTMLayer.self, inputs: 3, channels: 64)
    )
    #expect(elman.parameterCount == 64 * 69 && lstm.parameterCount == 4 * 64 * 69)
    #expect(ElmanLayer.parameterCount(inputs: 3, channels: 64) == elman.parameterCount)
    #expect(LSTMLayer.parameterCount(inputs: 3, channels: 64) == lstm.parameterCount)
    let numbers = lstm.parameters.flatMap { $0.value.scalars }
    #expect(numbers.allSatisfy { Swift.abs($0) <= 0.125 })
    #expect((numbers.max() ?? 0) > 0.12 && (numbers.min() ?? 0) < -0.12)
    #expect(
      lstm.parameters.map(\.name) == ["input.weight", "input.bias", "recurrent.weight", "recurrent.bias"])
  }

  @Test(
    "a language model reads in parts, every layer from its own state, and looks at nothing that comes later")
  func languageModel() {
    let model = RecurrentLanguageModel<LSTMLayer>(vocabularySize: 7, channels: 4, layerCount: 2, seed: 3)
    #expect(model.parameterCount == 7 * 4 + 2 * LSTMLayer.parameterCount(inputs: 4, channels: 4) + 4 * 7 + 7)
    #expect(model.vocabularySize == 7)
    let (logits, seen) = observing { model([[1, 5, 2, 6]]) }
    #expect(logits.shape == [1, 4, 7])
    #expect(seen["embedded"]?.value == model.embedding([[1, 5, 2, 6]]) && seen["logits"]?.value == logits)
    let lower = model.layers[0](model.embedding([[1, 5, 2, 6]]))
    let upper = model.layers[1](lower.outputs)
    #expect(seen["layers.0"]?.value == lower.outputs && seen["layers.1"]?.value == upper.outputs)
    #expect(logits == model.head(upper.outputs))
    let first = model.read([[1, 5]])
    #expect(first.states.map(\.hidden.shape) == [[1, 4], [1, 4]])
    let second = model.read([[2, 6]], from: first.states)
    #expect(agree(concatenate([first.logits, second.logits], axis: 1), logits, within: 1e-5))
    let other = model([[1, 5, 2, 0]])
    #expect(agree(other.sliced(axis: 1, 0..<3), logits.sliced(axis: 1, 0..<3), within: 0))
    #expect(distance(other, logits) > 1e-3)
  }

  @Test("the seed decides; embeddings have a deviation of 1")
  func ofASeed() {
    func model(_ seed: Seed) -> RecurrentLanguageModel<ElmanLayer> {
      RecurrentLanguageModel(vocabularySize: 100, channels: 20, layerCount: 1, seed: seed)
    }
    let numbers = model(1).embedding.weight.scalars
    #expect(numbers == model(1).embedding.weight.scalars && numbers != model(2).embedding.weight.scalars)
    let squares = numbers.reduce(0) { $0 + $1 * $1 } / Float(numbers.count)
    // Of 2,000 squares of deviation √2 the mean has 0.032.
    #expect(Swift.abs(squares - 1) < 0.13)
  }
}

@Suite("A masked language model")
struct MaskedLanguageModelTests {
  private let configuration = GPTConfiguration(
    vocabularySize: 9, contextLength: 6, layerCount: 2, headCount: 2, channels: 8)

  @Test("a place is said from both sides, and from no padding")
  func bothSides() {
    let model = MaskedLanguageModel(configuration, seed: 2)
    let logits = model([[1, 2, 3, 4]])
    #expect(logits.shape == [1, 4, 9])
    for (place, other) in [[8, 2, 3, 4], [1, 2, 3, 8]].enumerated() {
      let changed = model([other])
      let elsewhere = place == 0 ? 3 : 0
      #expect(distance(changed.selected(axis: 1, elsewhere), logits.selected(axis: 1, elsewhere)) > 1e-6)
    }
    let padded = model([[1, 2, 3, 4], [5, 6, 0, 0]], lengths: [4, 2])
    #expect(agree(padded.sliced(axis: 0, 0..<1), logits, within: 1e-6))
    #expect(
      agree(
        padded.selected(axis: 0, 1).sliced(axis: 0, 0..<2), model([[5, 6]]).selected(axis: 0, 0), within: 1e-6
      ))
  }

  @Test("the parameters are a GPT's, and the last place, which sees everything in both, is the same")
  func partsOfAGPT() {
    let model = MaskedLanguageModel(configuration, seed: 2)
    let gpt = GPT(configuration, seed: 2)
    #expect(model.parameters.map(\.name) == gpt.parameters.map(\.name))
    var shallow = configuration
    shallow.layerCount = 1
    shallow.block.dropoutRate = 0.3
    // With a seed numbers are dropped where a GPT drops them.
    for seed in [nil, 7] as [Seed?] {
      let last = MaskedLanguageModel(shallow, seed: 4)([[1, 2, 3]], dropout: seed).selected(axis: 1, 2)
      let expected = GPT(shallow, seed: 4)([[1, 2, 3]], dropout: seed).selected(axis: 1, 2)
      #expect(agree(last, expected, within: 1e-6))
    }
    let (logits, seen) = observing { model([[1, 2, 3]], lengths: [3]) }
    let names = observing { gpt([[1, 2, 3]]) }.observations.map(\.name)
    #expect(seen.map(\.name) == names && seen["logits"]?.value == logits)
  }

  @Test("with a seed numbers are dropped, the same ones for the same seed")
  func dropoutOfASeed() {
    var dropping = configuration
    dropping.block.dropoutRate = 0.5
    let model = MaskedLanguageModel(dropping, seed: 2)
    let text = [[1, 2, 3]]
    #expect(model(text, dropout: 1) == model(text, dropout: 1))
    #expect(distance(model(text, dropout: 1), model(text, dropout: 2)) > 1e-3)
    #expect(agree(model(text), MaskedLanguageModel(configuration, seed: 2)(text), within: 0))
  }
}
