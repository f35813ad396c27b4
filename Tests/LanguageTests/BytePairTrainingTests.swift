import Foundation
import Language
import Randomness
import Testing

@Suite struct BytePairTrainingTests {
  private func lines(_ tokenizer: BytePairTokenizer) -> [String] {
    tokenizer.merges.map { "\($0.left) \($0.right)" }
  }

  /// By hand. Pieces: `tan` once, `Ġtan` twice, `Ġfan` twice, `Ġran` once.
  /// Pairs: a·n 6, t·a 3, Ġ·t 2, Ġ·f 2, f·a 2, Ġ·r 1, r·a 1: the first merge is a·n.
  /// Then t·an 3 is the most frequent, which leaves Ġ·tan, Ġ·f and f·an with 2 each: f has the id 69 and Ġ
  /// 220, so f·an is next; then Ġ·tan (257) comes before Ġ·fan (258). What remains stands once: training stops.
  @Test func mergesAreThoseDerivedByHand() throws {
    let tokenizer = try BytePairTokenizer.train(on: "tan tan tan fan fan ran", mergeCount: 100)
    #expect(lines(tokenizer) == ["a n", "t an", "f an", "Ġ tan", "Ġ fan"])
    #expect(tokenizer.vocabularySize == 261)
    #expect(tokenizer.encode("tan tan fan") == [257, 259, 260])
    #expect(tokenizer.labels(of: tokenizer.encode(" ran")) == ["␣", "r", "an"])
  }

  @Test func countOfMergesIsNotExceeded() throws {
    let tokenizer = try BytePairTokenizer.train(on: "tan tan tan fan fan ran", mergeCount: 2)
    #expect(lines(tokenizer) == ["a n", "t an"])
    #expect(try BytePairTokenizer.train(on: "", mergeCount: 10).merges.isEmpty)
    #expect(try BytePairTokenizer.train(on: "ab ab", mergeCount: 0).merges.isEmpty)
  }

  @Test func specialTokensFollowTheMerges() throws {
    let tokenizer = try BytePairTokenizer.train(
      on: "ab ab", mergeCount: 1, specialTokens: ["<begin>", "<end>"])
    #expect(tokenizer.specialTokens == ["<begin>": 257, "<end>": 258])
    #expect(throws: TokenizerError.self) {
      try BytePairTokenizer.train(on: "", mergeCount: 0, specialTokens: ["<end>", "<end>"])
    }
  }

  /// Sennrich, Haddow and Birch 2016, algorithm 1, with this library's tie rule: every pair is counted anew for
  /// each merge.
  private func mergesByRecounting(_ text: String, _ mergeCount: Int) throws -> [String] {
    let bytes = try BytePairTokenizer(merges: [])
    var pieces = BytePairTokenizer.pieces(of: text).map { bytes.encode($0) }
    var spellings = ByteAlphabet.bytes.map { ByteAlphabet.spelling(of: [$0]) }
    var merges: [String] = []
    while merges.count < mergeCount {
      var counts: [[Int]: Int] = [:]
      for piece in pieces {
        for place in piece.indices.dropLast() { counts[Array(piece[place...(place + 1)]), default: 0] += 1 }
      }
      let best = counts.min { ($1.value, $0.key[0], $0.key[1]) < ($0.value, $1.key[0], $1.key[1]) }
      guard let best, best.value > 1 else { break }
      merges.append("\(spellings[best.key[0]]) \(spellings[best.key[1]])")
      spellings.append(spellings[best.key[0]] + spellings[best.key[1]])
      pieces = pieces.map { piece in
        var merged: [Int] = []
        var place = 0
        while place < piece.count {
          if piece[place...].starts(with: best.key) {
            merged.append(spellings.count - 1)
            place += 2
          } else {
            merged.append(piece[place])
            place += 1
          }
        }
        return merged
      }
    }
    return merges
  }

  @Test func keptUpCountsGiveTheMergesOfCountingAnew() throws {
    var generator = SeededGenerator(seed: 5)
    for round in 0..<60 {
      let alphabet = Array((round.isMultiple(of: 2) ? "aab " : "abcde 我,").unicodeScalars)
      var text = String.UnicodeScalarView()
      for _ in 0..<generator.index(below: 150) {
        text.append(alphabet[generator.index(below: alphabet.count)])
      }
      let expected = try mergesByRecounting(String(text), 25)
      #expect(lines(try .train(on: String(text), mergeCount: 25)) == expected, "\(String(text))")
    }
    #expect(lines(try .train(on: "aaaaaaaaa", mergeCount: 9)) == (try mergesByRecounting("aaaaaaaaa", 9)))
  }

  private struct Fixture: Decodable {
    let madeBy: String
    let letters: Int
    let merges: [String]
  }

  /// A text without a space is one piece. It is long enough for rare pairs to be left out at first, and has many ties.
  @Test func randomLettersGiveTheMergesOfTokenizers() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Fixtures")
    let fixture = try JSONDecoder().decode(
      Fixture.self, from: Data(contentsOf: folder.appendingPathComponent("byte-pairs.json")))
    let pinned = try String(
      contentsOf: folder.appendingPathComponent("requirements-byte-pairs.txt"), encoding: .utf8
    ).trimmingCharacters(in: .whitespacesAndNewlines).replacingOccurrences(of: "==", with: " ")
    #expect(fixture.madeBy == "make_byte_pairs.py, \(pinned)")
    #expect(fixture.merges.count == 1_000)
    var generator = SeededGenerator(seed: 1)
    let letters = (0..<fixture.letters).map { _ in UInt8(97 + (generator.next() >> 32) % 26) }
    let text = String(decoding: letters, as: UTF8.self)
    #expect(lines(try .train(on: text, mergeCount: fixture.merges.count)) == fixture.merges)
  }

  /// 20,000 bytes leave pairs out that stand fewer than four times, until no other is left.
  @Test func pairsLeftOutAsRareAreFoundWhenTheirTurnComes() throws {
    let frequent = String(repeating: "ab cd ef ab\n", count: 1_600)
    let text = frequent + "xyz xyz uv uv uv"
    #expect(text.utf8.count / 4096 >= 4)
    #expect(lines(try .train(on: text, mergeCount: 40)) == (try mergesByRecounting(text, 40)))
  }
}
