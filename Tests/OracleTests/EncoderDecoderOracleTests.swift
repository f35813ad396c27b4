import Autodiff
import Neural
import Testing

/// PyTorch's side are its own encoder and decoder layers between tables.
@Suite("A whole encoder–decoder against PyTorch")
struct EncoderDecoderOracleTests {
  let oracle: Fixture

  init() throws { oracle = try Fixture("encoder_decoder") }

  @Test(
    "memory, logits, loss and every gradient, for each placement, kind of positions and sharing of tables")
  func allAtOnce() {
    for settings in oracle.cases(of: "EncoderDecoder") {
      let model = settings.encoderDecoder
      oracle.compare(settings.memory(model).states, settings, "memory")
      oracle.compare(
        model, settings, within: tolerance, logits: settings.logits, loss: settings.loss)
    }
  }

  /// A softmax hears only how scores differ: a key's bias adds one number to all of a row. What a query's bias adds is left of
  /// terms that nearly cancel: in the last case a score's gradient (up to 0.014) times a key (up to 2.7), of which 0.003
  /// is left. Its rounding is theirs.
  private func tolerance(of name: String) -> Tolerance {
    if isKeyBias(name) { return .cancelling }
    return name.hasSuffix("query.bias") ? Tolerance(floor: 0.01) : Tolerance()
  }

  @Test("the logits of every text by itself, token by token from both caches")
  func cached() throws {
    for settings in oracle.cases(of: "EncoderDecoder") {
      let model = settings.encoderDecoder
      let expected = try #require(settings.outputs.first { $0.name == "logits" })
      let (tokens, source) = (settings.sequences("tokens"), settings.sources)
      for index in tokens.indices {
        let memory = model.encode([Array(source[index].prefix(settings.sourceLength(of: index)))])
        var cache = DecoderCache(layerCount: model.decoder.count)
        for (place, token) in tokens[index].prefix(settings.length(of: index)).enumerated() {
          let logits = model.decode([token], reading: memory, cache: &cache)
          let width = logits.count
          let start = (index * tokens[0].count + place) * width
          let row = Fixture.Numbers(
            name: "logits of text \(index), token \(place)", shape: [1, width],
            values: Array(expected.values[start..<start + width]))
          oracle.compare(logits, row, "output", of: settings, within: Tolerance(), #_sourceLocation)
        }
      }
    }
  }
}

extension Fixture.Case {
  /// A model with the case's parameters, all of them and no others.
  fileprivate var encoderDecoder: EncoderDecoder {
    // In the order of the script's tables.
    let configuration = EncoderDecoderConfiguration(
      sourceVocabularySize: integers("vocabularies")[0], targetVocabularySize: integers("vocabularies")[1],
      contextLength: integer("context"), encoderLayerCount: integers("layers")[0],
      decoderLayerCount: integers("layers")[1], headCount: integer("heads"), channels: integer("channels"),
      hiddenChannels: integer("hidden"), normPlacement: placement,
      activation: [.relu, .geluExact, .geluTanh][integer("activation")],
      positions: [.learned, .sinusoidal, .none][integer("positions")],
      sharing: [.none, .targetAndHead, .all][integer("sharing")])
    return Inputs(names: inputs.map(\.name), tensors: inputs.map(\.tensor), settings: self)
      .filling(EncoderDecoder(configuration, seed: 1), data: [])
  }

  private var placement: NormPlacement { name.hasPrefix("pre") ? .pre : .post }

  fileprivate var sources: [[Int]] {
    let (all, time) = (integers("source"), integer("sourceTime"))
    return stride(from: 0, to: all.count, by: time).map { Array(all[$0..<$0 + time]) }
  }

  fileprivate func sourceLength(of text: Int) -> Int {
    has("sourceLengths") ? integers("sourceLengths")[text] : integer("sourceTime")
  }

  fileprivate func length(of text: Int) -> Int {
    has("lengths") ? integers("lengths")[text] : integer("time")
  }

  fileprivate func memory(_ model: EncoderDecoder) -> EncodedText {
    model.encode(sources, lengths: has("sourceLengths") ? integers("sourceLengths") : nil)
  }

  fileprivate func logits(_ model: EncoderDecoder) -> Tensor {
    model(
      source: sources, sourceLengths: has("sourceLengths") ? integers("sourceLengths") : nil,
      target: sequences("tokens"), targetLengths: has("lengths") ? integers("lengths") : nil)
  }

  fileprivate func loss(_ logits: Tensor) -> Tensor {
    crossEntropy(
      logits: logits, targets: integers("targets"), keep: flags("keep"), labelSmoothing: number("smoothing"))
  }
}
