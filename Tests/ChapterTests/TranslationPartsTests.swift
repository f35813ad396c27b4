import Autodiff
import Generation
import Language
import Neural
import Randomness
import Testing

@testable import TranslationChapter

/// What chapter 10 shows of its own is what its words say.
@Suite("Chapter 10's parts")
struct TranslationPartsTests {
  /// Six tokens of source, five of target, of which 4 begins and ends a text.
  private func model(seed: Seed = 3, positions: PositionKind = .sinusoidal) -> EncoderDecoder {
    var model = EncoderDecoder(
      EncoderDecoderConfiguration(
        sourceVocabularySize: 6, targetVocabularySize: 5, contextLength: 9, encoderLayerCount: 1,
        decoderLayerCount: 2, headCount: 2, channels: 8, normPlacement: .pre, positions: positions),
      seed: seed)
    var generator = SeededGenerator(seed: 5)
    model.forEachParameter { _, parameter in
      parameter = parameter + .normal(parameter.shape, deviation: 0.3, using: &generator)
    }
    return model
  }

  private func logits(
    _ model: EncoderDecoder, _ source: [Int], _ target: [Int], by breakage: Breakage
  ) -> [[Float]] {
    model.decode([target], reading: model.encode([source]), by: breakage).selected(axis: 0, 0).rows
  }

  private func distance(_ one: [[Float]], _ other: [[Float]]) -> Float {
    zip(one.joined(), other.joined()).map { abs($0 - $1) }.max() ?? 0
  }

  @Test("a batch is neighbours, as many as have about so many tokens, and at least one")
  func batches() throws {
    let meaning = try #require(TinyWorld(telling: .passages).meaning(of: "Tom has a red drum.\n"))
    let sorted = [2, 2, 2, 3, 3, 3, 4].enumerated().map { place, length in
      Pair(
        meaning: meaning, source: "\(place)", target: "", sourceTokens: [],
        targetTokens: Array(repeating: 0, count: length))
    }
    func drawn(tokens: Int) -> Set<String> {
      var generator = SeededGenerator(seed: 1)
      return Set(
        (0..<300).map { _ in batch(of: sorted, tokens: tokens, using: &generator).map(\.source).joined() })
    }
    // Whatever is drawn near the end, a batch is as long as its first draw says.
    #expect(drawn(tokens: 8) == ["0123", "1234", "2345", "34", "45", "56"])
    #expect(drawn(tokens: 3) == ["0", "1", "2", "3", "4", "5", "6"])
    #expect(drawn(tokens: 1_000) == ["0123456"])
  }

  @Test("the mean of models is the mean of every number")
  func means() {
    let models = [1, 2, 3].map { model(seed: Seed($0)) }
    let mean = average(of: models).parameters
    for (place, parameter) in mean.enumerated() {
      let parts = models.map { $0.parameters[place] }
      let sum = parts[0].value + parts[1].value + parts[2].value
      #expect(parameter.name == parts[0].name)
      #expect(distance([parameter.value.scalars], [(sum / 3).scalars]) < 1e-6, "\(parameter.name)")
    }
    let one = zip(average(of: [models[1]]).parameters, models[1].parameters)
    #expect(one.allSatisfy { $0.value.scalars == $1.value.scalars })
  }

  @Test("rows are filled to the longest, and their lengths are known")
  func filled() {
    let (rows, lengths) = padded([[1, 2, 3], [], [4]])
    #expect(rows == [[1, 2, 3], [0, 0, 0], [4, 0, 0]] && lengths == [3, 0, 1])
  }

  @Test("the loss of a batch is that of its texts, each place asked for the next token and padding for none")
  func losses() throws {
    let model = model()
    let meaning = try #require(TinyWorld(telling: .passages).meaning(of: "Tom has a red drum.\n"))
    let pairs = [([1, 5, 2], [1, 3, 0, 4]), ([3], [2, 4])].map { source, target in
      Pair(meaning: meaning, source: "", target: "", sourceTokens: source, targetTokens: target)
    }
    for smoothing in [0, 0.2] as [Float] {
      let alone = pairs.map { pair in
        let logits = model(source: [pair.sourceTokens], target: [[4] + pair.targetTokens.dropLast()])
        return crossEntropy(
          logits: logits.selected(axis: 0, 0), targets: pair.targetTokens, labelSmoothing: smoothing,
          reduction: .sum
        ).scalar
      }
      func together(_ reduction: Reduction) -> Float {
        loss(of: model, on: pairs, end: 4, by: .none, smoothing: smoothing, reduction: reduction).scalar
      }
      #expect(abs(together(.sum) - alone[0] - alone[1]) < 1e-4)
      #expect(abs(together(.mean) - (alone[0] + alone[1]) / 6) < 1e-5)
    }
  }

