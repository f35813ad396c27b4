import Foundation
import Language
import Randomness
import Testing

@Suite struct NGramDistributionTests {
  private func randomSequences(_ vocabularySize: Int, seed: UInt64) -> [[Int]] {
    var generator = SeededGenerator(seed: seed)
    // Low ids are frequent, so that counts above 4 occur, and the highest id never, so that one token is unseen.
    return (0..<30).map { _ in
      (0..<generator.index(below: 20)).map { _ in
        min(generator.index(below: vocabularySize - 1), generator.index(below: vocabularySize - 1))
      }
    }
  }

  /// R-S3-8.
  @Test(arguments: 1...5) func everyDistributionSumsToOneAfterSeenAndUnseenContexts(order: Int) {
    let sequences = randomSequences(6, seed: 7)
    let counts = NGramCounts(order: 5, vocabularySize: 6, sequences: sequences)
    var contexts: [[Int]] = [[], [6], [5], [5, 5, 5, 5], [0, 5, 1, 0, 0], [6, 0, 1], [6, 5, 5, 5, 5]]
    for a in 0..<7 { for b in 0..<6 { for c in 0..<6 { contexts.append([a, b, c]) } } }
    for smoothing in everySmoothing(order: order) {
      let model = NGramModel(counts: counts, order: order, smoothing: smoothing)
      for context in contexts {
        let distribution = model.distribution(after: context)
        let sum = distribution.reduce(0, +)
        #expect(abs(sum - 1) < 1e-12, "\(smoothing) after \(context): \(sum)")
        #expect(distribution.allSatisfy { $0 >= 0 }, "\(smoothing) after \(context)")
      }
    }
  }

  @Test func fastPathsEqualThePlainDefinition() {
    let sequences = randomSequences(6, seed: 8)
    let counts = NGramCounts(order: 6, vocabularySize: 6, sequences: sequences)
    let others = randomSequences(6, seed: 9) + [[5, 0, 5, 5, 1, 0, 0, 0, 2]]
    for order in 1...6 {
      for smoothing in everySmoothing(order: order) {
        let model = NGramModel(counts: counts, order: order, smoothing: smoothing)
        for sequence in others {
          let logs = model.logProbabilities(of: sequence)
          for (place, token) in sequence.enumerated() {
            let context = [model.beginning] + sequence[..<place]
            let plain = model.probability(of: token, after: context)
            let listed = model.distribution(after: context)[token]
            #expect(abs(exp(logs[place]) - plain) < 1e-12 && abs(listed - plain) < 1e-12, "\(smoothing)")
          }
        }
      }
    }
  }

  @Test func countsOfAHigherOrderServeALowerOneAlike() {
    let sequences = randomSequences(6, seed: 10)
    let counts = NGramCounts(order: 6, vocabularySize: 6, sequences: sequences)
    let others = randomSequences(6, seed: 11)
    for order in 1...5 {
      for smoothing in everySmoothing(order: order) where smoothing != .maximumLikelihood {
        let shared = NGramModel(counts: counts, order: order, smoothing: smoothing)
        let own = NGramModel(order: order, vocabularySize: 6, smoothing: smoothing, sequences: sequences)
        let (one, other) = (shared.crossEntropy(on: others), own.crossEntropy(on: others))
        #expect(one == other || abs(one - other) < 1e-12, "order \(order), \(smoothing)")
      }
    }
  }

  @Test func tableOfCountsEqualsCountingWithADictionary() {
    for vocabularySize in [3, 65, 50257] {
      var generator = SeededGenerator(seed: 12)
      let sequences = (0..<40).map { _ in
        (0..<generator.index(below: 120)).map { _ in
          generator.index(below: 2) == 0 ? generator.index(below: 3) : generator.index(below: vocabularySize)
        }
      }
      let order = 8
      let counts = NGramCounts(order: order, vocabularySize: vocabularySize, sequences: sequences)
      var expected: [[Int]: Int] = [:]
      for sequence in sequences {
        let symbols = [counts.beginning] + sequence
        for end in symbols.indices.dropFirst() {
          for start in max(0, end - order + 1)...end {
            expected[Array(symbols[start...end]), default: 0] += 1
          }
        }
      }
      for (run, count) in expected {
        #expect(counts.count(of: run[run.count - 1], after: run.dropLast()) == count, "\(run)")
      }
      for length in 1...order {
        #expect(counts.distinctCount(length: length) == expected.keys.count { $0.count == length })
      }
    }
  }

