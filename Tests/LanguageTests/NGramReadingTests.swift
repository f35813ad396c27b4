import Foundation
import Language
import Randomness
import Testing

/// Long sequences, which are read in several stretches at once, against counting and scoring one place at a time.
@Suite struct NGramReadingTests {
  /// Around one stretch, several, eight, and more than one block of those that are scored together.
  static let lengths = [1, 2, 255, 256, 257, 511, 513, 2_047, 2_048, 2_049, 5_000]

  private func randomSequence(_ length: Int, _ vocabularySize: Int, seed: UInt64) -> [Int] {
    var generator = SeededGenerator(seed: seed)
    // Low ids are frequent, so that long runs come again.
    return (0..<length).map { _ in
      min(generator.index(below: vocabularySize), generator.index(below: vocabularySize))
    }
  }

  /// How often each run of up to `order` symbols stands in a sequence after `<s>`.
  private func plainCounts(_ sequence: [Int], order: Int, beginning: Int) -> [[Int]: Int] {
    let symbols = [beginning] + sequence
    var counts: [[Int]: Int] = [:]
    for end in symbols.indices.dropFirst() {
      for start in max(0, end - order + 1)...end { counts[Array(symbols[start...end]), default: 0] += 1 }
    }
    return counts
  }

  @Test(arguments: lengths, [1, 2, 5]) func countsOfALongSequenceAreThoseOfADictionary(
    _ length: Int, _ order: Int
  ) {
    let sequence = randomSequence(length, 4, seed: 1)
    let counts = NGramCounts(order: order, vocabularySize: 4, sequences: [sequence])
    let expected = plainCounts(sequence, order: order, beginning: counts.beginning)
    #expect(counts.tokenCount == length)
    for (run, count) in expected {
      #expect(counts.count(of: run[run.count - 1], after: run.dropLast()) == count, "\(run)")
    }
    for length in 1...order {
      #expect(counts.distinctCount(length: length) == expected.keys.count { $0.count == length })
    }
  }

  /// Runs of 64 symbols, of which a reader needs 63 before its stretch, and more runs than the table has slots at first.
  @Test func longestRunsOfTheHighestOrderAreCounted() {
    let period = randomSequence(90, 300, seed: 2)
    let sequence = (0..<40).flatMap { _ in period } + randomSequence(2_000, 300, seed: 3)
    let counts = NGramCounts(order: 64, vocabularySize: 300, sequences: [sequence])
    let expected = plainCounts(sequence, order: 64, beginning: counts.beginning)
    for length in [1, 2, 3, 32, 63, 64] {
      let runs = expected.filter { $0.key.count == length }
      #expect(counts.distinctCount(length: length) == runs.count)
      for (run, count) in runs {
        #expect(counts.count(of: run[length - 1], after: run.dropLast()) == count, "\(run)")
      }
    }
  }

  @Test func precedersAreThoseOfADictionary() {
    let sequence = randomSequence(700, 4, seed: 4)
    let counts = NGramCounts(order: 4, vocabularySize: 4, sequences: [sequence])
    let runs = plainCounts(sequence, order: 4, beginning: counts.beginning).keys
    for run in runs where run.count < 4 {
      #expect(
        counts.precederKinds(of: run)
          == runs.count { $0.count == run.count + 1 && $0.dropFirst() == run[...] })
    }
    #expect(counts.precederKinds(of: []) == 0)
  }

  @Test(arguments: lengths) func scoresOfALongSequenceAreThoseOfEveryPlace(_ length: Int) {
    // The highest two ids are not counted, so that unseen tokens and unseen contexts of every length come.
    let counts = NGramCounts(order: 5, vocabularySize: 6, sequences: [randomSequence(600, 4, seed: 5)])
    let sequence = randomSequence(length, 6, seed: 6)
    for order in [1, 2, 5] {
      for smoothing in everySmoothing(order: order) {
        let model = NGramModel(counts: counts, order: order, smoothing: smoothing)
        let logs = model.logProbabilities(of: sequence)
        let plain = sequence.indices.map { place in
          let symbols = [model.beginning] + sequence[..<place]
          return log(model.probability(of: sequence[place], after: Array(symbols.suffix(order - 1))))
        }
        #expect(logs == plain, "order \(order), \(smoothing)")
        #expect(model.logProbability(of: sequence) == plain.reduce(0, +), "order \(order), \(smoothing)")
      }
    }
  }

  @Test(arguments: lengths) func unseenShareOfALongSequenceIsThatOfADictionary(_ length: Int) {
    let counted = randomSequence(600, 4, seed: 7)
    let counts = NGramCounts(order: 5, vocabularySize: 5, sequences: [counted])
    let sequence = randomSequence(length, 5, seed: 8)
    let known = plainCounts(counted, order: 5, beginning: counts.beginning)
    for order in 1...5 {
      let symbols = [counts.beginning] + sequence
      let unseen = symbols.indices.dropFirst().count {
        known[Array(symbols[max(0, $0 - order + 1)...$0])] == nil
      }
      #expect(counts.unseenShare(in: [sequence], order: order) == Double(unseen) / Double(length))
    }
  }

  /// Jelinek and Mercer's weights depend on the tokens and their contexts, not on where a reader's stretch ends.
  @Test func fittedWeightsAreThoseOfThePlainRecurrence() {
    let counts = NGramCounts(order: 3, vocabularySize: 5, sequences: [randomSequence(300, 4, seed: 9)])
    let heldOut = randomSequence(900, 5, seed: 10)
    let symbols = [counts.beginning] + heldOut
    var weights = [0.5, 0.5, 0.5]
    for _ in 0..<20 {
      var stopped = [0.0, 0.0, 0.0]
      var came = stopped
      for place in symbols.indices.dropFirst() {
        let contexts = (0..<3).map { Array(symbols[max(0, place - $0)..<place]) }
        let orders = (0..<min(3, place + 1)).prefix { counts.total(after: contexts[$0]) > 0 }
        var (reach, drawn) = (1.0, [0.0, 0.0, 0.0])
        for order in orders.reversed() {
          let share =
            Double(counts.count(of: symbols[place], after: contexts[order]))
            / Double(counts.total(after: contexts[order]))
          drawn[order] = reach * weights[order] * share
          reach *= 1 - weights[order]
        }
        let probability = drawn.reduce(reach / 5, +)
        for order in orders {
          stopped[order] += drawn[order] / probability
          came[order] += drawn[...order].reduce(reach / 5, +) / probability
        }
      }
      weights = zip(stopped, came).map { $0 / $1 }
    }
    let fitted = counts.interpolationWeights(order: 3, fittedOn: [heldOut])
    for (weight, expected) in zip(fitted, weights) { expectEqual(weight, expected, within: 1e-12) }
  }
}
