import Foundation
import Language
import Randomness
import Testing

@Suite struct CharacterTokenizerTests {
  @Test func vocabularyIsSortedByCodePoint() throws {
    let tokenizer = CharacterTokenizer(corpus: "hello, 我")
    #expect(tokenizer.characters.map(String.init) == [" ", ",", "e", "h", "l", "o", "我"])
    #expect(tokenizer.vocabularySize == 7)
    #expect(try tokenizer.encode("hole 我") == [3, 5, 4, 2, 0, 6])
    #expect(tokenizer.id(of: "l") == 4)
    #expect(tokenizer.id(of: "z") == nil)
  }

  /// A list keeps its order, with any character in it, and each once.
  @Test func givenCharactersKeepTheirOrder() throws {
    let tokenizer = try CharacterTokenizer(characters: ["b", "我", "a"])
    #expect(try tokenizer.encode("a我b") == [2, 1, 0])
    #expect(tokenizer.id(of: "我") == 1)
    let error = #expect(throws: TokenizerError.self) {
      try CharacterTokenizer(characters: ["a", "\n", "\n"])
    }
    #expect(error?.description == "the vocabulary has “⏎” twice")
  }

  @Test func everyTextRoundTripsThroughItsOwnVocabulary() throws {
    var generator = SeededGenerator(seed: 1)
    for text in awkwardTexts + (0..<300).map({ _ in randomText(using: &generator) }) {
      try expectRoundTrip(text, CharacterTokenizer(corpus: text))
    }
  }

  @Test func twoSpellingsOfOneAccentStayApart() throws {
    let tokenizer = CharacterTokenizer(corpus: "e\u{301}\u{E9}")
    #expect(tokenizer.vocabularySize == 3)
    #expect(try tokenizer.encode("\u{E9}") != tokenizer.encode("e\u{301}"))
  }

  @Test func unknownCharacterIsNamedWithItsPlace() {
    let tokenizer = CharacterTokenizer(corpus: "abc")
    let error = #expect(throws: TokenizerError.self) { try tokenizer.encode("ab\u{E9}c") }
    #expect(error == .unknownCharacter("\u{E9}", position: 2, vocabularySize: 3))
    #expect(
      error?.description
        == "the character “é” (U+00E9) at position 2 is not among the 3 characters of the vocabulary")
  }

  @Test func unknownIDIsRefused() {
    let tokenizer = CharacterTokenizer(corpus: "abc")
    #expect(throws: TokenizerError.unknownToken(3, vocabularySize: 3)) { try tokenizer.decode([0, 3]) }
    #expect(throws: TokenizerError.unknownToken(-1, vocabularySize: 3)) { try tokenizer.decode([-1]) }
  }

  @Test func labelsShowWhatDoesNotPrint() {
    let tokenizer = CharacterTokenizer(corpus: "\u{0}\t\n\r a\u{301}\u{200D}")
    let labels = tokenizer.labels(of: Array(0..<tokenizer.vocabularySize))
    #expect(labels == ["␀", "⇥", "⏎", "␍", "␣", "a", "◌\u{301}", "‹200D›"])
    #expect(tokenizer.label(of: 99) == "‹99›")
  }

  @Test func vocabularySurvivesBeingSaved() throws {
    for text in awkwardTexts {
      let tokenizer = CharacterTokenizer(corpus: text)
      let data = try JSONEncoder().encode(tokenizer)
      #expect(try JSONDecoder().decode(CharacterTokenizer.self, from: data) == tokenizer)
    }
  }

  @Test func savedVocabularyWithARepetitionIsRefused() {
    #expect(throws: TokenizerError.self) {
      try JSONDecoder().decode(CharacterTokenizer.self, from: Data(#"{"characters":"aba"}"#.utf8))
    }
  }
}
