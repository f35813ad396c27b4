import Foundation
import Randomness
import Testing
import Training

@Suite("Sampling")
struct SamplerTests {
  @Test("temperature divides the logits: probabilities and entropies of the ledger (S1-4.3-P-TEMP)")
  func temperature() {
    for (temperature, probabilities, entropy) in [
      (Float(1), [0.665240956, 0.244728471, 0.090030573], 0.8323955818),
      (0.7, [0.770960297, 0.184761434, 0.044278269], 0.6505726491),
      (2, [0.506480391, 0.307195886, 0.186323723], 1.0201913367),
    ] {
      let found = Sampler(temperature: temperature).probabilities(of: [2, 1, 0])
      for (found, expected) in zip(found, probabilities) { #expect(abs(found - expected) < 1e-6) }
      #expect(abs(entropyOf(found) - entropy) < 1e-6)
    }
    let hot = Sampler(temperature: 1e6).probabilities(of: [2, 1, 0])
    #expect(hot.allSatisfy { abs($0 - 1.0 / 3) < 1e-5 })
  }

  @Test("the hotter, the more random")
  func entropyGrows() {
    let entropies = [Float(0.05), 0.2, 0.5, 1, 2, 5, 50].map {
      entropyOf(Sampler(temperature: $0).probabilities(of: [1.5, -0.5, 0.25, 1]))
    }
    #expect(zip(entropies, entropies.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test("temperature 0 is greedy choice, draws nothing, and takes the first of equals")
  func greedy() {
    var generator = SeededGenerator(seed: 1)
    let before = generator
    #expect(Sampler.greedy([0.5, 3, -1, 3], using: &generator) == 1)
    #expect(generator == before)
    #expect(Sampler.greedy.probabilities(of: [0.5, 3, -1, 3]) == [0, 1, 0, 0])
    #expect(Sampler(topK: 1)([0.5, 3, -1, 3], using: &generator) == 1)
    // Ever colder comes to the same, without overflowing on the way.
    #expect(Sampler(temperature: 1e-38).probabilities(of: [2, 3, -1]) == [0, 1, 0])
  }

  @Test("greedy choice is not the likeliest sequence (ledger S2-3.3-P-GREEDY)")
  func greedyIsNotBest() {
    // P(A) = 0.6, P(B) = 0.4; after A two tokens of 0.5, after B one of 1.
    var generator = SeededGenerator(seed: 1)
    let first = Sampler.greedy([log(Float(0.6)), log(Float(0.4))], using: &generator)
    #expect(first == 0)
    let greedy = [0.6, 0.4][first] * [0.5, 1.0][first]
    #expect(greedy == 0.3 && greedy < 0.4 * 1)
  }

  @Test("top-k keeps k tokens, the first of equals, and their proportions")
  func topK() {
    let kept = Sampler(topK: 2).probabilities(of: [1, 3, 2, 2])
    #expect(kept[0] == 0 && kept[3] == 0)
    #expect(abs(kept[1] / kept[2] - 2.718281828) < 1e-5)
    #expect(abs(kept.reduce(0, +) - 1) < 1e-12)
    #expect(Sampler(topK: 10).probabilities(of: [2, 1, 0]) == Sampler().probabilities(of: [2, 1, 0]))
  }

  @Test("top-p keeps the fewest likeliest tokens with that much probability")
  func topP() {
    let logits: [Float] = [log(Float(0.1)), log(Float(0.5)), log(Float(0.15)), log(Float(0.25))]
    func kept(_ share: Float) -> [Int] {
      Sampler(topP: share).probabilities(of: logits).indices.filter {
        Sampler(topP: share).probabilities(of: logits)[$0] > 0
      }
    }
    #expect(kept(0.01) == [1])
    #expect(kept(0.45) == [1])
    #expect(kept(0.6) == [1, 3])
    #expect(kept(0.8) == [1, 2, 3])
    #expect(kept(1) == [0, 1, 2, 3])
    let half = Sampler(topP: 0.6).probabilities(of: logits)
    #expect(abs(half[1] - 2.0 / 3) < 1e-6)
  }

  @Test("what cannot be chosen is not: −∞ and NaN; +∞ is chosen for certain")
  func infinities() {
    #expect(Sampler().probabilities(of: [-.infinity, 1, .nan]) == [0, 1, 0])
    #expect(Sampler(topP: 0.9).probabilities(of: [0, .infinity, 1]) == [0, 1, 0])
    #expect(Sampler().probabilities(of: [0, .infinity, 1]) == [0, 1, 0])
  }

  @Test("tokens come as often as their probabilities say, and the same for the same seed")
  func frequencies() {
    let logits: [Float] = [2, 1, 0]
    func draw(_ seed: UInt64) -> [Int] {
      var generator = SeededGenerator(seed: seed)
      return (0..<20_000).map { _ in Sampler(temperature: 0.7)(logits, using: &generator) }
    }
    let tokens = draw(3)
    #expect(tokens == draw(3))
    #expect(tokens != draw(4))
    // Five standard deviations of a count of 20,000 are at most 0.018.
    for (token, probability) in [0.770960297, 0.184761434, 0.044278269].enumerated() {
      let share = Double(tokens.count { $0 == token }) / 20_000
      #expect(abs(share - probability) < 0.018)
    }
  }

  private func entropyOf(_ probabilities: [Double]) -> Double {
    probabilities.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
  }
}