  @Test("what is not broken is the model's own decoder")
  func whole() {
    let model = model()
    let memory = model.encode([[1, 5, 2], [3, 0, 0]], lengths: [3, 1])
    let target = [[4, 1, 3, 3], [4, 0, 2, 1]]
    #expect(
      model.decode(target, reading: memory, by: .none).scalars
        == model.decode(target, reading: memory).scalars)
  }

  @Test("each switch takes away what it says, and nothing else does")
  func broken() {
    let model = model()
    let (source, target) = ([1, 5, 2, 0], [4, 1, 3, 3, 0, 2])
    var (otherSource, otherPast, otherFuture) = (source, target, target)
    otherSource[2] = 3
    otherPast[1] = 0
    otherFuture[5] = 1
    for breakage in [.none, .noCrossAttention, .noTargetMask, .memoryAsInput] as [Breakage] {
      let own = logits(model, source, target, by: breakage)
      func change(_ source: [Int], _ target: [Int], _ places: Range<Int>) -> Float {
        distance(Array(own[places]), Array(logits(model, source, target, by: breakage)[places]))
      }
      let ofSource = change(otherSource, target, 0..<6)
      #expect((ofSource == 0) == (breakage == .noCrossAttention), "\(breakage): the source")
      let ofPast = change(source, otherPast, 2..<6)
      #expect((ofPast == 0) == (breakage == .memoryAsInput), "\(breakage): the past")
      let ofFuture = change(source, otherFuture, 0..<5)
      #expect((ofFuture == 0) == (breakage != .noTargetMask), "\(breakage): the future")
    }
  }

  @Test("the encoder's states enter place by place, with zeros where the source has ended")
  func statesAsInput() {
    let model = model()
    // Longer than the source, as long, and shorter.
    for time in [6, 3, 2] {
      let rows = logits(model, [1, 5, 2], Array(repeating: 4, count: time), by: .memoryAsInput)
      #expect(rows.count == time && rows.joined().allSatisfy(\.isFinite))
      let longer = logits(model, [1, 5, 2], Array(repeating: 4, count: time + 1), by: .memoryAsInput)
      #expect(distance(rows, Array(longer[..<time])) < 1e-5)
    }
  }

  @Test("without positions a source is a bag of words")
  func bags() {
    for (positions, isBag) in [(PositionKind.none, true), (.sinusoidal, false)] {
      let model = model(positions: positions)
      let one = logits(model, [1, 5, 2, 0], [4, 1, 3], by: .noPositions)
      let other = logits(model, [0, 2, 1, 5], [4, 1, 3], by: .noPositions)
      #expect((distance(one, other) < 1e-5) == isBag, "\(positions)")
    }
  }

  @Test("all texts at once are written as each by itself, and end before their end token")
  func greedily() throws {
    var ends = 0
    for seed in 1...6 as ClosedRange<UInt64> {
      let model = model(seed: Seed(seed))
      let sources = [[1, 5, 2, 0], [3], [2, 2, 5]]
      for limit in [1, 4, 9] {
        let together = greedy(model, sources, end: 4, limit: limit, by: .none)
        for (source, written) in zip(sources, together) {
          var writer = TranslationPredictor(model, source: source)
          writer.read([4])
          let alone = try BeamSearch(width: 1)(writer, maximumNewTokens: limit - 1, endToken: 4)[0]
          #expect(written == alone.tokens.filter { $0 != 4 })
          ends += written.count < limit - 1 ? 1 : 0
        }
      }
    }
    #expect(ends > 0, "some text ends before its limit")
  }

  @Test("held-out texts are a tenth as many, ten at least and two hundred at most, and none was trained on")
  func material() throws {
    for (count, expected) in [(50, 10), (300, 30), (2_100, 200)] {
      let material = try Material(from: .english, telling: .passages, count: count, seed: 4)
      #expect(material.training.count == count && material.heldOut.count == expected)
      let known = Set(material.training.map(\.source))
      #expect(!material.heldOut.contains { known.contains($0.source) })
      for pair in material.heldOut {
        #expect(material.targetWorld.meaning(of: pair.target) == pair.meaning)
        #expect(
          pair.targetTokens.last == material.end && !pair.targetTokens.dropLast().contains(material.end))
      }
      let longest = (material.training + material.heldOut).flatMap { [$0.sourceTokens, $0.targetTokens] }
      #expect(material.longest == longest.map(\.count).max())
    }
  }
}
