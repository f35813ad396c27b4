import Platform
import Randomness

/// A hidden Markov model: states that nobody sees follow one another as in a bigram model, and each gives out a symbol
/// (Rabiner 1989).
///
/// P(states, symbols) = initial[s₁]·emissions[s₁][o₁]·Π transitions[sₜ₋₁][sₜ]·emissions[sₜ][oₜ]. With words as symbols it
/// is a language model, and with parts of speech as states a tagger.
///
/// ```swift
/// let model = HiddenMarkovModel(stateCount: 2, symbolCount: 3, tagged: sentences, addedCount: 1)
/// model.likeliestStates(of: [0, 2, 1])?.states
/// ```
public struct HiddenMarkovModel: Sendable, Hashable {
  /// P(first state), `[states]`.
  public internal(set) var initial: [Double]
  /// P(next state | state), `[states, states]`.
  public internal(set) var transitions: [[Double]]
  /// P(symbol | state), `[states, symbols]`.
  public internal(set) var emissions: [[Double]]

  /// The number of states.
  public var stateCount: Int { initial.count }
  /// The number of different symbols.
  public var symbolCount: Int { emissions.first?.count ?? 0 }

  /// A model of given probabilities; traps when shapes do not fit, or a row is no distribution.
  public init(initial: [Double], transitions: [[Double]], emissions: [[Double]]) {
    let count = initial.count
    guard transitions.count == count, transitions.allSatisfy({ $0.count == count }), emissions.count == count,
      emissions.allSatisfy({ $0.count == emissions[0].count })
    else {
      fatalError(
        "HiddenMarkovModel: \(count) states with transitions \(transitions.map(\.count)) and emissions "
          + "\(emissions.map(\.count))")
    }
    for row in [initial] + transitions + emissions
    where !row.allSatisfy({ $0 >= 0 }) || abs(row.reduce(0, +) - 1) > 1e-6 {
      fatalError("HiddenMarkovModel: \(row) is no distribution")
    }
    self.initial = initial
    self.transitions = transitions
    self.emissions = emissions
  }

  /// A model of probabilities drawn from the seed, each from a third to three times 1 over the number of choices: where
  /// ``reestimate(from:)`` begins, which from equal states would never tell them apart.
  public init(stateCount: Int, symbolCount: Int, seed: Seed) {
    var generator = seed.generator()
    func row(_ count: Int) -> [Double] {
      normalized((0..<count).map { _ in 0.5 + generator.uniform() })
    }
    self.init(
      initial: row(stateCount), transitions: (0..<stateCount).map { _ in row(stateCount) },
      emissions: (0..<stateCount).map { _ in row(symbolCount) })
  }

  /// A model of sequences whose states are known: the relative frequencies, each count with `addedCount` added.
  ///
  /// Where there is nothing to count (a state that never occurs, or never before another), everything is equally likely.
  /// Traps for a state or symbol out of range, and a sequence with more or fewer states than symbols.
  public init(
    stateCount: Int, symbolCount: Int, tagged: [(states: [Int], symbols: [Int])], addedCount: Double = 0
  ) {
    var initial = [Double](repeating: addedCount, count: stateCount)
    var transitions = [[Double]](repeating: initial, count: stateCount)
    var emissions = [[Double]](
      repeating: [Double](repeating: addedCount, count: symbolCount), count: stateCount)
    for (states, symbols) in tagged {
      guard states.count == symbols.count, states.allSatisfy((0..<stateCount).contains),
        symbols.allSatisfy((0..<symbolCount).contains)
      else {
        fatalError(
          "HiddenMarkovModel: states \(states) and symbols \(symbols) in a model of \(stateCount) states and "
            + "\(symbolCount) symbols")
      }
      if let first = states.first { initial[first] += 1 }
      for (from, to) in zip(states, states.dropFirst()) { transitions[from][to] += 1 }
      for (state, symbol) in zip(states, symbols) { emissions[state][symbol] += 1 }
    }
    self.init(
      initial: normalized(initial), transitions: transitions.map(normalized),
      emissions: emissions.map(normalized))
  }

  /// ln P(symbols), the sum over all paths, by the forward algorithm: 0 for no symbols, −∞ for impossible ones.
  public func logLikelihood(of symbols: [Int]) -> Double { ChainPasses(chain(of: symbols)).logTotal }

  /// P(state at each place | all symbols), `[time, states]`; `nil` for impossible symbols.
  public func posteriors(of symbols: [Int]) -> [[Double]]? {
    let passes = ChainPasses(chain(of: symbols))
    return passes.logTotal == -.infinity ? nil : passes.states
  }

  /// The likeliest path, and ln P(that path, symbols); of equal paths the one with the lower state at the last place
  /// where they differ. `nil` for impossible symbols.
  public func likeliestStates(of symbols: [Int]) -> (states: [Int], logProbability: Double)? {
    chain(of: symbols).likeliestPath.map { ($0.states, $0.score) }
  }

  /// P(next symbol | symbols), `[symbols]`; `nil` after impossible ones.
  public func nextSymbols(after symbols: [Int]) -> [Double]? {
    let passes = ChainPasses(chain(of: symbols))
    guard passes.logTotal > -.infinity else { return nil }
    let states =
      passes.forward.last.map { last in
        last.indices.map { next in
          last.indices.reduce(0) { $0 + exp(last[$1]) * transitions[$1][next] }
        }
      } ?? initial
    return (0..<symbolCount).map { symbol in
      states.indices.reduce(0) { $0 + states[$1] * emissions[$1][symbol] }
    }
  }

  /// The chain whose paths have the weights P(states, symbols).
  func chain(of symbols: [Int]) -> StateChain {
    let local = symbols.map { symbol in
      guard (0..<symbolCount).contains(symbol) else {
        fatalError("HiddenMarkovModel: symbol \(symbol) is not one of \(symbolCount)")
      }
      return emissions.map { log($0[symbol]) }
    }
    return StateChain(
      initial: initial.map { log($0) }, transitions: transitions.map { $0.map { log($0) } }, local: local)
  }
}

/// The numbers over their sum; equal shares where that is 0.
func normalized(_ counts: [Double]) -> [Double] {
  let sum = counts.reduce(0, +)
  return counts.map { sum > 0 ? $0 / sum : 1 / Double(counts.count) }
}
