extension Formula {
  /// Cross-entropy (S2-4.2-CE, −Σ yᵢ log ŷᵢ), its five readings, and the pre-training objective (S1-3.5.1-PRE).
  public enum CrossEntropy {
    /// H(y, ŷ) = −Σ_c y_c ln ŷ_c over the classes: `[C], [C] → scalar`; 0·ln 0 counts as 0.
    public static func published(targets: [Double], predictions: [Double], base: Double? = nil) throws
      -> Double
    {
      try matching(targets, predictions)
      let sum = zip(targets, predictions).reduce(0) { sum, pair in
        pair.0 == 0 ? sum : sum - pair.0 * Mathematics.logarithm(pair.1)
      }
      return sum / (base.map(Mathematics.logarithm) ?? 1)
    }

    /// Σ over samples of H(yᵢ, ŷᵢ), one row a sample: `[N, C], [N, C] → scalar`; doubles with the batch.
    public static func summed(targets: Matrix, predictions: Matrix) throws -> Double {
      guard targets.shape == predictions.shape else {
        throw ShapeMismatch(operation: "−Σ yᵢ·log ŷᵢ", left: targets.shape, right: predictions.shape)
      }
      return try zip(targets.rows, predictions.rows).reduce(0) {
        $0 + (try published(targets: $1.0, predictions: $1.1))
      }
    }

    /// (1/N) Σ over samples of H(yᵢ, ŷᵢ): what frameworks compute.
    public static func mean(targets: Matrix, predictions: Matrix) throws -> Double {
      try summed(targets: targets, predictions: predictions) / Double(targets.rowCount)
    }

    /// S2-4.2-CE with yᵢ a class *number*: −Σ yᵢ·ln ŷᵢ, where ŷᵢ is the probability of that class.
    ///
    /// A sample of class 0 costs nothing whatever was predicted.
    public static func withClassNumbers(labels: [Double], predictions: [Double]) throws -> Double {
      try published(targets: labels, predictions: predictions)
    }

    /// S2-4.2-CE with yᵢ ∈ {0, 1} and ŷᵢ = P(1): −Σ yᵢ·ln ŷᵢ, blind to what is predicted for the zeros.
    public static func positiveTermOnly(labels: [Double], predictions: [Double]) throws -> Double {
      try published(targets: labels, predictions: predictions)
    }

    /// −Σ [yᵢ ln ŷᵢ + (1 − yᵢ) ln(1 − ŷᵢ)]: the binary cross-entropy in full.
    public static func binary(labels: [Double], predictions: [Double]) throws -> Double {
      try published(targets: labels, predictions: predictions)
        + published(targets: labels.map { 1 - $0 }, predictions: predictions.map { 1 - $0 })
    }

    /// −ln softmax(z)_target = ln Σ e^(zⱼ − max) − (z_target − max): finite for any finite logits.
    public static func fromLogits(_ logits: [Double], target: Int) -> Double {
      let maximum = logits.max() ?? 0
      let sum = logits.reduce(0) { $0 + Mathematics.exponential($1 - maximum) }
      return Mathematics.logarithm(sum) - (logits[target] - maximum)
    }

    /// −(1/|M|) Σ over the places M that are asked for of ln softmax(z)_word: logits `[n, C]`, a word and whether it is
    /// asked for (not 0) at each place (G-MLM).
    public static func masked(_ logits: Matrix, words: [Int], asked: [Double]) throws -> Double {
      guard words.count == logits.rowCount, asked.count == logits.rowCount,
        words.allSatisfy((0..<logits.columnCount).contains)
      else {
        throw ShapeMismatch(operation: "Σ over M", left: logits.shape, right: [words.count, asked.count])
      }
      let places = words.indices.filter { asked[$0] != 0 }
      return Mathematics.mean(places.map { fromLogits(logits.row($0), target: words[$0]) })
    }

    /// ∂L/∂z = softmax(z) − y: `[C] → [C]`.
    public static func gradient(_ logits: [Double], target: Int) -> [Double] {
      Softmax.published(logits).enumerated().map { $0.offset == target ? $0.element - 1 : $0.element }
    }

    /// H(y) = −Σ y ln y, in nats: the least cross-entropy that any prediction of y can have.
    public static func entropy(_ distribution: [Double]) -> Double {
      distribution.reduce(0) { $1 == 0 ? $0 : $0 - $1 * Mathematics.logarithm($1) }
    }

    /// KL(y‖ŷ) = Σ y ln(y/ŷ) ≥ 0.
    public static func divergence(_ targets: [Double], from predictions: [Double]) throws -> Double {
      try published(targets: targets, predictions: predictions) - entropy(targets)
    }

    private static func matching(_ targets: [Double], _ predictions: [Double]) throws {
      guard targets.count == predictions.count else {
        throw ShapeMismatch(operation: "−Σ yᵢ·log ŷᵢ", left: [targets.count], right: [predictions.count])
      }
    }
  }

  /// The log-likelihood of a text, one conditional probability a token (S1-3.5.1-PRE, G-PPL).
  public enum Likelihood {
    /// Σ ln P(wᵢ | w₁ … wᵢ₋₁), in nats; −∞ when a token was held impossible.
    public static func logProbability(_ probabilities: [Double]) -> Double {
      probabilities.reduce(0) { $0 + Mathematics.logarithm($1) }
    }

    /// (1/N) Σ ln P, in nats a token: the negative of the mean loss.
    public static func meanLogProbability(_ probabilities: [Double]) -> Double {
      logProbability(probabilities) / Double(probabilities.count)
    }

    /// exp(−(1/N) Σ ln P): the perplexity, V for a uniform model of V tokens, ∞ when a token was held impossible.
    public static func perplexity(_ probabilities: [Double]) -> Double {
      Mathematics.exponential(-meanLogProbability(probabilities))
    }

    /// −(1/N) Σ log₂ P: bits a token.
    public static func bitsPerToken(_ probabilities: [Double]) -> Double {
      -meanLogProbability(probabilities) / Mathematics.logarithm(2)
    }
  }
}
