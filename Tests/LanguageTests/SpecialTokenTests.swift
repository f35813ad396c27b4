import Foundation
import Language
import Testing

/// Tokens that a program puts into a text, and no text can spell.
@Suite struct SpecialTokenTests {
  private let plain = WordTokenizer(corpus: "the dog\n<ask>")

  @Test func theirIDsFollowTheWordsAndWordsKeepTheirs() throws {
    let tokenizer = try plain.adding(specialTokens: ["<ask>", "<end>"])
    let words = plain.vocabularySize
    #expect(tokenizer.vocabularySize == words + 2 && tokenizer.vocabulary == plain.vocabulary)
    #expect(
      tokenizer.id(ofSpecialToken: "<ask>") == words && tokenizer.id(ofSpecialToken: "<end>") == words + 1)
    #expect(tokenizer.id(ofSpecialToken: "the") == nil && plain.id(ofSpecialToken: "<ask>") == nil)
    #expect(try tokenizer.encode("the dog") == plain.encode("the dog"))
    let more = try tokenizer.adding(specialTokens: ["<answer>"])
    #expect(more.id(ofSpecialToken: "<ask>") == words && more.id(ofSpecialToken: "<answer>") == words + 2)
    #expect(try more == plain.adding(specialTokens: ["<ask>", "<end>", "<answer>"]) && more != tokenizer)
  }

  @Test func noTextSpellsThem() throws {
    let tokenizer = try plain.adding(specialTokens: ["<ask>"])
    #expect(try tokenizer.encode("<ask>").allSatisfy { $0 < plain.vocabularySize })
    #expect(try tokenizer.decode(tokenizer.encode("<ask>")) == "<ask>")
    // Not even one that is called like a word.
    #expect(throws: TokenizerError.unknownWord("quack", position: 0, vocabularySize: plain.vocabularySize)) {
      try plain.adding(specialTokens: ["quack"]).encode("quack")
    }
    let replacing = try WordTokenizer(corpus: "a", unknownWords: .replace(with: "<unk>"))
      .adding(specialTokens: ["<ask>"])
    #expect(try replacing.encode("<ask>") == [1, 1, 1])
  }

  @Test func theyAreWrittenAsTheyAreCalled() throws {
    let tokenizer = try plain.adding(specialTokens: ["<ask>"])
    let ask = try #require(tokenizer.id(ofSpecialToken: "<ask>"))
    #expect(try tokenizer.decode(tokenizer.encode("the dog") + [ask]) == "the dog<ask>")
    #expect(tokenizer.label(of: ask) == "<ask>" && tokenizer.label(of: ask + 1) == "‹\(ask + 1)›")
    #expect(throws: TokenizerError.unknownToken(ask + 1, vocabularySize: ask + 1)) {
      try tokenizer.decode([ask + 1])
    }
    let error = #expect(throws: TokenizerError.self) { try tokenizer.encode("cat") }
    #expect(error == .unknownWord("cat", position: 0, vocabularySize: plain.vocabularySize))
  }

  @Test(arguments: [[""], ["the"], [" dog"], ["<a>", "<a>"]]) func whatIsNoneIsRefused(tokens: [String])
    throws
  {
    #expect(throws: TokenizerError.self) { try plain.adding(specialTokens: tokens) }
    #expect(throws: TokenizerError.self) {
      try plain.adding(specialTokens: ["<a>"]).adding(specialTokens: tokens + ["<a>"])
    }
  }

  @Test func theySurviveBeingSavedAndOldFilesHaveNone() throws {
    let tokenizer = try plain.adding(specialTokens: ["<ask>", "<end>"])
    let data = try JSONEncoder().encode(tokenizer)
    #expect(try JSONDecoder().decode(WordTokenizer.self, from: data) == tokenizer)
    let old = String(decoding: try JSONEncoder().encode(plain), as: UTF8.self)
    #expect(!old.contains("specialTokens"))
    #expect(try JSONDecoder().decode(WordTokenizer.self, from: Data(old.utf8)) == plain)
    let damaged = old.dropLast() + #","specialTokens":["the"]}"#
    #expect(throws: TokenizerError.self) {
      try JSONDecoder().decode(WordTokenizer.self, from: Data(damaged.utf8))
    }
  }

  @Test func bytePairsTakeThemAndCharactersDoNot() throws {
    let bytes = try BytePairTokenizer(merges: [], specialTokens: ["<|endoftext|>": 300])
    let more = try bytes.adding(specialTokens: ["<ask>", "<end>"])
    #expect(more.specialTokens == ["<|endoftext|>": 300, "<ask>": 301, "<end>": 302])
    #expect(more.vocabularySize == 303 && more.encode("<ask>").allSatisfy { $0 < 256 })
    #expect(throws: TokenizerError.self) { try bytes.adding(specialTokens: ["<|endoftext|>"]) }
    let any = try AnyTokenizer.bytePairs(bytes).adding(specialTokens: ["<ask>"])
    #expect(any.id(ofSpecialToken: "<ask>") == 301 && any.id(ofSpecialToken: "<end>") == nil)
    let words = try AnyTokenizer.words(plain).adding(specialTokens: ["<ask>"])
    #expect(words.id(ofSpecialToken: "<ask>") == plain.vocabularySize)
    let characters = AnyTokenizer.characters(CharacterTokenizer(corpus: "ab"))
    #expect(throws: TokenizerError.badVocabulary("a tokenizer of characters takes no special tokens")) {
      try characters.adding(specialTokens: ["<ask>"])
    }
    #expect(characters.id(ofSpecialToken: "a") == nil)
  }
}
