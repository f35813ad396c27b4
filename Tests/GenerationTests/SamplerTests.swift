import Foundation
import Generation
import Randomness
import Testing

@Suite("Sampling")
struct SamplerTests {
  @Test("temperature divides the logits: probabilities and entropies of the ledger (S1-4.3-P-TEMP)")
  func temperature() throws {
    for (temperature, probabilities, entropy) in [
      (Float(1), [0.665240956, 0.244728471, 0.090030573], 0.8323955818),
      (0.7, [0.770960297, 0.184761434, 0.044278269], 0.6505726491),
      (2, [0.506480391, 0.307195886, 0.186323723], 1.0201913367),
    ] {
      let found = try Sampler(temperature: temperature).probabilities(of: [2, 1, 0])
      for (found, expected) in zip(found, probabilities) { #expect(abs(found - expected) < 1e-6) }
      #expect(abs(entropyOf(found) - entropy) < 1e-6)
    }
    let hot = try Sampler(temperature: 1e6).probabilities(of: [2, 1, 0])
    #expect(hot.allSatisfy { abs($0 - 1.0 / 3) < 1e-5 })
  }

  @Test("the hotter, the more random")
  func entropyGrows() throws {
    let entropies = try [Float(0.05), 0.2, 0.5, 1, 2, 5, 50].map {
      entropyOf(try Sampler(temperature: $0).probabilities(of: [1.5, -0.5, 0.25, 1]))
    }
    #expect(zip(entropies, entropies.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test("temperature 0 is greedy choice, draws nothing, and takes the first of equals")
  func greedy() throws {
    var generator = SeededGenerator(seed: 1)
    let before = generator
    #expect(try Sampler.greedy([0.5, 3, -1, 3], using: &generator) == 1)
    #expect(generator == before)
    #expect(try Sampler.greedy.probabilities(of: [0.5, 3, -1, 3]) == [0, 1, 0, 0])
    #expect(try Sampler(topK: 1)([0.5, 3, -1, 3], using: &generator) == 1)
    // Ever colder comes to the same, without overflowing on the way.
    #expect(try Sampler(temperature: 1e-38).probabilities(of: [2, 3, -1]) == [0, 1, 0])
  }

  @Test("greedy choice is not the likeliest sequence (ledger S2-3.3-P-GREEDY)")
  func greedyIsNotBest() throws {
    // P(A) = 0.6, P(B) = 0.4; after A two tokens of 0.5, after B one of 1.
    var generator = SeededGenerator(seed: 1)
    let first = try Sampler.greedy([log(Float(0.6)), log(Float(0.4))], using: &generator)
    #expect(first == 0)
    let greedy = [0.6, 0.4][first] * [0.5, 1.0][first]
    #expect(greedy == 0.3 && greedy < 0.4 * 1)
  }

  @Test("top-k keeps k tokens, the first of equals, and their proportions")
  func topK() throws {
    let kept = try Sampler(topK: 2).probabilities(of: [1, 3, 2, 2])
    #expect(kept[0] == 0 && kept[3] == 0)
    #expect(abs(kept[1] / kept[2] - 2.718281828) < 1e-5)
    #expect(abs(kept.reduce(0, +) - 1) < 1e-12)
    #expect(try Sampler(topK: 10).probabilities(of: [2, 1, 0]) == Sampler().probabilities(of: [2, 1, 0]))
  }

  @Test("top-p keeps the fewest likeliest tokens with that much probability")
  func topP() throws {
    let logits: [Float] = [log(Float(0.1)), log(Float(0.5)), log(Float(0.15)), log(Float(0.25))]
    func kept(_ share: Float) throws -> [Int] {
      try possible(Sampler(topP: share), logits)
    }
    #expect(try kept(0.01) == [1])
    #expect(try kept(0.45) == [1])
    #expect(try kept(0.6) == [1, 3])
    #expect(try kept(0.8) == [1, 2, 3])
    #expect(try kept(1) == [0, 1, 2, 3])
    let half = try Sampler(topP: 0.6).probabilities(of: logits)
    #expect(abs(half[1] - 2.0 / 3) < 1e-6)
  }

  @Test("what cannot be chosen is not: −∞ and NaN; +∞ is chosen for certain")
  func infinities() throws {
    #expect(try Sampler().probabilities(of: [-.infinity, 1, .nan]) == [0, 1, 0])
    #expect(try Sampler(topP: 0.9).probabilities(of: [0, .infinity, 1]) == [0, 1, 0])
    #expect(try Sampler().probabilities(of: [0, .infinity, 1]) == [0, 1, 0])
  }

  @Test("tokens come as often as their probabilities say, and the same for the same seed")
  func frequencies() throws {
    let logits: [Float] = [2, 1, 0]
    func draw(_ seed: UInt64) throws -> [Int] {
      var generator = SeededGenerator(seed: seed)
      return try (0..<20_000).map { _ in try Sampler(temperature: 0.7)(logits, using: &generator) }
    }
    let tokens = try draw(3)
    #expect(try tokens == draw(3))
    #expect(try tokens != draw(4))
    // Five standard deviations of a count of 20,000 are at most 0.018.
    for (token, probability) in [0.770960297, 0.184761434, 0.044278269].enumerated() {
      let share = Double(tokens.count { $0 == token }) / 20_000
      #expect(abs(share - probability) < 0.018)
    }
  }

  /// The tokens that a sampler may choose.
  private func possible(_ sampler: Sampler, _ logits: [Float]) throws -> [Int] {
    let probabilities = try sampler.probabilities(of: logits)
    return probabilities.indices.filter { probabilities[$0] > 0 }
  }

  @Test("of equals at the cut the first stay, with few kept and with many, whatever stands before them")
  func equalsAtTheCut() throws {
    #expect(try possible(Sampler(topK: 3), [1, 2, 2, 2, 2]) == [1, 2, 3])
    #expect(try possible(Sampler(topK: 3), [2, 2, 2, 3, 2]) == [0, 1, 3])
    #expect(try possible(Sampler(topK: 2), [2, 1, 3, 2, 3, 3]) == [2, 4])
    for k in [255, 256, 257, 300] {
      let logits = (0..<400).map { Float($0 % 2) }  // two hundred ones, then as many zeros as fill k
      let zeros = stride(from: 0, to: 2 * (k - 200), by: 2)
      let ones = stride(from: 1, to: 400, by: 2)
      #expect(try possible(Sampler(topK: k), logits) == (Array(zeros) + Array(ones)).sorted())
    }
    #expect(try possible(Sampler(topP: 0.3), [0, 0, 0, 0]) == [0, 1])
  }

  @Test("a nucleus that has exactly the share is enough, and the share is that after temperature and top-k")
  func exactShare() throws {
    #expect(try possible(Sampler(topP: 0.5), [0, 0, 0, 0]) == [0, 1])
    #expect(try possible(Sampler(topP: 0.75), [0, 0, 0, 0]) == [0, 1, 2])
    #expect(try possible(Sampler(topK: 2, topP: 0.5), [0, 0, 0, 0]) == [0])
    #expect(try possible(Sampler(topP: 0.001), [0, 0, 0, 0]) == [0])
    // At T = 2 the likeliest of [ln 9, 0] has the probability ¾, at T = 1 it has 0.9.
    #expect(try possible(Sampler(temperature: 2, topP: 0.8), [log(9), 0]) == [0, 1])
    #expect(try possible(Sampler(topP: 0.8), [log(9), 0]) == [0])
  }

  @Test(
    "of logits of which none can be chosen, the error says how many there were, for every kind of sampler")
  func nothingToChoose() {
    var generator = SeededGenerator(seed: 1)
    let samplers = [
      Sampler(), .greedy, Sampler(topK: 1), Sampler(topK: 2), Sampler(topK: 300), Sampler(topP: 0.5),
    ]
    for sampler in samplers {
      for logits: [Float] in [[], [.nan], [-.infinity, .nan, -.infinity]] {
        let expected = SamplingError.nothingToChoose(logits: logits.count)
        #expect(throws: expected) { try sampler.probabilities(of: logits) }
        #expect(throws: expected) { try sampler(logits, using: &generator) }
      }
    }
    #expect("\(SamplingError.nothingToChoose(logits: 3))".contains("none of 3 logits"))
  }

  @Test("greedy choice and a nucleus of one choose among what can be chosen")
  func possibleAlone() throws {
    var generator = SeededGenerator(seed: 1)
    #expect(try Sampler.greedy([.nan, -.infinity, -3, .nan], using: &generator) == 2)
    #expect(try Sampler(topK: 3).probabilities(of: [.nan, -.infinity, -3]) == [0, 0, 1])
  }

  private func entropyOf(_ probabilities: [Double]) -> Double {
    probabilities.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
  }
}
