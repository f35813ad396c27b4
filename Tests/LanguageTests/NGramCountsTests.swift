import Language
import Randomness
import Testing

/// What counts tell beside C(h, w).
@Suite struct NGramCountsTests {
  let counts = NGramCounts(order: 3, vocabularySize: 5, sequences: [[0, 3, 0, 1, 0, 2, 0, 3], [0, 1]])

  @Test func followersAreInTheOrderOfTheirIds() {
    let followers = counts.followers(of: [0])
    #expect(followers.map(\.token) == [1, 2, 3] && followers.map(\.count) == [2, 1, 2])
    #expect(counts.total(after: [0]) == 5)
    #expect(counts.followers(of: [4]).isEmpty && counts.total(after: [4]) == 0)
    #expect(counts.followers(of: [3, 3]).isEmpty && counts.count(of: 1, after: [3, 3]) == 0)
  }

  /// The beginning is context only: it stands before 0, and has no count.
  @Test func beginningIsAContextAndNoToken() {
    #expect(counts.beginning == 5)
    #expect(counts.count(of: 0, after: [5]) == 2 && counts.total(after: [5]) == 2)
    #expect(counts.count(of: 5, after: []) == 0)
    #expect(counts.followers(of: []).map(\.token) == [0, 1, 2, 3])
  }

  /// 0 stands after <s>, 3, 1 and 2; 0·1 after <s> and 3; runs of the counts' own order are not looked before.
  @Test func precedersAreKindsAndTheBeginningIsOne() {
    #expect(counts.precederKinds(of: [0]) == 4)
    #expect(counts.precederKinds(of: [0, 1]) == 2)
    #expect(counts.precederKinds(of: [3, 0, 1]) == 0)
    #expect(counts.precederKinds(of: [4]) == 0)
  }

  @Test func bigramTableHasARowForTheBeginning() {
    let table = counts.bigramTable()
    #expect(table.count == 6 && table.allSatisfy { $0.count == 5 })
    #expect(table[5] == [2, 0, 0, 0, 0] && table[0] == [0, 2, 1, 2, 0])
  }

  @Test func nothingIsUnseenInNothing() {
    #expect(counts.unseenShare(in: [], order: 3) == 0)
    #expect(counts.unseenShare(in: [[]], order: 1) == 0)
  }

  /// An order above that of a text has nothing more to count.
  @Test func ordersGoTo64() {
    let long = NGramCounts(order: 64, vocabularySize: 1, sequences: [[0, 0]])
    #expect(long.count(of: 0, after: [1, 0]) == 1 && long.distinctCount(length: 4) == 0)
  }

  /// A report for every 65,536 tokens, of one sequence or of many; counting in blocks changes no count.
  @Test func progressOfALongTextIsTold() {
    var generator = SeededGenerator(seed: 21)
    let text = (0..<150_000).map { _ in generator.index(below: 3) }
    var reports: [Int] = []
    let counts = NGramCounts(order: 4, vocabularySize: 3, sequences: [[0, 1], text]) { reports.append($0) }
    #expect(reports == [65_538, 131_074])
    _ = NGramCounts(order: 2, vocabularySize: 3, sequences: Array(repeating: [0, 1], count: 40_000)) {
      reports.append($0)
    }
    #expect(reports == [65_538, 131_074, 65_536])
    #expect(counts.tokenCount == 150_002)
    var expected: [[Int]: Int] = [:]
    for sequence in [[0, 1], text] {
      let symbols = [3] + sequence
      for end in symbols.indices.dropFirst() {
        expected[Array(symbols[max(0, end - 3)...end]), default: 0] += 1
      }
    }
    for (run, count) in expected where run.count == 4 {
      #expect(counts.count(of: run[3], after: run.dropLast()) == count, "\(run)")
    }
  }
}
