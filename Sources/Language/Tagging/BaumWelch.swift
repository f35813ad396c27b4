extension HiddenMarkovModel {
  /// One step of Baum and Welch (1970): every probability becomes the share that its event is expected to have, given
  /// the sequences and the model as it was. Gives ln P(sequences) by the model before the step; no step lowers it.
  ///
  /// Where nothing is expected (a state that is never there, or never before another), probabilities stay as they are. An
  /// impossible sequence teaches nothing, and makes the result −∞.
  @discardableResult
  public mutating func reestimate(from sequences: [[Int]]) -> Double {
    var logLikelihood = 0.0
    var first = initial.map { _ in 0.0 }
    var moves = transitions.map { $0.map { _ in 0.0 } }
    var given = emissions.map { $0.map { _ in 0.0 } }
    for symbols in sequences {
      let passes = ChainPasses(chain(of: symbols))
      logLikelihood += passes.logTotal
      guard passes.logTotal > -.infinity, !symbols.isEmpty else { continue }
      let states = passes.states
      for state in first.indices { first[state] += states[0][state] }
      for (time, symbol) in symbols.enumerated() {
        for state in first.indices { given[state][symbol] += states[time][state] }
        guard time > 0 else { continue }
        for (from, row) in passes.pairs(at: time).enumerated() {
          for (to, share) in row.enumerated() { moves[from][to] += share }
        }
      }
    }
    initial = shares(first, else: initial)
    transitions = zip(moves, transitions).map(shares)
    emissions = zip(given, emissions).map(shares)
    return logLikelihood
  }

  private func shares(_ counts: [Double], else former: [Double]) -> [Double] {
    counts.reduce(0, +) > 0 ? normalized(counts) : former
  }
}
