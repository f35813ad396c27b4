import Formulas
import Language

/// Three sentences of three words, small enough to count by hand.
struct Toy {
  /// The sentences as the specification writes them: `<s> the cat sat </s>`.
  let corpus: [String]
  let words: Vocabulary
  let sentences: [[Int]]
  let counts: NGramCounts
  /// What add-k adds to every count.
  let k: Double
  /// The specification's counts of the same corpus.
  let specification: Formula.Bigrams

  init(k: Double) throws {
    corpus = try Formula.Examples.toyN.texts("corpus")
    let words = try Vocabulary(["the", "cat", "dog", "sat", "ran", "</s>"])
    self.words = words
    sentences = try corpus.map { try words.ids(of: $0.split(separator: " ").dropFirst().map(String.init)) }
    counts = NGramCounts(order: 2, vocabularySize: words.count, sequences: sentences)
    self.k = k
    specification = Formula.Bigrams(corpus)
  }

  /// The contexts that have followers: `<s>` and every word, but not `</s>`.
  var contexts: [Int] { [counts.beginning] + words.strings.indices.dropLast() }

  func name(_ symbol: Int) -> String { words.string(of: symbol) ?? "<s>" }

  /// The ids of "the cat sat", with `</s>` behind them.
  func ids(_ sentence: String) throws -> [Int] {
    try words.ids(of: sentence.split(separator: " ").map(String.init) + ["</s>"])
  }

  /// The words of a sentence, each with the symbol before it.
  func events(_ sentence: [Int]) -> [(history: Int, word: Int)] {
    Array(zip([counts.beginning] + sentence, sentence)).map { (history: $0.0, word: $0.1) }
  }
}

/// The ways in which this chapter makes probabilities of the toy's counts.
enum ToyEstimate: CaseIterable {
  case maximumLikelihood, addK, mixed, unigram

  func name(_ toy: Toy) -> String {
    switch self {
    case .maximumLikelihood: "counted"
    case .addK: NGramSmoothing.addConstant(toy.k).name
    case .mixed: "mixed ½"
    case .unigram: "unigram"
    }
  }

  func model(_ toy: Toy) -> NGramModel {
    switch self {
    case .maximumLikelihood: NGramModel(counts: toy.counts, smoothing: .maximumLikelihood)
    case .addK: NGramModel(counts: toy.counts, smoothing: .addConstant(toy.k))
    case .mixed: NGramModel(counts: toy.counts, smoothing: .interpolation(weights: [1, 0.5]))
    case .unigram: NGramModel(counts: toy.counts, order: 1, smoothing: .maximumLikelihood)
    }
  }

  func specified(_ toy: Toy) -> Formula.Bigrams.Estimate {
    switch self {
    case .maximumLikelihood: .maximumLikelihood
    case .addK: .addK(toy.k)
    case .mixed: .interpolated(0.5)
    case .unigram: .unigram
    }
  }

  /// P(word | history) as a fraction of counts; nil when k is not a whole number.
  func fraction(_ event: (history: Int, word: Int), _ toy: Toy) -> Fraction? {
    let pair = toy.counts.count(of: event.word, after: [event.history])
    let total = toy.counts.total(after: [event.history])
    let overall = Fraction(toy.counts.count(of: event.word, after: []), toy.counts.tokenCount)
    switch self {
    case .maximumLikelihood: return Fraction(pair, max(1, total))
    case .addK:
      guard toy.k == toy.k.rounded() else { return nil }
      return Fraction(pair + Int(toy.k), total + Int(toy.k) * toy.words.count)
    case .mixed: return Fraction(1, 2) * (Fraction(pair, max(1, total)) + overall)
    case .unigram: return overall
    }
  }

  /// P(sentence) as a fraction of counts.
  func fraction(of sentence: [Int], _ toy: Toy) -> Fraction? {
    toy.events(sentence).reduce(Fraction(1)) { product, event in
      guard let product, let factor = fraction(event, toy) else { return nil }
      return product * factor
    }
  }
}
