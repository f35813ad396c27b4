import Autodiff
import Neural
import Randomness
import Testing

/// Models and layers that cannot be, and inputs that they cannot read.
enum Misuse: String, CaseIterable, Codable, Sendable {
  case cachedContext, oneTokenTooMany, token, cachedToken, cachedTokenBelowZero, cache, fewLengths, length
  case sourceContext, cachedTarget, sourceLengths, targets, blocksOfACache, oneTable
  case zeroedHead, zeroedHeadOfAMatrix
  case quantizedContext, quantizedCache, shareBelowZero, shareAboveOne
  case lengthBelowZero, heads, headsOfProjections, headsOfValues, sequences, table, weight, bias, widths,
    numbers, normParts, modelParts
  case recurrentTokens, recurrentRank, recurrentState, recurrentCell, noCell, states, moreStates,
    maskedContext, maskedLengths, maskedLengthBelowZero, maskedLengthCount
  case rmsGain, rotaryOddSize, rotaryWidth, rotaryVector, fastContext, fastLengths, fastLength, fastExclusion,
    fastOddHeads

  /// What the message has to name.
  var parts: [String] {
    switch self {
    case .cachedContext: ["4 tokens", "a context of 3"]
    case .oneTokenTooMany: ["4 tokens", "a context of 3"]
    case .token: ["index 5", "5 rows"]
    case .cachedToken: ["row 5", "5 rows"]
    case .cachedTokenBelowZero: ["row -1", "5 rows"]
    case .cache: ["a cache for 2 blocks in a model of 1"]
    case .zeroedHead: ["no head 2", "[1, 2, 3, 3]"]
    case .zeroedHeadOfAMatrix: ["no head 0", "[3, 3]"]
    case .quantizedContext: ["QuantizedGPT", "4 tokens", "a context of 3"]
    case .quantizedCache: ["QuantizedGPT", "a cache for 2 blocks in a model of 1"]
    case .shareBelowZero: ["a share of -0.1 is not in [0, 1]"]
    case .shareAboveOne: ["a share of 1.1 is not in [0, 1]"]
    case .fewLengths: ["lengths [3] for 2 sequences of 3 tokens"]
    case .length: ["lengths [3, 4] for 2 sequences of 3 tokens"]
    case .lengthBelowZero: ["lengths [-1, 3] for 2 sequences of 3 tokens"]
    case .sourceContext: ["a source of 4 tokens", "a context of 3"]
    case .cachedTarget: ["a target of 4 tokens", "a context of 3"]
    case .sourceLengths: ["lengths [4] for 1 sources of 3 tokens"]
    case .targets: ["2 targets", "[1, 2, 2]"]
    case .blocksOfACache: ["a cache for 2 of 1 blocks"]
    case .oneTable: ["vocabularies of 5 and 4"]
    case .heads: ["8 channels", "3 heads"]
    case .headsOfProjections: ["[4, 4]", "3 heads"]
    case .headsOfValues: ["MultiHeadAttention", "values of [4, 3]", "2 heads"]
    case .sequences: ["2 tokens", "sequences of 3"]
    case .table: ["[4]", "not a matrix"]
    case .weight: ["weight of shape [4]"]
    case .bias: ["[4, 2]", "[4]"]
    case .widths: ["[2, 3]", "[2, 4]", "width"]
    case .numbers: ["[2, 3]", "[4, 3]", "number"]
    case .normParts: ["a gain of shape [2]", "a bias of shape [3]"]
    case .modelParts: ["parts of 88 parameters, not 94"]
    case .recurrentTokens: ["ElmanLayer", "[1, 2, 4]", "[batch, time, 3]"]
    case .recurrentRank: ["LSTMLayer", "[2, 3]", "[batch, time, 3]"]
    case .recurrentState: ["ElmanLayer", "a state of shape [2, 2], not [1, 2]"]
    case .recurrentCell: ["LSTMLayer", "a state of shape [1, 3], not [1, 2]"]
    case .noCell: ["LSTMLayer", "a state of shape [1, 2] without a cell"]
    case .states: ["RecurrentLanguageModel: 1 states for 2 layers"]
    case .moreStates: ["RecurrentLanguageModel: 2 states for 1 layers"]
    case .maskedContext: ["MaskedLanguageModel: 4 tokens do not fit a context of 3"]
    case .maskedLengths: ["MaskedLanguageModel: lengths [4] for 1 texts of 3 tokens"]
    case .maskedLengthBelowZero: ["MaskedLanguageModel: lengths [-1] for 1 texts of 3 tokens"]
    case .maskedLengthCount: ["MaskedLanguageModel: lengths [3, 3] for 1 texts of 3 tokens"]
    case .rmsGain: ["RMSNorm: a gain of shape [2, 2] is not a vector"]
    case .rotaryOddSize: ["RotaryPositions: a size of 3 is not even"]
    case .rotaryWidth: ["RotaryPositions: [2, 3, 6] is not of vectors of size 4"]
    case .rotaryVector: ["RotaryPositions: [4] is not of vectors of size 4"]
    case .fastContext: ["FastGPT: 4 tokens do not fit a context of 3"]
    case .fastLengths: ["FastGPT: lengths [3, 3] for 1 sequences of 3 tokens"]
    case .fastLength: ["FastGPT: lengths [4] for 1 sequences of 3 tokens"]
    case .fastExclusion: ["FastGPT: squared-relu excludes one of the other parts"]
    case .fastOddHeads: ["RotaryPositions: a size of 1 is not even"]
    }
  }

