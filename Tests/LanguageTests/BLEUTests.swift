import Foundation
import Language
import Testing

/// The figures of `Fixtures/bleu.json` are sacrebleu's; the script that made them lies beside it.
@Suite("BLEU")
struct BLEUTests {
  private struct Fixture: Decodable {
    struct Case: Decodable {
      let name: String
      let tokenizer: String
      let smoothing: String
      let candidates: [String]
      let references: [[String]]
      let score: Double
      let precisions: [Double]
      let brevityPenalty: Double
      let matches: [Int]
      let totals: [Int]
      let candidateLength: Int
      let referenceLength: Int
    }

    struct Line: Decodable {
      let tokenizer: String
      let text: String
      let words: [String]
    }

    let madeBy: String
    let cases: [Case]
    let lines: [Line]
  }

  private let fixture: Fixture
  private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures")

  init() throws {
    fixture = try JSONDecoder().decode(
      Fixture.self, from: Data(contentsOf: folder.appendingPathComponent("bleu.json")))
  }

  private func tokenizer(_ name: String) throws -> BLEUTokenizer {
    try #require(["13a": BLEUTokenizer.mteval13a, "zh": .chinese][name])
  }

  @Test func everyFigureIsSacrebleus() throws {
    #expect(fixture.cases.count >= 50)
    for oracle in fixture.cases {
      let smoothing = try #require(["exp": BLEU.Smoothing.exponential, "none": .none][oracle.smoothing])
      let found = BLEU(
        candidates: oracle.candidates, references: oracle.references,
        tokenizer: try tokenizer(oracle.tokenizer),
        smoothing: smoothing)
      let name = "\(oracle.name), \(oracle.tokenizer), \(oracle.smoothing)"
      #expect(found.matches == oracle.matches && found.totals == oracle.totals, "\(name)")
      #expect(found.candidateLength == oracle.candidateLength, "\(name)")
      #expect(found.referenceLength == oracle.referenceLength, "\(name)")
      for (one, other) in zip(
        [found.score, found.brevityPenalty] + found.precisions,
        [oracle.score, oracle.brevityPenalty] + oracle.precisions)
      { #expect(abs(one - other) < 1e-9, "\(name): \(one), expected \(other)") }
      #expect(found.precisions.count == 4 && oracle.precisions.count == 4)
    }
  }

  @Test func everyLineIsCutAsSacrebleuCutsIt() throws {
    #expect(fixture.lines.count >= 25)
    for line in fixture.lines {
      #expect(try tokenizer(line.tokenizer)(line.text) == line.words, "\(line.text)")
    }
  }

  @Test func fixtureIsOfThePinnedVersion() throws {
    let pinned = try String(contentsOf: folder.appendingPathComponent("requirements.txt"), encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines).replacingOccurrences(of: "==", with: " ")
    #expect(fixture.madeBy == "make_bleu.py, \(pinned)")
  }

  /// By hand: of 3 tokens 3, of 2 pairs 1 and no triple are right, so exp smoothing has 1/2 of the one triple, and no
  /// quadruple is there at all.
  @Test func anExampleByHand() {
    let bleu = BLEU(candidates: ["a b c"], references: [["a b d c"]], tokenizer: .mteval13a)
    #expect(bleu.matches == [3, 1, 0, 0] && bleu.totals == [3, 2, 1, 0])
    #expect(bleu.precisions == [100, 50, 50, 0] && bleu.score == 0)
    #expect(abs(bleu.brevityPenalty - 0.716_531_310_573_789_3) < 1e-15)  // e^(1 − 4/3)
  }

  @Test("sums over the corpus, not means of sentences: a long sentence weighs more than a short one")
  func corpusNotSentences() {
    let long = "a b c d e f g h i j"
    let one = BLEU(candidates: [long, "x"], references: [[long], ["y"]], tokenizer: .mteval13a)
    #expect(one.matches == [10, 9, 8, 7] && one.totals == [11, 9, 8, 7])
    #expect(one.score > 97)
  }
}
