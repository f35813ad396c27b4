import Randomness
import Testing

@testable import Language

@Suite("Hidden words") struct MaskedBatchTests {
  private let masking = WordMasking(maskToken: 100, words: 0..<100)

  private func batch(_ texts: [[Int]], _ masking: WordMasking? = nil, seed: UInt64 = 1) -> MaskedBatch {
    var generator = SeededGenerator(seed: seed)
    return MaskedBatch(texts, padding: 99, masking: masking ?? self.masking, using: &generator)
  }

  /// 15 % rounded: of 20 words 3, of 23 also 3 (3.45), of 24 four (3.6), and of one to nine words one.
  @Test func shareOfEveryTextIsExact() {
    for (places, count) in [(1, 1), (3, 1), (9, 1), (10, 2), (20, 3), (23, 3), (24, 4), (100, 15), (0, 0)] {
      #expect(masking.count(ofWords: places) == count)
      let text = (0..<places).map { $0 % 100 }
      #expect(batch([text]).asks.count { $0 } == count)
    }
    #expect(WordMasking(maskToken: 5, words: 0..<5, share: 1).count(ofWords: 4) == 4)
  }

  @Test func everyPlaceAndFateHasItsShare() {
    let text = (0..<100).map { $0 }
    let batch = batch((0..<2_000).map { _ in text })
    var (hidden, same, other) = (0, 0, 0)
    var asked = [Int](repeating: 0, count: 100)
    for (index, row) in batch.inputs.enumerated() {
      for (place, token) in row.enumerated() {
        guard batch.asks[index * 100 + place] else {
          #expect(token == text[place])
          continue
        }
        asked[place] += 1
        if token == 100 { hidden += 1 } else if token == text[place] { same += 1 } else { other += 1 }
      }
    }
    #expect(hidden + same + other == 30_000)
    // 80 %, and a misleading word is the same one in a hundredth of the cases: 10.1 % and 9.9 %. Four deviations, of 69
    // and 52 each.
    #expect(abs(hidden - 24_000) < 277 && abs(same - 3_030) < 209 && abs(other - 2_970) < 209)
    // Each place 300 times of 2,000, with a deviation of 16; of a hundred, none is off by five.
    #expect(asked.allSatisfy { abs($0 - 300) < 80 })
  }

  @Test func whatIsAskedForIsWhatStoodThere() {
    let texts = [[1, 2, 3, 4], [5], []]
    let batch = batch(texts)
    #expect(batch.lengths == [4, 1, 0])
    #expect(batch.targets == [1, 2, 3, 4, 5, 99, 99, 99, 99, 99, 99, 99])
    #expect(batch.inputs.allSatisfy { $0.count == 4 } && batch.inputs[1].suffix(3) == [99, 99, 99])
    #expect(
      batch.asks.prefix(4).count { $0 } == 1
        && batch.asks.suffix(8) == [true] + [false, false, false, false, false, false, false])
    #expect(
      self.batch(texts) == batch && self.batch([Array(0..<100)], seed: 2) != self.batch([Array(0..<100)]))
  }

  @Test func nothingButWordsIsHidden() {
    let words = WordMasking(maskToken: 9, words: 3..<6, share: 1, hiddenShare: 0, misleadingShare: 1)
    let batch = batch([[0, 3, 8, 5, 1]], words)
    #expect(batch.asks == [false, true, false, true, false])
    #expect(batch.inputs[0][0] == 0 && batch.inputs[0][2] == 8 && batch.inputs[0][4] == 1)
    // Half of two words is one, however long the text.
    let half = WordMasking(maskToken: 9, words: 3..<6, share: 0.5)
    #expect(self.batch([[0, 3, 8, 5, 1, 1, 1, 1]], half).asks.count { $0 } == 1)
    let seen = Set((0..<60).flatMap { self.batch([[3]], words, seed: $0).inputs[0] })
    #expect(seen == [3, 4, 5])
    let kept = WordMasking(maskToken: 9, words: 3..<6, share: 1, hiddenShare: 0, misleadingShare: 0)
    #expect(
      self.batch([[3, 4]], kept).inputs == [[3, 4]] && self.batch([[3, 4]], kept).asks == [true, true])
  }
}
