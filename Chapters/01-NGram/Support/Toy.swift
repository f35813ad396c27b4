import Formulas
import Language

/// Three sentences of three words, small enough to count by hand.
struct Toy {
  /// The sentences as the specification writes them: `<s> the cat sat </s>`.
  let corpus: [String]
  let words: Vocabulary
  let sentences: [[Int]]
  let counts: NGramCounts
  /// The contexts that have followers: `<s>` and every word, but not `</s>`.
  let contexts: [Int]

  func name(_ symbol: Int) -> String { words.string(of: symbol) ?? "<s>" }

  /// The words of a sentence, each with the symbol before it.
  func events(_ sentence: [Int]) -> [(history: Int, word: Int)] {
    Array(zip([counts.beginning] + sentence, sentence)).map { (history: $0.0, word: $0.1) }
  }
}

extension Vocabulary {
  /// The ids of words with spaces between: `the cat sat </s>`.
  func ids(in sentence: String) throws -> [Int] {
    try ids(of: sentence.split(separator: " ").map(String.init))
  }
}

/// The ways in which this chapter makes probabilities of the toy's counts, in the order of its models.
enum ToyEstimate: CaseIterable {
  case maximumLikelihood, addK, mixed, unigram

  func name(k: Double) -> String {
    switch self {
    case .maximumLikelihood: "counted"
    case .addK: NGramSmoothing.addConstant(k).name
    case .mixed: "mixed ½"
    case .unigram: "unigram"
    }
  }

  func specified(k: Double) -> Formula.Bigrams.Estimate {
    switch self {
    case .maximumLikelihood: .maximumLikelihood
    case .addK: .addK(k)
    case .mixed: .interpolated(0.5)
    case .unigram: .unigram
    }
  }

  /// P(word | history) as a fraction of counts; nil when k is not a whole number.
  func fraction(_ event: (history: Int, word: Int), _ toy: Toy, k: Double) -> Fraction? {
    let pair = toy.counts.count(of: event.word, after: [event.history])
    let total = toy.counts.total(after: [event.history])
    let overall = Fraction(toy.counts.count(of: event.word, after: []), toy.counts.tokenCount)
    switch self {
    case .maximumLikelihood: return Fraction(pair, max(1, total))
    case .addK:
      guard k == k.rounded() else { return nil }
      return Fraction(pair + Int(k), total + Int(k) * toy.words.count)
    case .mixed: return Fraction(1, 2) * (Fraction(pair, max(1, total)) + overall)
    case .unigram: return overall
    }
  }

  /// P(sentence) as a fraction of counts.
  func fraction(of sentence: [Int], _ toy: Toy, k: Double) -> Fraction? {
    toy.events(sentence).reduce(Fraction(1)) { product, event in
      guard let product, let factor = fraction(event, toy, k: k) else { return nil }
      return product * factor
    }
  }
}
