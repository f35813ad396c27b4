import Foundation
import Generation
import Randomness
import Testing

@Suite("Beam search")
struct BeamSearchTests {
  /// ln P of every string over the vocabulary that ends by the end token or has the maximum length.
  private func allStrings(
    _ predictor: ErraticPredictor, maximum: Int, end: Int
  ) -> [(tokens: [Int], logProbability: Double, hasEnded: Bool)] {
    guard maximum > 0 else { return [([], 0, false)] }
    var result: [(tokens: [Int], logProbability: Double, hasEnded: Bool)] = []
    let logits = predictor.logits.map(Double.init)
    let normalizer = log(logits.map { exp($0) }.reduce(0, +))
    for token in logits.indices {
      let logProbability = logits[token] - normalizer
      if token == end {
        result.append(([], logProbability, true))
        continue
      }
      var branch = predictor
      branch.read([token])
      for rest in allStrings(branch, maximum: maximum - 1, end: end) {
        result.append(([token] + rest.tokens, logProbability + rest.logProbability, rest.hasEnded))
      }
    }
    return result
  }

  private func score(_ logProbability: Double, tokens: Int, hasEnded: Bool, penalty: Double) -> Double {
    logProbability / pow((5 + Double(tokens + (hasEnded ? 1 : 0))) / 6, penalty)
  }

