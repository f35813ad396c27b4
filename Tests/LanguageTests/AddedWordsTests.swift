import Language
import Testing

/// Words that a tokenizer learns after its corpus: what is added, and that nothing moves.
@Suite("Words that are added") struct AddedWordsTests {
  private let tokenizer = WordTokenizer(corpus: "Mia has a kite.\n")

  @Test func oldTextsKeepTheirTokens() throws {
    let larger = try tokenizer.adding(words: [" boat", " Tom"])
    #expect(try larger.encode("Mia has a kite.\n") == tokenizer.encode("Mia has a kite.\n"))
    #expect(larger.vocabularySize == tokenizer.vocabularySize + 2)
    let size = tokenizer.vocabularySize
    #expect(try larger.encode(" boat Tom") == [size, size + 1])
    #expect(try larger.decode([size + 1, size]) == " Tom boat")
  }

  @Test func knownWordsArePassedOver() throws {
    let larger = try tokenizer.adding(words: [" kite", " boat", " has"])
    #expect(larger.vocabularySize == tokenizer.vocabularySize + 1)
    #expect(try larger.encode(" boat") == [tokenizer.vocabularySize])
    #expect(try tokenizer.adding(words: []) == tokenizer)
  }

  @Test func aWordIsNotAddedTwice() {
    #expect(throws: TokenizerError.self) { try tokenizer.adding(words: [" boat", " boat"]) }
  }

  @Test func specialTokensWouldMove() throws {
    let marked = try tokenizer.adding(specialTokens: ["<end>"])
    #expect(
      throws: TokenizerError.badVocabulary(
        "words are added before special tokens, whose ids follow the words'")
    ) {
      try marked.adding(words: [" boat"])
    }
    let larger = try tokenizer.adding(words: [" boat"]).adding(specialTokens: ["<end>"])
    #expect(larger.id(ofSpecialToken: "<end>") == tokenizer.vocabularySize + 1)
  }
}