  /// R-S2-4: the strings that end sum to 1, those of up to eight tokens one by one and the longer ones by what a
  /// model of this order sees of them; what goes on must not stay, or the rows alone would make any sum 1.
  @Test(arguments: 1...4) func stringsOfATinyLanguageSumToOne(order: Int) {
    let sentences = [[0, 1, 2], [0, 0, 1, 2], [1, 2], [0, 1, 1, 0, 2], [0, 2]]
    for smoothing in everySmoothing(order: order) {
      let model = NGramModel(order: order, vocabularySize: 3, smoothing: smoothing, sequences: sentences)
      #expect(abs(endedMass(model, order: order) - 1) < 1e-12, "\(smoothing)")
    }
  }

  /// Rows that sum to 1 do not suffice: after 1 comes 1 for ever, and half of the probability with it.
  @Test func aTextWithoutItsEndLosesWhatTurnsThere() {
    let model = NGramModel(
      order: 2, vocabularySize: 3, smoothing: .maximumLikelihood, sequences: [[0, 2], [1, 1, 1]])
    #expect(abs(endedMass(model, order: 2) - 0.5) < 1e-12)
  }

  /// P of all strings over 0 and 1 that end with 2, up to 2,000 tokens.
  private func endedMass(_ model: NGramModel, order: Int) -> Double {
    var ended = 0.0
    var goingOn: [[Int]] = [[]]
    for _ in 0..<8 {
      for prefix in goingOn { ended += exp(model.logProbability(of: prefix + [2])) }
      goingOn = goingOn.flatMap { prefix in [0, 1].map { prefix + [$0] } }
    }
    var masses: [[Int]: Double] = [:]
    for prefix in goingOn {
      masses[Array(prefix.suffix(order - 1)), default: 0] += exp(model.logProbability(of: prefix))
    }
    for _ in 8..<2_000 {
      var next: [[Int]: Double] = [:]
      for (context, mass) in masses where mass > 1e-30 {
        let row = model.distribution(after: context)
        ended += mass * row[2]
        for token in [0, 1] {
          next[Array((context + [token]).suffix(order - 1)), default: 0] += mass * row[token]
        }
      }
      masses = next
    }
    return ended
  }

  @Test func nothingBeforeTheLastBeginningIsContext() {
    let counts = NGramCounts(order: 3, vocabularySize: 6, sequences: randomSequences(6, seed: 20))
    for smoothing in everySmoothing(order: 3) {
      let model = NGramModel(counts: counts, smoothing: smoothing)
      let own = model.distribution(after: [model.beginning])
      #expect(model.distribution(after: [0, model.beginning]) == own, "\(smoothing)")
      for token in 0..<6 {
        expectEqual(model.probability(of: token, after: [1, 0, model.beginning]), own[token], within: 1e-15)
      }
    }
  }

  /// The plain reading of each formula, beside the model: C(h,w)/C(h) and (C(h,w) + k)/(C(h) + kV).
  @Test func maximumLikelihoodAndAddKAreTheirFormulas() {
    let counts = NGramCounts(order: 3, vocabularySize: 6, sequences: randomSequences(6, seed: 13))
    let likelihood = NGramModel(counts: counts, smoothing: .maximumLikelihood)
    let added = NGramModel(counts: counts, smoothing: .addConstant(0.3))
    for a in 0..<7 {
      for b in 0..<6 {
        let total = Double(counts.total(after: [a, b]))
        for w in 0..<6 {
          let count = Double(counts.count(of: w, after: [a, b]))
          expectEqual(added.probability(of: w, after: [a, b]), (count + 0.3) / (total + 1.8), within: 1e-15)
          let expected = total > 0 ? count / total : 1.0 / 6
          expectEqual(likelihood.probability(of: w, after: [a, b]), expected, within: 1e-15)
        }
      }
    }
  }
}
