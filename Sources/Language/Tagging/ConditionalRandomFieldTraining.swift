/// A text whose tags are known: the features of each place, and its tag.
public struct TaggedFeatures: Sendable, Hashable {
  /// The numbers of the features that each place has.
  public let features: [[Int]]
  /// The tag of each place.
  public let tags: [Int]

  /// A text of as many tags as places.
  public init(features: [[Int]], tags: [Int]) {
    self.features = features
    self.tags = tags
  }
}

extension ConditionalRandomField {
  /// −Σ ln P(tags | features) + penalty·Σ w², and its derivatives by the weights.
  ///
  /// The derivative by a weight is how often the model expects what it is the weight of, less how often that is so, as in
  /// every model of maximum entropy; the penalty adds 2·penalty·w.
  public func lossAndGradient(
    on examples: [TaggedFeatures], penalty: Double
  ) -> (loss: Double, gradient: [Double]) {
    var loss = weights.reduce(0) { $0 + penalty * $1 * $1 }
    var gradient = weights.map { 2 * penalty * $0 }
    for example in examples {
      let passes = ChainPasses(chain(of: example.features))
      loss += passes.logTotal - score(of: example.tags, given: example.features)
      for (time, row) in passes.states.enumerated() {
        for feature in example.features[time] {
          for (tag, share) in row.enumerated() { gradient[index(feature: feature, tag: tag)] += share }
          gradient[index(feature: feature, tag: example.tags[time])] -= 1
        }
        guard time > 0 else { continue }
        for (from, shares) in passes.pairs(at: time).enumerated() {
          for (to, share) in shares.enumerated() { gradient[index(from: from, to: to)] += share }
        }
        gradient[index(from: example.tags[time - 1], to: example.tags[time])] -= 1
      }
    }
    return (loss, gradient)
  }

  /// Descends the loss. Each step goes against the gradient, the first by as much as the gradient is long, the others by twice
  /// what the one before went in its parts, halved until the loss falls by at least half of what the slope promises.
  ///
  /// No step raises the loss, and with a penalty above 0 there is one lowest place. Gives the loss before the first step and
  /// after each; there are fewer than `steps` when none lowers it further.
  @discardableResult
  public mutating func fit(_ examples: [TaggedFeatures], penalty: Double, steps: Int) -> [Double] {
    var (loss, gradient) = lossAndGradient(on: examples, penalty: penalty)
    var losses = [loss]
    var rate = 1.0
    for _ in 0..<steps {
      let steepness = gradient.reduce(0) { $0 + $1 * $1 }
      while true {
        var trial = self
        trial.weights = zip(weights, gradient).map { $0 - rate * $1 }
        let found = trial.lossAndGradient(on: examples, penalty: penalty)
        if found.loss < loss, found.loss <= loss - rate * steepness / 2 {
          (self, loss, gradient) = (trial, found.loss, found.gradient)
          break
        }
        rate /= 2
        guard rate > 1e-12 else { return losses }
      }
      losses.append(loss)
      rate *= 2
    }
    return losses
  }
}
