import Platform

/// Looks for a likely continuation by keeping the `width` likeliest beginnings at every length.
///
/// Greedy choice keeps one beginning and so may miss a continuation whose first token is not the likeliest. Of all
/// extensions of all kept beginnings by one token, those among the `width` likeliest that end (by the end token) have
/// ended, and of the others the `width` likeliest are kept. With a width of 1 and no length penalty that is greedy
/// choice; with a width of all strings it is the search through all of them. Of equals, the extension of the
/// likelier beginning comes first, then that by the lower token.
///
/// What has ended, and at the maximum length what has not, is put in order by its score, ln P / lp with
/// lp = ((5 + length) / 6)^α (Wu et al. 2016, equation 14, without the coverage): for α = 0 it is ln P itself,
/// which favours short texts, since each token more can only make a text less likely. The end token counts in the length as in P.
public struct BeamSearch: Sendable, Hashable {
  /// How many beginnings are kept.
  public let width: Int
  /// α ≥ 0; Wu et al. found 0.6 to 0.7 best for translation.
  public let lengthPenalty: Double

  /// A search; traps when the width is not positive or α is negative or not finite.
  public init(width: Int, lengthPenalty: Double = 0) {
    guard width >= 1, lengthPenalty >= 0, lengthPenalty.isFinite else {
      fatalError("BeamSearch: width \(width) must be ≥ 1 and the length penalty \(lengthPenalty) ≥ 0")
    }
    self.width = width
    self.lengthPenalty = lengthPenalty
  }

  /// A continuation that was found.
  public struct Hypothesis: Sendable, Hashable {
    /// The new tokens, without the end token.
    public let tokens: [Int]
    /// ln P of the tokens, and of the end token where they end with it.
    public let logProbability: Double
    /// ln P / lp: the greater, the better.
    public let score: Double
    /// Whether the end token came; else the maximum length did.
    public let hasEnded: Bool
  }

  /// The best continuations of what a predictor has read, `width` at most, the best first.
  ///
  /// A beginning that no token can follow is dropped. Throws ``SamplingError`` when so all are and none has ended; traps
  /// when nothing was read and the predictor needs a beginning.
  public func callAsFunction(
    _ predictor: some TokenPredictor, maximumNewTokens: Int, endToken: Int? = nil
  ) throws(SamplingError) -> [Hypothesis] {
    guard !predictor.logits.isEmpty else {
      fatalError("BeamSearch: nothing was read that could be continued")
    }
    var beginnings = [Beginning(predictor: predictor)]
    var ended: [Hypothesis] = []
    for length in 0..<max(0, maximumNewTokens) {
      let extensions = likeliestExtensions(of: &beginnings)
      guard !extensions.isEmpty || !ended.isEmpty else {
        throw .nothingToChoose(logits: predictor.vocabularySize)
      }
      for (place, end) in extensions.enumerated() where end.token == endToken && place < width {
        ended.append(
          hypothesis(beginnings[end.beginning].tokens, end.logProbability, length: length + 1, hasEnded: true)
        )
      }
      beginnings = extensions.filter { $0.token != endToken }.prefix(width).map {
        beginnings[$0.beginning].extended(by: $0.token, logProbability: $0.logProbability)
      }
      if isDecided(ended, beginnings, maximumLength: maximumNewTokens) { return best(of: ended) }
    }
    return best(
      of: ended
        + beginnings.map {
          hypothesis($0.tokens, $0.logProbability, length: $0.tokens.count, hasEnded: false)
        })
  }

  /// lp = ((5 + length) / 6)^α.
  public func penalty(length: Int) -> Double {
    pow(Double(5 + length) / 6, lengthPenalty)
  }

  private struct Extension {
    let beginning: Int
    let token: Int
    let logProbability: Double
  }

  /// The likeliest extensions, as many as decide which `width` are kept: each beginning may end but once.
  private func likeliestExtensions(of beginnings: inout [Beginning<some TokenPredictor>]) -> [Extension] {
    var extensions: [Extension] = []
    for index in beginnings.indices {
      let row = naturalLogarithms(ofSoftmax: beginnings[index].logits())
      for token in greatest(width + 1, of: row) {
        let logProbability = beginnings[index].logProbability + Double(row[token])
        extensions.append(Extension(beginning: index, token: token, logProbability: logProbability))
      }
    }
    return extensions.ranked(by: \.logProbability)
  }

  /// Whether no beginning can still become better than all that has ended: a probability only falls, and the length
  /// excuses it most at the maximum.
  private func isDecided(
    _ ended: [Hypothesis], _ beginnings: [Beginning<some TokenPredictor>], maximumLength: Int
  ) -> Bool {
    guard let likeliest = beginnings.map(\.logProbability).max() else { return true }
    guard ended.count >= width else { return false }
    return best(of: ended)[width - 1].score >= likeliest / penalty(length: maximumLength)
  }

  private func best(of hypotheses: [Hypothesis]) -> [Hypothesis] {
    Array(hypotheses.ranked(by: \.score).prefix(width))
  }

  private func hypothesis(
    _ tokens: [Int], _ logProbability: Double, length: Int, hasEnded: Bool
  ) -> Hypothesis {
    Hypothesis(
      tokens: tokens, logProbability: logProbability, score: logProbability / penalty(length: length),
      hasEnded: hasEnded)
  }
}

/// The beginning of a continuation, whose last token is read when its logits are asked for.
private struct Beginning<Predictor: TokenPredictor> {
  var predictor: Predictor
  var tokens: [Int] = []
  var logProbability = 0.0
  private var unread: [Int] = []

  init(predictor: Predictor) { self.predictor = predictor }

  mutating func logits() -> [Float] {
    predictor.read(unread)
    unread = []
    return predictor.logits
  }

  func extended(by token: Int, logProbability: Double) -> Beginning {
    var result = self
    result.tokens.append(token)
    result.unread = [token]
    result.logProbability = logProbability
    return result
  }
}
