extension StateChain {
  /// The path of the greatest score, by Viterbi's algorithm (1967): only the best way to each state is kept.
  ///
  /// Of equal paths the one with the lower state at the last place where they differ; `nil` where every path has the score
  /// −∞.
  var likeliestPath: (states: [Int], score: Double)? {
    guard let first = local.first else { return ([], 0) }
    var scores = zip(initial, first).map { $0 + $1 }
    var origins: [[Int]] = []
    for here in local.dropFirst() {
      let origin = here.indices.map { next in
        scores.indices.reduce(0) {
          scores[$1] + transitions[$1][next] > scores[$0] + transitions[$0][next] ? $1 : $0
        }
      }
      scores = here.indices.map { scores[origin[$0]] + transitions[origin[$0]][$0] + here[$0] }
      origins.append(origin)
    }
    let last = scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
    guard scores[last] > -.infinity else { return nil }
    var states = [last]
    for origin in origins.reversed() { states.append(origin[states[states.count - 1]]) }
    return (states.reversed(), scores[last])
  }
}
