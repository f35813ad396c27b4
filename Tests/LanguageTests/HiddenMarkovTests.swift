import Foundation
import Randomness
import Testing

@testable import Language

/// Expected values: by hand, and by the sum or the greatest over all paths.
@Suite("Hidden Markov models") struct HiddenMarkovTests {
  let model = HiddenMarkovModel(
    initial: [0.6, 0.4], transitions: [[0.7, 0.3], [0.4, 0.6]], emissions: [[0.5, 0.5], [0.1, 0.9]])

  /// P(states, symbols) as it is defined.
  private func joint(_ model: HiddenMarkovModel, _ states: [Int], _ symbols: [Int]) -> Double {
    var probability = 1.0
    for (time, state) in states.enumerated() {
      probability *= time == 0 ? model.initial[state] : model.transitions[states[time - 1]][state]
      probability *= model.emissions[state][symbols[time]]
    }
    return probability
  }

  /// α₁ = (0.3, 0.04), α₂ = (0.113, 0.1026).
  @Test func byHand() throws {
    expectEqual(model.logLikelihood(of: [0, 1]), log(0.2156), within: 1e-15)
    let posteriors = try #require(model.posteriors(of: [0, 1]))
    expectEqual(posteriors[1], [0.113 / 0.2156, 0.1026 / 0.2156], within: 1e-15)
    #expect(model.logLikelihood(of: []) == 0 && model.posteriors(of: []) == [])
    expectEqual(try #require(model.nextSymbols(after: [])), [0.34, 0.66], within: 1e-15)
  }

  @Test(arguments: 0..<6) func everythingIsWhatAllPathsSay(_ number: Int) throws {
    let model = HiddenMarkovModel(stateCount: 3, symbolCount: 2, seed: Seed(UInt64(number)))
    let symbols = [0, 1, 1, 0, 1].suffix(number).map { $0 }
    let paths = everyPath(symbols.count, of: 3)
    let weights = paths.map { joint(model, $0, symbols) }
    let total = weights.reduce(0, +)
    expectEqual(model.logLikelihood(of: symbols), log(total), within: 1e-12)
    let best = try #require(model.likeliestStates(of: symbols))
    let greatest = try #require(weights.max())
    #expect(best.states == weights.firstIndex(of: greatest).map { paths[$0] })
    expectEqual(best.logProbability, log(greatest), within: 1e-12)
    let posteriors = try #require(model.posteriors(of: symbols))
    for time in symbols.indices {
      for state in 0..<3 {
        let through = zip(paths, weights).filter { $0.0[time] == state }.map(\.1)
        let share = through.reduce(0, +) / total
        expectEqual(posteriors[time][state], share, within: 1e-12)
      }
    }
    let next = try #require(model.nextSymbols(after: symbols))
    for symbol in 0..<2 {
      let longer = everyPath(symbols.count + 1, of: 3).reduce(0) {
        $0 + joint(model, $1, symbols + [symbol])
      }
      expectEqual(next[symbol], longer / total, within: 1e-12)
    }
  }

  /// Every place is worth less than ½: without scaling, 10,000 of them are 0.
  @Test func longSequencesDoNotUnderflow() throws {
    let symbols = (0..<10_000).map { $0 % 2 }
    let whole = model.logLikelihood(of: symbols)
    #expect(whole < -5_000 && whole.isFinite)
    // Markov: the sum of ln P(symbol | those before), in halves.
    let half = model.logLikelihood(of: Array(symbols.prefix(9_999)))
    let next = try #require(model.nextSymbols(after: Array(symbols.prefix(9_999))))
    expectEqual(whole - half, log(next[1]), within: 1e-9)
    #expect(try #require(model.likeliestStates(of: symbols)).logProbability < whole)
    for row in try #require(model.posteriors(of: symbols)) { expectEqual(row.reduce(0, +), 1, within: 1e-9) }
  }

  /// Two states that never change into each other: after 200 symbols the one is e^−919 as likely as the other, and after
  /// 400 more it is the only one.
  @Test func aStateThatSeemedImpossibleComesBack() throws {
    let apart = HiddenMarkovModel(
      initial: [0.5, 0.5], transitions: [[1, 0], [0, 1]], emissions: [[0.01, 0.99], [0.99, 0.01]])
    let symbols = (0..<600).map { $0 < 200 ? 0 : 1 }
    let expected = log(0.5) + 200 * log(0.01) + 400 * log(0.99)
    expectEqual(apart.logLikelihood(of: symbols), expected, within: 1e-9)
    for row in try #require(apart.posteriors(of: symbols)) { expectEqual(row, [1, 0], within: 1e-9) }
    // A state that cannot be does not spoil the others' shares, however well it would explain what follows.
    let alone = HiddenMarkovModel(
      initial: [1, 0], transitions: [[1, 0], [0, 1]], emissions: [[0.01, 0.99], [0.99, 0.01]])
    let zeros = [Int](repeating: 0, count: 300)
    for row in try #require(alone.posteriors(of: zeros)) { expectEqual(row, [1, 0], within: 1e-12) }
    var trained = alone
    trained.reestimate(from: [zeros])
    expectEqual(trained.emissions[0], [1, 0], within: 1e-12)
    #expect(trained.emissions[1] == alone.emissions[1])
  }

  @Test func ofEqualPathsTheLowerStates() {
    let equal = HiddenMarkovModel(
      initial: [0.5, 0.5], transitions: [[0.5, 0.5], [0.5, 0.5]], emissions: [[1], [1]])
    #expect(equal.likeliestStates(of: [0, 0, 0])?.states == [0, 0, 0])
    // 0·1 and 1·0 are equally likely, all others impossible.
    let turning = HiddenMarkovModel(
      initial: [0.5, 0.5], transitions: [[0, 1], [1, 0]], emissions: [[1], [1]])
    #expect(turning.likeliestStates(of: [0, 0])?.states == [1, 0])
  }

  @Test func impossibleSymbols() {
    var silent = HiddenMarkovModel(
      initial: [1, 0], transitions: [[1, 0], [0, 1]], emissions: [[1, 0], [0, 1]])
    #expect(silent.logLikelihood(of: [0, 1]) == -.infinity)
    #expect(silent.posteriors(of: [0, 1]) == nil && silent.nextSymbols(after: [0, 1]) == nil)
    #expect(silent.likeliestStates(of: [0, 1]) == nil)
    let before = silent
    #expect(silent.reestimate(from: [[0, 1], [0, 0]]) == -.infinity)
    // Nothing is expected of state 1, which keeps what it had.
    #expect(silent == before)
    // What is impossible teaches nothing, also where it begins as it can.
    let start = HiddenMarkovModel(
      initial: [0.5, 0.5], transitions: [[1, 0], [0.5, 0.5]], emissions: [[1, 0], [0.5, 0.5]])
    let impossible = HiddenMarkovModel(
      initial: [1, 0], transitions: start.transitions, emissions: start.emissions)
    var (alone, together, first) = (start, start, impossible)
    alone.reestimate(from: [[0, 1]])
    together.reestimate(from: [[0, 1], []])
    #expect(alone == together && alone != start)
    #expect(first.reestimate(from: [[0, 1]]) == -.infinity && first == impossible)
  }

  @Test func whereNothingIsExpectedProbabilitiesStay() {
    var (silent, one) = (model, model)
    #expect(silent.reestimate(from: []) == 0 && silent == model)
    #expect(silent.reestimate(from: [[]]) == 0 && silent == model)
    // Of one symbol there is a first state, and no move.
    one.reestimate(from: [[0]])
    expectEqual(one.initial, [0.3 / 0.34, 0.04 / 0.34], within: 1e-15)
    expectEqual(one.emissions.flatMap { $0 }, [1, 0, 1, 0], within: 1e-15)
    #expect(one.transitions == model.transitions)
  }

  @Test func ofTheSeed() {
    func drawn(_ seed: Seed) -> HiddenMarkovModel {
      HiddenMarkovModel(stateCount: 2, symbolCount: 50, seed: seed)
    }
    #expect(drawn(1) == drawn(1) && drawn(1) != drawn(2))
    #expect(drawn(1).emissions.joined().allSatisfy { (1.0 / 150...3.0 / 50).contains($0) })
    // From equal states nothing ever tells them apart; from drawn ones something does.
    var equal = HiddenMarkovModel(
      initial: [0.5, 0.5], transitions: [[0.5, 0.5], [0.5, 0.5]], emissions: [[0.5, 0.5], [0.5, 0.5]])
    var apart = HiddenMarkovModel(stateCount: 2, symbolCount: 2, seed: 1)
    for _ in 0..<20 {
      equal.reestimate(from: [[0, 0, 0, 1, 1, 1]])
      apart.reestimate(from: [[0, 0, 0, 1, 1, 1]])
    }
    #expect(equal.emissions[0] == equal.emissions[1])
    #expect(abs(apart.emissions[0][0] - apart.emissions[1][0]) > 0.5)
  }

  @Test func frequenciesOfTaggedSequences() {
    let tagged: [(states: [Int], symbols: [Int])] = [([0, 1, 1], [0, 1, 2]), ([0, 0], [0, 2]), ([], [])]
    // Nothing was counted: of no sequence, and of a state that is always the last.
    let none = HiddenMarkovModel(stateCount: 2, symbolCount: 4, tagged: [])
    #expect(none.initial == [0.5, 0.5] && none.emissions[1] == [0.25, 0.25, 0.25, 0.25])
    let last = HiddenMarkovModel(stateCount: 2, symbolCount: 2, tagged: [([0, 1], [0, 1])])
    #expect(last.transitions == [[0, 1], [0.5, 0.5]] && last.emissions == [[1, 0], [0, 1]])
    let plain = HiddenMarkovModel(stateCount: 3, symbolCount: 3, tagged: tagged)
    let third = 1.0 / 3
    expectEqual(plain.initial, [1, 0, 0], within: 1e-15)
    expectEqual(plain.transitions[0], [0.5, 0.5, 0], within: 1e-15)
    expectEqual(plain.transitions[1], [0, 1, 0], within: 1e-15)
    expectEqual(plain.transitions[2], [third, third, third], within: 1e-15)
    expectEqual(plain.emissions[0], [2 * third, 0, third], within: 1e-15)
    expectEqual(plain.emissions[1], [0, 0.5, 0.5], within: 1e-15)
    let added = HiddenMarkovModel(stateCount: 3, symbolCount: 3, tagged: tagged, addedCount: 1)
    expectEqual(added.initial, [0.6, 0.2, 0.2], within: 1e-15)
    expectEqual(added.transitions[0], [0.4, 0.4, 0.2], within: 1e-15)
    expectEqual(added.emissions[1], [0.2, 0.4, 0.4], within: 1e-15)
  }

  @Test func baumAndWelchNeverLowerTheLikelihood() {
    let sequences = [[0, 0, 1, 2, 2, 0, 1], [2], [1, 1, 0]]
    for seed in 0..<5 {
      var model = HiddenMarkovModel(stateCount: 3, symbolCount: 3, seed: Seed(UInt64(seed)))
      var last = -Double.infinity
      for _ in 0..<20 {
        let before = sequences.reduce(0) { $0 + model.logLikelihood(of: $1) }
        let found = model.reestimate(from: sequences)
        expectEqual(found, before, within: 1e-12)
        #expect(found >= last - 1e-12)
        last = found
      }
    }
  }

  /// The expected counts over all paths, as the algorithm defines them.
  @Test func baumAndWelchAreExpectedCounts() {
    var model = HiddenMarkovModel(stateCount: 2, symbolCount: 2, seed: 3)
    let symbols = [0, 1, 1, 0]
    let paths = everyPath(4, of: 2)
    let weights = paths.map { joint(model, $0, symbols) }
    func expected(_ count: ([Int]) -> Int) -> Double {
      zip(paths, weights).map { path, weight in Double(count(path)) * weight }.reduce(0, +)
    }
    let moves = (0..<2).map { from in
      normalized(
        (0..<2).map { to in
          expected { path in zip(path, path.dropFirst()).count { $0.0 == from && $0.1 == to } }
        })
    }
    let given = (0..<2).map { state in
      normalized(
        (0..<2).map { symbol in
          expected { path in zip(path, symbols).count { $0.0 == state && $0.1 == symbol } }
        })
    }
    let first = normalized((0..<2).map { state in expected { $0[0] == state ? 1 : 0 } })
    model.reestimate(from: [symbols, []])
    expectEqual(model.initial, first, within: 1e-12)
    for state in 0..<2 {
      expectEqual(model.transitions[state], moves[state], within: 1e-12)
      expectEqual(model.emissions[state], given[state], within: 1e-12)
    }
  }

  @Test func hmmlearn() throws {
    for oracle in try TaggerFixture.read().models {
      // Eleven digits of each probability.
      var model = HiddenMarkovModel(
        initial: oracle.initial, transitions: oracle.transitions, emissions: oracle.emissions)
      for (number, symbols) in oracle.sequences.enumerated() {
        expectEqual(model.logLikelihood(of: symbols), oracle.logLikelihoods[number], within: 1e-8)
        let posteriors = try #require(model.posteriors(of: symbols))
        expectEqual(posteriors.flatMap { $0 }, oracle.posteriors[number].flatMap { $0 }, within: 1e-9)
        let best = try #require(model.likeliestStates(of: symbols))
        // Of equal paths the library takes any: what is asked of both is the greatest probability.
        expectEqual(best.logProbability, oracle.pathLogProbabilities[number], within: 1e-8)
        for path in [best.states, oracle.paths[number]] {
          expectEqual(log(joint(model, path, symbols)), best.logProbability, within: 1e-8)
        }
      }
      expectEqual(
        oracle.history.map { _ in model.reestimate(from: oracle.sequences) }, oracle.history, within: 1e-7)
      expectEqual(model.initial, oracle.trained.initial, within: 1e-8)
      expectEqual(
        model.transitions.flatMap { $0 }, oracle.trained.transitions.flatMap { $0 }, within: 1e-8)
      expectEqual(model.emissions.flatMap { $0 }, oracle.trained.emissions.flatMap { $0 }, within: 1e-8)
    }
  }
}
