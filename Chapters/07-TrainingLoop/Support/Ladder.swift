import Language

/// The best n-gram model of one order.
struct Baseline {
  let order: Int
  let smoothing: NGramSmoothing
  let counts: NGramCounts
  /// Nats per character on the held-out text.
  let loss: Double

  var name: String { order < 4 ? ["unigram", "bigram", "trigram"][order - 1] : "\(order)-gram" }

  /// Made anew each time: a table of a long text takes much memory, and one at a time is needed.
  func model() -> NGramModel { NGramModel(counts: counts, order: order, smoothing: smoothing) }
}

/// What the GPT is measured against.
struct Ladder {
  /// The n-grams of every order.
  let baselines: [Baseline]
  /// The source's own loss on the held-out text, nats per character; unknown for the reader's texts.
  let entropy: Double?

  /// The n-gram that predicts best.
  var best: Baseline? { baselines.min { $0.loss < $1.loss } }
}