  func run() {
    let model = GPT(
      GPTConfiguration(vocabularySize: 5, contextLength: 3, layerCount: 1, headCount: 1, channels: 2), seed: 1
    )
    let translator = encoderDecoder(vocabularies: (5, 5), sharing: .targetAndHead)
    var cache = KeyValueCache(layerCount: 1)
    var generator = SeededGenerator(seed: 1)
    let masked = MaskedLanguageModel(model.configuration, seed: 1)
    let elman = ElmanLayer(inputs: 3, channels: 2, using: &generator)
    let lstm = LSTMLayer(inputs: 3, channels: 2, using: &generator)
    func fast(_ parts: Set<FastPart>) -> FastGPT {
      FastGPT(
        FastGPTConfiguration(
          vocabularySize: 5, contextLength: 3, layerCount: 1, headCount: 2, channels: 2, parts: parts),
        seed: 1)
    }
    switch self {
    case .rmsGain: _ = RMSNorm(gain: .ones([2, 2]))
    case .rotaryOddSize: _ = RotaryPositions(size: 3)
    case .rotaryWidth: _ = RotaryPositions(size: 4)(.ones([2, 3, 6]))
    case .rotaryVector: _ = RotaryPositions(size: 4)(.ones([4]))
    case .fastContext: _ = fast([])([[0, 1, 2, 3]])
    case .fastLengths: _ = fast([])([[0, 1, 2]], lengths: [3, 3])
    case .fastLength: _ = fast([])([[0, 1, 2]], lengths: [4])
    case .fastExclusion: _ = fast([.squaredReLU, .swiGLU])
    case .fastOddHeads: _ = fast([.rotary])
    case .zeroedHead: _ = Tensor.ones([1, 2, 3, 3]).zeroing(head: 2)
    case .zeroedHeadOfAMatrix: _ = Tensor.ones([3, 3]).zeroing(head: 0)
    case .recurrentTokens: _ = elman(.ones([1, 2, 4]))
    case .recurrentRank: _ = lstm(.ones([2, 3]))
    case .recurrentState: _ = elman(.ones([1, 1, 3]), from: RecurrentState(hidden: .ones([2, 2])))
    case .recurrentCell:
      _ = lstm(.ones([1, 1, 3]), from: RecurrentState(hidden: .ones([1, 2]), cell: .ones([1, 3])))
    case .noCell: _ = lstm(.ones([1, 1, 3]), from: RecurrentState(hidden: .ones([1, 2])))
    case .states:
      let model = RecurrentLanguageModel<ElmanLayer>(vocabularySize: 3, channels: 2, layerCount: 2, seed: 1)
      _ = model.read([[0]], from: [RecurrentState(hidden: .ones([1, 2]))])
    case .moreStates:
      let model = RecurrentLanguageModel<ElmanLayer>(vocabularySize: 3, channels: 2, layerCount: 1, seed: 1)
      let state = RecurrentState(hidden: .ones([1, 2]))
      _ = model.read([[0]], from: [state, state])
    case .maskedContext: _ = masked([[0, 1, 2, 3]])
    case .maskedLengths: _ = masked([[0, 1, 2]], lengths: [4])
    case .maskedLengthBelowZero: _ = masked([[0, 1, 2]], lengths: [-1])
    case .maskedLengthCount: _ = masked([[0, 1, 2]], lengths: [3, 3])
    case .quantizedContext: _ = QuantizedGPT(model)([1, 2, 3, 4])
    case .quantizedCache:
      var cache = KeyValueCache(layerCount: 2)
      _ = QuantizedGPT(model)([1], cache: &cache)
    case .shareBelowZero: _ = model.pruned(share: -0.1)
    case .shareAboveOne: _ = model.pruned(share: 1.1)
    case .cachedContext:
      _ = model([0, 1], cache: &cache)
      _ = model([2, 3], cache: &cache)
    case .oneTokenTooMany: for token in 0..<4 { _ = model([token], cache: &cache) }
    case .token: _ = model([0, 5])
    case .cachedToken:
      _ = model([0], cache: &cache)
      _ = model([5], cache: &cache)
    case .cachedTokenBelowZero: _ = model([-1], cache: &cache)
    case .cache:
      var other = KeyValueCache(layerCount: 2)
      _ = model([0], cache: &other)
    case .fewLengths: _ = model([[1, 2, 3], [1, 2, 3]], lengths: [3])
    case .length: _ = model([[1, 2, 3], [1, 2, 3]], lengths: [3, 4])
    case .lengthBelowZero: _ = model([[1, 2, 3], [1, 2, 3]], lengths: [-1, 3])
    case .sourceContext: _ = translator.encode([[0, 1, 2, 3]])
    case .cachedTarget:
      let memory = translator.encode([[0]])
      var cache = DecoderCache(layerCount: 1)
      for token in 0..<4 { _ = translator.decode([token], reading: memory, cache: &cache) }
    case .sourceLengths: _ = translator.encode([[0, 1, 2]], lengths: [4])
    case .targets: _ = translator(source: [[0, 1]], target: [[0], [1]])
    case .blocksOfACache:
      var other = DecoderCache(layerCount: 2)
      _ = translator.decode([0], reading: translator.encode([[0]]), cache: &other)
    case .oneTable: _ = encoderDecoder(vocabularies: (5, 4), sharing: .all)
    case .heads: _ = MultiHeadAttention(channels: 8, headCount: 3, using: &generator)
    case .headsOfProjections:
      let linear = Linear(weight: .identity(4))
      _ = MultiHeadAttention(query: linear, key: linear, value: linear, output: linear, headCount: 3)
    case .headsOfValues:
      let linear = Linear(weight: .identity(4))
      _ = MultiHeadAttention(
        query: linear, key: linear, value: Linear(weight: .ones([4, 3])),
        output: Linear(weight: .ones([3, 4])),
        headCount: 2)
    case .sequences: _ = model([[1, 2, 3], [1, 2]])
    case .table: _ = Embedding(weight: .ones([4]))
    case .weight: _ = Linear(weight: .ones([4]))
    case .bias: _ = Linear(weight: .ones([4, 2]), bias: .ones([4]))
    case .widths:
      _ = scaledDotProductAttention(query: .ones([2, 3]), key: .ones([2, 4]), value: .ones([2, 4]))
    case .numbers:
      _ = scaledDotProductAttention(query: .ones([2, 3]), key: .ones([2, 3]), value: .ones([4, 3]))
    case .normParts: _ = LayerNorm(gain: .ones([2]), bias: .ones([3]))
    case .modelParts:
      _ = GPT(
        model.configuration, embedding: model.embedding, positions: nil, blocks: model.blocks,
        finalNorm: model.finalNorm, lmHead: nil)
    }
  }
}

private func encoderDecoder(vocabularies: (Int, Int), sharing: EmbeddingSharing) -> EncoderDecoder {
  EncoderDecoder(
    EncoderDecoderConfiguration(
      sourceVocabularySize: vocabularies.0, targetVocabularySize: vocabularies.1, contextLength: 3,
      encoderLayerCount: 1, decoderLayerCount: 1, headCount: 1, channels: 2, sharing: sharing),
    seed: 1)
}

/// These are programmer errors: they trap, also in release, with what was given and what is needed.
@Suite("What models refuse")
struct RefusalTests {
  @Test("what does not fit traps with both sizes in the message", arguments: Misuse.allCases)
  func refused(misuse: Misuse) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [misuse] in misuse.run()
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    for part in misuse.parts { #expect(message.contains(part), "«\(part)» is not in «\(message)»") }
  }
}
