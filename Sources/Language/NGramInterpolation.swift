extension NGramCounts {
  /// The weights λ₁ … λₙ of ``NGramSmoothing/interpolation(weights:)`` that give `heldOut` the highest probability.
  ///
  /// Found by expectation-maximisation (Jelinek and Mercer 1980). A token is thought to be drawn so: from the longest
  /// seen context down, stop at order n with probability λₙ and draw from C(h,w)/C(h). Each round sets λₙ to the share
  /// of the tokens that stopped at n among those that came there, both in expectation given the weights so far;
  /// no round lowers the probability. `heldOut` must be neither the text that was counted (there λₙ = 1 is best)
  /// nor the text that the model will be measured on.
  public func interpolationWeights(
    order length: Int, fittedOn heldOut: some Sequence<[Int]>, iterations: Int = 20
  ) -> [Double] {
    guard (1...order).contains(length) else { fatalError("order \(length) of \(order) counted") }
    var totals = [Double](repeating: 0, count: tree.runs.count)
    for run in tree.runs where run.count > 0 { totals[Int(run.context)] += Double(run.count) }

    // C(h,w)/C(h) of each token at each order, the highest first; `tops` says how many orders have seen h.
    var estimates: [Double] = []
    var tops: [Int] = []
    for sequence in heldOut {
      for reading in tree.readings(of: sequence, at: sequence.indices, order: length) {
        let first = estimates.count
        var context = Int(reading.context)
        var run = Int(reading.run)
        while context >= 0 {
          let isSeen = tree.lengths[run] > tree.lengths[context]
          if totals[context] > 0 {
            estimates.append(isSeen ? Double(tree.runs[run].count) / totals[context] : 0)
          }
          if isSeen { run = Int(tree.runs[run].suffix) }
          context = Int(tree.runs[context].suffix)
        }
        tops.append(estimates.count - first)
      }
    }

    var weights = [Double](repeating: 0.5, count: length)
    var drawn = [Double](repeating: 0, count: length + 1)
    for _ in 0..<iterations {
      var stopped = [Double](repeating: 0, count: length)
      var came = stopped
      var first = 0
      for top in tops {
        var reach = 1.0
        for level in (0..<top).reversed() {
          drawn[level + 1] = reach * weights[level] * estimates[first + top - 1 - level]
          reach *= 1 - weights[level]
        }
        drawn[0] = reach / Double(vocabularySize)
        first += top
        var probability = 0.0
        for level in 0...top { probability += drawn[level] }
        guard probability > 0 else { continue }
        var below = drawn[0] / probability
        for level in 0..<top {
          let share = drawn[level + 1] / probability
          below += share
          stopped[level] += share
          came[level] += below
        }
      }
      for level in weights.indices where came[level] > 0 { weights[level] = stopped[level] / came[level] }
    }
    return weights
  }
}
