import Autodiff
import Generation
import Neural
import Randomness
import Testing

@Suite("A decoder after its source")
struct TranslationPredictorTests {
  /// Six tokens of source, five of target, of which 4 begins and ends a text.
  private let model: EncoderDecoder = {
    var model = EncoderDecoder(
      EncoderDecoderConfiguration(
        sourceVocabularySize: 6, targetVocabularySize: 5, contextLength: 9, encoderLayerCount: 1,
        decoderLayerCount: 2, headCount: 2, channels: 8),
      seed: 3)
    var generator = SeededGenerator(seed: 5)
    model.forEachParameter { _, parameter in
      parameter = parameter + .normal(parameter.shape, deviation: 0.3, using: &generator)
    }
    return model
  }()
  private let source = [1, 5, 2, 0]
  private let text = [4, 1, 3, 3, 0, 2]

  private func isNear(_ one: [Float], _ other: [Float]) -> Bool {
    one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) < 1e-5 }
  }

  @Test(
    "its logits are the model's, however the text is cut, with the caches and without",
    arguments: [true, false])
  func logitsOfTheModel(isCached: Bool) {
    let expected = model(source: [source], target: [text]).selected(axis: 0, 0).rows
    for cut in 0...text.count {
      var writer = TranslationPredictor(model, source: source, isCached: isCached)
      #expect(writer.logits.isEmpty)
      var rows = writer.logits(reading: Array(text[..<cut]))
      rows += writer.logits(reading: Array(text[cut...]))
      #expect(rows.count == text.count && zip(rows, expected).allSatisfy { isNear($0, $1) })
      #expect(writer.logits == rows.last)
    }
  }

  @Test("the source decides, and a copy goes its own way")
  func branches() {
    var trunk = TranslationPredictor(model, source: source)
    trunk.read([4, 1])
    var (left, right, other) = (trunk, trunk, TranslationPredictor(model, source: [1, 5, 2, 1]))
    left.read([2])
    right.read([3])
    other.read([4, 1])
    var whole = TranslationPredictor(model, source: source)
    whole.read([4, 1, 3])
    #expect(isNear(right.logits, whole.logits))
    #expect(!isNear(left.logits, right.logits) && !isNear(other.logits, trunk.logits))
    #expect(trunk.vocabularySize == 5 && trunk.contextLength == 9)
  }

  @Test("greedy choice and beams write the same with the caches and without", arguments: [1, 3])
  func beams(width: Int) throws {
    let found = try [true, false].map { isCached in
      var writer = TranslationPredictor(model, source: source, isCached: isCached)
      writer.read([4])
      return try BeamSearch(width: width)(writer, maximumNewTokens: 8, endToken: 4).map(\.tokens)
    }
    #expect(found[0] == found[1] && found[0].count == width)
  }

  @Test("a beam of all strings finds the likeliest translation of two tokens")
  func bruteForce() throws {
    var writer = TranslationPredictor(model, source: source)
    writer.read([4])
    let logs = { (text: [Int]) -> [Float] in
      logSoftmax(self.model(source: [self.source], target: [text])).selected(axis: 0, 0).rows.last ?? []
    }
    var best: (tokens: [Int], sum: Float) = ([], logs([4])[4])
    for first in 0..<4 {
      let one = logs([4])[first]
      for second in 0..<5 {
        let sum = one + logs([4, first])[second]
        if sum > best.sum { best = (second == 4 ? [first] : [first, second], sum) }
      }
    }
    let found = try BeamSearch(width: 25)(writer, maximumNewTokens: 2, endToken: 4)
    #expect(found[0].tokens == best.tokens)
    #expect(abs(found[0].logProbability - Double(best.sum)) < 1e-5)
  }
}
