import Foundation
import Generation
import Language
import Randomness
import Testing

@Suite("Reading what came through a channel")
struct ChannelSearchTests {
  /// Candidates for four places, from one to three each.
  private func columns(seed: UInt64) -> [[WordCandidate]] {
    var generator = SeededGenerator(seed: seed)
    return [2, 3, 1, 3].map { count in
      generator.shuffled(0..<5).prefix(count).map {
        WordCandidate(token: $0, logLikelihood: 3 * generator.normal())
      }
    }
  }

  /// Every text that may have been meant, with its two terms, in the order of the candidates.
  private func allReadings(
    _ columns: ArraySlice<[WordCandidate]>, after predictor: ErraticPredictor
  ) -> [(tokens: [Int], logLikelihood: Double, logProbability: Double)] {
    guard let column = columns.first else { return [([], 0, 0)] }
    let logits = predictor.logits.map(Double.init)
    let normalizer = log(logits.map { exp($0) }.reduce(0, +))
    return column.flatMap { candidate in
      var branch = predictor
      branch.read([candidate.token])
      return allReadings(columns.dropFirst(), after: branch).map { rest in
        (
          [candidate.token] + rest.tokens, candidate.logLikelihood + rest.logLikelihood,
          logits[candidate.token] - normalizer + rest.logProbability
        )
      }
    }
  }

  @Test("as wide as all texts, it finds all of them, the best first")
  func bruteForce() {
    for seed in 1...20 as ClosedRange<UInt64> {
      let (columns, predictor) = (columns(seed: seed), ErraticPredictor(vocabularySize: 5, seed: seed))
      let all = allReadings(columns[...], after: predictor).sorted {
        $0.logLikelihood + $0.logProbability > $1.logLikelihood + $1.logProbability
      }
      let found = ChannelSearch(width: 18)(columns, after: predictor)
      #expect(all.count == 18 && found.map(\.tokens) == all.map(\.tokens))
      for (found, expected) in zip(found, all) {
        #expect(abs(found.logLikelihood - expected.logLikelihood) < 1e-12)
        #expect(abs(found.logProbability - expected.logProbability) < 1e-5)
        #expect(found.score == found.logLikelihood + found.logProbability)
      }
    }
  }

  @Test("what a narrow search finds is a text with its own terms; more width never finds less")
  func narrow() {
    for seed in 1...20 as ClosedRange<UInt64> {
      let (columns, predictor) = (columns(seed: seed), ErraticPredictor(vocabularySize: 5, seed: seed))
      let all = allReadings(columns[...], after: predictor)
      for width in 1...17 {
        let found = ChannelSearch(width: width)(columns, after: predictor)
        #expect(found.count == width && Set(found.map(\.tokens)).count == width)
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.score >= $1.score })
        for reading in found {
          let match = all.first { $0.tokens == reading.tokens }
          #expect(abs(reading.score - (match.map { $0.logLikelihood + $0.logProbability } ?? .nan)) < 1e-5)
        }
      }
    }
  }

  private let path = [
    [WordCandidate(token: 0, logLikelihood: -1), WordCandidate(token: 1, logLikelihood: -1)],
    [WordCandidate(token: 2, logLikelihood: -0.5)],
  ]

  @Test("what follows can correct a word, if width and window keep it so long")
  func whatFollowsCorrects() {
    #expect(ChannelSearch(width: 1)(path, after: GardenPath()).map(\.tokens) == [[0, 2]])
    let both = ChannelSearch(width: 2)(path, after: GardenPath())
    #expect(both.map(\.tokens) == [[1, 2], [0, 2]])
    #expect(abs(both[0].score - (log(0.4 * 0.95) - 1.5)) < 1e-6)
    // 1 lies ln(0.6/0.4) = 0.405 behind 0 after the first place.
    #expect(ChannelSearch(width: 2, window: 0.40)(path, after: GardenPath()).map(\.tokens) == [[0, 2]])
    // In the end 0 lies ln(0.38/0.12) = 1.153 behind 1.
    #expect(ChannelSearch(width: 2, window: 0.41)(path, after: GardenPath()).map(\.tokens) == [[1, 2]])
    #expect(ChannelSearch(width: 2, window: 1.16)(path, after: GardenPath()).count == 2)
  }

  @Test("a reading counts from where the predictor is, and a likely error outweighs a likely text")
  func afterWhatWasRead() {
    var read = GardenPath()
    read.read([1])
    let candidates = [
      [WordCandidate(token: 2, logLikelihood: -4), WordCandidate(token: 3, logLikelihood: 0)]
    ]
    let found = ChannelSearch(width: 2)(candidates, after: read)
    #expect(found.map(\.tokens) == [[3], [2]])
    #expect(abs(found[0].logProbability - log(0.05)) < 1e-6 && found[1].logLikelihood == -4)
  }

  @Test("of equals the earlier candidate comes first; no place has one reading, which is empty")
  func ties() {
    struct Even: TokenPredictor {
      var vocabularySize: Int { 4 }
      var contextLength: Int? { nil }
      var logits: [Float] { [0, 0, 0, 0] }
      mutating func read(_ tokens: [Int]) {}
    }
    let column = [3, 1].map { WordCandidate(token: $0, logLikelihood: 0) }
    let found = ChannelSearch(width: 3)([column, column], after: Even())
    #expect(found.map(\.tokens) == [[3, 3], [3, 1], [1, 3]])
    let none = ChannelSearch(width: 3)([], after: Even())
    #expect(none.map(\.tokens) == [[]] && none[0].score == 0)
  }

  @Test("nothing is found where nothing is possible")
  func nothingPossible() {
    #expect(ChannelSearch(width: 2)([path[0], []], after: GardenPath()).isEmpty)
    let impossible = [[WordCandidate(token: 4, logLikelihood: 0)]]
    #expect(ChannelSearch(width: 2)(impossible, after: GardenPath()).isEmpty)
    let mixed = [[WordCandidate(token: 4, logLikelihood: 9), WordCandidate(token: 1, logLikelihood: -9)]]
    #expect(ChannelSearch(width: 2)(mixed, after: GardenPath()).map(\.tokens) == [[1]])
  }

  @Test("only what is kept is read, and the last word never")
  func reading() {
    for width in 1...6 {
      let predictor = ErraticPredictor(vocabularySize: 5, seed: 7)
      _ = ChannelSearch(width: width)(columns(seed: 7), after: predictor)
      // 2, 6, 6 beginnings after the first three places.
      #expect(predictor.count.tokens == min(width, 2) + 2 * width)
    }
  }

  @Test("with the cache and without, a GPT reads the same")
  func cache() {
    let found = [true, false].map { isCached in
      var predictor = GPTPredictor(.decided, isCached: isCached)
      predictor.read([1, 2])
      return ChannelSearch(width: 5)(columns(seed: 3) + columns(seed: 4), after: predictor)
    }
    #expect(found[0] == found[1] && found[0].count == 5)
  }
}
