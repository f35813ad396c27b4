import Foundation
import Language
import Randomness
import Testing

@Suite struct NGramSamplingTests {
  let toy: ToyLanguage
  init() throws { toy = try ToyLanguage() }

  /// Shares of 30,000 draws must be within four standard deviations of P^(1/T), renormalised.
  @Test(arguments: [0.5, 1, 2]) func drawnSharesAreTheProbabilities(temperature: Double) {
    let model = toy.model(2, .addConstant(1))
    var generator = SeededGenerator(seed: 14)
    let draws = 30_000
    var seen = [Int](repeating: 0, count: 6)
    for _ in 0..<draws {
      seen[model.sample(count: 1, after: [0], temperature: temperature, using: &generator)[0]] += 1
    }
    let powers = model.distribution(after: [0]).map { pow($0, 1 / temperature) }
    let sum = powers.reduce(0, +)
    for (token, power) in powers.enumerated() {
      let expected = power / sum
      let deviation = (expected * (1 - expected) / Double(draws)).squareRoot()
      expectEqual(Double(seen[token]) / Double(draws), expected, within: 4 * deviation)
    }
  }

  @Test func temperatureZeroTakesTheMostProbable() throws {
    var generator = SeededGenerator(seed: 15)
    let model = toy.model(2, .maximumLikelihood)
    // After "cat" sat and ran are equally probable: the first.
    let sentence = model.sample(count: 10, temperature: 0, last: 5, using: &generator)
    #expect(try sentence == ToyLanguage.ids("the cat sat", toy.words))
  }

  @Test func maximumLikelihoodWritesOnlyWhatItHasSeen() {
    var generator = SeededGenerator(seed: 16)
    let model = toy.model(2, .maximumLikelihood)
    for _ in 0..<200 {
      let sentence = model.sample(count: 10, last: 5, using: &generator)
      #expect(sentence.count == 4)
      #expect(model.logProbability(of: sentence).isFinite)
    }
  }

  @Test func oneSeedDrawsOneText() {
    let model = toy.model(3, .kneserNey(.modified))
    func draw(_ seed: UInt64) -> [Int] {
      var generator = SeededGenerator(seed: seed)
      return model.sample(count: 60, using: &generator)
    }
    #expect(draw(1) == draw(1))
    #expect(draw(1) != draw(2))
    #expect(draw(1).count == 60)
  }

  @Test func lowTemperatureDoesNotUnderflow() {
    var generator = SeededGenerator(seed: 17)
    let model = toy.model(2, .addConstant(1))
    #expect(model.sample(count: 3, after: [0], temperature: 1e-4, using: &generator)[0] == 1)
  }
}

@Suite struct NGramInterpolationTests {
  /// No weights on a grid give the held-out sentences a higher probability than those of expectation-maximisation.
  @Test func fittedWeightsAreTheBest() throws {
    let toy = try ToyLanguage()
    let heldOut = try ["the dog ran", "the cat sat", "the cat ran", "the dog sat", "the the cat sat"]
      .map { try ToyLanguage.ids($0, toy.words) }
    let counts = NGramCounts(order: 2, vocabularySize: 6, sequences: toy.sentences)
    let fitted = counts.interpolationWeights(order: 2, fittedOn: heldOut, iterations: 500)
    func entropy(_ weights: [Double]) -> Double {
      NGramModel(counts: counts, smoothing: .interpolation(weights: weights)).crossEntropy(on: heldOut)
    }
    let best = entropy(fitted)
    var onGrid = Double.infinity
    for first in 0...50 {
      for second in 0...50 { onGrid = min(onGrid, entropy([Double(first) / 50, Double(second) / 50])) }
    }
    #expect(best <= onGrid + 1e-9, "fitted \(fitted): \(best); best on the grid \(onGrid)")
    #expect(onGrid - best < 0.01)
  }

  @Test func noRoundMakesTheWeightsWorse() throws {
    let toy = try ToyLanguage()
    let heldOut = [
      try ToyLanguage.ids("the dog ran", toy.words), try ToyLanguage.ids("the cat sat", toy.words),
    ]
    let counts = NGramCounts(order: 3, vocabularySize: 6, sequences: toy.sentences)
    let entropies = (0...15).map { rounds in
      let weights = counts.interpolationWeights(order: 3, fittedOn: heldOut, iterations: rounds)
      return NGramModel(counts: counts, smoothing: .interpolation(weights: weights)).crossEntropy(on: heldOut)
    }
    for (before, after) in zip(entropies, entropies.dropFirst()) { #expect(after <= before + 1e-12) }
    #expect(entropies[15] < entropies[0] - 0.01)
  }

  @Test func countedTextItselfMakesTheHighestOrderBest() throws {
    let toy = try ToyLanguage()
    let counts = NGramCounts(order: 2, vocabularySize: 6, sequences: toy.sentences)
    let weights = counts.interpolationWeights(order: 2, fittedOn: toy.sentences, iterations: 300)
    #expect(weights[1] > 0.999)
  }
}
