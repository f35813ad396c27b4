import Foundation
import Language
import Testing

/// Byte pairs whose ids are a vocabulary's own.
@Suite struct BytePairVocabularyTests {
  private typealias Merge = BytePairTokenizer.Merge

  private let merges = ["t h", "th e", "Ġ the"]

  private func tokenizer(
    _ vocabulary: [(spelling: String, id: Int)]
  ) throws -> BytePairTokenizer {
    try BytePairTokenizer(
      vocabulary: vocabulary, merges: merges.enumerated().map { try Merge(line: $1, rank: $0) })
  }

  /// The vocabulary of the merges in GPT-2's order.
  private var inOrder: [(spelling: String, id: Int)] {
    get throws {
      try BytePairTokenizer(merges: Merge.merges(file: merges.joined(separator: "\n"))).vocabulary
    }
  }

  private func reason(_ body: () throws -> BytePairTokenizer) -> String {
    let error = #expect(throws: TokenizerError.self) { try body() }
    return error?.description ?? ""
  }

  @Test func vocabularyInGPT2sOrderIsGPT2s() throws {
    let plain = try BytePairTokenizer(
      merges: Merge.merges(file: merges.joined(separator: "\n")), specialTokens: ["<end>": 259])
    #expect(try tokenizer(inOrder + [("<end>", 259)]) == plain)
    #expect(try inOrder.map(\.id) == Array(0..<259) && inOrder.last?.spelling == "Ġthe")
  }

  /// Fifteen of 50,000 merges, say: the ids tell the ranks.
  @Test func skippedRanksComeBack() throws {
    let sparse = try BytePairTokenizer(
      merges: [.init(rank: 4, left: "t", right: "h"), .init(rank: 9, left: "th", right: "e")],
      specialTokens: ["<end>": 258])
    let found = try BytePairTokenizer(
      vocabulary: sparse.vocabulary,
      merges: sparse.merges.enumerated().map { .init(rank: $0, left: $1.left, right: $1.right) })
    #expect(found == sparse)
  }

  @Test(arguments: [3, 1_000]) func idsOfItsOwnAreGivenAndTaken(shift: Int) throws {
    let order = try tokenizer(inOrder)
    let moved = try tokenizer(inOrder.map { ($0.spelling, $0.id + shift) } + [("<s>", 0), ("<pad>", 1)])
    let text = "the theory, then 我 <s>\n"
    #expect(moved.encode(text) == order.encode(text).map { $0 + shift })
    #expect(try moved.decode(moved.encode(text)) == text)
    #expect(moved.specialTokens == ["<s>": 0, "<pad>": 1] && moved.vocabularySize == 259 + shift)
    #expect(moved.encodeWithSpecialTokens("<s>the") == [0, 257 + shift])
    #expect(moved != order && moved.label(of: 0) == "<s>")
    let json = try JSONEncoder().encode(moved)
    #expect(try JSONDecoder().decode(BytePairTokenizer.self, from: json) == moved)
    let larger = try moved.adding(specialTokens: ["<new>"])
    #expect(larger.encode(text) == moved.encode(text) && larger.specialTokens["<new>"] == 259 + shift)
  }

  /// The ids need not even have the order of the ranks.
  @Test func orderOfTheIdsSaysNothing() throws {
    let order = try tokenizer(inOrder)
    let reversed = try tokenizer(inOrder.map { ($0.spelling, 258 - $0.id) })
    #expect(reversed.encode("the theory then") == order.encode("the theory then").map { 258 - $0 })
  }

  /// a·b·c is made as ab·c and as a·bc, and is one token here: later merges mean both.
  @Test func mergesThatSpellTheSameMakeOneToken() throws {
    let lines = ["b c", "a b", "ab c", "a bc", "abc d"]
    let bytes = try BytePairTokenizer(merges: []).vocabulary
    let tokenizer = try BytePairTokenizer(
      vocabulary: bytes + [("bc", 256), ("ab", 257), ("abc", 258), ("abcd", 259)],
      merges: lines.enumerated().map { try Merge(line: $1, rank: $0) })
    // In this text a·bc is what happens.
    #expect(tokenizer.encode("abc") == [258] && tokenizer.encode("abcd") == [259])
  }

  @Test func whatIsNoVocabularyIsRefused() throws {
    let all = try inOrder
    #expect(reason { try tokenizer(all.filter { $0.spelling != "Ġ" }) }.hasPrefix("the vocabulary lacks “Ġ”"))
    #expect(
      reason { try tokenizer(all.filter { $0.spelling != "the" }) }.hasPrefix("the vocabulary lacks “the”"))
    #expect(reason { try tokenizer(all + [("the", 9)]) } == "the vocabulary has “the” twice")
    #expect(
      reason { try tokenizer(all + [("<s>", 9)]) } == "the special token “<s>” is empty or shares the id 9")
    #expect(
      reason { try tokenizer(all.map { ($0.spelling, $0.id == 7 ? 8 : $0.id) }) }
        == "two bytes share the id 8")
    #expect(
      reason { try tokenizer(all.map { ($0.spelling, $0.id == 257 ? 256 : $0.id) }) }
        == "the merge “th e” shares the id 256")
    #expect(
      reason { try tokenizer(all.map { ($0.spelling, $0.id - 1) }) }.hasPrefix("ids go from 0 to 4194303"))
    #expect(
      reason { try BytePairTokenizer(merges: [], ids: [0]) }
        == "there are 1 ids for the 256 bytes and 0 merges")
  }
}
