import Language

/// Reads what came through a noisy channel: of all texts that may have been meant it looks for the likeliest.
///
///     ln P(text | observed) = ln P(observed | text) + ln P(text) + a constant
///
/// The first term is the channel's, a sum over the words; the second is the language model's, in which every word
/// depends on those before it. So a wrong word is found by what follows as well as by what came before it, and several
/// at once; but texts are as many as the products of the candidates. From place to place the `width` likeliest
/// beginnings are kept, and of these none that is more than `window` behind the best, in nats. With a width of all
/// texts and an infinite window it is the search through all of them.
public struct ChannelSearch: Sendable, Hashable {
  /// How many beginnings are kept.
  public let width: Int
  /// How far behind the best a beginning may lie, in nats.
  public let window: Double

  /// A search; traps when the width or the window is not positive.
  public init(width: Int, window: Double = .infinity) {
    guard width >= 1, window > 0 else {
      fatalError("ChannelSearch: width \(width) must be ≥ 1 and window \(window) > 0")
    }
    self.width = width
    self.window = window
  }

  /// One text that may have been meant.
  public struct Reading: Sendable, Hashable {
    /// One candidate for every place.
    public internal(set) var tokens: [Int] = []
    /// ln P(observed | text).
    public internal(set) var logLikelihood = 0.0
    /// ln P(text), given what the predictor had read before.
    public internal(set) var logProbability = 0.0
    /// What readings are ranked by: the sum of the two.
    public var score: Double { logLikelihood + logProbability }
  }

  /// The likeliest readings of what was observed after what the predictor has read, `width` at most, the best first.
  ///
  /// Of equals, the extension of the likelier beginning comes first, then that by the earlier candidate. Empty when
  /// there is a place without candidates, or no text that is possible; traps when nothing was read and the predictor
  /// needs a beginning.
  public func callAsFunction(_ candidates: [[WordCandidate]], after predictor: some TokenPredictor)
    -> [Reading]
  {
    guard !predictor.logits.isEmpty else {
      fatalError("ChannelSearch: nothing was read that could be continued")
    }
    var kept = [(reading: Reading(), predictor: predictor)]
    for place in candidates.indices {
      var extensions: [(beginning: Int, reading: Reading)] = []
      for index in kept.indices {
        if let last = kept[index].reading.tokens.last { kept[index].predictor.read([last]) }
        let logs = naturalLogarithms(ofSoftmax: kept[index].predictor.logits)
        for candidate in candidates[place] {
          var reading = kept[index].reading
          reading.tokens.append(candidate.token)
          reading.logLikelihood += candidate.logLikelihood
          reading.logProbability += Double(logs[candidate.token])
          if reading.score > -.infinity { extensions.append((index, reading)) }
        }
      }
      extensions = extensions.ranked(by: \.reading.score)
      let least = (extensions.first?.reading.score ?? 0) - window
      kept = extensions.prefix(width).prefix { $0.reading.score >= least }.map {
        ($0.reading, kept[$0.beginning].predictor)
      }
    }
    return kept.map(\.reading)
  }
}
