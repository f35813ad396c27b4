extension Formula {
  /// Counted bigrams of a small corpus (S2-1.1-P-NGRAM, G-NGRAM, S0-2.1-P-LM).
  ///
  /// A sentence is words separated by spaces, `<s>` first and `</s>` last. An event is a word with the word before it,
  /// so `<s>` is a history and never an event.
  public struct Bigrams: Sendable, Hashable {
    /// The words that occur as events, in order of first occurrence: V of them.
    public let words: [String]
    /// The number of events.
    public let eventCount: Int
    private var pairs: [[String]: Int] = [:]
    private var histories: [String: Int] = [:]
    private var events: [String: Int] = [:]

    /// The counts of a corpus, one sentence a text.
    public init(_ corpus: [String]) {
      var words: [String] = []
      var eventCount = 0
      for sentence in corpus {
        for (history, word) in Self.events(of: sentence) {
          if events[word] == nil { words.append(word) }
          pairs[[history, word], default: 0] += 1
          histories[history, default: 0] += 1
          events[word, default: 0] += 1
          eventCount += 1
        }
      }
      self.words = words
      self.eventCount = eventCount
    }

    /// The pairs (history, word) of a sentence, in order.
    public static func events(of sentence: String) -> [(history: String, word: String)] {
      let words = sentence.split(separator: " ").map(String.init)
      return Array(zip(words, words.dropFirst())).map { (history: $0.0, word: $0.1) }
    }

    /// How a conditional probability is estimated from counts.
    public enum Estimate: Sendable, Hashable {
      /// C(h, w)/C(h): maximum likelihood; 0 after a history that never occurred.
      case maximumLikelihood
      /// (C(h, w) + k)/(C(h) + k·V).
      case addK(Double)
      /// λ·C(h, w)/C(h) + (1 − λ)·C(w)/N.
      case interpolated(Double)
      /// C(w)/N: the history ignored.
      case unigram
    }

    /// P(word | history), by the given estimate.
    public func probability(of word: String, after history: String, _ estimate: Estimate) -> Double {
      let pair = Double(pairs[[history, word], default: 0])
      let before = Double(histories[history, default: 0])
      switch estimate {
      case .maximumLikelihood: return before == 0 ? 0 : pair / before
      case .addK(let k): return (pair + k) / (before + k * Double(words.count))
      case .interpolated(let weight):
        return weight * probability(of: word, after: history, .maximumLikelihood)
          + (1 - weight) * probability(of: word, after: history, .unigram)
      case .unigram: return Double(events[word, default: 0]) / Double(eventCount)
      }
    }

    /// The conditional probability of every event of a sentence, in order.
    public func probabilities(of sentence: String, _ estimate: Estimate) -> [Double] {
      Self.events(of: sentence).map { probability(of: $0.word, after: $0.history, estimate) }
    }

    /// P(sentence) = Π P(wᵢ | wᵢ₋₁).
    public func probability(of sentence: String, _ estimate: Estimate) -> Double {
      probabilities(of: sentence, estimate).reduce(1, *)
    }
  }

  /// Softmax regression on the previous word (G-MAXENT): the bridge from counts to neural models.
  ///
  /// P(w | h) = softmax(W[h])_w with one weight a pair; full-batch gradient descent on the mean cross-entropy leads to
  /// the counted bigram.
  public struct MaximumEntropy: Sendable, Hashable {
    /// The vocabulary: every word of the corpus, histories included.
    public let words: [String]
    /// W, one row a history, one column a next word; zero at first.
    public private(set) var weights: Matrix
    private let events: [[Int]]

    /// The untrained model of a corpus, uniform over its vocabulary.
    public init(_ corpus: [String]) {
      var words: [String] = []
      var numbers: [String: Int] = [:]
      for word in corpus.flatMap({ $0.split(separator: " ").map(String.init) }) where numbers[word] == nil {
        numbers[word] = words.count
        words.append(word)
      }
      self.words = words
      weights = Matrix(rowCount: words.count, columnCount: words.count) { _, _ in 0 }
      events = corpus.flatMap { sentence in
        Bigrams.events(of: sentence).map { event in [event.history, event.word].compactMap { numbers[$0] } }
      }
    }

    /// The mean −ln P(w | h) over the corpus, in nats.
    public var loss: Double {
      Mathematics.mean(events.map { CrossEntropy.fromLogits(weights.row($0[0]), target: $0[1]) })
    }

    /// P(word | history); 0 for a word outside the vocabulary.
    public func probability(of word: String, after history: String) -> Double {
      guard let row = words.firstIndex(of: history), let column = words.firstIndex(of: word) else { return 0 }
      return Softmax.published(weights.row(row))[column]
    }

    /// One step W ← W − rate·∂loss/∂W over the whole corpus.
    public mutating func descend(rate: Double) {
      let old = weights
      for event in events {
        let gradient = CrossEntropy.gradient(old.row(event[0]), target: event[1])
        for (column, slope) in gradient.enumerated() {
          weights[event[0], column] -= rate * slope / Double(events.count)
        }
      }
    }
  }
}
