/// A linear-chain conditional random field: P(tags | text) = e^score(tags, text)/Z(text), with a weight for every pair of
/// a feature and a tag and for every pair of successive tags (Lafferty, McCallum and Pereira 2001).
///
/// Unlike a hidden Markov model it says nothing of how likely a text is, only of its tags; so features may be anything
/// that can be seen of the text, and may overlap. On a text of one place it is the maximum-entropy model (softmax
/// regression). Features are numbers, some at each place: see ``TaggingFeatures``.
///
/// ```swift
/// var tagger = ConditionalRandomField(tagCount: 2, featureCount: features.count)
/// tagger.fit(examples, penalty: 0.1, steps: 50)
/// tagger.likeliestTags(of: features(["the", "cat"]))
/// ```
public struct ConditionalRandomField: Sendable, Hashable {
  /// The number of different tags.
  public let tagCount: Int
  /// The number of different features.
  public let featureCount: Int
  /// All weights: `[features, tags]`, then `[tags, tags]` from a tag to the next; 0 at first.
  public var weights: [Double] {
    didSet {
      guard weights.count == oldValue.count else {
        fatalError("ConditionalRandomField: \(weights.count) weights, not \(oldValue.count)")
      }
    }
  }

  /// A field that finds all tags equally likely; traps when there is no tag.
  public init(tagCount: Int, featureCount: Int) {
    guard tagCount > 0 else {
      fatalError("ConditionalRandomField: there are \(tagCount) tags to choose from")
    }
    self.tagCount = tagCount
    self.featureCount = featureCount
    weights = [Double](repeating: 0, count: (featureCount + tagCount) * tagCount)
  }

  /// Where the weight of a feature with a tag stands.
  public func index(feature: Int, tag: Int) -> Int { feature * tagCount + tag }

  /// Where the weight of a tag after another stands.
  public func index(from: Int, to: Int) -> Int { (featureCount + from) * tagCount + to }

  /// ln P(tags | features); traps when there are more or fewer tags than places, or a tag is out of range.
  public func logProbability(of tags: [Int], given features: [[Int]]) -> Double {
    score(of: tags, given: features) - logNormalizer(of: features)
  }

  /// ln Z: of the sum of e^score over all tags.
  public func logNormalizer(of features: [[Int]]) -> Double {
    ChainPasses(chain(of: features)).logTotal
  }

  /// P(tag at each place | features), `[time, tags]`.
  public func marginals(of features: [[Int]]) -> [[Double]] { ChainPasses(chain(of: features)).states }

  /// The likeliest tags; of equal paths the one with the lower tag at the last place where they differ.
  public func likeliestTags(of features: [[Int]]) -> [Int] {
    chain(of: features).likeliestPath?.states ?? []
  }

  /// The sum of the weights of everything that is so.
  func score(of tags: [Int], given features: [[Int]]) -> Double {
    guard tags.count == features.count, tags.allSatisfy((0..<tagCount).contains) else {
      fatalError(
        "ConditionalRandomField: tags \(tags) of \(tagCount) for \(features.count) places with features")
    }
    let places = zip(tags, features).reduce(0) { $0 + scores($1.1)[$1.0] }
    return zip(tags, tags.dropFirst()).reduce(places) { $0 + weights[index(from: $1.0, to: $1.1)] }
  }

  /// The chain whose paths have the weights e^score.
  func chain(of features: [[Int]]) -> StateChain {
    StateChain(
      initial: [Double](repeating: 0, count: tagCount),
      transitions: (0..<tagCount).map { from in (0..<tagCount).map { weights[index(from: from, to: $0)] } },
      local: features.map(scores))
  }

  /// The score of every tag at a place, without its neighbours.
  private func scores(_ features: [Int]) -> [Double] {
    var scores = [Double](repeating: 0, count: tagCount)
    for feature in features {
      guard (0..<featureCount).contains(feature) else {
        fatalError("ConditionalRandomField: feature \(feature) is not one of \(featureCount)")
      }
      for tag in scores.indices { scores[tag] += weights[index(feature: feature, tag: tag)] }
    }
    return scores
  }
}