  @Test("as wide as all strings, it finds the best of them", arguments: [0, 0.6, 1, 3])
  func bruteForce(penalty: Double) throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      let predictor = ErraticPredictor(vocabularySize: 3, seed: seed)
      let all = allStrings(predictor, maximum: 4, end: 1)
      #expect(all.count == 1 + 2 + 4 + 8 + 16)
      let expected = all.map {
        (
          tokens: $0.tokens, ended: $0.hasEnded,
          score: score($0.logProbability, tokens: $0.tokens.count, hasEnded: $0.hasEnded, penalty: penalty)
        )
      }.sorted { $0.score > $1.score }
      let found = try BeamSearch(width: 31, lengthPenalty: penalty)(
        predictor, maximumNewTokens: 4, endToken: 1)
      #expect(found.map(\.tokens) == expected.map(\.tokens))
      #expect(found.map(\.hasEnded) == expected.map(\.ended))
      for (found, expected) in zip(found, expected) { #expect(abs(found.score - expected.score) < 1e-5) }
    }
  }

  @Test("what a narrow search finds has the likelihood and the score that it says, in falling order")
  func narrow() throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      let predictor = ErraticPredictor(vocabularySize: 3, seed: seed)
      let all = allStrings(predictor, maximum: 5, end: 2)
      for width in 1...5 {
        let found = try BeamSearch(width: width, lengthPenalty: 0.7)(
          predictor, maximumNewTokens: 5, endToken: 2)
        #expect((1...width).contains(found.count) && Set(found.map(\.tokens)).count == found.count)
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.score >= $1.score })
        for hypothesis in found {
          let match = try #require(
            all.first { $0.tokens == hypothesis.tokens && $0.hasEnded == hypothesis.hasEnded })
          #expect(abs(hypothesis.logProbability - match.logProbability) < 1e-5)
          let expected = score(
            match.logProbability, tokens: match.tokens.count, hasEnded: match.hasEnded, penalty: 0.7)
          #expect(abs(hypothesis.score - expected) < 1e-5)
        }
      }
    }
  }

  @Test("one beam without length penalty is greedy choice")
  func greedy() throws {
    for seed in 1...40 as ClosedRange<UInt64> {
      let predictor = ErraticPredictor(vocabularySize: 4, seed: seed)
      var generator = SeededGenerator(seed: 1)
      let greedy = try generate(
        predictor, maximumNewTokens: 6, sampler: .greedy, stopToken: 3, using: &generator)
      let found = try BeamSearch(width: 1)(predictor, maximumNewTokens: 6, endToken: 3)
      #expect(found.map(\.tokens) == [greedy])
      #expect(found.first?.hasEnded == (greedy.count < 6))
    }
  }

  @Test("two beams find what greedy choice misses")
  func widerIsLikelier() throws {
    let one = try BeamSearch(width: 1)(GardenPath(), maximumNewTokens: 2)
    #expect(one.map(\.tokens) == [[0, 0]])
    #expect(abs(exp(one[0].logProbability) - 0.12) < 1e-6)
    let two = try BeamSearch(width: 2)(GardenPath(), maximumNewTokens: 2)
    #expect(two.map(\.tokens) == [[1, 2], [0, 0]])
    #expect(abs(exp(two[0].logProbability) - 0.38) < 1e-6)
  }

  /// After each token the end has probability 0.6 and going on 0.4.
  private struct Ending: TokenPredictor {
    var vocabularySize: Int { 2 }
    var contextLength: Int? { nil }
    var logits: [Float] { [log(0.4), log(0.6)] }
    mutating func read(_ tokens: [Int]) {}
  }

  @Test(
    "without a length penalty the shortest is the best; α raises the longer ones' scores by ((5 + length)/6)^α"
  )
  func lengthPenalty() throws {
    let plain = try BeamSearch(width: 2)(Ending(), maximumNewTokens: 3, endToken: 1)
    #expect(plain.map(\.tokens) == [[], [0]])
    #expect(plain.map(\.hasEnded) == [true, true])
    #expect(abs(plain[0].score - log(0.6)) < 1e-6 && abs(plain[1].score - log(0.24)) < 1e-6)
    // ln 0.6 / 1, ln 0.24 / (7/6)^α and so on: with α = 12 the longest comes first.
    let long = try BeamSearch(width: 2, lengthPenalty: 12)(Ending(), maximumNewTokens: 3, endToken: 1)
    #expect(long.map(\.tokens.count) == [3, 2] || long.map(\.tokens.count) == [2, 3])
    let scores = [log(0.064) / pow(8.0 / 6, 12), log(0.096) / pow(8.0 / 6, 12)].sorted(by: >)
    for (found, expected) in zip(long, scores) { #expect(abs(found.score - expected) < 1e-6) }
    #expect(BeamSearch(width: 1, lengthPenalty: 2).penalty(length: 7) == 4)
    #expect(BeamSearch(width: 1).penalty(length: 7) == 1)
  }

  @Test("of equals the lower tokens come first, and nothing is longer than the maximum")
  func ties() throws {
    struct Even: TokenPredictor {
      var vocabularySize: Int { 3 }
      var contextLength: Int? { nil }
      var logits: [Float] { [0, 0, 0] }
      mutating func read(_ tokens: [Int]) {}
    }
    let found = try BeamSearch(width: 4)(Even(), maximumNewTokens: 2)
    #expect(found.map(\.tokens) == [[0, 0], [0, 1], [0, 2], [1, 0]])
    #expect(found.allSatisfy { !$0.hasEnded })
    let none = try BeamSearch(width: 4)(Even(), maximumNewTokens: 0)
    #expect(none.map(\.tokens) == [[]] && none[0].logProbability == 0 && none[0].score == 0)
  }

  @Test("with the cache and without, beams are the same")
  func cache() throws {
    for width in [1, 3, 6] {
      let found = try [true, false].map { isCached in
        var predictor = GPTPredictor(.decided, isCached: isCached)
        predictor.read([1, 2])
        return try BeamSearch(width: width, lengthPenalty: 0.6)(predictor, maximumNewTokens: 12, endToken: 6)
      }
      #expect(found[0] == found[1] && found[0].count == width)
    }
  }

  @Test("a beginning that nothing can follow is dropped; what has ended stays")
  func deadEnds() throws {
    /// After 0 only the end (2) can come, after 1 nothing.
    struct DeadEnd: TokenPredictor {
      var vocabularySize: Int { 3 }
      var contextLength: Int? { nil }
      var text: [Int] = []
      mutating func read(_ tokens: [Int]) { text += tokens }
      var logits: [Float] {
        text.isEmpty ? [0, 1, -.infinity] : [-.infinity, -.infinity, text == [0] ? 0 : -.infinity]
      }
    }
    let found = try BeamSearch(width: 3)(DeadEnd(), maximumNewTokens: 5, endToken: 2)
    #expect(found.map(\.tokens) == [[0]] && found[0].hasEnded)
    #expect(throws: SamplingError.nothingToChoose(logits: 3)) {
      try BeamSearch(width: 1)(DeadEnd(), maximumNewTokens: 5, endToken: 2)
    }
  }

  @Test("where no token can follow there is an error")
  func nothingToChoose() {
    struct Silent: TokenPredictor {
      var vocabularySize: Int { 3 }
      var contextLength: Int? { nil }
      var logits: [Float] { [-.infinity, .nan, -.infinity] }
      mutating func read(_ tokens: [Int]) {}
    }
    #expect(throws: SamplingError.nothingToChoose(logits: 3)) {
      try BeamSearch(width: 2)(Silent(), maximumNewTokens: 2)
    }
  }
}
