import Language
import Testing

/// The three sentences of the ledger's TOY-N: `<s>` is context only, so there are six tokens and twelve events.
struct ToyLanguage {
  let words: Vocabulary
  let sentences: [[Int]]

  init() throws {
    let words = try Vocabulary(["the", "cat", "dog", "sat", "ran", "</s>"])
    self.words = words
    sentences = try ["the cat sat", "the dog sat", "the cat ran"].map { try Self.ids($0, words) }
  }

  static func ids(_ sentence: String, _ words: Vocabulary) throws -> [Int] {
    try words.ids(of: sentence.split(separator: " ").map(String.init) + ["</s>"])
  }

  func model(_ order: Int, _ smoothing: NGramSmoothing) -> NGramModel {
    NGramModel(order: order, vocabularySize: 6, smoothing: smoothing, sequences: sentences)
  }

  /// P(sentence </s>) from its beginning.
  func probability(_ sentence: String, _ model: NGramModel) throws -> Double {
    try Self.ids(sentence, words).indices.reduce(1) { product, place in
      let ids = try Self.ids(sentence, words)
      return product * model.probability(of: ids[place], after: [model.beginning] + ids[..<place])
    }
  }
}

/// Every smoothing, with constants that differ from each other.
func everySmoothing(order: Int) -> [NGramSmoothing] {
  [
    .maximumLikelihood, .addConstant(1), .addConstant(0.01),
    .interpolation(weights: (0..<order).map { 0.9 - 0.1 * Double($0) }),
    .interpolation(weights: [Double](repeating: 1, count: order)),
    .absoluteDiscounting(.fixed(0.75)), .absoluteDiscounting(.estimated), .absoluteDiscounting(.modified),
    .kneserNey(.fixed(0.75)), .kneserNey(.fixed(1)), .kneserNey(.estimated), .kneserNey(.modified),
  ]
}

func expectEqual(
  _ observed: Double, _ expected: Double, within tolerance: Double = 1e-10,
  location: SourceLocation = #_sourceLocation
) {
  let distance = abs(observed - expected)
  #expect(
    distance <= tolerance, "observed \(observed), expected \(expected), distance \(distance)",
    sourceLocation: location)
}
