import Language
import Testing

@Suite struct InterpolationWeightsTests {
  /// The likelihood has one maximum, and there no weight can be moved either way without loss; a weight that is an
  /// end of [0, 1] can be moved one way only.
  @Test(arguments: 1...3) func everySmallChangeMakesFittedWeightsWorse(order: Int) throws {
    let toy = try ToyLanguage()
    let heldOut = try ["the dog ran", "the cat sat", "the cat ran", "the dog sat", "the the cat sat"]
      .map { try ToyLanguage.ids($0, toy.words) }
    let counts = NGramCounts(order: order, vocabularySize: 6, sequences: toy.sentences)
    let fitted = counts.interpolationWeights(order: order, fittedOn: heldOut, iterations: 2_000)
    func entropy(_ weights: [Double]) -> Double {
      NGramModel(counts: counts, smoothing: .interpolation(weights: weights)).crossEntropy(on: heldOut)
    }
    for level in fitted.indices {
      for change in [-0.01, 0.01] where (0...1).contains(fitted[level] + change) {
        var weights = fitted
        weights[level] += change
        #expect(entropy(weights) > entropy(fitted), "weight \(level + 1) of \(fitted) by \(change)")
      }
    }
  }
}
