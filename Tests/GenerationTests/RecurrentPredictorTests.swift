import Autodiff
import Generation
import Neural
import Testing

@Suite("A recurrent model that has read a text") struct RecurrentPredictorTests {
  private let model = RecurrentLanguageModel<LSTMLayer>(
    vocabularySize: 6, channels: 4, layerCount: 2, seed: 8)

  @Test func atOnceOrInPartsIsTheSame() {
    let expected = model([[1, 4, 2, 5]]).selected(axis: 0, 0).rows
    var whole = RecurrentPredictor(model)
    #expect(whole.logits.isEmpty && whole.contextLength == nil && whole.vocabularySize == 6)
    #expect(whole.logits(reading: [1, 4, 2, 5]) == expected && whole.logits == expected[3])
    var parts = RecurrentPredictor(model)
    parts.read([1, 4])
    parts.read([])
    var branch = parts
    #expect(near(parts.logits, expected[1]))
    for (place, token) in [2, 5].enumerated() {
      parts.read([token])
      #expect(near(parts.logits, expected[place + 2]))
    }
    // A copy is a branch of the text.
    branch.read([0])
    #expect(!near(branch.logits, expected[2]))
    #expect(near(branch.logits, model([[1, 4, 0]]).selected(axis: 0, 0).rows[2]))
  }

  private func near(_ found: [Float], _ expected: [Float]) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 }
  }
}
