import Autodiff
import Formulas
import Language
import Neural
import Randomness
import Testing

/// Hidden Markov models, conditional random fields, recurrent layers and the masked loss held to the specification.
@Suite struct OtherModelConformanceTests {
  /// A model of three states and four symbols, a sequence of them less likely than any Double above 0, and both as the
  /// specification has them.
  private func markov(
    _ seed: UInt64
  ) -> (model: HiddenMarkovModel, symbols: [Int], values: Formula.Values) {
    let model = HiddenMarkovModel(stateCount: 3, symbolCount: 4, seed: Seed(seed))
    var generator = SeededGenerator(seed: seed)
    let symbols = (0..<1_000).map { _ in generator.index(below: 4) }
    let values: Formula.Values = [
      "pi": .numbers(model.initial), "A": .matrix(Matrix(model.transitions)),
      "B": .matrix(Matrix(model.emissions)), "o": .integers(symbols),
    ]
    return (model, symbols, values)
  }

  /// Both compute in Double: one scales, the other has logarithms.
  private func hold(_ found: [Double], to expected: Formula.Value?) {
    let wanted = expected?.flattened ?? []
    #expect(found.count == wanted.count)
    #expect(zip(found, wanted).allSatisfy { abs($0 - $1) <= 1e-10 * max(1, abs($1)) })
  }

  @Test(arguments: seeds) func likelihoodIsG_HMM(_ seed: UInt64) throws {
    let (model, symbols, values) = markov(seed)
    let expected = try published(.g_HMM, values)
    hold([model.logLikelihood(of: symbols)], to: expected["ln P"])
    #expect(try expected.number("ln P") < -1_000)
  }

  @Test(arguments: seeds) func likeliestStatesAreG_VITERBI(_ seed: UInt64) throws {
    let (model, symbols, values) = markov(seed)
    let found = try #require(model.likeliestStates(of: symbols))
    let expected = try published(.g_VITERBI, values)
    #expect(found.states == (try expected.integers("states")))
    hold([found.logProbability], to: expected["ln P"])
  }

  @Test(arguments: seeds) func reestimationIsG_BAUMWELCH(_ seed: UInt64) throws {
    var (model, symbols, values) = markov(seed)
    model.reestimate(from: [symbols])
    let expected = try published(.g_BAUMWELCH, values)
    hold(model.initial, to: expected["pi"])
    hold(model.transitions.flatMap { $0 }, to: expected["A"])
    hold(model.emissions.flatMap { $0 }, to: expected["B"])
  }

  @Test(arguments: seeds) func taggerIsG_CRF(_ seed: UInt64) throws {
    var field = ConditionalRandomField(tagCount: 3, featureCount: 2)
    var generator = SeededGenerator(seed: seed)
    field.weights = field.weights.map { _ in 3 * generator.normal() }
    let features = (0..<1_000).map { _ in [generator.index(below: 2)] }
    let tags = (0..<1_000).map { _ in generator.index(below: 3) }
    let scores = Matrix(
      features.map { place in
        (0..<3).map { tag in place.map { field.weights[field.index(feature: $0, tag: tag)] }.reduce(0, +) }
      })
    let transitions = Matrix(rowCount: 3, columnCount: 3) { field.weights[field.index(from: $0, to: $1)] }
    let expected = try published(
      .g_CRF, ["s": .matrix(scores), "T": .matrix(transitions), "y": .integers(tags)])
    hold([field.logNormalizer(of: features)], to: expected["ln Z"])
    #expect(try expected.number("ln Z") > 1_000)
    hold([field.logProbability(of: tags, given: features)], to: expected["ln P"])
  }

  /// A field of one place is the maximum-entropy model: the same loss and the same gradient.
  @Test func fieldOfOnePlaceIsMaximumEntropy() {
    var field = ConditionalRandomField(tagCount: 3, featureCount: 2)
    var model = MaximumEntropyModel(contexts: 2, classes: 3)
    model.weight = normal([2, 3], seed: 1)
    field.weights = model.weight.scalars.map(Double.init) + [Double](repeating: 0, count: 9)
    let pairs = [(0, 1), (1, 2), (0, 0)]
    let found = field.lossAndGradient(
      on: pairs.map { TaggedFeatures(features: [[$0.0]], tags: [$0.1]) }, penalty: 0)
    let (loss, slope) = valueWithGradient(at: model) {
      crossEntropy(logits: $0(pairs.map(\.0)), targets: pairs.map(\.1), reduction: .sum)
    }
    #expect(abs(found.loss - Double(loss.scalar)) < 1e-6)
    #expect(zip(found.gradient, slope.weight.scalars).allSatisfy { abs($0 - Double($1)) < 1e-6 })
  }

  @Test(arguments: seeds) func elmanLayerIsG_RNN(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let layer = ElmanLayer(inputs: 3, channels: 4, using: &generator)
    let (outputs, values) = try run(layer, seed: seed)
    ConformanceTests.hold(outputs.outputs, to: try published(.g_RNN, values)["h"])
  }

  @Test(arguments: seeds) func lstmIsG_LSTM(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let layer = LSTMLayer(inputs: 3, channels: 4, using: &generator)
    let (outputs, values) = try run(layer, seed: seed)
    let expected = try published(.g_LSTM, values)
    ConformanceTests.hold(outputs.outputs, to: expected["h"])
    ConformanceTests.hold(try #require(outputs.state.cell), to: expected["c"])
  }

  /// What a layer says of five tokens after a state, and all of that as the specification has it: with one bias, the sum of
  /// the layer's two.
  private func run(
    _ layer: some RecurrentLayer, seed: UInt64
  ) throws -> (outputs: (outputs: Tensor, state: RecurrentState), values: Formula.Values) {
    let tensors = normals([1, 5, 3], [1, 4], [1, 4], seed: seed)
    let cell = layer.emptyState(batch: 1).cell.map { _ in tensors[2] }
    let biases = try [#require(layer.input.bias), #require(layer.recurrent.bias)]
    let values: Formula.Values = [
      "x": matrix(tensors[0].reshaped([5, 3])), "h": numbers(tensors[1]), "c": numbers(tensors[2]),
      "W": matrix(layer.input.weight), "U": matrix(layer.recurrent.weight),
      "b": numbers(biases[0] + biases[1]),
    ]
    return (layer(tensors[0], from: RecurrentState(hidden: tensors[1], cell: cell)), values)
  }

  @Test(arguments: seeds) func lossOfWhatIsAskedForIsG_MLM(_ seed: UInt64) throws {
    let masking = WordMasking(maskToken: 6, words: 0..<6, share: 0.5)
    var generator = SeededGenerator(seed: seed)
    let batch = MaskedBatch([[0, 1, 2, 3], [4, 5]], masking: masking, using: &generator)
    let model = MaskedLanguageModel(
      GPTConfiguration(vocabularySize: 7, contextLength: 4, layerCount: 1, headCount: 2, channels: 4),
      seed: Seed(seed))
    let logits = model(batch.inputs, lengths: batch.lengths)
    let loss = crossEntropy(logits: logits, targets: batch.targets, keep: batch.asks)
    let asked = batch.asks.map { $0 ? 1.0 : 0 }
    let values: Formula.Values = [
      "z": matrix(logits.reshaped([8, 7])), "w": .integers(batch.targets), "asked": .numbers(asked),
    ]
    ConformanceTests.hold(loss, to: try published(.g_MLM, values)["loss"])
  }
}
